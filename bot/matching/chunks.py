"""What the chunks of a text hold: its words looked up once, and remembered from one article to the next.

A text is cut at spaces, which is cheap. A chunk between two spaces ("Aktau,", "AI-university") may hold no word,
several, or a paragraph's end between two words.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from itertools import chain
from typing import TypeVar

from bot.language.forms import bases
from bot.language.tokens import tokens
from bot.matching.keys import EXACT

T = TypeVar("T")


class Remembered(dict[str, T]):
    """What a chunk holds, worked out once for each."""

    LIMIT = 30_000  #: chunks held; then it begins anew
    LONGEST = 40  #: characters of a chunk worth holding

    def __init__(self, look: Callable[[str], T]) -> None:
        super().__init__()
        self._look = look

    def __missing__(self, chunk: str) -> T:
        seen = self._look(chunk)
        if len(chunk) <= self.LONGEST:
            if len(self) >= self.LIMIT:
                self.clear()
            self[chunk] = seen
        return seen


def _interned(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(sys.intern, keys))


TOKENS = Remembered(lambda chunk: tuple(tokens(chunk)))
EXACTS = Remembered(lambda chunk: _interned(EXACT + token.exact for token in TOKENS[chunk]))


class Words:
    """What chunks hold in texts of one language."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._bases = Remembered(lambda word: _interned(bases(word, language)))
        #: of each word the bases, of a paragraph's end nothing
        self.bases = Remembered(lambda chunk: tuple([self._bases[token.stem] for token in TOKENS[chunk]]))
        #: bases and acronyms
        self.keys = Remembered(self._keys)

    def _keys(self, chunk: str) -> tuple[str, ...]:
        keys = [*chain.from_iterable(self.bases[chunk])]
        keys += [token.acronym for token in TOKENS[chunk] if token.acronym]
        return _interned(keys)


WORDS = {language: Words(language) for language in ("en", "ru", "kk")}
