"""What else a follow brings, told beneath it: longer names in which its word is only a part, each to be left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.matching.grammar import parse
from bot.matching.others import MOST_READ, OtherReading
from bot.messages.message import Button, Paragraph, line
from bot.messages.text import shorten
from bot.messages.wording import LABEL_LIMIT
from bot.messages.words import WORDS
from bot.storage.store import ChatRow, Found
from handlers.asking import action_on, told_in
from handlers.brought import Brought
from handlers.ruled import Store

NAME_LIMIT = 30  #: characters of a name in the line


def also_in(brought: Brought, row: ChatRow | None, store: Store) -> Paragraph:
    """`Also in: Абай көшесі (12), Абай облысы (9)`; nothing where there is no such name."""
    if not brought.others:
        return ()
    words = WORDS[told_in(row, store.rules)]
    names = ", ".join(f"{shorten(each.name, NAME_LIMIT)} ({each.articles})" for each in brought.others)
    looked = _looked(brought.found)
    rest = words.of_newest.format(count=looked) if looked < brought.found.count else ""
    return (line(words.also_in.format(names=names) + rest),)


def _looked(found: Found) -> int:
    return min(len(found.readings), MOST_READ)


def leaving_out(
    others: Sequence[OtherReading], query_id: int, row: ChatRow | None, store: Store, now: datetime
) -> list[tuple[Button, ...]]:
    """A button for each that leaves it out of the follow."""
    words = WORDS[told_in(row, store.rules)]
    rows: list[tuple[Button, ...]] = []
    for each in others:
        label = words.leave_out.format(name=shorten(each.name, LABEL_LIMIT))
        number = store.follows.query_id(
            parse(each.phrase, store.rules.concepts).canonical, each.phrase, now, grammar=store.rules.grammar
        )
        rows.append((Button(label, action_on(f"leave #{query_id}", each.phrase, number)),))
    return rows
