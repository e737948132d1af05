"""How rare a mark is: how many of a thousand articles usually have it, and how many of those in the window do."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

ASSUMED = 1_000  #: articles that what is usual stands for
LEAST = 0.1


class Counts:
    """How many articles of the window have each mark."""

    def __init__(self) -> None:
        self.articles = 0
        self._with: Counter[str] = Counter()

    def add(self, marks: Iterable[str]) -> None:
        """Count the marks of one more article."""
        self.articles += 1
        self._with.update(marks)

    def remove(self, marks: Iterable[str]) -> None:
        """Count the marks of an article no more."""
        self.articles -= 1
        for mark in marks:
            if self._with[mark] > 1:
                self._with[mark] -= 1
            else:
                del self._with[mark]

    def __getitem__(self, mark: str) -> int:
        return self._with.get(mark, 0)

    def rarity(self, mark: str, usual: float) -> float:
        """What it says of an article to have this mark: the logarithm of how few have it."""
        return max(math.log((ASSUMED + self.articles) / (usual + self[mark])), LEAST)
