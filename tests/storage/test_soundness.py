"""Whether a database can be used: nothing is changed by looking."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.errors import StatedProblem
from bot.storage.engine import newest_revision
from bot.storage.soundness import SchemaState, examine
from bot.storage.store import Store
from tests.databases import PostgreSQL


def stamp(url: str, revision: str) -> None:
    store = Store.open(url)
    with store.database.write_transaction() as db:
        db.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")
    store.close()


@pytest.mark.parametrize(
    ("revision", "state"),
    [(newest_revision(), SchemaState.CURRENT), ("0019", SchemaState.BEHIND), ("9999", SchemaState.NEWER)],
)
def test_the_tables_are_those_of_this_release_or_of_another(
    database_url: str, revision: str, state: SchemaState
) -> None:
    stamp(database_url, revision)
    found = examine(database_url)
    assert (found.schema, found.revision, found.newest) == (state, revision, newest_revision())
    assert found.size
    assert found.writable
    assert not found.faults


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    found = examine(f"sqlite:///{tmp_path}/news.db")
    assert (found.schema, found.folder, found.writable) == (SchemaState.ABSENT, tmp_path, True)
    assert list(tmp_path.iterdir()) == []
    assert not examine(f"sqlite:///{tmp_path}/nowhere/news.db").writable
    assert examine("sqlite:///:memory:").folder is None


def test_an_empty_database_has_no_tables(server: PostgreSQL) -> None:
    with server.fresh(empty=True) as url:
        found = examine(url)
    assert (found.schema, found.postgresql) == (SchemaState.ABSENT, True)
    assert int(found.version.partition(".")[0]) >= 14


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "news.db").write_bytes(b"news " * 1000)
    assert examine(f"sqlite:///{tmp_path}/news.db").faults == ("file is not a database",)


def test_a_damaged_page_is_found(sqlite_url: str) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    with sqlite3.connect(file) as db:
        db.execute("CREATE TABLE filler AS SELECT randomblob(3000) AS b FROM pragma_table_xinfo('article')")
        (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'filler'").fetchone()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = db.execute("PRAGMA page_size").fetchone()
    db.close()
    content = bytearray(file.read_bytes())
    content[(root - 1) * page : (root - 1) * page + 100] = b"\xff" * 100
    file.write_bytes(content)
    assert examine(sqlite_url).faults


def test_a_check_that_takes_too_long_is_left(sqlite_url: str) -> None:
    found = examine(sqlite_url, time_limit=-1.0)
    assert not found.faults
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as db:
        db.execute(
            "CREATE TABLE filler AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 99999) "
            "SELECT i, 'a filler of some length' AS words FROM n"
        )
    db.close()
    assert not examine(sqlite_url, time_limit=-1.0).checked
    assert examine(sqlite_url, time_limit=60.0).checked


def test_a_server_that_is_down_is_a_stated_problem() -> None:
    with pytest.raises(StatedProblem, match="Look whether the server runs"):
        examine("postgresql://me:hunter22@127.0.0.1:9/news")
