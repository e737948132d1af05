"""Verdicts are recorded by one task, many in a transaction.

put ─ wait for the first ─ take what came meanwhile ─ record ─ tell the lane
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from bot.bugs import report_failure
from bot.model import Outcome
from bot.storage.store import Outbox

MOST = 500  #: messages whose outcome one transaction records
AFTER_FAULT = 5.0  #: seconds until the next try after the database failed
AWAY = 2  #: if the first so many fail each by itself too, it is the database and none of them

Told = Callable[[], None]  #: called when an outcome is recorded


class Recorder:
    """What was sent must be recorded, else it would be sent again: it keeps at it while the database is away."""

    def __init__(self, outbox: Outbox, worker: str) -> None:
        self._outbox = outbox
        self._worker = worker
        self._waiting: list[tuple[Outcome, Told]] = []
        self._came = asyncio.Event()
        self._closing = asyncio.Event()
        self.unrecorded = 0  #: outcomes that a crash would forget
        self.failing = False  #: the database takes nothing now: begin nothing that would have to be recorded

    def put(self, outcomes: Sequence[Outcome], told: Told) -> None:
        """Record these, in this order."""
        self._waiting += [(outcome, told) for outcome in outcomes]
        self.unrecorded += len(outcomes)
        self._came.set()

    def close(self) -> None:
        """Nothing more comes; `run` ends when all is recorded, or the database has failed once more."""
        self._closing.set()
        self._came.set()

    async def run(self) -> None:
        """Record until closed."""
        while self._waiting or not self._closing.is_set():
            await self._came.wait()
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            if not self._waiting and not self._closing.is_set():
                self._came.clear()
            left = await self._record(batch) if batch else []
            self.failing = bool(left) and not await self._writable()
            if left:
                self._waiting = left + self._waiting
            self.unrecorded = len(self._waiting)
            if left:
                if self._closing.is_set():
                    return
                await self._pause()
                self._came.set()

    async def _record(self, batch: list[tuple[Outcome, Told]]) -> list[tuple[Outcome, Told]]:
        """Those that could not be recorded; one that can't be takes no others with it."""
        if await self._recorded(batch):
            return []
        failed: list[tuple[Outcome, Told]] = []
        for place, one in enumerate(batch):
            if len(failed) == AWAY and place == AWAY:
                return batch[place:] + failed
            if not await self._recorded([one]):
                failed.append(one)
        return failed

    async def _recorded(self, batch: list[tuple[Outcome, Told]]) -> bool:
        try:
            await asyncio.to_thread(self._outbox.record_all, [outcome for outcome, _ in batch], self._worker)
        except Exception as error:  # they are kept
            report_failure("verdicts not recorded, retrying", error, count=len(batch))
            return False
        for told in dict.fromkeys(told for _, told in batch):
            told()
        return True

    async def _writable(self) -> bool:
        """Is it what was to be recorded that is wrong, not the database?"""
        try:
            await asyncio.to_thread(self._outbox.touch)
        except Exception:
            return False
        return True

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self._closing.wait(), AFTER_FAULT)
        except TimeoutError:
            return
