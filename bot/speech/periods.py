"""Periods as people type them, in three languages: today, вчера, өткен апта, 25 ноября, last 3 hours. Pure.

    "25 қараша Ақтау" ─ period_at_start ─▶ (the 25th of November, "25 қараша", "Ақтау")
    "что было вчера"  ─ period_at_end ───▶ (yesterday, "вчера", "что было")

Which days these are depends on today: bot/answers/period.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.speech.spelled import in_keys, key

LONGEST = 366  #: days, or hours, that may be asked for


class PeriodKind(StrEnum):
    """How a period is named."""

    DAY = "day"  #: so many days before today; -1 is tomorrow
    DAYS = "days"  #: so many days, today the last of them
    HOURS = "hours"  #: so many hours up to now
    WEEK = "week"  #: from Monday on, so many weeks before this one; -1 is the next
    MONTH = "month"  #: so many months before this one
    NAMED_MONTH = "named month"  #: the most recent November, or that of a year
    WEEKEND = "weekend"  #: the most recent Saturday and Sunday, those of today too
    PAST_WEEKEND = "past weekend"  #: the same before today's
    WEEKDAY = "weekday"  #: the most recent Monday (0), today too
    PAST_WEEKDAY = "past weekday"  #: the same before today
    DATE = "date"  #: the most recent 25 November, or that of a year


@dataclass(frozen=True, kw_only=True)
class TypedPeriod:
    """A period as it was named."""

    kind: PeriodKind
    number: int = 0  #: hours, days, weeks or months; a weekday; the day of a date
    month: int = 0
    year: int | None = None


_MONTHS = (
    "january jan|январь января январе янв|қаңтар қаң",
    "february feb|февраль февраля феврале фев|ақпан ақп",
    "march mar|март марта марте мар|наурыз нау",
    "april apr|апрель апреля апреле апр|сәуір сәу",
    "may|май мая мае|мамыр мам",
    "june jun|июнь июня июне июн|маусым мау",
    "july jul|июль июля июле июл|шілде шіл",
    "august aug|август августа августе авг|тамыз там",
    "september sep sept|сентябрь сентября сентябре сен сент|қыркүйек қыр",
    "october oct|октябрь октября октябре окт|қазан қаз",
    "november nov|ноябрь ноября ноябре ноя нояб|қараша қар",
    "december dec|декабрь декабря декабре дек|желтоқсан жел",
)
_WEEKDAYS = (
    "monday mon|понедельник понедельника понедельнику пн|дүйсенбі",
    "tuesday tue tues|вторник вторника вт|сейсенбі",
    "wednesday wed|среда среду среды ср|сәрсенбі",
    "thursday thu thurs|четверг четверга чт|бейсенбі",
    "friday fri|пятница пятницу пятницы пт|жұма",
    "saturday sat|суббота субботу субботы сб|сенбі",
    "sunday sun|воскресенье воскресенья вс|жексенбі",
)


def _numbered(rows: tuple[str, ...], first: int) -> dict[str, int]:
    return {key(word): at for at, row in enumerate(rows, first) for word in re.split(r"[ |]", row)}


_MONTH, _WEEKDAY = _numbered(_MONTHS, 1), _numbered(_WEEKDAYS, 0)
_FULL = {word: at for word, at in _MONTH.items() if len(word) > 3 or word in ("may", "май", "мая", "мае")}
_KAZAKH_CASE = "(?:дагы|деги|тагы|теги|нда|нде|ндагы|ндеги|да|де|та|те|нын|нин|дын|дин|тын|тин|га|ге|ка|ке)?"


def _any(known: dict[str, int]) -> str:
    return "|".join(sorted(known, key=len, reverse=True))


def _phrases(*phrases: str) -> str:
    """The patterns as text in keys has them."""
    return "|".join(in_keys(phrase) for phrase in phrases)


_LEAD = r"(?:(?:за|на|в|во|с|со|от|по|on|for|from|in|of|at|the|during)\s+)*"
_LAST = "last|past|последни[ея]|последнюю|сонгы"
_PREVIOUS = "last|previous|прошл(?:ый|ая|ую|ой|ом|ое|ого)|откен|былтыргы"
_THIS = "this|эт(?:а|у|ой|от|ом)|осы|текущ(?:ая|ую|ей|ий|ем)|биыл"
_WEEKS = "week(?:'s)?|недел[яюеи]|апта" + _KAZAKH_CASE + "|аптасы"
_DAYS = "days?|день|дня|дней|кун(?:де|нин|ги)?"
_HOURS = "h|hrs?|hours?|час(?:а|ов)?|ч|сагат" + _KAZAKH_CASE
_MONTHS_WORD = "month(?:'s)?|месяц(?:а|е)?|ай(?:да|дагы|дын)?"
_YEAR = r"(?:[\s,.-]*(?P<year>(?:19|20)\d\d)(?:\s*(?:г|год|года|ж|жыл|жылы|жылгы)\b\.?)?)?"
_KAZAKH_WHOSE = "(?:нын|нин|дын|дин|тын|тин)?"
_TODAY = _phrases("today(?:'s)?", "сегодня", r"сегодняшн(?:ий|ие|юю|ее)(?:\s+день)?", "бүгін(?:гі|ге)?")
_YESTERDAY = _phrases("yesterday(?:'s)?", "вчера", r"вчерашн(?:ий|ие|юю|ее)(?:\s+день)?", "кеше(?:гі)?")
_TOMORROW = _phrases("tomorrow(?:'s)?", "завтра", r"завтрашн(?:ий|ие|юю|ее)(?:\s+день)?", "ертең(?:гі|ге)?")
_DAY_BEFORE = _phrases(r"day\s+before\s+yesterday", "позавчера", r"(?:алдыңғы|бұрнағы)\s+күн[іи]?")
_WEEKEND = _phrases(
    "weekend(?:'s)?",
    "выходн(?:ые|ых|ым)",
    "уик-?энд",
    r"(?:сенбі-жексенбі|демалыс(?:\s+күн(?:дер)?і?)?)" + _KAZAKH_CASE,
)
_ON_WEEKEND = r"(?:over|on|at|for|during|за|на|в|по)\s+(?:the\s+)?"
#: parts of a day, which the day itself stands for
_PART = _phrases(
    "morning|afternoon|evening|night",
    "утр(?:ом|а|о)|дн[её]м|вечер(?:ом|а)?|ночью",
    "таңертең(?:гі)?|таңғы|түсте|түнде|кешке|кешкілік",
)
_DAY_OF_MONTH = r"(?P<d>\d{1,2})"
_NAMED_DAY = rf"(?P<weekday>{_any(_WEEKDAY)}){_KAZAKH_CASE}(?:'s)?(?:\s+кун(?:и|ы|ги|гы)?)?"
_NAMED_MONTH = rf"(?P<month>{_any(_FULL)}){_KAZAKH_CASE}(?:\s+ай[иы]?(?:нда|ндагы)?)?"
_DAY_MONTH = (
    rf"{_DAY_OF_MONTH}(?:st|nd|rd|th|-?го|-?е)?(?:\s+of)?[\s-]*(?P<month>{_any(_MONTH)}){_KAZAKH_CASE}\.?{_YEAR}"
)
_ORDINAL = r"(?:st|nd|rd|th|\s*(?:и|ы|инде|ында))?(?!\d)"
_MONTH_DAY = rf"(?P<month>{_any(_MONTH)}){_KAZAKH_WHOSE}\.?[\s-]+{_DAY_OF_MONTH}{_ORDINAL}{_YEAR}"
_PATTERNS: tuple[tuple[PeriodKind, int, str], ...] = (
    (PeriodKind.DAY, 0, _TODAY),
    (PeriodKind.DAY, 0, rf"(?:{_TODAY})\s+(?:{_PART})|this\s+(?:morning|afternoon|evening)|tonight"),
    (PeriodKind.DAY, -1, _TOMORROW),
    (PeriodKind.DAY, 2, _DAY_BEFORE),
    (PeriodKind.DAY, 1, _YESTERDAY),
    (PeriodKind.DAY, 1, rf"(?:{_YESTERDAY})\s+(?:{_PART})|last\s+(?:night|evening)"),
    (PeriodKind.HOURS, 12, _phrases("overnight", r"за\s+ночь", r"түн(?:і|ы)\s+бойы")),
    (PeriodKind.HOURS, 0, rf"(?:(?:{_LAST})\s+)?(?P<number>\d{{1,3}})\s*(?:{_HOURS})"),
    (PeriodKind.HOURS, 1, rf"(?:past|last|последний|сонгы(?:\s+бир)?)\s+(?:{_HOURS})|за\s+час"),
    (PeriodKind.HOURS, 24, rf"(?:(?:{_LAST})\s+)?(?:сутки|{_phrases('тәулік')}{_KAZAKH_CASE})"),
    (PeriodKind.PAST_WEEKEND, 0, rf"(?:{_PREVIOUS}|прошлые|прошлых)\s+(?:{_WEEKEND})"),
    (PeriodKind.WEEKEND, 0, rf"(?:(?:{_THIS}|эти|этих|последние)\s+|{_ON_WEEKEND})(?:{_WEEKEND})"),
    (PeriodKind.WEEKEND, 0, rf"(?:{_WEEKEND})(?!\s*\w)"),
    (PeriodKind.WEEK, 0, rf"(?:{_THIS})\s+(?:{_WEEKS})"),
    (PeriodKind.DAYS, 7, rf"(?:(?:this\s+)?past|последн(?:юю|яя)|сонгы(?:\s+бир)?)\s+(?:{_WEEKS})"),
    (PeriodKind.WEEK, 1, rf"(?:{_PREVIOUS})\s+(?:{_WEEKS})"),
    (PeriodKind.WEEK, -1, rf"(?:next|coming|следующ(?:ая|ую|ей)|келеси)\s+(?:{_WEEKS})"),
    (PeriodKind.DAYS, 0, rf"(?:(?:{_LAST})\s+)?(?P<number>\d{{1,3}})\s*(?:{_DAYS})(?:дик)?"),
    (PeriodKind.DAYS, 7, rf"(?:бир\s+)?(?:{_WEEKS})(?:лык)?"),
    (PeriodKind.MONTH, 0, rf"(?:{_THIS})\s+(?:{_MONTHS_WORD})"),
    (PeriodKind.DAYS, 30, rf"(?:past|последний|сонгы(?:\s+бир)?)\s+(?:{_MONTHS_WORD})"),
    (PeriodKind.MONTH, 1, rf"(?:{_PREVIOUS})\s+(?:{_MONTHS_WORD})"),
    (PeriodKind.DAYS, 30, rf"(?:бир\s+)?(?:{_MONTHS_WORD})(?:лык)?"),
    (PeriodKind.DATE, 0, r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    (PeriodKind.DATE, 0, r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})(?:\.(?P<y>\d{4})?)?(?!\.?\d)"),
    (PeriodKind.DATE, 0, _DAY_MONTH),
    (PeriodKind.DATE, 0, _MONTH_DAY),
    (PeriodKind.PAST_WEEKDAY, 0, rf"(?:{_PREVIOUS})\s+{_NAMED_DAY}"),
    (PeriodKind.WEEKDAY, 0, _NAMED_DAY),
    (PeriodKind.NAMED_MONTH, 0, _NAMED_MONTH + _YEAR),
)
_BEHIND = r"(?=[\s,:;.!?]|$)"
_COMPILED = [(kind, number, re.compile(f"{_LEAD}(?:{pattern}){_BEHIND}")) for kind, number, pattern in _PATTERNS]


def period_at_start(text: str) -> tuple[TypedPeriod, str, str] | None:
    """The period with which a text begins, how it is typed there, and what stands behind it; None: it begins with none.

    Of several readings the longest counts: "25 ноября 2024", "last 7 days".
    """
    found = _longest(in_keys(text))
    if found is None:
        return None
    period, end = found
    return period, text[:end].strip(), text[end:].lstrip(" ,:;\t\n")


def period_at_end(text: str) -> tuple[TypedPeriod, str, str] | None:
    """The period with which a text ends, how it is typed there, and what stands before it; None: it ends with none."""
    text = text.rstrip(" .!?,;:")
    keys = in_keys(text)
    for start in [0, *(found.end() for found in re.finditer(r"\s+", text))]:
        found = _longest(keys[start:])
        if found is not None and start + found[1] == len(text):
            return found[0], text[start:], text[:start].rstrip(" ,:;")
    return None


def whole_period(text: str) -> TypedPeriod | None:
    """The period that a text is, and nothing else."""
    found = period_at_start(text)
    return found[0] if found and not found[2] else None


def in_hours(number: int) -> str:
    """So many hours, as briefly as they can be typed."""
    return f"{number}h"


def _longest(keys: str) -> tuple[TypedPeriod, int] | None:
    matches = [(kind, number, found) for kind, number, pattern in _COMPILED if (found := pattern.match(keys))]
    if not matches:
        return None
    kind, number, found = max(matches, key=lambda match: match[2].end())
    period = _made(kind, number, found.groupdict())
    return (period, found.end()) if period else None


def _made(kind: PeriodKind, number: int, parts: dict[str, str | None]) -> TypedPeriod | None:
    if counted := parts.get("number"):
        return TypedPeriod(kind=kind, number=int(counted)) if 0 < int(counted) <= LONGEST else None
    if weekday := parts.get("weekday"):
        return TypedPeriod(kind=kind, number=_WEEKDAY[weekday])
    year = parts.get("year") or parts.get("y")
    named = parts.get("month")
    month = _MONTH[named] if named else int(parts.get("m") or 0)
    day = parts.get("d") or number
    return TypedPeriod(kind=kind, number=int(day), month=month, year=int(year) if year else None)
