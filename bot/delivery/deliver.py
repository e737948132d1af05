"""What is owed goes out.

    outbox ─ fan out ─ claim ─ (pace) ─ send ─ record

One lane a platform: a lane that waits, is paused or stopped holds up no other.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from bot.delivery.pace import Pace
from bot.delivery.platform import Platform
from bot.delivery.retry import next_try
from bot.errors import LeaseLostError, SendError
from bot.messages.summary import alert
from bot.model import Delivery, Readdress, RetryAt, Sent, Stop, Verdict
from bot.storage.store import Store

log = structlog.get_logger(__name__)

CLAIM = 30  #: deliveries claimed at once: about a second of Telegram's pace
LOOK_AGAIN = 1.0  #: seconds after which the outbox is looked at without being woken: retries fall due
AFTER_FAULT = 5.0  #: seconds until the next look after the database failed


#: Gives the store to write to while it is ours to send on a platform, the same one as long as nobody else did; or None.
Hold = Callable[[str], Store | None]


class Lane:
    """The way to one platform."""

    def __init__(
        self,
        *,
        platform: Platform,
        clock: Callable[[], datetime],
        refused: Callable[[str, str], None],
        hold: Hold,
    ) -> None:
        self.name = platform.name
        self._hold = hold
        self._store: Store | None = None  # to which was sent last
        self._platform = platform
        self._clock = clock
        self._refused = refused  # called with the platform's name and a reason when its token is refused
        self._pace = Pace(platform.rate, platform.chat_rate)
        self._in_flight: dict[asyncio.Task[None], Delivery] = {}
        self._paused_until = 0.0
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        self.stopped = False  # refused by the platform: everything waits

    def wake(self) -> None:
        """Something was enqueued."""
        self._wake.set()

    def stop(self) -> None:
        """Begin nothing more; `run` ends when what is being sent is recorded."""
        self._stopping.set()
        self._wake.set()

    async def run(self) -> None:
        """Send what is due until stopped."""
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                sent = await self._round()
            except LeaseLostError as lost:
                log.warning("sending is left to another worker", reason=str(lost))
                sent = 0
            except Exception:  # the database may be locked or full: what is owed waits for it, whatever it says
                log.exception("delivery round failed", platform=self._platform.name)
                await self._sleep(AFTER_FAULT)
                continue
            if not sent:
                await self._rest()
        if self._in_flight:
            await asyncio.wait(self._in_flight)

    async def _round(self) -> int:
        now = asyncio.get_running_loop().time()
        store = self._hold(self.name)
        if self.stopped or store is None or now < self._paused_until:
            return 0
        if store is not self._store:
            await self._take_over(store)
        busy = self._pace.busy(now) | {delivery.chat_row for delivery in self._in_flight.values()}
        claimed = await asyncio.to_thread(store.claim, self._platform.name, self._clock(), CLAIM, busy)
        for place, delivery in enumerate(claimed):
            loop = asyncio.get_running_loop()
            at = self._pace.reserve(delivery.chat_row, loop.time())
            await self._sleep(at - loop.time())
            if self._hold(self.name) is not store:
                self._store = None  # we were frozen past the lease: these are another worker's, or taken over anew
                break
            if self._stopping.is_set() or self.stopped or loop.time() < self._paused_until:
                await asyncio.to_thread(store.release, claimed[place:])
                break
            task = asyncio.create_task(self._deliver(store, delivery))
            self._in_flight[task] = delivery
            task.add_done_callback(self._in_flight.pop)
        return len(claimed)

    async def _take_over(self, store: Store) -> None:
        """It is ours to send from now on: what the one before us had claimed is owed still."""
        if self._in_flight:
            await asyncio.wait(self._in_flight)
        await asyncio.to_thread(store.take_over, self.name)
        self._store = store

    async def _rest(self) -> None:
        """Until woken, or until a chat whose pace held it back is free, or a while has passed."""
        free = self._pace.next_free(asyncio.get_running_loop().time())
        await woken(self._wake, min(LOOK_AGAIN, free if free is not None else LOOK_AGAIN))

    async def _sleep(self, seconds: float) -> None:
        """Sleep, unless stopped."""
        if seconds > 0:
            await woken(self._stopping, seconds)

    async def _deliver(self, store: Store, delivery: Delivery) -> None:
        verdict = await self._send(delivery)
        now = self._clock()
        not_before = next_try(delivery, verdict, now)
        while True:  # an attempt that is not recorded would be repeated: keep at it while the database is away
            try:
                await asyncio.to_thread(store.record, delivery, verdict, not_before, now)
                if isinstance(verdict, Readdress):
                    await asyncio.to_thread(store.readdress, delivery.chat, verdict.id, now)
                break
            except LeaseLostError:
                log.warning("sent, and left to another worker", platform=self.name, verdict=str(verdict))
                return
            except Exception:
                log.exception("verdict not recorded", platform=self._platform.name)
                if self._stopping.is_set():
                    return
                await self._sleep(AFTER_FAULT)
        self._heed(delivery, verdict)

    async def _send(self, delivery: Delivery) -> Verdict:
        try:
            message = alert(delivery, delivery.timezone, self._clock())
            ref = await self._platform.send(delivery.chat, message, plain=delivery.plain)
        except SendError as error:
            return error.verdict
        except Exception as error:  # a fault of ours must not lose the delivery
            log.exception("sending failed", platform=self._platform.name, article=delivery.article.id)
            return RetryAt(reason=f"{type(error).__name__} in sending")
        return Sent(ref=ref)

    def _heed(self, delivery: Delivery, verdict: Verdict) -> None:
        """What a verdict means for the whole lane."""
        if not isinstance(verdict, Sent):
            log.warning("not delivered", chat=delivery.chat.id, article=delivery.article.id, verdict=str(verdict))
        if isinstance(verdict, Stop) and not self.stopped:
            self.stopped = True
            self._refused(self._platform.name, verdict.reason)
        if isinstance(verdict, RetryAt) and verdict.whole_platform and verdict.after is not None:
            until = asyncio.get_running_loop().time() + verdict.after.total_seconds()
            self._paused_until = max(self._paused_until, until)
            self._pace.pause(until)
        self._wake.set()


async def woken(event: asyncio.Event, seconds: float) -> None:
    """Wait for the event, but not longer than that."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)


class Deliverer:
    """Fan-out, and a lane for every platform."""

    def __init__(
        self,
        *,
        store: Store,
        platforms: Sequence[Platform],
        clock: Callable[[], datetime],
        refused: Callable[[str, str], None],
        hold: Hold | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        ours: Hold = hold or (lambda _platform: store)
        self._lanes = [Lane(platform=platform, clock=clock, refused=refused, hold=ours) for platform in platforms]
        self._wake = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Articles were matched: there is something to fan out."""
        self._wake.set()

    async def run(self) -> None:
        """Deliver until stopped; a lane begins with what a crash left half-sent."""
        await asyncio.gather(self._fan_out(), *(lane.run() for lane in self._lanes))

    def stop(self) -> None:
        """Finish what is being sent, begin nothing more."""
        self._stopping = True
        self._wake.set()
        for lane in self._lanes:
            lane.stop()

    async def _fan_out(self) -> None:
        while not self._stopping:  # begins with what a crash has left, of another worker too
            self._wake.clear()
            try:
                while not self._stopping and await asyncio.to_thread(self._store.fan_out, self._clock()):
                    self._wake_lanes()
            except Exception:  # the job's cursor stands where the last batch ended: go on from there
                log.exception("fan-out failed")
                await woken(self._wake, AFTER_FAULT - LOOK_AGAIN)
            await woken(self._wake, LOOK_AGAIN)

    def halt(self, platform: str) -> None:
        """The platform refuses the token: what is owed there waits."""
        for lane in self._lanes:
            lane.stopped = lane.stopped or lane.name == platform

    def _wake_lanes(self) -> None:
        for lane in self._lanes:
            lane.wake()
