"""Delivery: fan-out, and a lane for each platform.

outbox ─ fan out ─┬─ lane: claim ─ whose turn ─ fold ─ send ─┬─ record
                  └─ lane, one per platform                  ┘
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog

from bot.bugs import report_failure
from bot.counting import Counter
from bot.delivery.claims import Claims, OutboxUnderLease
from bot.delivery.lane import Lane
from bot.delivery.once import Once
from bot.delivery.pace import Schedule
from bot.delivery.recorder import Recorder
from bot.delivery.refusal_watch import OnMassRefusal
from bot.delivery.retry import LONGEST_PAUSE
from bot.delivery.send import Making, Messenger
from bot.i18n.text import Phrase
from bot.messages.summary import AlertContext
from bot.model import Chat, ChatKind
from bot.platforms.protocol import Platform
from bot.storage.store import Outbox

log = structlog.get_logger(__name__)

RETRY_DELAY = 5.0  #: seconds until the next attempt after the database failed
MAX_FAN_OUT_PAUSE = 0.1  #: seconds at most between two batches; as long as the batch took, so that other writers get in
MAINTAIN_EVERY = 1.0  #: seconds between two runs of maintenance
RELEASE_BATCH = 2_000  #: held rows released per transaction, and what else their chats are owed
EXPIRED_EVERY = 10  #: runs: how often expired claims of other workers are taken back
CLOCK_JUMP = timedelta(minutes=1)  #: setting the clock back by less is ignored


class Deliverer:
    """Runs fan-out, a lane for each platform, and the recorder."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        platforms: Sequence[Platform],
        clock: Callable[[], datetime],
        on_refused: Callable[[str, Phrase], None],
        on_mass_refusal: OnMassRefusal = lambda _platform, _under_way: None,
        worker: str = "solo",
        outbox_under_lease: OutboxUnderLease | None = None,
        making: Making = Making(),
        counter: Counter | None = None,
    ) -> None:
        """`on_…`: see Lane; `outbox_under_lease`: see Claims.

        `counter` None: nobody asks what was counted.
        """
        counter = Counter() if counter is None else counter
        self._outbox = outbox
        self._clock = clock
        self._worker = worker
        self._recorder = Recorder(outbox, worker)
        self._make_claims = partial(Claims, outbox=outbox, under_lease=outbox_under_lease, clock=clock, worker=worker)
        self._make_lane = partial(
            Lane,
            recorder=self._recorder,
            clock=clock,
            on_refused=on_refused,
            on_mass_refusal=on_mass_refusal,
            counter=counter,
        )
        self._making = making
        self._lanes: list[Lane] = []
        self._running: dict[Lane, asyncio.Task[None]] = {}
        self._group: asyncio.TaskGroup | None = None  # of what runs, while it does
        for platform in platforms:
            self.add(platform)
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()

    def add(self, platform: Platform) -> None:
        """Send on one more platform."""
        schedule = Schedule(platform.rates)
        once = Once(self._outbox, self._worker, self._clock, self._making.compose, schedule)
        messenger = Messenger(platform, self._making, once, self._clock)
        lane = self._make_lane(claims=self._make_claims(platform.name), schedule=schedule, messenger=messenger)
        self._lanes.append(lane)
        if self._group is not None and not self._stopping.is_set():
            self._running[lane] = self._group.create_task(lane.run())

    async def remove(self, platform: str) -> None:
        """Send no more on a platform; returns when its messages in flight have ended."""
        for lane in [each for each in self._lanes if each.name == platform]:
            self._lanes.remove(lane)
            lane.stop()
            if (running := self._running.pop(lane, None)) is not None:
                await asyncio.wait([running])

    @property
    def _rate(self) -> float:
        return max((lane.rate for lane in self._lanes), default=1.0)

    def adopt(self, context: AlertContext) -> None:
        """Alerts of every platform are made with this from now on."""
        self._making = replace(self._making, context=context)
        for lane in self._lanes:
            lane.adopt(context)

    def wake(self) -> None:
        """Articles were matched: there may be something to fan out."""
        self._wake.set()

    def count_sent(self, chat: Chat, kind: ChatKind) -> None:
        """Count an answer to a command into the pace of its chat: what is owed waits accordingly."""
        for lane in self._lanes:
            if lane.name == chat.lane:
                lane.count_sent(chat.id, kind)

    def wait_for(self, chat: Chat) -> None:
        """Somebody presses a button in this chat: nothing there is edited for a while, for that would close a menu."""
        for lane in self._lanes:
            if lane.name == chat.lane:
                lane.wait_for(chat.id)

    def is_idle(self, platform: str) -> bool:
        """Is nothing in flight on a platform, and every outcome recorded?"""
        return all(lane.is_idle for lane in self._lanes if lane.name == platform)

    def halt(self, platform: str) -> None:
        """Stop sending to a platform that refuses the token: what is owed there waits."""
        for lane in self._lanes:
            lane.stopped = lane.stopped or lane.name == platform

    def resume(self, platform: str) -> None:
        """Go on sending to a platform that takes the token again."""
        for lane in self._lanes:
            if lane.name == platform:
                lane.resume()

    def stop(self) -> None:
        """Finish the messages in flight, start no more."""
        self._stopping.set()
        self._wake.set()
        for lane in self._lanes:
            lane.stop()

    async def run(self) -> None:
        """Deliver until stopped; starts with the claims of a crash, ends when every outcome is recorded."""
        await self._retry(self._recover)
        recording = asyncio.create_task(self._recorder.run())
        maintaining = asyncio.create_task(self._maintain())
        try:
            async with asyncio.TaskGroup() as self._group:
                self._group.create_task(self._fan_out())
                for lane in self._lanes:
                    self._running[lane] = self._group.create_task(lane.run())
        except BaseExceptionGroup as failed:
            raise failed.exceptions[0] from None
        finally:
            self._group = None
            maintaining.cancel()
            self._recorder.close()
            await recording

    def _recover(self) -> None:
        now = self._clock()
        self._outbox.advance_quiet(now)  # before anything is enqueued or claimed: the spans may be over for days
        self._outbox.recover(now, self._worker)
        self._outbox.clamp_retries(now, LONGEST_PAUSE, now + LONGEST_PAUSE)

    async def _fan_out(self) -> None:
        self._wake.set()  # a crash may have left jobs
        while not self._stopping.is_set():
            await self._wake.wait()
            self._wake.clear()
            await self._do_jobs(lambda: self._outbox.fan_out(self._clock(), self._rate))
            await self._do_jobs(lambda: self._outbox.redraw(self._clock()))

    async def _do_jobs(self, next_batch: Callable[[], bool]) -> None:
        """Do the batches of jobs, until there is none left."""
        loop = asyncio.get_running_loop()
        while not self._stopping.is_set():
            began = loop.time()
            if not await self._retry(next_batch):
                break
            for lane in self._lanes:
                lane.wake()
            await asyncio.sleep(min(loop.time() - began, MAX_FAN_OUT_PAUSE))

    async def _retry(self, operation: Callable[..., Any], *arguments: Any) -> Any:
        """Call the outbox until it succeeds; returns None if stopped before."""
        while True:
            try:
                return await asyncio.to_thread(operation, *arguments)
            except Exception as error:
                report_failure("asking the outbox failed, retrying", error)
            try:
                await asyncio.wait_for(self._stopping.wait(), RETRY_DELAY)
            except TimeoutError:
                continue
            return None

    async def _maintain(self) -> None:
        """Release held rows that are due; repair what a clock that was set back or a dead worker leaves behind."""
        loop = asyncio.get_running_loop()
        runs = 0
        while True:
            before, began = self._clock(), loop.time()
            await asyncio.sleep(MAINTAIN_EVERY)
            runs += 1
            now = self._clock()
            if now - before < timedelta(seconds=loop.time() - began) - CLOCK_JUMP:
                log.warning("the clock was set back", to=now.isoformat())
                await self._retry(self._outbox.clamp_retries, now, LONGEST_PAUSE, now)
            due = await self._retry(self._outbox.due, now)
            if due and due.jobs:
                self._wake.set()  # a dead worker may have left them
            if due and due.quiet_over:
                await self._retry(self._outbox.advance_quiet, now)
            if due and due.held:
                await self._release_held(now)
            if runs % EXPIRED_EVERY == 0:
                await self._retry(self._outbox.recover_expired, now, self._worker)

    async def _release_held(self, now: datetime) -> None:
        """Release the held rows that are due, in batches."""
        place, released = 0, 1
        while released:
            release = partial(self._outbox.release_held, now, RELEASE_BATCH, place=place, rate=self._rate)
            released = await self._retry(release) or 0
            place += released
            for lane in self._lanes if released else ():
                lane.wake()
