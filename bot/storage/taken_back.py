"""Claims that are taken back: of a worker that is gone, of a lane's previous sender, of a crash.

sending ─▶ pending again, marked as maybe sent
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    case,
    null,
    or_,
    select,
    update,
)
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
        if now is None:
            return self._take_back(_OF_WORKER, {"worker": worker})
        return self._take_back(_OF_WORKER_OR_EXPIRED, {"worker": worker, "now": now})

    def recover_expired(self, now: datetime, worker: str = SOLO) -> int:
        """Take back the expired claims of workers other than this one; returns how many there were."""
        return self._take_back(_EXPIRED_OF_OTHERS, {"worker": worker, "now": now})

    def _take_back(self, which: tuple[_Claims, ...], parameters: dict[str, Any]) -> int:
        with self._database.read_transaction() as db:
            found = [claims for claims in which if db.scalar(claims.any, parameters) is not None]
        return sum(self._take_back_of(claims, parameters) for claims in found)

    def _take_back_of(self, claims: _Claims, parameters: dict[str, Any]) -> int:
        with self._database.write_transaction() as db:
            return db.execute(claims.release, parameters).rowcount

    def give_back(self, until: datetime, worker: str = SOLO) -> int:
        """What a worker took by its claim that ends then is as if never claimed; returns how many there were."""
        with self._database.write_transaction() as db:
            return sum(db.execute(each, {"worker": worker, "until": until}).rowcount for each in _GIVEN_BACK)

    def take_over(self, lane: str) -> int:
        """Release the claims of a lane's previous sender; returns how many there were.

        Each may have been sent: nobody knows how far the attempt came.
        """
        with self._database.write_transaction() as db:
            deliveries = release_claims(db, t.delivery, and_(SENDING, t.delivery.c.lane == lane))
            letters = release_claims(db, t.letter, and_(LETTER_SENDING, t.letter.c.lane == lane))
            return deliveries + letters + release_claims(db, t.edit, and_(EDIT_SENDING, t.edit.c.lane == lane))


def release_claims(db: Connection, table: Table, condition: ColumnElement[bool]) -> int:
    """Make such rows pending again, marked as maybe sent; returns how many there were."""
    return db.execute(_releasing(table, condition)).rowcount


def _releasing(table: Table, condition: ColumnElement[bool]) -> Update:
    """UPDATE that does so.

    Of a letter that is sent once it is written down whether its sending had begun: if not, there is no doubt.
    """
    pending: dict[str, Any] = {"state": DeliveryState.PENDING, "cause": Cause.MAYBE_SENT, "detail": None, **UNCLAIMED}
    if table is t.letter:
        unbegun = and_(IS_DIGEST, t.letter.c.begun_at.is_(None))
        pending["cause"] = case((unbegun, null()), else_=Cause.MAYBE_SENT)
    return update(table).where(condition).values(pending)


class _Claims(NamedTuple):
    """Claims of one table: whether there are any, and their release."""

    any: Select[int]
    release: Update


_TABLES = ((t.delivery, SENDING), (t.letter, LETTER_SENDING), (t.edit, EDIT_SENDING))


def _claims(which: Callable[[Columns], ColumnElement[bool]]) -> tuple[_Claims, ...]:
    """Such claims of each table; `which` is a condition with the parameters `worker` and `now`."""
    conditions = [(table, and_(sending, which(table.c))) for table, sending in _TABLES]
    return tuple(
        _Claims(any=select(table.c.chat_id).where(condition).limit(1), release=_releasing(table, condition))
        for table, condition in conditions
    )


def _expired(claim: Columns) -> ColumnElement[bool]:
    return claim.claimed_until <= bindparam("now")


def _of_worker(claim: Columns) -> ColumnElement[bool]:
    return claim.claimed_by == bindparam("worker")


# Statements are built once: a look every ten seconds finds nothing, mostly.
_OF_WORKER = _claims(_of_worker)
_OF_WORKER_OR_EXPIRED = _claims(lambda c: or_(_of_worker(c), _expired(c)))
_EXPIRED_OF_OTHERS = _claims(lambda c: and_(~_of_worker(c), _expired(c)))
_GIVEN_BACK = tuple(
    update(table)
    .where(sending, _of_worker(table.c), table.c.claimed_until == bindparam("until"))
    .values(state=DeliveryState.PENDING, **UNCLAIMED)
    for table, sending in _TABLES
)
