"""What the chunks of a text hold: its words looked up once, and remembered from one article to the next.

A text is cut at spaces, which is cheap. A chunk between two spaces ("Aktau,", "AI-university") may hold no word,
several, or a paragraph's end between two words.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import chain
from typing import TypeVar

from bot.language import ru, ru_names
from bot.language.forms import bases
from bot.language.tokens import Token, fold, tokens
from bot.matching.keys import EXACT, GIVEN, intern_all
from bot.matching.names import SURNAME

T = TypeVar("T")


class ChunkCache(dict[str, T]):
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


HYPHENS = ("-", "\u2010", "\u2011")
TOKENS = ChunkCache(lambda chunk: tuple(tokens(chunk)))
EXACTS = ChunkCache(lambda chunk: intern_all(EXACT + token.exact for token in TOKENS[chunk]))


class ChunkWords:
    """What chunks hold in texts of one language."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._bases = ChunkCache(lambda word: intern_all(bases(word, language)))
        #: of each word the bases, of a paragraph's end nothing
        self.bases = ChunkCache(lambda chunk: tuple([self._bases_of(token, chunk) for token in TOKENS[chunk]]))
        #: bases, acronyms and names
        self.keys = ChunkCache(self._keys)
        #: is it somebody's given name, with nothing behind it?
        self.given = ChunkCache(lambda chunk: chunk[-1:].isalpha() and GIVEN in self.keys[chunk])

    def _bases_of(self, token: Token, chunk: str) -> tuple[str, ...]:
        """The bases of a word; of an initial, a capital before a full stop, that is one too: "с."."""
        bases_, last = self._bases[token.stem], chunk[token.end : token.end + 1]
        initial = token.end == token.start + 1 and last == "." and chunk[token.start].isupper()
        return (*bases_, sys.intern(token.stem + last)) if initial else bases_

    def _keys(self, chunk: str) -> tuple[str, ...]:
        keys = [*chain.from_iterable(self.bases[chunk])]
        for index, token in enumerate(TOKENS[chunk]):
            keys += self.capital_keys(token, chunk)
            keys += self.compound_bases(index, chunk)
        return intern_all(keys)

    def ordinary_words(self, chunk: str) -> frozenset[str]:
        """The ordinary words that its first word would be, were it no surname."""
        return frozenset(base for base in ru.nominal_bases(TOKENS[chunk][0].stem) if ru.is_common_word(base))

    def compound_bases(self, index: int, chunk: str) -> tuple[str, ...]:
        """The bases of a word written with a hyphen, found by its first part: бизнес-план is бизнесплан, G-20 G20."""
        pair = TOKENS[chunk][index : index + 2]
        if len(pair) < 2 or chunk[pair[0].end : pair[1].start] not in HYPHENS:
            return ()
        letters = pair[1].stem.isalpha() and chunk[pair[1].start].islower()
        alike = pair[0].exact.isalpha() and (letters or pair[1].stem.isdigit())
        return self._bases[fold(pair[0].exact + pair[1].stem)] if alike else ()

    def capital_keys(self, token: Token, chunk: str) -> tuple[str, ...]:
        """The keys that a word has for its capitals: an acronym, a given name, a surname that is a word too."""
        if token.acronym:
            return (token.acronym,)
        if self._language != "ru" or not chunk[token.start : token.end][:1].isupper():
            return ()
        given = (GIVEN,) if ru_names.is_given_name(token.stem) else ()
        if not ru.is_common_word(token.stem):
            return given
        return (*given, *(SURNAME + base for base in ru_names.surname_bases(token.stem)))


CHUNK_WORDS = {language: ChunkWords(language) for language in ("en", "ru", "kk")}


def chunks_by_key(keys_of_chunks: Iterable[tuple[str, ...]]) -> dict[str, list[int]]:
    """The chunks that hold a key, each once, by number."""
    where: dict[str, list[int]] = defaultdict(list)
    for at, keys in enumerate(keys_of_chunks):
        for key in keys if len(keys) < 2 else set(keys):
            where[key].append(at)
    return where
