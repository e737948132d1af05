"""Who does what, where several workers share one database.

    free ── take ──▶ held ── renew ──▶ held …
      ▲                │
      ├─── release ────┤
      └─── run out ────┘      DURATION after it was last renewed, or at once if its holder is surely gone

A lease is a row, and its token grows when its holder changes. What is written under a lease (`Store.under`) makes sure
of its token in the same transaction, and who takes a lease waits for those transactions: a worker that was frozen past
its lease can write nothing more.

The clock is the database's, so workers need not agree on the time. One that jumps back would keep a dead worker's lease
for hours: an end that is further away than any lease lasts is none.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, func, select, text, update

from bot.process import is_gone
from bot.storage import schema as t
from bot.storage.base import Lease, in_turn, lease_lock
from bot.storage.database import Database
from bot.storage.engine import FROZEN, TIMEOUTS, is_postgresql

DURATION = timedelta(seconds=15)  #: a third of it between renewals; a dead worker's work is taken over within 30 s
WORKER = "worker:"  #: each worker holds one of its own name, to be counted by the others
FORGOTTEN_AFTER = timedelta(hours=1)  #: then the name of a dead worker goes
#: Our own sessions that wait in a transaction for their client to go on; `unhurried` ones bear another name.
_END_FROZEN = text(
    "SELECT CAST(pg_terminate_backend(pid) AS integer) FROM pg_stat_activity WHERE xact_start IS NOT NULL "
    "AND wait_event = 'ClientRead' AND state_change < clock_timestamp() - CAST(:patience AS interval) "
    "AND datname = current_database() AND usename = current_user AND pid <> pg_backend_pid() "
    "AND application_name = current_setting('application_name')"
)


class Leases:
    """Taken, renewed and given back."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, holder: str, names: Collection[str], most: int | None = None) -> dict[str, Lease]:
        """Take those that are free, `most` at most; gives what was taken."""
        with self._database.reading() as db:
            free = _free(db, names)  # mostly nothing is: no need for the writer's lock
        taken: dict[str, Lease] = {}
        if free:
            with self._database.writing() as db:
                for name in sorted(free)[:most]:  # in one order, so that two workers can't wait for each other
                    token = self._take(db, holder, name, free[name])
                    if token is not None:
                        taken[name] = Lease(name=name, holder=holder, token=token)
        return taken

    def _take(self, db: Connection, holder: str, name: str, seen: Any) -> int | None:
        """The new token; None if somebody was faster."""
        in_turn(db, lease_lock(name))  # what is being written under it is written to the end
        fresh = {"holder": holder, "until_at": _now(db) + DURATION}
        statement = self._database.insert(t.lease).values(name=name, token=1, **fresh)
        if seen is None:
            mine = statement.on_conflict_do_nothing(index_elements=["name"])
        else:
            unchanged = and_(t.lease.c.token == seen.token, t.lease.c.until_at == seen.until_at)
            longer = {**fresh, "token": t.lease.c.token + 1}
            mine = statement.on_conflict_do_update(index_elements=["name"], set_=longer, where=unchanged)
        token: int | None = db.scalar(mine.returning(t.lease.c.token))
        return token

    def renew(self, holder: str) -> dict[str, Lease]:
        """All that it holds, for another while. One that has run out and that nobody has taken is held still."""
        with self._database.writing() as db:
            mine = update(t.lease).where(t.lease.c.holder == holder).values(until_at=_now(db) + DURATION)
            rows = db.execute(mine.returning(t.lease.c.name, t.lease.c.token)).all()
        return {name: Lease(name=name, holder=holder, token=token) for name, token in rows}

    def give_back(self, holder: str, names: Collection[str] | None = None) -> None:
        """Give these back, or all, so that others need not wait for their end."""
        mine = t.lease.c.holder == holder
        which = mine if names is None else and_(mine, t.lease.c.name.in_(list(names)))
        with self._database.writing() as db:
            db.execute(delete(t.lease).where(which, t.lease.c.name.startswith(WORKER)))
            db.execute(update(t.lease).where(which).values(holder=None, until_at=_now(db)))

    def end_frozen(self) -> int:
        """End what frozen workers have begun and hold locks for; how many transactions there were.

        PostgreSQL does so by itself after the same time, but not for a worker frozen amid a list of statements.
        """
        if self._database.dialect != "postgresql":
            return 0
        with self._database.reading() as db:
            return sum(db.scalars(_END_FROZEN, {"patience": TIMEOUTS[FROZEN]}))

    def workers(self) -> int:
        """How many workers are alive, by their names; those long dead are forgotten."""
        named = t.lease.c.name.startswith(WORKER)
        with self._database.reading() as db:
            now = _now(db)
            ends = db.execute(select(t.lease.c.holder, t.lease.c.until_at).where(named)).all()
        if any(until_at < now - FORGOTTEN_AFTER for _, until_at in ends):
            with self._database.writing() as db:
                db.execute(delete(t.lease).where(named, t.lease.c.until_at < now - FORGOTTEN_AFTER))
        return sum(not _over(holder, until_at, now) for holder, until_at in ends)


def _free(db: Connection, names: Collection[str]) -> dict[str, Any]:
    """The free ones of these names, each with its row, or None if it was never held."""
    rows = {row.name: row for row in db.execute(select(t.lease).where(t.lease.c.name.in_(list(names))))}
    now = _now(db)
    held = {name for name, row in rows.items() if not _over(row.holder, row.until_at, now)}
    return {name: rows.get(name) for name in set(names) - held}


def _over(holder: str | None, until_at: datetime, now: datetime) -> bool:
    return holder is None or not now < until_at <= now + 2 * DURATION or is_gone(holder)


def _now(db: Connection) -> datetime:
    """The database's clock; SQLite's is this machine's."""
    if is_postgresql(db):
        now: datetime = db.execute(select(func.clock_timestamp())).scalar_one()
        return now.astimezone(UTC)
    return datetime.now(UTC)
