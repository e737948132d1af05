"""Parse periods as people type them, in the local days of a chat."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import QueryError
from bot.messages.dates import day_name
from bot.model import Period

ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
DOTTED_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4})?)?")
WEEK_DAYS = 7
DAY = timedelta(days=1)


def read_period(typed: str, now: datetime, zone: ZoneInfo) -> Period | None:
    """`today`, `yesterday`, `week`, `2026-11-25`, `25.11` (the most recent one) or `25.11.2026`.

    None: the text is not a period.

    Raises:
        QueryError: the day does not exist, or is in the future.
    """
    today = now.astimezone(zone).date()
    word = typed.casefold()
    if word == "today":
        return _period(f"today, {day_name(today)}", today, today, zone)
    if word == "yesterday":
        return _period(f"yesterday, {day_name(today - DAY)}", today - DAY, today - DAY, zone)
    if word == "week":
        first = today - (WEEK_DAYS - 1) * DAY
        return _period(f"the last 7 days, {day_name(first)} to {day_name(today)}", first, today, zone)
    day = _day(typed, today)
    if day is None:
        return None
    if day > today:
        raise QueryError(f"{day_name(day)} has not come yet.")
    return _period(day_name(day), day, day, zone)


def _day(typed: str, today: date) -> date | None:
    iso, dotted = ISO_DAY.fullmatch(typed), DOTTED_DAY.fullmatch(typed)
    try:
        if iso:
            return _settled(int(iso[1]), int(iso[2]), int(iso[3]))
        if dotted and dotted[3]:
            return _settled(int(dotted[3]), int(dotted[2]), int(dotted[1]))
        return _last(int(dotted[2]), int(dotted[1]), today) if dotted else None
    except ValueError:
        raise QueryError(f"{typed} is no day of the calendar.") from None


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
