"""Whether a text matches a query: the query as groups of patterns, required or excluded, and their evaluation."""

from __future__ import annotations

from collections.abc import Iterable

from bot.matching.analysis import AnalyzedText
from bot.matching.keys import Pattern, patterns_of
from bot.matching.query import Query

Group = tuple[Pattern, ...]  #: alternatives: a text must contain one of them


def required_groups(query: Query) -> tuple[Group, ...]:
    """The required groups: a text must contain one pattern of each."""
    return tuple(tuple(pattern for term in group for pattern in patterns_of(term)) for group in query.all_of)


def excluded_groups(query: Query) -> tuple[Group, tuple[tuple[Group, ...], ...]]:
    """What is excluded alone (any of these patterns), and in combination (each combination: a group per term)."""
    alone = tuple(pattern for terms in query.none_of if len(terms) == 1 for pattern in patterns_of(terms[0]))
    return alone, tuple(tuple(map(patterns_of, terms)) for terms in query.none_of if len(terms) > 1)


def single_keys(all_of: Iterable[Group]) -> list[str]:
    """All keys of a query that consists of single words only; else an empty list."""
    patterns = [pattern for group in all_of for pattern in group]
    words = [pattern for pattern in patterns if isinstance(pattern, str)]
    return words if len(words) == len(patterns) else []


def evaluate(analyzed: AnalyzedText, all_of: tuple[Group, ...]) -> tuple[Pattern, ...]:
    """The patterns found, or () if a required group has none. Exclusions are checked by the caller."""
    found: list[Pattern] = []
    for group in all_of:
        contained = [pattern for pattern in group if analyzed.contains(pattern)]
        if not contained:
            return ()
        found += contained
    return tuple(dict.fromkeys(found))  # a pattern may stand in two groups


def contains_all_of_any(analyzed: AnalyzedText, combinations: tuple[tuple[Group, ...], ...]) -> bool:
    """Does the text contain every term of any of the excluded combinations?"""
    return any(all(any(map(analyzed.contains, group)) for group in combination) for combination in combinations)
