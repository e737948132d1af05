"""Which articles of the window may be of the story of another one: those that share its weightiest marks.

Of a mark that very many have, the latest that have it are looked at: a story of hundreds is found, and the cost of an
article does not grow with the window.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from heapq import nlargest
from operator import itemgetter

MOST_MARKS = 30  #: of an article that are looked up
MOST_OF_A_MARK = 30  #: articles that have it
MOST_FOUND = 20


class Candidates:
    """An inverted index: who has a mark."""

    def __init__(self) -> None:
        self._having: dict[str, list[int]] = {}

    def add(self, article_id: int, marks: Iterable[str]) -> None:
        """Add an article; in the order in which articles come."""
        for mark in marks:
            self._having.setdefault(mark, []).append(article_id)

    def remove(self, article_id: int, marks: Iterable[str]) -> None:
        """Remove an article that was added."""
        for mark in marks:
            having = self._having[mark]
            having.remove(article_id)
            if not having:
                del self._having[mark]

    def having(self, mark: str) -> int:
        """How many articles have a mark."""
        return len(self._having.get(mark, ()))

    def likely(self, weights: dict[str, int]) -> list[int]:
        """The articles that share the most of these marks, the likeliest first."""
        shared: defaultdict[int, int] = defaultdict(int)
        for mark in nlargest(MOST_MARKS, weights, key=weights.__getitem__):
            weight = weights[mark]
            for article_id in self._having.get(mark, ())[-MOST_OF_A_MARK:]:
                shared[article_id] += weight
        best = sorted(shared.items(), key=itemgetter(1), reverse=True)[:MOST_FOUND]
        return [article_id for article_id, _ in best]
