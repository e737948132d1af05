"""What the chunks of a text hold: its words looked up once, and remembered from one article to the next.

A text is cut at spaces, which is cheap. A chunk between two spaces ("Aktau,", "AI-university") may hold no word,
several, or a paragraph's end between two words.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from itertools import chain
from typing import TypeVar

from bot.language import ru, ru_names
from bot.language.forms import bases
from bot.language.tokens import Token, tokens
from bot.matching.keys import EXACT, GIVEN
from bot.matching.names import SURNAME

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


HYPHENS = ("-", "\u2010", "\u2011")
TOKENS = Remembered(lambda chunk: tuple(tokens(chunk)))
EXACTS = Remembered(lambda chunk: _interned(EXACT + token.exact for token in TOKENS[chunk]))


class Words:
    """What chunks hold in texts of one language."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._bases = Remembered(lambda word: _interned(bases(word, language)))
        #: of each word the bases, of a paragraph's end nothing
        self.bases = Remembered(lambda chunk: tuple([self._bases[token.stem] for token in TOKENS[chunk]]))
        #: bases, acronyms and names
        self.keys = Remembered(self._keys)
        #: is it somebody's given name, with nothing behind it?
        self.given = Remembered(lambda chunk: chunk[-1:].isalpha() and GIVEN in self.keys[chunk])

    def _keys(self, chunk: str) -> tuple[str, ...]:
        keys = [*chain.from_iterable(self.bases[chunk])]
        for place, token in enumerate(TOKENS[chunk]):
            keys += self.named(token, chunk)
            keys += self.joined(place, chunk)
        return _interned(keys)

    def ordinary(self, chunk: str) -> frozenset[str]:
        """The ordinary words that its first word would be, were it no surname."""
        return frozenset(base for base in ru.nominal_bases(TOKENS[chunk][0].stem) if ru.common_word(base))

    def joined(self, place: int, chunk: str) -> tuple[str, ...]:
        """The bases of a word written with a hyphen, found by its first part: бизнес-план is бизнесплан too."""
        pair = TOKENS[chunk][place : place + 2]
        if len(pair) < 2 or chunk[pair[0].end : pair[1].start] not in HYPHENS:
            return ()
        alike = pair[0].exact.isalpha() and pair[1].stem.isalpha() and chunk[pair[1].start].islower()
        return self._bases[pair[0].exact + pair[1].stem] if alike else ()

    def named(self, token: Token, chunk: str) -> tuple[str, ...]:
        """The keys that a word has for its capitals: an acronym, a given name, a surname that is a word too."""
        if token.acronym:
            return (token.acronym,)
        if self._language != "ru" or not chunk[token.start : token.end][:1].isupper():
            return ()
        given = (GIVEN,) if ru_names.is_given_name(token.stem) else ()
        if not ru.common_word(token.stem):
            return given
        return (*given, *(SURNAME + base for base in ru_names.surname_bases(token.stem)))


WORDS = {language: Words(language) for language in ("en", "ru", "kk")}
