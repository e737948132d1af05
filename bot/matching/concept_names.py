"""The names of concepts as they are looked for in a text.

concept ─ each name in its language ─▶ ConceptName: a key or a phrase, with what decides whether it means the concept
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from bot.language import kk, ru_names
from bot.language.detect import word_languages
from bot.language.forms import bases, name_bases, query_bases
from bot.language.tokens import TOKEN, exact, fold, stem
from bot.matching.keys import Pattern
from bot.matching.names import SURNAME, kazakh_forms
from bot.matching.terms import plain_term
from bot.model import Concept

SHORTEST_KAZAKH = 3  #: letters of a word whose Kazakh forms have it for a base: Ким Чен Ынның
CONTEXT_MARK = "…"  #: in `not_in`: between a name's forms and the words in whose sentence they mean another thing
MAX_SPELLINGS = 16  #: of a name of several words, each of which may have several bases


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptName:
    """A name as it is looked for."""

    concept: str
    pattern: Pattern
    language: str  #: whose texts alone it is looked for in; "" for all
    kind: str  #: of its concept: "place", "person" or ""
    proper: bool  #: counts with a capital only
    unspaced: bool  #: "A.I." is no "a, i"
    capitalised: bool  #: is written with a capital; of Russian names, no adjective is
    common: frozenset[str]  #: forms that are an ordinary word too; "орал:ru" in Russian texts
    uninflected: tuple[str, ...]  #: in Kazakh only the last word of a name has endings; the others, as they are written
    kazakh_name: bool  #: has no forms but those that names have in Kazakh: Наурызым is no form of Наурыз
    verb: bool  #: behind a converb it is a Kazakh verb: келіп қалдық
    not_within: tuple[Pattern, ...]  #: longer names in which it is another thing
    inflected_at_end: frozenset[Pattern]  #: those of them that are Kazakh: Ақтөбеде облыстық is no Ақтөбе облыстық
    lowercase_only: bool  #: with a capital it is another thing: Газа
    excluded_by: tuple[
        tuple[frozenset[str], frozenset[str]], ...
    ]  #: forms, and words in whose sentence they mean another
    given: frozenset[str]  #: of a person: base forms of the names that may stand beside it

    @property
    def is_surname(self) -> bool:
        """Is it a surname that is an ordinary word too?"""
        return self.pattern[0][0] == SURNAME

    @property
    def unambiguous(self) -> bool:
        """Does the part alone tell the concept, wherever it stands in a text that it is looked for in?"""
        around = (
            self.uninflected
            or self.verb
            or self.kazakh_name
            or self.not_within
            or self.given
            or self.lowercase_only
            or self.excluded_by
        )
        place = self.kind == "place" and isinstance(self.pattern, str)
        return not (self.is_surname or place or around or self.proper or self.unspaced or self.common)


def compile_names(concepts: Sequence[Concept]) -> Iterator[ConceptName]:
    """Each name in each of its spellings."""
    names_by_pattern = {concept.key: _names_by_pattern(concept) for concept in concepts}
    longer = _longer_names(concepts, names_by_pattern)
    kazakh = {
        pattern
        for patterns in names_by_pattern.values()
        for pattern, (_, languages) in patterns.items()
        if languages == {"kk"}
    }
    for concept in concepts:
        given = frozenset(form for name in concept.given for form in _given_forms(name))
        excluded = _Exclusions(concept.not_in)
        for pattern, (name, languages) in names_by_pattern[concept.key].items():
            counting = {concept.key, *(f"{concept.key}:{language}" for language in languages)}
            around = [phrase for phrase, patterns in longer.get(pattern, {}).items() if not counting & patterns]
            yield ConceptName(
                concept=concept.key,
                pattern=pattern,
                language=_only_language(name, pattern, languages),
                kind=concept.kind,
                proper=name in concept.proper,
                unspaced="." in name and " " not in name,
                capitalised=name[0].isupper(),
                common=frozenset(form for form in concept.common if _is_form(form.partition(":")[0], pattern)),
                uninflected=_uninflected(name) if languages == {"kk"} else (),
                kazakh_name="kk" in languages
                and isinstance(pattern, str)
                and name[0].isupper()
                and not pattern.isupper(),
                verb="kk" in languages and isinstance(pattern, str) and kk.after_converb("келіп", pattern),
                not_within=(*around, *excluded.around(pattern)),
                inflected_at_end=frozenset(kazakh.intersection(around)),
                lowercase_only=isinstance(pattern, str)
                and any(_is_form(word, pattern) for word in excluded.capitalised_words),
                excluded_by=excluded.excluded_by if isinstance(pattern, str) else (),
                given=given,
            )


def excluded_phrases(concept: Concept) -> Iterator[tuple[str, ...]]:
    """The phrases that hold a name of it and mean another thing, by their words' bases."""
    return (pattern for pattern in _Exclusions(concept.not_in).phrases if not isinstance(pattern, str))


class _Exclusions:
    """What its names are not: within a phrase, with a capital ("Газа"), with others in a sentence ("судов … порт")."""

    def __init__(self, not_in: Sequence[str]) -> None:
        self.capitalised_words = [fold(name) for name in not_in if name.isalpha() and name[0].isupper()]
        sides = [side for side in (name.partition(CONTEXT_MARK) for name in not_in) if side[1]]
        self.excluded_by = tuple(
            (frozenset(map(fold, TOKEN.findall(left))), _bases_in(right)) for left, _, right in sides
        )
        phrases = [name for name in not_in if CONTEXT_MARK not in name and not (name.isalpha() and name[0].isupper())]
        self.phrases = [phrase for name in phrases for phrase in _phrases_of(name)]
        self._begun = [(phrase, {word[:2].lower() for word in phrase}) for phrase in self.phrases]

    def around(self, pattern: Pattern) -> list[Pattern]:
        """The phrases that may hold this name: one of their words begins as one of its does."""
        begun = {
            word.removeprefix(SURNAME)[:2].lower() for word in ((pattern,) if isinstance(pattern, str) else pattern)
        }
        return [phrase for phrase, beginnings in self._begun if begun & beginnings]


def _bases_in(text: str) -> frozenset[str]:
    return frozenset(form for raw in TOKEN.findall(text) for form in (fold(raw), *query_bases(stem(raw))))


def _names_by_pattern(concept: Concept) -> dict[Pattern, tuple[str, set[str]]]:
    """What to look for, with the name and its languages; what is derived from a name yields to what is stated."""
    names_by_pattern: dict[Pattern, tuple[str, set[str]]] = {}
    for language, names in (("en", concept.en), ("ru", concept.ru), ("kk", concept.kk)):
        for name in names:
            for pattern in _patterns(name, language, concept):
                names_by_pattern.setdefault(pattern, (name, set()))[1].add(language)
    for name in concept.kk:
        for derived in (*kk.adjectives(stem(name)), *(kk.verbs(name) if name.islower() else ())):
            names_by_pattern.setdefault(derived, (derived, set()))[1].add("kk")
    for name in concept.ru if concept.kind == "place" else ():
        for resident in ru_names.residents(name):
            names_by_pattern.setdefault(resident, (resident, set()))[1].add("ru")
    return names_by_pattern


def _patterns(name: str, language: str, concept: Concept) -> list[Pattern]:
    raws = TOKEN.findall(name)
    if len(raws) > 1:
        return _phrases(raws, language)
    term, word, capitals = plain_term(raws), stem(raws[0]), _capitals(raws[0])
    if term.capitals:
        return [term.words[0]]
    surname = [SURNAME + word] if language == "ru" and concept.kind == "person" else []
    if name in concept.proper or language == "kk":
        return [word, *capitals, *surname]  # its lemma may be the word that it is not: семья
    return [*name_bases(word, language), *capitals, *surname]


def _phrases(raws: Sequence[str], language: str) -> list[Pattern]:
    """A name of several words: in Kazakh only the last one has endings."""
    words = [name_bases(stem(raw), language) for raw in raws]
    if language == "kk":
        last = kazakh_forms(stem(raws[-1])) if len(raws[-1]) < SHORTEST_KAZAKH else words[-1]
        words = [*((stem(raw),) for raw in raws[:-1]), last]
    return list(islice(product(*words), MAX_SPELLINGS))


def _capitals(raw: str) -> list[str]:
    """A name in capitals is found in capitals in texts of any language, though it may be a loud word (МИД)."""
    return [raw] if 2 <= len(raw) <= 5 and raw.isalpha() and raw.isupper() else []


def _only_language(name: str, pattern: Pattern, languages: set[str]) -> str:
    """The one language whose texts it is looked for in, if it could be another's by its letters: сот, суды."""
    words = (pattern,) if isinstance(pattern, str) else pattern
    if len(languages) > 1 or languages == {"en"} or any(word.isupper() for word in words):
        return ""
    return next(iter(languages)) if _is_ambiguous(name) else ""


@lru_cache(maxsize=4_000)
def _is_ambiguous(name: str) -> bool:
    return all(len(word_languages(fold(raw))) != 1 for raw in TOKEN.findall(name) if not raw.isascii())


def _uninflected(name: str) -> tuple[str, ...]:
    return tuple(map(exact, TOKEN.findall(name)[:-1]))


def _is_form(word: str, pattern: Pattern) -> bool:
    """May this word be taken for a form of the name?"""
    return pattern in _bases_in_any(word)


@lru_cache(maxsize=2_000)
def _bases_in_any(word: str) -> frozenset[str]:
    return frozenset(base for language in ("en", "ru", "kk") for base in bases(word, language))


def _given_forms(name: str) -> Iterator[str]:
    for raw in TOKEN.findall(name):
        yield from (stem(raw), *query_bases(stem(raw)))


@lru_cache(maxsize=4_000)
def _phrases_of(name: str) -> list[Pattern]:
    """A phrase that nobody says the language of, in every choice of its words' bases; or a word."""
    words = [query_bases(stem(raw)) for raw in TOKEN.findall(name)]
    return list(words[0]) if len(words) == 1 else list(islice(product(*words), MAX_SPELLINGS))


def _longer_names(
    concepts: Sequence[Concept], names_by_pattern: Mapping[str, Iterable[Pattern]]
) -> dict[Pattern, dict[Pattern, set[str]]]:
    """The phrases that a run of words stands in, with the concepts that count there: the phrase's own, and part_of."""
    longer: dict[Pattern, dict[Pattern, set[str]]] = {}
    for concept in concepts:
        for phrase in names_by_pattern[concept.key]:
            for inner in () if isinstance(phrase, str) else _sub_patterns(phrase):
                longer.setdefault(inner, {}).setdefault(phrase, set()).update({concept.key, *concept.part_of})
    return longer


def _sub_patterns(phrase: tuple[str, ...]) -> Iterator[Pattern]:
    """Every word of a phrase, as a word and as an acronym, and every shorter run of its words."""
    yield from phrase
    yield from (word.upper() for word in phrase)
    for count in range(2, len(phrase)):
        yield from (phrase[at : at + count] for at in range(len(phrase) - count + 1))
