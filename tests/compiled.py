"""SQL that one test has compiled is compiled for all others of its process: each opens a database of its own.

SQLAlchemy keeps what it has compiled for each engine; half of the tests' time on databases went into doing it again.
The two dialects here are its own ones in everything, except that all engines of one share what is kept, and that
connections of PostgreSQL are closed and opened by `tests/lending.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar
from weakref import WeakSet

from sqlalchemy import Connection, Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

from tests.lending import Connections

MOST = 5_000  #: statements that are kept
CONNECTIONS = Connections()
KEPT: LRUCache[Any, Any] = LRUCache(MOST)


class _Equal:
    """A dialect that is any other of its class: dialects are a part of the keys."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=KEPT)


class SQLite(_Equal, SQLiteDialect_pysqlite):
    supports_statement_cache = True


class PostgreSQL(_Equal, PGDialect_psycopg):
    supports_statement_cache = True
    learned: ClassVar[dict[str, Any]] = {}  #: what the first one learned of the server, which all share
    prepared: ClassVar[WeakSet[Any]] = WeakSet()  #: connections that were opened before

    def connect(self, *given: Any, **named: Any) -> Any:
        other = sorted((name, value) for name, value in named.items() if name != "context")  # which each dialect has
        arguments = (self.isolation_level, given, *other)
        return CONNECTIONS.open(arguments, partial(super().connect, *given, **named))

    def do_close(self, dbapi_connection: Any) -> None:
        CONNECTIONS.close(dbapi_connection)

    def do_terminate(self, dbapi_connection: Any) -> None:
        dbapi_connection.close()

    def on_connect(self) -> Callable[[Any], None]:
        prepare = super().on_connect()  # type: ignore[no-untyped-call]

        def once(connection: Any) -> None:
            if connection not in self.prepared:
                prepare(connection)
                self.prepared.add(connection)

        return once

    def initialize(self, connection: Connection) -> None:
        if not self.learned:
            before = dict(vars(self))
            super().initialize(connection)  # type: ignore[no-untyped-call]
            self.learned.update((name, value) for name, value in vars(self).items() if before.get(name, self) != value)
        vars(self).update(self.learned)


def share() -> None:
    """From now on, for every engine that is created."""
    registry.register("sqlite", __name__, SQLite.__name__)
    registry.register("postgresql.psycopg", __name__, PostgreSQL.__name__)
