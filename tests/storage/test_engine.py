"""A database that can't be used is a stated problem, with a fix and without its password."""

from __future__ import annotations

import time
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from bot.errors import StatedProblem
from bot.storage.engine import _configure_postgresql, migrate, needs_upgrade, open_engine, safe_url, temporary_engine
from bot.storage.failures import as_storage_errors
from bot.storage.store import Store
from tests.databases import PostgreSQL


class OldServer:
    """A connection to an old PostgreSQL."""

    info = SimpleNamespace(server_version=130_014)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("postgresql://u:hunter22@h:many/d", "this is not the address of a database. Use sqlite:///jarshy.db, or"),
        ("nonsense hunter22", "this is not the address of a database"),
        ("mysql://u:hunter22@h/d", "DATABASE_URL names mysql"),
    ],
)
def test_an_invalid_url_is_a_stated_problem(url: str, told: str) -> None:
    with pytest.raises(StatedProblem, match=told) as problem:
        open_engine(url)
    assert "hunter22" not in str(problem.value)


def fill(url: str, *, translated: bool) -> None:
    """Write to a database that may not grow; `translated`: its errors are, as in a transaction of a Database."""
    around = as_storage_errors() if translated else nullcontext()
    with temporary_engine(url) as engine, around, engine.begin() as db:
        db.exec_driver_sql("PRAGMA max_page_count = 1")
        db.exec_driver_sql("CREATE TABLE too_much (text)")


@pytest.mark.parametrize("translated", [False, True])
def test_a_full_disk_is_called_so_and_the_settings_are_not_blamed(sqlite_url: str, *, translated: bool) -> None:
    with pytest.raises(StatedProblem, match=r"the disk is full on which sqlite:///\S+ lies\. Make room there$"):
        fill(sqlite_url, translated=translated)


def test_an_unreachable_server_is_a_stated_problem_without_the_password() -> None:
    with pytest.raises(StatedProblem, match="Look whether the server runs") as problem:
        migrate("postgres://u:hunter22@127.0.0.1:9/d?password=hunter23")
    assert "hunter2" not in str(problem.value)
    assert safe_url("postgresql://u:hunter22@h/d?password=hunter23&sslmode=require") == (
        "postgresql://u:***@h/d?password=%2A%2A%2A&sslmode=require"
    )


def test_a_server_that_is_too_old_is_a_stated_problem() -> None:
    with pytest.raises(StatedProblem, match=r"names PostgreSQL 13\. Use version 14 or later"):
        _configure_postgresql(OldServer(), None)


def test_a_database_that_can_not_store_every_character_is_a_stated_problem(server: PostgreSQL) -> None:
    in_latin = server.fresh(encoding="LATIN1")
    with in_latin as url, pytest.raises(StatedProblem, match="a database in LATIN1, which can't hold every letter"):
        migrate(url)


def test_only_a_schema_of_an_older_release_needs_an_upgrade(server: PostgreSQL, tmp_path: Path) -> None:
    with server.fresh(empty=True) as empty:
        for url in (empty, f"sqlite:///{tmp_path}/new.db"):
            assert needs_upgrade(url)
            assert needs_upgrade(url), "it was only looked at"
            migrate(url)
            assert not needs_upgrade(url)
            with temporary_engine(url) as engine, engine.begin() as db:
                db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
            with pytest.raises(StatedProblem, match="9999"):
                needs_upgrade(url)


def test_a_connection_has_time_outs_and_read_transactions_see_one_snapshot(server: PostgreSQL) -> None:
    with server.fresh() as url:
        store = Store.open(url)
        with store.database.read_transaction() as db:
            told = [db.scalar(text(f"SHOW {name}")) for name in ("statement_timeout", "lock_timeout")]
            assert told == ["30s", "10s"]
            assert db.scalar(text("SHOW transaction_isolation")) == "repeatable read"
        with store.database.write_transaction() as db:
            assert db.scalar(text("SHOW transaction_isolation")) == "read committed"
            assert db.scalar(text("SHOW transaction_read_only")) == "off"
        store.close()


def test_a_thread_that_asks_a_closed_store_leaves_no_connection_open(server: PostgreSQL) -> None:
    with server.fresh(empty=True) as url:  # of one that is lent, closed connections are kept
        migrate(url)
        store = Store.open(url)
        store.close()
        store.chats.count_waiting()
        others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        give_up_at = time.monotonic() + 60
        with temporary_engine(url) as engine, engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
            while db.scalar(text(others)):  # the server ends what serves a connection soon after that is closed
                assert time.monotonic() < give_up_at


def test_a_connection_that_the_server_has_closed_is_replaced_before_it_is_used(server: PostgreSQL) -> None:
    with server.fresh() as url:
        store = Store.open(url)
        store.chats.count_waiting()
        server.leave(url)
        server.come_back(url)
        store.chats.count_waiting()
        store.close()
