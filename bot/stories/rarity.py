"""How rare a mark is: how many of a thousand articles usually have it, and how many of those in the window do."""

from __future__ import annotations

import math

ASSUMED = 1_000  #: articles that what is usual stands for
LEAST = 0.1


def rarity(usual: float, having: int, articles: int) -> float:
    """What it says of an article to have a mark: the logarithm of how few have it.

    `usual`: how many of a thousand have it anywhere; `having`: how many of the `articles` in the window do.
    """
    return max(math.log((ASSUMED + articles) / (usual + having)), LEAST)
