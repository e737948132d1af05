"""A database that is lent to one test after another is each time what a new one would be; so are its connections."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.storage.engine import temporary_engine
from bot.storage.store import migrate
from tests import databases
from tests.lending import ENOUGH

ADDRESS = "INSERT INTO bot_address (bot, url) VALUES ('telegram:1', 'https://t.me/OurBot')"
PID = text("SELECT pg_backend_pid()")


def execute(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as db:
        for statement in statements:
            db.execute(statement.encode())


def contents(url: str) -> dict[str, list[tuple[object, ...]]]:
    """All tables with their columns' names and their rows, and where the sequences stand."""
    found: dict[str, list[tuple[object, ...]]] = {}
    with psycopg.connect(url) as db:
        for (name,) in db.execute(
            "SELECT oid::regclass::text FROM pg_class"
            " WHERE relkind IN ('r', 'S') AND relnamespace = 'public'::regnamespace ORDER BY 1"
        ).fetchall():
            rows = db.execute(f"SELECT * FROM {name}")
            found[name] = [tuple(column.name for column in rows.description or ()), *rows.fetchall()]
    return found


def which(url: str) -> int:
    """The number that the server gave to this database."""
    with psycopg.connect(url) as db:
        ((oid,),) = db.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchall()
    return int(oid)


def test_rows_and_sequences_are_as_in_a_new_one(server: databases.PostgreSQL) -> None:
    with server.fresh() as url:
        lent, before = which(url), contents(url)
        execute(url, ADDRESS, "SELECT nextval('article_id_seq')", "DELETE FROM alembic_version")
        assert contents(url) != before
    with server.fresh() as url:
        assert which(url) == lent
        assert contents(url) == before
    with server.fresh(empty=True) as url:
        assert contents(url) == {}
        migrate(url)
        assert contents(url) == before


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE chat ADD COLUMN spoiled integer DEFAULT 5",
        "ALTER TABLE bot_address ALTER COLUMN url DROP NOT NULL",
        "ALTER TABLE bot_address ADD CONSTRAINT spoiled CHECK (url <> '')",
        "CREATE TABLE spoiled (number integer)",
        "CREATE INDEX spoiled ON bot_address (url)",
        "CREATE SCHEMA spoiled",
        "CREATE FUNCTION spoiled() RETURNS integer LANGUAGE sql RETURN 1",
        "CREATE TRIGGER spoiled BEFORE UPDATE ON bot_address EXECUTE FUNCTION suppress_redundant_updates_trigger()",
        "TRUNCATE match",
        "DROP TABLE delivery CASCADE",
        "GRANT SELECT ON bot_address TO PUBLIC",
        "ANALYZE alembic_version",
        "ALTER DATABASE {name} SET default_transaction_read_only = true",
        f"INSERT INTO bot_address SELECT number, repeat('x', 100) FROM generate_series(1, {ENOUGH // 100}) AS number",
    ],
)
def test_one_in_which_more_than_rows_was_changed_is_not_lent_again(server: databases.PostgreSQL, change: str) -> None:
    with server.fresh() as url:
        lent, before = which(url), contents(url)
        name = url.rpartition("/")[2].partition("?")[0]
        execute(url, change.format(name=name))
    with server.fresh() as url:
        assert which(url) != lent
        assert contents(url) == before


def fill(url: str) -> None:
    execute(url, ADDRESS)


def grow(url: str) -> None:
    execute(url, "CREATE TABLE spoiled AS SELECT generate_series(1, 5) AS number")


@pytest.mark.parametrize("last", [fill, grow])
def test_what_fills_it_is_written_once_and_held_by_those_that_ask_for_it(
    server: databases.PostgreSQL, last: Callable[[str], None]
) -> None:
    calls = []

    def counted(url: str) -> None:
        calls.append(url)
        last(url)

    with server.fresh() as url:
        before = contents(url)
    for _ in range(2):
        with server.fresh(counted) as url:
            filled = contents(url)
            assert filled != before
            execute(url, "DELETE FROM bot_address")
        with server.fresh(counted) as url:
            assert contents(url) == filled
        with server.fresh() as url:
            assert contents(url) == before
    assert len(calls) <= 2  # what changes more than rows is written into a database to copy


def test_a_server_where_we_are_no_superuser_makes_each_one_anew(
    server: databases.PostgreSQL, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.start()
    execute(server.root, "CREATE ROLE maker LOGIN CREATEDB")
    monkeypatch.setattr(databases, "NAMED_SERVER", str(make_url(server.root).set(username="maker")))
    named = databases.PostgreSQL()
    try:
        with named.fresh() as url:
            first, before = which(url), contents(url)
            execute(url, ADDRESS)
        with named.fresh() as url:
            assert which(url) != first
            assert contents(url) == before
    finally:
        named.stop()
        execute(server.root, "DROP ROLE maker")


def test_who_is_still_connected_is_cut_off(server: databases.PostgreSQL) -> None:
    with server.fresh() as url:
        db = psycopg.connect(url)
        db.execute("LOCK TABLE bot_address")
    with pytest.raises(psycopg.OperationalError):
        db.execute("SELECT 1")
    db.close()


def test_a_closed_connection_is_opened_again_and_has_forgotten_everything(server: databases.PostgreSQL) -> None:
    with server.fresh() as url:
        with temporary_engine(url) as engine, engine.connect() as db:
            first = db.scalar(PID)
            for statement in (
                "SET work_mem = '1MB'",
                "LISTEN spoiled",
                "CREATE TEMP TABLE spoiled (number integer)",
                "SELECT pg_advisory_lock(1)",
                "DECLARE spoiled CURSOR WITH HOLD FOR SELECT 1",
            ):
                db.execute(text(statement))
            db.commit()
        with temporary_engine(url) as engine, engine.connect() as db:
            assert db.scalar(PID) == first
            assert db.scalar(text("SHOW work_mem")) != "1MB"
            assert db.scalar(text("SELECT to_regclass('spoiled')")) is None
            for left in (
                "pg_listening_channels()",
                "pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()",
                "pg_cursors",
            ):
                assert db.scalar(text(f"SELECT count(*) FROM {left}")) == 0


def test_one_that_is_in_use_or_was_opened_otherwise_is_not_given(server: databases.PostgreSQL) -> None:
    with server.fresh() as url:
        other = f"{url}&application_name=other" if "?" in url else f"{url}?application_name=other"
        with temporary_engine(other) as engine, engine.connect() as db:
            first = db.scalar(PID)
        with temporary_engine(url) as engine, engine.connect() as db, engine.connect() as second:
            assert len({first, db.scalar(PID), second.scalar(PID)}) == 3


def test_one_that_the_server_has_closed_is_not_given(server: databases.PostgreSQL) -> None:
    with server.fresh() as url:
        with temporary_engine(url) as engine, engine.connect() as db:
            first = db.scalar(PID)
        server.leave(url)
        server.come_back(url)
        with temporary_engine(url) as engine, engine.connect() as db:
            assert db.scalar(PID) != first
