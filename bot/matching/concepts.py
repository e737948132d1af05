"""Concepts: one thing under its names in three languages.

    AI typed ─ term ─▶ the concept ai          text ─ found ─▶ ai, by "ИИ" in its third sentence

A name that is a word too (`proper`: Семей, Ақтау, Oral) counts only with a capital; where a capital says nothing, at a
sentence's start or in a headline in capitals, no form that a common word has (`common`) is the name. Within a longer
name of another concept a name is not meant, unless that one is `part_of` it: Алматинская область is not the city, the
Port of Aktau is Aktau.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice, product

from bot.language.common import COMMON
from bot.language.forms import query_bases
from bot.language.given import is_given
from bot.language.tokens import TOKEN, acronym, fold, stem
from bot.matching.heard import Heard
from bot.matching.keys import Part, Place, asked_of
from bot.matching.meaning import means, only_last_inflects
from bot.matching.people import MOST_WORDS, PERSON, absorbs, may_begin, person, surname_places
from bot.matching.query import Field, Term
from bot.matching.spelled import MOST_SPELLINGS, Name, compiled, excluded_phrases
from bot.matching.terms import base, single
from bot.matching.text import Text
from bot.model import Concept

REMEMBERED = 5_000  #: typed words whose concept is known, so that a start reads follows quickly


class Concepts:
    """All concepts that are known."""

    def __init__(self, concepts: Sequence[Concept] = ()) -> None:
        self._concepts = {concept.key: concept for concept in concepts}
        self._meant: dict[tuple[str, ...], str] = {}  #: what may be typed, word by word: the concept
        self.longest = 1  #: words of the longest name
        self._firsts: set[str] = set()
        for concept in concepts:
            for name in concept.names:
                raws = TOKEN.findall(name)
                self.longest = max(self.longest, len(raws))
                self._meant.setdefault(tuple(map(stem, raws)), concept.key)
                self._meant.setdefault(tuple(map(base, raws)), concept.key)
                if len(raws) > 1:
                    self._firsts |= {stem(raws[0]), base(raws[0]), *query_bases(stem(raws[0]))}
        #: phrases that say another thing; Болат Назарбаев is a person as others are
        things = [concept for concept in concepts if concept.kind != PERSON]
        self._others = frozenset(phrase for concept in things for phrase in excluded_phrases(concept))
        self._firsts.update(phrase[0] for phrase in self._others)
        self.longest = max((self.longest, *map(len, self._others)))
        self._words: dict[str, list[Name]] = {}
        self._pairs: dict[tuple[str, str], list[Name]] = {}
        self._parts: dict[str, tuple[tuple[Part, bool], ...]] = {}
        for one in compiled(concepts):
            alone = isinstance(one.part, str) and one.certain
            part = asked_of(one.language, (one.part,))[0] if isinstance(one.part, str) else one.part
            self._parts[one.concept] = (*self._parts.get(one.concept, ()), (part, alone))
            if isinstance(one.part, str):
                self._words.setdefault(one.part, []).append(one)
            else:
                self._pairs.setdefault((one.part[0], one.part[1]), []).append(one)
        self._starts = {pair[0] for pair in self._pairs}
        self._heard = Heard(concepts)
        self._named = lru_cache(maxsize=REMEMBERED)(self._look_up)
        self.longest = max(self.longest, MOST_WORDS)

    def __getitem__(self, key: str) -> Concept:
        return self._concepts[key]

    def __len__(self) -> int:
        return len(self._concepts)

    def __repr__(self) -> str:
        """All that typed words are read by: the names."""
        return repr({key: concept.names for key, concept in self._concepts.items()})

    def begins(self, word: str) -> bool:
        """Does a name of several words begin with this one, folded or in capitals?"""
        return word.lower() in self._firsts or self._heard.begins(word.lower()) or may_begin(word.lower())

    def parts(self, key: str) -> tuple[tuple[Part, bool], ...]:
        """What to look for to find a concept, each with whether a word alone tells it; else its place says whether."""
        return self._parts.get(key, ())

    def term(self, words: Sequence[str], field: Field = Field.TEXT) -> Term | None:
        """The concept or the person that these typed words name, in any of their forms and spellings."""
        key = self._named(tuple(words))
        if key is None:
            return self._other(words, field) or self._person(words, field)
        return Term(words=tuple(TOKEN.findall(self._concepts[key].names[0])), concept=key, field=field)

    def retyped(self, text: str) -> str:
        """A query with what was typed on the wrong keyboard layout set right, sign for sign."""
        return self._heard.retyped(text)

    def _look_up(self, words: tuple[str, ...]) -> str | None:
        """The concept named by these words, by their sound, or by a surname among other names of its bearer."""
        if len(words) == 1 and not acronym(words[0]) and stem(words[0]) in COMMON:
            return None  # us is not US
        key = next((self._meant[said] for said in _spellings(words) if said in self._meant), None)
        return key or self._heard.key(words) or next(self._absorbing(words), None)

    def _absorbing(self, words: Sequence[str]) -> Iterator[str]:
        for start, end in surname_places(words):
            key = self._named(tuple(words[start:end]))
            person_ = self._concepts[key] if key else None
            if person_ and person_.kind == PERSON and absorbs(person_, [*words[:start], *words[end:]]):
                yield person_.key

    def _person(self, words: Sequence[str], field: Field) -> Term | None:
        """A person who is no concept; who bears the surname of one is told by a given name."""
        term = person(words, field)
        if term is None or any(not is_given(fold(one)) and self._named((one,)) for one in term.words[:-1]):
            return None
        key = self._named(term.words[-1:])
        if key is None:
            return term
        return replace(term, full=True) if len(words) > 1 and self._concepts[key].kind == PERSON else None

    def _other(self, words: Sequence[str], field: Field) -> Term | None:
        """The words side by side if they say another thing than the concept that one of them names: Georgia Tech."""
        others = len(words) > 1 and any(said in self._others for said in _spellings(words))
        return single(words, field) if others else None

    def typed_small(self, word: str, term: Term) -> Term | None:
        """The word itself beside its concept where it was typed small though the name is capitals: ai is any ai."""
        if not term.concept or acronym(word):
            return None
        capitals = {found for name in self._concepts[term.concept].names if (found := acronym(name))}
        return single([word], term.field, only=True) if fold(word).upper() in capitals else None

    def found(self, text: Text) -> dict[str, list[Place]]:
        """The concepts that a text names, each with where."""
        names = [name for word in self._words.keys() & text.words for name in self._words[word]]
        if self._starts & text.words:
            pairs = self._pairs.keys() & text.pairs
            names += [
                name
                for pair in pairs
                for name in self._pairs[pair]
                if isinstance(name.part, tuple) and text.holds_phrase(name.part)
            ]
        found: dict[str, list[Place]] = {}
        for name in names:
            if text.may_ask(name.language) and (places := _meant(name, text)):
                found.setdefault(name.concept, []).extend(places)
        return found


def _meant(name: Name, text: Text) -> list[Place]:
    """Where the name stands and means its concept."""
    places = text.places(name.part)
    if name.certain:
        return places
    pairs = text.pairs if name.hidden_in else frozenset()
    hidden = [
        place
        for part in name.hidden_in
        if part[:2] in pairs
        for place in text.places(part)
        if part not in name.stiff or only_last_inflects(part, text.text[place[0] : place[1]])
    ]
    return [place for place in places if means(name, place, hidden, text)]


def _spellings(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """What typed words may stand for: as they are, then every choice of their bases."""
    yield tuple(map(stem, words))
    yield from islice(product(*(query_bases(stem(word)) for word in words)), MOST_SPELLINGS)


NO_CONCEPTS = Concepts()
