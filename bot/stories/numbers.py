"""The numbers in a text by their value: 2,2 млн тонн and 2.2 million tons, он төрт вагон and fourteen cars are one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.common import words
from bot.matching.keys import TextSpan

_FEW = 2  #: smaller numbers say nothing
_LEAST_WORD = 2

_SCALES = {
    **dict.fromkeys(words("thousand тыс тысяча тысячи тысяч тысячу мың k"), 1e3),
    **dict.fromkeys(words("million millions mln млн миллион миллиона миллионов миллионы m"), 1e6),
    **dict.fromkeys(words("billion billions bln bn млрд миллиард миллиарда миллиардов миллиарды"), 1e9),
    **dict.fromkeys(words("trillion trln трлн триллион триллиона триллионов"), 1e12),
}
_KAZAKH_END = "(?:[ндт]?[аеыі]?[нң]?|дан|ден|тан|тен|нан|нен|ға|ге|қа|ке|дық|дік|ның|нің|дың|дің|мен|нда|нде)"
_DIGITS = re.compile(
    r"(?<![\w.,:/-])\d{1,3}(?:[   ,]\d{3})+(?![\d])(?:[.,]\d+)?|(?<![\w.,:/-])\d+(?:[.,]\d+)?(?![\d:]|-?ш|-?ы|-?і)"
)
_CLOCK = re.compile(r"(?<![\w.,:])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_GROUPED = re.compile(r"[   ]|,(?=\d{3}(?:\D|$))")
_BEHIND = re.compile(r"\s*([^\W\d_]+)\.?(?:\s+|$)")

_UNITS = {
    value: words(names)
    for value, names in {
        2: "two два две двое двух екі екеу",
        3: "three три трое трех үш",
        4: "four четыре четырех четверо төрт",
        5: "five пять пяти пятеро бес",
        6: "six шесть шести алты",
        7: "seven семь семи жеті",
        8: "eight восемь восьми сегіз",
        9: "nine девять девяти тоғыз",
        10: "ten десять десяти он",
        11: "eleven одиннадцать одиннадцати",
        12: "twelve двенадцать двенадцати",
        13: "thirteen тринадцать тринадцати",
        14: "fourteen четырнадцать четырнадцати",
        15: "fifteen пятнадцать пятнадцати",
        16: "sixteen шестнадцать шестнадцати",
        17: "seventeen семнадцать семнадцати",
        18: "eighteen восемнадцать восемнадцати",
        19: "nineteen девятнадцать девятнадцати",
        20: "twenty двадцать двадцати жиырма",
        30: "thirty тридцать тридцати отыз",
        40: "forty сорок сорока қырық",
        50: "fifty пятьдесят пятидесяти елу",
        60: "sixty шестьдесят шестидесяти алпыс",
        70: "seventy семьдесят семидесяти жетпіс",
        80: "eighty восемьдесят восьмидесяти сексен",
        90: "ninety девяносто тоқсан",
        100: "hundred сто ста жүз",
        200: "двести двухсот",
        300: "триста трехсот",
        400: "четыреста четырехсот",
        500: "пятьсот пятисот",
    }.items()
}
_VALUES = {name: value for value, names in _UNITS.items() for name in names}


def numbers(text: str) -> Iterator[tuple[float, TextSpan]]:
    """Each number with where it stands; a time of day as hours and hundredths: 3:52 is 3.52."""
    last = 0
    for found in _CLOCK.finditer(text):
        yield float(f"{int(found[1])}.{found[2]}"), found.span()
    for found in _DIGITS.finditer(text):
        if found.start() < last:
            continue  # of "4 млн 104 тыс."
        value, last = _scaled(float(_GROUPED.sub("", found.group()).replace(",", ".")), text, found.end())
        if value >= _FEW:
            yield value, (found.start(), last)
    yield from _written(text)


def _scaled(value: float, text: str, end: int) -> tuple[float, int]:
    """The number with the scale behind it, "4 млн 104 тыс." as one."""
    behind = _BEHIND.match(text, end)
    scale = _scale(behind[1]) if behind else 0
    if behind is None or not scale:
        return value, end
    value, end = value * scale, behind.end(1)
    more = re.compile(r"\.?\s+(\d{1,3})\s+([^\W\d_]+)").match(text, end)
    if more and 0 < (smaller := _scale(more[2])) < scale:
        return value + int(more[1]) * smaller, more.end()
    return value, end


def _scale(word: str) -> float:
    folded = word.lower()
    if folded in _SCALES:
        return _SCALES[folded]
    stem = re.sub(f"{_KAZAKH_END}$|(?:а|ов|ы|у|ами|ам|ах|ом)$", "", folded)
    return _SCALES.get(stem, 0)


def _written(text: str) -> Iterator[tuple[float, TextSpan]]:
    """Numbers in words: "он төрт", "двадцать две", sixty-three, жарты есе is none."""
    total, start, last = 0.0, 0, -1
    for found in _WORD.finditer(text):
        parts = [_VALUES.get(part) for part in found.group().lower().replace("ё", "е").split("-")]
        value = sum(part for part in parts if part) if all(parts) else 0
        scale = _scale(found.group()) if total and not value else 0
        joins = last >= 0 and text[last : found.start()].isspace()
        if total and joins and scale:
            total, last = total * scale, found.end()
        elif total and joins and value and value == 100 and total < 10:
            total, last = total * 100, found.end()
        elif total and joins and value and value < total and (total >= 20 or total == 10):
            total, last = total + value, found.end()
        else:
            if total >= _LEAST_WORD:
                yield total, (start, last)
            total, start, last = (float(value), found.start(), found.end()) if value else (0.0, 0, -1)
    if total >= _LEAST_WORD:
        yield total, (start, last)
