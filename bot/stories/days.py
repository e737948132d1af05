"""The days that the first lines of an article name: "на 11 апреля", tomorrow, сейсенбіде."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

from bot.language.common import words
from bot.matching.keys import TextSpan

_CLOCK = timezone(timedelta(hours=5))  #: of Kazakhstan: what is "today" at its night
_MONTHS = (
    "jan(?:uary)?|янв(?:ар[ья])?|қаңтар",
    "feb(?:ruary)?|фев(?:рал[ья])?|ақпан",
    "mar(?:ch)?|марта?|наурыз",
    "apr(?:il)?|апр(?:ел[ья])?|сәуір",
    "may|ма[йя]|мамыр",
    "june?|июн[ья]|маусым",
    "july?|июл[ья]|шілде",
    "aug(?:ust)?|август(?:а)?|тамыз",
    "sept?(?:ember)?|сен(?:тябр[ья])?|қыркүйек",
    "oct(?:ober)?|окт(?:ябр[ья])?|қазан",
    "nov(?:ember)?|ноя(?:бр[ья])?|қараша",
    "dec(?:ember)?|дек(?:абр[ья])?|желтоқсан",
)
_KAZAKH_END = "(?:ға|ге|қа|ке|да|де|та|те|ның|нің|дың|дің|тың|тің|дан|ден|нан|нен|дағы|дегі|ғы|гі)?"
_ANY_MONTH = "|".join(f"(?P<m{number}>(?:{names}){_KAZAKH_END})" for number, names in enumerate(_MONTHS, 1))
_DAY_FIRST = re.compile(rf"\b(?P<day>\d{{1,2}})(?:-?(?:го|е|ші|шы))?\s+(?:{_ANY_MONTH})\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b(?:{_ANY_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?![.,]?\d)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_RELATIVE = {
    **dict.fromkeys(words("today tonight сегодня бүгін"), 0),
    **dict.fromkeys(words("tomorrow завтра ертең"), 1),
    **dict.fromkeys(words("yesterday вчера накануне кеше"), -1),
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday понедельник понедельника дүйсенбі дүйсенбіде дүйсенбіге",
            "tuesday вторник вторника сейсенбі сейсенбіде сейсенбіге",
            "wednesday среду среды сәрсенбі сәрсенбіде сәрсенбіге",
            "thursday четверг четверга бейсенбі бейсенбіде бейсенбіге",
            "friday пятницу пятницы жұма жұмада жұмаға",
            "saturday субботу субботы сенбі сенбіде сенбіге",
            "sunday воскресенье воскресенья жексенбі жексенбіде жексенбіге",
        )
    )
    for name in names.split()
}
WEEK = timedelta(days=7)


def dates(text: str) -> list[tuple[int, int, TextSpan]]:
    """Each date that is written out, as (month, day, span)."""
    found = []
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        for one in pattern.finditer(text):
            month = next(number for number in range(1, 13) if one[f"m{number}"])
            found.append((month, int(one["day"]), one.span()))
    return found


def days(text: str, published_at: datetime) -> frozenset[int]:
    """The days that a text names, as ordinals; a weekday is the one before or the one after."""
    today = published_at.astimezone(_CLOCK).date()
    return frozenset(each.toordinal() for each in _days(text, today))


def _days(text: str, today: date) -> Iterator[date]:
    for month, day, _ in dates(text):
        years = (today.year - 1, today.year, today.year + 1)
        near = [each for year in years if (each := _date(year, month, day))]
        if near:
            yield min(near, key=lambda each: abs(each - today))
    for found in _WORD.finditer(text):
        word = found.group().lower()
        if word in _RELATIVE:
            yield today + timedelta(days=_RELATIVE[word])
        if word in _WEEKDAYS:
            ahead = today + timedelta(days=(_WEEKDAYS[word] - today.weekday()) % 7)
            yield ahead
            yield ahead - WEEK


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
