"""Queries of nothing but very common words: following them would bring every article."""

from __future__ import annotations

from bot.language.common import COMMON
from bot.matching.query import Query, Term


def nothing_but_common(query: Query) -> bool:
    """Would nearly every article answer, whatever the exclusions? Each part then has a very common alternative."""
    return all(any(_common(term) for term in group) for group in query.all_of)


def _common(term: Term) -> bool:
    """A phrase of several words is never common; neither are capitals (IT, US)."""
    return not term.capitals and len(term.words) == 1 and term.words[0].casefold() in COMMON
