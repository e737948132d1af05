"""The database: how it is opened and brought up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from bot.errors import StatedProblem, StorageError

BUSY_TIMEOUT_MS = 5000  # how long a writer waits for another one
OLDEST_POSTGRESQL = 14  #: the oldest that its makers still mend
DRIVER = "postgresql+psycopg"
POOL = {"pool_size": 5, "max_overflow": 10, "pool_timeout": 30.0, "pool_pre_ping": True}
#: What the address does not say itself. A server that went away without a word is noticed in half a minute.
CONNECT = {
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
    "application_name": "jarshy",
}
#: None of our statements should take this long. The last one frees what a frozen worker holds before its lease is over.
FROZEN = "idle_in_transaction_session_timeout"
TIMEOUTS = {"statement_timeout": "30s", "lock_timeout": "10s", FROZEN: "10s"}
MIGRATING = 0x6A617273_0001  #: advisory lock: one worker brings the tables up to date, the others wait for it


def open_engine(url: str) -> Engine:
    """An engine with the settings that keep what is committed.

    Raises:
        StatedProblem: the URL is none, or names a database that is not supported.
    """
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise StatedProblem(f"DATABASE_URL: {WRONG_ADDRESS}") from None
    if address.get_backend_name() in ("postgresql", "postgres"):
        return _open_postgresql(address)
    if address.get_backend_name() != "sqlite":
        raise StatedProblem(f"DATABASE_URL names {address.get_backend_name()}: {WRONG_ADDRESS}")
    engine = create_engine(address, hide_parameters=True)  # a traceback shows no values
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


WRONG_ADDRESS = (
    "this is not the address of a database. Right: sqlite:///jarshy.db, or postgresql://user:password@host:5432/name"
)


def _open_postgresql(address: URL) -> Engine:
    """READ COMMITTED, so that a statement after a wait sees what was waited for."""
    ours = {name: value for name, value in CONNECT.items() if name not in address.query}
    engine = create_engine(
        address.set(drivername=DRIVER),
        isolation_level="READ COMMITTED",
        connect_args=ours,
        hide_parameters=True,
        **POOL,
    )
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def close(engine: Engine) -> None:
    """Close every connection, those in use when they are given back: the pool itself would forget them open."""
    pool = engine.pool
    engine.dispose()
    event.listen(pool, "checkin", lambda _connection, record: record.close())


def safe_url(url: str) -> str:
    """The URL without its password, for people to read."""
    address = make_url(url)
    hidden = {name: "***" for name in address.query if "password" in name}
    return address.update_query_dict(hidden).render_as_string(hide_password=True)


def is_postgresql(db: Connection) -> bool:
    """Does this connection lead to PostgreSQL?"""
    return db.dialect.name == "postgresql"


def _prepare(connection: Any, _record: object) -> None:
    """WAL lets people read while news is stored; the driver's own idea of when to begin is switched off."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """A transaction that means to write takes the lock at once: one that takes it later can fail without waiting."""
    mode = "IMMEDIATE" if connection.get_execution_options().get("writes", False) else "DEFERRED"
    connection.exec_driver_sql(f"BEGIN {mode}")


def _prepare_postgresql(connection: Any, _record: object) -> None:
    """Is this a server that we can use? Its time-outs are set by statements: a pooler between may know no options."""
    version = connection.info.server_version // 10_000
    if version < OLDEST_POSTGRESQL:
        raise StatedProblem(
            f"DATABASE_URL names PostgreSQL {version}. Right: version {OLDEST_POSTGRESQL} or later; upgrade the server"
        )
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise StatedProblem(
            f"DATABASE_URL names a database in {encoding}, which can't hold every letter. "
            "Right: one made with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0"
        )
    for name, value in TIMEOUTS.items():
        connection.execute(f"SET {name} = '{value}'")
    connection.commit()


def migrate(url: str) -> None:
    """Bring the tables up to date; does nothing where they are. Several workers may begin with it at once.

    Raises:
        StatedProblem: the database can't be opened or written.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with opened(url) as engine, engine.connect().execution_options(writes=True) as db:
        if not is_postgresql(db):  # before a transaction begins: else a table that is written anew can't be dropped
            db.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        with db.begin():
            if is_postgresql(db):
                unhurried(db)
                db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})
            config.attributes["connection"] = db
            command.upgrade(config, "head")


def unhurried(db: Connection) -> None:
    """No time-outs for the rest of this transaction, which moves or rebuilds whole tables."""
    if is_postgresql(db):
        for name in TIMEOUTS:
            db.exec_driver_sql(f"SET LOCAL {name} = 0")
        db.exec_driver_sql("SET LOCAL application_name = 'jarshy, unhurried'")


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """An engine for a while; what the database says against it is a stated problem.

    Raises:
        StatedProblem: the database can't be opened or written.
    """
    engine = open_engine(url)
    try:
        yield engine
    except DBAPIError as error:
        raise StatedProblem(_cannot_open(url, str(error.orig))) from None
    except StorageError as error:
        raise StatedProblem(_cannot_open(url, str(error))) from None
    finally:
        engine.dispose()


def _cannot_open(url: str, reason: str) -> str:
    """What is wrong, and the mend; the statement and its values are left out."""
    if make_url(url).get_backend_name() == "sqlite":
        correction = "Name a file in a folder that exists and can be written in DATABASE_URL"
    else:
        correction = "Look whether the server runs, and at host, port, name, user and password in DATABASE_URL"
    return f"the database {safe_url(url)} can't be opened: {' '.join(reason.split())}. {correction}"
