"""Writes calls down: all that wait go into one transaction, and the next ones meanwhile wait for the next.

write ─▶ waiting ─ one writer takes all ─▶ Calls.take ─▶ each learns whether it had come before
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from bot.bugs import report_bug, report_failure
from bot.errors import StorageError
from bot.i18n.catalogue import web as texts
from bot.model import NewCall
from bot.storage.store import Calls

BATCH = 500  #: calls of one transaction
MOST_WAITING = 32_000_000  #: characters of bodies that wait: then the database is too slow, and none is taken


class CallWriter:
    """The only one in this process that writes calls down."""

    def __init__(
        self, calls: Calls, clock: Callable[[], datetime], on_written: Callable[[Collection[str]], None]
    ) -> None:
        """`on_written` is called with the lanes of new calls."""
        self._calls = calls
        self._clock = clock
        self._on_written = on_written
        self._waiting: list[tuple[NewCall, asyncio.Future[bool]]] = []
        self._size = 0  # characters that wait, or are being written
        self._writing: asyncio.Task[None] | None = None

    async def write(self, call: NewCall, within: float) -> bool:
        """Write it down; False: it had come before. When this returns it can't be lost.

        `within`: seconds. What takes longer may be written all the same.

        Raises:
            StorageError: the database is locked, full or away, or does not keep up.
            TimeoutError: it takes too long.
        """
        if self._size + len(call.body) > MOST_WAITING:
            raise StorageError(texts.CALLS_WAIT)
        self._size += len(call.body)
        written: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((call, written))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        async with asyncio.timeout(within):
            return await written

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
                await self._write(batch)
                self._size -= sum(len(call.body) for call, _ in batch)
        finally:
            self._writing = None

    async def _write(self, batch: Sequence[tuple[NewCall, asyncio.Future[bool]]]) -> None:
        try:
            new = await asyncio.to_thread(self._calls.take, [call for call, _ in batch], self._clock())
        except StorageError as error:
            report_failure("calls not written down", error, calls=len(batch))
            _refuse(batch, error)
        except Exception as error:
            if len(batch) > 1:  # one must not keep the others out
                for each in batch:
                    await self._write([each])
                return
            report_bug("a call can't be written down", error)
            _refuse(batch, StorageError(texts.CALL_NOT_WRITTEN))
        else:
            for call, written in batch:
                if not written.done():  # who called waits no more
                    written.set_result(call.key in new)
            self._on_written(set(new.values()))


def _refuse(batch: Sequence[tuple[NewCall, asyncio.Future[bool]]], error: StorageError) -> None:
    for _, written in batch:
        if not written.done():
            written.set_exception(error)
