"""Concepts: one thing under its names in three languages.

    AI typed ─ term ─▶ the concept ai          text ─ found ─▶ ai, by "ИИ" in its third sentence

A name that is a word too (`proper`: Семей, Ақтау, Oral) counts only with a capital; where a capital says nothing, at a
sentence's start or in a headline in capitals, no form that a common word has (`common`) is the name. Within a longer
name of another concept a name is not meant, unless that one is `part_of` it: Алматинская область is not the city, the
Port of Aktau is Aktau.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import TYPE_CHECKING

from bot.language import ru
from bot.language.common import COMMON
from bot.language.detect import word_languages
from bot.language.forms import bases, name_bases, query_bases
from bot.language.given import is_given
from bot.language.tokens import TOKEN, acronym, fold, stem
from bot.matching.heard import Heard
from bot.matching.people import MOST_WORDS, PERSON, absorbs, may_begin, person, surname_places
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
    only_kazakh: bool  #: сот is a court in Kazakh, and hundreds in Russian
    hidden_in: tuple[Part, ...]  #: longer names in which it is another thing


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
        self._words: dict[str, list[_Name]] = {}
        self._pairs: dict[tuple[str, str], list[_Name]] = {}
        self._parts: dict[str, tuple[tuple[Part, bool], ...]] = {}
        for one in _compiled(concepts):
            doubtful = one.proper or one.unspaced or one.common or one.only_kazakh or one.hidden_in
            alone = isinstance(one.part, str) and not doubtful
            self._parts[one.concept] = (*self._parts.get(one.concept, ()), (one.part, alone))
            if isinstance(one.part, str):
                self._words.setdefault(one.part, []).append(one)
            else:
                self._pairs.setdefault((one.part[0], one.part[1]), []).append(one)
        self._starts = {pair[0] for pair in self._pairs}
        self._heard = Heard(concepts)
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
        key = self._named(words)
        if key is None:
            return self._person(words, field)
        return Term(words=tuple(TOKEN.findall(self._concepts[key].names[0])), concept=key, field=field)

    def retyped(self, text: str) -> str:
        """A query with what was typed on the wrong keyboard layout set right, sign for sign."""
        return self._heard.retyped(text)

    def _named(self, words: Sequence[str]) -> str | None:
        """The concept named by these words, by their sound, or by a surname among other names of its bearer."""
        if len(words) == 1 and not acronym(words[0]) and stem(words[0]) in COMMON:
            return None  # us is not US
        key = next((self._meant[said] for said in _spellings(words) if said in self._meant), self._heard.key(words))
        return key or next(self._absorbing(words), None)

    def _absorbing(self, words: Sequence[str]) -> Iterator[str]:
        for start, end in surname_places(words):
            key = self._named(words[start:end])
            if (
                key
                and self._concepts[key].kind == PERSON
                and absorbs(self._concepts[key], [*words[:start], *words[end:]])
            ):
                yield key

    def _person(self, words: Sequence[str], field: Field) -> Term | None:
        """A person who is no concept; who bears the surname of one is told by a given name."""
        term = person(words, field)
        if term is None or any(not is_given(fold(one)) and self._named([one]) for one in term.words[:-1]):
            return None
        key = self._named(term.words[-1:])
        if key is None:
            return term
        return replace(term, full=True) if len(words) > 1 and self._concepts[key].kind == PERSON else None

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
                    merged[sentence] = joined([*merged.get(sentence, ()), *places])
        return {key: dict(sorted(spots.items())) for key, spots in found.items()}

    def _counting(self, name: _Name, reading: Reading) -> Spots:
        """Where the name stands and means the concept."""
        if name.only_kazakh and reading.language != "kk":
            return {}
        spots = reading.spots(name.part)
        if not (name.proper or name.unspaced or name.common or name.hidden_in):
            return spots
        hidden = [place for part in name.hidden_in for places in reading.spots(part).values() for place in places]
        kept: Spots = {}
        for sentence, places in spots.items():
            counting = [place for place in places if _counts(name, place, sentence, hidden, reading)]
            if counting:
                kept[sentence] = counting
        return kept


def joined(places: list[Place]) -> list[Place]:
    """Places in the text's order, those that overlap made one."""
    joined: list[Place] = []
    for start, end in sorted(places):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _counts(name: _Name, place: Place, sentence: int, hidden: list[Place], reading: Reading) -> bool:
    said = reading.text[place[0] : place[1]]
    if any(start <= place[0] and place[1] <= end for start, end in hidden):
        return False
    if name.unspaced and any(sign.isspace() for sign in said):
        return False
    word = fold(said)
    if not said[0].isupper():
        return not name.proper and word not in name.common
    common = word in name.common or (name.proper and reading.language == "ru" and ru.common_word(word))
    return not common or reading.capital_says(place, sentence)


def _spellings(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """What typed words may stand for: as they are, then every choice of their bases."""
    yield tuple(map(stem, words))
    yield from islice(product(*(query_bases(stem(word)) for word in words)), MOST_SPELLINGS)


def _compiled(concepts: Sequence[Concept]) -> Iterator[_Name]:
    """Each name in each of its spellings."""
    spelled = {concept.key: _spelled(concept) for concept in concepts}
    longer = _longer_names(concepts, spelled)
    for concept in concepts:
        for part, (name, languages) in spelled[concept.key].items():
            counting = {concept.key, *(f"{concept.key}:{language}" for language in languages)}
            yield _Name(
                concept=concept.key,
                part=part,
                proper=name in concept.proper,
                unspaced="." in name and " " not in name,
                common=frozenset(form for form in concept.common if _is_form(form, part)),
                only_kazakh=_only_kazakh(name, languages),
                hidden_in=tuple(phrase for phrase, parts in longer.get(part, {}).items() if not counting & parts),
            )


def _spelled(concept: Concept) -> dict[Part, tuple[str, set[str]]]:
    """What to look for, with the name and its languages."""
    spelled: dict[Part, tuple[str, set[str]]] = {}
    for language, names in (("en", concept.en), ("ru", concept.ru), ("kk", concept.kk)):
        for name in names:
            for part in _parts(name, language, proper=name in concept.proper):
                spelled.setdefault(part, (name, set()))[1].add(language)
    return spelled


def _is_form(word: str, part: Part) -> bool:
    """May this word be taken for a form of the name?"""
    return any(part in bases(word, language) for language in ("en", "ru", "kk"))


def _only_kazakh(name: str, languages: set[str]) -> bool:
    """Is it a Kazakh name that could be any Russian word by its letters?"""
    return languages == {"kk"} and all("ru" in word_languages(fold(raw)) for raw in TOKEN.findall(name))


def _parts(name: str, language: str, *, proper: bool) -> list[Part]:
    raws = TOKEN.findall(name)
    if len(raws) == 1:
        term = single(raws)
        if proper:
            return [stem(raws[0])]  # its lemma may be the word that it is not: семья
        return [term.words[0]] if term.capitals else list(name_bases(stem(raws[0]), language))
    return list(islice(product(*(name_bases(stem(raw), language) for raw in raws)), MOST_SPELLINGS))


def _longer_names(
    concepts: Sequence[Concept], spelled: Mapping[str, Iterable[Part]]
) -> dict[Part, dict[Part, set[str]]]:
    """The phrases that a run of words stands in, with the concepts that count there: the phrase's own, and part_of."""
    longer: dict[Part, dict[Part, set[str]]] = {}
    for concept in concepts:
        for phrase in spelled[concept.key]:
            for inner in () if isinstance(phrase, str) else _runs_of(phrase):
                longer.setdefault(inner, {}).setdefault(phrase, set()).update({concept.key, *concept.part_of})
    return longer


def _runs_of(phrase: tuple[str, ...]) -> Iterator[Part]:
    """Every word of a phrase, as a word and as an acronym, and every shorter run of its words."""
    yield from phrase
    yield from (word.upper() for word in phrase)
    for count in range(2, len(phrase)):
        yield from (phrase[at : at + count] for at in range(len(phrase) - count + 1))


NO_CONCEPTS = Concepts()
