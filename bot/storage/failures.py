"""Which failures of a database may pass: those are a StorageError, and every other one is a bug.

Translated here and nowhere else; compare lemon24/reader, `_storage/_sqlite_utils.py`, `wrap_exceptions`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from bot.errors import StorageError

#: https://www.sqlite.org/rescode.html: another one writes, no room, or the file can't be reached
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
#: https://www.postgresql.org/docs/current/errcodes-appendix.html: no connection, no resources, an operator's hand
POSTGRESQL_CLASSES = ("08", "53", "57P")
POSTGRESQL = frozenset(
    {
        "25006",  # read-only: a standby, or a server just before it changes places with one
        "25P03",  # idle in a transaction for too long
        "40001",  # serialisation failure
        "40P01",  # deadlock
        "55P03",  # lock not available in time
        "57014",  # statement timeout
    }
)


@contextmanager
def as_storage_errors() -> Iterator[None]:
    """What is done inside raises StorageError while the database is locked, full or away; a bug stays what it is.

    Raises:
        StorageError: its text is the database's own, without the statement and its values.
    """
    try:
        yield
    except PoolExhausted:
        raise StorageError("every connection to the database is in use") from None
    except DBAPIError as error:
        if not may_pass(error):
            raise
        said = str(error.orig).partition("\n")[0]
        raise StorageError(f"{type(error.orig).__name__}: {said}") from error.orig


def may_pass(error: DBAPIError) -> bool:
    """Is the database locked, full or away? Nothing else is known to pass by itself."""
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in SQLITE  # the rest of the code tells more of why
    state: str | None = getattr(error.orig, "sqlstate", None)
    if state is None:  # a driver that reached no server has no code to tell
        return error.connection_invalidated or isinstance(error, OperationalError)
    return state.startswith(POSTGRESQL_CLASSES) or state in POSTGRESQL
