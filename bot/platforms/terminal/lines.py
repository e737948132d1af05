"""Lines of a standard input that is not a terminal, as an asynchronous iterator.

    file descriptor ─ a thread of its own ─ queue ─▶ lines

asyncio's own pipes don't support regular files and /dev/null, and `to_thread(input)` keeps the process alive after
SIGTERM; a daemon thread that reads the file descriptor has neither problem.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import CancelledError

CHUNK = 4096
LONGEST_LINE = 65_536  #: bytes; the rest of a longer line is dropped
AHEAD = 16  #: lines read before they are answered


async def read_lines(fd: int) -> AsyncIterator[str]:
    """The lines of a file descriptor until its end, without line breaks."""
    lines: asyncio.Queue[str | None] = asyncio.Queue(AHEAD)
    loop = asyncio.get_running_loop()
    threading.Thread(target=_feed, args=(fd, lines, loop), name="stdin", daemon=True).start()
    while (text := await lines.get()) is not None:
        yield text


def _feed(fd: int, lines: asyncio.Queue[str | None], loop: asyncio.AbstractEventLoop) -> None:
    """Put each line, then None; end quietly if the loop has ended meanwhile."""
    try:
        for text in _split(fd):
            _put(text, lines, loop)
        _put(None, lines, loop)
    except (CancelledError, RuntimeError):
        return


def _put(text: str | None, lines: asyncio.Queue[str | None], loop: asyncio.AbstractEventLoop) -> None:
    putting = lines.put(text)
    try:
        asyncio.run_coroutine_threadsafe(putting, loop).result()
    except RuntimeError:  # the loop has ended, and nobody will await this
        putting.close()
        raise


def _split(fd: int) -> Iterator[str]:
    """The bytes of a descriptor as lines of text, the last one even without a line break."""
    pending = b""
    while chunk := _read(fd):
        *whole, pending = (pending + chunk).split(b"\n")
        pending = pending[:LONGEST_LINE]
        yield from (line.decode("utf-8", "replace") for line in whole)
    if pending:
        yield pending.decode("utf-8", "replace")


def _read(fd: int) -> bytes:
    """The next bytes; none if the descriptor is closed or broken."""
    try:
        return os.read(fd, CHUNK)
    except OSError:
        return b""
