"""The names of concepts as they are looked for in a text.

concept ─ each name in its language ─▶ ConceptName: a key or a phrase, with what decides whether it means the concept
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from typing import Any, TypeVar

from bot.language import kk, ru_names
from bot.language.detect import word_languages
from bot.language.forms import bases, name_bases, query_bases
from bot.language.kk_words import NATIONAL_NOUNS
from bot.language.tokens import TOKEN, exact, fold, stem
from bot.matching.keys import Pattern
from bot.matching.names import SURNAME, kazakh_forms
from bot.matching.terms import plain_term
from bot.model import Concept

SHORTEST_KAZAKH = 3  #: letters from which the rules find a Kazakh word's base; not in Ким Чен Ынның
CONTEXT_MARK = "…"  #: in `not_in`: between forms of a name and the words in whose sentence they mean another thing
_Value = TypeVar("_Value")
_REGION = re.compile("(?<= )(?:область|облысы)$|^область(?= )")
MAX_SPELLINGS = 16  #: of a name of several words, each whose may have several bases


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptName:
    """One spelling of a concept's name, with what decides whether it means the concept."""

    concept: str  #: its key
    pattern: Pattern
    language: str  #: the only one whose texts are searched; "" for all
    kind: str  #: of its concept: "place", "person" or ""
    proper: bool  #: counts only with a capital
    unspaced: bool  #: has no spaces: "A.I." is not "a, i"
    capitalised: bool  #: is written with a capital; of Russian names, adjectives are not
    common: frozenset[str]  #: forms that are an ordinary word too; "орал:ru" in Russian texts
    uninflected: tuple[str, ...]  #: the words before the last as written: in Kazakh only the last one has endings
    kazakh_name: bool  #: only has the forms that names have in Kazakh: Наурызым is not a form of Наурыз
    verb: bool  #: is a Kazakh verb after a converb: келіп қалдық
    not_within: tuple[Pattern, ...]  #: longer names within which it is another thing
    inflected_at_end: frozenset[Pattern]  #: those of them that are Kazakh: Ақтөбеде облыстық is not Ақтөбе облыстық
    lowercase_only: bool  #: with a capital it is another thing: Газа
    #: (forms, words): in a sentence with one of these words, these forms mean another thing
    excluded_by: tuple[tuple[frozenset[str], frozenset[str]], ...]
    given: frozenset[str]  #: of a person: base forms of the names that may stand beside it

    @property
    def is_surname(self) -> bool:
        """Is it a surname that is an ordinary word too?"""
        return self.pattern[0][0] == SURNAME

    @property
    def unambiguous(self) -> bool:
        """Is the pattern alone enough, wherever it occurs in a text that is searched for it?"""
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
    """All names of these concepts, in each of their spellings."""
    names_by_pattern = {concept.key: _names_by_pattern(concept) for concept in concepts}
    longer = _longer_names(concepts, names_by_pattern)
    for concept in concepts:
        _add_national(concept, names_by_pattern[concept.key])  # after `longer`: өзбек туристері are tourists too
    kazakh = _only_kazakh(names_by_pattern.values())
    shared = _sharing()
    for concept in concepts:
        given = shared(frozenset(form for name in concept.given for form in _given_forms(name)))
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
                common=shared(frozenset(form for form in concept.common if _is_form(form.partition(":")[0], pattern))),
                uninflected=_uninflected(name) if languages == {"kk"} else (),
                kazakh_name="kk" in languages
                and isinstance(pattern, str)
                and name[0].isupper()
                and not pattern.isupper(),
                verb="kk" in languages and isinstance(pattern, str) and kk.after_converb("келіп", pattern),
                not_within=shared((*around, *excluded.around(pattern))),
                inflected_at_end=shared(frozenset(kazakh.intersection(around))),
                lowercase_only=isinstance(pattern, str)
                and any(_is_form(word, pattern) for word in excluded.capitalised_words),
                excluded_by=excluded.contexts_of(pattern) if isinstance(pattern, str) else (),
                given=given,
            )


def _sharing() -> Callable[[_Value], _Value]:
    """A function that gives the first of equal values: nearly all names have the same few sets, most of them empty."""
    seen: dict[Any, Any] = {}
    return lambda value: seen.setdefault(value, value)


def shortened(name: str) -> tuple[str, ...]:
    """The usual abbreviation of a region's name: Алматинская обл., обл. Абай, Алматы обл.; () for other names."""
    short = _REGION.sub("обл", name)
    return (short,) if short != name else ()


def excluded_phrases(concept: Concept) -> Iterator[tuple[str, ...]]:
    """The phrases that contain a name of the concept and mean another thing, by the bases of their words."""
    return (pattern for pattern in _Exclusions(concept.not_in).phrases if not isinstance(pattern, str))


class _Exclusions:
    """`not_in`: phrases, words with a capital ("Газа"), forms with others in a sentence ("судов … порт")."""

    def __init__(self, not_in: Sequence[str]) -> None:
        self.capitalised_words = [fold(name) for name in not_in if name.isalpha() and name[0].isupper()]
        sides = [side for side in (name.partition(CONTEXT_MARK) for name in not_in) if side[1]]
        self._contexts = tuple(
            (frozenset(map(fold, TOKEN.findall(left))), _bases_in(right)) for left, _, right in sides
        )
        phrases = [name for name in not_in if CONTEXT_MARK not in name and not (name.isalpha() and name[0].isupper())]
        self.phrases = [phrase for name in phrases for phrase in _phrases_of(name)]
        self._begun = [(phrase, {word[:2].lower() for word in phrase}) for phrase in self.phrases]

    def contexts_of(self, pattern: str) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
        """The contexts whose forms may be forms of this name: the other names need no look at their sentence."""
        return tuple(
            (forms, words)
            for forms, words in self._contexts
            if pattern.lower() in forms or any(_is_form(form, pattern) for form in forms)
        )

    def around(self, pattern: Pattern) -> list[Pattern]:
        """The phrases that may contain this name: one of their words begins like one of its words."""
        begun = {
            word.removeprefix(SURNAME)[:2].lower() for word in ((pattern,) if isinstance(pattern, str) else pattern)
        }
        return [phrase for phrase, beginnings in self._begun if begun & beginnings]


def _bases_in(text: str) -> frozenset[str]:
    return frozenset(form for raw in TOKEN.findall(text) for form in (fold(raw), *query_bases(stem(raw))))


def _names_by_pattern(concept: Concept) -> dict[Pattern, tuple[str, set[str]]]:
    """(name, languages) by pattern; a stated name takes precedence over a derived one."""
    names_by_pattern: dict[Pattern, tuple[str, set[str]]] = {}
    for language, names in (("en", concept.en), ("ru", concept.ru), ("kk", concept.kk)):
        for name in names:
            for spelled in (name, *shortened(name)):
                for pattern in _patterns(spelled, language, concept):
                    names_by_pattern.setdefault(pattern, (spelled, set()))[1].add(language)
    for name in concept.kk:
        for derived in (*kk.adjectives(stem(name)), *(kk.verbs(name) if name.islower() else ())):
            names_by_pattern.setdefault(derived, (derived, set()))[1].add("kk")
    for name in concept.ru if concept.kind == "place" else ():
        for resident in ru_names.residents(name):
            names_by_pattern.setdefault(resident, (resident, set()))[1].add("ru")
    return names_by_pattern


def _add_national(concept: Concept, names_by_pattern: dict[Pattern, tuple[str, set[str]]]) -> None:
    for name in _national(concept):
        for pattern in _phrases(name.split(), "kk"):
            names_by_pattern.setdefault(pattern, (name, {"kk"}))


def _national(concept: Concept) -> Iterator[str]:
    """Өзбек туристі: the Kazakh adjective of a state whose people live in others too, before a noun of the state.

    Only the states that state it so: өзбек үкіметі; elsewhere (қырғыз, неміс) the adjective is a name by itself.
    """
    of_states = (name for name in concept.kk if name.endswith(" үкіметі") and name.islower())
    for adjective in (name.split()[0] for name in of_states if concept.kind == "place"):
        yield from (f"{adjective} {noun}" for noun in NATIONAL_NOUNS)


def _patterns(name: str, language: str, concept: Concept) -> list[Pattern]:
    raws = TOKEN.findall(name)
    if len(raws) > 1:
        return _phrases(raws, language)
    term, word, capitals = plain_term(raws), stem(raws[0]), _capitals(raws[0])
    if term.capitals:
        return [term.words[0]]
    surname = [SURNAME + word] if language == "ru" and concept.kind == "person" else []
    if name in concept.proper or language == "kk":
        return [word, *capitals, *surname]  # its lemma may be the ordinary word: семья
    return [*name_bases(word, language), *capitals, *surname]


def _phrases(raws: Sequence[str], language: str) -> list[Pattern]:
    """The patterns of a name of several words: in Kazakh only the last one has endings."""
    words = [name_bases(stem(raw), language) for raw in raws]
    if language == "kk":
        last = kazakh_forms(stem(raws[-1])) if len(raws[-1]) < SHORTEST_KAZAKH else words[-1]
        words = [*((stem(raw),) for raw in raws[:-1]), last]
    return list(islice(product(*words), MAX_SPELLINGS))


def _capitals(raw: str) -> list[str]:
    """A name in capitals is found in capitals in texts of any language, even if it could be a word (МИД)."""
    return [raw] if 2 <= len(raw) <= 5 and raw.isalpha() and raw.isupper() else []


def _only_language(name: str, pattern: Pattern, languages: set[str]) -> str:
    """The only language whose texts are searched, if by its letters it could be another's word: сот, суды."""
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
    """Could this word be a form of the name?"""
    return pattern in _bases_in_any(word)


@lru_cache(maxsize=2_000)
def _bases_in_any(word: str) -> frozenset[str]:
    return frozenset(base for language in ("en", "ru", "kk") for base in bases(word, language))


def _given_forms(name: str) -> Iterator[str]:
    for raw in TOKEN.findall(name):
        yield from (stem(raw), *query_bases(stem(raw)))


@lru_cache(maxsize=4_000)
def _phrases_of(name: str) -> list[Pattern]:
    """The patterns of a phrase, or a word, in an unknown language: every choice of its words' bases."""
    words = [query_bases(stem(raw)) for raw in TOKEN.findall(name)]
    return list(words[0]) if len(words) == 1 else list(islice(product(*words), MAX_SPELLINGS))


def _longer_names(
    concepts: Sequence[Concept], names_by_pattern: Mapping[str, Iterable[Pattern]]
) -> dict[Pattern, dict[Pattern, set[str]]]:
    """The phrases that contain a pattern, each with the concepts that still count in it: its own, and part_of."""
    longer: dict[Pattern, dict[Pattern, set[str]]] = {}
    for concept in concepts:
        for phrase in names_by_pattern[concept.key]:
            for inner in () if isinstance(phrase, str) else _sub_patterns(phrase):
                longer.setdefault(inner, {}).setdefault(phrase, set()).update({concept.key, *concept.part_of})
    return longer


def _only_kazakh(names: Iterable[Mapping[Pattern, tuple[str, set[str]]]]) -> set[Pattern]:
    """The patterns that a concept has in Kazakh and in no other language."""
    return {pattern for by_pattern in names for pattern, (_, languages) in by_pattern.items() if languages == {"kk"}}


def _sub_patterns(phrase: tuple[str, ...]) -> Iterator[Pattern]:
    """Every word of a phrase, as a word and as an acronym, and every shorter sequence of its words."""
    yield from phrase
    yield from (word.upper() for word in phrase)
    for count in range(2, len(phrase)):
        yield from (phrase[at : at + count] for at in range(len(phrase) - count + 1))
