"""Folders of databases that were dropped, put in order and used again: a test writes to a few of their 520 files.

For each CREATE DATABASE a server copies all of them, and for each DROP DATABASE it deletes them. Here it creates a
database without files, and finds a link to a folder in their place; it drops the database, and leaves a link alone.
Then the files that somebody wrote to are written anew: the next database has, byte by byte, the files of its template.
"""

from __future__ import annotations

import itertools
import os
from pathlib import Path

UNTOUCHED = 0  #: when a file was changed that nobody has written to since we did, in nanoseconds
Contents = dict[str, bytes]  #: of files by their names; what is equal is the same object


class Folders:
    """Those of a server of our own. Where a database has its files is said by its oid."""

    def __init__(self, data: Path) -> None:
        self._base = data / "base"
        self._kept = data / "kept"
        self._owner = data.stat()
        self._numbers = itertools.count(1)
        self._known: dict[bytes, bytes] = {}
        self._spare: dict[int, list[Folder]] = {}  #: by the process: a fork has none of those before it
        self._used: dict[int, Folder] = {}
        self._kept.mkdir()
        give_to(self._kept, self._owner)

    def read(self, oid: int) -> Contents:
        """The files of a database that nobody is connected to, after a checkpoint."""
        folder = self._used.get(oid) or Folder(self._base / str(oid), self._owner)
        contents = {}
        for name, content in folder.found().items():
            content = (folder.path / name).read_bytes() if content is None else content
            contents[name] = self._known.setdefault(content, content)
        return contents

    def empty(self, oid: int) -> None:
        """Take the files from a database that nobody has ever connected to: its copies have not even a folder."""
        for file in (self._base / str(oid)).iterdir():
            file.unlink()

    def give(self, oid: int, contents: Contents) -> None:
        """Let the copy of an empty database have these files, before anybody connects to it."""
        spare = self._spare.setdefault(os.getpid(), [])
        folder = spare.pop() if spare else self._new()
        folder.hold(contents)
        (self._base / str(oid)).symlink_to(folder.path)
        self._used[oid] = folder

    def take_back(self, oid: int) -> None:
        """Keep the folder of a database that was dropped, if it was given one."""
        if (folder := self._used.pop(oid, None)) is not None:
            (self._base / str(oid)).unlink()
            self._spare[os.getpid()].append(folder)

    def _new(self) -> Folder:
        path = self._kept / f"{os.getpid()}_{next(self._numbers)}"
        path.mkdir()
        give_to(path, self._owner)
        return Folder(path, self._owner)


class Folder:
    """One with the files of a database."""

    def __init__(self, path: Path, owner: os.stat_result) -> None:
        self.path = path
        self._owner = owner
        self._held: Contents = {}  #: what we wrote last

    def hold(self, contents: Contents) -> None:
        """Write what differs, and delete what is too much."""
        found = self.found()
        for name in found.keys() - contents.keys():
            (self.path / name).unlink()
        for name, content in contents.items():
            if found.get(name) is not content:
                self._write(self.path / name, content)
        self._held = contents

    def found(self) -> dict[str, bytes | None]:
        """The files that are there; with what they hold, unless somebody else may have written to them."""
        found: dict[str, bytes | None] = {}
        folder = os.open(self.path, os.O_RDONLY)
        try:
            for name in os.listdir(folder):
                state, held = os.stat(name, dir_fd=folder), self._held.get(name)  # without looking up the whole path
                untouched = held is not None and state.st_mtime_ns == UNTOUCHED and state.st_size == len(held)
                found[name] = held if untouched else None
        finally:
            os.close(folder)
        return found

    def _write(self, path: Path, content: bytes) -> None:
        path.write_bytes(content)
        give_to(path, self._owner)
        os.utime(path, ns=(UNTOUCHED, UNTOUCHED))


def give_to(path: Path, owner: os.stat_result) -> None:
    """Let the server write there: one that root starts runs as another user."""
    if os.geteuid() != owner.st_uid:
        os.chown(path, owner.st_uid, owner.st_gid)
