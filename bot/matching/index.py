"""Which queries an article answers: DESIGN's rule 4.

    text ─ Reading ─▶ its keys and neighbours ─ anchors ─▶ candidates ─ verified ─▶ Matches

A query waits at its rarest word, or at two neighbours of a phrase; an OR, and a word of several bases, waits at each of
its sides. What an article costs grows with its words and with the queries that wait at them, not with the number of
queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple, TypeVar

from bot.language.common import COMMON, FREQUENT
from bot.matching.concepts import NO_CONCEPTS, Concepts
from bot.matching.keys import (
    CONCEPT,
    EXACT,
    PREFIX,
    TITLE,
    Part,
    bare,
    is_exact,
    is_titled,
    parts_of,
    split_language,
)
from bot.matching.query import Query
from bot.matching.reading import Reading
from bot.model import Article, Match

T = TypeVar("T")
Pair = tuple[str, str]
Group = tuple[Part, ...]
Found = dict[int, tuple[Part, ...]]  #: what was found of each query answered


class _Waiting(NamedTuple):
    """A query with more to it than one or two words, as it waits at its anchor."""

    query_id: int
    all_of: tuple[Group, ...]


#: most anchors hold one thing: their empty lists are shared, and never grown
_NO_PARTNERS: list[tuple[str, int]] = []
_NO_QUERIES: list[_Waiting] = []


class _Anchor:
    """What waits at one word; one look-up per word of an article finds all of it."""

    __slots__ = ("alone", "partners", "waiting")

    def __init__(self) -> None:
        self.alone: int | None = None  #: the query that is this word: nothing to verify
        self.partners: list[tuple[str, int]] = _NO_PARTNERS  #: queries of two words: the other word, and the query
        self.waiting: list[_Waiting] = _NO_QUERIES  #: any other

    def add(self, query_id: int, partner: str) -> None:
        """A query of this word and another; a second query of this word alone has the word itself for a partner."""
        self.partners = _with(self.partners, (partner, query_id))


_COST_BESIDE, _COST_COMMON, _COST_FREQUENT = 10_000_000, 1_000_000, 10_000  #: as if so many queries had named the word
_COST_CONCEPT, _COST_PREFIX = 1_000, 2_000
_PAIRS_PER_WORD = 1_000  #: two neighbours are so many times rarer than either of them


class Index:
    """The queries that are followed, each under its id."""

    def __init__(self, concepts: Concepts = NO_CONCEPTS) -> None:
        self.cursor = 0  #: the newest follow taken up; kept by who fills the index
        self.concepts = concepts
        self._ids: set[int] = set()
        #: by the language whose texts alone are asked, "" for all; then by the key or the pair
        self._anchors: dict[str, dict[str, _Anchor]] = {"": {}, "ru": {}, "kk": {}}
        self._pairs: dict[str, dict[Pair, list[_Waiting]]] = {"": {}, "ru": {}, "kk": {}}
        self._none_of: dict[int, Group] = {}  #: what must not be there, looked at last
        self._not_together: dict[int, tuple[tuple[Group, ...], ...]] = {}  #: what must not all be there
        self._named: dict[str, int] = {}  #: how many queries name a word: what many ask for stands in many articles
        self._prefix_lengths: set[int] = set()
        self._has_exact_words = self._has_concepts = self._has_titles = False
        self._has_exact_pairs = self._has_title_pairs = False
        self._pair_starts: set[str] = set()  #: first words of the pairs that queries wait at

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, query_id: int, query: Query) -> None:
        """Take up a query; an id that is known is left as it is."""
        if query_id in self._ids:
            return
        self._ids.add(query_id)
        all_of = _compiled(query)
        alone, together = _excluded(query)
        if alone:
            self._none_of[query_id] = alone
        if together:
            self._not_together[query_id] = together
        words = _plain_words(all_of)
        if len(all_of) == 1 and words:
            self._add_alone(query_id, words)
        elif len(all_of) == 2 and len(words) == 2 and not any(split_language(word)[0] for word in words):
            rarest, other = sorted(words, key=self._cost)
            self._note(other)
            self._anchor(rarest).add(query_id, other)
        else:
            self._add_waiting(_Waiting(query_id, all_of))
        for word in {word for group in query.all_of for term in group for word in term.words}:
            self._named[word] = self._named.get(word, 0) + 1

    def match(self, text: str | Article | Reading) -> list[Match]:
        """The queries this text answers, by id, each with the sentence that shows it."""
        reading = self._reading(text)
        found = self._found(reading)
        return [reading.show(query_id, found[query_id]) for query_id in sorted(found)]

    def answered(self, text: str | Article | Reading) -> list[int]:
        """The ids alone, which costs less than their sentences."""
        return sorted(self._found(self._reading(text)))

    def _reading(self, text: str | Article | Reading) -> Reading:
        if isinstance(text, Reading):
            return text
        return Reading(text, concepts=self.concepts) if isinstance(text, str) else Reading.of(text, self.concepts)

    def _anchor(self, asked: str) -> _Anchor:
        language, key = split_language(asked)
        self._note(key)
        anchors = self._anchors[language]
        return anchors[key] if key in anchors else anchors.setdefault(key, _Anchor())

    def _note(self, key: str) -> None:
        """What kinds of keys an article must be asked for."""
        said = key.removeprefix(TITLE)
        self._has_titles |= said is not key
        self._has_exact_words |= said[0] == EXACT
        self._has_concepts |= said[0] == CONCEPT
        if key[-1] == PREFIX:
            self._prefix_lengths.add(len(said) - 1)

    def _add_alone(self, query_id: int, words: list[str]) -> None:
        for word in words:
            anchor = self._anchor(word)
            if anchor.alone is None:
                anchor.alone = query_id
            else:
                anchor.add(query_id, split_language(word)[1])

    def _add_waiting(self, waiting: _Waiting) -> None:
        for part in min(waiting.all_of, key=lambda group: sum(map(self._part_cost, group))):
            if isinstance(part, str):
                anchor = self._anchor(part)
                anchor.waiting = _with(anchor.waiting, waiting)
            else:
                self._add_at_pair(part, waiting)

    def _add_at_pair(self, part: tuple[str, ...], waiting: _Waiting) -> None:
        language, keys = bare(part)
        pair = min(pairwise(keys), key=self._pair_cost)
        self._pairs[language].setdefault(pair, []).append(waiting)
        self._has_title_pairs |= is_titled(keys)
        self._has_exact_pairs |= is_exact(keys)
        if not is_titled(keys) and not is_exact(keys):
            self._pair_starts.add(pair[0])

    def _cost(self, word: str) -> int:
        said = split_language(word)[1].removeprefix(TITLE).removeprefix(EXACT)
        if ":" in said:
            return _COST_BESIDE
        if said[0] == CONCEPT or said[-1] == PREFIX:
            return (_COST_CONCEPT if said[0] == CONCEPT else _COST_PREFIX) + self._named.get(said[1:], 0)
        known = _COST_COMMON if said in COMMON else _COST_FREQUENT if said in FREQUENT else 0
        return known + self._named.get(said, 0)

    def _pair_cost(self, pair: Pair) -> int:
        return self._cost(pair[0]) + self._cost(pair[1])

    def _part_cost(self, part: Part) -> float:
        if isinstance(part, str):
            return self._cost(part)
        return min(map(self._pair_cost, pairwise(part))) / _PAIRS_PER_WORD

    def _keys(self, reading: Reading) -> set[str]:
        """All keys of an article that any query may wait at."""
        keys = reading.words
        if self._has_concepts:
            keys = keys | reading.concepts.keys()
        if self._has_exact_words:
            keys = keys | reading.exact_words
        if self._prefix_lengths:
            keys = keys | reading.beginnings(self._prefix_lengths)
        if self._has_titles:
            keys = keys | {TITLE + key for key in self._of_title(reading.title)}
        return keys

    def _of_title(self, title: Reading) -> set[str]:
        keys = title.words | title.exact_words | title.beginnings(self._prefix_lengths)
        return keys | title.concepts.keys()

    def _found(self, reading: Reading) -> Found:
        keys, found = self._keys(reading), Found()
        asked = [language for language in self._anchors if reading.may_ask(language)]
        for language in asked:
            _look_up(self._anchors[language], keys, reading, found)
        for pairs in self._pairs_of(reading):
            for language in asked:
                _look_at(self._pairs[language], pairs, reading, found)
        for query_id in self._none_of.keys() & found:
            if any(map(reading.holds, self._none_of[query_id])):
                del found[query_id]
        for query_id in self._not_together.keys() & found:
            if _hold_together(reading, self._not_together[query_id]):
                del found[query_id]
        return found

    def _pairs_of(self, reading: Reading) -> Iterator[set[Pair]]:
        """The pairs of an article that any query may wait at."""
        if not self._pair_starts.isdisjoint(reading.words):
            yield reading.pairs
        if self._has_exact_pairs:
            yield reading.exact_pairs
        if self._has_title_pairs:
            pairs = reading.title.pairs | reading.title.exact_pairs
            yield {(TITLE + one, TITLE + other) for one, other in pairs}


def _look_up(anchors: dict[str, _Anchor], keys: set[str], reading: Reading, found: Found) -> None:
    for word in _both(anchors, keys):
        anchor = anchors[word]
        if (alone := anchor.alone) is not None:  # found by another of its bases too, perhaps
            found[alone] = (*found[alone], word) if alone in found else (word,)
        for other, query_id in anchor.partners:
            if other in keys:
                found[query_id] = (word, other) if other is not word else (*found.get(query_id, ()), word)
        if anchor.waiting:
            _verify(anchor.waiting, reading, found)


def _both(waiting: Mapping[T, object], held: set[T]) -> Iterable[T]:
    """What queries wait at and an article holds; the smaller of the two is gone through."""
    return waiting.keys() & held if len(waiting) > len(held) else [key for key in waiting if key in held]


def _look_at(waiting_at: dict[Pair, list[_Waiting]], pairs: set[Pair], reading: Reading, found: Found) -> None:
    for pair in _both(waiting_at, pairs):
        for waiting in waiting_at[pair]:
            if waiting.all_of == ((pair,),):  # a phrase of two words and nothing else: nothing to verify
                found[waiting.query_id] = (pair,)
            else:
                _verify([waiting], reading, found)


def _with(items: list[T], item: T) -> list[T]:
    if not items:
        return [item]
    items.append(item)
    return items


def _verify(candidates: list[_Waiting], reading: Reading, found: Found) -> None:
    for waiting in candidates:
        if parts := _answer(reading, waiting.all_of):
            found[waiting.query_id] = parts


def find(query: Query, text: str | Reading, query_id: int = 0) -> Match | None:
    """What one query finds in one text; who asks several queries of a text makes its Reading once."""
    reading = text if isinstance(text, Reading) else Reading(text)
    parts = _answer(reading, _compiled(query))
    alone, together = _excluded(query)
    if not parts or any(map(reading.holds, alone)) or _hold_together(reading, together):
        return None
    return reading.show(query_id, parts)


def _compiled(query: Query) -> tuple[Group, ...]:
    return tuple(tuple(part for term in group for part in parts_of(term)) for group in query.all_of)


def _excluded(query: Query) -> tuple[Group, tuple[tuple[Group, ...], ...]]:
    """What must not be there, and what must not all be there together."""
    alone = tuple(part for terms in query.none_of if len(terms) == 1 for part in parts_of(terms[0]))
    return alone, tuple(tuple(map(parts_of, terms)) for terms in query.none_of if len(terms) > 1)


def _plain_words(all_of: Iterable[Group]) -> list[str]:
    """The keys of a query that asks for nothing but words, all of them; else nothing."""
    parts = [part for group in all_of for part in group]
    words = [part for part in parts if isinstance(part, str)]
    return words if len(words) == len(parts) else []


def _answer(reading: Reading, all_of: tuple[Group, ...]) -> tuple[Part, ...]:
    """What was found of a query, exclusions aside, or nothing if the text does not answer it."""
    found: list[Part] = []
    for group in all_of:
        held = [part for part in group if reading.holds(part)]
        if not held:
            return ()
        found += held
    return tuple(found)


def _hold_together(reading: Reading, togethers: tuple[tuple[Group, ...], ...]) -> bool:
    """Does the text hold all of what is excluded together, of any such togetherness?"""
    return any(all(any(map(reading.holds, group)) for group in together) for together in togethers)
