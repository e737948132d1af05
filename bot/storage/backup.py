"""Backs up a database to a file, while the program runs.

SQLite        online backup ─▶ FILE.partial ─▶ checked ─▶ FILE
PostgreSQL    pg_dump       ─▶ FILE.partial ─▶ checked ─▶ FILE

The database keeps a row that says when its latest backup was taken, and so the backup has it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, inspect, select, text
from sqlalchemy.engine import make_url

from bot.errors import StatedProblem
from bot.i18n.catalogue import storage as texts
from bot.storage import schema as t
from bot.storage.backup_file import require_backup
from bot.storage.database import Database
from bot.storage.engine import (
    is_postgresql,
    postgresql_version,
    require_finished_restore,
    require_known,
    revisions,
    safe_url,
    temporary_engine,
)
from bot.storage.leases import Leases
from bot.storage.new_file import full_disk_stated, new_file, require_place
from bot.storage.postgresql_tools import Tool
from bot.storage.sqlite_copy import Progress, copy_sqlite, damage

PACKING = 4  #: a dump of PostgreSQL is smaller than its database, about so many times


@dataclass(frozen=True, kw_only=True)
class Backup:
    """A backup that was taken."""

    file: Path
    size: int  #: bytes
    taken_at: datetime
    workers: int  #: at work meanwhile


@dataclass(frozen=True, kw_only=True)
class _Origin:
    """What is to be backed up."""

    taken_at: datetime
    workers: int
    server: int  #: major version of PostgreSQL; 0: SQLite
    schema: str  #: of PostgreSQL, where the tables are
    size: int  #: bytes


def back_up(url: str, file: Path, *, overwrite: bool = False, report: Progress = lambda _done, _of: None) -> Backup:
    """Take a backup of a database; the schema is not migrated, so that one can be taken before an upgrade.

    `report` is told how many pages of SQLite are copied; of PostgreSQL there is nothing to tell.

    Raises:
        StatedProblem: the database can't be used, the file can't be written, a tool is missing, or the disk is full.
    """
    origin_file = sqlite_file(url)
    if origin_file is not None and not origin_file.is_file():
        raise StatedProblem(texts.NO_ARCHIVE, url=safe_url(url))
    require_place(file)
    if origin_file is not None and file.exists() and file.samefile(origin_file):
        raise StatedProblem(texts.SAME_FILE, file=str(file))
    origin = _begin(url)
    with new_file(file, overwrite=overwrite, needed=origin.size) as partial:
        if origin_file is not None:
            copy_sqlite(origin_file, partial, report)
            _require_whole(partial, file)
        else:
            _dump(url, partial, origin)
        require_backup(partial)
    return Backup(file=file, size=file.stat().st_size, taken_at=origin.taken_at, workers=origin.workers)


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite database; None: it is PostgreSQL.

    Raises:
        StatedProblem: it is only in memory.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return None
    if not address.database or ":memory:" in address.database:
        raise StatedProblem(texts.ONLY_IN_MEMORY)
    return Path(address.database)


def _begin(url: str) -> _Origin:
    """Note in the database that a backup is taken, and say what it is."""
    with temporary_engine(url) as engine:
        workers = 0
        with engine.connect() as db:
            require_finished_restore(db, url)
            require_known(revisions(db), url)
            tables = set(inspect(db).get_table_names())
        if t.article.name not in tables:
            raise StatedProblem(texts.NO_ARCHIVE, url=safe_url(url))
        if t.lease.name in tables:
            workers = Leases(Database(engine)).count_workers()
        taken_at = datetime.now(UTC)
        with Database(engine).write_transaction() as db:
            if t.backup.name in tables:  # an older release has none
                db.execute(delete(t.backup))
                db.execute(insert(t.backup).values(taken_at=taken_at, workers=workers))
            return _origin(db, taken_at, workers)


def _origin(db: Connection, taken_at: datetime, workers: int) -> _Origin:
    if is_postgresql(db):
        size = db.scalar(text("SELECT pg_database_size(current_database())")) or 0
        server, schema = postgresql_version(db), db.scalar(select(func.current_schema())) or ""
    else:
        pages, page = (db.scalar(text(f"PRAGMA {name}")) or 0 for name in ("page_count", "page_size"))
        server, schema, size = 0, "", pages * page * PACKING
    return _Origin(taken_at=taken_at, workers=workers, server=server, schema=schema, size=size // PACKING)


def _dump(url: str, partial: Path, origin: _Origin) -> None:
    """Only our schema: what an earlier restore has kept beside it belongs into no backup."""
    tool = Tool("pg_dump", origin.server)
    into = ["--format=custom", "--no-owner", "--no-privileges", f"--schema={origin.schema}", f"--file={partial}"]
    tool.run([*into, "--no-password"], url)


def _require_whole(partial: Path, file: Path) -> None:
    with full_disk_stated(file, 0):
        reason = damage(partial)
    if reason is not None:
        raise StatedProblem(texts.BACKUP_BROKEN, file=str(file), reason=reason)
