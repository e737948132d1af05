"""Which database errors are temporary: they become StorageError; every other one is a bug.

They are translated only here; compare lemon24/reader, `_storage/_sqlite_utils.py`, `wrap_exceptions`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from bot.errors import StorageError
from bot.i18n.catalogue import storage as texts

#: https://www.sqlite.org/rescode.html: locked by a writer, disk full, or file not accessible
SQLITE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PROTOCOL,
    }
)
#: https://www.postgresql.org/docs/current/errcodes-appendix.html: no connection, no resources, an operator's shutdown
POSTGRESQL_CLASSES = ("08", "53", "57P")
POSTGRESQL = frozenset(
    {
        "25006",  # read-only: a standby, or a server during a failover
        "25P03",  # idle in a transaction for too long
        "40001",  # serialisation failure
        "40P01",  # deadlock
        "55P03",  # lock not available in time
        "57014",  # statement timeout
    }
)


@contextmanager
def as_storage_errors() -> Iterator[None]:
    """Translate temporary database errors of the block to StorageError; others pass unchanged.

    Raises:
        StorageError: its text is the database's own, without the statement and its values.
    """
    try:
        yield
    except PoolExhausted:
        raise StorageError(texts.CONNECTIONS_IN_USE) from None
    except DBAPIError as error:
        if not is_temporary(error):
            raise
        reason = str(error.orig).partition("\n")[0]
        raise StorageError(texts.DATABASE_SAYS, error=type(error.orig).__name__, reason=reason) from error.orig


def is_temporary(error: DBAPIError) -> bool:
    """Is the database locked, full or unreachable? No other error is known to go away by itself."""
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in SQLITE  # the higher bits are the extended code
    state: str | None = getattr(error.orig, "sqlstate", None)
    if state is None:  # the server was not reached
        return error.connection_invalidated or isinstance(error, OperationalError)
    return state.startswith(POSTGRESQL_CLASSES) or state in POSTGRESQL
