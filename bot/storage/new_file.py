"""A file that is either whole or not there: written beside its place, made durable, and put there at the end.

FILE.partial, locked ─▶ written ─▶ fsync ─▶ renamed to FILE ─▶ fsync of the folder
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.errors import StatedProblem
from bot.i18n.catalogue import storage as texts

PARTIAL = ".partial"  #: what is written has this at the end of its name
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FULL_SQLITE = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})


@contextmanager
def new_file(file: Path, *, overwrite: bool = False, needed: int = 0) -> Iterator[Path]:
    """A file to write to, empty and readable by its owner only, which becomes `file` unless an exception is raised.

    `needed`: about how many bytes it takes, to be told when the disk is full. What a killed process has left is written
    over; of two processes that write the same file at once, the second one is refused.

    Raises:
        StatedProblem: there is such a file already, it is no place for one, or it can't be written.
    """
    require_place(file)
    partial = file.with_name(file.name + PARTIAL)
    with full_disk_stated(file, needed):
        _require_free(file, overwrite)
        handle = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise StatedProblem(texts.FILE_BEING_WRITTEN, file=str(file)) from None
        try:
            os.ftruncate(handle, 0)
            os.fchmod(handle, 0o600)
            yield partial
            _require_free(file, overwrite)
            put_in_place(partial, file)
        except BaseException:
            forget(partial)
            raise
        finally:
            os.close(handle)


def require_place(file: Path) -> None:
    """A file takes the place of nothing but a file: as root it would take that of a device, too.

    Raises:
        StatedProblem: a folder, a device or a pipe is there, or no file can have that name.
    """
    with full_disk_stated(file, 0):
        if file.exists() and not file.is_file():
            raise StatedProblem(texts.NO_PLACE, file=str(file))


def put_in_place(written: Path, file: Path) -> None:
    """Make a file durable, then give it the name of `file`, whose earlier content is replaced in the same instant."""
    _sync(written, os.O_RDWR)
    os.replace(written, file)
    sync_folder(file)


def sync_folder(file: Path) -> None:
    """Make the names in a file's folder durable."""
    _sync(file.absolute().parent, os.O_RDONLY)


def forget(file: Path) -> None:
    """Delete a file of SQLite's or of ours, with what SQLite keeps beside it."""
    for end in ("", "-journal", "-wal", "-shm"):
        with suppress(OSError):
            file.with_name(file.name + end).unlink()


@contextmanager
def full_disk_stated(file: Path, needed: int) -> Iterator[None]:
    """State a file that can't be written as a problem: what is wrong, how much room there is, and what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise _no_room(file, needed) from None
        raise StatedProblem(texts.FILE_NOT_WRITTEN, file=str(file), reason=error.strerror or str(error)) from None
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _FULL_SQLITE:  # the higher bits are the extended code
            raise _no_room(file, needed) from None
        raise StatedProblem(texts.FILE_NOT_WRITTEN, file=str(file), reason=str(error)) from None


def _no_room(file: Path, needed: int) -> StatedProblem:
    with suppress(OSError):
        free = shutil.disk_usage(file.absolute().parent).free
        return StatedProblem(texts.NO_ROOM, file=str(file), needed=megabytes(needed), free=megabytes(free))
    return StatedProblem(texts.FILE_NOT_WRITTEN, file=str(file), reason=os.strerror(errno.ENOSPC))


def megabytes(size: int) -> str:
    """A size in bytes as people read it, without its unit: "0.3", "12"."""
    return f"{size / 1e6:.1f}" if size < 10_000_000 else f"{size / 1e6:.0f}"


def _require_free(file: Path, overwrite: bool) -> None:
    if file.exists() and not overwrite:
        raise StatedProblem(texts.FILE_EXISTS, file=str(file))


def _sync(path: Path, mode: int) -> None:
    handle = os.open(path, mode)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
