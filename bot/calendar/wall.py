"""What a clock on the wall shows, as an instant.

a date and minutes since midnight ─ in a zone, whose clocks may be set ─▶ aware UTC
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY_MINUTES = 24 * 60


def instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """The instant at which clocks there show that minute of the day.

    Of a time that comes twice the first one counts; in place of one that is skipped, the instant at which it is. (PEP
    495: `fold` 0 takes a skipped time with the offset from before, as much later as the clocks are set forward.)
    """
    wanted = datetime.combine(day, time(minute // 60, minute % 60), zone)
    found = wanted.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == wanted.replace(tzinfo=None):
        return found
    skipped = wanted.replace(fold=1).astimezone(UTC)  # before the gap, as much as `found` is behind it
    return _gap(skipped, found, zone)


def _gap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant between these two at which the clocks are set forward."""
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        before, after = (middle, after) if middle.astimezone(zone).utcoffset() == old else (before, middle)
    return after.replace(microsecond=0)
