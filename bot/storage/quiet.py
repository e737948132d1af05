"""Chats that are quiet for now: quiet hours, or a snooze. What comes is held, unless a follow of it always rings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, update

from bot.model import Cause, DeliveryState
from bot.storage import schema as t
from bot.storage.common import OPEN, PENDING_BY_KEY

_c, _d = t.chat.c, t.delivery.c
QUIET_COLUMNS = (_c.quiet_from, _c.quiet_until, _c.snoozed_until)  #: that `quiet_until_at` reads


def is_quiet(now: datetime) -> ColumnElement[bool]:
    """Condition: the chat is quiet now; false, never unknown, for a chat that has chosen nothing."""
    return or_(_in_quiet_hours(now), func.coalesce(_c.snoozed_until > now, False))


def _in_quiet_hours(now: datetime) -> ColumnElement[bool]:
    return func.coalesce(and_(_c.quiet_from <= now, _c.quiet_until > now), False)


def end_of_quiet(now: datetime) -> ColumnElement[datetime]:
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
    held = {"state": DeliveryState.HELD, "not_before": later, "cause": Cause.QUIET, "detail": None}
    db.execute(update(t.delivery).where(waiting).values(held))
