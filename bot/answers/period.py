"""Parse periods as people type them, in the local days of a chat."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import QueryError
from bot.i18n.catalogue import period as texts
from bot.i18n.formats import day_name
from bot.i18n.translator import Translator
from bot.model import Period

ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
DOTTED_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4})?)?")
WEEK_DAYS = 7
DAY = timedelta(days=1)


def read_period(typed: str, now: datetime, zone: ZoneInfo, *, translate: Translator) -> Period | None:
    """`today`, `yesterday`, `week`, `2026-11-25`, `25.11` (the most recent one) or `25.11.2026`.

    None: the text is not a period.

    Raises:
        QueryError: the day does not exist, or is in the future.
    """
    today = now.astimezone(zone).date()
    word = typed.casefold()
    if word == "today":
        return _period(translate(texts.TODAY, day=day_name(today, translate)), today, today, zone)
    if word == "yesterday":
        yesterday = today - DAY
        return _period(translate(texts.YESTERDAY, day=day_name(yesterday, translate)), yesterday, yesterday, zone)
    if word == "week":
        first = today - (WEEK_DAYS - 1) * DAY
        days = {"first": day_name(first, translate), "last": day_name(today, translate)}
        return _period(translate(texts.LAST_DAYS, count=WEEK_DAYS, **days), first, today, zone)
    day = _day(typed, today)
    if day is None:
        return None
    if day > today:
        raise QueryError(texts.NOT_YET, day=day_name(day, translate))
    return _period(day_name(day, translate), day, day, zone)


def _day(typed: str, today: date) -> date | None:
    iso, dotted = ISO_DAY.fullmatch(typed), DOTTED_DAY.fullmatch(typed)
    try:
        if iso:
            return _settled(int(iso[1]), int(iso[2]), int(iso[3]))
        if dotted and dotted[3]:
            return _settled(int(dotted[3]), int(dotted[2]), int(dotted[1]))
        return _last(int(dotted[2]), int(dotted[1]), today) if dotted else None
    except ValueError:
        raise QueryError(texts.NO_SUCH_DAY, day=typed) from None


def _settled(year: int, month: int, day: int) -> date:
    """A date that has a midnight in every zone. Raises ValueError."""
    if year < 1970:
        raise ValueError(year)
    return date(year, month, day)


def _last(month: int, day: int, today: date) -> date:
    """The most recent such day up to today; 29.02 may be up to eight years ago. Raises ValueError."""
    date(2000, month, day)  # raises ValueError for a day that no year has
    year = today.year
    while not _is_day(year, month, day) or date(year, month, day) > today:
        year -= 1
    return date(year, month, day)


def _is_day(year: int, month: int, day: int) -> bool:
    return day <= monthrange(year, month)[1]


def _period(name: str, first: date, last: date, zone: ZoneInfo) -> Period:
    """From midnight of the first day to midnight after the last, across clock changes."""
    return Period(name=name, start_at=_midnight(first, zone), end_at=_midnight(last + DAY, zone))


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
