"""Outcomes are recorded by one task, many per transaction.

put ─ wait for the first ─ take all that came meanwhile ─ record ─ call `on_recorded`
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from bot.bugs import report_failure
from bot.model import Outcome
from bot.storage.store import Outbox

BATCH = 500  #: outcomes per transaction
RETRY_DELAY = 5.0  #: seconds until the next attempt after the database failed
PROBES = 2  #: if the first so many outcomes fail one by one too, the database is to blame, not an outcome

OnRecorded = Callable[[], None]  #: called after an outcome is recorded


class Recorder:
    """Records outcomes, and retries while the database is away: what is not recorded would be sent again."""

    def __init__(self, outbox: Outbox, worker: str) -> None:
        self._outbox = outbox
        self._worker = worker
        self._waiting: list[tuple[Outcome, OnRecorded]] = []
        self._arrived = asyncio.Event()
        self._closing = asyncio.Event()
        self.unrecorded = 0  #: the number of outcomes that a crash would lose
        self.failing = False  #: the database is not writable: start nothing that would have to be recorded

    def put(self, outcomes: Sequence[Outcome], on_recorded: OnRecorded) -> None:
        """Enqueue outcomes, to be recorded in this order."""
        self._waiting += [(outcome, on_recorded) for outcome in outcomes]
        self.unrecorded += len(outcomes)
        self._arrived.set()

    def close(self) -> None:
        """Expect no more outcomes; `run` ends when all are recorded, or the database has failed once more."""
        self._closing.set()
        self._arrived.set()

    async def run(self) -> None:
        """Record until closed."""
        while self._waiting or not self._closing.is_set():
            await self._arrived.wait()
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            if not self._waiting and not self._closing.is_set():
                self._arrived.clear()
            failed = await self._record(batch) if batch else []
            self.failing = bool(failed) and not await self._is_writable()
            if failed:
                self._waiting = failed + self._waiting
            self.unrecorded = len(self._waiting)
            if failed:
                if self._closing.is_set():
                    return
                await self._pause()
                self._arrived.set()

    async def _record(self, batch: list[tuple[Outcome, OnRecorded]]) -> list[tuple[Outcome, OnRecorded]]:
        """Record a batch; returns what could not be recorded. One bad outcome does not affect the others."""
        if await self._try_record(batch):
            return []
        failed: list[tuple[Outcome, OnRecorded]] = []
        for index, one in enumerate(batch):
            if len(failed) == PROBES and index == PROBES:
                return batch[index:] + failed
            if not await self._try_record([one]):
                failed.append(one)
        return failed

    async def _try_record(self, batch: list[tuple[Outcome, OnRecorded]]) -> bool:
        try:
            await asyncio.to_thread(self._outbox.record_outcomes, [outcome for outcome, _ in batch], self._worker)
        except Exception as error:  # the caller keeps them
            report_failure("verdicts not recorded, retrying", error, outcomes=len(batch))
            return False
        for on_recorded in dict.fromkeys(callback for _, callback in batch):
            on_recorded()
        return True

    async def _is_writable(self) -> bool:
        """Is the database writable, so that an outcome must be to blame?"""
        try:
            await asyncio.to_thread(self._outbox.check_writable)
        except Exception:
            return False
        return True

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self._closing.wait(), RETRY_DELAY)
        except TimeoutError:
            return
