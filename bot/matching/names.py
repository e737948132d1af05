"""What to look for to find a person, in any script.

    ("Олаф", "Шольц") ─ name_keys ─▶ шольц, шольца, шольцу…, scholz, sholts…, шольцтің…

A surname alone finds its person, unless many bear it (Иванов, or one who is a concept) or it is a word (Маск): then a
given name or its initial stands beside it, or a capital tells it. Names of East Asia, whose parts are short words of
other languages, are looked for whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice

from bot.language import en, ru
from bot.language.common import words
from bot.language.forms import bases
from bot.language.given import is_surely_given
from bot.language.tokens import fold
from bot.language.translit import kazakh, latin, russian
from bot.matching.people import ENGLISH_WORDS, is_east_asian

Key = str | tuple[str, ...]  #: what is looked for, as reading.Part
SURNAME = "^"  #: a key behind it is a surname that is a word, too: a text has it where that word bears a capital
MOST_LATIN, MOST_CYRILLIC = 6, 3  #: spellings of a surname in other letters
MOST_GIVEN = 2  #: the same of a given name
MOST_PHRASES = 12  #: in each script, of a surname with a given name beside it

#: surnames that so many bear that none is meant without a given name
SHARED = words(
    """
    иванов петров сидоров кузнецов смирнов попов васильев соколов михайлов новиков федоров морозов волков
    алексеев лебедев
    семенов егоров павлов козлов степанов николаев орлов андреев макаров никитин захаров зайцев соловьев борисов
    яковлев
    григорьев романов воробьев сергеев кузьмин фролов александров дмитриев королев гусев киселев ильин максимов поляков
    ахметов оспанов омаров султанов алиев ибраев исмаилов сулейменов абдуллаев жумабеков нурпеисов касымов мусаев
    каримов юсупов рахимов ким ли пак цой чен ван чжан
    smith johnson brown jones miller davis wilson anderson taylor thomas moore martin lee thompson clark lewis
    robinson walker
    """
)
_KAZAKH_LETTERS = frozenset("әғқңөұүһі")
#: Russian one-letter words: as an initial, "с Ивановым" would be С. Иванов
_NO_INITIALS = frozenset("авикосуяёai")
#: how Russian declines names, by their ends, the longest first: what falls, and the cases
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
#: the same of Kazakh, by the sound that a name ends in; A is а or е, I is ы or і, G ғ or г, Q қ or к
_KAZAKH_CASES = {
    "vowel": ("нIң", "GA", "нI", "дA", "дAн", "мен"),
    "nasal": ("нIң", "GA", "дI", "дA", "нAн", "мен"),
    "voiced": ("дIң", "GA", "дI", "дA", "дAн", "мен"),
    "mute": ("тIң", "QA", "тI", "тA", "тAн", "пен"),
}
_ROWS = (str.maketrans("AIGQ", "аығқ"), str.maketrans("AIGQ", "еігк"))


@lru_cache(maxsize=20_000)
def name_keys(name: tuple[str, ...], *, full: bool = False) -> tuple[Key, ...]:
    """What to look for to find the person of this name, given names first: any of these.

    A key is a word's base form, SURNAME and a surname, or the base forms of a phrase's words. `full`: others bear the
    surname, so that a given name must stand beside it. At most some 50 keys; a dozen as a rule.
    """
    folded = tuple(fold(part) for part in name)
    if is_east_asian(name):
        return tuple((*folded[:-1], last) for last in dict.fromkeys((*_russian(folded[-1]), *_kazakh(folded[-1]))))
    given, surname = folded[:-1], folded[-1]
    spelled = _spelled(surname)
    ordinary = {key for key in spelled["ru"] if not surname.isascii() and ru.common_word(key)}
    shared = full or surname in ENGLISH_WORDS or not SHARED.isdisjoint((surname, *spelled["ru"]))
    if given and (shared or ordinary or not any(is_surely_given(one) or len(one) == 1 for one in given)):
        alone = () if shared else (SURNAME + surname, *(key for key in spelled["ru"] if key not in ordinary))
        return tuple(dict.fromkeys((*(alone if ordinary else ()), *_with_given(given, spelled))))
    return tuple(dict.fromkeys(chain.from_iterable(spelled.values())))


def _spelled(surname: str) -> dict[str, tuple[str, ...]]:
    """The keys of a surname in each language."""
    if surname.isascii():
        in_russian = russian(surname, MOST_CYRILLIC)
        in_kazakh = kazakh(in_russian[0], MOST_CYRILLIC)
        in_latin = (surname, *latin(in_russian[0], MOST_LATIN - 2))
    else:
        is_kazakh = not _KAZAKH_LETTERS.isdisjoint(surname)
        in_russian = russian(surname, MOST_CYRILLIC) if is_kazakh else (surname,)
        in_kazakh = (surname,) if is_kazakh else kazakh(surname, MOST_CYRILLIC)
        in_latin = tuple(chain.from_iterable(latin(one, MOST_LATIN - 2) for one in (surname, *in_kazakh[1:2])))
    return {
        "ru": tuple(dict.fromkeys(key for one in in_russian for key in _russian(one))),
        "kk": tuple(dict.fromkeys(key for one in in_kazakh for key in _kazakh(one))),
        "en": tuple(dict.fromkeys(key for one in in_latin for key in _english(one)))[:MOST_LATIN],
    }


def _english(name: str) -> tuple[str, ...]:
    return en.query_bases(name) if name.isalpha() else (name,)


def _russian(name: str) -> tuple[str, ...]:
    """Its bases, and those of its cases that share none with it, as the dictionary does not know it."""
    kept = name[: -2 if name.endswith("ая") else -1]
    found = (name, *(base for base in ru.query_bases(name) if base.startswith(kept) and base != name))
    return (*found, *_not_covered(_declined(name), found, "ru"))


def _declined(name: str) -> Iterator[str]:
    for end, falls, cases in _RUSSIAN_CASES:
        if end.search(name):
            yield from (name[: len(name) - falls] + case for case in cases)
            return


def _kazakh(name: str) -> tuple[str, ...]:
    vowels = [letter for letter in name if letter in _BACK + _FRONT + "у"]
    rows = _ROWS if name.endswith(("ов", "ев", "ин")) else _ROWS[1:] if vowels and vowels[-1] in _FRONT else _ROWS[:1]
    last = name[-1]
    sound = (
        "vowel" if last in _BACK + _FRONT else "nasal" if last in "мнң" else "voiced" if last in "йурлзж" else "mute"
    )
    cases = (name + end.translate(row) for row in rows for end in _KAZAKH_CASES[sound])
    return (name, *_not_covered(cases, (name,), "kk"))


def _not_covered(forms: Iterator[str], found: Sequence[str], language: str) -> list[str]:
    return [form for form in forms if set(found).isdisjoint(bases(form, language))]


def _with_given(given: Sequence[str], spelled: dict[str, tuple[str, ...]]) -> Iterator[Key]:
    """The surname with each given name, or its initial, before or behind it."""
    for language, surnames in spelled.items():
        names = [spelling for one in given for spelling in _given_in(one, language)]
        initials = [name[0] for name in names if name[0] not in _NO_INITIALS]
        pairs = ((one, surname) for surname in surnames for one in dict.fromkeys((*names, *initials)))
        yield from islice(chain.from_iterable(((one, other), (other, one)) for one, other in pairs), 2 * MOST_PHRASES)


def _given_in(name: str, language: str) -> tuple[str, ...]:
    """A given name, or an initial, in the letters of a language."""
    if name.isascii() == (language == "en"):
        return (name,) if language != "kk" else kazakh(name, MOST_GIVEN)
    if language == "en":
        return latin(name, MOST_GIVEN)
    found = russian(name, MOST_GIVEN) if name.isascii() else (name,)
    return found if language == "ru" else kazakh(found[0], MOST_GIVEN)
