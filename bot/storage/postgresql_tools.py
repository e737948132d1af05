"""pg_dump and pg_restore, found and run. What they connect to, with its password, stands in their environment only.

URL ─▶ the variables of libpq ─┐
                               └─▶ the tool, not older than the server ─▶ what it prints, or a stated problem
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.errors import StatedProblem
from bot.i18n.catalogue import storage as texts

#: where Debian and others keep those of each version
FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
NEWEST = 18  #: what to install if nothing is known of the server
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT")
_SAID = 300  #: characters of what a tool says that are told
_FULL = re.compile(r"No space left on device|File too large|Disk quota exceeded")


class Tool:
    """One of them."""

    def __init__(self, name: str, at_least: int = 0) -> None:
        """Find it: the oldest that is of this major version or later, for a newer one says what an older server does
        not know; 0: the newest, which reads all dumps.

        Raises:
            StatedProblem: there is none, or only older ones.
        """
        self._name = name
        versions = {path: version for path in _candidates(name) if (version := _version(path)) is not None}
        if not versions:
            raise StatedProblem(texts.TOOL_MISSING, tool=name, version=str(at_least or NEWEST))
        fitting = [path for path, version in versions.items() if version >= at_least]
        if not fitting:
            newest = str(max(versions.values()))
            raise StatedProblem(texts.TOOL_TOO_OLD, tool=name, version=str(at_least), found=newest)
        choose = min if at_least else max
        self._path = choose(fitting, key=versions.__getitem__)

    def run(self, arguments: Sequence[str], url: str | None = None) -> str:
        """Run it, connected to the database of `url`, and return what it prints.

        Raises:
            NoRoomError: the disk is full.
            StatedProblem: it failed; in its own words.
        """
        done = subprocess.run(  # noqa: S603 - the tool was found above, its arguments are ours
            [self._path, *arguments], env=environment(url), capture_output=True, stdin=subprocess.DEVNULL, check=False
        )
        if done.returncode == 0:
            return done.stdout.decode("utf-8", "replace")
        said = " ".join(done.stderr.decode("utf-8", "replace").split())
        if done.returncode == -signal.SIGXFSZ or _FULL.search(said):
            raise NoRoomError
        raise StatedProblem(texts.TOOL_FAILED, tool=self._name, reason=said[:_SAID] or str(done.returncode))


class NoRoomError(OSError):
    """The disk is full, as a tool says."""

    def __init__(self) -> None:
        super().__init__(errno.ENOSPC, os.strerror(errno.ENOSPC))


def environment(url: str | None) -> dict[str, str]:
    """The environment of a tool: nothing of ours but what it needs to connect."""
    kept = {name: value for name, value in os.environ.items() if name in _KEPT or name.startswith("PG")}
    if url is None:
        return kept
    address = make_url(url)
    named = {"host": address.host, "port": address.port, "user": address.username, "dbname": address.database}
    asked = {**address.query, **{name: str(value) for name, value in named.items() if value is not None}}
    if address.password is not None:
        asked["password"] = str(address.password)
    from psycopg.pq import Conninfo  # imported only where it is used: with SQLite nobody needs it

    variables = {one.keyword.decode(): one.envvar.decode() for one in Conninfo.get_defaults() if one.envvar}
    return kept | {variables[name]: str(value) for name, value in asked.items() if name in variables}


def _candidates(name: str) -> list[str]:
    """Where it may be: on the path first, then the newest of those that systems keep side by side."""
    on_path = shutil.which(name)
    found = [str(path) for pattern in FOLDERS for path in Path("/").glob(f"{pattern[1:]}/{name}")]
    newest_first = sorted(found, key=lambda path: [int(digits) for digits in re.findall(r"\d+", path)], reverse=True)
    return list(dict.fromkeys([on_path, *newest_first] if on_path else newest_first))


def _version(path: str) -> int | None:
    """The major version of a tool; None: it does not run."""
    try:
        said = subprocess.run(  # noqa: S603 - a tool of the system
            [path, "--version"], env=environment(None), capture_output=True, stdin=subprocess.DEVNULL, check=False
        )
    except OSError:
        return None
    found = _VERSION.search(said.stdout.decode("utf-8", "replace"))
    return int(found[1]) if found else None
