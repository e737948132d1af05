"""Are two stored queries equivalent, though an older grammar wrote one of them? Pure.

    казах -(бал мир)     казахи -(бала мира)     equivalent: only the form chosen for each word differs
    China и              China                   not equivalent; nany_of are the word quake and the concept earthquake

The canonical texts are compared: parsed by today's grammar, the older query would always equal the newer one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from bot.language.forms import query_keys
from bot.matching.keys import split_language

_GROUP = re.compile(r'(?P<sign>-?)(?:\((?P<all_of>[^()]*)\)|(?P<any_of>(?:[^\s"]|"[^"]*")+))')
_TERMS = {" ": re.compile(r'(?:[^"\s]|"[^"]*")+'), "|": re.compile(r'(?:[^"|]|"[^"]*")+')}
_VERBATIM = re.compile(r'["*]|^(?:lang|source):')  #: matches a term that is stored as it was typed

T = TypeVar("T")


class _Group(NamedTuple):
    """`gas|oil`, `-price`, `-(gas oil)`."""

    sign: str  #: "-" or ""
    separator: str  #: "|" or " "
    terms: tuple[str, ...]


def are_equivalent(one: str, other: str) -> bool:
    """Do two canonical queries differ in nothing but the forms chosen for their words?"""
    return _is_permutation(_groups(one), _groups(other), _same_group)


def _groups(canonical: str) -> list[_Group]:
    groups = []
    for found in _GROUP.finditer(canonical):
        separator = "|" if found["all_of"] is None else " "
        terms = _TERMS[separator].findall(found["any_of"] or found["all_of"])
        groups.append(_Group(found["sign"], separator, tuple(terms)))
    return groups


def _same_group(one: _Group, other: _Group) -> bool:
    return one[:2] == other[:2] and _is_permutation(one.terms, other.terms, _same_term)


def _same_term(one: str, other: str) -> bool:
    if one == other or _VERBATIM.search(one) or _VERBATIM.search(other):
        return one == other
    first, second = one.split("-"), other.split("-")
    return len(first) == len(second) and all(map(_same_word, first, second))


def _same_word(one: str, other: str) -> bool:
    """Do both words find the same texts in at least one language?"""
    (*field, word), (*other_field, other_word) = one.rpartition(":"), other.rpartition(":")
    same_mark = word.startswith("=") == other_word.startswith("=")
    return field == other_field and same_mark and not _keys(word).isdisjoint(_keys(other_word))


def _keys(word: str) -> set[str]:
    return {split_language(key)[1] for key in query_keys(word.removeprefix("="))}


def _is_permutation(some: Sequence[T], others: Sequence[T], same: Callable[[T, T], bool]) -> bool:
    """Can the two sequences be paired off, each item with one that is the `same`?"""
    left = list(others)
    for one in some:
        index = next((index for index, other in enumerate(left) if same(one, other)), None)
        if index is None:
            return False
        del left[index]
    return not left
