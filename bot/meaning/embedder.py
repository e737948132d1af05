"""Who gives vectors of texts: the interface of all of them, and what makes their answers usable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from bot.errors import EmbeddingError
from bot.i18n.catalogue import meaning as texts

LEAST_NUMBERS = 16  #: of a vector
MOST_NUMBERS = 1_536  #: what is stored of an article is as many bytes
LARGEST = 1e6  #: of a number, whose square is summed

Vectors = list[list[float]]


class Embedder(Protocol):
    """A model, in a process of its own or elsewhere."""

    name: str  #: which model it is: vectors of two names say nothing of each other

    async def vectors(self, texts: Sequence[str]) -> Vectors:
        """A vector of each text, all of one length. It may be cancelled at any time.

        Raises:
            EmbeddingError: it can't be had, or can't be used.
        """

    async def close(self) -> None:
        """End it, or its connections."""


def checked(found: Any, count: int) -> Vectors:
    """What should be a vector for each of so many texts.

    Raises:
        EmbeddingError: it is not.
    """
    if not isinstance(found, list):
        raise EmbeddingError(texts.UNREADABLE)
    if len(found) != count:
        raise EmbeddingError(texts.WRONG_COUNT, count=len(found), expected=count)
    return [_vector(each, len(found[0]) if isinstance(found[0], list) else 0) for each in found]


def _vector(found: Any, length: int) -> list[float]:
    if not isinstance(found, list) or not all(type(each) in (int, float) for each in found):
        raise EmbeddingError(texts.UNREADABLE)
    if not LEAST_NUMBERS <= len(found) <= MOST_NUMBERS:
        raise EmbeddingError(texts.TOO_MANY_NUMBERS, count=len(found), least=LEAST_NUMBERS, most=MOST_NUMBERS)
    if len(found) != length:
        raise EmbeddingError(texts.WRONG_DIMENSION, count=len(found), expected=length)
    if not all(abs(each) < LARGEST for each in found):  # neither is NaN less than anything
        raise EmbeddingError(texts.NOT_FINITE)
    if not any(found):
        raise EmbeddingError(texts.ALL_ZERO)
    return [float(each) for each in found]
