"""Calls of platforms, for the listeners of this worker: they are woken at once by what this process was called for,
and soon by what another one was.

call ─ stored ─ wake ─▶ wait returns ─▶ unread ─▶ forget
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection, Sequence

from bot.bugs import report_failure
from bot.model import Call
from bot.storage.store import Calls

LOOK_EVERY = 0.5  #: seconds between two looks for calls of another process, where platforms call us
LOOK_SELDOM = 5.0  #: the same where they do not: what came before that was set, or still comes to another process


class StoredCalls:
    """The CallBox of a worker."""

    def __init__(self, calls: Calls, *, called: bool) -> None:
        """`called`: do platforms call us?"""
        self._calls = calls
        self._called = called
        self._news: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)  #: by lane

    async def run(self) -> None:
        """Look for ever for the calls that other processes took."""
        while True:
            await asyncio.sleep(LOOK_EVERY if self._called else LOOK_SELDOM)
            try:
                self.wake(await asyncio.to_thread(self._calls.lanes))
            except Exception as error:
                report_failure("calls not looked for, retrying", error)

    def wake(self, lanes: Collection[str]) -> None:
        """There are calls on these lanes."""
        for lane in lanes:
            self._news[lane].set()

    async def unread(self, lane: str) -> list[Call]:
        """The next calls to read."""
        self._news[lane].clear()  # before it is looked: what comes meanwhile is news
        return await asyncio.to_thread(self._calls.unread, lane)

    async def forget(self, calls: Sequence[Call]) -> None:
        """They are read."""
        await asyncio.to_thread(self._calls.forget, [call.number for call in calls])

    async def wait(self, lane: str) -> None:
        """Wait for news on this lane."""
        await self._news[lane].wait()
