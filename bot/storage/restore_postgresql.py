"""Puts a dump of PostgreSQL in the place of the tables of a database.

the old tables in a schema of their own, an empty table of revisions ─▶ pg_restore, all or nothing ─▶ its revision

The table of revisions is not restored with the others: while it is empty, every program refuses the database.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, func, inspect, select, text

from bot.errors import StatedProblem
from bot.i18n.catalogue import storage as texts
from bot.storage import schema as t
from bot.storage.backup_file import BackupFile
from bot.storage.database import Database
from bot.storage.engine import VERSION_TABLE, migration, postgresql_version, revisions, safe_url, temporary_engine
from bot.storage.leases import Leases
from bot.storage.new_file import megabytes
from bot.storage.postgresql_tools import NoRoomError, Tool

BEFORE = "_before"  #: at the end of the name of the schema that keeps what was there
#: what is in the list of a dump, and is not restored: the revision, and the schema itself
_LEFT_OUT = (f" {VERSION_TABLE} ", " SCHEMA - ", " COMMENT - SCHEMA ")
_VERSIONS = (
    f"CREATE TABLE {VERSION_TABLE} (version_num VARCHAR(32) NOT NULL, "
    f"CONSTRAINT {VERSION_TABLE}_pkc PRIMARY KEY (version_num))"
)


@dataclass(frozen=True, kw_only=True)
class _Room:
    """The schema that is restored into."""

    schema: str
    kept: str | None  #: the name of the schema with what was there before; None: there was nothing
    unfinished: bool  #: an earlier restore was cut off in it


Settle = Callable[[str, Callable[[Connection], None]], None]


def restore_postgresql(backup: BackupFile, url: str, settle: Settle, *, force: bool) -> str | None:
    """Put a dump there, finished by `settle`; returns the schema that keeps the old tables, None: there were none.

    Raises:
        StatedProblem: workers are at work, it holds an archive and no `force` is given, or pg_restore fails.
    """
    tool = Tool("pg_restore", max(_server(url), backup.tool))
    _require_no_worker(url)
    with migration(url) as db:
        room = _make_room(db, url, backup, force)
    try:
        _run(tool, backup, url)
    except BaseException:
        with migration(url) as db:
            _put_back(db, room)
        raise
    settle(url, lambda db: _set_revision(db, backup.revision))
    return room.kept


def _set_revision(db: Connection, revision: str) -> None:
    db.execute(text(f"INSERT INTO {VERSION_TABLE} VALUES (:revision)"), {"revision": revision})  # noqa: S608


def _server(url: str) -> int:
    """The major version of the server."""
    with temporary_engine(url) as engine, engine.connect() as db:
        return postgresql_version(db)


def _require_no_worker(url: str) -> None:
    with temporary_engine(url) as engine:
        with engine.connect() as db:
            leased = inspect(db).has_table(t.lease.name)
        if leased and Leases(Database(engine)).count_workers():
            raise StatedProblem(texts.WORKER_AT_WORK, url=safe_url(url))


def _make_room(db: Connection, url: str, backup: BackupFile, force: bool) -> _Room:
    """An empty schema with an empty table of revisions; what was in it is kept under another name."""
    schema = db.scalar(select(func.current_schema())) or backup.schema
    if schema != backup.schema:
        raise StatedProblem(texts.OTHER_SCHEMA, file=str(backup.file), schema=backup.schema, other=schema)
    tables = set(inspect(db).get_table_names())
    if others := tables - t.metadata.tables.keys() - {VERSION_TABLE, "article_words"}:
        raise StatedProblem(texts.OTHER_TABLES, url=safe_url(url), tables=", ".join(sorted(others)))
    unfinished = VERSION_TABLE in tables and not revisions(db)
    filled = not unfinished and any(_has_rows(db, name) for name in {t.article.name, t.chat.name} & tables)
    if filled and not force:
        raise StatedProblem(texts.TARGET_NOT_EMPTY, url=safe_url(url))
    kept = _free_name(db, schema) if filled else None
    _begin(db, schema, kept)
    return _Room(schema=schema, kept=kept, unfinished=unfinished)


def _has_rows(db: Connection, table: str) -> bool:
    return bool(db.scalar(text(f"SELECT 1 FROM {table} LIMIT 1")))  # noqa: S608 - our tables


def _begin(db: Connection, schema: str, kept: str | None) -> None:
    db.execute(text(f'ALTER SCHEMA "{schema}" RENAME TO "{kept}"' if kept else f'DROP SCHEMA "{schema}" CASCADE'))
    db.execute(text(f'CREATE SCHEMA "{schema}"'))
    db.execute(text(_VERSIONS))


def _put_back(db: Connection, room: _Room) -> None:
    """As it was before `_make_room`; a restore that was cut off earlier is as unfinished as before."""
    if room.unfinished:
        _begin(db, room.schema, None)
        return
    db.execute(text(f'DROP SCHEMA "{room.schema}" CASCADE'))
    old = f'ALTER SCHEMA "{room.kept}" RENAME TO "{room.schema}"' if room.kept else f'CREATE SCHEMA "{room.schema}"'
    db.execute(text(old))


def _free_name(db: Connection, schema: str) -> str:
    """public_before, else public_before_2 …"""
    taken, number, name = set(inspect(db).get_schema_names()), 1, schema + BEFORE
    while name in taken:
        number += 1
        name = f"{schema}{BEFORE}_{number}"
    return name


def _run(tool: Tool, backup: BackupFile, url: str) -> None:
    """Restore all but the revision, in one transaction."""
    listed = tool.run(["--list", str(backup.file)]).splitlines()
    wanted = [line for line in listed if not any(part in line for part in _LEFT_OUT)]
    with tempfile.NamedTemporaryFile("w", prefix="jarshy-", suffix=".list") as contents:
        contents.write("\n".join(wanted) + "\n")
        contents.flush()
        whole = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-password"]
        named = [f"--use-list={contents.name}", "--dbname=application_name=jarshy"]  # the rest is in its environment
        try:
            tool.run([*whole, *named, str(backup.file)], url)
        except NoRoomError:
            size = megabytes(backup.file.stat().st_size)
            raise StatedProblem(texts.NO_ROOM_ON_SERVER, url=safe_url(url), size=size) from None
