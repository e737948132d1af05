"""The second voice: how alike two articles are by what they mean, whatever the words; a model gives a vector of each.

    vectors of EVERYDAY ─ Scale.of ─▶ what all news of a language has in common, how alike translations are
    vector of an article ─ Scale.meaning ─▶ Gist, stored with its marks ─ alike ─▶ 0: unrelated … 1: a translation

Models differ in how alike they find what has nothing in common, and most find two texts of one language alike for their
language alone. So each is measured by the same news in three languages before it is asked, and its vectors are centred.
"""

from __future__ import annotations

import math
import re
from array import array
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import mul
from sys import intern
from typing import Any

from bot.language.latin_russian import in_russian_letters
from bot.language.translit import is_latin, russian
from bot.model import Article
from bot.stories.everyday import EVERYDAY

LONGEST = 400  #: characters of a headline with its first lines
STEPS = 127  #: of a number of a vector from 0 to 1: it is kept as a byte
LEAST_APART = 0.1  #: by which translations are more alike than unrelated news, of a model that knows the languages
SPREAD = 7  #: how far apart the pairs of unrelated news are taken from EVERYDAY

#: a likeness of meanings above the pivot makes two articles more alike, one below it less
WEIGHT, PIVOT = 0.15, 0.4
#: of two bare headlines in one language, which have few words, and are alike for their form alone
BARE_WEIGHT, BARE_PIVOT = 0.5, 0.7

Vector = Sequence[float]
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Gist:
    """What an article means, by one model."""

    voice: str  #: which model; those of two say nothing of each other
    unrelated: float  #: how alike it finds unrelated news
    translated: float  #: how alike it finds translations
    vector: array[int]  #: centred, of length STEPS


@dataclass(frozen=True, kw_only=True)
class Scale:
    """A model, measured."""

    centres: Mapping[str, Vector]  #: of the news of each language
    unrelated: float
    translated: float

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return len(next(iter(self.centres.values())))

    @classmethod
    def of(cls, vectors: Mapping[str, Sequence[Vector]]) -> Scale | None:
        """By its vectors of EVERYDAY; None: it can't tell news in these languages apart."""
        centres = {language: _mean(some) for language, some in vectors.items()}
        centred = {language: [_bytes(each, centres[language]) for each in some] for language, some in vectors.items()}
        tongues = [(one, other) for one in centred for other in centred if one < other]
        translated = _typical(
            [_cosine(*pair) for one, other in tongues for pair in zip(centred[one], centred[other], strict=True)]
        )
        unrelated = _typical(
            [
                _cosine(mine, centred[other][(at + SPREAD) % len(centred[other])])
                for one, other in tongues
                for at, mine in enumerate(centred[one])
            ]
        )
        if translated - unrelated < LEAST_APART:
            return None
        return cls(centres=centres, unrelated=unrelated, translated=translated)

    def meaning(self, voice: str, language: str, vector: Vector) -> Gist:
        """What an article of a language means, by its vector."""
        return Gist(
            voice=voice,
            unrelated=self.unrelated,
            translated=self.translated,
            vector=_bytes(vector, self.centres[language]),
        )


def everyday() -> list[str]:
    """What a model is measured by, one language after the other."""
    return [each for some in EVERYDAY.values() for each in some]


def scale(vectors: Sequence[Vector]) -> Scale | None:
    """A model by its vectors of `everyday`; None: it can't tell news in these languages apart."""
    each = len(vectors) // len(EVERYDAY)
    return Scale.of({language: vectors[at * each : (at + 1) * each] for at, language in enumerate(EVERYDAY)})


def read(article: Article) -> str:
    """What a model is given of an article: its headline and its first lines, or the first paragraph if it has none."""
    first = article.teaser or (article.body or "").partition("\n\n")[0]
    words = " ".join(f"{article.title} {first}".replace("\0", " ").split())[:LONGEST]
    if article.language == "ru" and is_latin(words):  # models know few such texts
        words = _WORD.sub(lambda found: russian(found[0])[0], in_russian_letters(words).lower())
    return words.encode("utf-8", "replace").decode()  # without halves of letters, which no model takes


def alike(one: Gist | None, other: Gist | None) -> float | None:
    """How alike two articles are, from 0 (as unrelated news) to 1 (as translations); None: nobody can tell."""
    if one is None or other is None or one.voice != other.voice or len(one.vector) != len(other.vector):
        return None
    share = (_cosine(one.vector, other.vector) - one.unrelated) / (one.translated - one.unrelated)
    return min(max(share, 0.0), 1.0)


def mixed(value: float, one: Gist | None, other: Gist | None, *, bare: bool) -> float:
    """How alike two articles are by their words, and by their meaning as far as that can be told.

    `bare`: they are headlines in one language, without a text.
    """
    share = alike(one, other)
    if share is None:
        return value
    return value + (BARE_WEIGHT * (share - BARE_PIVOT) if bare else WEIGHT * (share - PIVOT))


def dumped(meaning: Gist) -> list[Any]:
    """As it is stored."""
    vector = b64encode(meaning.vector.tobytes()).decode()
    return [meaning.voice, round(meaning.unrelated, 3), round(meaning.translated, 3), vector]


def loaded(stored: Sequence[Any] | None) -> Gist | None:
    """What was stored; None: nothing."""
    if not stored:
        return None
    voice, unrelated, translated, vector = stored
    return Gist(voice=intern(voice), unrelated=unrelated, translated=translated, vector=array("b", b64decode(vector)))


def _mean(vectors: Sequence[Vector]) -> Vector:
    return [sum(each) / len(vectors) for each in zip(*vectors, strict=True)]


def _bytes(vector: Vector, centre: Vector) -> array[int]:
    """A vector around a centre, of length STEPS; one that is its centre points nowhere."""
    centred = [mine - common for mine, common in zip(vector, centre, strict=True)]
    length = math.sqrt(sum(map(mul, centred, centred))) or 1.0
    return array("b", [round(each / length * STEPS) for each in centred])


def _cosine(one: array[int], other: array[int]) -> float:
    return float(sum(map(mul, one, other))) / STEPS**2


def _typical(cosines: Sequence[float]) -> float:
    return sorted(cosines)[len(cosines) // 2]
