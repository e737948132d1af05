"""Which queries an article answers: DESIGN's rule 4.

    text ─ Reading ─▶ its words and neighbours ─ anchors ─▶ candidates ─ verified ─▶ Matches

A query waits at its rarest word, or at two neighbours of a phrase; an OR waits at each of its sides. What an article
costs grows with its words and with the queries that wait at them, not with the number of queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from bot.language.common import COMMON, FREQUENT
from bot.matching.query import Query
from bot.matching.reading import EXACT, Phrase, Reading, keys_of
from bot.model import Match

Pair = tuple[str, str]
#: a query of single words without OR: its id, the words beside the anchor, the words that must not be there
Simple = tuple[int, tuple[str, ...], tuple[str, ...]]
#: any other: its id, what must be there (each one of several), what must not
Compiled = tuple[tuple[tuple[Phrase, ...], ...], tuple[Phrase, ...]]
Other = tuple[int, tuple[tuple[Phrase, ...], ...], tuple[Phrase, ...]]

_COST_COMMON, _COST_FREQUENT = 1_000_000, 10_000  #: as if so many queries had named the word


class Index:
    """The queries that are followed, each under its id."""

    def __init__(self) -> None:
        self.cursor = 0  #: the newest follow taken up; kept by who fills the index
        self._ids: set[int] = set()
        self._alone: dict[str, int] = {}  #: a query that is one word: nothing to verify
        self._simple: dict[str, list[Simple]] = {}
        self._others: dict[str, list[Other]] = {}
        self._pairs: dict[Pair, list[Other]] = {}
        self._named: dict[str, int] = {}  #: how many queries name a word: what many ask for stands in many articles
        self._has_exact_words = self._has_pairs = self._has_exact_pairs = False

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, query_id: int, query: Query) -> None:
        """Take up a query; an id that is known is left as it is."""
        if query_id in self._ids:
            return
        self._ids.add(query_id)
        all_of, none_of = _compiled(query)
        if _is_simple(all_of, none_of):
            words = [group[0][0] for group in all_of]
            self._add_simple(query_id, words, tuple(phrase[0] for phrase in none_of))
        else:
            self._add_other(query_id, all_of, none_of)
        for word in {word for group in all_of for phrase in group for word in phrase}:
            self._named[word] = self._named.get(word, 0) + 1

    def match(self, text: str) -> list[Match]:
        """The queries this text answers, by id, each with the sentence that shows it."""
        reading = Reading(text)
        found = self._found(reading)
        return [reading.show(query_id, found[query_id]) for query_id in sorted(found)]

    def _add_simple(self, query_id: int, words: list[str], none_of: tuple[str, ...]) -> None:
        if len(words) == 1 and not none_of and words[0] not in self._alone:
            self._alone[words[0]] = query_id
            return
        anchor = min(words, key=self._cost)
        beside = tuple(word for word in words if word != anchor)
        self._simple.setdefault(anchor, []).append((query_id, beside, none_of))

    def _add_other(self, query_id: int, all_of: tuple[tuple[Phrase, ...], ...], none_of: tuple[Phrase, ...]) -> None:
        waiting: Other = (query_id, all_of, none_of)
        group = min(all_of, key=lambda group: sum(map(self._phrase_cost, group)))
        for phrase in group:
            exactly = phrase[0].startswith(EXACT)
            if len(phrase) == 1:
                self._others.setdefault(phrase[0], []).append(waiting)
                self._has_exact_words |= exactly
            else:
                self._pairs.setdefault(min(_pairs_of(phrase), key=self._pair_cost), []).append(waiting)
                self._has_pairs |= not exactly
                self._has_exact_pairs |= exactly

    def _cost(self, word: str) -> int:
        bare = word.removeprefix(EXACT)
        known = _COST_COMMON if bare in COMMON else _COST_FREQUENT if bare in FREQUENT else 0
        return known + self._named.get(word, 0)

    def _pair_cost(self, pair: Pair) -> int:
        return self._cost(pair[0]) + self._cost(pair[1])

    def _phrase_cost(self, phrase: Phrase) -> float:
        """Two neighbours are far rarer than either of them."""
        return self._cost(phrase[0]) if len(phrase) == 1 else min(map(self._pair_cost, _pairs_of(phrase))) / 1_000

    def _found(self, reading: Reading) -> dict[int, tuple[Phrase, ...]]:
        """The queries answered, each with what was found of it."""
        words = reading.words
        found: dict[int, tuple[Phrase, ...]] = {self._alone[word]: ((word,),) for word in self._alone.keys() & words}
        for word in self._simple.keys() & words:
            for query_id, beside, none_of in self._simple[word]:
                if words.issuperset(beside) and (not none_of or words.isdisjoint(none_of)):
                    found[query_id] = ((word,), *[(other,) for other in beside])
        for query_id, all_of, none_of_phrases in self._candidates(reading):
            if query_id not in found and (phrases := _answer(reading, all_of, none_of_phrases)):
                found[query_id] = phrases
        return found

    def _candidates(self, reading: Reading) -> Iterator[Other]:
        for word in self._others.keys() & reading.words:
            yield from self._others[word]
        if self._has_exact_words:
            for word in self._others.keys() & reading.exact_words:
                yield from self._others[word]
        if self._has_pairs:
            yield from self._at_pairs(reading.pairs)
        if self._has_exact_pairs:
            yield from self._at_pairs(reading.exact_pairs)

    def _at_pairs(self, pairs: Iterable[Pair]) -> Iterator[Other]:
        for pair in self._pairs.keys() & pairs:
            yield from self._pairs[pair]


def find(query: Query, text: str | Reading, query_id: int = 0) -> Match | None:
    """What one query finds in one text; who asks several queries of a text makes its Reading once."""
    reading = text if isinstance(text, Reading) else Reading(text)
    phrases = _answer(reading, *_compiled(query))
    return reading.show(query_id, phrases) if phrases else None


def _compiled(query: Query) -> Compiled:
    all_of = tuple(tuple(map(keys_of, group)) for group in query.all_of)
    return all_of, tuple(map(keys_of, query.none_of))


def _is_simple(all_of: tuple[tuple[Phrase, ...], ...], none_of: tuple[Phrase, ...]) -> bool:
    phrases = [phrase for group in all_of for phrase in group]
    if len(phrases) > len(all_of):
        return False
    return all(len(phrase) == 1 and not phrase[0].startswith(EXACT) for phrase in (*phrases, *none_of))


def _pairs_of(phrase: Phrase) -> list[Pair]:
    return list(pairwise(phrase))


def _answer(
    reading: Reading, all_of: tuple[tuple[Phrase, ...], ...], none_of: tuple[Phrase, ...]
) -> tuple[Phrase, ...]:
    """What was found of a query, or nothing if the text does not answer it."""
    found: list[Phrase] = []
    for group in all_of:
        held = [phrase for phrase in group if reading.holds(phrase)]
        if not held:
            return ()
        found += held
    return () if any(map(reading.holds, none_of)) else tuple(found)
