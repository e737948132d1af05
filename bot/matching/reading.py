"""An article as matching reads it: its words looked up at once, everything else only when it is asked for.

A word is looked up by a key: `waste` (normal form), `AI` (capitals) or `"wastes` (exact form, behind a quote sign).
A phrase is a tuple of two or more keys that stand side by side in one paragraph.

The text is cut at spaces, which is cheap, and what a chunk between two spaces holds ("Aktau,", "AI-university") is
remembered from one article to the next. A chunk may hold no word, several, or a paragraph's end between two words.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import accumulate, chain, pairwise
from operator import eq
from typing import TypeVar

from bot.language.capitals import DOUBTFUL
from bot.language.sentences import sentences
from bot.language.tokens import Token, tokens
from bot.matching.query import Term
from bot.model import Match

T = TypeVar("T")
Part = str | tuple[str, ...]  #: what is looked for: the key of a word, or those of a phrase
Place = tuple[int, int]  #: (start, end) in the text

EXACT = '"'  #: what an exact form's key begins with
SHOUTED_FROM = 4  #: words from which on a sentence without a small letter says nothing about capitals


def part_of(term: Term) -> Part:
    """What to look for in a Reading."""
    keys = _interned(EXACT + word if term.quoted else word for word in term.words)
    return keys[0] if len(keys) == 1 else keys


def is_exact(part: Part) -> bool:
    """Is it looked for as written?"""
    return part[0][0] == EXACT


def _interned(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(sys.intern, keys))


class _Remembered(dict[str, T]):
    """What a chunk holds, worked out once for each."""

    LIMIT = 50_000  #: chunks held; then it begins anew
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


_TOKENS = _Remembered(lambda chunk: tuple(tokens(chunk)))
_NORMALS = _Remembered(lambda chunk: _interned(token.normal for token in _TOKENS[chunk]))
_EXACTS = _Remembered(lambda chunk: _interned(EXACT + token.exact for token in _TOKENS[chunk]))
_KEYS = _Remembered(
    lambda chunk: _interned(form for token in _TOKENS[chunk] for form in (token.normal, token.acronym) if form)
)


class Reading:
    """The words of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._chunks = text.split(" ")
        #: keys of normal forms and acronyms
        self.words: set[str] = set().union(*map(_KEYS.__getitem__, set(self._chunks)))
        self._spots: dict[Part, dict[int, list[Place]]] = {}
        doubtful = self.words & DOUBTFUL
        if doubtful and self._may_shout():
            self.words -= {acronym for acronym in doubtful if not self.spots(acronym)}

    @cached_property
    def exact_words(self) -> set[str]:
        """Keys of exact forms."""
        return set().union(*map(_EXACTS.__getitem__, set(self._chunks)))

    @cached_property
    def pairs(self) -> set[tuple[str, str]]:
        """Neighbouring normal forms; a paragraph's end is nobody's neighbour."""
        return set(pairwise(chain.from_iterable(map(_NORMALS.__getitem__, self._chunks))))

    @cached_property
    def exact_pairs(self) -> set[tuple[str, str]]:
        """Neighbouring exact forms."""
        return set(pairwise(chain.from_iterable(map(_EXACTS.__getitem__, self._chunks))))

    def holds(self, part: Part) -> bool:
        """Does it stand anywhere in the text?"""
        if isinstance(part, str):
            return part in (self.exact_words if is_exact(part) else self.words)
        if part[:2] not in (self.exact_pairs if is_exact(part) else self.pairs):
            return False
        return len(part) == 2 or bool(self.spots(part))

    def spots(self, part: Part) -> dict[int, list[Place]]:
        """Where it stands: by number of the sentence in which it begins, in the text's order."""
        spots = self._spots.get(part)
        if spots is None:
            spots = self._spots[part] = {}
            for place in self._places((part,) if isinstance(part, str) else part):
                spots.setdefault(self._sentence_at(place[0]), []).append(place)
            if part in DOUBTFUL:  # IT in "WHO SAYS IT WORKS" is no acronym
                for sentence in list(filter(self._is_shouted, spots)):
                    del spots[sentence]
        return spots

    def show(self, query_id: int, parts: tuple[Part, ...]) -> Match:
        """The first sentence that holds the most of these parts, with the places of all of them in it."""
        if len(parts) == 1:
            best, places = next(iter(self.spots(parts[0]).items()))
        else:
            found = list(map(self.spots, parts))
            best = _fullest(found)
            places = _merged(sorted(place for spots in found for place in spots.get(best, ())))
        start, end = self._sentences[best]
        last = places[-1][1]
        if last > end:  # a phrase that runs over the end of its sentence takes the next ones along
            end = self._sentences[self._sentence_at(last - 1)][1]
        spans = tuple([(left - start, right - start) for left, right in places])
        return Match(query_id=query_id, sentence=self.text[start:end], spans=spans)

    def _places(self, keys: tuple[str, ...]) -> Iterator[Place]:
        exactly, first = is_exact(keys), keys[0].removeprefix(EXACT)
        for at in (self._where_exact if exactly else self._where).get(keys[0], ()):
            start = self._starts[at] + at
            for place, token in enumerate(_TOKENS[self._chunks[at]]):
                if first not in ((token.exact,) if exactly else (token.normal, token.acronym)):
                    continue
                if len(keys) == 1:
                    yield start + token.start, start + (token.end if exactly else token.stem_end)
                elif end := self._phrase_end(keys, at, place, exactly):
                    yield start + token.start, end

    def _phrase_end(self, keys: tuple[str, ...], at: int, place: int, exactly: bool) -> int:
        """The end of the phrase if it begins with the token at `place` of chunk `at`, or 0."""
        ahead = ((chunk, token) for chunk in range(at, len(self._chunks)) for token in _TOKENS[self._chunks[chunk]])
        for _ in range(place):
            next(ahead)
        end = 0
        for key in keys:
            chunk, token = next(ahead, (0, _NO_TOKEN))
            if key != (EXACT + token.exact if exactly else token.normal):
                return 0
            end = self._starts[chunk] + chunk + (token.end if exactly else token.stem_end)
        return end

    def _may_shout(self) -> bool:
        """Are there two chunks in a row without a small letter? A cheap look before the sentences are cut."""
        loud = bytes(map(eq, self._chunks, map(str.upper, self._chunks)))
        return b"\1\1" in loud

    def _is_shouted(self, sentence: int) -> bool:
        start, end = self._sentences[sentence]
        said = self.text[start:end]
        return said == said.upper() and sum(1 for token in tokens(said) if token.exact) >= SHOUTED_FROM

    @cached_property
    def _where(self) -> dict[str, list[int]]:
        """The chunks that hold a key, each once."""
        return _places_of(map(_KEYS.__getitem__, self._chunks))

    @cached_property
    def _where_exact(self) -> dict[str, list[int]]:
        return _places_of(map(_EXACTS.__getitem__, self._chunks))

    @cached_property
    def _starts(self) -> list[int]:
        """Characters before a chunk, the spaces between chunks not counted."""
        return list(accumulate(map(len, self._chunks), initial=0))

    @cached_property
    def _sentences(self) -> list[Place]:
        return sentences(self.text)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self._sentences]

    def _sentence_at(self, offset: int) -> int:
        return bisect_right(self._sentence_starts, offset) - 1


_NO_TOKEN = Token(0, 0, 0, "", "", "")


def _places_of(keys_of_chunks: Iterator[tuple[str, ...]]) -> dict[str, list[int]]:
    where: dict[str, list[int]] = defaultdict(list)
    for at, keys in enumerate(keys_of_chunks):
        for key in keys if len(keys) < 2 else set(keys):
            where[key].append(at)
    return where


def _fullest(found: list[dict[int, list[Place]]]) -> int:
    """The first of the sentences in which most of the parts stand."""
    everywhere = set(found[0]).intersection(*found[1:])
    if everywhere:
        return min(everywhere)
    count: dict[int, int] = defaultdict(int)
    for sentence in chain.from_iterable(found):
        count[sentence] += 1
    return min(count, key=lambda sentence: (-count[sentence], sentence))


def _merged(places: list[Place]) -> list[Place]:
    """Sorted places, those that overlap made one."""
    merged = places[:1]
    for start, end in places[1:]:
        if start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
