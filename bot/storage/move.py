"""A whole archive copied from one database to another, either way between SQLite and PostgreSQL.

    for each table, those first that others refer to:
    rows after the last key copied ─▶ the other database, with the mark of how far it came

Rows and mark commit together, so that a copy that was killed goes on where it stopped. Ids are
kept, and counters go on where they stood. Leases are not copied: nobody may be at work on either database meanwhile.
Updates are: what waits for its answer gets it from the new database, and what a platform tells again is known there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, bindparam, func, null, select, text, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url

from bot.errors import StatedProblem
from bot.storage import schema as t
from bot.storage.database import Database
from bot.storage.engine import is_postgresql, migrate, opened, safe_url, unhurried
from bot.storage.leases import Leases

BATCH = 5_000  #: rows a transaction
OURS = {t.lease.name, t.copied.name}  #: tables that say something of one database only
#: and what else does: the words of the archive are each database's own, and written anew by who works there
ANEW: dict[str, dict[str, Any]] = {t.article.name: {"indexed": 0}}


@dataclass(frozen=True, kw_only=True)
class Copied:
    """How far the copy of a table is."""

    table: str
    rows: int
    of: int


def move(origin: str, target: str, tell: Callable[[Copied], None]) -> dict[str, int]:
    """Copy everything from one address to the other, or go on with it; gives the rows of each table.

    Raises:
        StatedProblem: one of them can't be used, somebody is at work there, the target holds something else, or the
            origin changed meanwhile.
    """
    _is_there(origin)
    if _name(origin) == _name(target):
        raise StatedProblem("both addresses name one database. Right: where the archive is, then where it shall be")
    for url in (origin, target):
        migrate(url)
    with opened(origin) as old, opened(target) as new:
        for url, engine in ((origin, old), (target, new)):
            if Leases(Database(engine)).workers():
                raise StatedProblem(f"a worker is at work on {safe_url(url)}: stop every worker, and try again")
        _is_ours(new, _name(origin), target)
        for table in tables():
            _copy(old, new, table, _name(origin), tell)
        _finish(old, new)
        return _verified(old, new)


def tables() -> list[Table]:
    """What is copied, those first that others refer to."""
    return [table for table in t.metadata.sorted_tables if table.name not in OURS]


def _name(url: str) -> str:
    """The same for every way to write the address of one database."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        return f"sqlite {Path(address.database or '').resolve()}"
    host = address.host or address.query.get("host", "localhost")
    return f"postgresql {host} {address.port or 5432} {address.database}"


def _is_there(url: str) -> None:
    """A file that is not there would be made, and nothing copied."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        raise StatedProblem(f"there is no archive at {safe_url(url)}. Right: the address that DATABASE_URL had so far")


def _is_ours(new: Engine, origin: str, target: str) -> None:
    """Is the target empty, or begun by us?"""
    with new.connect() as db, db.begin():
        begun = set(db.scalars(select(t.copied.c.origin).distinct()))
        filled = [table.name for table in tables() if db.execute(select(table).limit(1)).first() is not None]
    if (filled and not begun) or begun - {origin}:
        raise StatedProblem(
            f"{safe_url(target)} holds another archive already ({', '.join(filled) or 'begun'}). "
            "Right: an empty database; nothing was changed"
        )


def _copy(old: Engine, new: Engine, table: Table, origin: str, tell: Callable[[Copied], None]) -> None:
    with old.connect() as db, db.begin():
        total = db.scalar(select(func.count()).select_from(table)) or 0
    cursor, rows = _mark(new, table, origin)
    tell(Copied(table=table.name, rows=rows, of=total))
    for batch in _batches(old, table, cursor):
        rows += len(batch)
        mark = json.dumps([batch[-1][column.name] for column in table.primary_key])
        with new.connect().execution_options(writes=True) as db, db.begin():
            unhurried(db)
            db.execute(table.insert(), [_without_own(table, row) for row in batch])
            db.execute(_marked(db, table, origin, mark, rows))
        tell(Copied(table=table.name, rows=rows, of=total))


def _mark(new: Engine, table: Table, origin: str) -> tuple[list[Any] | None, int]:
    """The last key copied, and how many rows."""
    here = select(t.copied.c.cursor, t.copied.c.rows).where(
        t.copied.c.origin == origin, t.copied.c.table_name == table.name
    )
    with new.connect() as db, db.begin():
        row = db.execute(here).first()
    return (json.loads(row[0]), row[1]) if row else (None, 0)


def _marked(db: Connection, table: Table, origin: str, mark: str, rows: int) -> Any:
    insert = postgresql.insert if is_postgresql(db) else sqlite.insert
    values = {"cursor": mark, "rows": rows}
    statement: Any = insert(t.copied).values(origin=origin, table_name=table.name, **values)
    return statement.on_conflict_do_update(index_elements=["origin", "table_name"], set_=values)


def _batches(old: Engine, table: Table, cursor: list[Any] | None) -> Iterator[list[dict[str, Any]]]:
    """Rows in the order of their keys, after the cursor."""
    keys: list[Column[Any]] = list(table.primary_key)
    while True:
        statement = select(table).order_by(*keys).limit(BATCH)
        if cursor is not None:
            statement = statement.where(tuple_(*keys) > tuple_(*cursor, types=[key.type for key in keys]))
        with old.connect() as db, db.begin():
            batch = [dict(row) for row in db.execute(statement).mappings()]
        if not batch:
            return
        yield batch
        cursor = [batch[-1][key.name] for key in keys]


def _own(table: Table) -> list[str]:
    """Columns that refer to the table itself: the row that they name may come later."""
    return [key.parent.name for key in table.foreign_keys if key.column.table is table]


def _without_own(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return row | dict.fromkeys(_own(table)) | ANEW.get(table.name, {})


def _finish(old: Engine, new: Engine) -> None:
    """What could not be copied row by row: references within a table, and counters."""
    with old.connect() as source, source.begin(), new.connect().execution_options(writes=True) as db, db.begin():
        unhurried(db)
        for table in tables():
            for name in _own(table):
                _refer(source, db, table, table.c[name])
            if table.autoincrement_column is not None:
                _count_on(db, table, max(_counter(source, table), _counter(db, table)))
        if is_postgresql(db):
            db.exec_driver_sql("ANALYZE")


def _refer(source: Connection, db: Connection, table: Table, column: Column[Any]) -> None:
    pairs = source.execute(select(table.c.id, column).where(column.is_not(null()))).all()
    if pairs:
        statement = update(table).where(table.c.id == bindparam("row")).values({column: bindparam("value")})
        db.execute(statement, [{"row": row, "value": value} for row, value in pairs])


def _counter(db: Connection, table: Table) -> int:
    """The last id that the table gave out, though its row may be gone; 0: none yet."""
    if is_postgresql(db):
        sequence = db.scalar(select(func.pg_get_serial_sequence(f'"{table.name}"', "id")))
        return db.scalar(text(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")) or 0  # noqa: S608
    return db.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name}) or 0


def _count_on(db: Connection, table: Table, last: int) -> None:
    """No id that was ever given out is given out again: indexes read on from the last they saw."""
    values = {"name": table.name, "last": last}
    if not is_postgresql(db):
        db.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table.name})
        db.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), values)
    elif last:
        sequence = "CAST(pg_get_serial_sequence(quote_ident(:name), 'id') AS regclass)"
        db.execute(text(f"SELECT setval({sequence}, :last)"), values)


def _verified(old: Engine, new: Engine) -> dict[str, int]:
    """How many rows each table has, on both sides."""
    here, there = _counts(old), _counts(new)
    differ = [f"{name}: {count} and {there[name]}" for name, count in here.items() if count != there[name]]
    if differ:
        raise StatedProblem(
            f"the archive changed while it was copied ({', '.join(differ)}). "
            "Right: stop every worker, empty the new database, and begin anew"
        )
    return here


def _counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as db, db.begin():
        return {table.name: db.scalar(select(func.count()).select_from(table)) or 0 for table in tables()}
