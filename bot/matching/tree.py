"""From the syntax tree of a typed text to a Query: brackets expanded, exclusions separated.

and(waste, or(Aktau, Alatau), not(sport)) ─ query_of ─▶ waste (Aktau OR Alatau) -sport
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from bot.errors import QueryError
from bot.i18n.catalogue import query_errors as texts
from bot.i18n.text import Phrase
from bot.matching.query import Query, Term

MAX_TERMS = 60  #: after brackets are expanded
SHORT = 40  #: characters of a text that an example can repeat
AT_THE_END = Phrase(texts.EXCLUSION_AT_THE_END, {"example": "Aktau OR Alatau -waste"})


@dataclass(frozen=True)
class Tree:
    """A node of the syntax tree."""

    kind: str  #: "and", "or", "not", or "" for a term
    children: tuple[Tree, ...] = ()
    term: Term | None = None


Groups = list[frozenset[Term]]


def query_of(tree: Tree, text: str) -> Query:
    """The Query of a tree: its required groups and its exclusions, each sorted.

    Raises:
        QueryError: it requires nothing, has an exclusion in an OR, or expands to more than MAX_TERMS.
    """
    all_of, none_of = _groups(tree)
    if not all_of and none_of:
        first = min(next(iter(none_of)), key=lambda term: term.canonical).canonical
        typed = text if len(text) <= SHORT else f"-{first}"
        raise QueryError(texts.ONLY_EXCLUSIONS, example=f"Aktau {typed}")  # to look for it would be the opposite
    if not all_of:
        raise QueryError(texts.NO_WORD, example="waste")
    groups = {sorted_terms(group) for group in all_of}
    out = {sorted_terms(group) for group in none_of}
    return Query(all_of=ordered(groups), none_of=ordered(out))


def ordered(groups: Iterable[tuple[Term, ...]]) -> tuple[tuple[Term, ...], ...]:
    """Groups in canonical order."""
    return tuple(sorted(groups, key=lambda group: [term.canonical for term in group]))


def sorted_terms(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Terms in canonical order."""
    return tuple(sorted(terms, key=lambda term: term.canonical))


def _groups(tree: Tree) -> tuple[Groups, Groups]:
    """(required, excluded): one term of each required group must match, and not all of an excluded one."""
    if tree.kind == "":
        return [frozenset([_term(tree)])], []
    if tree.kind == "not":
        return [], _excluded_groups(tree.children[0])
    parts = [_groups(part) for part in tree.children]
    if tree.kind == "or":
        if any(none_of or not all_of for all_of, none_of in parts):
            raise QueryError(texts.ERROR, error=Phrase(texts.EXCLUSION_IN_OR_IN_BRACKETS), remedy=AT_THE_END)
        return _distributed([all_of for all_of, _ in parts]), []
    return _concatenated(all_of for all_of, _ in parts), _concatenated(none_of for _, none_of in parts)


def _excluded_groups(tree: Tree) -> Groups:
    """The excluded groups of an excluded subtree."""
    if tree.kind == "":
        return [frozenset([_term(tree)])]
    if tree.kind == "not":
        raise QueryError(texts.DOUBLE_EXCLUSION)
    parts = [_excluded_groups(part) for part in tree.children]
    return _concatenated(parts) if tree.kind == "or" else _distributed(parts)


def _term(tree: Tree) -> Term:
    assert tree.term is not None  # noqa: S101  # a leaf is a term
    return tree.term


def _concatenated(parts: Iterable[Groups]) -> Groups:
    return _checked_size([group for part in parts for group in part])


def _distributed(parts: list[Groups]) -> Groups:
    """The union of one group of each part, for every choice (OR over AND)."""
    made: Groups = [frozenset()]
    for part in parts:
        made = _checked_size([one | other for one, other in product(made, part)])
    return [] if made == [frozenset()] else made


def _checked_size(groups: Groups) -> Groups:
    if sum(map(len, groups)) > MAX_TERMS:
        raise QueryError(texts.TOO_MANY_TERMS)
    return groups
