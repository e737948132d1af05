"""Dates, spans of time and lists in the words of a language, without the host's locale. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, get_timezone_location

from bot.i18n.catalogue import formats as texts
from bot.i18n.catalogue import languages
from bot.i18n.text import Phrase, Plural, Text
from bot.i18n.translator import Translator

T = TypeVar("T")

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def moment(at: datetime, zone: tzinfo, now: datetime, translate: Translator) -> str:
    """`25 Nov, 13:20` in the zone, with the year if it is not the current one there: `25 Nov 2024, 13:20`."""
    same_year = at.astimezone(zone).year == now.astimezone(zone).year
    return _dated(at.astimezone(zone), texts.MOMENT if same_year else texts.MOMENT_WITH_YEAR, translate)


def clock(at: datetime, zone: tzinfo, translate: Translator) -> str:
    """`13:20` in the zone."""
    local = at.astimezone(zone)
    return _clock(local.hour, local.minute, translate.template(texts.CLOCK), translate.language)


@lru_cache(maxsize=3 * 1440)
def _clock(hour: int, minute: int, pattern: str, language: str) -> str:
    """Long lists have the same times again and again, and Babel takes its time."""
    return format_datetime(datetime(2000, 1, 1, hour, minute), pattern, locale=language)  # noqa: DTZ001  # on no day


def time_of_day(minute: int) -> str:
    """`08:00`, of minutes since midnight: a time on every day, as `clock` shows one."""
    return f"{minute // 60:02}:{minute % 60:02}"


def pattern_of(local: datetime, pattern: Text, translate: Translator) -> str:
    """A time of a chat's own clocks by a pattern that is a text: `Monday, 30 Nov`."""
    return _dated(local, pattern, translate)


def city_name(zone: ZoneInfo, translate: Translator) -> str:
    """The city after which a zone is named: `Aqtau`, `Актау`, `Ақтау`."""
    return get_timezone_location(zone.key, locale=translate.language, return_city=True)


def day_name(day: date, translate: Translator) -> str:
    """`25 November 2025`."""
    return _day(day, texts.DAY, translate)


def short_day(day: date, today: date, translate: Translator) -> str:
    """`25 Nov`, with the year if it is not this one: `25 Nov 2024`."""
    return _day(day, texts.SHORT_DAY if day.year == today.year else texts.SHORT_DAY_WITH_YEAR, translate)


def chart_day(day: date, translate: Translator) -> str:
    """`25 Nov`, as briefly as it can be said."""
    return _day(day, texts.CHART_DAY, translate)


def day_range(first: date, last: date, today: date, translate: Translator) -> str:
    """`22–28 Nov`, `29 Oct – 4 Nov`, `28 Dec 2024 – 3 Jan`; one day alone is that day."""
    if first == last:
        return short_day(first, today, translate)
    if (first.year, first.month) != (last.year, last.month):
        begin, end = (short_day(day, today, translate) for day in (first, last))
        return translate(texts.DAYS_OF_TWO_MONTHS, first=begin, last=end)
    days = {"first": str(first.day), "last": _day(last, texts.SHORT_DAY, translate)}
    if first.year == today.year:
        return translate(texts.DAYS_OF_MONTH, **days)
    return translate(texts.DAYS_OF_MONTH_WITH_YEAR, year=str(first.year), **days)


def month_name(first: date, today: date, translate: Translator) -> str:
    """`November`, with the year if it is not this one, and a capital as above a text."""
    name = _day(first, texts.MONTH if first.year == today.year else texts.MONTH_WITH_YEAR, translate)
    return name[:1].upper() + name[1:]


def _day(day: date, pattern: Text, translate: Translator) -> str:
    return format_date(day, translate.template(pattern), locale=translate.language)


def _dated(local: datetime, pattern: Text, translate: Translator) -> str:
    # Babel turns aware times into UTC: what the clocks show there is formatted
    return format_datetime(local.replace(tzinfo=None), translate.template(pattern), locale=translate.language)


def duration(span: timedelta) -> Phrase:
    """A span in its largest whole unit, at least a minute: `2 days`, `1 day`, `5 hours`, `1 minute`."""
    return _in_units(span, texts.DAYS, texts.HOURS, texts.MINUTES)


def exactly(span: timedelta) -> Phrase:
    """A span of whole hours, in days if it is so many: `2 days`, `30 hours`."""
    return duration(span) if not span % DAY else Phrase(texts.HOURS, {"count": span // HOUR})


def ago(at: datetime, now: datetime) -> Phrase:
    """`just now`, `2 minutes ago`, `3 days ago`."""
    if now - at < MINUTE:
        return Phrase(texts.JUST_NOW)
    return _in_units(now - at, texts.AGO_DAYS, texts.AGO_HOURS, texts.AGO_MINUTES)


def _in_units(span: timedelta, days: Plural, hours: Plural, minutes: Plural) -> Phrase:
    if span >= DAY:
        return Phrase(days, {"count": span // DAY})
    if span >= HOUR:
        return Phrase(hours, {"count": span // HOUR})
    return Phrase(minutes, {"count": max(span // MINUTE, 1)})


def listed(words: Sequence[str], translate: Translator, last: Text = texts.AND) -> str:
    """`a, b and c`; `last` joins the last two."""
    return joined(words, lambda text, first, second: translate(text, first=first, last=second), last, "")


def joined(items: Sequence[T], join: Callable[[Text, T, T], T], last: Text, nothing: T) -> T:
    """Items with commas between them, the last two by `last`: `join` fills a text of two parts. No items: `nothing`."""
    result = items[0] if items else nothing
    for place, item in enumerate(items[1:], start=2):
        result = join(last if place == len(items) else texts.COMMA, result, item)
    return result


def enumerated(words: Sequence[str], translate: Translator) -> str:
    """`a, b, c`, where the words are a mere list and not a part of the sentence."""
    return listed(words, translate, texts.COMMA)


def language_name(code: str, translate: Translator) -> str:
    """`English`; a language that has no name here is shown by its code."""
    return translate(languages.NAMES[code]) if code in languages.NAMES else code
