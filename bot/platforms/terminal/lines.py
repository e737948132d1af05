"""Lines of a standard input that is no terminal, as an asynchronous iterator.

    fd -> a thread of its own -> queue -> lines

asyncio's own pipes refuse regular files and /dev/null, and `to_thread(input)` keeps the process alive after SIGTERM:
a daemon thread that reads the bare descriptor does neither.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import CancelledError

CHUNK = 4096
LONGEST_LINE = 65_536  #: bytes; what stands beyond is dropped, nobody types that
AHEAD = 16  #: lines read before they are answered


async def read_lines(fd: int) -> AsyncIterator[str]:
    """Every line of the descriptor until its end, without its line break."""
    lines: asyncio.Queue[str | None] = asyncio.Queue(AHEAD)
    loop = asyncio.get_running_loop()
    threading.Thread(target=_feed, args=(fd, lines, loop), name="stdin", daemon=True).start()
    while (text := await lines.get()) is not None:
        yield text


def _feed(fd: int, lines: asyncio.Queue[str | None], loop: asyncio.AbstractEventLoop) -> None:
    """Put each line, then None; leave in silence if the loop has ended meanwhile."""
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
    except RuntimeError:  # the loop has ended, and nobody will ever wait for this
        putting.close()
        raise


def _split(fd: int) -> Iterator[str]:
    """The descriptor's bytes as lines of text, the last one even if no line break ends it."""
    pending = b""
    while chunk := _read(fd):
        *whole, pending = (pending + chunk).split(b"\n")
        pending = pending[:LONGEST_LINE]
        yield from (line.decode("utf-8", "replace") for line in whole)
    if pending:
        yield pending.decode("utf-8", "replace")


def _read(fd: int) -> bytes:
    """The next bytes; a descriptor that is closed or broken has none."""
    try:
        return os.read(fd, CHUNK)
    except OSError:
        return b""
