"""Claims that are taken back: of a worker that is gone, of a lane's previous sender, of a crash.

sending ─▶ pending again, marked as maybe sent
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, and_, case, null, or_, select, update
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from bot.model import Cause, DeliveryState
from bot.storage import schema as t
from bot.storage.claims import SOLO
from bot.storage.common import EDIT_SENDING, SENDING, UNCLAIMED
from bot.storage.database import Database
from bot.storage.letters import IS_DIGEST, LETTER_SENDING

Columns = ReadOnlyColumnCollection[str, Column[Any]]


class TakenBack:
    """Taking back claims."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def recover(self, now: datetime | None = None, worker: str = SOLO) -> int:
        """Take back what this worker claimed before a crash; with `now`, also expired claims of other workers.

        Returns how many there were. Each may have been sent: nobody knows how far the attempt came.
        """
        return self._take_back(
            lambda c: c.claimed_by == worker if now is None else or_(c.claimed_by == worker, c.claimed_until <= now)
        )

    def recover_expired(self, now: datetime, worker: str = SOLO) -> int:
        """Take back the expired claims of workers other than this one; returns how many there were."""
        return self._take_back(lambda c: and_(c.claimed_by != worker, c.claimed_until <= now))

    def _take_back(self, expired: Callable[[Columns], ColumnElement[bool]]) -> int:
        return sum(
            self._take_back_of(table, and_(sending, expired(table.c)))
            for table, sending in (
                (t.delivery, SENDING),
                (t.letter, LETTER_SENDING),
                (t.edit, EDIT_SENDING),
            )
        )

    def _take_back_of(self, table: Table, expired: ColumnElement[bool]) -> int:
        with self._database.read_transaction() as db:
            if db.scalar(select(table.c.chat_id).where(expired).limit(1)) is None:
                return 0
        with self._database.write_transaction() as db:
            return release_claims(db, table, expired)

    def take_over(self, lane: str) -> int:
        """Release the claims of a lane's previous sender; returns how many there were.

        Each may have been sent: nobody knows how far the attempt came.
        """
        with self._database.write_transaction() as db:
            deliveries = release_claims(db, t.delivery, and_(SENDING, t.delivery.c.lane == lane))
            letters = release_claims(db, t.letter, and_(LETTER_SENDING, t.letter.c.lane == lane))
            return deliveries + letters + release_claims(db, t.edit, and_(EDIT_SENDING, t.edit.c.lane == lane))


def release_claims(db: Connection, table: Table, condition: ColumnElement[bool]) -> int:
    """Make such rows pending again, marked as maybe sent; returns how many there were.

    Of a letter that is sent once it is written down whether its sending had begun: if not, there is no doubt.
    """
    pending: dict[str, Any] = {"state": DeliveryState.PENDING, "cause": Cause.MAYBE_SENT, "detail": None, **UNCLAIMED}
    if table is t.letter:
        unbegun = and_(IS_DIGEST, t.letter.c.begun_at.is_(None))
        pending["cause"] = case((unbegun, null()), else_=Cause.MAYBE_SENT)
    return db.execute(update(table).where(condition).values(pending)).rowcount
