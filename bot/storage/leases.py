"""Leases: which worker does what, where several share one database.

    free ── acquire ──▶ held ── renew ──▶ held …
      ▲                   │
      ├──── release ──────┤
      └──── expire ───────┘      DURATION after it was last renewed, or at once if its holder's process has ended

A lease is a row whose token grows when its holder changes. A write under a lease (`Store.under_lease`) checks the token
in the same transaction, and acquiring a lease waits for those transactions: a worker that was frozen for longer than
its lease can write nothing more (fencing).

The clock is the database's, so workers need not agree on the time. Should it jump back, an expiry that is further away
than any lease lasts counts as expired; otherwise a dead worker's lease would be held for hours.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, select, text, update

from bot.process import is_gone
from bot.storage import schema as t
from bot.storage.common import Lease, lease_lock, take_lock
from bot.storage.database import Database
from bot.storage.engine import IDLE_TIMEOUT, TIMEOUTS, is_postgresql

DURATION = timedelta(seconds=15)  #: renewed three times in it; the work of a dead worker is taken over within 30 s
WORKER_PREFIX = "worker:"  #: each worker holds a lease with its own name, so that the others can count it
FORGET_AFTER = timedelta(hours=1)  #: after that, the lease with the name of a dead worker is deleted
_IS_WORKER = t.lease.c.name.startswith(WORKER_PREFIX)
# Built once: each worker asks every few seconds.
_WORKERS = select(t.lease.c.holder, t.lease.c.until_at).where(_IS_WORKER)
_BY_NAME = select(t.lease).where(t.lease.c.name.in_(bindparam("names", expanding=True)))
_RENEW = (
    update(t.lease)
    .where(t.lease.c.holder == bindparam("renewing"))
    .values(until_at=bindparam("until"))
    .returning(t.lease.c.name, t.lease.c.token)
)
_CLOCK = select(func.clock_timestamp())
# Our sessions that are idle in a transaction; those of `without_timeouts` have another application name.
_END_FROZEN = text(
    "SELECT CAST(pg_terminate_backend(pid) AS integer) FROM pg_stat_activity WHERE xact_start IS NOT NULL "
    "AND wait_event = 'ClientRead' AND state_change < clock_timestamp() - CAST(:timeout AS interval) "
    "AND datname = current_database() AND usename = current_user AND pid <> pg_backend_pid() "
    "AND application_name = current_setting('application_name')"
)


class Leases:
    """The table of leases."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def acquire(self, holder: str, names: Collection[str], most: int | None = None) -> dict[str, Lease]:
        """Acquire those of these leases that are free, at most `most` of them; returns them by name."""
        with self._database.read_transaction() as db:
            free = _free(db, names)  # usually none is: no need for the write lock
        acquired: dict[str, Lease] = {}
        if free:
            with self._database.write_transaction() as db:
                for name in sorted(free)[:most]:  # sorted, so that two workers can't deadlock
                    token = self._acquire(db, holder, name, free[name])
                    if token is not None:
                        acquired[name] = Lease(name=name, holder=holder, token=token)
        return acquired

    def _acquire(self, db: Connection, holder: str, name: str, seen: Any) -> int | None:
        """The new token; None: another worker was faster."""
        take_lock(db, lease_lock(name))  # wait until writes under the lease are finished
        held = {"holder": holder, "until_at": _now(db) + DURATION}
        statement = self._database.insert(t.lease).values(name=name, token=1, **held)
        if seen is None:
            upsert = statement.on_conflict_do_nothing(index_elements=["name"])
        else:
            unchanged = and_(t.lease.c.token == seen.token, t.lease.c.until_at == seen.until_at)
            renewed = {**held, "token": t.lease.c.token + 1}
            upsert = statement.on_conflict_do_update(index_elements=["name"], set_=renewed, where=unchanged)
        token: int | None = db.scalar(upsert.returning(t.lease.c.token))
        return token

    def renew(self, holder: str) -> dict[str, Lease]:
        """Renew all leases of a holder, and return them by name. One that has expired but that nobody took is kept."""
        with self._database.write_transaction() as db:
            rows = db.execute(_RENEW, {"renewing": holder, "until": _now(db) + DURATION}).all()
        return {name: Lease(name=name, holder=holder, token=token) for name, token in rows}

    def release(self, holder: str, names: Collection[str] | None = None) -> None:
        """Release these leases of a holder, or all, so that others need not wait until they expire."""
        of_holder = t.lease.c.holder == holder
        which = of_holder if names is None else and_(of_holder, t.lease.c.name.in_(list(names)))
        with self._database.write_transaction() as db:
            db.execute(delete(t.lease).where(which, t.lease.c.name.startswith(WORKER_PREFIX)))
            db.execute(update(t.lease).where(which).values(holder=None, until_at=_now(db)))

    def end_frozen_transactions(self) -> int:
        """End transactions of frozen workers, which hold locks; returns how many there were (always 0 on SQLite).

        PostgreSQL does so by itself after the same time, but not for a worker frozen in mid-pipeline.
        """
        if self._database.dialect != "postgresql":
            return 0
        with self._database.single_read() as db:
            return sum(db.scalars(_END_FROZEN, {"timeout": TIMEOUTS[IDLE_TIMEOUT]}))

    def count_workers(self) -> int:
        """Count the workers alive, and delete the names of those that died long ago."""
        with self._database.read_transaction() as db:
            now = _now(db)
            rows = db.execute(_WORKERS).all()
        forgotten = now - FORGET_AFTER
        if any(until_at < forgotten for _, until_at in rows):
            with self._database.write_transaction() as db:
                db.execute(delete(t.lease).where(_IS_WORKER, t.lease.c.until_at < forgotten))
        return _count_alive(rows, now)


def living_workers(db: Connection) -> tuple[int, datetime | None]:
    """How many workers are alive, and until when the longest lease of any lasts or lasted; None: there was none."""
    now = _now(db)
    rows = db.execute(_WORKERS).all()
    return _count_alive(rows, now), max((until_at for _, until_at in rows), default=None)


def _count_alive(rows: Iterable[Any], now: datetime) -> int:
    return sum(not _is_expired(holder, until_at, now) for holder, until_at in rows)


def _free(db: Connection, names: Collection[str]) -> dict[str, Any]:
    """Those of these leases that are free, each with its row; None: it was never held."""
    rows = {row.name: row for row in db.execute(_BY_NAME, {"names": list(names)})}
    now = _now(db)
    held = {name for name, row in rows.items() if not _is_expired(row.holder, row.until_at, now)}
    return {name: rows.get(name) for name in set(names) - held}


def _is_expired(holder: str | None, until_at: datetime, now: datetime) -> bool:
    return holder is None or not now < until_at <= now + 2 * DURATION or is_gone(holder)


def _now(db: Connection) -> datetime:
    """The database's clock; SQLite's is this machine's."""
    if is_postgresql(db):
        now: datetime = db.execute(_CLOCK).scalar_one()
        return now.astimezone(UTC)
    return datetime.now(UTC)


def held_leases(db: Connection) -> list[Any]:
    """The rows of all leases that somebody holds now, in the order of their names."""
    now = _now(db)
    rows = db.execute(select(t.lease).order_by(t.lease.c.name)).all()
    return [row for row in rows if not _is_expired(row.holder, row.until_at, now)]
