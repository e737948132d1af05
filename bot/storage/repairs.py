"""What operators do to single rows of the outbox: try again, or drop with a reason. Never what is being sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, update

from bot.model import Cause, DeliveryState
from bot.storage import schema as t
from bot.storage.common import IMMEDIATELY
from bot.storage.database import Database
from bot.storage.outbox_rows import OutboxFilter, OutboxKey
from bot.storage.story_heads import heads_may_end, promote

#: what can be tried again: given up, dropped, or waiting for its time
RETRIED = (DeliveryState.FAILED, DeliveryState.DROPPED, DeliveryState.HELD, DeliveryState.PENDING)
#: what can be dropped: what is not yet over
DROPPABLE = (DeliveryState.PENDING, DeliveryState.HELD, DeliveryState.FAILED)
REASON_LIMIT = 500  #: characters of a reason

_d, _l = t.delivery.c, t.letter.c


class Repairs:
    """Changes the rows of the outbox as an operator says.

    Every change states the states that it is made from, so that what a worker claims meanwhile is left alone.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def retry(self, key: OutboxKey, now: datetime) -> bool:
        """Make one row pending, as if never attempted; False: it is sent or being sent, or its chat is not well."""
        with self._database.write_transaction() as db:
            if key.letter_id:
                return bool(_retry_letters(db, _l.id == key.letter_id, RETRIED, now))
            return bool(_retry_alerts(db, _alert(key), RETRIED, now))

    def retry_all(self, wanted: OutboxFilter, now: datetime) -> int:
        """The same for all that failed and is meant; returns how many rows there were."""
        failed = DeliveryState.FAILED
        with self._database.write_transaction() as db:
            alerts = _retry_alerts(db, and_(*wanted.of(t.delivery, failed)), (failed,), now)
            return alerts + _retry_letters(db, and_(*wanted.of(t.letter, failed)), (failed,), now)

    def drop(self, keys: Sequence[OutboxKey], reason: str) -> list[OutboxKey]:
        """Drop these rows; returns those that were: the others are over, being sent, or not there."""
        dropped = []
        with self._database.write_transaction() as db:
            heads_may_end(db)
            for key in keys:
                table: Any = t.letter if key.letter_id else t.delivery
                which = _l.id == key.letter_id if key.letter_id else _alert(key)
                if _drop(db, table, which, DROPPABLE, reason):
                    dropped.append(key)
        return dropped

    def drop_all(self, wanted: OutboxFilter, reason: str) -> int:
        """Drop all that is meant and not yet over; returns how many rows there were."""
        states = [state for state in wanted.states if state in DROPPABLE]
        count = 0
        with self._database.write_transaction() as db:
            heads_may_end(db)
            for state in states:
                for table in (t.delivery, t.letter):
                    which = and_(*replace(wanted, states=(state,)).of(table, state))
                    count += _drop(db, table, which, (state,), reason)
        return count


def _alert(key: OutboxKey) -> ColumnElement[bool]:
    return and_(_d.article_id == key.article_id, _d.chat_id == key.chat_id)


def _active(table: Any) -> ColumnElement[bool]:
    """Condition: the chat of the row is neither at rest nor waits: else `Chats.wake_refused` tries it first."""
    well = and_(t.chat.c.paused_at.is_(None), t.chat.c.waits_until.is_(None))
    return exists().where(t.chat.c.id == table.c.chat_id, well)


_ANEW: dict[str, Any] = {
    "state": DeliveryState.PENDING,
    "attempts": 0,
    "first_attempt_at": None,
    "cause": None,
    "detail": None,
    "plain": False,
}


def _retry_alerts(db: Connection, which: ColumnElement[bool], states: Sequence[DeliveryState], now: datetime) -> int:
    values = {**_ANEW, "not_before": IMMEDIATELY, "fair_at": now.timestamp(), "alone": False}
    ready = and_(which, _d.state.in_(states), _active(t.delivery))
    return db.execute(update(t.delivery).where(ready).values(values)).rowcount


def _retry_letters(db: Connection, which: ColumnElement[bool], states: Sequence[DeliveryState], now: datetime) -> int:
    values = {**_ANEW, "due_at": now, "fair_at": now.timestamp()}
    ready = and_(which, _l.state.in_(states), _active(t.letter))
    return db.execute(update(t.letter).where(ready).values(values)).rowcount


def _drop(db: Connection, table: Any, which: ColumnElement[bool], states: Sequence[DeliveryState], reason: str) -> int:
    """Drop such rows; what joined them is owed after all. Returns how many rows there were."""
    kept = reason.strip()[:REASON_LIMIT] or None
    values = {"state": DeliveryState.DROPPED, "cause": Cause.WITHDRAWN, "detail": kept}
    dropped = update(table).where(which, table.c.state.in_(states)).values(values)
    if table is not t.delivery:
        return db.execute(dropped).rowcount
    rows = db.execute(dropped.returning(_d.chat_id, _d.article_id)).all()
    promote(db, [(row.chat_id, row.article_id) for row in rows])
    return len(rows)
