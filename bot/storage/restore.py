"""Restores a database from a backup, atomically: until the end, what was there before is what programs open.

SQLite        copy beside it ─▶ migrated and settled ─▶ the old one gets another name ─▶ the copy takes its place
PostgreSQL    the old tables in a schema of their own ─▶ pg_restore, without a revision ─▶ migrated, settled, with one

Tables without a revision are refused by every program (engine.py): what was cut off is finished by the next `restore`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Connection

from bot.errors import StatedProblem
from bot.i18n.catalogue import storage as texts
from bot.storage.backup import sqlite_file
from bot.storage.backup_file import POSTGRESQL, SQLITE, BackupFile
from bot.storage.engine import migration, safe_url, upgrade
from bot.storage.restore_postgresql import restore_postgresql
from bot.storage.restore_sqlite import replace_sqlite
from bot.storage.settling import settle
from bot.storage.sqlite_copy import Progress

Before = Callable[[Connection], None]
_EXAMPLES = {SQLITE: "sqlite:///jarshy.db", POSTGRESQL: "postgresql://USER:PASSWORD@HOST:5432/NAME"}


@dataclass(frozen=True, kw_only=True)
class Restored:
    """A restore that is done."""

    kept: (
        str | None
    )  #: where what was there before is kept: a file, or a schema of the database; None: there was nothing


def restore(
    backup: BackupFile,
    url: str,
    *,
    told_until: datetime | None,
    now: datetime,
    force: bool = False,
    report: Progress = lambda _done, _of: None,
) -> Restored:
    """Put a backup in the place of a database; `told_until`: see settling.py; `force`: replace another archive.

    Raises:
        StatedProblem: it is of the other kind of database, a program has the database open, there is another archive
            and no `force`, a tool is missing, or the disk is full. Then nothing is changed.
    """
    file = sqlite_file(url)
    if (file is None) != (backup.kind == POSTGRESQL):
        example = _EXAMPLES[backup.kind]
        named = {"file": str(backup.file), "other": backup.kind, "url": safe_url(url), "example": example}
        raise StatedProblem(texts.OTHER_KIND, **named)
    if file is None:
        settled = _settler(backup, told_until, now)
        return Restored(kept=restore_postgresql(backup, url, settled, force=force))
    if file.exists() and file.samefile(backup.file):
        raise StatedProblem(texts.SAME_FILE, file=str(backup.file))

    def finish(copied: Path) -> None:
        of_copy = URL.create("sqlite", database=str(copied)).render_as_string()
        _settler(backup, told_until, now)(of_copy, None)

    return Restored(kept=replace_sqlite(backup, url, file, finish, force=force, report=report))


def _settler(backup: BackupFile, told_until: datetime | None, now: datetime) -> Callable[[str, Before | None], None]:
    """Migrates and settles the database at a URL in one transaction; `before` is called in it first."""

    def settled(url: str, before: Before | None) -> None:
        with migration(url) as db:
            if before is not None:
                before(db)
            upgrade(db, url)
            settle(db, taken_at=backup.taken_at, workers=backup.workers, told_until=told_until, now=now)

    return settled
