"""Chats that are quiet for now: quiet hours, or a snooze. What comes is held, unless a follow of it always rings.

set hours, snooze, resume, another zone ─ retime ─┬─▶ still quiet: held until the new end
                                                  └─▶ not any more: all of it is pending at once
a span is over ─ advance ─▶ the next one
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, ColumnElement, Connection, and_, bindparam, case, func, or_, select, update

from bot.calendar.quiet import next_span
from bot.model import Cause, Chat, DeliveryState, QuietHours
from bot.storage import schema as t
from bot.storage.common import HELD, IMMEDIATELY, OPEN, PENDING_BY_KEY, this_chat
from bot.storage.database import Database

ADVANCE_BATCH = 2_000  #: chats whose spans are advanced per transaction: the write lock is held for some 30 ms

_c, _d, _p = t.chat.c, t.delivery.c, t.preference.c
QUIET_COLUMNS = (_c.quiet_from, _c.quiet_until, _c.snoozed_until)  #: that `quiet_until_at` reads

# Statements are built once: a look each second finds nothing, mostly.
_OVER = _c.quiet_until <= bindparam("now")
ANY_OVER = select(_c.id).where(_OVER).limit(1)
_SPANS_OVER = (
    select(_c.id, _c.timezone, _p.quiet_start, _p.quiet_end)
    .outerjoin(t.preference, _p.chat_id == _c.id)
    .where(_OVER)
    .order_by(_c.quiet_until)
    .limit(ADVANCE_BATCH)
    .with_for_update(skip_locked=True, of=t.chat, key_share=True)
)
_OF_CHAT = select(_c.timezone, *QUIET_COLUMNS, _p.quiet_start, _p.quiet_end).outerjoin(
    t.preference, _p.chat_id == _c.id
)


class QuietTimes:
    """When chats are quiet, and what is held meanwhile."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def quiet_until(self, chat: Chat, now: datetime) -> datetime | None:
        """Until when a chat is quiet; None: it is not."""
        with self._database.single_read() as db:
            row = db.execute(_OF_CHAT.where(this_chat(chat))).first()
        return None if row is None else quiet_until_at(row, now)

    def snooze(self, chat: Chat, until: datetime, now: datetime) -> None:
        """Let a chat be quiet until then, earlier or later than it was snoozed before. The chat must be stored."""
        with self._database.write_transaction() as db:
            chat_id = db.execute(select(_c.id).where(this_chat(chat))).scalar_one()
            db.execute(update(t.chat).where(_c.id == chat_id).values(snoozed_until=until))
            _retime_held(db, chat_id, now)

    def resume(self, chat: Chat, now: datetime) -> int:
        """End a snooze, and quiet hours that go on: they begin again the next time. Returns how many alerts go now."""
        with self._database.write_transaction() as db:
            chat_id = db.execute(select(_c.id).where(this_chat(chat))).scalar_one()
            row = db.execute(_OF_CHAT.where(_c.id == chat_id)).one()
            goes_on = row.quiet_from is not None and row.quiet_from <= now < row.quiet_until
            span = _span(row, row.quiet_until) if goes_on else {}
            db.execute(update(t.chat).where(_c.id == chat_id).values(snoozed_until=None, **span))
            return _retime_held(db, chat_id, now)


def advance(database: Database, now: datetime) -> int:
    """Set the next span of each chat whose span is over, in batches; returns how many chats there were.

    To be done before anything is released or enqueued: after an outage a span may be over for days.
    """
    with database.single_read() as db:
        if db.scalar(ANY_OVER, {"now": now}) is None:
            return 0
    advanced, found = 0, ADVANCE_BATCH
    while found == ADVANCE_BATCH:
        with database.write_transaction() as db:
            found = _advance(db, now)
        advanced += found
    return advanced


def _advance(db: Connection, now: datetime) -> int:
    """One batch; chats of one zone with the same hours have the same span."""
    rows = db.execute(_SPANS_OVER, {"now": now}).all()
    alike: dict[tuple[str, int | None, int | None], list[int]] = defaultdict(list)
    for row in rows:
        alike[row.timezone, row.quiet_start, row.quiet_end].append(row.id)
    by_key = {(row.timezone, row.quiet_start, row.quiet_end): row for row in rows}
    for key, chats in alike.items():
        db.execute(update(t.chat).where(_c.id.in_(chats)).values(_span(by_key[key], now)))
    return len(rows)


def retime(db: Connection, chat_id: int, now: datetime) -> int:
    """A chat's quiet hours or zone have changed, within a transaction: set the span that goes on or comes next.

    What is held waits for the new end, or is pending at once; returns how many alerts go now.
    """
    row = db.execute(_OF_CHAT.where(_c.id == chat_id)).one()
    db.execute(update(t.chat).where(_c.id == chat_id).values(_span(row, now)))
    return _retime_held(db, chat_id, now)


def merge_snooze(db: Connection, old: int, new: int) -> None:
    """A chat that is merged into another one brings its snooze along, within a transaction, unless that has one."""
    snoozed = db.scalar(select(_c.snoozed_until).where(_c.id == old))
    db.execute(update(t.chat).where(_c.id == new, _c.snoozed_until.is_(None)).values(snoozed_until=snoozed))


def _span(row: Any, now: datetime) -> dict[str, datetime | None]:
    if row.quiet_start is None:
        return {"quiet_from": None, "quiet_until": None}
    hours = QuietHours(start=row.quiet_start, end=row.quiet_end)
    begin, end = next_span(hours, ZoneInfo(row.timezone), now)
    return {"quiet_from": begin, "quiet_until": end}


def _retime_held(db: Connection, chat_id: int, now: datetime) -> int:
    until = quiet_until_at(db.execute(_OF_CHAT.where(_c.id == chat_id)).one(), now)
    held = update(t.delivery).where(_d.chat_id == chat_id, HELD, _d.cause == Cause.QUIET.value)
    if until is not None:
        db.execute(held.values(not_before=until))
        return 0
    going = {"state": DeliveryState.PENDING, "not_before": IMMEDIATELY, "fair_at": now.timestamp()}
    return db.execute(held.values(going)).rowcount


def is_quiet(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Condition: the chat is quiet now; false, never unknown, for a chat that has chosen nothing."""
    return or_(_in_quiet_hours(now), func.coalesce(_c.snoozed_until > now, False))


def _in_quiet_hours(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    return func.coalesce(and_(_c.quiet_from <= now, _c.quiet_until > now), False)


def end_of_quiet(now: datetime | BindParameter[datetime]) -> ColumnElement[datetime]:
    """Until when a chat is quiet that is so now."""
    snoozes_on = func.coalesce(_c.snoozed_until > _c.quiet_until, False)
    return case((and_(_in_quiet_hours(now), ~snoozes_on), _c.quiet_until), else_=_c.snoozed_until)


def quiet_until_at(row: Any, now: datetime) -> datetime | None:
    """The same of a row with QUIET_COLUMNS; None: it is not quiet."""
    hours = row.quiet_until if row.quiet_from is not None and row.quiet_from <= now < row.quiet_until else None
    snooze = row.snoozed_until if row.snoozed_until is not None and row.snoozed_until > now else None
    return max((end for end in (hours, snooze) if end is not None), default=None)


def hold_quiet(db: Connection, chat_id: int, until: datetime) -> None:
    """Hold what is pending for a chat that is quiet, within a transaction, but for what rings."""
    waiting = and_(_d.chat_id == chat_id, OPEN, PENDING_BY_KEY, ~_d.rings)
    later = case((_d.not_before > until, _d.not_before), else_=until)
    held = {"state": DeliveryState.HELD, "not_before": later, "cause": Cause.QUIET, "detail": None, "quiet": True}
    db.execute(update(t.delivery).where(waiting).values(held))
