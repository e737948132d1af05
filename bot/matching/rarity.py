"""How rare a word is in articles, by how many queries contain it: what many ask for is frequent in articles too.

A cost is a number of queries; what is common in any article costs as if so many contained it.
"""

from __future__ import annotations

from itertools import pairwise

from bot.language.common import COMMON, FREQUENT
from bot.matching.evaluation import Group
from bot.matching.keys import CONCEPT, EXACT, PREFIX, TITLE, Pattern, split_language
from bot.matching.query import Query

Pair = tuple[str, str]

_COST_FILTER, _COST_COMMON, _COST_FREQUENT = 10_000_000, 1_000_000, 10_000  #: as if so many queries contained the word
_COST_CONCEPT, _COST_PREFIX = 1_000, 2_000
_PAIRS_PER_WORD = 1_000  #: a pair is this many times rarer than its rarer word


class Rarity:
    """Counts the words of the queries, and tells what is rarest."""

    def __init__(self) -> None:
        self._queries_with: dict[str, int] = {}  #: how many queries contain a word

    def count_words(self, query: Query) -> None:
        """Count the words of one more query, each once."""
        for word in {word for group in query.all_of for term in group for word in term.words}:
            self._queries_with[word] = self._queries_with.get(word, 0) + 1

    def _cost(self, word: str) -> int:
        bare_key = split_language(word)[1].removeprefix(TITLE).removeprefix(EXACT)
        if ":" in bare_key:
            return _COST_FILTER
        if bare_key[0] == CONCEPT or bare_key[-1] == PREFIX:
            return (_COST_CONCEPT if bare_key[0] == CONCEPT else _COST_PREFIX) + self._queries_with.get(bare_key[1:], 0)
        known = _COST_COMMON if bare_key in COMMON else _COST_FREQUENT if bare_key in FREQUENT else 0
        return known + self._queries_with.get(bare_key, 0)

    def pair_cost(self, pair: Pair) -> int:
        """How frequent both words are."""
        return self._cost(pair[0]) + self._cost(pair[1])

    def group_cost(self, group: Group) -> float:
        """How frequent its alternatives are together: a query is anchored at each of them."""
        return sum(map(self._pattern_cost, group))

    def _pattern_cost(self, pattern: Pattern) -> float:
        if isinstance(pattern, str):
            return self._cost(pattern)
        return min(map(self.pair_cost, pairwise(pattern))) / _PAIRS_PER_WORD
