"""One database: its transactions, and the fence that a lease puts around what is written under it."""

from __future__ import annotations

import copy
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

from sqlalchemy import Connection, Engine, Table, and_, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.errors import LeaseLostError
from bot.storage import schema as t
from bot.storage.base import Lease, in_turn, lease_lock
from bot.storage.engine import BUSY_TIMEOUT_MS, close
from bot.storage.failures import as_storage_errors

#: PostgreSQL's statements see each its own moment; these see one
ONE_MOMENT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


class Database:
    """Transactions over one engine; every part of the store is given one.

    Reading ones see one moment. Writing ones take turns on SQLite; on PostgreSQL those wait that change the same rows,
    or take the same advisory lock. Each raises StorageError while the database is locked, full or away.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.dialect = engine.dialect.name  #: "sqlite" or "postgresql"
        self._lease: Lease | None = None
        self._reads = ONE_MOMENT if self.dialect == "postgresql" else {}
        self._writer = threading.Lock() if self.dialect == "sqlite" else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with (
            as_storage_errors(),
            self.engine.connect().execution_options(**self._reads) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that may write; under a lease it raises LeaseLostError once the lease is another's."""
        with (
            writer_turn(self._writer),
            as_storage_errors(),
            self.engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            if self._lease is not None:
                _make_sure(connection, self._lease)
            yield connection

    @contextmanager
    def batch(self) -> Iterator[Connection]:
        """A writing transaction of several, and a pause as long as it took: whoever waits to write gets in."""
        began = time.monotonic()
        with self.writing() as connection:
            yield connection
        time.sleep(time.monotonic() - began)

    def under(self, lease: Lease) -> Self:
        """The same database, of which every write raises LeaseLostError once the lease is another's."""
        fenced = copy.copy(self)
        fenced._lease = lease  # the copy is not handed out yet
        return fenced

    def insert(self, table: Table) -> Any:
        """INSERT with ON CONFLICT, which both databases spell alike."""
        return sqlite.insert(table) if self.dialect == "sqlite" else postgresql.insert(table)

    def close(self) -> None:
        """Close every connection; a thread that is still at work closes its own when it is done."""
        close(self.engine)


@contextmanager
def writer_turn(writer: threading.Lock | None) -> Iterator[None]:
    """Wait until no other thread writes, and go at once: SQLite itself looks only every tenth of a second.

    Who has waited as long as one waits for another process goes on, and is told by SQLite that it is locked.
    """
    held = writer is not None and writer.acquire(timeout=BUSY_TIMEOUT_MS / 1000)
    try:
        yield
    finally:
        if writer is not None and held:
            writer.release()


def _make_sure(db: Connection, lease: Lease) -> None:
    """Is the lease still its holder's? If so, nobody takes it before this transaction ends."""
    in_turn(db, lease_lock(lease.name), shared=True)
    mine = and_(t.lease.c.holder == lease.holder, t.lease.c.token == lease.token)
    if db.scalar(select(t.lease.c.token).where(t.lease.c.name == lease.name, mine)) is None:
        raise LeaseLostError(f"another worker does now what is done under {lease.name}")
