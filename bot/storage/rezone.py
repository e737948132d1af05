"""What depends on a chat's time zone besides the times that it is shown: its quiet hours, and its digests on time.

another zone ─ in one transaction ─┬─▶ the quiet hours that go on or come next there; what is held waits for their end
                                   └─▶ the next digest
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, and_, select, update

from bot.calendar.wall import instant
from bot.model import Cause
from bot.storage import schema as t
from bot.storage.common import HELD, IMMEDIATELY
from bot.storage.quiet import QUIET_COLUMNS, quiet_until_at

DAY = timedelta(days=1)
WEEK_AND_A_DAY = 9  #: days within which each digest of a week comes, whatever clocks do


def rezone(db: Connection, chat_id: int, zone: ZoneInfo, now: datetime) -> None:
    """A chat is in this zone now, within a transaction: its quiet hours and digests keep their times of day."""
    db.execute(update(t.chat).where(t.chat.c.id == chat_id).values(timezone=zone.key))
    _move_quiet_hours(db, chat_id, zone, now)
    _move_digest(db, chat_id, zone, now)


def _move_quiet_hours(db: Connection, chat_id: int, zone: ZoneInfo, now: datetime) -> None:
    hours = select(t.preference.c.quiet_start, t.preference.c.quiet_end).where(t.preference.c.chat_id == chat_id)
    row = db.execute(hours).first()
    if row is None or row.quiet_start is None:
        return
    begin, end = _next_span(row.quiet_start, row.quiet_end, zone, now)
    db.execute(update(t.chat).where(t.chat.c.id == chat_id).values(quiet_from=begin, quiet_until=end))
    chat = db.execute(select(*QUIET_COLUMNS).where(t.chat.c.id == chat_id)).one()
    held = and_(t.delivery.c.chat_id == chat_id, HELD, t.delivery.c.cause == Cause.QUIET.value)
    db.execute(update(t.delivery).where(held).values(not_before=quiet_until_at(chat, now) or IMMEDIATELY))


def _next_span(start: int, end: int, zone: ZoneInfo, now: datetime) -> tuple[datetime, datetime]:
    """The span that goes on now, else the next one."""
    day = now.astimezone(zone).date() - DAY
    while True:
        last = day if start < end else day + DAY
        span = instant(day, start, zone), instant(last, end, zone)
        if span[0] < span[1] and span[1] > now:
            return span
        day += DAY


def _move_digest(db: Connection, chat_id: int, zone: ZoneInfo, now: datetime) -> None:
    of_chat = t.digest_schedule.c.chat_id == chat_id
    row = db.execute(select(t.digest_schedule).where(of_chat)).first()
    if row is None:
        return
    weekdays, minutes = ([int(number) for number in text.split()] for text in (row.weekdays, row.minutes))
    days = (now.astimezone(zone).date() + number * DAY for number in range(WEEK_AND_A_DAY))
    instants = (instant(day, minute, zone) for day in days if day.weekday() in weekdays for minute in minutes)
    next_at = min(at for at in instants if at > now)
    db.execute(update(t.digest_schedule).where(of_chat).values(next_at=next_at))
