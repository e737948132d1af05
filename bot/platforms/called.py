"""Reads what a platform called our web server for, beside whatever else its listener hears.

    unread ─▶ take: made updates, and stored as such ─▶ forget ─▶ wait for more
               └─ left: something belongs to it that is still to come ─▶ read again with it

A crash between two of these has calls read again, whose updates are known then. They are read in every mode: when it is
changed, what the old one took must not be lost.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection, Sequence

from bot.bugs import report_failure
from bot.model import Call
from bot.platforms.protocol import Host

AFTER_FAULT = 1.0  #: seconds before what failed is tried again
LEFT_FOR = 0.25  #: seconds after which what was left is read again in any case


class CallReader:
    """Reads the calls of one lane while its listener listens."""

    def __init__(self, lane: str, take: Callable[[Sequence[Call], Host], Awaitable[Collection[Call]]]) -> None:
        """`take` has them answered; when it returns they can't be lost. It leaves out what can't be understood.

        It returns those that it leaves for a moment, and raises StorageError while nothing can be stored.
        """
        self._lane = lane
        self._take = take
        self._reading: asyncio.Task[None] | None = None

    def start(self, host: Host) -> None:
        """Read from now on; nothing to do where it was begun."""
        if self._reading is None:
            self._reading = asyncio.create_task(self._read(host))

    async def stop(self) -> None:
        """Read no more; what is taken and not forgotten is taken again by who listens next."""
        if self._reading is not None:
            self._reading.cancel()
            await asyncio.wait([self._reading])
            self._reading = None

    async def _read(self, host: Host) -> None:
        while True:
            try:
                some_left = await self._read_all(host)
            except Exception as error:  # it must not make us deaf
                report_failure("calls not read, retrying", error, lane=self._lane)
                await asyncio.sleep(AFTER_FAULT)
                continue
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(host.calls.wait(self._lane), LEFT_FOR if some_left else None)

    async def _read_all(self, host: Host) -> bool:
        """Read what there is; were some left?"""
        while calls := await host.calls.unread(self._lane):
            left = await self._take(calls, host)
            if read := [call for call in calls if call not in left]:
                await host.calls.forget(read)
            if left:
                return True
        return False
