"""The index of queries: which of them an article matches (docs/architecture.md, rule 4).

    text ─ AnalyzedText ─▶ its keys and pairs ─ anchors ─▶ candidates ─ verify ─▶ Matches

A query is anchored at its rarest word, or at two neighbours of a phrase; an OR, and a word of several bases, at each of
its alternatives. The cost of an article grows with its words and the queries anchored at them, not with the number of
queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise, product
from sys import intern
from typing import NamedTuple, TypeVar

from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import NO_CONCEPTS, Concepts
from bot.matching.evaluation import Group, contains_all_of_any, evaluate, excluded_groups, required_groups, single_keys
from bot.matching.keys import (
    CONCEPT,
    EXACT,
    PREFIX,
    TITLE,
    Pattern,
    is_exact,
    is_title_only,
    split_language,
    split_pattern,
)
from bot.matching.query import Query
from bot.matching.rarity import Pair, Rarity
from bot.matching.text import MAX_SCANS
from bot.model import Article, Match

T = TypeVar("T")
FoundPatterns = dict[int, tuple[Pattern, ...]]  #: the patterns found, by the id of each matching query


class _AnchoredQuery(NamedTuple):
    """A query of more than one or two words, as it is stored at its anchor."""

    query_id: int
    all_of: tuple[Group, ...]


#: most anchors have one kind of entry: the empty ones are shared, and never modified
_NO_PARTNERS: dict[str, tuple[int, ...]] = {}
_NO_QUERIES: list[_AnchoredQuery] = []


class _Anchor:
    """The queries anchored at one word; one look-up per word of an article finds all of them."""

    __slots__ = ("partners", "queries", "single_word")

    def __init__(self) -> None:
        self.single_word: int | None = None  #: the query that consists of this word: nothing to verify
        self.partners: dict[str, tuple[int, ...]] = _NO_PARTNERS  #: queries of two words, by the other word
        self.queries: list[_AnchoredQuery] = _NO_QUERIES  #: all others

    def add(self, query_id: int, partner: str) -> None:
        """Add a query of this word and `partner`; a second query of this word alone has the word itself as partner."""
        if not self.partners:
            self.partners = {}
        self.partners[partner] = (*self.partners.get(partner, ()), query_id)


class Index:
    """The queries that are followed, by id. Not thread-safe: `Matcher` holds a lock."""

    def __init__(self, concepts: Concepts = NO_CONCEPTS) -> None:
        self.cursor = 0  #: id of the newest follow loaded; set by the caller that fills the index
        self.concepts = concepts
        self._ids: set[int] = set()
        #: by the only language whose texts apply, "" for all; then by the key or the pair
        self._anchors: dict[str, dict[str, _Anchor]] = {"": {}, "ru": {}, "kk": {}}
        #: by language, as above; a query whose only group has this pair as a pattern by its id alone: nothing to verify
        self._pairs: dict[str, dict[Pair, list[_AnchoredQuery | int]]] = {"": {}, "ru": {}, "kk": {}}
        self._none_of: dict[int, Group] = {}  #: exclusions, checked last
        self._not_together: dict[int, tuple[tuple[Group, ...], ...]] = {}  #: excluded combinations
        self._rarity = Rarity()
        self._prefix_lengths: set[int] = set()
        self._has_exact_words = self._has_concepts = self._has_titles = False
        self._has_exact_pairs = self._has_title_pairs = False
        #: of the pairs that queries are anchored at, exact forms and headlines left out: second words by the first
        self._second_words: dict[str, set[str]] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, query_id: int, query: Query) -> None:
        """Add a query; a known id is ignored."""
        if query_id in self._ids:
            return
        self._ids.add(query_id)
        all_of = required_groups(query)
        alone, together = excluded_groups(query)
        if alone:
            self._none_of[query_id] = alone
        if together:
            self._not_together[query_id] = together
        words = single_keys(all_of)
        if len(all_of) == 1 and words:
            self._add_alone(query_id, words)
        elif len(all_of) == 2 and words and (couples := self._couples(all_of)):
            for language, rarest, other in couples:
                self._note_kind(other)
                self._anchor_in(language, rarest).add(query_id, other)
        else:
            self._add_at_rarest(_AnchoredQuery(query_id, all_of))
        self._rarity.count_words(query)

    def match(self, text: str | Article | AnalyzedText) -> list[Match]:
        """The queries that this text matches, by id, each with the sentence that shows it."""
        analyzed = self._analyzed(text)
        found = self._found(analyzed)
        if len(found) >= MAX_SCANS:
            analyzed.index_keys()
        return [analyzed.to_match(query_id, found[query_id]) for query_id in sorted(found)]

    def answered(self, text: str | Article | AnalyzedText) -> list[int]:
        """Only the ids, sorted; cheaper than `match`."""
        return sorted(self._found(self._analyzed(text)))

    def _analyzed(self, text: str | Article | AnalyzedText) -> AnalyzedText:
        if isinstance(text, AnalyzedText):
            return text
        if isinstance(text, str):
            return AnalyzedText(text, concepts=self.concepts)
        return AnalyzedText.of(text, self.concepts)

    def _couples(self, all_of: tuple[Group, ...]) -> list[tuple[str, str, str]]:
        """A query of two words: in the texts of which language, the rarer word's key, and the other's.

        Each word has bases in several languages, of which only those of one are looked for together. Nothing if no
        language has both words.
        """
        rarer, other = sorted(all_of, key=self._rarity.group_cost)
        choices = product(map(split_language, single_keys([rarer])), map(split_language, single_keys([other])))
        return [
            (one or two, intern(first), intern(second))
            for (one, first), (two, second) in choices
            if one == two or not one or not two
        ]

    def _anchor(self, asked: str) -> _Anchor:
        return self._anchor_in(*split_language(asked))

    def _anchor_in(self, language: str, key: str) -> _Anchor:
        self._note_kind(key)
        anchors = self._anchors[language]
        return anchors[key] if key in anchors else anchors.setdefault(key, _Anchor())

    def _note_kind(self, key: str) -> None:
        """Note the kinds of keys that articles must provide."""
        bare_key = key.removeprefix(TITLE)
        self._has_titles |= bare_key is not key
        self._has_exact_words |= bare_key[0] == EXACT
        self._has_concepts |= bare_key[0] == CONCEPT
        if key[-1] == PREFIX:
            self._prefix_lengths.add(len(bare_key) - 1)

    def _add_alone(self, query_id: int, words: list[str]) -> None:
        for word in words:
            anchor = self._anchor(word)
            if anchor.single_word is None:
                anchor.single_word = query_id
            else:
                anchor.add(query_id, intern(split_language(word)[1]))

    def _add_at_rarest(self, anchored: _AnchoredQuery) -> None:
        for pattern in min(anchored.all_of, key=self._rarity.group_cost):
            if isinstance(pattern, str):
                anchor = self._anchor(pattern)
                anchor.queries = _appended(anchor.queries, anchored)
            else:
                self._add_at_pair(pattern, anchored)

    def _add_at_pair(self, pattern: tuple[str, ...], anchored: _AnchoredQuery) -> None:
        language, keys = split_pattern(pattern)
        pair = min(pairwise(keys), key=self._rarity.pair_cost)
        whole = len(keys) == 2 and len(anchored.all_of) == 1
        at_pair = self._pairs[language]
        if pair in at_pair:
            at_pair[pair].append(anchored.query_id if whole else anchored)
        else:
            at_pair[pair] = [anchored.query_id if whole else anchored]
        self._has_title_pairs |= is_title_only(keys)
        self._has_exact_pairs |= is_exact(keys)
        if not is_title_only(keys) and not is_exact(keys):
            self._second_words.setdefault(pair[0], set()).add(pair[1])

    def _keys(self, analyzed: AnalyzedText) -> set[str]:
        """All keys of an article that a query may be anchored at."""
        keys = analyzed.words
        if self._has_concepts:
            keys = keys | analyzed.concepts.keys()
        if self._has_exact_words:
            keys = keys | analyzed.exact_words
        if self._prefix_lengths:
            keys = keys | analyzed.prefixes(self._prefix_lengths)
        if self._has_titles:
            keys = keys | {TITLE + key for key in self._of_title(analyzed.title)}
        return keys

    def _of_title(self, title: AnalyzedText) -> set[str]:
        keys = title.words | title.exact_words | title.prefixes(self._prefix_lengths)
        return keys | title.concepts.keys()

    def _found(self, analyzed: AnalyzedText) -> FoundPatterns:
        keys, found = self._keys(analyzed), FoundPatterns()
        for language in analyzed.pattern_languages:
            _look_up(self._anchors[language], keys, analyzed, found)
        for pairs in self._pairs_of(analyzed):
            for language in filter(self._pairs.get, analyzed.pattern_languages):
                _look_up_pairs(self._pairs[language], pairs, analyzed, found)
        if self._has_exact_pairs:  # quoted words are asked of all languages
            _look_up_pairs(self._pairs[""], analyzed.each_exact_pair(), analyzed, found)
        for query_id in self._none_of.keys() & found:
            if any(map(analyzed.contains, self._none_of[query_id])):
                del found[query_id]
        for query_id in self._not_together.keys() & found:
            if contains_all_of_any(analyzed, self._not_together[query_id]):
                del found[query_id]
        return found

    def _pairs_of(self, analyzed: AnalyzedText) -> Iterator[set[Pair]]:
        """The sets of pairs of an article that a query may be anchored at, those of exact forms left out."""
        words = analyzed.phrase_words
        firsts = self._second_words.keys() & words
        likely = {(first, second) for first in firsts for second in self._second_words[first] & words}
        if likely:
            yield {pair for pair in likely if analyzed.has_pair(pair)}
        if self._has_title_pairs:
            pairs = analyzed.title.pairs | analyzed.title.exact_pairs
            yield {(TITLE + one, TITLE + other) for one, other in pairs}


def _look_up(anchors: dict[str, _Anchor], keys: set[str], analyzed: AnalyzedText, found: FoundPatterns) -> None:
    for word in anchors.keys() & keys if len(anchors) > len(keys) else filter(keys.__contains__, anchors):
        anchor = anchors[word]
        if (alone := anchor.single_word) is not None:  # another of its bases may have matched already
            found[alone] = (*found[alone], word) if alone in found else (word,)
        for other in anchor.partners.keys() & keys:  # of hundreds, few stand in the text
            patterns = (word, other) if other != word else (word,)
            for query_id in anchor.partners[other]:
                found[query_id] = _union(found[query_id], patterns) if query_id in found else patterns
        if anchor.queries:
            _verify(anchor.queries, analyzed, found)


def _union(one: tuple[Pattern, ...], other: tuple[Pattern, ...]) -> tuple[Pattern, ...]:
    return tuple(dict.fromkeys((*one, *other)))


def _look_up_pairs(
    queries_at: dict[Pair, list[_AnchoredQuery | int]],
    pairs: Iterable[Pair],
    analyzed: AnalyzedText,
    found: FoundPatterns,
) -> None:
    for pair in filter(queries_at.__contains__, pairs):
        for anchored in queries_at[pair]:
            if isinstance(anchored, int):
                found[anchored] = _union(found[anchored], (pair,)) if anchored in found else (pair,)
            else:
                _verify([anchored], analyzed, found)


def _appended(items: list[T], item: T) -> list[T]:
    if not items:
        return [item]
    items.append(item)
    return items


def _verify(candidates: list[_AnchoredQuery], analyzed: AnalyzedText, found: FoundPatterns) -> None:
    for anchored in candidates:
        if patterns := evaluate(analyzed, anchored.all_of):
            found[anchored.query_id] = patterns


def find(query: Query, text: str | AnalyzedText, query_id: int = 0) -> Match | None:
    """The Match of one query in one text, or None. For several queries, analyze the text once and pass it."""
    analyzed = text if isinstance(text, AnalyzedText) else AnalyzedText(text)
    patterns = evaluate(analyzed, required_groups(query))
    alone, together = excluded_groups(query)
    if not patterns or any(map(analyzed.contains, alone)) or contains_all_of_any(analyzed, together):
        return None
    return analyzed.to_match(query_id, patterns)
