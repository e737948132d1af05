"""Concepts: one thing under its names in three languages.

    "AI" as typed ─ term ─▶ the concept ai          a text ─ find_in ─▶ ai, by "ИИ" in its third sentence

A name that is a word too (`proper`: Семей, Ақтау, Oral) counts only with a capital. Where a capital is not significant,
at a sentence's start or in a headline in capitals, a form that is a common word too (`common`) does not count. Within a
longer name of another concept a name does not count, unless that concept is `part_of` its own: Алматинская область is
not the city, the Port of Aktau is Aktau.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, islice, product

from bot.language.common import COMMON
from bot.language.forms import query_bases
from bot.language.given_names import may_be_given_name
from bot.language.tokens import TOKEN, acronym, fold, stem
from bot.matching.concept_names import MAX_SPELLINGS, ConceptName, compile_names, excluded_phrases, shortened
from bot.matching.keys import Pattern, TextSpan, for_language
from bot.matching.meaning import means, only_last_inflects
from bot.matching.people import (
    MAX_NAME_WORDS,
    PERSON,
    are_names_of,
    is_in_surname,
    may_begin_name,
    person_term,
    surname_spans,
)
from bot.matching.phonetic import PhoneticNames
from bot.matching.query import Field, Term
from bot.matching.terms import base_of, plain_term
from bot.matching.text import MAX_SCANS, TokenizedText
from bot.model import Concept

CACHE_SIZE = 5_000  #: look-ups cached, so that the follows are parsed quickly at a start


class Concepts:
    """All concepts: looked up for typed words, and found in texts."""

    def __init__(self, concepts: Sequence[Concept] = ()) -> None:
        self._concepts = {concept.key: concept for concept in concepts}
        self._key_by_words: dict[tuple[str, ...], str] = {}  #: the concept's key, by the words that may be typed for it
        self.longest = 1  #: words of the longest name
        self._first_words: set[str] = set()
        for concept in concepts:
            for name in chain.from_iterable((stated, *shortened(stated)) for stated in concept.names):
                raws = TOKEN.findall(name)
                self.longest = max(self.longest, len(raws))
                self._key_by_words.setdefault(tuple(map(stem, raws)), concept.key)
                self._key_by_words.setdefault(tuple(map(base_of, raws)), concept.key)
                if len(raws) > 1:
                    self._first_words |= {stem(raws[0]), base_of(raws[0]), *query_bases(stem(raws[0]))}
        #: phrases that mean another thing; for a person they are other people: Болат Назарбаев
        things = [concept for concept in concepts if concept.kind != PERSON]
        self._excluded_phrases = frozenset(phrase for concept in things for phrase in excluded_phrases(concept))
        self._first_words.update(phrase[0] for phrase in self._excluded_phrases)
        self.longest = max((self.longest, *map(len, self._excluded_phrases)))
        self._names_by_first: dict[str, list[ConceptName]] = {}  #: by the key of their first word
        self._patterns: dict[str, tuple[tuple[Pattern, bool], ...]] = {}
        for one in compile_names(concepts):
            alone = isinstance(one.pattern, str) and one.unambiguous
            pattern = for_language(one.language, (one.pattern,))[0] if isinstance(one.pattern, str) else one.pattern
            self._patterns[one.concept] = (*self._patterns.get(one.concept, ()), (pattern, alone))
            first = one.pattern if isinstance(one.pattern, str) else one.pattern[0]
            self._names_by_first.setdefault(first, []).append(one)
        self._phonetic = PhoneticNames(concepts)
        self._key = lru_cache(maxsize=CACHE_SIZE)(self._find_key)
        self.longest = max(self.longest, MAX_NAME_WORDS)

    def __getitem__(self, key: str) -> Concept:
        return self._concepts[key]

    def __len__(self) -> int:
        return len(self._concepts)

    def __repr__(self) -> str:
        """What decides how typed words are read: the names. `grammar.version` hashes it."""
        return repr({key: concept.names for key, concept in self._concepts.items()})

    def begins_name(self, word: str) -> bool:
        """Does a name of several words begin with this word, folded or in capitals?"""
        return (
            word.lower() in self._first_words
            or self._phonetic.begins_name(word.lower())
            or may_begin_name(word.lower())
        )

    def patterns(self, key: str) -> tuple[tuple[Pattern, bool], ...]:
        """The patterns of a concept, each with whether it is unambiguous: True if the word alone is enough."""
        return self._patterns.get(key, ())

    def term(self, words: Sequence[str], field: Field = Field.TEXT) -> Term | None:
        """The concept or the person that these typed words name, in any form and spelling; None: neither."""
        key = self._key(tuple(words))
        if key is None:
            return self._excluded_phrase_term(words, field) or self._person(words, field)
        return Term(words=tuple(TOKEN.findall(self._concepts[key].names[0])), concept=key, field=field)

    def has_word(self, word: str) -> bool:
        """Is this folded word one of a concept's name?"""
        return self._phonetic.has_word(word)

    def fix_layout(self, text: str) -> str:
        """A query with words typed in a wrong keyboard layout corrected; the length is the same."""
        return self._phonetic.fix_layout(text)

    def _find_key(self, words: tuple[str, ...]) -> str | None:
        """The concept named by these words, by their sound, or by a surname next to the person's other names."""
        if len(words) == 1 and not acronym(words[0]) and stem(words[0]) in COMMON:
            return None  # us is not US
        key = next(
            (
                found
                for one in _spellings(words)
                if (found := self._key_by_words.get(one)) and self._is_form(one, words, found)
            ),
            None,
        )
        return key or self._phonetic.key(words) or next(self._person_keys(words), None)

    def _is_form(self, spelling: Sequence[str], words: Sequence[str], key: str) -> bool:
        """Are the words a form of this name of a concept, and no surname made of it: Абаев is not Абай?"""
        return not (self._concepts[key].kind and is_in_surname(spelling, words))

    def _person_keys(self, words: Sequence[str]) -> Iterator[str]:
        for start, end in surname_spans(words):
            key = self._key(tuple(words[start:end]))
            person_ = self._concepts[key] if key else None
            if person_ and person_.kind == PERSON and are_names_of(person_, [*words[:start], *words[end:]]):
                yield person_.key

    def _person(self, words: Sequence[str], field: Field) -> Term | None:
        """A person who is not a concept; with the surname of one who is, the given name is required."""
        term = person_term(words, field)
        if term is None or any(not may_be_given_name(fold(one)) and self._key((one,)) for one in term.words[:-1]):
            return None
        key = self._key(term.words[-1:])
        if key is None:
            return term
        return replace(term, given_required=True) if len(words) > 1 and self._concepts[key].kind == PERSON else None

    def _excluded_phrase_term(self, words: Sequence[str], field: Field) -> Term | None:
        """The words as a phrase, if it means another thing than the concept that one of them names: Georgia Tech."""
        others = len(words) > 1 and any(spelling in self._excluded_phrases for spelling in _spellings(words))
        return plain_term(words, field) if others else None

    def lowercase_alternative(self, word: str, term: Term) -> Term | None:
        """The word itself, as an alternative to its concept, if an acronym was typed in lower case: ai is any ai."""
        if not term.concept or acronym(word):
            return None
        capitals = {found for name in self._concepts[term.concept].names if (found := acronym(name))}
        return plain_term([word], term.field, only=True) if fold(word).upper() in capitals else None

    def find_in(self, text: TokenizedText) -> dict[str, list[TextSpan]]:
        """The keys of the concepts that a text names, each with its spans."""
        likely = list(self._likely_names(text))
        if len(likely) > MAX_SCANS:
            text.index_keys()
        found: dict[str, list[TextSpan]] = {}
        for name in likely:
            if spans := _occurrences(name, text):
                found.setdefault(name.concept, []).extend(spans)
        return found

    def _likely_names(self, text: TokenizedText) -> Iterator[ConceptName]:
        """The names of which the text contains every word."""
        words, phrase_words = text.words, text.phrase_words
        for first in self._names_by_first.keys() & phrase_words:
            for name in self._names_by_first[first]:
                if first not in words if isinstance(name.pattern, str) else not phrase_words.issuperset(name.pattern):
                    continue
                if text.accepts_language(name.language):
                    yield name


def _occurrences(name: ConceptName, text: TokenizedText) -> list[TextSpan]:
    """The spans where the name occurs and means its concept."""
    spans = text.spans(name.pattern)
    if name.unambiguous:
        return spans
    excluded_spans = [
        span
        for pattern in name.not_within
        if text.phrase_words.issuperset(pattern)
        for span in text.spans(pattern)
        if pattern not in name.inflected_at_end or only_last_inflects(pattern, text.text[span[0] : span[1]])
    ]
    return [span for span in spans if means(name, span, excluded_spans, text)]


def _spellings(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The typed words as they are, then every choice of their bases."""
    yield tuple(map(stem, words))
    yield from islice(product(*(query_bases(stem(word)) for word in words)), MAX_SPELLINGS)


@lru_cache(maxsize=1)
def compiled(concepts: tuple[Concept, ...]) -> Concepts:
    """The Concepts of these; the same ones are compiled once in a process, for it takes half a second."""
    return Concepts(concepts)


NO_CONCEPTS = Concepts()
