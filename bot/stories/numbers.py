"""The numbers in a text by their value: 2,2 млн тонн and 2.2 million tons, он төрт вагон and fourteen cars are one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.language.common import words
from bot.matching.keys import TextSpan

FEW = 2  #: smaller numbers say nothing

_SCALES = {
    **dict.fromkeys(words("thousand тыс тысяч мың k"), 1e3),
    **dict.fromkeys(words("million mln млн миллион m"), 1e6),
    **dict.fromkeys(words("billion bln bn млрд миллиард"), 1e9),
    **dict.fromkeys(words("trillion trln трлн триллион"), 1e12),
}
#: endings of words of scale: millions, тысячи, миллионов, миллионнан, мыңға
_SCALE_END = re.compile("(?:s|а|и|у|ы|ов|ом|ам|ами|ах|[нтд][ае]н|[ндт][аеыі]ң?|[ғқгк][ае]|[мбп]ен)$")
#: 412, 1 050, 4,104,000, 63,5; neither a part of 18:20 or 2025-11-29 nor an ordinal, as 9-шы
_DIGITS = re.compile(
    r"(?<![\w.,:/-])(?:\d{1,3}(?:[\s,]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?)(?![\d:]|-?[шс]?[ыі](?!\w)|-(?:го|й|я|е)\b)"
)
_CLOCK = re.compile(r"(?<![\w.,:])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_BETWEEN_GROUPS = re.compile(r"\s|,(?=\d{3}(?:\D|$))")
_BEHIND = re.compile(r"\s*([^\W\d_]+)\.?(?!\w)")
_SMALLER_BEHIND = re.compile(r"\.?\s+(\d{1,3})\s+([^\W\d_]+)")

#: value: English | Russian | Kazakh
_NAMES = {
    2: "two | два две двое двух двум двумя двоих | екі екеу екеуі",
    3: "three | три трое трех трем тремя троих | үш үшеу үшеуі",
    4: "four | четыре четырех четырем четырьмя четверо четверых | төрт төртеу төртеуі",
    5: "five | пять пяти пятью пятеро пятерых | бес бесеу бесеуі",
    6: "six | шесть шести шестью шестеро шестерых | алты алтау алтауы",
    7: "seven | семь семи семеро семерых | жеті жетеу жетеуі",
    8: "eight | восемь восьми восьмеро восьмерых | сегіз",
    9: "nine | девять девяти | тоғыз",
    10: "ten | десять десяти | он",
    11: "eleven | одиннадцать одиннадцати |",
    12: "twelve | двенадцать двенадцати |",
    13: "thirteen | тринадцать тринадцати |",
    14: "fourteen | четырнадцать четырнадцати |",
    15: "fifteen | пятнадцать пятнадцати |",
    16: "sixteen | шестнадцать шестнадцати |",
    17: "seventeen | семнадцать семнадцати |",
    18: "eighteen | восемнадцать восемнадцати |",
    19: "nineteen | девятнадцать девятнадцати |",
    20: "twenty | двадцать двадцати | жиырма",
    30: "thirty | тридцать тридцати | отыз",
    40: "forty | сорок сорока | қырық",
    50: "fifty | пятьдесят пятидесяти | елу",
    60: "sixty | шестьдесят шестидесяти | алпыс",
    70: "seventy | семьдесят семидесяти | жетпіс",
    80: "eighty | восемьдесят восьмидесяти | сексен",
    90: "ninety | девяносто | тоқсан",
    100: "hundred | сто ста | жүз",
    200: "| двести двухсот |",
    300: "| триста трехсот |",
    400: "| четыреста четырехсот |",
    500: "| пятьсот пятисот |",
}
#: "он" is ten in Kazakh and "he" in Russian
_VALUES = {
    language: {name: value for value, names in _NAMES.items() for name in names.split("|")[column].split()}
    for column, language in enumerate(("en", "ru", "kk"))
}
_HUNDRED = 100


def numbers(text: str, language: str) -> Iterator[tuple[float, TextSpan]]:
    """Each number with where it stands; a time of day as hours and hundredths: 3:52 is 3.52."""
    for found in _CLOCK.finditer(text):
        yield float(f"{int(found[1])}.{found[2]}"), found.span()
    last = 0
    for found in _DIGITS.finditer(text):
        if found.start() >= last:  # else it is a part of "4 млн 104 тыс."
            plain = float(_BETWEEN_GROUPS.sub("", found.group()).replace(",", "."))
            value, last = _scaled(plain, text, found.end())
            if value >= FEW:
                yield value, (found.start(), last)
    yield from _in_words(text, language)


def _scaled(value: float, text: str, end: int) -> tuple[float, int]:
    """The number with the scale behind it, "4 млн 104 тыс." as one; and its end."""
    behind = _BEHIND.match(text, end)
    scale = _scale(behind[1]) if behind else 0.0
    if behind is None or not scale:
        return value, end
    value, end = value * scale, behind.end(1)
    more = _SMALLER_BEHIND.match(text, end)
    smaller = _scale(more[2]) if more else 0.0
    if more and 0 < smaller < scale:
        return value + int(more[1]) * smaller, more.end()
    return value, end


def _scale(word: str) -> float:
    """What a number in front of a word is multiplied by; 0: the word is no scale."""
    folded = word.lower()
    return _SCALES.get(folded) or _SCALES.get(_SCALE_END.sub("", folded), 0.0)


def _in_words(text: str, language: str) -> Iterator[tuple[float, TextSpan]]:
    """Numbers in words: "он төрт", "двадцать две", sixty-three."""
    total, start, end = 0.0, 0, 0
    for found in _WORD.finditer(text):
        value = _value(found.group(), language)
        joins = bool(total) and text[end : found.start()].isspace()
        longer = _joined(total, value, found.group()) if joins else 0.0
        if longer:
            total, end = longer, found.end()
            continue
        if total:
            yield total, (start, end)
        total, start, end = float(value), found.start(), found.end()
    if total:
        yield total, (start, end)


@lru_cache(maxsize=4_000)
def _value(word: str, language: str) -> int:
    """The value of a word, or of two with a hyphen; 0: it is no number."""
    values = _VALUES[language]
    parts = [values.get(part, 0) for part in word.lower().replace("ё", "е").split("-")]
    return sum(parts) if all(parts) else 0


def _joined(total: float, value: int, word: str) -> float:
    """A number with the next word of it: ten four, two hundred, five thousand; 0: the word is not of it."""
    if not value:
        return total * _scale(word)
    if value == _HUNDRED and total < 10:
        return total * _HUNDRED
    return total + value if value < total and (total >= 20 or total == 10) else 0.0
