"""The database: how it is opened and brought up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from bot.errors import StatedProblem

BUSY_TIMEOUT_MS = 5000  # how long a writer waits for another one


def open_engine(url: str) -> Engine:
    """An engine with the settings that keep what is committed.

    Raises:
        StatedProblem: the URL names a database that is not supported.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        raise StatedProblem(
            f"DATABASE_URL names {address.get_backend_name()}, which is not supported yet: use sqlite:///jarshy.db"
        )
    engine = create_engine(address)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def safe_url(url: str) -> str:
    """The URL without its password, for people to read."""
    return make_url(url).render_as_string(hide_password=True)


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


def migrate(url: str) -> None:
    """Bring the tables up to date; does nothing where they are.

    Raises:
        StatedProblem: the database can't be opened or written.
    """
    engine = open_engine(url)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    try:
        with engine.connect().execution_options(writes=True) as connection, connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except OperationalError as error:
        raise StatedProblem(
            f"the database {safe_url(url)} can't be opened: {error.orig}. "
            "Name a file in a folder that exists and can be written in DATABASE_URL"
        ) from error
    finally:
        engine.dispose()
