"""What is known of a backup by its file: the kind of its database, its release, when it was taken."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import StatedProblem
from bot.i18n.catalogue import storage as texts
from bot.i18n.text import Phrase
from bot.storage import schema as t
from bot.storage.engine import VERSION_TABLE, known_revisions
from bot.storage.postgresql_tools import Tool
from bot.storage.sqlite_copy import damage, open_sqlite

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
_BEGINS = {b"SQLite format 3\x00": SQLITE, b"PGDMP": POSTGRESQL}
#: Tables that every release has had.
_OURS = {t.source.name, t.article.name, t.article_key.name, t.chat.name, t.subscription.name, t.delivery.name}
#: The newest instants of these are not later than the backup.
_LATEST = ((t.article.name, "first_seen_at"), (t.delivery.name, "sent_at"), (t.source.name, "last_ok_at"))


@dataclass(frozen=True, kw_only=True)
class BackupFile:
    """A backup that can be restored."""

    file: Path
    kind: str  #: SQLITE or POSTGRESQL
    revision: str  #: of its schema
    taken_at: datetime  #: what was sent until then is recorded in it
    workers: int | None  #: at work while it was taken; None: nobody knows, it is of an older release or a plain copy
    schema: str = ""  #: of PostgreSQL, in which its tables were
    tool: int = 0  #: major version of the pg_dump that wrote it


def require_backup(file: Path) -> BackupFile:
    """What is known of a backup.

    Raises:
        StatedProblem: it can't be read, is none of ours, is damaged, or is from a newer release.
    """
    kind = _kind(file)
    found = _of_sqlite(file) if kind == SQLITE else _of_postgresql(file)
    known = known_revisions()
    if found.revision not in known:
        raise StatedProblem(texts.NEWER_BACKUP, file=str(file), found=found.revision, known=known[0])
    return found


def _kind(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            begin = opened.read(16)
    except OSError as error:
        raise StatedProblem(texts.NO_SUCH_FILE, file=str(file), reason=error.strerror or str(error)) from None
    for signature, kind in _BEGINS.items():
        if begin.startswith(signature):
            return kind
    raise _none_of_ours(file, Phrase(texts.NEITHER_KIND))


def _none_of_ours(file: Path, reason: Phrase) -> StatedProblem:
    return StatedProblem(texts.NO_BACKUP, file=str(file), reason=reason)


def _of_sqlite(file: Path) -> BackupFile:
    try:
        if (reason := damage(file)) is not None:
            raise StatedProblem(texts.BACKUP_DAMAGED, file=str(file), reason=reason)
        with closing(open_sqlite(file)) as db:
            tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not tables >= _OURS or VERSION_TABLE not in tables:
                raise _none_of_ours(file, Phrase(texts.NO_TABLES))
            (revision,) = db.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone() or ("",)  # noqa: S608
            row = db.execute("SELECT taken_at, workers FROM backup").fetchone() if t.backup.name in tables else None
            taken_at, workers = row or (_latest(db), None)
    except sqlite3.Error as error:
        raise StatedProblem(texts.BACKUP_DAMAGED, file=str(file), reason=str(error)) from None
    return BackupFile(file=file, kind=SQLITE, revision=revision, taken_at=_instant(taken_at), workers=workers)


def _latest(db: sqlite3.Connection) -> str:
    """The newest instant that is recorded."""
    newest = [db.execute(f"SELECT max({column}) FROM {table}").fetchone()[0] for table, column in _LATEST]  # noqa: S608
    return max((at for at in newest if at), default="1970-01-01 00:00:00")


def _of_postgresql(file: Path) -> BackupFile:
    tool = Tool("pg_restore")
    listed = tool.run(["--list", str(file)])
    tables = {name: schema for schema, name in re.findall(r"^\d+; \d+ \d+ TABLE (\S+) (\S+) ", listed, re.MULTILINE)}
    if not tables.keys() >= _OURS or VERSION_TABLE not in tables:
        raise _none_of_ours(file, Phrase(texts.NO_TABLES))
    versions = _rows(tool, file, VERSION_TABLE)
    taken = _rows(tool, file, t.backup.name) if t.backup.name in tables else []
    taken_at, workers = (taken[0][0], int(taken[0][1])) if taken else (_created(listed), None)
    return BackupFile(
        file=file,
        kind=POSTGRESQL,
        revision=versions[0][0] if versions else "",
        taken_at=_instant(taken_at),
        workers=workers,
        schema=tables[VERSION_TABLE],
        tool=int(found[1]) if (found := re.search(r"Dumped by pg_dump version: (\d+)", listed)) else 0,
    )


def _rows(tool: Tool, file: Path, table: str) -> list[list[str]]:
    """The rows of a small table in a dump, as texts."""
    script = tool.run(["--data-only", f"--table={table}", "--file=-", str(file)])
    _, _, copied = script.partition(" FROM stdin;\n")
    return [line.split("\t") for line in copied.partition("\\.")[0].splitlines() if line]


def _created(listed: str) -> str:
    """When pg_dump began, by the list of contents: "2026-11-29 09:00:00 UTC"."""
    found = re.search(r"Archive created at (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)", listed)
    return found[1] if found else "1970-01-01 00:00:00"


def _instant(written: str) -> datetime:
    at = datetime.fromisoformat(written)
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
