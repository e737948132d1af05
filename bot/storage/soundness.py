"""Whether a database can be used as it is: its schema, its server or file, what is damaged. Changes nothing.

URL ─▶ is there a file? ─▶ version ─▶ revision of the schema ─▶ a quick check of the file, bounded in time ─▶ Soundness
"""

from __future__ import annotations

import os
import sqlite3
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from bot.storage.engine import is_postgresql, known_revisions, newest_revision, revisions, temporary_engine
from bot.storage.new_file import require_place

CHECK_TIME = 5.0  #: seconds that the quick check of a file may take
FAULTS = 5  #: that are looked for
CORRUPT = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
STEPS = 10_000  #: of SQLite's machine between two looks at the clock


class SchemaState(StrEnum):
    """How the tables stand to what this program needs."""

    ABSENT = "absent"  #: there is no database yet, or none with tables of ours
    BEHIND = "behind"  #: a migration brings it up to date
    CURRENT = "current"
    NEWER = "newer"  #: a later release has migrated it


@dataclass(frozen=True, kw_only=True)
class Soundness:
    """What was found out about a database."""

    postgresql: bool
    version: str = ""  #: of the server, or of SQLite
    schema: SchemaState = SchemaState.ABSENT
    revision: str = ""  #: of the schema; "": none
    newest: str = ""  #: the revision that this program needs
    faults: tuple[str, ...] = ()  #: what is damaged, in SQLite's words
    checked: bool = True  #: was the whole of the file looked at? False: it took too long, or it is no file
    size: int = 0  #: bytes of the database
    wal: int = 0  #: bytes of SQLite's write-ahead log
    folder: Path | None = None  #: where SQLite's file is
    in_memory: bool = False  #: nothing of it is left when its process ends
    writable: bool = True  #: may we write the file and its folder, or the server's database?


def examine(url: str, *, time_limit: float = CHECK_TIME) -> Soundness:
    """Look at the database that a URL names; `time_limit` is in seconds, for the check of a file.

    Raises:
        StatedProblem: it can't be opened.
        StorageError: it is locked or away for now.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return _server(url)
    if not address.database or address.database == ":memory:":
        return Soundness(postgresql=False, version=sqlite3.sqlite_version, newest=newest_revision(), in_memory=True)
    return _file(url, Path(address.database), time_limit)


def _server(url: str) -> Soundness:
    with temporary_engine(url) as engine, engine.connect() as db:
        schema, revision = _schema(db)
        return Soundness(
            postgresql=True,
            version=str(db.scalar(text("SHOW server_version"))).partition(" ")[0],
            schema=schema,
            revision=revision,
            newest=newest_revision(),
            checked=False,
            size=db.scalar(text("SELECT pg_database_size(current_database())")) or 0,
            writable=db.scalar(text("SHOW transaction_read_only")) == "off",
        )


def _file(url: str, file: Path, time_limit: float) -> Soundness:
    require_place(file)
    about: dict[str, Any] = {
        "postgresql": False,
        "version": sqlite3.sqlite_version,
        "newest": newest_revision(),
        "folder": file.absolute().parent,
        "writable": os.access(file.absolute().parent, os.W_OK) and (not file.exists() or os.access(file, os.W_OK)),
    }
    if not file.is_file():
        return Soundness(**about)
    about |= {"size": file.stat().st_size, "wal": _size(Path(f"{file}-wal"))}
    with temporary_engine(url) as engine:
        try:
            with engine.connect() as db:
                about["schema"], about["revision"] = _schema(db)
                about["faults"], about["checked"] = _quick_check(db, time_limit)
        except DBAPIError as error:
            if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF not in CORRUPT:
                raise
            about["faults"] = (str(error.orig),)
    return Soundness(**about)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _schema(db: Connection) -> tuple[SchemaState, str]:
    """How the schema stands, and its revision."""
    revision = next(iter(revisions(db)), "")
    if not revision:
        return SchemaState.ABSENT, ""
    if revision not in known_revisions():
        return SchemaState.NEWER, revision
    return (SchemaState.CURRENT if revision == newest_revision() else SchemaState.BEHIND), revision


def _quick_check(db: Connection, time_limit: float) -> tuple[tuple[str, ...], bool]:
    """What is damaged, and whether all was looked at."""
    if is_postgresql(db):
        return (), False
    raw: Any = db.connection.driver_connection
    deadline = time.monotonic() + time_limit
    raw.set_progress_handler(lambda: time.monotonic() > deadline, STEPS)
    try:
        rows = raw.execute(f"PRAGMA quick_check({FAULTS})").fetchall()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        return (), False
    except sqlite3.DatabaseError as error:
        return (str(error),), True
    finally:
        raw.set_progress_handler(None, 0)
    return tuple(str(row[0]) for row in rows if row[0] != "ok"), True
