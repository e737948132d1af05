"""Do two stored queries ask for the same, though an older grammar wrote one of them? Pure.

    казах -(бал мир)     казахи -(бала мира)     alike: only the form that stands for each word is another
    China и              China                   not alike, nor are the word quake and the concept earthquake

They are compared as they stand: read by today's grammar, the older one would say what the newer one does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from bot.language.forms import query_keys
from bot.matching.keys import split_language

_GROUP = re.compile(r'(?P<out>-?)(?:\((?P<together>[^()]*)\)|(?P<either>(?:[^\s"]|"[^"]*")+))')
_TERMS = {" ": re.compile(r'(?:[^"\s]|"[^"]*")+'), "|": re.compile(r'(?:[^"|]|"[^"]*")+')}
_AS_WRITTEN = re.compile(r'["*]|^(?:lang|source):')  #: in a term: it is spelled as it was typed

T = TypeVar("T")


class _Group(NamedTuple):
    """`gas|oil`, `-price`, `-(gas oil)`."""

    out: str
    separator: str
    terms: tuple[str, ...]


def ask_alike(one: str, other: str) -> bool:
    """Are these canonical queries the same but for the forms that stand for their words?"""
    return _pair(_groups(one), _groups(other), _groups_alike)


def _groups(canonical: str) -> list[_Group]:
    made = []
    for found in _GROUP.finditer(canonical):
        separator = "|" if found["together"] is None else " "
        terms = _TERMS[separator].findall(found["either"] or found["together"])
        made.append(_Group(found["out"], separator, tuple(terms)))
    return made


def _groups_alike(one: _Group, other: _Group) -> bool:
    return one[:2] == other[:2] and _pair(one.terms, other.terms, _terms_alike)


def _terms_alike(one: str, other: str) -> bool:
    if one == other or _AS_WRITTEN.search(one) or _AS_WRITTEN.search(other):
        return one == other
    first, second = one.split("-"), other.split("-")
    return len(first) == len(second) and all(map(_words_alike, first, second))


def _words_alike(one: str, other: str) -> bool:
    """Does the one find what the other does, in a language at least?"""
    (*place, word), (*its_place, its_word) = one.rpartition(":"), other.rpartition(":")
    marked = word.startswith("="), its_word.startswith("=")
    return place == its_place and marked[0] == marked[1] and not _keys(word).isdisjoint(_keys(its_word))


def _keys(word: str) -> set[str]:
    return {split_language(key)[1] for key in query_keys(word.removeprefix("="))}


def _pair(some: Sequence[T], others: Sequence[T], alike: Callable[[T, T], bool]) -> bool:
    """Has each of them one of its own among the others, and is none left?"""
    left = list(others)
    for one in some:
        place = next((place for place, other in enumerate(left) if alike(one, other)), None)
        if place is None:
            return False
        del left[place]
    return not left
