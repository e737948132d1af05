"""Which articles of the window may be of the story of another one: those that share its weightiest marks.

Of a mark that very many have, the latest that have it are looked at: a story of hundreds is found, and the cost of an
article does not grow with the window.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice

from bot.stories.features import Features

MOST_MARKS = 40  #: of an article that are looked up
MOST_OF_A_MARK = 50  #: articles that have it
MOST_FOUND = 30


class Candidates:
    """An inverted index: who has a mark, and with what weight."""

    def __init__(self) -> None:
        self._having: defaultdict[str, dict[int, float]] = defaultdict(dict)

    def add(self, article_id: int, features: Features) -> None:
        """Add an article; in the order in which articles come."""
        for mark, weight in features.weights.items():
            self._having[mark][article_id] = weight

    def remove(self, article_id: int, features: Features) -> None:
        """Remove an article."""
        for mark in features.weights:
            having = self._having[mark]
            having.pop(article_id, None)
            if not having:
                del self._having[mark]

    def likely(self, features: Features) -> list[int]:
        """The articles that share the most, the likeliest first."""
        shared: defaultdict[int, float] = defaultdict(float)
        for mark in _weightiest(features.weights):
            having = self._having.get(mark)
            if having:
                weight = features.weights[mark]
                for article_id in islice(reversed(having), MOST_OF_A_MARK):
                    shared[article_id] += weight * having[article_id]
        return sorted(shared, key=lambda article_id: (-shared[article_id], article_id))[:MOST_FOUND]


def _weightiest(weights: dict[str, float]) -> Iterable[str]:
    return sorted(weights, key=lambda mark: -weights[mark])[:MOST_MARKS]
