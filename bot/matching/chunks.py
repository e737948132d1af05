"""Chunks: a text split at spaces, with the words of each chunk cached from one article to the next.

Splitting at spaces is cheap. A chunk ("Aktau,", "AI-university") may contain no word, several words, or a paragraph
break between two words.
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
from bot.matching.keys import EXACT, GIVEN, TextSpan, intern_all
from bot.matching.names import SURNAME

T = TypeVar("T")


class ChunkCache(dict[str, T]):
    """A value per chunk, computed on first use; emptied when it is full."""

    LIMIT = 30_000  #: chunks cached
    LONGEST = 40  #: characters of a chunk that is cached

    def __init__(self, compute: Callable[[str], T]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, chunk: str) -> T:
        value = self._compute(chunk)
        if len(chunk) <= self.LONGEST:
            if len(self) >= self.LIMIT:
                self.clear()
            self[chunk] = value
        return value


HYPHENS = ("-", "\u2010", "\u2011")
TOKENS = ChunkCache(lambda chunk: tuple(tokens(chunk)))
EXACTS = ChunkCache(lambda chunk: intern_all(EXACT + token.exact for token in TOKENS[chunk]))


class ChunkWords:
    """The keys of chunks in texts of one language."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._bases = ChunkCache(lambda word: intern_all(bases(word, language)))
        #: the bases of each word; an empty tuple for a paragraph break
        self.bases = ChunkCache(lambda chunk: tuple([self._bases_of(token, chunk) for token in TOKENS[chunk]]))
        #: bases, acronyms and name keys of all its words, each once
        self.keys = ChunkCache(self._keys)
        #: of a chunk of several words: the spans of each of its keys
        self.spans = ChunkCache(self._spans)
        #: does it end with a given name?
        self.given = ChunkCache(lambda chunk: chunk[-1:].isalpha() and GIVEN in self.keys[chunk])
        #: the ordinary words that its first word would be if it were not a surname
        self.ordinary = ChunkCache(_ordinary_words)

    def _bases_of(self, token: Token, chunk: str) -> tuple[str, ...]:
        """The bases of a word; an initial (a capital with a full stop) has "с." as one more."""
        bases_, last = self._bases[token.stem], chunk[token.end : token.end + 1]
        initial = token.end == token.start + 1 and last == "." and chunk[token.start].isupper()
        return (*bases_, sys.intern(token.stem + last)) if initial else bases_

    def _keys(self, chunk: str) -> tuple[str, ...]:
        keys = [*chain.from_iterable(self.bases[chunk])]
        for index, token in enumerate(TOKENS[chunk]):
            keys += self._capital_keys(token, chunk)
            keys += self._compound_bases(index, chunk)
        return intern_all(dict.fromkeys(keys))

    def _spans(self, chunk: str) -> dict[str, list[TextSpan]]:
        spans: dict[str, list[TextSpan]] = defaultdict(list)
        for index, token in enumerate(TOKENS[chunk]):
            own = {*self.bases[chunk][index], *self._capital_keys(token, chunk)}
            for key in own:
                spans[key].append((token.start, token.stem_end))
            for key in set(self._compound_bases(index, chunk)) - own:
                spans[key].append((token.start, TOKENS[chunk][index + 1].stem_end))
        return spans

    def _compound_bases(self, index: int, chunk: str) -> tuple[str, ...]:
        """The bases of a word with a hyphen, by its first token: бизнес-план is бизнесплан, G-20 is G20."""
        pair = TOKENS[chunk][index : index + 2]
        if len(pair) < 2 or chunk[pair[0].end : pair[1].start] not in HYPHENS:
            return ()
        letters = pair[1].stem.isalpha() and chunk[pair[1].start].islower()
        alike = pair[0].exact.isalpha() and (letters or pair[1].stem.isdigit())
        return self._bases[fold(pair[0].exact + pair[1].stem)] if alike else ()

    def _capital_keys(self, token: Token, chunk: str) -> tuple[str, ...]:
        """The keys that a word has because of its capitals: an acronym, a given name, a surname that is a word too."""
        if token.acronym:
            return (token.acronym,)
        if self._language != "ru" or not chunk[token.start : token.end][:1].isupper():
            return ()
        given = (GIVEN,) if ru_names.is_given_name(token.stem) else ()
        if not ru.is_common_word(token.stem):
            return given
        return (*given, *(SURNAME + base for base in ru_names.surname_bases(token.stem)))


def _ordinary_words(chunk: str) -> frozenset[str]:
    return frozenset(base for base in ru.nominal_bases(TOKENS[chunk][0].stem) if ru.is_common_word(base))


CHUNK_WORDS = {language: ChunkWords(language) for language in ("en", "ru", "kk")}


def chunks_by_key(keys_of_chunks: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """The numbers of the chunks that contain each key, ascending; a chunk has each of its keys once."""
    where: dict[str, list[int]] = defaultdict(list)
    for at, keys in enumerate(keys_of_chunks):
        for key in keys:
            where[key].append(at)
    return where
