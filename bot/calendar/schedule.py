"""When something that comes at set times of the week comes next.

weekdays and minutes of the day ─ in a zone, after an instant ─▶ the next instant

Of a time that comes twice, because clocks are set back, the first one counts; one that is skipped comes when the clocks
are set forward. Two times that fall together so come once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.calendar.wall import instant

DAY = timedelta(days=1)
FARTHEST = 16  #: days that are looked at: a zone may skip a whole day, which may be the only one of a week


def next_due(weekdays: Sequence[int], minutes: Sequence[int], zone: ZoneInfo, after: datetime) -> datetime:
    """The first instant after `after`; Monday is weekday 0, minutes count from midnight, one of each at least."""
    first = after.astimezone(zone).date() - DAY  # a skipped time of yesterday may come today
    for number in range(FARTHEST):
        day = first + number * DAY
        if day.weekday() in weekdays:
            found = [at for minute in minutes if (at := instant(day, minute, zone)) > after]
            if found:
                return min(found).astimezone(UTC)
    raise ValueError(f"no weekday of {weekdays} comes")
