"""From what matching has read to what articles are compared by.

article, AnalyzedText ─ concepts, numbers, words ─▶ marks ─ where they stand, how rare they are ─▶ Features
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.language.given_names import may_be_given_name
from bot.language.latin_russian import in_russian_letters
from bot.matching.analysis import AnalyzedText
from bot.matching.chunks import CHUNK_WORDS, TOKENS
from bot.matching.keys import CONCEPT as CONCEPT_SIGN
from bot.matching.keys import TextSpan
from bot.model import Article
from bot.stories.days import dates, days
from bot.stories.features import STEPS, Features, dumped, features, minutes, stored_row
from bot.stories.marks import (
    BEGINNING,
    CONCEPT,
    NEWS,
    NUMBER,
    PERSON,
    PLACE,
    ROLE,
    USUAL_GIVEN_NAME,
    USUAL_NAME,
    WHOLE,
    WORD,
    ConceptMarks,
    beginning,
    of_number,
    of_word,
    whole,
)
from bot.stories.meaning import Gist
from bot.stories.numbers import numbers
from bot.stories.places import is_wide
from bot.stories.round_ups import is_round_up
from bot.stories.sites import sites

HEADLINE, LEAD, BODY = 2.0, 1.2, 0.7  #: weight of what stands there
LONGEST = 200  #: words that are read
LONGEST_SENTENCE = 1_000  #: characters; in a longer one capitals are not looked at, which would take long
LONGEST_WRITTEN = 40  #: characters of a mark as the text has it
MOST_MARKS = 120
LONGEST_FOR_SITES = 3_000  #: characters in which streets are looked for
WEIGHTS = {
    PLACE: 1.0,
    ROLE: 0.3,
    PERSON: 1.0,
    CONCEPT: 1.5,
    NEWS: 1.5,
    NUMBER: 1.2,
    WORD: 1.0,
    BEGINNING: 0.8,
    WHOLE: 0.6,
}
NAME = 1.5  #: weight of a name that is no concept
_QUOTED = re.compile(r"[«“„\"]([^«»“”„\"\n]{2,60})[»”“\"]")
_YEARS = range(1900, 2101)
_GAP = "\n\n"


class _Reader:
    """The marks of one text, each with where it stands first and how many of a thousand articles have it."""

    def __init__(self, text: AnalyzedText, concepts: ConceptMarks) -> None:
        self._text, self._concepts = text, concepts
        self.places: dict[str, float] = {}
        self.usual: dict[str, float] = {}
        self.written: dict[str, str] = {}
        self.names: set[str] = set()
        self.headline_end = _end(text.text, 0)
        self.lead_end = _end(text.text, self.headline_end + len(_GAP))
        self._taken = bytearray(len(text.text) + 1)  #: characters of what is a mark already
        self._quoted = [found.span(1) for found in _QUOTED.finditer(text.text, 0, self.headline_end)]

    def read(self) -> None:
        """Find all marks."""
        for key, spans in self._text.concepts.items():
            mark, usual = self._concepts[key.removeprefix(CONCEPT_SIGN)]
            for span in spans:
                self._take(mark, span, usual)
        for _, _, span in dates(self._text.text):
            self._cover(span)
        for value, span in numbers(self._text.text, self._text.language):
            if not self._taken[span[0]] and not (value in _YEARS and span[1] - span[0] == len("2025")):
                mark, usual = of_number(value)
                self._take(mark, span, usual)
        self._read_words()

    def _read_words(self) -> None:
        at = count = 0
        bases = CHUNK_WORDS[self._text.language].bases
        for chunk in self._text.text.split(" "):
            for token, forms in zip(TOKENS[chunk], bases[chunk], strict=True):
                span = at + token.start, at + token.end
                if token.exact and not self._taken[span[0]]:
                    count += 1
                    self._read_word(forms, span)
            at += len(chunk) + 1
            if count >= LONGEST:
                break

    def _read_word(self, forms: tuple[str, ...], span: TextSpan) -> None:
        mark, usual = of_word(forms, self._text.language)
        if not mark:
            return
        if mark[0] == WORD and self._is_name(span):
            if may_be_given_name(forms[0]) and span[0] > self.headline_end:
                usual = USUAL_GIVEN_NAME
            else:
                self.names.add(mark)
                usual = min(usual, USUAL_NAME)
        self._add(mark, span, usual)
        if mark[0] == WORD and span[0] < self.headline_end:
            self._read_copies(mark, forms, span[0])

    def _read_copies(self, mark: str, forms: tuple[str, ...], at: int) -> None:
        """The looser mark of a word in a headline, and the stricter one if there is no text."""
        loose, usual = beginning(mark)
        self._add(loose, (at, at), usual)
        if self.headline_end == len(self._text.text):
            strict = whole(forms, self._text.language)
            if strict:
                self._add(strict, (at, at), self.usual[mark])

    def _is_name(self, span: TextSpan) -> bool:
        if not self._text.text[span[0]].isupper():
            return False
        if span[0] < self.headline_end:
            return any(start <= span[0] < end for start, end in self._quoted)
        start, end = self._text.sentence_at(span[0])
        return end - start <= LONGEST_SENTENCE and self._text.capital_is_significant(span)

    def _take(self, mark: str, span: TextSpan, usual: float) -> None:
        self._add(mark, span, usual)
        self._cover(span)

    def _cover(self, span: TextSpan) -> None:
        self._taken[slice(*span)] = b"\1" * (span[1] - span[0])

    def _add(self, mark: str, span: TextSpan, usual: float) -> None:
        place = HEADLINE if span[0] < self.headline_end else LEAD if span[0] < self.lead_end else BODY
        if place > self.places.get(mark, 0.0):
            self.places[mark] = place
            self.written[mark] = self._text.text[slice(*span)][:LONGEST_WRITTEN]
        self.usual[mark] = min(usual, self.usual.get(mark, usual))

    def weight(self, mark: str, rarity: Callable[[str, float], float]) -> float:
        """Where it stands, what it is, how rare it is."""
        by_kind = WEIGHTS[mark[0]] * (NAME if mark in self.names else 1.0)
        return self.places[mark] * by_kind * rarity(mark, self.usual[mark])


def _end(text: str, start: int) -> int:
    """The end of the paragraph from `start`."""
    found = text.find(_GAP, start)
    return found if found >= 0 else len(text)


def _in_russian_letters(text: AnalyzedText, concepts: ConceptMarks) -> AnalyzedText:
    """The text, with a Russian headline that was made from an address in Russian letters."""
    end = _end(text.text, 0)
    headline = in_russian_letters(text.text[:end]) if text.language == "ru" else text.text[:end]
    if text.text.startswith(headline):
        return text
    return AnalyzedText(headline + text.text[end:], language=text.language, concepts=concepts.concepts)


def read(
    article: Article,
    text: AnalyzedText,
    concepts: ConceptMarks,
    rarity: Callable[[str, float], float],
    meaning: Gist | None = None,
) -> tuple[Features, str]:
    """What an article is compared by, and as it is stored.

    `rarity` of a mark, by how many articles usually have it; `meaning` None: there is no second voice.
    """
    text = _in_russian_letters(text, concepts)
    reader = _Reader(text, concepts)
    reader.read()
    weights = {mark: reader.weight(mark, rarity) for mark in reader.places}
    kept = sorted(weights, key=lambda mark: (-weights[mark], mark))[:MOST_MARKS]
    names, headline = reader.names.intersection(kept), {mark for mark in kept if reader.places[mark] == HEADLINE}
    wide = {mark for mark in headline if mark[0] == PLACE and is_wide(reader.written[mark])}
    named_days = days(text.text[: reader.lead_end], article.published_at)
    named_sites = sites(text.text[:LONGEST_FOR_SITES], text.language)
    round_up = is_round_up(text, reader.headline_end)
    at = minutes(article.published_at)
    row = stored_row(article.source_key, text.language, at, named_days, named_sites, round_up=round_up, meaning=meaning)
    whole = {mark: max(round(weights[mark] * STEPS), 1) for mark in kept}
    return (
        features(row, whole, names, headline, wide),
        dumped(row, whole, names, headline, wide, reader.written),
    )
