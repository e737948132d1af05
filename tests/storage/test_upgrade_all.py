"""A database of each release, with rows in every table, is upgraded and loses none of them, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, MetaData, inspect, text

from bot.storage.engine import MIGRATIONS, known_revisions, newest_revision, open_engine
from bot.storage.soundness import SchemaState, examine
from bot.storage.store import migrate
from tests import databases
from tests.storage.old_releases import older

REVISIONS = [f"{number:04}" for number in range(1, int(newest_revision()) + 1)]
ROWS = 2
AT = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001 - as the driver stores it
#: what stands in a column, by its name or by table and name; `{row}` is the number of the row
VALUES: dict[str, Any] = {
    "article_key.kind": "id",
    "chat.kind": "private",
    "letter.kind": "notice",
    "source.kind": "feed",
    "delivery.state": "sent",
    "letter.state": "sent",
    "task.state": "taken",
    "proposal.state": "found",
    "update.state": "done",
    "page_state": "read",
    "platform": "telegram",
    "lane": "telegram",
    "timezone": "Asia/Almaty",
    "language": "kk",
    "languages": '["ru"]',
    "spans": "[[0, 2]]",
    "payload": '{"parts": []}',
    "mentions": "[]",
    "reason": "Forbidden: bot was blocked by the user",
    "rest_reason": "Forbidden: bot was blocked by the user",
    "cause": "blocked",
    "mode": "each",
    "extract": "lead",
    "weekdays": "0,1",
    "minutes": "510",
    "title": "Ақтау порты {row}",
    "url": "https://example.org/a/{row}",
}
#: what an upgrade means to change: every source is asked anew, and a reason is one of the texts in three languages
CHANGED = {"etag", "modified", "body_hash", "last_error", "page_error"}


def test_the_files_of_migrations_are_named_by_the_revisions_that_alembic_finds() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    assert known_revisions() == [each.revision for each in scripts.walk_revisions()]
    assert newest_revision() == scripts.get_current_head()


def is_ours(table: str) -> bool:
    """Is it a table of rows, none of the index of full texts or of Alembic?"""
    return not table.startswith(("article_words", "alembic"))


def value(column: Column[Any], row: int) -> Any:
    """What that row of a column holds; of what may be missing, the first row has nothing."""
    if column.foreign_keys:
        (key,) = column.foreign_keys
        return value(key.column, row) if column.name != "managing_id" else None
    if column.nullable and not column.primary_key and row == 1:
        return None
    kind = column.type.python_type
    for name in (f"{column.table.name}.{column.name}", column.name):
        if name in VALUES:
            return VALUES[name].format(row=row) if "{row}" in VALUES[name] else VALUES[name]
    if kind is datetime:
        return AT + timedelta(minutes=row)
    if kind is str:
        return f"{column.name} {row}"[: getattr(column.type, "length", None) or 99]
    return kind(row if kind is not bool else False)


def fill(db: Connection) -> None:
    tables = MetaData()
    tables.reflect(db, only=names(db))
    for table in tables.sorted_tables:
        columns = [column for column in table.columns if column.computed is None and is_known(column)]
        db.execute(table.insert(), [{c.name: value(c, row) for c in columns} for row in range(1, ROWS + 1)])


def is_known(column: Column[Any]) -> bool:
    """Has Python something that can stand there? An index of words is made by the program."""
    try:
        return bool(column.type.python_type)
    except NotImplementedError:
        return False


@contextmanager
def at(url: str) -> Iterator[Connection]:
    """A connection to it."""
    engine = open_engine(url)
    with engine.connect().execution_options(writes=True) as db, db.begin():
        if engine.dialect.name == "postgresql":
            db.execute(text("SET LOCAL TIME ZONE 'UTC'"))
        yield db
    engine.dispose()


def rows(db: Connection) -> dict[str, list[dict[str, Any]]]:
    """Every row of each table, as the driver gives it; instants without a zone."""

    def plain(value: Any) -> Any:
        return value.replace(tzinfo=None) if isinstance(value, datetime) else value

    found = {name: db.exec_driver_sql(f'SELECT * FROM "{name}"').mappings() for name in names(db)}
    return {name: [{column: plain(cell) for column, cell in row.items()} for row in of] for name, of in found.items()}


def names(db: Connection) -> list[str]:
    return [name for name in inspect(db).get_table_names() if is_ours(name)]


def kept(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What those rows held in columns that are still there, and is held as it was."""
    names = (set(before[0]) & set(after[0])) - CHANGED if after else set()
    return sorted(({name: row[name] for name in names} for row in before), key=repr_of_sorted)


def repr_of_sorted(row: dict[str, Any]) -> str:
    return repr(sorted(row.items(), key=lambda item: item[0]))


def upgraded(url: str) -> None:
    with at(url) as db:
        fill(db)
        before = rows(db)
    assert all(len(each) == ROWS for each in before.values())
    migrate(url)
    with at(url) as db:
        after = rows(db)
        if db.dialect.name == "sqlite":
            assert db.execute(text("PRAGMA foreign_key_check")).all() == []
    for table, old in before.items():
        assert kept(old, after[table]) == kept(after[table], old), table
    assert examine(url).schema == SchemaState.CURRENT


@pytest.mark.parametrize("revision", REVISIONS)
@pytest.mark.parametrize("kind", databases.KINDS)
def test_no_row_of_an_older_release_is_lost_and_the_tables_become_those_of_this_one(
    kind: str, revision: str, server: databases.PostgreSQL, tmp_path: Path
) -> None:
    with databases.fresh(kind, server, tmp_path, *older(revision), empty=True) as url:
        upgraded(url)
