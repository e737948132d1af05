"""Which queries an article answers: DESIGN's rule 4.

    text ─ Reading ─▶ its words and neighbours ─ anchors ─▶ candidates ─ verified ─▶ Matches

A query waits at its rarest word, or at two neighbours of a phrase; an OR waits at each of its sides. What an article
costs grows with its words and with the queries that wait at them, not with the number of queries.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple, TypeVar

from bot.language.common import COMMON, FREQUENT
from bot.matching.query import Query
from bot.matching.reading import EXACT, Part, Reading, is_exact, part_of
from bot.model import Match

T = TypeVar("T")
Pair = tuple[str, str]
Found = dict[int, tuple[Part, ...]]  #: what was found of each query answered


class _Waiting(NamedTuple):
    """A query with more to it than one or two words, as it waits at its anchor."""

    query_id: int
    all_of: tuple[tuple[Part, ...], ...]


#: most anchors hold one thing: their empty lists are shared, and never grown
_NO_IDS: list[int] = []
_NO_WORDS: list[str] = []
_NO_QUERIES: list[_Waiting] = []


class _Anchor:
    """What waits at one word; one look-up per word of an article finds all of it."""

    __slots__ = ("alone", "partner_ids", "partners", "waiting")

    def __init__(self) -> None:
        self.alone: int | None = None  #: the query that is this word: nothing to verify
        self.partners: list[str] = _NO_WORDS  #: queries of two words: the other word,
        self.partner_ids: list[int] = _NO_IDS  #: and beside it the query
        self.waiting: list[_Waiting] = _NO_QUERIES  #: any other


def _with(items: list[T], item: T) -> list[T]:
    if not items:
        return [item]
    items.append(item)
    return items


_COST_COMMON, _COST_FREQUENT = 1_000_000, 10_000  #: as if so many queries had named the word
_PAIRS_PER_WORD = 1_000  #: two neighbours are so many times rarer than either of them


class Index:
    """The queries that are followed, each under its id."""

    def __init__(self) -> None:
        self.cursor = 0  #: the newest follow taken up; kept by who fills the index
        self._ids: set[int] = set()
        self._anchors: dict[str, _Anchor] = {}
        self._pairs: dict[Pair, list[_Waiting]] = {}
        self._none_of: dict[int, tuple[Part, ...]] = {}  #: what must not be there, looked at last
        self._named: dict[str, int] = {}  #: how many queries name a word: what many ask for stands in many articles
        self._has_exact_words = self._has_pairs = self._has_exact_pairs = False

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, query_id: int, query: Query) -> None:
        """Take up a query; an id that is known is left as it is."""
        if query_id in self._ids:
            return
        self._ids.add(query_id)
        waiting = _compiled(query_id, query)
        if query.none_of:
            self._none_of[query_id] = tuple(map(part_of, query.none_of))
        words = _plain_words(waiting)
        if words and len(words) <= 2:
            self._add_words(query_id, words)
        else:
            self._add_waiting(waiting)
        for word in {word for group in query.all_of for term in group for word in term.words}:
            self._named[word] = self._named.get(word, 0) + 1

    def match(self, text: str) -> list[Match]:
        """The queries this text answers, by id, each with the sentence that shows it."""
        reading = Reading(text)
        found = self._found(reading)
        return [reading.show(query_id, found[query_id]) for query_id in sorted(found)]

    def answered(self, text: str) -> list[int]:
        """The ids alone, which costs less than their sentences."""
        return sorted(self._found(Reading(text)))

    def _add_words(self, query_id: int, words: list[str]) -> None:
        rarest, other = min(words, key=self._cost), max(reversed(words), key=self._cost)
        anchor = self._anchors.setdefault(rarest, _Anchor())
        if rarest == other and anchor.alone is None:
            anchor.alone = query_id
        else:  # a second query of the same one word has that word for a partner
            anchor.partners = _with(anchor.partners, other)
            anchor.partner_ids = _with(anchor.partner_ids, query_id)

    def _add_waiting(self, waiting: _Waiting) -> None:
        for part in min(waiting.all_of, key=lambda group: sum(map(self._part_cost, group))):
            exactly = is_exact(part)
            if isinstance(part, str):
                anchor = self._anchors.setdefault(part, _Anchor())
                anchor.waiting = _with(anchor.waiting, waiting)
                self._has_exact_words |= exactly
            else:
                self._pairs.setdefault(min(pairwise(part), key=self._pair_cost), []).append(waiting)
                self._has_pairs |= not exactly
                self._has_exact_pairs |= exactly

    def _cost(self, word: str) -> int:
        bare = word.removeprefix(EXACT)
        known = _COST_COMMON if bare in COMMON else _COST_FREQUENT if bare in FREQUENT else 0
        return known + self._named.get(bare, 0)

    def _pair_cost(self, pair: Pair) -> int:
        return self._cost(pair[0]) + self._cost(pair[1])

    def _part_cost(self, part: Part) -> float:
        return (
            self._cost(part) if isinstance(part, str) else min(map(self._pair_cost, pairwise(part))) / _PAIRS_PER_WORD
        )

    def _found(self, reading: Reading) -> Found:
        words, found = reading.words, Found()
        for word in self._anchors.keys() & words:
            anchor = self._anchors[word]
            if anchor.alone is not None:
                found[anchor.alone] = (word,)
            if anchor.partners:
                for other, query_id in zip(anchor.partners, anchor.partner_ids, strict=True):
                    if other in words:
                        found[query_id] = (word, other)
            if anchor.waiting:
                _verify(anchor.waiting, reading, found)
        if self._has_exact_words:
            for word in self._anchors.keys() & reading.exact_words:
                _verify(self._anchors[word].waiting, reading, found)
        if self._has_pairs:
            self._look_at(reading.pairs, reading, found)
        if self._has_exact_pairs:
            self._look_at(reading.exact_pairs, reading, found)
        for query_id in self._none_of.keys() & found:
            if any(map(reading.holds, self._none_of[query_id])):
                del found[query_id]
        return found

    def _look_at(self, pairs: set[Pair], reading: Reading, found: Found) -> None:
        for pair in self._pairs.keys() & pairs:
            _verify(self._pairs[pair], reading, found)


def _verify(candidates: list[_Waiting], reading: Reading, found: Found) -> None:
    for waiting in candidates:
        if parts := _answer(reading, waiting):
            found[waiting.query_id] = parts


def find(query: Query, text: str | Reading, query_id: int = 0) -> Match | None:
    """What one query finds in one text; who asks several queries of a text makes its Reading once."""
    reading = text if isinstance(text, Reading) else Reading(text)
    parts = _answer(reading, _compiled(query_id, query))
    if not parts or any(reading.holds(part_of(term)) for term in query.none_of):
        return None
    return reading.show(query_id, parts)


def _compiled(query_id: int, query: Query) -> _Waiting:
    return _Waiting(query_id, tuple(tuple(map(part_of, group)) for group in query.all_of))


def _plain_words(waiting: _Waiting) -> list[str]:
    """The words of a query that asks for nothing but words, all of them; else nothing."""
    if any(len(group) > 1 for group in waiting.all_of):
        return []
    words = [part for (part,) in waiting.all_of if isinstance(part, str) and not is_exact(part)]
    return words if len(words) == len(waiting.all_of) else []


def _answer(reading: Reading, waiting: _Waiting) -> tuple[Part, ...]:
    """What was found of a query, exclusions aside, or nothing if the text does not answer it."""
    found: list[Part] = []
    for group in waiting.all_of:
        held = [part for part in group if reading.holds(part)]
        if not held:
            return ()
        found += held
    return tuple(found)
