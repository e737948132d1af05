"""One database: its transactions, and the fencing of writes under a lease."""

from __future__ import annotations

import copy
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Self

from sqlalchemy import Connection, Delete, Engine, Table, Update, bindparam, select
from sqlalchemy.pool import Pool

from bot.errors import LeaseLostError
from bot.i18n.catalogue import storage as texts
from bot.storage import schema as t
from bot.storage.common import Lease, insert_into, lease_lock, take_lock
from bot.storage.engine import BUSY_TIMEOUT_MS
from bot.storage.failures import as_storage_errors

#: on PostgreSQL: all statements of a transaction see the same snapshot
SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
#: without a transaction around it, which costs two round trips: a statement sees one snapshot by itself
SINGLE: Mapping[str, Mapping[str, Any]] = {"sqlite": {"single": True}, "postgresql": {"isolation_level": "AUTOCOMMIT"}}
#: built once: it is asked for each write under a lease
_HELD = select(t.lease.c.token).where(*(t.lease.c[name] == bindparam(name) for name in ("name", "holder", "token")))


class Database:
    """Transactions over one engine; every class of the store is given one.

    Read transactions see one snapshot. Write transactions run one at a time on SQLite; on PostgreSQL they wait for each
    other only if they change the same rows or take the same advisory lock. All raise StorageError while the database
    is locked, full or unreachable.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.dialect = engine.dialect.name  #: "sqlite" or "postgresql"
        self._lease: Lease | None = None
        self._read_options = SNAPSHOT if self.dialect == "postgresql" else {}
        self._writer_lock = threading.Lock() if self.dialect == "sqlite" else None
        self._closed: list[Pool] = []  #: the pools of connections to this database, once it is closed

    @contextmanager
    def read_transaction(self) -> Iterator[Connection]:
        """A transaction that only reads.

        Raises:
            StorageError: the database is locked, full or unreachable.
        """
        with as_storage_errors(), self._connected(self._read_options) as connection:
            yield connection

    @contextmanager
    def single_read(self) -> Iterator[Connection]:
        """For one statement that only reads. Several of them would see what was written in between.

        Raises:
            StorageError: the database is locked, full or unreachable.
        """
        with as_storage_errors(), self._connected(SINGLE[self.dialect]) as connection:
            yield connection

    @contextmanager
    def write_transaction(self) -> Iterator[Connection]:
        """A transaction that may write; it commits at the end unless an exception is raised.

        Raises:
            LeaseLostError: this is a database `under_lease`, and another worker holds the lease now.
            StorageError: the database is locked, full or unreachable.
        """
        with writer_turn(self._writer_lock), as_storage_errors(), self._connected({"writes": True}) as connection:
            if self._lease is not None:
                _require_lease(connection, self._lease)
            yield connection

    @contextmanager
    def write_batch(self) -> Iterator[Connection]:
        """One write transaction of several, and then a pause as long as it took, so that other writers get in."""
        began = time.monotonic()
        with self.write_transaction() as connection:
            yield connection
        time.sleep(time.monotonic() - began)

    def in_batches(self, statement: Update | Delete, size: int) -> None:
        """Execute a statement that changes at most `size` rows as a batch, again and again until it finds fewer."""
        changed = size
        while changed == size:
            with self.write_batch() as db:
                changed = db.execute(statement).rowcount

    def under_lease(self, lease: Lease) -> Self:
        """The same database, whose writes raise LeaseLostError once another worker holds the lease."""
        fenced = copy.copy(self)
        fenced._lease = lease  # nobody else has the copy yet
        return fenced

    def insert(self, table: Table) -> Any:
        """INSERT with ON CONFLICT, which both databases write the same way."""
        return insert_into(self.dialect, table)

    @contextmanager
    def _connected(self, options: Mapping[str, Any]) -> Iterator[Connection]:
        """A connection in a transaction. It is closed at the end if the database was closed meanwhile."""
        try:
            with self.engine.connect().execution_options(**options) as connection, connection.begin():
                yield connection
        finally:
            for pool in self._closed:
                pool.dispose()

    def close(self) -> None:
        """Close every connection; one in use by another thread is closed when that thread is done."""
        self._closed.append(self.engine.pool)
        self.engine.dispose()
        self._closed.append(self.engine.pool)  # a thread may ask for a connection even now


@contextmanager
def writer_turn(writer: threading.Lock | None) -> Iterator[None]:
    """Wait until no other thread of this process writes: SQLite itself polls for its lock only every 100 ms.

    After BUSY_TIMEOUT_MS go on without the lock; SQLite then reports that the database is locked.
    """
    acquired = writer is not None and writer.acquire(timeout=BUSY_TIMEOUT_MS / 1000)
    try:
        yield
    finally:
        if writer is not None and acquired:
            writer.release()


def _require_lease(db: Connection, lease: Lease) -> None:
    """Raise LeaseLostError unless the lease is still held; nobody acquires it before this transaction ends."""
    take_lock(db, lease_lock(lease.name), shared=True)
    if db.scalar(_HELD, {"name": lease.name, "holder": lease.holder, "token": lease.token}) is None:
        raise LeaseLostError(texts.LEASE_LOST, lease=lease.name)
