"""What else a follow brings, told beneath it: longer names in which its word is only a part, each to be left out."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.preview import Preview
from bot.i18n.catalogue import others as texts
from bot.i18n.formats import enumerated
from bot.i18n.translator import Translator
from bot.matching.grammar import parse
from bot.matching.longer_names import MAX_TEXTS, LongerName
from bot.messages.message import Button, Paragraph
from bot.messages.sentences import sentence
from bot.messages.text import shorten
from bot.messages.wording import LABEL_LIMIT
from bot.storage.store import Found
from handlers.asking import action_on
from handlers.request import Request

NAME_LIMIT = 30  #: characters of a name in the line


def also_in(brought: Preview, *, translate: Translator) -> Paragraph:
    """`Also in: Абай көшесі (12), Абай облысы (9)`; nothing where there is no such name."""
    if not brought.others:
        return ()
    names = enumerated([f"{shorten(each.name, NAME_LIMIT)} ({each.articles})" for each in brought.others], translate)
    looked = _looked(brought.found)
    if looked < brought.found.count:
        return (sentence(translate, texts.ALSO_IN_OF_NEWEST, names=names, count=looked),)
    return (sentence(translate, texts.ALSO_IN, names=names),)


def _looked(found: Found) -> int:
    return min(len(found.readings), MAX_TEXTS)


def leaving_out(others: Sequence[LongerName], query_id: int, request: Request) -> list[tuple[Button, ...]]:
    """A button for each that leaves it out of the follow."""
    rows: list[tuple[Button, ...]] = []
    for each in others:
        label = request.translate(texts.LEAVE_OUT, name=shorten(each.name, LABEL_LIMIT))
        number = request.query_id(parse(each.phrase, request.rules.concepts), each.phrase)
        rows.append((Button(label, action_on(f"leave #{query_id}", each.phrase, number)),))
    return rows
