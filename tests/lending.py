"""Databases of PostgreSQL that are lent to one test after another, and the connections to them.

To create a database, and to open connections that know nothing of it yet, costs more than what most tests ask of them.
So a database that was given back is emptied, and gets the rows that the next test begins with, and a connection that
was closed is opened again. Both are what new ones would be: who is still connected is cut off, a connection forgets
what it was told, and a database in which more than rows was changed is not lent again.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass
from select import POLLIN, poll
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.sql import SQL, Identifier

Connection = psycopg.Connection[Any]
Address = tuple[str, int, str]  #: host, port, name of the database

ENOUGH = 2 << 20  #: bytes of tables from which much was deleted: it would be read again and again
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
#: the statements that let each go on from where it stands
SEQUENCES = """
SELECT format('SELECT setval(%L, %s, %L)', sequencename, coalesce(last_value, start_value), last_value IS NOT NULL)
FROM pg_sequences ORDER BY 1
"""
SIZE = "SELECT sum(pg_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
#: all that a test can change but rows: tables and what belongs to them, statistics, functions, settings
SHAPE = """
SELECT row(count(*), sum(xmin::text::bigint), sum(relpages), sum(reltuples))::text
FROM pg_class WHERE relnamespace = 'public'::regnamespace
UNION ALL SELECT row(count(*), sum(xmin::text::bigint))::text FROM pg_attribute WHERE attrelid >= 16384
UNION ALL SELECT row(count(*), sum(xmin::text::bigint))::text FROM pg_constraint
UNION ALL SELECT row(count(*), sum(xmin::text::bigint))::text FROM pg_trigger
UNION ALL SELECT row(count(*), sum(xmin::text::bigint))::text FROM pg_proc WHERE oid >= 16384
UNION ALL SELECT row(count(*), sum(xmin::text::bigint))::text FROM pg_namespace WHERE nspname !~ '^pg_'
UNION ALL SELECT row(count(*), sum(xmin::text::bigint))::text FROM pg_extension
UNION ALL SELECT row(datallowconn, datconnlimit)::text FROM pg_database WHERE datname = current_database()
UNION ALL SELECT setconfig::text FROM pg_db_role_setting, pg_database
WHERE setdatabase = pg_database.oid AND datname = current_database()
"""
#: DISCARD ALL, but for prepared statements: psycopg knows which there are
FORGET = """
CLOSE ALL; RESET SESSION AUTHORIZATION; RESET ALL; UNLISTEN *; SELECT pg_advisory_unlock_all(); DISCARD TEMP;
DISCARD SEQUENCES
"""
CUT = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> ALL(%s) AND backend_type = 'client backend'
"""


@dataclass(frozen=True)
class Rows:
    """What a database holds: the rows of its tables as COPY has them, and the statements that write them again."""

    contents: list[bytes]
    statements: list[str]  #: a COPY for each of the contents, and then where sequences stand


class Lent:
    """A database with all tables that is lent to tests."""

    def __init__(self, url: str, connections: Connections) -> None:
        self.url = url
        self._db = psycopg.connect(url, autocommit=True)
        self._db.execute("SET session_replication_role = replica")  # no foreign key is followed
        self._connections = connections
        self._address = address(self._db)
        connections.allow(self._address)
        tables = [name for (name,) in self._db.execute(TABLES).fetchall()]
        self._filled = SQL(" UNION ALL ").join(
            SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(name, Identifier(name)) for name in tables
        )
        self._shape = self._db.execute(SHAPE).fetchall()

    def hold(self, rows: Rows) -> None:
        """Have these rows, and no others: all is told at once, which is one transaction."""
        raw, contents = self._db.pgconn, iter(rows.contents)
        emptied = [f'DELETE FROM "{name}"' for name in self._filled_tables()]
        raw.send_query("; ".join([*emptied, *rows.statements]).encode())
        while (result := raw.get_result()) is not None:
            if result.status == ExecStatus.COPY_IN:
                raw.put_copy_data(next(contents))
                raw.put_copy_end()
            elif result.status not in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
                raise psycopg.OperationalError(result.get_error_message())

    def rows(self) -> Rows | None:
        """What it holds; none: more than its rows was changed."""
        if not self._is_as_made():
            return None
        names = self._filled_tables()
        contents = []
        for name in names:
            with self._db.cursor().copy(SQL("COPY {} TO STDOUT (FORMAT binary)").format(Identifier(name))) as copy:
                contents.append(b"".join(bytes(part) for part in copy))
        copied = [f'COPY "{name}" FROM STDIN (FORMAT binary)' for name in names]
        return Rows(contents, copied + [said for (said,) in self._db.execute(SEQUENCES).fetchall()])

    def take_back(self) -> bool:
        """Cut off who is still connected. Can it be lent again?"""
        try:
            ours = [self._db, *self._connections.closed(self._address)]
            self._db.execute(CUT, [[each.info.backend_pid for each in ours]])
            return self._is_as_made()
        except psycopg.OperationalError:
            return False  # a test cut us off

    def close(self) -> None:
        """Lend it no more."""
        self._connections.forbid(self._address)
        self._db.close()

    def _filled_tables(self) -> list[str]:
        return [name for (name,) in self._db.execute(self._filled).fetchall()]

    def _is_as_made(self) -> bool:
        ((size,),) = self._db.execute(SIZE).fetchall()
        return bool(size < ENOUGH and self._db.execute(SHAPE).fetchall() == self._shape)


class Connections:
    """Those to databases that are lent, from when the program closes one until it opens it again."""

    def __init__(self) -> None:
        self._lent: set[Address] = set()
        self._closed: list[Connection] = []
        self._arguments: WeakKeyDictionary[Connection, Hashable] = WeakKeyDictionary()
        self._lock = Lock()

    def allow(self, to: Address) -> None:
        """Keep connections to this database."""
        self._lent.add(to)

    def forbid(self, to: Address) -> None:
        """Close those to this database, and keep none."""
        self._lent.remove(to)
        for connection in self.closed(to):
            self._closed.remove(connection)
            connection.close()

    def closed(self, to: Address) -> list[Connection]:
        """Those to this database that are kept."""
        return [connection for connection in self._closed if address(connection) == to]

    def open(self, arguments: Hashable, new: Callable[[], Any]) -> Connection:
        """One that was opened with these arguments before, or a new one."""
        while (closed := self._taken(arguments)) is not None:
            if is_alive(closed):
                return closed
            closed.close()
        connection: Connection = new()
        self._arguments[connection] = arguments
        return connection

    def close(self, connection: Connection) -> None:
        """Keep it if it is to such a database, and at rest."""
        if is_at_rest(connection) and address(connection) in self._lent:
            with suppress(psycopg.OperationalError):
                connection.autocommit = True
                connection.execute(FORGET)
                connection.autocommit = False
                self._closed.append(connection)
                return
        connection.close()

    def _taken(self, arguments: Hashable) -> Connection | None:
        with self._lock:
            for number, connection in enumerate(self._closed):
                if self._arguments[connection] == arguments:
                    return self._closed.pop(number)
        return None


def address(connection: Connection) -> Address:
    """Which database it is to."""
    return connection.info.host, connection.info.port, connection.info.dbname


def is_at_rest(connection: Connection) -> bool:
    """Is it in no transaction, and is it not closed?"""
    return not connection.closed and connection.info.transaction_status == TransactionStatus.IDLE


def is_alive(connection: Connection) -> bool:
    """Has the server not closed it? Only then there is something to read."""
    arrived = poll()
    arrived.register(connection.fileno(), POLLIN)
    return not arrived.poll(0)
