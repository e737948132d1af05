"""Writes calls down: all that wait go into one transaction, and the next ones meanwhile wait for the next.

write ─▶ waiting ─ one writer takes all ─▶ Calls.take ─▶ each learns whether it had come before
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from bot.batches import Batches
from bot.bugs import report_bug, report_failure
from bot.errors import StorageError
from bot.i18n.catalogue import web as texts
from bot.model import NewCall
from bot.storage.store import Calls

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
        self._batches = Batches(self._write_down)
        self._size = 0  # characters that wait, or are being written

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
        async with asyncio.timeout(within):
            return await self._batches.put(call)

    async def _write_down(self, calls: Sequence[NewCall]) -> list[bool | Exception]:
        """Whether each is new, or why it is not written."""
        results = await self._written(calls)
        self._size -= sum(len(call.body) for call in calls)
        return results

    async def _written(self, calls: Sequence[NewCall]) -> list[bool | Exception]:
        try:
            new = await asyncio.to_thread(self._calls.take, calls, self._clock())
        except StorageError as error:
            report_failure("calls not written down", error, calls=len(calls))
            return [error] * len(calls)
        except Exception as error:
            if len(calls) > 1:  # one must not keep the others out
                return [result for call in calls for result in await self._written([call])]
            report_bug("a call can't be written down", error)
            return [StorageError(texts.CALL_NOT_WRITTEN)]
        self._on_written(set(new.values()))
        return [call.key in new for call in calls]
