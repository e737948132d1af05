"""How a query asks for the words of the archive (bot/matching/archive_words.py), in each database's own way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.matching.archive_words import archive_word
from bot.matching.concepts import Concepts
from bot.matching.keys import CONCEPT, EXACT, PREFIX, Pattern, patterns_of, split_pattern
from bot.matching.query import Field, Query, Term


class Spelling(NamedTuple):
    """How a database writes what is asked of words."""

    both: str
    either: str
    without: str
    word: str
    beginning: str


SPELLINGS = {
    "sqlite": Spelling(" AND ", " OR ", " NOT ", '"{}"', '"{}"*'),
    "postgresql": Spelling(" & ", " | ", " & ! ", "'{}'", "'{}':*"),
}


class Asked:
    """A query in the words of the archive."""

    def __init__(self, spelling: Spelling, concepts: Concepts, names: Sequence[tuple[str, str]]) -> None:
        self._spelling = spelling
        self._concepts = concepts
        self._names = names  #: (key, shown name) of the sources
        self.sure = True  #: False: what is found must be looked at

    def query(self, query: Query) -> str | None:
        """What to ask; None: nothing can answer it."""
        asked = self._both(self._terms(group) for group in query.all_of)
        if asked is None:
            return None
        for terms in query.none_of:
            inner = Asked(self._spelling, self._concepts, self._names)
            unwanted = inner._both(inner._terms([term]) for term in terms)
            self.sure &= inner.sure
            if unwanted is not None and inner.sure:
                asked = f"({asked}{self._spelling.without}{unwanted})"
        return asked

    def _terms(self, terms: Iterable[Term]) -> str | None:
        return self._either(self._part(part) for term in terms for part in patterns_of(term))

    def _part(self, asked: Pattern) -> str | None:
        language, part = split_pattern(asked)
        if isinstance(part, str):
            words = self._key(part)
        else:
            self.sure = False
            words = self._both(map(self._key, part))
        if not language or words is None:
            return words
        return self._both([words, self._either([self._word("l", language), self._word("l", "en")])])

    def _key(self, key: str) -> str | None:
        field, _, said = key.partition(":")
        if said and field == Field.TITLE:
            return self._in_title(said)
        if said and field == Field.SOURCE:
            return self._source(said)
        if said:
            return self._word("l", said)
        if key[0] == CONCEPT:
            return self._concept(key[1:])
        if key[0] == EXACT:
            return self._either([self._word("w", key[1:]), self._word("e", key[1:])])
        if key[-1] == PREFIX:
            return self._either([self._beginning("w", key[:-1]), self._beginning("e", key[:-1])])
        if key.isupper():
            return self._word("c", key)
        return self._either([self._word("w", key), self._word("b", key)])

    def _in_title(self, key: str) -> str | None:
        if key[0] in (EXACT, CONCEPT) or key[-1] == PREFIX:
            self.sure = False
            return self._key(key)
        return self._word("k" if key.isupper() else "t", key)

    def _concept(self, key: str) -> str | None:
        found = []
        for part, alone in self._concepts.patterns(key):
            self.sure &= alone
            found.append(self._part(part))
        return self._either(found)

    def _source(self, said: str) -> str | None:
        keys = [key for key, name in self._names if said in (key.casefold(), " ".join(name.casefold().split()))]
        return self._either([self._word("s", key) for key in keys])

    def _word(self, kind: str, key: str) -> str:
        return self._spelling.word.format(archive_word(kind, key))

    def _beginning(self, kind: str, key: str) -> str:
        return self._spelling.beginning.format(archive_word(kind, key))

    def _both(self, asked: Iterable[str | None]) -> str | None:
        found = list(asked)
        return None if None in found else f"({self._spelling.both.join(dict.fromkeys(map(str, found)))})"

    def _either(self, asked: Iterable[str | None]) -> str | None:
        found = dict.fromkeys(one for one in asked if one is not None)
        return f"({self._spelling.either.join(found)})" if found else None
