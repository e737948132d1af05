"""The database engine: opening it, connection settings, and migrating the schema."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from select import POLLIN, poll
from typing import Any

from sqlalchemy import URL, Connection, Engine, column, create_engine, event, inspect, select, table, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError

from bot.errors import StatedProblem, StorageError
from bot.i18n.catalogue import storage as texts
from bot.i18n.text import Phrase

BUSY_TIMEOUT_MS = 5000  #: how long a writer waits for another one
OLDEST_POSTGRESQL = 14  #: the oldest version that is still maintained
DRIVER = "postgresql+psycopg"
POOL = {"pool_size": 5, "max_overflow": 10, "pool_timeout": 30.0}
#: Defaults that the URL may override. A server that vanished without closing the connection is noticed in 30 s.
CONNECT = {
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "20000",
    "application_name": "jarshy",
}
#: None of our statements should take this long. IDLE_TIMEOUT frees a frozen worker's locks before its lease expires.
IDLE_TIMEOUT = "idle_in_transaction_session_timeout"
TIMEOUTS = {"statement_timeout": "30s", "lock_timeout": "10s", IDLE_TIMEOUT: "10s"}
MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"  #: says which revision the schema has
_VERSION = table(VERSION_TABLE, column("version_num"))
MIGRATION_LOCK = 0x6A617273_0001  #: advisory lock: one worker migrates, the others wait for it


def open_engine(url: str) -> Engine:
    """Create an engine whose commits survive a power cut.

    Raises:
        StatedProblem: the URL is invalid, or names a database that is not supported.
    """
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise StatedProblem(texts.WRONG_ADDRESS) from None
    if address.get_backend_name() in ("postgresql", "postgres"):
        return _open_postgresql(address)
    if address.get_backend_name() != "sqlite":
        raise StatedProblem(texts.OTHER_DATABASE, name=address.get_backend_name())
    engine = create_engine(address, hide_parameters=True)  # tracebacks must not show values
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _open_postgresql(address: URL) -> Engine:
    """READ COMMITTED, so that a statement after a lock wait sees what the previous holder committed."""
    defaults = {name: value for name, value in CONNECT.items() if name not in address.query}
    engine = create_engine(
        address.set(drivername=DRIVER),
        isolation_level="READ COMMITTED",
        connect_args=defaults,
        hide_parameters=True,
        use_native_hstore=False,  # else its type is looked up at the start, though no column has it
        **POOL,
    )
    event.listen(engine, "connect", _configure_postgresql)
    event.listen(engine, "checkout", _require_open)
    return engine


def safe_url(url: str) -> str:
    """The URL without its password, for messages and logs; a relative path of SQLite is shown whole."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and address.database and ":memory:" not in address.database:
        address = address.set(database=str(Path(address.database).absolute()))
    hidden = {name: "***" for name in address.query if "password" in name}
    return address.update_query_dict(hidden).render_as_string(hide_password=True)


def is_postgresql(db: Connection) -> bool:
    """Is this a connection to PostgreSQL?"""
    return db.dialect.name == "postgresql"


def postgresql_version(db: Connection) -> int:
    """The major version of its server."""
    connection: Any = db.connection.driver_connection
    version: int = connection.info.server_version
    return version // 10_000


def _configure_sqlite(connection: Any, _record: object) -> None:
    """WAL allows reads during a write; the driver's own transaction handling is switched off."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", f"busy_timeout={BUSY_TIMEOUT_MS}", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Writing transactions take the lock at their start: one that upgrades later can fail without waiting.

    A statement that reads by itself needs none. The driver is told directly: it takes a tenth of the time.
    """
    options = connection.get_execution_options()
    if options.get("single"):
        return
    begin = f"BEGIN {'IMMEDIATE' if options.get('writes') else 'DEFERRED'}"
    driver: Any = connection.connection.driver_connection
    try:
        driver.execute(begin)
    except sqlite3.Error as error:
        raise DBAPIError.instance(begin, (), error, sqlite3.Error, hide_parameters=True) from error


def _configure_postgresql(connection: Any, _record: object) -> None:
    """Check version and encoding; set time-outs by statements, because a pooler may not support startup options."""
    version = connection.info.server_version // 10_000
    if version < OLDEST_POSTGRESQL:
        raise StatedProblem(texts.OLD_POSTGRESQL, version=version, oldest=OLDEST_POSTGRESQL)
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise StatedProblem(texts.OTHER_ENCODING, encoding=str(encoding))
    connection.execute("; ".join(f"SET {name} = '{value}'" for name, value in TIMEOUTS.items()))
    connection.commit()


def _require_open(connection: Any, _record: object, _proxy: object) -> None:
    """Have the pool open a new connection if the server has closed this one; that is seen without asking it.

    An idle connection has something to read only then, or when the server tells of itself: a new one does for both.

    Raises:
        DisconnectionError: it is closed.
    """
    if not connection.closed:
        arrived = poll()
        arrived.register(connection.fileno(), POLLIN)
        if not arrived.poll(0):
            return
    raise DisconnectionError


def migrate(url: str) -> None:
    """Migrate the schema to the newest revision. Several workers may call it at the same time.

    Raises:
        StatedProblem: the database can't be opened or written, was upgraded by a newer release, or a restore into it
            was not finished.
    """
    with migration(url) as db:
        require_finished_restore(db, url)
        upgrade(db, url)


def needs_upgrade(url: str) -> bool:
    """Is the schema not yet at the newest revision? Nothing is changed, but a file that is missing is created.

    Raises:
        StatedProblem: as `migrate`.
    """
    with migration(url) as db:
        require_finished_restore(db, url)
        return not _is_newest(db, url)


@contextmanager
def migration(url: str) -> Iterator[Connection]:
    """A transaction that may change the schema; only one at a time, others wait.

    Raises:
        StatedProblem: the database can't be opened or written.
    """
    with temporary_engine(url) as engine, engine.connect().execution_options(writes=True) as db:
        if not is_postgresql(db):  # outside a transaction, or a table that is rebuilt can't be dropped
            db.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        with db.begin():
            if is_postgresql(db):
                without_timeouts(db)
                db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
            yield db


def upgrade(db: Connection, url: str) -> None:
    """Bring the schema to the newest revision, in a transaction of `migration`; mostly it is there already.

    Raises:
        StatedProblem: a newer release has upgraded it.
    """
    if _is_newest(db, url):
        return
    from alembic import command  # imported only where it is used: it costs memory, which stays
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = db
    command.upgrade(config, "head")


def _is_newest(db: Connection, url: str) -> bool:
    found = revisions(db)
    require_known(found, url)
    return found == (newest_revision(),)


def revisions(db: Connection) -> tuple[str, ...]:
    """The revisions of the schema as the database says, usually one; () if it has none."""
    if not inspect(db).has_table(VERSION_TABLE):
        return ()
    return tuple(db.scalars(select(_VERSION.c.version_num)))


def require_known(found: tuple[str, ...], url: str) -> None:
    """Raise StatedProblem unless this program knows these revisions; `url`: where they were read."""
    known = known_revisions()
    if newer := sorted(set(found) - set(known)):
        raise StatedProblem(texts.NEWER_DATABASE, url=safe_url(url), found=newer[-1], known=known[0])


def known_revisions() -> list[str]:
    """The revisions that this program knows, the newest first: each is a file with its number."""
    return sorted((file.name[1:5] for file in MIGRATIONS.glob("versions/v[0-9]*_*.py")), reverse=True)


def require_finished_restore(db: Connection, url: str) -> None:
    """Raise StatedProblem if a restore was cut off here: its tables have no revision until it is finished."""
    if inspect(db).has_table(VERSION_TABLE) and not revisions(db):
        raise StatedProblem(texts.RESTORE_UNFINISHED, url=safe_url(url))


@lru_cache(maxsize=1)
def newest_revision() -> str:
    """The revision of the schema that this program needs."""
    return known_revisions()[0]


def without_timeouts(db: Connection) -> None:
    """Lift the time-outs for the rest of this transaction, which copies or rebuilds whole tables."""
    if is_postgresql(db):
        settings = dict.fromkeys(TIMEOUTS, "0") | {"application_name": "jarshy, without_timeouts"}
        each = ", ".join(f"set_config('{name}', '{value}', true)" for name, value in settings.items())
        db.exec_driver_sql(f"SELECT {each}")


@contextmanager
def temporary_engine(url: str) -> Iterator[Engine]:
    """An engine that is disposed at the end; errors of the database become stated problems.

    Raises:
        StatedProblem: the database can't be opened or written.
    """
    engine = open_engine(url)
    try:
        yield engine
    except DBAPIError as error:
        raise StatedProblem(_cannot_open(url, error.orig)) from None
    except StorageError as error:
        raise StatedProblem(_cannot_open(url, error.__cause__ or error.phrase)) from None
    finally:
        engine.dispose()


def _cannot_open(url: str, said: BaseException | Phrase | None) -> Phrase:
    """What is wrong and how to fix it, without the statement and its values. `said`: the driver's own error."""
    if getattr(said, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
        return Phrase(texts.DISK_FULL, {"url": safe_url(url)})
    reason = said if isinstance(said, Phrase) else " ".join(str(said).split()).rstrip("?. ")  # the sentence goes on
    is_file = make_url(url).get_backend_name() == "sqlite"
    text = texts.FILE_NOT_OPENED if is_file else texts.SERVER_NOT_OPENED
    return Phrase(text, {"url": safe_url(url), "reason": reason})
