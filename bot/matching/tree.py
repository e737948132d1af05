"""From the tree of a typed text to a Query: brackets multiplied out, what is left out set apart.

and(waste, or(Aktau, Alatau), not(sport)) ─ query_of ─▶ waste (Aktau OR Alatau) -sport
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from bot.errors import QueryError
from bot.matching.query import Query, Term
from bot.matching.terms import DASHES

MAX_TERMS = 60  #: after multiplying brackets out
AT_THE_END = "Put it at the end: Aktau OR Alatau -waste"


@dataclass(frozen=True)
class Tree:
    """How lexemes hang together."""

    kind: str  #: "and", "or", "not", or "" for a term
    children: tuple[Tree, ...] = ()
    term: Term | None = None


Groups = list[frozenset[Term]]


def query_of(tree: Tree, text: str) -> Query:
    """The tree as what must be there and what must not.

    Raises:
        QueryError: it asks for nothing, or for too much.
    """
    all_of, none_of = _groups(tree)
    if not all_of and none_of:
        first = min(next(iter(none_of)), key=lambda term: term.canonical).canonical
        raise QueryError(
            f"That only says what to leave out. Name what to look for, too: Aktau -{first}",
            correction=re.sub(rf"(^|[\s|(])[{DASHES}]+(?=\S)", r"\1", text),
        )
    if not all_of:
        raise QueryError("There is no word to follow. Name one, for example: waste")
    groups = {sorted_terms(group) for group in all_of}
    out = {sorted_terms(group) for group in none_of}
    return Query(all_of=ordered(groups), none_of=ordered(out))


def ordered(groups: Iterable[tuple[Term, ...]]) -> tuple[tuple[Term, ...], ...]:
    """Groups in the one order in which they are stored."""
    return tuple(sorted(groups, key=lambda group: [term.canonical for term in group]))


def sorted_terms(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Terms in the one order in which they are stored."""
    return tuple(sorted(terms, key=lambda term: term.canonical))


def _groups(tree: Tree) -> tuple[Groups, Groups]:
    """What must be there (each group one of several), and what must not all be there together."""
    if tree.kind == "":
        return [frozenset([_term(tree)])], []
    if tree.kind == "not":
        return [], _excluded_groups(tree.children[0])
    parts = [_groups(part) for part in tree.children]
    if tree.kind == "or":
        if any(none_of or not all_of for all_of, none_of in parts):
            raise QueryError(f"Within brackets, a word to leave out can't be a side of OR. {AT_THE_END}")
        return _distributed([all_of for all_of, _ in parts]), []
    return _concatenated(all_of for all_of, _ in parts), _concatenated(none_of for _, none_of in parts)


def _excluded_groups(tree: Tree) -> Groups:
    """What is excluded by excluding the tree: any of these, each with all of its terms."""
    if tree.kind == "":
        return [frozenset([_term(tree)])]
    if tree.kind == "not":
        raise QueryError(
            "A word to leave out stands within brackets that are left out. Write it without the second dash."
        )
    parts = [_excluded_groups(part) for part in tree.children]
    return _concatenated(parts) if tree.kind == "or" else _distributed(parts)


def _term(tree: Tree) -> Term:
    assert tree.term is not None  # noqa: S101  # a leaf is a term
    return tree.term


def _concatenated(parts: Iterable[Groups]) -> Groups:
    return _checked_size([group for part in parts for group in part])


def _distributed(parts: list[Groups]) -> Groups:
    """One group of each part, joined, for every choice."""
    made: Groups = [frozenset()]
    for part in parts:
        made = _checked_size([one | other for one, other in product(made, part)])
    return [] if made == [frozenset()] else made


def _checked_size(groups: Groups) -> Groups:
    if sum(map(len, groups)) > MAX_TERMS:
        raise QueryError("These brackets say too much at once. Split it into several follows, parted by commas.")
    return groups
