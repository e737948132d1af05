"""What is owed goes out.

outbox ─ fan out ─┬─ lane: claim ─ whose turn ─ fold ─ send ─┬─ record
                  └─ lane, one a platform                    ┘
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.bugs import report_failure
from bot.delivery.lane import Lane, OutboxUnderLease
from bot.delivery.recorder import Recorder
from bot.delivery.retry import LONGEST_PAUSE
from bot.model import Chat, ChatKind
from bot.platforms.protocol import Platform
from bot.storage.store import Outbox

log = structlog.get_logger(__name__)

AFTER_FAULT = 5.0  #: seconds until the next try after the database failed
LET_OTHERS = (
    0.1  #: seconds at most between batches of fan-out, as long as the batch took: whoever waits to write gets in
)
LOOK_AFTER = 1.0  #: seconds between looks at the clock
RELEASED = 500  #: held rows that become pending in a transaction
EXPIRED_EVERY = 10  #: of these looks: what other workers held for too long is taken back
JUMP = timedelta(minutes=1)  #: a clock that is set back by less is of no concern


class Deliverer:
    """Fan-out, and a lane for every platform."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        platforms: Sequence[Platform],
        clock: Callable[[], datetime],
        refused: Callable[[str, str], None],
        worker: str = "solo",
        outbox_under_lease: OutboxUnderLease | None = None,
    ) -> None:
        """`outbox_under_lease` gives the outbox to claim from while it is ours to send there; None: it always is."""
        self._outbox = outbox
        self._clock = clock
        self._worker = worker
        self._recorder = Recorder(outbox, worker)
        self._lanes = [
            Lane(
                outbox=None if outbox_under_lease else outbox,
                outbox_under_lease=outbox_under_lease or (lambda _platform: outbox),
                name=platform.name,
                rates=platform.rates,
                sender=platform.sender,
                recorder=self._recorder,
                clock=clock,
                refused=refused,
                worker=worker,
            )
            for platform in platforms
        ]
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()

    def wake(self) -> None:
        """Articles were matched: there is something to fan out."""
        self._wake.set()

    def note(self, chat: Chat, kind: ChatKind) -> None:
        """An answer to a command goes to this chat: what is owed makes room for it."""
        for lane in self._lanes:
            if lane.name == chat.platform:
                lane.note(chat.id, kind)

    def halt(self, platform: str) -> None:
        """The platform refuses the token: what is owed there waits."""
        for lane in self._lanes:
            lane.stopped = lane.stopped or lane.name == platform

    def stop(self) -> None:
        """Finish what is being sent, begin nothing more."""
        self._stopping.set()
        self._wake.set()
        for lane in self._lanes:
            lane.stop()

    async def run(self) -> None:
        """Deliver until stopped; begins with what a crash left half-sent, ends when every verdict is recorded."""
        await self._insist(self._begin)
        recording = asyncio.create_task(self._recorder.run())
        looking = asyncio.create_task(self._look_after())
        try:
            await asyncio.gather(self._fan_out(), *(lane.run() for lane in self._lanes))
        finally:
            looking.cancel()
            self._recorder.close()
            await recording

    def _begin(self) -> None:
        now = self._clock()
        self._outbox.recover(now, self._worker)
        self._outbox.clamp(now, LONGEST_PAUSE, now + LONGEST_PAUSE)

    async def _fan_out(self) -> None:
        self._wake.set()  # a crash may have left jobs
        loop = asyncio.get_running_loop()
        rate = max((lane.rate for lane in self._lanes), default=1.0)
        while not self._stopping.is_set():
            await self._wake.wait()
            self._wake.clear()
            while not self._stopping.is_set():
                began = loop.time()
                if not await self._insist(self._outbox.fan_out, self._clock(), rate):
                    break
                for lane in self._lanes:
                    lane.wake()
                await asyncio.sleep(min(loop.time() - began, LET_OTHERS))

    async def _insist(self, what: Callable[..., Any], *arguments: Any) -> Any:
        """Ask the outbox until it can: what it was to do stands in rows, and is done from there at the next try."""
        while True:
            try:
                return await asyncio.to_thread(what, *arguments)
            except Exception as error:
                report_failure("asking the outbox failed, retrying", error)
            try:
                await asyncio.wait_for(self._stopping.wait(), AFTER_FAULT)
            except TimeoutError:
                continue
            return None

    async def _look_after(self) -> None:
        """Mend what a clock that was set back or a dead worker leaves behind."""
        loop = asyncio.get_running_loop()
        looks = 0
        while True:
            clock, began = self._clock(), loop.time()
            await asyncio.sleep(LOOK_AFTER)
            looks += 1
            self._wake.set()  # a dead worker may have left jobs
            now = self._clock()
            if now - clock < timedelta(seconds=loop.time() - began) - JUMP:
                log.warning("the clock was set back", to=now.isoformat())
                await self._insist(self._outbox.clamp, now, LONGEST_PAUSE, now)
            await self._release_held(now)
            if looks % EXPIRED_EVERY == 0:
                await self._insist(self._outbox.recover_expired, now, self._worker)

    async def _release_held(self, now: datetime) -> None:
        """What was held until now is pending again."""
        released = RELEASED
        while released == RELEASED:
            released = await self._insist(self._outbox.release_held, now, RELEASED) or 0
            if released:
                for lane in self._lanes:
                    lane.wake()
