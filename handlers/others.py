"""What else a follow brings, shown below it: longer names in which its word is only a part, each to be left out."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.preview import Preview
from bot.i18n.catalogue import others as texts
from bot.i18n.formats import enumerated
from bot.matching.grammar import parse
from bot.matching.longer_names import MAX_TEXTS, LongerName
from bot.messages.message import Button, Paragraph
from bot.messages.text import shorten
from bot.messages.wording import LABEL_LIMIT
from handlers.asking import action_on
from handlers.request import Request

NAME_LIMIT = 30  #: characters of a name in the line


def also_in(preview: Preview, request: Request) -> Paragraph:
    """`Also in: Абай көшесі (12), Абай облысы (9)`; nothing where there is no such name."""
    if not preview.others:
        return ()
    names = enumerated([_name(each, request) for each in preview.others], request.translate)
    texts_read = min(len(preview.found.readings), MAX_TEXTS)
    if texts_read < preview.found.count:
        return (request.sentence(texts.ALSO_IN_OF_NEWEST, names=names, count=texts_read),)
    return (request.sentence(texts.ALSO_IN, names=names),)


def _name(other: LongerName, request: Request) -> str:
    return request.translate(texts.NAME_AND_COUNT, name=shorten(other.name, NAME_LIMIT), count=other.articles)


def leaving_out(others: Sequence[LongerName], query_id: int, request: Request) -> list[tuple[Button, ...]]:
    """A button for each that leaves it out of the follow."""
    rows: list[tuple[Button, ...]] = []
    for each in others:
        label = request.translate(texts.LEAVE_OUT, name=shorten(each.name, LABEL_LIMIT))
        number = request.query_id(parse(each.phrase, request.rules.concepts), each.phrase)
        rows.append((Button(label, action_on(f"leave #{query_id}", each.phrase, number, request)),))
    return rows
