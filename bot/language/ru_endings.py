"""Possible nominatives of a Russian word, by its letters only: for names and new words that no dictionary has.

    боррелю ─ nominatives ─▶ боррель, борреля        темиртауцев ─ nominatives ─▶ темиртауец, темиртауц

A case form does not determine the nominative: Шольцу may be a form of Шольц, Шольца or Шолец. All are returned, and one
is right. Words must be folded (lower case, е for ё).
"""

from __future__ import annotations

import re
from collections import defaultdict

_HARD = "[бвгджзклмнпрстфхцчшщ]"
_PLAIN = "[бвдзлмнпрстф]"  #: consonants followed by ы that may be soft
_HUSH = "[жшчщ]"
_VOWEL = "[аеиоуыэюя]"

#: (end of the stem, its case endings, the ending of the nominative)
_DECLENSIONS = (
    (_HARD, "а у е ом ам ами ах", ""),  # Байден
    ("[бвдзлмнпрстфц]", "ы", ""),
    ("[бвгдзклмнпрстфх]", "ов", ""),
    ("[гкхжшчщ]", "и", ""),
    (_HUSH, "ем ей", ""),  # Вучичем
    ("ц", "ем ев", ""),
    ("(?:[ое]в|[иы]н)", "ым ой ых ыми", ""),  # Рыбакиной
    ("(?:[ое]в|[иы]н)", "а у ом е", "о"),  # Чинарево
    (_HARD, "у е ой ам ами ах", "а"),  # Лула
    ("[бвдзлмнпрстфц]", "ы", "а"),
    ("[гкхжшчщ]", "и", "а"),
    ("[жшчщц]", "ей", "а"),
    (f".{_PLAIN}", "я ю ем е и ей ям ями ях", "ь"),  # Боррель
    (_VOWEL, "я ю ем е и ев ям ями ях", "й"),  # Хаменей
    (f"(?:{_PLAIN}|{_VOWEL})", "и е ю ей", "я"),
    (".[сц]к", "ого ому им ом ой ая ую ие их ими", "ий"),  # Зеленский
)
_SHORTEST = 2  #: letters of a stem, as in Ким Чен Ын
_FIRST_PART = re.compile(".{2,}[сц]ко")

#: a stem that has lost an е before its -ц-, which has left ь or й after л or a vowel: горобца, уральца, европейцы;
#: and without й, as people write of towns in -ау: темиртауцы
_LOST = re.compile(f"(.+(?:[бвгджзкмнпрстфх]|л(?=ь)|[аоую]|{_VOWEL}(?=й)))[ьй]?ц")
_ENDS_OF_LOST = ("а", "у", "е", "ы", "ем", "ев", "ам", "ами", "ах")


def _by_ending() -> dict[str, tuple[tuple[re.Pattern[str], str], ...]]:
    table: defaultdict[str, list[tuple[re.Pattern[str], str]]] = defaultdict(list)
    for before, endings, nominative in _DECLENSIONS:
        for ending in endings.split():
            table[ending].append((re.compile(before + "$"), nominative))
    return {ending: tuple(rows) for ending, rows in table.items()}


_BY_ENDING = _by_ending()
_LENGTHS = (1, 2, 3)


def nominatives(word: str) -> tuple[str, ...]:
    """Every noun, surname or adjective in -ский that this may be a case of; () if it has no case ending."""
    found: list[str] = []
    for length in _LENGTHS:
        stem, ending = word[:-length], word[-length:]
        if len(stem) < _SHORTEST:
            break
        lost = _LOST.fullmatch(stem) if ending in _ENDS_OF_LOST else None
        if lost:
            found.append(lost[1] + "ец")
        found += [stem + nominative for before, nominative in _BY_ENDING.get(ending, ()) if before.search(stem)]
    return tuple(dict.fromkeys(found))


def adjectives_begun(word: str) -> tuple[str, ...]:
    """The adjective in -ский of the first part of a compound: российско- is российский. Not важно, an adverb."""
    return (word[:-1] + "ий",) if _FIRST_PART.fullmatch(word) else ()
