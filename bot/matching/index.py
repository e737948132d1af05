"""Which queries an article answers: DESIGN's rule 4.

    text ─ Reading ─▶ its words and neighbours ─ anchors ─▶ candidates ─ verified ─▶ Matches

A query waits at its rarest word, or at two neighbours of a phrase; an OR waits at each of its sides. What an article
costs grows with its words and with the queries that wait at them, not with the number of queries.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from bot.language.common import COMMON, FREQUENT
from bot.matching.query import Query
from bot.matching.reading import EXACT, Phrase, Reading, keys_of
from bot.model import Match

Pair = tuple[str, str]
Found = dict[int, tuple[Phrase, ...]]  #: what was found of each query answered


class _Simple(NamedTuple):
    """A query of single words without OR, as it waits at one of them."""

    query_id: int
    beside: tuple[str, ...]  #: the other words that must be there
    none_of: tuple[str, ...]


class _Wide(NamedTuple):
    """Any other query: OR, phrases, quoted words."""

    query_id: int
    all_of: tuple[tuple[Phrase, ...], ...]
    none_of: tuple[Phrase, ...]


_Waiting = int | _Simple | _Wide  #: an id alone: a query that is the one word it waits at
_COST_COMMON, _COST_FREQUENT = 1_000_000, 10_000  #: as if so many queries had named the word
_PAIRS_PER_WORD = 1_000  #: two neighbours are so many times rarer than either of them


class Index:
    """The queries that are followed, each under its id."""

    def __init__(self) -> None:
        self.cursor = 0  #: the newest follow taken up; kept by who fills the index
        self._ids: set[int] = set()
        self._anchors: dict[str, list[_Waiting]] = {}
        self._pairs: dict[Pair, list[_Wide]] = {}
        self._named: dict[str, int] = {}  #: how many queries name a word: what many ask for stands in many articles
        self._has_exact_words = self._has_pairs = self._has_exact_pairs = False

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, query_id: int, query: Query) -> None:
        """Take up a query; an id that is known is left as it is."""
        if query_id in self._ids:
            return
        self._ids.add(query_id)
        wide = _compiled(query_id, query)
        if _is_simple(wide):
            self._add_simple(wide)
        else:
            self._add_wide(wide)
        for word in {word for group in wide.all_of for phrase in group for word in phrase}:
            self._named[word] = self._named.get(word, 0) + 1

    def match(self, text: str) -> list[Match]:
        """The queries this text answers, by id, each with the sentence that shows it."""
        reading = Reading(text)
        found = self._found(reading)
        return [reading.show(query_id, found[query_id]) for query_id in sorted(found)]

    def answered(self, text: str) -> list[int]:
        """The ids alone, which costs less than their sentences."""
        return sorted(self._found(Reading(text)))

    def _add_simple(self, wide: _Wide) -> None:
        words = [group[0][0] for group in wide.all_of]
        anchor = min(words, key=self._cost)
        beside = tuple(word for word in words if word != anchor)
        none_of = tuple(phrase[0] for phrase in wide.none_of)
        waiting = _Simple(wide.query_id, beside, none_of) if beside or none_of else wide.query_id
        self._anchors.setdefault(anchor, []).append(waiting)

    def _add_wide(self, wide: _Wide) -> None:
        for phrase in min(wide.all_of, key=lambda group: sum(map(self._phrase_cost, group))):
            exactly = phrase[0][0] == EXACT
            if len(phrase) == 1:
                self._anchors.setdefault(phrase[0], []).append(wide)
                self._has_exact_words |= exactly
            else:
                self._pairs.setdefault(min(pairwise(phrase), key=self._pair_cost), []).append(wide)
                self._has_pairs |= not exactly
                self._has_exact_pairs |= exactly

    def _cost(self, word: str) -> int:
        bare = word.removeprefix(EXACT)
        known = _COST_COMMON if bare in COMMON else _COST_FREQUENT if bare in FREQUENT else 0
        return known + self._named.get(word, 0)

    def _pair_cost(self, pair: Pair) -> int:
        return self._cost(pair[0]) + self._cost(pair[1])

    def _phrase_cost(self, phrase: Phrase) -> float:
        if len(phrase) == 1:
            return self._cost(phrase[0])
        return min(map(self._pair_cost, pairwise(phrase))) / _PAIRS_PER_WORD

    def _found(self, reading: Reading) -> Found:
        found: Found = {}
        self._look_at_words(reading, reading.words, found)
        if self._has_exact_words:
            self._look_at_words(reading, reading.exact_words, found)
        if self._has_pairs:
            self._look_at_pairs(reading, reading.pairs, found)
        if self._has_exact_pairs:
            self._look_at_pairs(reading, reading.exact_pairs, found)
        return found

    def _look_at_words(self, reading: Reading, keys: set[str], found: Found) -> None:
        words = reading.words
        for word in self._anchors.keys() & keys:
            for waiting in self._anchors[word]:
                if type(waiting) is int:
                    found[waiting] = ((word,),)
                elif type(waiting) is _Simple:
                    query_id, beside, none_of = waiting
                    if words.issuperset(beside) and (not none_of or words.isdisjoint(none_of)):
                        found[query_id] = ((word,), *[(other,) for other in beside])
                elif type(waiting) is _Wide and (phrases := _answer(reading, waiting)):
                    found[waiting.query_id] = phrases

    def _look_at_pairs(self, reading: Reading, pairs: Iterable[Pair], found: Found) -> None:
        for pair in self._pairs.keys() & pairs:
            for waiting in self._pairs[pair]:
                if phrases := _answer(reading, waiting):
                    found[waiting.query_id] = phrases


def find(query: Query, text: str | Reading, query_id: int = 0) -> Match | None:
    """What one query finds in one text; who asks several queries of a text makes its Reading once."""
    reading = text if isinstance(text, Reading) else Reading(text)
    phrases = _answer(reading, _compiled(query_id, query))
    return reading.show(query_id, phrases) if phrases else None


def _compiled(query_id: int, query: Query) -> _Wide:
    all_of = tuple(tuple(map(keys_of, group)) for group in query.all_of)
    return _Wide(query_id, all_of, tuple(map(keys_of, query.none_of)))


def _is_simple(wide: _Wide) -> bool:
    phrases = [phrase for group in wide.all_of for phrase in group]
    if len(phrases) > len(wide.all_of):
        return False
    return all(len(phrase) == 1 and phrase[0][0] != EXACT for phrase in (*phrases, *wide.none_of))


def _answer(reading: Reading, wide: _Wide) -> tuple[Phrase, ...]:
    """What was found of a query, or nothing if the text does not answer it."""
    found: list[Phrase] = []
    for group in wide.all_of:
        held = [phrase for phrase in group if reading.holds(phrase)]
        if not held:
            return ()
        found += held
    return () if any(map(reading.holds, wide.none_of)) else tuple(found)
