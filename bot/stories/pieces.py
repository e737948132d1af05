"""The marks of a piece of a text by itself, of a sentence or a part of a headline; concepts are not looked for."""

from __future__ import annotations

from collections.abc import Iterator

from bot.matching.chunks import CHUNK_WORDS, TOKENS
from bot.stories.days import dates
from bot.stories.marks import WORD, of_number, of_word
from bot.stories.numbers import numbers


def words(piece: str, language: str) -> Iterator[tuple[str, bool]]:
    """The marks of its words, each with whether it is a name: written with a capital, and not the first word."""
    bases = CHUNK_WORDS[language].bases
    first = True
    for chunk in piece.split(" "):
        for token, forms in zip(TOKENS[chunk], bases[chunk], strict=True):
            mark, _ = of_word(forms, language)
            if mark:
                yield mark, mark[0] == WORD and not first and chunk[token.start].isupper()
            first = False


def figures(piece: str, language: str) -> Iterator[str]:
    """The marks of its numbers, dates left out."""
    dated = [span for _, _, span in dates(piece)]
    for value, (start, end) in numbers(piece, language):
        if not any(left < end and start < right for left, right in dated):
            yield of_number(value)[0]
