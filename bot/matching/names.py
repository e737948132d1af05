"""The patterns that find a person, in any script.

    ("Олаф", "Шольц") ─ name_keys ─▶ шольц, шольца, шольцу…, scholz, sholts…, шольцтің…

A surname alone is enough, unless many people have it (Иванов, or a person who is a concept) or it is a word (Маск):
then a given name or an initial must be next to it, or a capital marks it. East Asian names, whose parts are short
words of other languages, are matched as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, islice

from bot.language import en, ru
from bot.language.common import words
from bot.language.foreign_names import other_given_spellings, other_spellings
from bot.language.forms import LANGUAGE_MARK, bases
from bot.language.given_names import is_surely_given_name, kazakh_given_names, looks_kazakh, may_be_given_name
from bot.language.tokens import fold
from bot.language.translit import is_latin, kazakh, latin, russian, without_diacritics
from bot.matching.people import (
    ENGLISH_WORDS,
    has_certain_surname_ending,
    has_surname_ending,
    is_east_asian,
    is_particle,
)

Pattern = str | tuple[str, ...]  #: the same as keys.Pattern, which stands above
SURNAME = "^"  #: begins the key of a surname that is a word too; a text has it where that word has a capital
MAX_LATIN, MAX_RUSSIAN, MAX_KAZAKH = 6, 3, 5  #: spellings of a surname in other scripts
_ADJECTIVE = re.compile(".{4,}(?:ny|nyy|niy|naya)")  #: Russian adjectives in Latin letters, which no English word is
SHORT = 4  #: letters of a spelling that is too short to be an alternative
MAX_GIVEN = 3  #: spellings of a given name
MAX_PHRASES = 16  #: per language, of a surname with a given name

#: surnames of so many people that they mean nobody without a given name
COMMON_SURNAMES = words(
    """
    иванов петров сидоров кузнецов смирнов попов васильев соколов михайлов новиков федоров морозов волков алексеев
    лебедев семенов егоров павлов козлов степанов николаев орлов андреев макаров никитин захаров зайцев соловьев
    борисов яковлев григорьев романов воробьев сергеев кузьмин фролов александров дмитриев королев гусев киселев
    ильин максимов поляков ахметов оспанов омаров султанов алиев ибраев исмаилов сулейменов абдуллаев жумабеков
    нурпеисов касымов мусаев каримов юсупов рахимов ким ли пак цой чен ван чжан smith johnson brown jones miller
    davis wilson anderson taylor thomas moore martin lee thompson clark lewis robinson walker
    """
)
_KAZAKH_LETTERS = frozenset("әғқңөұүһі")
#: one-letter words: without the full stop, "с Ивановым" would be С. Иванов
_ALSO_WORDS = frozenset("авикосуяёai")
#: Russian declension of names: (ending, letters that it loses, case endings), the longest ending first
_RUSSIAN_CASES = (
    (re.compile("(?:[ое]в|[иы]н)$"), 0, ("а", "у", "ым", "е")),
    (re.compile("(?:[ое]в|[иы]н)а$"), 1, ("ой", "у")),
    (re.compile("[жцчшщ]$"), 0, ("а", "у", "ем", "е")),
    (re.compile("[бвгдзклмнпрстфх]$"), 0, ("а", "у", "ом", "е")),
    (re.compile("[йь]$"), 1, ("я", "ю", "ем", "е")),
    (re.compile("[гжкхчшщ]а$"), 1, ("и", "у", "ой", "ей", "е")),
    (re.compile("а$"), 1, ("ы", "у", "ой", "е")),
    (re.compile("я$"), 1, ("и", "ю", "ей", "е")),
)
_BACK, _FRONT = "аоұыя", "әөүіеэию"
#: Kazakh case endings by the last sound of a name; A is а or е, I is ы or і, G is ғ or г, Q is қ or к
_KAZAKH_CASES = {
    "vowel": ("нIң", "GA", "нI", "дA", "дAн", "мен"),
    "nasal": ("нIң", "GA", "дI", "дA", "нAн", "мен"),
    "voiced": ("дIң", "GA", "дI", "дA", "дAн", "мен"),
    "mute": ("тIң", "QA", "тI", "тA", "тAн", "пен"),
}
_HARMONIES = (str.maketrans("AIGQ", "аығқ"), str.maketrans("AIGQ", "еігк"))


@lru_cache(maxsize=2_000)
def name_patterns(name: tuple[str, ...], *, given_required: bool = False) -> tuple[Pattern, ...]:
    """The patterns that find the person of this name (given names first): a text must contain any of them.

    A key is a word's base form, with "ru~" or "kk~" before it where only texts in that language are asked; SURNAME and
    a surname; or the base forms of a phrase's words. `full`: others have the surname, so that a given name must be
    next to it. At most about 100 patterns, usually a dozen.
    """
    folded = tuple(fold(part) for part in name)
    if is_east_asian(name):
        return tuple((*folded[:-1], last) for last in dict.fromkeys((*_russian(folded[-1]), *kazakh_forms(folded[-1]))))
    given, surname = tuple(part for part in folded[:-1] if not is_particle(part)), folded[-1]
    particles = tuple(filter(is_particle, folded[:-1]))
    surname_spellings = _spellings(surname)
    ordinary = {key for key in surname_spellings["ru"] if ru.is_common_word(key)}
    in_russian = next(iter(other_spellings(surname)), "") if is_latin(surname) else surname
    capitalised = (SURNAME + in_russian,) if ordinary and in_russian else ()
    if not given:
        return (
            *_mark_languages(surname_spellings),
            *capitalised,
        )  # after a given name a text counts a word as a surname only
    shared = _is_ambiguous(surname, surname_spellings, given_required=given_required)
    surely = _is_certain(given, surname)
    if surely and not ordinary and not shared:
        spelled = ENGLISH_WORDS.intersection((surname, *other_spellings(surname)))
        english_words = {key for word in spelled for key in _english(word)}
        alone = {**surname_spellings, "en": tuple(key for key in surname_spellings["en"] if key not in english_words)}
        phrases = () if alone == surname_spellings else _with_given(given, {"en": surname_spellings["en"]}, particles)
        return (*_mark_languages(alone), *phrases)
    surname_only: tuple[Pattern, ...] = ()
    if surely and not shared:
        surname_only = (*capitalised, *_mark_languages(_unambiguous(surname_spellings, ordinary)))
    elif not shared and _is_no_word(given, surname, surname_spellings["ru"]):
        surname_only = _mark_languages(
            {**surname_spellings, "en": () if is_latin(surname) else surname_spellings["en"]}
        )
    return tuple(dict.fromkeys((*surname_only, *_with_given(given, surname_spellings, particles))))


def _unambiguous(surname_spellings: Mapping[str, Sequence[str]], ordinary: set[str]) -> dict[str, tuple[str, ...]]:
    """The spellings that are no words, in Russian with the cases that are none: Сабурову, though сабуров is a word."""
    kept = {
        language: tuple(key for key in surname_spellings[language] if key not in ordinary) for language in ("ru", "kk")
    }
    words_ = (key for key in surname_spellings["ru"] if key in ordinary and has_certain_surname_ending(key))
    cases = (case for key in words_ for case in _cases(key))
    english = () if ENGLISH_WORDS.intersection(surname_spellings["en"]) else surname_spellings["en"]
    return {
        "ru": (*kept["ru"], *(case for case in cases if not ru.is_common_word(case))),
        "kk": kept["kk"],
        "en": tuple(
            key
            for key in english
            if has_certain_surname_ending(key) or _ADJECTIVE.fullmatch(key) or other_spellings(key)
        ),
    }


def _is_no_word(given: Sequence[str], surname: str, russian_keys: Iterable[str]) -> bool:
    """Is the surname not a word, so that it counts even after a doubtful given name: роман Скляр, mark Zuckerberg?"""
    if any(map(looks_kazakh, (*given, surname))) and not has_surname_ending(surname):
        return False
    return not any(ru.has(key) and not ru.is_surname(key) for key in russian_keys)


def _mark_languages(keys: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The keys of all languages; case forms of one language (шольцу) are limited to its texts."""
    shared = set(keys.get("ru", ())) & set(keys["kk"])
    found = []
    for language, some in keys.items():
        cases = {key for key in some if language != "en" and key not in shared and _extends(key, some)}
        found += [f"{language}{LANGUAGE_MARK}{key}" if key in cases else key for key in some]
    return tuple(dict.fromkeys(found))


def _extends(key: str, others: Iterable[str]) -> bool:
    return any(key != other and key.startswith(other) for other in others)


def _is_ambiguous(surname: str, surname_spellings: dict[str, tuple[str, ...]], *, given_required: bool) -> bool:
    """Do many people have this surname, or is it also something else?"""
    if not given_required and other_spellings(surname):
        return False
    if (
        given_required
        or surname in ENGLISH_WORDS
        or not COMMON_SURNAMES.isdisjoint((surname, *surname_spellings["ru"]))
    ):
        return True
    return may_be_given_name(surname) and not has_certain_surname_ending(surname)


def _is_certain(given: Sequence[str], surname: str) -> bool:
    """Is this certainly a person's name, so that the surname alone is enough?

    A Kazakh surname without a surname ending (Қуат) is nearly always a word too.
    """
    if has_certain_surname_ending(surname) or other_spellings(surname):
        return True
    return not any(map(looks_kazakh, (*given, surname))) and any(
        is_surely_given_name(one) or len(one) == 1 for one in given
    )


def _spellings(surname: str) -> dict[str, tuple[str, ...]]:
    """The keys of a surname by language: "ru", "kk", "en"."""
    if is_latin(surname):
        transliterated = russian(surname, MAX_RUSSIAN)
        in_russian = (transliterated[0], *(one for one in transliterated[1:] if len(one) > SHORT))
        in_kazakh = kazakh(surname, MAX_KAZAKH)
        in_latin = (
            surname,
            without_diacritics(surname),
            *(latin(transliterated[0], MAX_LATIN - 2) if has_certain_surname_ending(surname) else ()),
        )
    else:
        looks_kazakh = not _KAZAKH_LETTERS.isdisjoint(surname)
        in_russian = russian(surname, MAX_RUSSIAN) if looks_kazakh else (surname,)
        in_kazakh = (surname,) if looks_kazakh else kazakh(surname, MAX_KAZAKH)
        in_latin = tuple(chain.from_iterable(latin(one, MAX_LATIN - 2) for one in (surname, *in_kazakh[1:2])))
    if listed := other_spellings(surname):
        in_russian, in_latin = ((*listed,), in_latin) if is_latin(surname) else (in_russian, (*listed, *in_latin))
    return {
        "ru": tuple(dict.fromkeys(key for one in in_russian for key in _russian(one))),
        "kk": tuple(dict.fromkeys(key for one in in_kazakh for key in kazakh_forms(one))),
        "en": tuple(dict.fromkeys(key for one in in_latin for key in _english(one)))[:MAX_LATIN],
    }


def _english(name: str) -> tuple[str, ...]:
    return en.query_bases(name) if name.isalpha() else (name,)


def _russian(name: str) -> tuple[str, ...]:
    """The bases of a Russian name, and those of its case forms that share none with it."""
    unambiguous = name[: -2 if name.endswith("ая") else -1]
    found = (name, *(base for base in ru.query_bases(name) if base.startswith(unambiguous) and base != name))
    return (*found, *_not_covered(_cases(name), found, "ru"))


def _cases(name: str) -> Iterator[str]:
    for end, falls, cases in _RUSSIAN_CASES:
        if end.search(name):
            yield from (name[: len(name) - falls] + case for case in cases)
            return


def kazakh_forms(name: str) -> tuple[str, ...]:
    """A folded name, and its Kazakh case forms that share no base with it."""
    vowels = [letter for letter in name if letter in _BACK + _FRONT + "у"]
    harmonies = (
        _HARMONIES
        if "ь" in name or name.endswith(("ов", "ев", "ин"))
        else _HARMONIES[1:]
        if vowels and vowels[-1] in _FRONT
        else _HARMONIES[:1]
    )
    last = name[-1]
    sound = (
        "vowel" if last in _BACK + _FRONT else "nasal" if last in "мнң" else "voiced" if last in "йурлзж" else "mute"
    )
    cases = (name + end.translate(harmony) for harmony in harmonies for end in _KAZAKH_CASES[sound])
    return (name, *_not_covered(cases, (name,), "kk"))


def _not_covered(forms: Iterator[str], found: Sequence[str], language: str) -> list[str]:
    return [form for form in forms if set(found).isdisjoint(bases(form, language))]


def _with_given(
    given: Sequence[str], surname_spellings: Mapping[str, Sequence[str]], particles: Sequence[str]
) -> Iterator[Pattern]:
    """The surname with each given name, or its initial, before or after it."""
    for language, surnames in surname_spellings.items():
        spellings = [spelling for one in given for spelling in _given_spellings(one, language)]
        names = [form for one in spellings for form in (_russian(one) if language == "ru" and len(one) > 1 else (one,))]
        initials = [one[0] + "." if one[0] in _ALSO_WORDS else one[0] for one in spellings]
        pairs = ((one, surname) for surname in surnames for one in dict.fromkeys((*names, *initials)))
        between = tuple(_given_spellings(one, language)[0] for one in particles)
        both = (((one, *between, other), (*between, other, one)) for one, other in pairs)
        yield from islice(chain.from_iterable(both), 2 * MAX_PHRASES)


def _given_spellings(name: str, language: str) -> tuple[str, ...]:
    """A given name, or an initial, in the letters of a language."""
    if language == "kk":
        if not _KAZAKH_LETTERS.isdisjoint(name):
            return (name,)
        return tuple(dict.fromkeys((*kazakh_given_names(name), *kazakh(name, MAX_GIVEN, given=True))))
    if is_latin(name) == (language == "en") and _KAZAKH_LETTERS.isdisjoint(name):
        return (name,)
    listed = other_given_spellings(name)
    return (*listed, *(latin if language == "en" else russian)(name, MAX_GIVEN))[:MAX_GIVEN]
