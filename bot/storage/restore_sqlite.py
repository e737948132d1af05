"""Puts a backup of SQLite in the place of a file.

FILE ─▶ DATABASE.partial ─▶ finished there ─▶ DATABASE is also named DATABASE.before ─▶ renamed over DATABASE
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from bot.errors import StatedProblem
from bot.i18n.catalogue import storage as texts
from bot.storage import schema as t
from bot.storage.backup_file import BackupFile
from bot.storage.database import Database
from bot.storage.engine import safe_url, temporary_engine
from bot.storage.leases import Leases
from bot.storage.new_file import new_file
from bot.storage.sqlite_copy import Progress, copy_sqlite, open_sqlite

BEFORE = ".before"  #: at the end of the name of what was there
_BESIDE = ("-wal", "-shm", "-journal")


def replace_sqlite(
    backup: BackupFile, url: str, file: Path, finish: Callable[[Path], None], *, force: bool, report: Progress
) -> str | None:
    """Put a backup there, `finish`ed by that function; returns where the old file is kept, None: there was none.

    Raises:
        StatedProblem: the file is in use, holds an archive and no `force` is given, or the disk is full.
    """
    there = _look(url, file, force)
    with new_file(file, overwrite=True, needed=backup.file.stat().st_size) as partial:
        copy_sqlite(backup.file, partial, report)
        finish(partial)
        with closing(open_sqlite(partial)) as db:
            db.execute("PRAGMA journal_mode=DELETE")  # one file again, which can be renamed
        return str(_set_aside(url, file)) if there else None


def _look(url: str, file: Path, force: bool) -> bool:
    """Is there anything to be kept? Raises StatedProblem if it may not be replaced."""
    if not file.exists() or file.stat().st_size == 0:
        return False
    try:
        with closing(open_sqlite(file)) as db:
            tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            filled = any(
                name in tables and db.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone()  # noqa: S608 - our tables
                for name in (t.article.name, t.chat.name)
            )
    except sqlite3.Error:
        if not force:
            raise StatedProblem(texts.TARGET_UNREADABLE, url=safe_url(url)) from None
        return True
    if t.lease.name in tables:
        _require_no_worker(url)
    if filled and not force:
        raise StatedProblem(texts.TARGET_NOT_EMPTY, url=safe_url(url))
    return bool(tables)


def _require_no_worker(url: str) -> None:
    with temporary_engine(url) as engine:
        if Leases(Database(engine)).count_workers():
            raise StatedProblem(texts.WORKER_AT_WORK, url=safe_url(url))


def _set_aside(url: str, file: Path) -> Path:
    """Give the old file a second name, which it keeps; it must be whole without what SQLite keeps beside it."""
    try:
        with closing(open_sqlite(file)) as db:
            db.execute("PRAGMA busy_timeout=1000")
            db.execute("PRAGMA journal_mode=DELETE")  # the log is written back; refused while anybody has it open
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:
            raise StatedProblem(texts.TARGET_IN_USE, url=safe_url(url)) from None
    except sqlite3.DatabaseError:
        pass  # it is broken: kept as it is
    kept = _free_name(file)
    for end in _BESIDE:  # only of what is broken: a new file must not get the log of the old one
        with suppress(FileNotFoundError):
            os.replace(file.with_name(file.name + end), kept.with_name(kept.name + end))
    try:
        os.link(file, kept)
    except OSError:  # a file system without second names
        shutil.copy2(file, kept)
    return kept


def _free_name(file: Path) -> Path:
    """DATABASE.before, else DATABASE.before-2 …"""
    number, name = 1, file.with_name(file.name + BEFORE)
    while name.exists():
        number += 1
        name = file.with_name(f"{file.name}{BEFORE}-{number}")
    return name
