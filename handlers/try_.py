"""/try: what a follow would have brought, without following it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.preview import LATEST
from bot.matching.grammar import split_follows
from bot.messages.dates import count
from bot.messages.message import Button, Message, Paragraph, bold, command, line, say
from bot.messages.text import tidy
from bot.messages.wording import shown
from handlers.asking import Refused, correction_button, meaning, named_button, notes, read, stored
from handlers.near import did_you_mean, meant_by
from handlers.phrases import example_buttons, first_read_progress, you_follow
from handlers.preview import archive_search, in_full, in_short, too_common
from handlers.request import Request

MOST_TRIED = 5  #: in one message


def answer(request: Request) -> Message:
    """What each of what was asked would have brought, and a button to follow it."""
    typed = stored(request.text, request) if request.command.button else request.text
    parts = split_follows(typed or "")
    if not parts:
        return say(
            line("I look into the last 30 days for you, and you follow only if you like it: ", command("try AI")),
            "Or press one:",
            private=True,
        ).with_buttons(example_buttons("try"))
    return _Trying(request).answer(parts)


class _Trying:
    """Tries what one command asks for."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._followed = {each.canonical for each in request.follows()}
        self._search = archive_search(request)

    def answer(self, parts: Sequence[str]) -> Message:
        """All of it in one message."""
        paragraphs: list[Paragraph] = []
        rows: list[tuple[Button, ...]] = []
        for typed in map(tidy, parts[:MOST_TRIED]):
            said, buttons = self._one(typed, alone=len(parts) == 1)
            paragraphs += said
            rows += [buttons] if buttons else []
        if len(parts) > MOST_TRIED:
            paragraphs.append((line(f"These are the first {MOST_TRIED} of {count(len(parts), 'follow')}."),))
        paragraphs += first_read_progress(self._request)
        return Message(paragraphs=tuple(paragraphs), buttons=tuple(rows), private=True)

    def _one(self, typed: str, *, alone: bool) -> tuple[list[Paragraph], tuple[Button, ...]]:
        request = self._request
        query = read(typed, request)
        if isinstance(query, Refused):
            return [(query.said,)], correction_button(query, request, "Try", "try")
        brought = self._search(query, LATEST if alone else 1)
        meaning_line = line(bold(shown(typed)), ": ", *meaning(query, typed, request), ".")
        said: Paragraph = (meaning_line, *notes(query, typed, request))
        buttons: tuple[Button, ...] = ()
        if query.canonical in self._followed:
            said = (*said, line(f"{you_follow(request.kind, 'already follow')} it."))
        elif request.command.may_change:
            action = "anyway" if brought.too_common else "follow"
            buttons = (named_button(typed, query, request, "Follow", action),)
        meant = meant_by(query, typed, request) if not brought.found.count else None
        if meant is not None:
            said = (*said, did_you_mean(meant))
            buttons = (*buttons, named_button(meant.typed, meant.query, request, "Try", "try"))
        if brought.too_common:
            said = (*said, too_common(typed, query, brought))
        if not alone:
            return [(*said, *in_short(brought, request))], buttons
        return [said, *in_full(brought, request)], buttons
