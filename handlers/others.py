"""What else a follow brings, told beneath it: longer names in which its word is only a part, each to be left out."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.brought import Brought
from bot.matching.grammar import parse
from bot.matching.others import MOST_READ, OtherReading
from bot.messages.message import Button, Paragraph, line
from bot.messages.text import shorten
from bot.messages.wording import LABEL_LIMIT
from bot.messages.words import ENGLISH
from bot.storage.store import SearchResult
from handlers.asking import action_on
from handlers.request import Request

NAME_LIMIT = 30  #: characters of a name in the line


def also_in(brought: Brought) -> Paragraph:
    """`Also in: Абай көшесі (12), Абай облысы (9)`; nothing where there is no such name."""
    if not brought.others:
        return ()
    names = ", ".join(f"{shorten(each.name, NAME_LIMIT)} ({each.articles})" for each in brought.others)
    looked = _looked(brought.found)
    rest = ENGLISH.of_newest.format(count=looked) if looked < brought.found.count else ""
    return (line(ENGLISH.also_in.format(names=names) + rest),)


def _looked(found: SearchResult) -> int:
    return min(len(found.readings), MOST_READ)


def leaving_out(others: Sequence[OtherReading], query_id: int, request: Request) -> list[tuple[Button, ...]]:
    """A button for each that leaves it out of the follow."""
    rows: list[tuple[Button, ...]] = []
    for each in others:
        label = ENGLISH.leave_out.format(name=shorten(each.name, LABEL_LIMIT))
        number = request.query_id(parse(each.phrase, request.rules.concepts), each.phrase)
        rows.append((Button(label, action_on(f"leave #{query_id}", each.phrase, number)),))
    return rows
