"""A database that is locked, full or unreachable is a StorageError on both kinds; every other error is a bug."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import QueuePool

from bot.errors import StorageError
from bot.model import Entry
from bot.storage import engine, schema
from bot.storage.common import FOLLOWS_LOCK, take_lock
from bot.storage.database import Database
from bot.storage.failures import is_temporary
from bot.storage.store import Store
from tests.databases import PostgreSQL
from tests.storage.conftest import NOW, SOURCE, Room, chat

SECRET = "a title that no log may show"


@pytest.fixture
def sqlite(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 50)
    made = Room(sqlite_url)
    yield made
    made.store.close()


@contextmanager
def written_by_another(room: Room) -> Iterator[None]:
    other = sqlite3.connect(room.url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


def store_entry(room: Room, words: int = 1) -> None:
    entry = Entry(guid=None, link=None, title=SECRET * words, teaser="", published_at=NOW)
    room.store.articles.add_entry(SOURCE, entry, [], silent=False, page_due_at=None, now=NOW)


def test_a_file_that_another_process_writes_is_locked_and_can_be_read(sqlite: Room) -> None:
    with written_by_another(sqlite):
        with pytest.raises(StorageError, match=r"^OperationalError: database is locked$"):
            store_entry(sqlite)
        assert sqlite.store.articles.published(NOW) == []
    store_entry(sqlite)


def test_a_full_disk_is_a_storage_error_that_shows_no_values(sqlite: Room) -> None:
    with sqlite.store.database.engine.connect() as db:
        db.exec_driver_sql("PRAGMA max_page_count=1")  # no more than exist
    with pytest.raises(StorageError, match="full") as caught:
        store_entry(sqlite, words=50_000)
    assert SECRET not in str(caught.value)


def test_a_file_that_can_not_be_opened_is_a_storage_error(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path}/no/such/folder/jarshy.db")
    with pytest.raises(StorageError, match="unable to open"):
        store.sources.unfinished()
    store.close()


def test_an_exhausted_pool_is_a_storage_error(sqlite_url: str) -> None:
    pool = {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0, "pool_timeout": 0.05}
    database = Database(create_engine(sqlite_url, **pool))
    with database.read_transaction(), pytest.raises(StorageError, match="in use"), database.read_transaction():
        raise AssertionError("there is one connection only")
    database.close()


def test_a_postgresql_that_went_away_is_a_storage_error_until_it_is_back(server: PostgreSQL) -> None:
    with server.fresh() as url:
        room = Room(url)
        server.leave(url)
        for _ in range(2):  # once with a broken connection, once without any
            with pytest.raises(StorageError):
                store_entry(room)
        server.come_back(url)
        store_entry(room)
        room.store.close()


def test_a_postgresql_that_goes_away_in_a_transaction_is_a_storage_error(server: PostgreSQL) -> None:
    with server.fresh() as url:
        room = Room(url)

        def cut_off() -> None:
            with room.store.database.write_transaction() as db:
                server.leave(url)
                db.execute(schema.article.select())

        with pytest.raises(StorageError):
            cut_off()
        room.store.close()


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        pytest.param("lock_timeout", "LockNotAvailable", id="lock"),
        pytest.param("statement_timeout", "QueryCanceled", id="statement"),
    ],
)
def test_a_lock_timeout_on_postgresql_is_a_storage_error(
    server: PostgreSQL, monkeypatch: pytest.MonkeyPatch, setting: str, reason: str
) -> None:
    monkeypatch.setitem(engine.TIMEOUTS, setting, "100ms")
    with server.fresh() as url:
        room, other = Room(url), Store.open(url)
        ai = room.follow(chat(), "AI")
        room.add_chat(chat("2"))
        with other.database.write_transaction() as db:
            take_lock(db, FOLLOWS_LOCK)
            with pytest.raises(StorageError, match=reason):
                room.store.follows.subscribe(chat("2"), ai, "AI", NOW)
        room.store.close()
        other.close()


@pytest.mark.parametrize(
    ("state", "passes"),
    [
        ("08006", True),  # connection failure
        ("53300", True),  # too many connections
        ("53100", True),  # disk full
        ("57P01", True),  # the server is being shut down
        ("57014", True),  # a statement took too long
        ("55P03", True),  # a lock was not free in time
        ("40001", True),  # serialisation
        ("40P01", True),  # deadlock
        ("25P03", True),  # idle in a transaction
        ("25006", True),  # a standby
        ("42P01", False),  # no such table
        ("23505", False),  # not unique
        ("22P02", False),  # a value of the wrong form
        ("55000", False),  # object not in prerequisite state
    ],
)
def test_postgresqls_codes_say_which_errors_are_temporary(state: str, passes: bool) -> None:
    original = psycopg.errors.lookup(state)("said by the server")
    assert is_temporary(DBAPIError("SELECT 1", None, original)) is passes


def test_a_driver_that_lost_its_connection_has_no_error_code() -> None:
    cut = psycopg.InterfaceError("the connection is closed")
    assert is_temporary(DBAPIError("SELECT 1", None, cut, connection_invalidated=True))
    assert not is_temporary(DBAPIError("SELECT 1", None, cut))


def test_a_missing_table_is_a_bug(room: Room) -> None:
    with pytest.raises(DBAPIError), room.store.database.read_transaction() as db:
        db.exec_driver_sql("SELECT * FROM nowhere")


def test_a_bug_within_a_transaction_is_not_translated(room: Room) -> None:
    with pytest.raises(TypeError), room.store.database.write_transaction():
        raise TypeError("ours")
    store_entry(room)


def test_the_traceback_of_a_bug_shows_no_values(room: Room) -> None:
    values = {"key": "kt-eng", "name": SECRET, "language": "en", "every": 1, "enabled": True, "failures": 0}
    with pytest.raises(IntegrityError) as caught, room.store.database.write_transaction() as db:
        db.execute(schema.source.insert().values(values))
    assert SECRET not in str(caught.value)
