"""Copies a whole archive from one database to another, in either direction between SQLite and PostgreSQL.

    for each table, in the order of foreign keys:
    rows after the cursor ─▶ the target database, with the new cursor

Rows and cursor commit together, so that a copy that was killed continues where it stopped. Ids stay the same, and
sequences continue. Leases are not copied: no worker may run on either database meanwhile. Updates are: the pending ones
are answered from the new database, and what a platform sends again is recognised there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, bindparam, func, null, select, text, tuple_, update
from sqlalchemy.engine import make_url

from bot.errors import StatedProblem
from bot.i18n.catalogue import storage as texts
from bot.i18n.catalogue.formats import COMMA
from bot.i18n.text import Phrase, combined
from bot.storage import schema as t
from bot.storage.common import insert_into
from bot.storage.database import Database
from bot.storage.engine import is_postgresql, migrate, safe_url, temporary_engine, without_timeouts
from bot.storage.leases import Leases

BATCH = 5_000  #: rows per transaction
LOCAL_TABLES = {
    t.lease.name,
    t.copied.name,
    t.backup.name,
}  #: of one database only: not copied
#: columns that get this value instead: each database has its own search index, which its workers rebuild
REBUILT_COLUMNS: dict[str, dict[str, Any]] = {t.article.name: {"indexed": 0}}


@dataclass(frozen=True, kw_only=True)
class CopyProgress:
    """How far the copy of one table is."""

    table: str
    rows: int  #: copied so far
    of: int  #: rows in all


def copy_archive(origin: str, target: str, report: Callable[[CopyProgress], None]) -> dict[str, int]:
    """Copy everything from one database URL to another, or continue a copy; returns the rows of each table.

    Raises:
        StatedProblem: one of them can't be used or has running workers, the target holds another archive, or the origin
            changed meanwhile.
    """
    _require_file(origin)
    if _identity(origin) == _identity(target):
        raise StatedProblem(texts.SAME_DATABASE)
    for url in (origin, target):
        migrate(url)
    with temporary_engine(origin) as old, temporary_engine(target) as new:
        for url, engine in ((origin, old), (target, new)):
            if Leases(Database(engine)).count_workers():
                raise StatedProblem(texts.WORKER_AT_WORK, url=safe_url(url))
        _require_empty_or_begun(new, _identity(origin), target)
        totals, begun = _counts(old), _cursors(new, _identity(origin))
        for table in tables():
            for rows in _copy(old, new, table, _identity(origin), begun.get(table.name, (None, 0))):
                report(CopyProgress(table=table.name, rows=rows, of=totals[table.name]))
        _finish(old, new)
        return _verified(old, new)


def tables() -> list[Table]:
    """The tables to copy, in the order of foreign keys."""
    return [table for table in t.metadata.sorted_tables if table.name not in LOCAL_TABLES]


def _identity(url: str) -> str:
    """A name that is the same for every URL of one database."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return f"sqlite {Path(address.database or '').resolve()}"
    host = address.host or address.query.get("host", "localhost")
    return f"postgresql {host} {address.port or 5432} {address.database}"


def _require_file(url: str) -> None:
    """A missing SQLite file would be created, and nothing copied."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        raise StatedProblem(texts.NO_ARCHIVE, url=safe_url(url))


def _require_empty_or_begun(new: Engine, origin: str, target: str) -> None:
    """Is the target empty, or an unfinished copy of the same origin?"""
    with new.connect() as db, db.begin():
        begun = set(db.scalars(select(t.copied.c.origin).distinct()))
        filled = [table.name for table in tables() if db.execute(select(table).limit(1)).first() is not None]
    if (filled and not begun) or begun - {origin}:
        if not filled:
            raise StatedProblem(texts.OTHER_ARCHIVE_BEGUN, url=safe_url(target))
        raise StatedProblem(texts.OTHER_ARCHIVE, url=safe_url(target), tables=", ".join(filled))


def _copy(old: Engine, new: Engine, table: Table, origin: str, begun: tuple[list[Any] | None, int]) -> Iterator[int]:
    """Copy the rows of a table after those `begun` (the last key, how many); yields how many are copied so far."""
    cursor, rows = begun
    yield rows
    for batch in _batches(old, table, cursor):
        rows += len(batch)
        last_key = json.dumps([batch[-1][column.name] for column in table.primary_key])
        with new.connect().execution_options(writes=True) as db, db.begin():
            without_timeouts(db)
            db.execute(table.insert(), [_copied_values(table, row) for row in batch])
            db.execute(_save_cursor(db, table, origin, last_key, rows))
        yield rows


def _cursors(new: Engine, origin: str) -> dict[str, tuple[list[Any], int]]:
    """Of each table that was begun: the last key copied, and how many rows."""
    stored = select(t.copied.c.table_name, t.copied.c.cursor, t.copied.c.rows).where(t.copied.c.origin == origin)
    with new.connect() as db, db.begin():
        return {name: (json.loads(cursor), rows) for name, cursor, rows in db.execute(stored).all()}


def _save_cursor(db: Connection, table: Table, origin: str, last_key: str, rows: int) -> Any:
    values = {"cursor": last_key, "rows": rows}
    statement = insert_into(db.dialect.name, t.copied).values(origin=origin, table_name=table.name, **values)
    return statement.on_conflict_do_update(index_elements=["origin", "table_name"], set_=values)


def _batches(old: Engine, table: Table, cursor: list[Any] | None) -> Iterator[list[dict[str, Any]]]:
    """Batches of rows in the order of the primary key, after the cursor."""
    keys: list[Column[Any]] = list(table.primary_key)
    while True:
        statement = select(table).order_by(*keys).limit(BATCH)
        if cursor is not None:
            statement = statement.where(tuple_(*keys) > tuple_(*cursor, types=[key.type for key in keys]))
        with old.connect() as db, db.begin():
            batch = [dict(row) for row in db.execute(statement).mappings()]
        if batch:
            yield batch
            cursor = [batch[-1][key.name] for key in keys]
        if len(batch) < BATCH:
            return


def _self_references(table: Table) -> list[str]:
    """Columns that refer to the table itself: the referenced row may be copied later."""
    return [key.parent.name for key in table.foreign_keys if key.column.table is table]


def _copied_values(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return row | dict.fromkeys(_self_references(table)) | REBUILT_COLUMNS.get(table.name, {})


def _finish(old: Engine, new: Engine) -> None:
    """Copy what could not be copied row by row: references within a table, and sequences."""
    with old.connect() as source, source.begin(), new.connect().execution_options(writes=True) as db, db.begin():
        without_timeouts(db)
        for table in tables():
            for name in _self_references(table):
                _copy_references(source, db, table, table.c[name])
            if table.autoincrement_column is not None:
                _set_sequence(db, table, max(_last_id(source, table), _last_id(db, table)))
        if is_postgresql(db):
            db.exec_driver_sql("ANALYZE")


def _copy_references(source: Connection, db: Connection, table: Table, column: Column[Any]) -> None:
    pairs = source.execute(select(table.c.id, column).where(column.is_not(null()))).all()
    if pairs:
        statement = update(table).where(table.c.id == bindparam("row_id")).values({column: bindparam("value")})
        db.execute(statement, [{"row_id": row_id, "value": value} for row_id, value in pairs])


def _last_id(db: Connection, table: Table) -> int:
    """The last id that the table has assigned, even if its row is deleted; 0: none yet."""
    if is_postgresql(db):
        sequence = db.scalar(select(func.pg_get_serial_sequence(f'"{table.name}"', _counted(table))))
        return db.scalar(text(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")) or 0  # noqa: S608
    return db.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name}) or 0


def _counted(table: Table) -> str:
    """The column that a sequence counts."""
    column = table.autoincrement_column
    assert column is not None  # noqa: S101 - such tables are asked for
    return column.name


def _set_sequence(db: Connection, table: Table, last: int) -> None:
    """Never assign an id twice: the index of queries reads on from the last id it has seen."""
    values = {"name": table.name, "last": last}
    if not is_postgresql(db):
        db.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
        db.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), values)
    elif last:
        sequence = "CAST(pg_get_serial_sequence(quote_ident(:name), :column) AS regclass)"
        db.execute(text(f"SELECT setval({sequence}, :last)"), values | {"column": _counted(table)})


def _verified(old: Engine, new: Engine) -> dict[str, int]:
    """The number of rows of each table; raises StatedProblem if both databases don't agree."""
    before, after = _counts(old), _counts(new)
    differ = [
        Phrase(texts.COUNT_CHANGED, {"table": name, "before": count, "after": after[name]})
        for name, count in before.items()
        if count != after[name]
    ]
    if differ:
        raise StatedProblem(texts.ARCHIVE_CHANGED, counts=combined(differ, COMMA))
    return before


def _counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as db, db.begin():
        return {table.name: db.scalar(select(func.count()).select_from(table)) or 0 for table in tables()}
