"""A test's database has the files of its template, whatever the test before did to them; and so its tables and rows."""

from __future__ import annotations

import os
from pathlib import Path

import psycopg
import pytest

from bot.storage.store import migrate
from tests import databases
from tests.folders import UNTOUCHED, Folders

FILES = {"PG_VERSION": b"18\n", "1259": b"a" * 8192, "1259_vm": b"", "2619": b"b" * 16384, "16406": b"c" * 8192}
OTHER = FILES | {"16406": b"d" * 8192, "16500": b"e" * 8192}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A server's folder with database 1, and database 2 that is another one after some tables were written to."""
    for oid, files in (("1", FILES), ("2", OTHER)):
        (tmp_path / "base" / oid).mkdir(parents=True)
        for name, content in files.items():
            (tmp_path / "base" / oid / name).write_bytes(content)
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_a_folder_that_was_used_has_the_files_of_its_template_again(data: Path) -> None:
    folders = Folders(data)
    contents = folders.read(1)
    folders.give(3, contents)
    used = data / "base" / "3"
    assert files(used) == FILES
    (used / "1259").write_bytes(b"x" * 8192)  # as long as before
    (used / "1259_vm").write_bytes(b"x")
    os.truncate(used / "2619", 8192)
    (used / "16406").unlink()
    (used / "16999").write_bytes(b"x")
    behind = used.resolve()
    folders.take_back(3)
    assert not used.is_symlink()

    folders.give(4, contents)
    assert (data / "base" / "4").resolve() == behind
    assert files(data / "base" / "4") == FILES


def test_what_nobody_wrote_to_is_not_written_again(data: Path) -> None:
    folders = Folders(data)
    folders.give(3, folders.read(1))
    changed = data / "base" / "3" / "1259"
    changed.write_bytes(b"x" * 8192)
    kept = {file.name: file.stat().st_ctime_ns for file in (data / "base" / "3").iterdir() if file != changed}
    folders.take_back(3)
    folders.give(4, folders.read(1))
    again = {file.name: file.stat() for file in (data / "base" / "4").iterdir()}
    assert {name: again[name].st_ctime_ns for name in kept} == kept
    assert {state.st_mtime_ns for state in again.values()} == {UNTOUCHED}


def test_a_folder_becomes_that_of_another_template_and_back(data: Path) -> None:
    folders = Folders(data)
    for oid, template, expected in ((3, 1, FILES), (4, 2, OTHER), (5, 1, FILES)):
        folders.give(oid, folders.read(template))
        assert files(data / "base" / str(oid)) == expected
        folders.take_back(oid)


def test_databases_at_the_same_time_have_their_own_folders(data: Path) -> None:
    folders = Folders(data)
    folders.give(3, folders.read(1))
    folders.give(4, folders.read(1))
    (data / "base" / "3" / "1259").write_bytes(b"x")
    assert files(data / "base" / "4") == FILES


def test_what_a_used_folder_holds_is_what_is_there(data: Path) -> None:
    folders = Folders(data)
    folders.give(3, folders.read(1))
    (data / "base" / "3" / "2619").write_bytes(b"y" * 16384)
    assert folders.read(3) == FILES | {"2619": b"y" * 16384}


def rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    """All tables of a database with their rows, and where its sequences stand."""
    found: dict[str, list[tuple[object, ...]]] = {}
    with psycopg.connect(url) as db:
        for (name,) in db.execute(
            "SELECT oid::regclass::text FROM pg_class"
            " WHERE relkind IN ('r', 'S') AND relnamespace = 'public'::regnamespace ORDER BY 1"
        ).fetchall():
            found[name] = db.execute(f"SELECT * FROM {name}").fetchall()
    return found


def spoil(url: str) -> None:
    """Change what a database can hold in every way: rows, sequences, tables, statistics, settings, the files' names."""
    name = url.rpartition("/")[2].partition("?")[0]
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("INSERT INTO bot_address (bot, url) VALUES ('telegram:1', 'https://t.me/OurBot')")
        db.execute("SELECT nextval('article_id_seq')")
        db.execute("ALTER TABLE chat ADD COLUMN spoiled integer DEFAULT 5")
        db.execute("CREATE TABLE spoiled AS SELECT generate_series(1, 5000) AS number")
        db.execute("TRUNCATE match")
        db.execute("DROP TABLE delivery CASCADE")
        db.execute("VACUUM (FULL, ANALYZE) pg_class, pg_attribute, bot_address")
        db.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = true")


def test_a_database_has_nothing_of_the_one_before_it(server: databases.PostgreSQL) -> None:
    with server.fresh() as url:
        before = rows(url)
    with server.fresh(empty=True) as url:
        assert rows(url) == {}
        migrate(url)
        assert rows(url) == before
    with server.fresh() as url:
        spoil(url)
        assert rows(url) != before
    with server.fresh() as url:
        assert rows(url) == before
        with psycopg.connect(url) as db:
            assert db.execute("SHOW default_transaction_read_only").fetchone() == ("off",)


def test_what_fills_a_database_is_in_its_copies_only(server: databases.PostgreSQL) -> None:
    with server.fresh() as url:
        before = rows(url)
    for _ in range(2):
        with server.fresh(spoil) as url:
            filled = rows(url)
            assert filled != before
            assert len(filled["spoiled"]) == 5000
            with psycopg.connect(url, autocommit=True) as db:
                db.execute("DELETE FROM spoiled")
        with server.fresh() as url:
            assert rows(url) == before
