"""Whether typed words are a person's name, and whether that person is a concept.

    Олаф Шольц, Шольц О., олаф шольц, О'Нил, Balandin ─ person_term ─▶ Term(words=("Олаф", "Шольц"), name=True)
    Токаев К.-Ж. ─ are_names_of ─▶ the concept Токаев

names.py makes the patterns that find a name in texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.language import ru
from bot.language.common import COMMON, words
from bot.language.foreign_names import other_spellings
from bot.language.given_names import is_surely_given_name, looks_kazakh, may_be_given_name
from bot.language.stopwords import STOPWORDS
from bot.language.tokens import TOKEN, acronym, stem
from bot.language.translit import is_latin, phonetic_key, russian
from bot.matching.query import Field, Term
from bot.model import Concept

PERSON = "person"  #: the kind of concept whose name includes given names
MAX_NAME_WORDS = 4  #: surname, two given names, patronymic

#: English words that are surnames too: never a name without a given name
ENGLISH_WORDS = words(
    """
    bush white black green gray grey brown young king rice wood woods stone musk mask page gates jobs cook bell ford
    fox hill hunt field fields day may march price best long short small rich strong armstrong banks brooks park
    parks church bishop pope knight marshall major baker smith carpenter mason fisher hunter shepherd weaver potter
    cooper butler bond cash chance cross dean english french good hall hand hope house hammer lake land lane law
    little lock love major marsh masters moon moss noble north south west east parish post power powers prince rose
    ross sharp silver snow speed steel summers swift trump underwood wall ward waters watt weeks wells wise wolf
    worth wright award cup prize union bank center centre city club company day fund group industries international
    market news party project school geneva supernova casanova street times tower university world tramp port
    tusk sinner truss cage
    """
)
#: words before a surname that are not names
_TITLES = words(
    """
    president minister premier chancellor secretary senator governor mayor judge general colonel captain doctor prof
    coach prince princess king queen pope sir lord lady mrs miss akim judoka boxer champion director chairman the
    for and with about from says new
    """
)
#: East Asian surnames, which come first
_EAST_ASIAN_SURNAMES = words(
    """
    ким ли пак пан бан чхве чой цой мун юн хан кан чо чон чжон чан хон квон ро но си ху ван чжан лю чэнь ян чжао хуан
    чжоу у сюй сунь чжу дэн цзян вэнь го линь хэ ма мао дун цай цао лян се сун тан фэн хань нгуен чан фам во ву нго динь
    хо фан ле ляо цинь
    """
)
#: particles between given names and a surname: Роберт де Ниро, Жан-Клод Ван Дамм
_PARTICLES = words("ван фон дер ден де ди да дю ла ле бен ибн аль эль van von der den de di da du la le bin ibn al el")
_COMPARED_LETTERS = 3  #: letters by which given names are compared
_MAX_EAST_ASIAN_LETTERS = 9  #: letters of a part of an East Asian name
_PATRONYMIC = re.compile(
    ".{2,}(?:[оеё]вич|ич|[оеё]вна|ична)|.+(?:ұлы|улы|қызы|кызы)|.+(?:ovich|evich|ovna|evna|uly|[kq]yzy)"
)
_SON_OF = re.compile("(?:[ұу]лы|[қк]ызы|uly|[kq]yzy)$")  #: a patronymic, or a surname
#: surname endings; with -ин, -ян the dictionary or a capital must confirm it
_SURNAME = re.compile(
    ".{2,}(?:[оеё]ва?|[сц]кий|[сц]кая|дзе|швили|енко|[оеё]вич|баева?)|.{3,}(?:[иы]на?|ян)|.{3,}(?:улы|ұлы|қызы|кызы)"
)
_SURE_SURNAME = re.compile(".{2,}(?:[ое]ва?|[сц]кий|[сц]кая|дзе|швили|енко|[ое]вич)|.{3,}(?:улы|ұлы|қызы|кызы)")
_LATIN_SURNAME = re.compile(
    ".{3,}(?:[oe]va?|skiy?|skyi?|sky|skaya|enko|[oe]vich?|ba[iy]eva?|uly|[kq]yzy|ina?|shvili|dze|yan)"
)
_SURE_LATIN = re.compile(
    ".{3,}(?:[oe]va?|[^h]skiy?|[^iu]sky|skaya|[^k]enko|[oe]vich?|ba[iy]eva?|uly|[kq]yzy|shvili)|.*(?:q|zh|kh).*ina?"
)
_IN_OV = re.compile(".{2,}[ое]ва?")
_WITH_APOSTROPHE = re.compile("(?:o|d|l|о|д|л)'(?!clock)[^\\W\\d]{3,}")


def person_term(typed: Sequence[str], field: Field = Field.TEXT) -> Term | None:
    """The term of a person's name, if these typed words in their order are one; None: they are other words."""
    if not 0 < len(typed) <= MAX_NAME_WORDS or not all(map(_may_be_part, typed)):
        return None
    if len(typed) == 1:
        named = _capitalise_all(typed) if _is_surname_alone(typed[0]) else None
    else:
        named = _capitalise_all(typed) if is_east_asian(typed) else _with_particles(typed)
    return Term(words=named, name=True, field=field) if named else None


def _with_particles(typed: Sequence[str]) -> tuple[str, ...] | None:
    """The words in order, particles right before the surname."""
    between = [raw for raw in typed[1:-1] if is_particle(stem(raw))]
    named = _in_order([raw for raw in typed if raw not in between])
    return (*_capitalise_all(named[:-1]), *map(stem, between), *_capitalise_all(named[-1:])) if named else None


def is_particle(word: str) -> bool:
    """Is a folded word a particle of surnames: де, ван, bin?"""
    return word in _PARTICLES


def may_begin_name(word: str) -> bool:
    """Can a folded word begin a name of several words?"""
    return (
        len(word) == 1
        or may_be_given_name(word)
        or word in _EAST_ASIAN_SURNAMES
        or bool(_PATRONYMIC.fullmatch(word))
        or _is_surname_alone(word)
    )


def _may_be_part(raw: str) -> bool:
    word = stem(raw)
    if not word.replace("'", "").isalpha() or stem(_capitalise(raw)) != word:
        return False  # it has a letter whose capital folds to another letter
    return not acronym(raw)


def _in_order(typed: Sequence[str]) -> tuple[str, ...] | None:
    """The given names, then the surname, if these words are a name in either order; else None."""
    first, last = stem(typed[0]), stem(typed[-1])
    may_be_first = may_be_given_name(last) or (
        _is_patronymic(typed[-1]) and (has_certain_surname_ending(first) or not _SON_OF.search(last))
    )
    surname_first = _is_initial(typed[-1]) or (
        may_be_first and not may_be_given_name(first) and not _is_initial(typed[0])
    )
    if surname_first and is_latin(first) and not has_surname_ending(first):
        return None  # President Vladimir, Hurricane Ivan, Serie A
    if surname_first:
        typed = (*typed[1:], typed[0])
    given, surname = typed[:-1], typed[-1]
    if not all(map(_is_forename, given)):
        return (*given, surname) if len(given) == 1 and _is_unlisted_given_name(given[0], surname) else None
    return (*given, surname) if not _is_patronymic(given[0]) and _may_be_surname(surname, given) else None


def _is_unlisted_given_name(raw: str, surname: str) -> bool:
    """Could this be a given name that no list contains, next to a surname with a surname ending?"""
    word = stem(raw)
    capitals = raw[0].isupper() and surname[0].isupper() and len(word) > 2
    return capitals and word not in _TITLES and not ru.is_known(word) and _is_surname_alone(surname)


def _is_forename(raw: str) -> bool:
    return _is_initial(raw) or may_be_given_name(stem(raw)) or _is_patronymic(raw)


def _is_initial(raw: str) -> bool:
    return len(raw) == 1 and raw.isupper()


def _is_patronymic(raw: str) -> bool:
    return bool(_PATRONYMIC.fullmatch(stem(raw)))


def _may_be_surname(raw: str, given: Sequence[str]) -> bool:
    """Can it be a surname next to these given names or initials?"""
    word = stem(raw)
    if len(word) < 2 or word in COMMON or word in STOPWORDS:
        return False
    surely = any(is_surely_given_name(stem(one)) for one in given)
    if not any(len(one) > 1 for one in given):  # after initials alone: "А. Шольц", not "Т. Банк"
        ordinary = _ordinary(word) and not ru.may_be_surname(
            word
        )  # иванова is not an ordinary word, whatever the dictionary says
        return raw[0].isupper() and not ordinary and (has_surname_ending(word) or not is_latin(word))
    if raw[0].isupper() and given[0][0].isupper():
        return surely or not _ordinary(word) or bool(other_spellings(word))
    if is_latin(word):
        return surely and bool(_SURE_LATIN.fullmatch(word))
    kazakh = any(looks_kazakh(stem(one)) for one in (*given, raw))
    return surely and not _ordinary(word) and (not kazakh or has_surname_ending(word))  # not айгүл мектеп


def _ordinary(word: str) -> bool:
    return word in ENGLISH_WORDS if is_latin(word) else ru.is_common_word(word)


def has_surname_ending(word: str) -> bool:
    """Does a folded word have an ending of surnames? Some other words have them too."""
    return bool((_LATIN_SURNAME if is_latin(word) else _SURNAME).fullmatch(word))


def has_certain_surname_ending(word: str) -> bool:
    """Does a folded word have an ending, or an apostrophe, that only surnames have?"""
    by_end = _SURE_LATIN if is_latin(word) else _SURE_SURNAME
    return bool(_WITH_APOSTROPHE.fullmatch(word) or by_end.fullmatch(word))


@lru_cache(maxsize=4_000)
def _is_surname_alone(raw: str) -> bool:
    """Is one word a surname, by its ending or apostrophe, and nothing else?"""
    word = stem(raw)
    if _WITH_APOSTROPHE.fullmatch(word) or _is_known(word):
        return True
    if not has_surname_ending(word) or word in COMMON or word in ENGLISH_WORDS or may_be_given_name(word):
        return False
    if not is_latin(word):
        return ru.is_surname(word) if ru.is_known(word) else bool(_SURE_SURNAME.fullmatch(word))
    in_russian = russian(word, 1)[0]
    if ru.has(in_russian):
        return ru.is_surname(in_russian) and not ru.is_common_word(in_russian)
    return bool(_SURE_LATIN.fullmatch(word))


def _is_known(word: str) -> bool:
    """Is this folded word a listed surname and nothing else?"""
    known = other_spellings(word)
    return bool(known) and not (_ordinary(word) or may_be_given_name(word) or ENGLISH_WORDS.intersection(known))


def is_east_asian(typed: Sequence[str]) -> bool:
    """Is it a name like Ким Чен Ын: an East Asian surname, then one or two parts that are not words or local names?"""
    parts = [stem(raw) for raw in typed]
    if (
        len(parts) not in (2, 3)
        or parts[0] not in _EAST_ASIAN_SURNAMES
        or any(len(part) > _MAX_EAST_ASIAN_LETTERS for part in parts)
    ):
        return False
    last = parts[-1]
    if (
        (may_be_given_name(last) and last not in _EAST_ASIAN_SURNAMES)
        or _is_patronymic(last)
        or _SURE_SURNAME.fullmatch(last)
        or ru.is_surname(last)
        or len(last) < 2
    ):
        return False
    if not any(ru.is_common_word(part) or part in COMMON for part in parts[1:]):
        return len(parts) == 3 or all(raw[0].isupper() for raw in typed)
    return len(parts) == 3 and all(raw[0].isupper() for raw in typed)


def _capitalise_all(raws: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(_capitalise, raws))


def _capitalise(raw: str) -> str:
    """О'Нил for о'нил."""
    return "'".join(part[:1].upper() + part[1:] for part in stem(raw).split("'"))


# ------------------------------------------------------------------------------------------ whose name is it?


def surname_spans(typed: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The spans of words (start, end) that may be the surname, if all other words may be that person's other names.

    Spans of one word first; a surname may have several: Ursula von der Leyen.
    """
    fore = [_is_forename(raw) for raw in typed] if 1 < len(typed) <= MAX_NAME_WORDS else []
    for length in range(1, len(fore)):
        for at in range(len(fore) - length + 1):
            if all(fore[:at]) and all(fore[at + length :]):
                yield at, at + length


def is_in_surname(base: Sequence[str], typed: Sequence[str]) -> bool:
    """Is a word with a capital rather a surname made of this base than its form: Абаев is no genitive of Абай?"""
    if len(typed) != 1 or not typed[0][0].isupper():
        return False
    word = stem(typed[0])
    return _IN_OV.fullmatch(word) is not None and not base[0].startswith(word[:-1])


def are_names_of(concept: Concept, others: Sequence[str]) -> bool:
    """Are these given names or initials, typed next to the surname of a person who is a concept, that person's?

    True if the concept lists no given names; else each must be one of those listed, in any spelling.
    """
    listed = [phonetic_key(stem(raw)) for name in concept.given for raw in TOKEN.findall(name)]
    return not listed or all(any(_is_same_name(phonetic_key(stem(raw)), one) for one in listed) for raw in others)


def _is_same_name(typed: str, listed: str) -> bool:
    """An initial must begin the name; longer ones must agree in their first letters."""
    return (
        typed == listed[: len(typed)]
        if len(typed) < _COMPARED_LETTERS
        else typed[:_COMPARED_LETTERS] == listed[:_COMPARED_LETTERS]
    )
