"""/try: what a follow finds, without following it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.preview import LATEST
from bot.i18n.catalogue import asking
from bot.i18n.catalogue import follow as texts
from bot.matching.grammar import split_follows
from bot.messages.message import Button, Message, Paragraph, bold, command, say
from bot.messages.text import tidy
from bot.messages.wording import shown
from bot.speech.watching import watched
from handlers.asking import Refused, correction_button, named_button, read, stored
from handlers.doubts import doubtful, doubtful_in_archive
from handlers.followed import in_brief
from handlers.phrases import EXAMPLES, example_buttons, first_read_progress
from handlers.preview import archive_search, glance, shown_articles
from handlers.request import Request

MOST_TRIED = 5  #: in one message


def answer(request: Request) -> Message:
    """What each thing asked for finds, and a button to follow it."""
    typed = stored(request.text, request) if request.command.button else request.text
    parts = split_follows(typed or "")
    if not parts:
        return say(
            request.sentence(texts.TRY, command=command(f"try {EXAMPLES[request.translate.language][0]}")),
            request.translate(texts.PRESS_ONE),
            private=True,
        ).with_buttons(example_buttons(request, "try"))
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
            rows += buttons
        if len(parts) > MOST_TRIED:
            first = self._request.sentence(asking.ONLY_FIRST, limit=MOST_TRIED, count=len(parts))
            paragraphs.append((first,))
        paragraphs += first_read_progress(self._request)
        return Message(paragraphs=tuple(paragraphs), buttons=tuple(rows), private=True)

    def _one(self, whole: str, *, alone: bool) -> tuple[list[Paragraph], list[tuple[Button, ...]]]:
        request, typed = self._request, watched(whole).topic or whole
        query = read(typed, request)
        if isinstance(query, Refused):
            button = correction_button(query, request, asking.TRY, "try")
            return [(query.reason,)], [button] if button else []
        preview = self._search(query, LATEST if alone else 0)
        question = doubtful(typed, query, request)
        question = question or doubtful_in_archive(typed, query, preview, self._search, request)
        told = in_brief(typed, query, preview, request) if alone else glance(preview, request)
        lines: Paragraph = ((bold(shown(typed)),), *told)
        if question and not (question.rated and preview.rate):
            lines = (*lines, question.line)
        buttons: list[Button] = []
        if query.canonical in self._followed:
            lines = (*lines, request.sentence(texts.ALREADY_IT))
        elif request.command.may_change:
            buttons.append(named_button(whole, query, request, asking.FOLLOW, "anyway" if question else "follow"))
        others = [each for each in question.choices if each.query != query] if question else []
        buttons += [named_button(each.typed, each.query, request, asking.TRY, "try") for each in others]
        rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
        return [lines, *(shown_articles(preview, request) if alone else ())], rows
