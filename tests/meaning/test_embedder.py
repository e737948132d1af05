"""What models answer is used only if it is a finite vector for each text."""

from __future__ import annotations

import pytest

from bot.errors import EmbeddingError
from bot.meaning.embedder import checked


def test_whole_numbers_are_numbers() -> None:
    assert checked([[1] * 16, [0.5] * 16], 2) == [[1.0] * 16, [0.5] * 16]


@pytest.mark.parametrize("found", [None, {}, "vectors", [None], [[True] * 16], [[None] * 16]])
def test_what_is_no_list_of_vectors_is_refused(found: object) -> None:
    with pytest.raises(EmbeddingError, match="the answer is no list of embeddings"):
        checked(found, 1)
