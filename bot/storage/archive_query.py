"""Translates a Query to the full-text syntax of each database, over the words of bot/matching/archive_words.py."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.matching.archive_words import written
from bot.matching.concepts import Concepts
from bot.matching.keys import CONCEPT, EXACT, PREFIX, Part, bare, parts_of
from bot.matching.query import Field, Query, Term


class Syntax(NamedTuple):
    """The full-text operators of a database; `word` and `prefix` are format strings."""

    and_: str
    or_: str
    and_not: str
    word: str
    prefix: str


SYNTAX = {
    "sqlite": Syntax(" AND ", " OR ", " NOT ", '"{}"', '"{}"*'),
    "postgresql": Syntax(" & ", " | ", " & ! ", "'{}'", "'{}':*"),
}


class ArchiveQuery:
    """Translates one query; the result may find too much, see `exact`."""

    def __init__(self, syntax: Syntax, concepts: Concepts, names: Sequence[tuple[str, str]]) -> None:
        self._syntax = syntax
        self._concepts = concepts
        self._names = names  # (key, display name) of each source
        self.exact = True  #: False: each article found must be matched again

    def query(self, query: Query) -> str | None:
        """The full-text expression; None: no article can match."""
        expression = self._all(self._terms(group) for group in query.all_of)
        if expression is None:
            return None
        for terms in query.none_of:
            inner = ArchiveQuery(self._syntax, self._concepts, self._names)
            excluded = inner._all(inner._terms([term]) for term in terms)
            self.exact &= inner.exact
            if excluded is not None and inner.exact:
                expression = f"({expression}{self._syntax.and_not}{excluded})"
        return expression

    def _terms(self, terms: Iterable[Term]) -> str | None:
        return self._any(self._part(part) for term in terms for part in parts_of(term))

    def _part(self, pattern: Part) -> str | None:
        language, part = bare(pattern)
        if isinstance(part, str):
            words = self._key(part)
        else:
            self.exact = False
            words = self._all(map(self._key, part))
        if not language or words is None:
            return words
        return self._all([words, self._any([self._word("l", language), self._word("l", "en")])])

    def _key(self, key: str) -> str | None:
        field, _, value = key.partition(":")
        if value and field == Field.TITLE:
            return self._in_title(value)
        if value and field == Field.SOURCE:
            return self._source(value)
        if value:
            return self._word("l", value)
        if key[0] == CONCEPT:
            return self._concept(key[1:])
        if key[0] == EXACT:
            return self._any([self._word("w", key[1:]), self._word("e", key[1:])])
        if key[-1] == PREFIX:
            return self._any([self._prefix("w", key[:-1]), self._prefix("e", key[:-1])])
        if key.isupper():
            return self._word("c", key)
        return self._any([self._word("w", key), self._word("b", key)])

    def _in_title(self, key: str) -> str | None:
        if key[0] in (EXACT, CONCEPT) or key[-1] == PREFIX:
            self.exact = False
            return self._key(key)
        return self._word("k" if key.isupper() else "t", key)

    def _concept(self, key: str) -> str | None:
        found = []
        for part, alone in self._concepts.parts(key):
            self.exact &= alone
            found.append(self._part(part))
        return self._any(found)

    def _source(self, value: str) -> str | None:
        keys = [key for key, name in self._names if value in (key.casefold(), " ".join(name.casefold().split()))]
        return self._any([self._word("s", key) for key in keys])

    def _word(self, kind: str, key: str) -> str:
        return self._syntax.word.format(written(kind, key))

    def _prefix(self, kind: str, key: str) -> str:
        return self._syntax.prefix.format(written(kind, key))

    def _all(self, expressions: Iterable[str | None]) -> str | None:
        found = list(expressions)
        return None if None in found else f"({self._syntax.and_.join(dict.fromkeys(map(str, found)))})"

    def _any(self, expressions: Iterable[str | None]) -> str | None:
        found = dict.fromkeys(one for one in expressions if one is not None)
        return f"({self._syntax.or_.join(found)})" if found else None
