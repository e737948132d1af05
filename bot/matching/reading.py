"""An article as matching reads it: its words cut out once, and everything else only when it is asked for.

A word is looked up by a key: `waste` (normal form), `AI` (capitals) or `"wastes` (exact form, behind a quote sign).
A phrase is a tuple of keys that stand side by side in one paragraph.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate, pairwise

from bot.language.capitals import DOUBTFUL
from bot.language.sentences import sentences
from bot.language.tokens import PIECES, Remembered, acronym, exact, normal, without_possessive
from bot.matching.query import Term
from bot.model import Match

Phrase = tuple[str, ...]  #: keys side by side; a single word is a phrase of one

EXACT = '"'  #: what an exact form's key begins with
SHOUTED_FROM = 4  #: words from which on a sentence without a small letter says nothing about capitals

_NORMAL = Remembered(lambda raw: "" if raw[0] in "\n\u2029" else normal(raw))
_EXACT = Remembered(lambda raw: EXACT + exact(raw))
_ACRONYM = Remembered(acronym)


def keys_of(term: Term) -> Phrase:
    """What to look for in a Reading."""
    return tuple(EXACT + word for word in term.words) if term.quoted else term.words


class Reading:
    """The words of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._pieces = PIECES.split(text)
        self._raws = self._pieces[1::2]
        distinct = set(self._raws)
        capitals = set(map(_ACRONYM.__getitem__, distinct))
        if not DOUBTFUL.isdisjoint(capitals):
            capitals = set(self._acronyms)
        self.words = {*map(_NORMAL.__getitem__, distinct), *capitals}  #: keys of normal forms and acronyms
        self.words.discard("")
        self._spots: dict[Phrase, dict[int, list[tuple[int, int]]]] = {}

    @cached_property
    def exact_words(self) -> set[str]:
        """Keys of exact forms."""
        return set(self._exacts)

    @cached_property
    def pairs(self) -> set[tuple[str, str]]:
        """Neighbouring normal forms; a paragraph's end is nobody's neighbour."""
        return set(pairwise(self._normals))

    @cached_property
    def exact_pairs(self) -> set[tuple[str, str]]:
        """Neighbouring exact forms."""
        return set(pairwise(self._exacts))

    def holds(self, phrase: Phrase) -> bool:
        """Does it stand anywhere in the text?"""
        exactly = phrase[0].startswith(EXACT)
        if len(phrase) == 1:
            return phrase[0] in (self.exact_words if exactly else self.words)
        if phrase[:2] not in (self.exact_pairs if exactly else self.pairs):
            return False
        return len(phrase) == 2 or bool(self.spots(phrase))

    def spots(self, phrase: Phrase) -> dict[int, list[tuple[int, int]]]:
        """Where it stands: by number of the sentence in which it begins, the (start, end) in the text."""
        if phrase not in self._spots:
            self._spots[phrase] = self._find(phrase)
        return self._spots[phrase]

    def show(self, query_id: int, phrases: tuple[Phrase, ...]) -> Match:
        """The first sentence that holds the most of these phrases, with the places of all of them in it."""
        found = [self.spots(phrase) for phrase in phrases]
        best = self._fullest(found)
        places = sorted(place for spots in found for place in spots.get(best, ()))
        start, end = self._sentences[best]
        last = max(place[1] for place in places)
        if last > end:  # a phrase that runs over the end of its sentence takes the next ones along
            end = max(end, self._sentences[self._sentence_at(last - 1)][1])
        spans = tuple((left - start, right - start) for left, right in _merged(places))
        return Match(query_id=query_id, sentence=self.text[start:end], spans=spans)

    @staticmethod
    def _fullest(found: list[dict[int, list[tuple[int, int]]]]) -> int:
        if len(found) == 1:
            return next(iter(found[0]))
        count: dict[int, int] = {}
        for spots in found:
            for sentence in spots:
                count[sentence] = count.get(sentence, 0) + 1
        return min(count, key=lambda sentence: (-count[sentence], sentence))

    def _find(self, phrase: Phrase) -> dict[int, list[tuple[int, int]]]:
        first, size = phrase[0], len(phrase)
        exactly = first.startswith(EXACT)
        where = self._where_exact if exactly else self._where
        forms = self._exacts if exactly else self._normals
        spots: dict[int, list[tuple[int, int]]] = {}
        for at in where.get(first, ()):
            if size > 1 and tuple(forms[at : at + size]) != phrase:
                continue
            start = self._starts[2 * at]
            last = at + size - 1
            raw = self._raws[last]
            end = self._starts[2 * last] + len(raw if exactly else without_possessive(raw))
            spots.setdefault(self._sentence_at(start), []).append((start, end))
        return spots

    @cached_property
    def _normals(self) -> list[str]:
        return list(map(_NORMAL.__getitem__, self._raws))

    @cached_property
    def _exacts(self) -> list[str]:
        return list(map(_EXACT.__getitem__, self._raws))

    @cached_property
    def _acronyms(self) -> list[str]:
        """The acronym that each word is, or nothing; IT in "WHO SAYS IT WORKS" is none."""
        acronyms = list(map(_ACRONYM.__getitem__, self._raws))
        for at, capitals in enumerate(acronyms):
            if capitals in DOUBTFUL and self._is_shouted(self._sentence_at(self._starts[2 * at])):
                acronyms[at] = ""
        return acronyms

    def _is_shouted(self, sentence: int) -> bool:
        start, end = self._sentences[sentence]
        said = self.text[start:end]
        return said == said.upper() and len(said.split()) >= SHOUTED_FROM

    @cached_property
    def _where(self) -> dict[str, list[int]]:
        where: dict[str, list[int]] = {}
        for at, form in enumerate(self._normals):
            where.setdefault(form, []).append(at)
        for at, form in enumerate(self._acronyms):
            if form:
                where.setdefault(form, []).append(at)
        return where

    @cached_property
    def _where_exact(self) -> dict[str, list[int]]:
        where: dict[str, list[int]] = {}
        for at, form in enumerate(self._exacts):
            where.setdefault(form, []).append(at)
        return where

    @cached_property
    def _starts(self) -> list[int]:
        """Offsets: word number i starts at place 2 * i."""
        return list(accumulate(map(len, self._pieces)))

    @cached_property
    def _sentences(self) -> list[tuple[int, int]]:
        return sentences(self.text)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self._sentences]

    def _sentence_at(self, offset: int) -> int:
        return bisect_right(self._sentence_starts, offset) - 1


def _merged(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sorted places, those that overlap made one."""
    merged = places[:1]
    for start, end in places[1:]:
        if start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
