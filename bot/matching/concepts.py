"""Concepts: one thing under its names in three languages.

    AI typed ─ term ─▶ the concept ai          text ─ found ─▶ ai, by "ИИ" in its third sentence

A name that is a word too (`proper`: Семей, Ақтау, Oral) counts only with a capital, and where a capital says nothing, at
a sentence's start or in a headline in capitals, only if no common word fits. The names of a concept that `covers`
another hide its names within them: Алматинская область is not the city.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, product
from typing import TYPE_CHECKING

from bot.language import ru
from bot.language.common import COMMON
from bot.language.forms import name_bases, query_bases
from bot.language.tokens import TOKEN, acronym, fold, stem
from bot.matching.query import Field, Term
from bot.matching.terms import base, single
from bot.model import Concept

if TYPE_CHECKING:
    from bot.matching.reading import Part, Place, Reading, Spots

MOST_SPELLINGS = 16  #: of a name of several words, each of which may have several bases


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as it is looked for."""

    concept: str
    part: Part
    proper: bool
    unspaced: bool  #: "A.I." is no "a, i"
    common: frozenset[str]  #: forms that are an ordinary word too
    hidden_in: tuple[Part, ...]  #: longer names of concepts that cover this one's


class Concepts:
    """All concepts that are known."""

    def __init__(self, concepts: Sequence[Concept] = ()) -> None:
        self._concepts = {concept.key: concept for concept in concepts}
        self._meant: dict[tuple[str, ...], str] = {}  #: what may be typed, word by word: the concept
        self.longest = 1  #: words of the longest name
        for concept in concepts:
            for name in concept.names:
                raws = TOKEN.findall(name)
                self.longest = max(self.longest, len(raws))
                self._meant.setdefault(tuple(map(stem, raws)), concept.key)
                self._meant.setdefault(tuple(map(base, raws)), concept.key)
        self._words: dict[str, list[_Name]] = {}
        self._pairs: dict[tuple[str, str], list[_Name]] = {}
        self._parts: dict[str, tuple[tuple[Part, bool], ...]] = {}
        for one in _compiled(concepts):
            alone = isinstance(one.part, str) and not (one.proper or one.unspaced or one.hidden_in)
            self._parts[one.concept] = (*self._parts.get(one.concept, ()), (one.part, alone))
            if isinstance(one.part, str):
                self._words.setdefault(one.part, []).append(one)
            else:
                self._pairs.setdefault(one.part[:2], []).append(one)
        self._starts = {pair[0] for pair in self._pairs}

    def __getitem__(self, key: str) -> Concept:
        return self._concepts[key]

    def __contains__(self, key: str) -> bool:
        return key in self._concepts

    def parts(self, key: str) -> tuple[tuple[Part, bool], ...]:
        """What to look for to find a concept, each with whether a word alone tells it; else its place says whether."""
        return self._parts.get(key, ())

    def term(self, words: Sequence[str], field: Field = Field.TEXT) -> Term | None:
        """The concept that these typed words name, in any of their forms."""
        if len(words) == 1 and not acronym(words[0]) and stem(words[0]) in COMMON:
            return None  # us is not US
        key = next((self._meant[said] for said in _spellings(words) if said in self._meant), None)
        if key is None:
            return None
        return Term(words=tuple(TOKEN.findall(self._concepts[key].names[0])), concept=key, field=field)

    def typed_small(self, word: str, term: Term) -> Term | None:
        """The word itself beside its concept where it was typed small though the name is capitals: ai is any ai."""
        if not term.concept or acronym(word):
            return None
        capitals = {found for name in self._concepts[term.concept].names if (found := acronym(name))}
        return single([word], term.field, only=True) if fold(word).upper() in capitals else None

    def found(self, reading: Reading) -> dict[str, Spots]:
        """The concepts that a text names, each with where."""
        names = [name for word in self._words.keys() & reading.words for name in self._words[word]]
        if self._starts & reading.words:
            pairs = self._pairs.keys() & reading.pairs
            names += [name for pair in pairs for name in self._pairs[pair] if reading.holds(name.part)]
        found: dict[str, Spots] = {}
        for name in names:
            spots = self._counting(name, reading)
            if spots:
                merged = found.setdefault(name.concept, {})
                for sentence, places in spots.items():
                    merged[sentence] = sorted({*merged.get(sentence, ()), *places})
        return {key: dict(sorted(spots.items())) for key, spots in found.items()}

    def _counting(self, name: _Name, reading: Reading) -> Spots:
        """Where the name stands and means the concept."""
        spots = reading.spots(name.part)
        if not (name.proper or name.unspaced or name.hidden_in):
            return spots
        hidden = [place for part in name.hidden_in for places in reading.spots(part).values() for place in places]
        kept: Spots = {}
        for sentence, places in spots.items():
            counting = [place for place in places if _counts(name, place, sentence, hidden, reading)]
            if counting:
                kept[sentence] = counting
        return kept


def _counts(name: _Name, place: Place, sentence: int, hidden: list[Place], reading: Reading) -> bool:
    said = reading.text[place[0] : place[1]]
    if any(start <= place[0] and place[1] <= end for start, end in hidden):
        return False
    if name.unspaced and any(sign.isspace() for sign in said):
        return False
    if not name.proper:
        return True
    if not said[0].isupper():
        return False
    return reading.capital_says(place, sentence) or not _is_common(name, said, reading.language)


def _is_common(name: _Name, said: str, language: str) -> bool:
    word = fold(said)
    return word in name.common or (language == "ru" and ru.common_word(word))


def _spellings(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """What typed words may stand for: as they are, then every choice of their bases."""
    yield tuple(map(stem, words))
    yield from islice(product(*(query_bases(stem(word)) for word in words)), MOST_SPELLINGS)


def _compiled(concepts: Sequence[Concept]) -> Iterator[_Name]:
    """Each name in each of its spellings."""
    spelled = {concept.key: [(name, part) for name, language in _named(concept) for part in _parts(name, language)]
               for concept in concepts}  # fmt: skip
    covering: dict[str, list[Part]] = {}
    for concept in concepts:
        for key in concept.covers:
            covering.setdefault(key, []).extend(part for _, part in spelled[concept.key])
    for concept in concepts:
        for part, name in {part: name for name, part in spelled[concept.key]}.items():
            yield _Name(
                concept=concept.key,
                part=part,
                proper=name in concept.proper,
                unspaced="." in name and " " not in name,
                common=concept.common,
                hidden_in=tuple(longer for longer in covering.get(concept.key, ()) if _holds(longer, part)),
            )


def _named(concept: Concept) -> Iterator[tuple[str, str]]:
    for language, names in (("en", concept.en), ("ru", concept.ru), ("kk", concept.kk)):
        for name in names:
            yield name, language


def _parts(name: str, language: str) -> list[Part]:
    raws = TOKEN.findall(name)
    if len(raws) == 1:
        term = single(raws)
        return [term.words[0]] if term.capitals else list(name_bases(stem(raws[0]), language))
    return list(islice(product(*(name_bases(stem(raw), language) for raw in raws)), MOST_SPELLINGS))


def _holds(longer: Part, part: Part) -> bool:
    """Do the words of a name stand in a longer one?"""
    if isinstance(longer, str):
        return False
    inner = (part,) if isinstance(part, str) else part
    if len(inner) == 1:
        return fold(inner[0]) in longer
    return any(longer[at : at + len(inner)] == inner for at, _ in enumerate(pairwise(longer)))


NO_CONCEPTS = Concepts()
