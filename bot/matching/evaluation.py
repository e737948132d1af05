"""A query as it is asked of a text: what must be there, what must not, and whether it is."""

from __future__ import annotations

from collections.abc import Iterable

from bot.matching.analysis import AnalyzedText
from bot.matching.keys import Pattern, patterns_of
from bot.matching.query import Query

Group = tuple[Pattern, ...]  #: any of these


def required_groups(query: Query) -> tuple[Group, ...]:
    """What must be there: of each group one."""
    return tuple(tuple(pattern for term in group for pattern in patterns_of(term)) for group in query.all_of)


def excluded_groups(query: Query) -> tuple[Group, tuple[tuple[Group, ...], ...]]:
    """What must not be there, and what must not all be there together."""
    alone = tuple(pattern for terms in query.none_of if len(terms) == 1 for pattern in patterns_of(terms[0]))
    return alone, tuple(tuple(map(patterns_of, terms)) for terms in query.none_of if len(terms) > 1)


def single_keys(all_of: Iterable[Group]) -> list[str]:
    """The keys of a query that asks for nothing but words, all of them; else nothing."""
    patterns = [pattern for group in all_of for pattern in group]
    words = [pattern for pattern in patterns if isinstance(pattern, str)]
    return words if len(words) == len(patterns) else []


def evaluate(analyzed: AnalyzedText, all_of: tuple[Group, ...]) -> tuple[Pattern, ...]:
    """What was found of a query, exclusions aside, or nothing if the text does not answer it."""
    found: list[Pattern] = []
    for group in all_of:
        contained = [pattern for pattern in group if analyzed.contains(pattern)]
        if not contained:
            return ()
        found += contained
    return tuple(found)


def contains_all_of_any(analyzed: AnalyzedText, combinations: tuple[tuple[Group, ...], ...]) -> bool:
    """Does the text hold all of what is excluded together, of any such togetherness?"""
    return any(all(any(map(analyzed.contains, group)) for group in combination) for combination in combinations)
