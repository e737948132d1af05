"""What a follow brings and shall not: longer names in which its word is only a part, and what else is left out."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.preview import Preview
from bot.i18n.catalogue import doubts, formats, unfollow
from bot.i18n.catalogue import others as texts
from bot.i18n.formats import enumerated
from bot.matching.grammar import parse
from bot.matching.longer_names import MAX_TEXTS, LongerName
from bot.matching.query import Query
from bot.matching.terms import DASHES
from bot.messages.message import Button, Line, Paragraph, bold
from bot.messages.sentences import listed
from bot.messages.text import shorten, tidy
from bot.messages.wording import LABEL_LIMIT, shown
from handlers.asking import Refused, action_on, read
from handlers.request import Request

NAME_LIMIT = 30  #: characters of a name in the line
MOST_FOLLOWS = 5  #: of which something is offered to be left out, the newest


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


def leave_out_question(typed: str, request: Request) -> Line:
    """`Leave out спорт: of which topic?`"""
    names = [(bold(shown(word)),) for each in typed.split() if (word := each.strip(f"{DASHES}()"))]
    return request.sentence(doubts.LEAVE_OUT, words=listed(request.translate, names, formats.OR))


def leave_out_of(typed: str, request: Request) -> tuple[tuple[Button, ...], ...]:
    """For "-спорт" alone: each of the newest follows with it left out, and the follow of just that to be dropped."""
    rows: list[tuple[Button, ...]] = []
    for each in reversed(request.follows()):
        name = tidy(each.typed)
        without = f"{name} {typed}"
        query = read(without, request)
        if isinstance(query, Query) and query.canonical != each.canonical:
            action = action_on(f"edit #{each.query_id}", without, request.query_id(query, without), request)
            rows.append((Button(shorten(without, LABEL_LIMIT), action),))
        elif isinstance(query, Refused) and query.correction:  # nothing of that follow is left
            label = request.translate(unfollow.UNFOLLOW, follow=shorten(name, LABEL_LIMIT))
            rows.insert(0, (Button(label, f"unfollow #{each.query_id}"),))
    return tuple(rows[:MOST_FOLLOWS])
