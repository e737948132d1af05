"""Copies a SQLite database while others write to it, by SQLite's own online backup.

The copy is of the instant at which it began: the reader's snapshot is kept until the end, so that a busy writer can't
make it begin anew. Nobody waits for it; the write-ahead log is not shortened meanwhile.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

PAGES_AT_ONCE = 1_000  #: 4 MB: between two such steps progress is told, and Ctrl-C is heard
Progress = Callable[[int, int], None]  #: pages that are done, and all


def copy_sqlite(origin: Path, target: Path, report: Progress = lambda _done, _of: None) -> None:
    """Copy a database to a file that is empty or is not there, as one file that needs no other.

    Raises:
        sqlite3.Error: one of them can't be opened, read or written.
    """
    with closing(open_sqlite(origin)) as source, closing(sqlite3.connect(target, isolation_level=None)) as copy:
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # begins the snapshot
        copy.execute("PRAGMA synchronous=OFF")  # the whole file is made durable at the end
        source.backup(copy, pages=PAGES_AT_ONCE, progress=lambda _status, left, of: report(of - left, of))
        source.execute("ROLLBACK")
        copy.execute("PRAGMA journal_mode=DELETE")


def open_sqlite(file: Path) -> sqlite3.Connection:
    """A connection to a file that is there; it is never created."""
    return sqlite3.connect(f"file:{quote(str(file.absolute()))}?mode=rw", uri=True, isolation_level=None)


def damage(file: Path) -> str | None:
    """What is wrong with the structure of a database; None: nothing.

    Raises:
        sqlite3.Error: it can't be opened.
    """
    with closing(open_sqlite(file)) as db:
        try:
            (first,) = db.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            return str(error)
    return None if first == "ok" else str(first)
