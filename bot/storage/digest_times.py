"""When digests come next: times of a chat's own clocks, kept as instants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select, update

from bot.calendar.schedule import next_due
from bot.storage import schema as t

_s = t.digest_schedule.c


def retime(db: Connection, chat_id: int, zone: ZoneInfo, now: datetime) -> None:
    """A chat is in another zone now, within a transaction: its digests come at the same times of day there."""
    row = db.execute(select(_s.weekdays, _s.minutes).where(_s.chat_id == chat_id)).first()
    if row is not None:
        next_at = next_of(row.weekdays, row.minutes, zone.key, now)
        db.execute(update(t.digest_schedule).where(_s.chat_id == chat_id).values(next_at=next_at))


@lru_cache(maxsize=4_000)
def next_of(weekdays: str, minutes: str, timezone: str, now: datetime) -> datetime:
    """The next time after now of a schedule as it is stored; it is the same for everybody who asked for the same."""
    return next_due(numbers(weekdays), numbers(minutes), ZoneInfo(timezone), now)


def stored(of: Sequence[int]) -> str:
    """Weekdays or minutes as they are stored: "0 1 2"."""
    return " ".join(map(str, of))


def numbers(of: str) -> tuple[int, ...]:
    """Weekdays or minutes that are stored so."""
    return tuple(map(int, of.split()))
