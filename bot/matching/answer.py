"""A query as it is asked of a text: what must be there, what must not, and whether it is."""

from __future__ import annotations

from collections.abc import Iterable

from bot.matching.keys import Part, parts_of
from bot.matching.query import Query
from bot.matching.reading import Reading

Group = tuple[Part, ...]  #: any of these


def compiled(query: Query) -> tuple[Group, ...]:
    """What must be there: of each group one."""
    return tuple(tuple(part for term in group for part in parts_of(term)) for group in query.all_of)


def excluded(query: Query) -> tuple[Group, tuple[tuple[Group, ...], ...]]:
    """What must not be there, and what must not all be there together."""
    alone = tuple(part for terms in query.none_of if len(terms) == 1 for part in parts_of(terms[0]))
    return alone, tuple(tuple(map(parts_of, terms)) for terms in query.none_of if len(terms) > 1)


def plain_words(all_of: Iterable[Group]) -> list[str]:
    """The keys of a query that asks for nothing but words, all of them; else nothing."""
    parts = [part for group in all_of for part in group]
    words = [part for part in parts if isinstance(part, str)]
    return words if len(words) == len(parts) else []


def answer(reading: Reading, all_of: tuple[Group, ...]) -> tuple[Part, ...]:
    """What was found of a query, exclusions aside, or nothing if the text does not answer it."""
    found: list[Part] = []
    for group in all_of:
        held = [part for part in group if reading.holds(part)]
        if not held:
            return ()
        found += held
    return tuple(found)


def hold_together(reading: Reading, togethers: tuple[tuple[Group, ...], ...]) -> bool:
    """Does the text hold all of what is excluded together, of any such togetherness?"""
    return any(all(any(map(reading.holds, group)) for group in together) for together in togethers)
