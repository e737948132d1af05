"""When a chat is quiet: the span of its quiet hours that goes on or comes next, and when a snooze ends. Pure.

23:00–8:00 ─ in a zone, whose clocks may be set ─▶ from … until, aware UTC
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.calendar.wall import instant
from bot.model import QuietHours

DAY = timedelta(days=1)
LEAP_YEAR = 2028  #: which has every day
MORNING = 8 * 60  #: minutes since midnight: when a day begins for who names it without a time


@dataclass(frozen=True, kw_only=True)
class Until:
    """An end as it is named: a weekday, a date, a day so many days ahead, or only a time."""

    weekday: int | None = None  #: Monday is 0
    ahead: int | None = None  #: days
    day: int = 0  #: of a date
    month: int = 0
    year: int | None = None
    minute: int | None = None  #: since midnight; None: none is named


def next_span(hours: QuietHours, zone: ZoneInfo, now: datetime) -> tuple[datetime, datetime]:
    """The span that goes on now, else the next one. One that clocks skip as they are set forward is none."""
    day = now.astimezone(zone).date() - DAY
    while True:
        last = day if hours.start < hours.end else day + DAY
        begin, end = instant(day, hours.start, zone), instant(last, hours.end, zone)
        if begin < end and end > now:
            return begin, end
        day += DAY


def end_of(named: Until, zone: ZoneInfo, now: datetime, *, morning: int = MORNING) -> datetime | None:
    """The instant that is meant; None: it is past, or the calendar has no such day."""
    minute = morning if named.minute is None else named.minute
    instants = (instant(day, minute, zone) for day in _days(named, now.astimezone(zone).date()))
    return next((at for at in instants if at > now), None)


def exists(named: Until) -> bool:
    """Has the calendar such a day?"""
    return not named.month or bool(_dates(named.year or LEAP_YEAR, named.month, named.day))


def _days(named: Until, today: date) -> list[date]:
    """The days that may be meant, in the order in which they are tried."""
    if named.weekday is not None:
        ahead = (named.weekday - today.weekday()) % 7
        if ahead == 0 and named.minute is None:  # whoever says it today means the next one
            ahead = 7
        return [today + ahead * DAY, today + (ahead + 7) * DAY]
    if named.month:
        years = [named.year] if named.year else [today.year, today.year + 1]
        return [day for year in years for day in _dates(year, named.month, named.day)]
    if named.ahead is not None:
        return [today + named.ahead * DAY]
    return [today + ahead * DAY for ahead in range(3)]  # clocks set forward may skip a time on one of them


def _dates(year: int, month: int, day: int) -> list[date]:
    try:
        return [date(year, month, day)]
    except ValueError:
        return []
