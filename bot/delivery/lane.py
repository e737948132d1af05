"""The way to one platform.

    claim, a round of chats ─ whose turn ─ fold ─ send, many in flight, one a chat ─ verdict to the recorder

A lane that waits, is paused or stopped holds up no other.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Hashable
from datetime import datetime
from itertools import groupby, islice

import structlog

from bot.bugs import report_bug, report_failure
from bot.delivery.fold import next_parcel, should_fold
from bot.delivery.pace import Schedule, Turn, Turns
from bot.delivery.recorder import Recorder
from bot.delivery.retry import outcomes
from bot.errors import SendError
from bot.i18n.catalogue import delivery as texts
from bot.i18n.translator import ENGLISH
from bot.messages.causes import cause_text
from bot.model import Cause, ChatKind, GiveUp, OutboxItem, Outcome, RetryAt, Sent, Stop, Verdict
from bot.platforms.protocol import Sender
from bot.platforms.rates import Rates
from bot.storage.store import Outbox

log = structlog.get_logger(__name__)

ROUND_LASTS = 0.75  #: seconds of the platform's pace that are claimed at once; who comes later waits for two rounds
ROUND = (10, 500)  #: chats claimed at once: at least, at most
AHEAD = 2.0  #: seconds; a chat, or a platform, that takes nothing for longer is not claimed for
PER_CHAT = 100  #: deliveries of a chat claimed at once, to be folded
BUSY = 10_000  #: chats named to the database as not free; it takes a limited number of parameters
IN_FLIGHT = 500  #: messages under way at once, until they are recorded: a crash repeats no more than these
GRAIN = 0.001  #: seconds; what may go so soon goes now
LOOK_AGAIN = 1.0  #: seconds after which the outbox is looked at without being woken: retries fall due
AFTER_FAULT = 5.0  #: seconds until the next look after the database failed

GROUPS = (ChatKind.GROUP, ChatKind.CHANNEL)  #: kinds that have a limit by the minute


#: Gives the outbox to claim from while it is ours to send there, the same object while the lease has not changed hands.
OutboxUnderLease = Callable[[str], Outbox | None]


class Lane:
    """What is owed on one platform, in its fair order and at its pace."""

    def __init__(
        self,
        *,
        outbox: Outbox | None,
        outbox_under_lease: OutboxUnderLease,
        name: str,
        rates: Rates,
        sender: Sender,
        recorder: Recorder,
        clock: Callable[[], datetime],
        refused: Callable[[str, str], None],
        worker: str,
    ) -> None:
        self.name = name
        self.rate = rates.total
        self._outbox_under_lease = outbox_under_lease
        self._outbox = outbox  # from which was claimed last; None: somebody else may have claimed before us
        self._sender = sender
        self._recorder = recorder
        self._clock = clock
        self._refused = refused  # called with the platform's name and a reason when its token is refused
        self._worker = worker
        self._schedule = Schedule(rates)
        self._turns = Turns(self._schedule)
        self._round = itertools.count()
        self._owed: dict[int, tuple[Turn, list[OutboxItem]]] = {}  # claimed and not begun, by chat row
        self._in_flight: dict[asyncio.Task[None], int] = {}  # chat rows
        self._held_back: dict[int, Hashable] = {}  # chats that were not free when they were last looked at
        self._size = int(min(max(self.rate * ROUND_LASTS, ROUND[0]), ROUND[1]))
        self._claiming: asyncio.Task[None] | None = None
        self._look = True  # there may be something to claim
        self._look_at = 0.0  # when to look for it whatever happens
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        self.stopped = False  # refused by the platform: everything waits

    def wake(self) -> None:
        """Something was enqueued, or recorded: there may be more to claim."""
        self._look = True
        self._wake.set()

    def stop(self) -> None:
        """Begin nothing more; `run` ends when what is being sent is handed to the recorder."""
        self._stopping.set()
        self._wake.set()

    def note(self, chat: Hashable, kind: ChatKind, messages: int = 1) -> None:
        """So many messages besides what is owed go to this chat: what is owed makes room for them."""
        for _ in range(messages):
            self._schedule.note(chat, asyncio.get_running_loop().time(), group=kind in GROUPS)

    async def run(self) -> None:
        """Send what is due until stopped."""
        while not self._stopping.is_set():
            self._wake.clear()
            self._claim_if_due()
            await self._sleep(min(self._begin_due(), LOOK_AGAIN))
        if self._claiming is not None:
            await self._claiming
        self._give_back()
        if self._in_flight:
            await asyncio.wait(self._in_flight)

    # ------------------------------------------------------------------------------------------------- claiming

    def _claim_if_due(self) -> None:
        """Begin to claim a round of chats if there may be some, and no more than one waits.

        What is claimed already goes on meanwhile: the database may be slow, the pace is not.
        """
        now = asyncio.get_running_loop().time()
        looks = self._claiming is None and (self._look or now >= self._look_at)
        if looks and self._takes_any(now) and len(self._owed) <= self._size:
            self._look, self._look_at = False, now + LOOK_AGAIN
            outbox = self._outbox_under_lease(self.name)
            if outbox is not None:
                self._claiming = asyncio.create_task(self._claim(outbox, self._not_free(now)))

    async def _claim(self, outbox: Outbox, busy: set[int]) -> None:
        try:
            if not await self._is_taken_over(outbox):
                return
            claimed = await asyncio.to_thread(
                outbox.claim, self.name, self._clock(), self._size, busy, per_chat=PER_CHAT, worker=self._worker
            )
            number = next(self._round)
            for place, (_, deliveries) in enumerate(groupby(claimed, lambda each: each.chat_row)):
                owed = list(deliveries)
                self._wait_for_turn(Turn(round=number, backlog=-len(owed), place=place), owed)
            self._look = self._look or len(claimed) >= self._size
        except Exception as error:  # what is owed waits for the next look
            report_failure("claiming failed, retrying", error, platform=self.name)
            self._look_at = asyncio.get_running_loop().time() + AFTER_FAULT
        finally:
            self._claiming = None
            self._wake.set()

    async def _is_taken_over(self, outbox: Outbox) -> bool:
        """It is ours to send from now on: what the one before us had claimed is owed still.

        Not before all of our own is recorded: somebody was between, and we can't tell his from ours.
        """
        if outbox is not self._outbox:
            if self._in_flight or self._recorder.unrecorded:
                return False
            await asyncio.to_thread(outbox.take_over, self.name)
            self._outbox = outbox
        return True

    def _is_ours(self) -> bool:
        """Is it ours to send what we have claimed?"""
        return self._outbox is not None and self._outbox_under_lease(self.name) is self._outbox

    def _takes_any(self, now: float) -> bool:
        """May anything be sent within the next moments?"""
        soon = self._schedule.free_at(now) - now < AHEAD
        return soon and not self.stopped and not self._recorder.failing and not self._stopping.is_set()

    def _not_free(self, now: float) -> set[int]:
        """Chats that take nothing for longer than a round lasts: meanwhile more may gather for them, to be folded."""
        self._held_back = {row: chat for row, chat in self._held_back.items() if self._waits_long(chat, now)}
        return set(islice(self._held_back, BUSY))

    def _waits_long(self, chat: Hashable, now: float) -> bool:
        return self._schedule.chat_free_at(chat) > now + AHEAD

    def _wait_for_turn(self, turn: Turn, owed: list[OutboxItem]) -> None:
        """What is claimed waits here, unless it would wait for long, or for nothing."""
        row, chat = owed[0].chat_row, owed[0].chat.id  # topics of a group share its limits
        now = asyncio.get_running_loop().time()
        long = self._waits_long(chat, now)
        if long:
            self._held_back[row] = chat
        if long or not self._takes_any(now):
            self._record(Outcome(deliveries=tuple(owed), verdict=None, at=self._clock()))
        else:
            self._owed[row] = (turn, owed)
            self._turns.add(turn, row, chat)

    def _give_back(self) -> None:
        """What is claimed and not begun goes into the outbox again, as if never claimed."""
        owed = [delivery for _, deliveries in self._owed.values() for delivery in deliveries]
        self._owed.clear()
        self._turns.clear()
        if owed:
            self._record(Outcome(deliveries=tuple(owed), verdict=None, at=self._clock()))

    # -------------------------------------------------------------------------------------------------- sending

    def _begin_due(self) -> float:
        """Begin to send all that may go now; seconds until there may be more."""
        loop = asyncio.get_running_loop()
        if self.stopped or not self._is_ours() or self._schedule.free_at(loop.time()) - loop.time() > AHEAD:
            self._give_back()
        while self._under_way() < IN_FLIGHT and self._takes_any(loop.time()) and self._is_ours():
            now = loop.time()
            wait = self._schedule.free_at(now) - now
            if wait > GRAIN:
                return wait
            row = self._turns.next(now + GRAIN)
            if row is None:
                first = self._turns.first_free()
                return LOOK_AGAIN if first is None else max(first - now, 0.0)
            self._begin(row, now)
        return LOOK_AGAIN

    def _under_way(self) -> int:
        """Messages that were begun and are not recorded."""
        return len(self._in_flight) + self._recorder.unrecorded

    def _begin(self, row: int, now: float) -> None:
        turn, owed = self._owed.pop(row)
        first = owed[0]
        group = first.kind in GROUPS
        delay = self._schedule.delay(first.chat.id, len(owed), now, group=group) if len(owed) > 1 else 0.0
        self._schedule.note(first.chat.id, now, group=group)
        task = asyncio.create_task(self._deliver(turn, owed, fold=should_fold(len(owed), delay)))
        self._in_flight[task] = row
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._in_flight[task]
        self._wake.set()

    async def _deliver(self, turn: Turn, owed: list[OutboxItem], *, fold: bool) -> None:
        carried, verdict = await self._send(owed, fold=fold)
        now = self._clock()
        self._record(*outcomes(carried, verdict, now))
        rest = owed[len(carried) :]
        goes_on = isinstance(verdict, Sent) or (isinstance(verdict, GiveUp) and len(carried) == 1)
        self._heed(carried, verdict)
        if rest and goes_on:
            self._wait_for_turn(Turn(round=turn.round, backlog=-len(rest), place=turn.place), rest)
        elif rest:  # in order: what failed is claimed again before it, or holds it up
            self._record(Outcome(deliveries=tuple(rest), verdict=None, at=now))

    async def _send(self, owed: list[OutboxItem], *, fold: bool) -> tuple[tuple[OutboxItem, ...], Verdict]:
        """Send the first message for what a chat is owed: what it carried, and what became of it.

        A fault of ours must not lose a delivery, nor take others with it.
        """
        chat = owed[0].chat
        try:
            parcel = next_parcel(owed, self._clock(), fold=fold, translate=ENGLISH)
        except Exception as error:
            report_bug("no message could be made", error, chat=chat.id, owed=owed[0].label)
            detail = ENGLISH(texts.NOT_MADE, error=type(error).__name__)
            if fold and not owed[0].alone:
                return tuple(owed), GiveUp(cause=Cause.OURS, detail=detail)
            return (owed[0],), RetryAt(cause=Cause.OURS, detail=detail)
        try:
            refs = await self._sender.send(chat, parcel.message, plain=parcel.plain)
        except SendError as error:
            self.note(chat.id, owed[0].kind, len(error.refs) - 1)
            return parcel.deliveries, error.verdict
        except Exception as error:
            report_bug("sending failed", error, platform=self.name, chat=chat.id)
            detail = ENGLISH(texts.NOT_SENT, error=type(error).__name__)
            return parcel.deliveries, RetryAt(cause=Cause.MAYBE_SENT, detail=detail)
        self.note(chat.id, owed[0].kind, len(refs) - 1)  # the first part was noted when it was begun
        return parcel.deliveries, Sent(refs=refs)

    def _heed(self, carried: tuple[OutboxItem, ...], verdict: Verdict) -> None:
        """What a verdict means for the chat's pace, or for the whole lane."""
        first = carried[0]
        now = asyncio.get_running_loop().time()
        if isinstance(verdict, Sent):
            self._schedule.taken(first.chat.id, now)
        else:
            labels = [each.label for each in carried]
            log.warning("not delivered", chat=first.chat.id, owed=labels, verdict=str(verdict))
        if isinstance(verdict, Stop) and not self.stopped:
            self.stopped = True
            self._refused(self.name, cause_text(verdict.cause, verdict.detail, translate=ENGLISH))
        if isinstance(verdict, RetryAt) and verdict.after is not None:
            pause = verdict.after.total_seconds()
            self._schedule.refused(first.chat.id, now, pause, whole=verdict.whole_platform)
        if self._waits_long(first.chat.id, now):
            self._held_back[first.chat_row] = first.chat.id

    def _record(self, *found: Outcome) -> None:
        self._recorder.put(found, self.wake)

    async def _sleep(self, seconds: float) -> None:
        """Sleep, unless woken or stopped."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return
