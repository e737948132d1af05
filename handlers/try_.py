"""/try: what a follow finds, without following it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.preview import LATEST
from bot.i18n.catalogue import asking, common
from bot.i18n.catalogue import follow as texts
from bot.matching.grammar import split_follows
from bot.messages.message import Button, Message, Paragraph, bold, command, say
from bot.messages.text import tidy
from bot.messages.wording import shown
from handlers.asking import Refused, correction_button, meaning, named_button, notes, read, stored
from handlers.near import did_you_mean, meant_by
from handlers.phrases import example_buttons, first_read_progress
from handlers.preview import archive_search, in_full, in_short, too_common
from handlers.request import Request

MOST_TRIED = 5  #: in one message


def answer(request: Request) -> Message:
    """What each thing asked for finds, and a button to follow it."""
    typed = stored(request.text, request) if request.command.button else request.text
    parts = split_follows(typed or "")
    if not parts:
        return say(
            request.sentence(texts.TRY, command=command("try AI")),
            request.translate(texts.PRESS_ONE),
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
            tried, buttons = self._one(typed, alone=len(parts) == 1)
            paragraphs += tried
            rows += [buttons] if buttons else []
        if len(parts) > MOST_TRIED:
            first = self._request.sentence(asking.ONLY_FIRST, limit=MOST_TRIED, count=len(parts))
            paragraphs.append((first,))
        paragraphs += first_read_progress(self._request)
        return Message(paragraphs=tuple(paragraphs), buttons=tuple(rows), private=True)

    def _one(self, typed: str, *, alone: bool) -> tuple[list[Paragraph], tuple[Button, ...]]:
        request = self._request
        query = read(typed, request)
        if isinstance(query, Refused):
            return [(query.reason,)], correction_button(query, request, asking.TRY, "try")
        preview = self._search(query, LATEST if alone else 1)
        name, in_words = bold(shown(typed)), meaning(query, typed, request)
        meaning_line = request.sentence(common.MEANING, follow=name, meaning=in_words)
        lines: Paragraph = (meaning_line, *notes(query, typed, request))
        buttons: tuple[Button, ...] = ()
        if query.canonical in self._followed:
            lines = (*lines, request.sentence(texts.ALREADY_IT))
        elif request.command.may_change:
            action = "anyway" if preview.too_common else "follow"
            buttons = (named_button(typed, query, request, asking.FOLLOW, action),)
        meant = meant_by(query, typed, request) if not preview.found.count else None
        if meant is not None:
            lines = (*lines, did_you_mean(meant, request))
            buttons = (*buttons, named_button(meant.typed, meant.query, request, asking.TRY, "try"))
        if preview.too_common:
            lines = (*lines, too_common(typed, query, preview, request))
        if not alone:
            return [(*lines, *in_short(preview, request))], buttons
        return [lines, *in_full(preview, request)], buttons
