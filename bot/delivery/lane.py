"""A lane: the way of all messages to one platform.

    claim a round of chats ─ whose turn ─ fold ─ send, many in flight, one per chat ─ outcome to the recorder

A lane that waits, is paused or stopped does not affect the others.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Hashable, Sequence
from datetime import datetime
from itertools import groupby, islice

import structlog

from bot.bugs import report_failure
from bot.counting import Counter
from bot.delivery.counted import count_attempt
from bot.delivery.edits import GROUPS, Edits
from bot.delivery.fold import should_fold
from bot.delivery.pace import Schedule, Turn, Turns
from bot.delivery.recorder import Recorder
from bot.delivery.refusal_watch import OnMassRefusal, RefusalWatch
from bot.delivery.retry import outcomes
from bot.delivery.send import Compose, send_next
from bot.i18n.text import Phrase
from bot.i18n.translators import Translators
from bot.messages.causes import cause_phrase
from bot.messages.summary import AlertContext
from bot.model import (
    Cause,
    ChatKind,
    GiveUp,
    Letter,
    LetterKind,
    OutboxItem,
    Outcome,
    RetryAt,
    Sendable,
    Sent,
    Stop,
    Verdict,
)
from bot.platforms.protocol import Sender
from bot.platforms.rates import Rates
from bot.storage.store import Outbox

log = structlog.get_logger(__name__)

ROUND_SECONDS = 0.75  #: a round is what the platform's pace takes in so many seconds; new chats wait for two rounds
ROUND_SIZE = (10, 500)  #: chats claimed in a round: at least, at most
CLAIM_AHEAD = 2.0  #: seconds; nothing is claimed for a chat or a platform that takes no message for longer
CHAT_BATCH = 100  #: deliveries of a chat claimed together, to be folded
MAX_BUSY = 10_000  #: busy chats excluded from a claim; the number of SQL parameters is limited
MAX_IN_FLIGHT = 500  #: messages sent but not recorded yet: a crash repeats no more than these
TIMER_RESOLUTION = 0.001  #: seconds; waits shorter than this count as zero
POLL_EVERY = 1.0  #: seconds between two looks into the outbox without being woken: retries come due
RETRY_DELAY = 5.0  #: seconds until the next look after the database failed

#: Returns the outbox to claim from while we hold the sender's lease of a platform, and None otherwise; always the same
#: object while the lease has not changed hands.
OutboxUnderLease = Callable[[str], Outbox | None]


class Lane:
    """Sends what is owed on one platform, in the fair order and at the platform's pace."""

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
        on_refused: Callable[[str, Phrase], None],
        on_mass_refusal: OnMassRefusal,
        translators: Translators,
        context: AlertContext,
        compose: Compose,
        worker: str,
        counter: Counter,
    ) -> None:
        """`on_refused` is called with the platform's name and a reason when its token is refused.

        `compose` makes the message of a digest on time when it is its turn.
        """
        self.name = name
        self.rate = rates.total
        self._outbox_under_lease = outbox_under_lease
        self._outbox = outbox  # that of the last claim; None: another worker may have claimed before us
        self._sender = sender
        self._recorder = recorder
        self._clock = clock
        self._on_refused = on_refused
        self._translators = translators
        self._context = context
        self._compose = compose
        self._worker = worker
        self._counter = counter
        self._schedule = Schedule(rates)
        self._turns = Turns(self._schedule)
        self._edits = Edits(
            name=name,
            schedule=self._schedule,
            sender=sender,
            clock=clock,
            record=self._record,
            on_stop=self._stop_for,
            translators=translators,
            worker=worker,
            counter=counter,
        )
        self._refusal_watch = RefusalWatch(
            name=name, outbox=lambda: self._outbox, clock=clock, on_mass_refusal=on_mass_refusal
        )
        self._round = itertools.count()
        self._claimed: dict[int, tuple[Turn, list[Sendable]]] = {}  # claimed and not sent yet, by chat id
        self._in_flight: dict[asyncio.Task[None], int] = {}  # chat ids
        self._probe: asyncio.Task[None] | None = None  # the message started last
        self._busy: dict[int, Hashable] = {}  # chats that take no message for a while, by chat id
        self._size = int(min(max(self.rate * ROUND_SECONDS, ROUND_SIZE[0]), ROUND_SIZE[1]))
        self._claiming: asyncio.Task[None] | None = None
        self._more = True  # there may be something to claim
        self._poll_at = 0.0  # when to look for it in any case
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        self.stopped = False  # the platform refuses the token: everything waits

    def wake(self) -> None:
        """Something was enqueued or recorded: there may be more to claim."""
        self._more = True
        self._wake.set()

    def adopt(self, context: AlertContext) -> None:
        """Alerts are made with this from now on."""
        self._context = context

    def stop(self) -> None:
        """Start no more messages; `run` ends when those in flight are handed to the recorder."""
        self._stopping.set()
        self._wake.set()

    def resume(self) -> None:
        """The platform takes the token again: go on."""
        self.stopped = False
        self.wake()

    @property
    def is_idle(self) -> bool:
        """Is nothing claimed or in flight, and every outcome recorded?"""
        return self._claiming is None and not self._claimed and not self._unrecorded()

    def count_sent(self, chat: Hashable, kind: ChatKind, messages: int = 1) -> None:
        """Count messages to this chat that did not come from the lane: what is owed waits accordingly."""
        for _ in range(messages):
            self._schedule.count_sent(chat, asyncio.get_running_loop().time(), group=kind in GROUPS)

    def wait_for(self, chat: Hashable) -> None:
        """Somebody presses a button in this chat: nothing there is edited for a while."""
        self._edits.wait_for(chat)

    async def run(self) -> None:
        """Send what is due until stopped."""
        while not self._stopping.is_set():
            self._wake.clear()
            self._claim_if_due()
            await self._sleep(min(self._send_due(), POLL_EVERY))
        if self._claiming is not None:
            await self._claiming
        self._return_claimed()
        if self._in_flight:
            await asyncio.wait(self._in_flight)
        await self._refusal_watch.close()

    # ------------------------------------------------------------------------------------------------- claiming

    def _claim_if_due(self) -> None:
        """Start to claim a round of chats if there may be some, and at most one round is waiting.

        Sending goes on meanwhile: a slow database does not slow down the pace.
        """
        now = asyncio.get_running_loop().time()
        due = self._claiming is None and (self._more or now >= self._poll_at)
        if due and self._can_send(now) and len(self._claimed) <= self._size:
            self._more, self._poll_at = False, now + POLL_EVERY
            outbox = self._outbox_under_lease(self.name)
            if outbox is not None:
                self._claiming = asyncio.create_task(self._claim(outbox, self._busy_chats(now)))

    async def _claim(self, outbox: Outbox, busy: set[int]) -> None:
        try:
            if not await self._take_over(outbox):
                return
            claimed = await asyncio.to_thread(
                outbox.claim, self.name, self._clock(), self._size, busy, per_chat=CHAT_BATCH, worker=self._worker
            )
            number = next(self._round)
            for place, (_, deliveries) in enumerate(groupby(claimed, lambda each: each.chat_id)):
                owed = list(deliveries)
                later = _are_digests(owed)
                self._queue(Turn(later=later, round=number, backlog=-len(owed), place=place), owed)
            self._more = self._more or len(claimed) >= self._size
            if not claimed:
                await self._edits.claim(outbox)
        except Exception as error:  # what is owed waits for the next look
            report_failure("claiming failed, retrying", error, platform=self.name)
            self._poll_at = asyncio.get_running_loop().time() + RETRY_DELAY
        finally:
            self._claiming = None
            self._wake.set()

    async def _take_over(self, outbox: Outbox) -> bool:
        """If the lease is new, release what the previous sender had claimed; False: not possible yet.

        All of our own messages must be recorded first: with another sender in between, their claims look the same.
        """
        if outbox is not self._outbox:
            if self._in_flight or self._recorder.unrecorded:
                return False
            await asyncio.to_thread(outbox.take_over, self.name)
            self._outbox = outbox
        return True

    def _is_ours(self) -> bool:
        """Do we still hold the lease under which we claimed?"""
        return self._outbox is not None and self._outbox_under_lease(self.name) is self._outbox

    def _can_send(self, now: float) -> bool:
        """May any message be sent within CLAIM_AHEAD?"""
        soon = self._free_at(now) - now <= CLAIM_AHEAD
        return soon and not self.stopped and not self._recorder.failing and not self._stopping.is_set()

    def _busy_chats(self, now: float) -> set[int]:
        """Ids of chats that are busy for a while: meanwhile more may be enqueued for them, to be folded."""
        self._busy = {chat_id: chat for chat_id, chat in self._busy.items() if self._is_busy(chat, now)}
        return set(islice(self._busy, MAX_BUSY))

    def _is_busy(self, chat: Hashable, now: float) -> bool:
        return self._schedule.chat_free_at(chat) > now + CLAIM_AHEAD

    def _queue(self, turn: Turn, owed: list[Sendable]) -> None:
        """Queue what is claimed for a chat; return it to the outbox if it could not be sent for a while."""
        chat_id, chat = owed[0].chat_id, owed[0].chat.id  # the topics of a group share its limits
        now = asyncio.get_running_loop().time()
        busy = self._is_busy(chat, now)
        if busy:
            self._busy[chat_id] = chat
        if busy or not self._can_send(now):
            self._record(Outcome(deliveries=tuple(owed), verdict=None, at=self._clock()))
        else:
            self._claimed[chat_id] = (turn, owed)
            self._turns.add(turn, chat_id, chat)

    def _return_claimed(self) -> None:
        """Return to the outbox what is claimed and not sent yet, as if never claimed."""
        owed: list[OutboxItem] = [each for _, of_chat in self._claimed.values() for each in of_chat]
        owed += self._edits.give_back()
        self._claimed.clear()
        self._turns.clear()
        if owed:
            self._record(Outcome(deliveries=tuple(owed), verdict=None, at=self._clock()))

    # -------------------------------------------------------------------------------------------------- sending

    def _send_due(self) -> float:
        """Start all messages that may go now; returns the seconds until there may be more."""
        loop = asyncio.get_running_loop()
        if self.stopped or not self._is_ours() or self._free_at(loop.time()) - loop.time() > CLAIM_AHEAD:
            self._return_claimed()
        while self._unrecorded() < MAX_IN_FLIGHT and self._can_send(loop.time()) and self._is_ours():
            now = loop.time()
            wait = self._free_at(now) - now
            if wait > TIMER_RESOLUTION:
                return wait
            if self._is_probing(now):
                return POLL_EVERY  # its end wakes us
            chat_id = self._turns.next(now + TIMER_RESOLUTION)
            if chat_id is not None:
                self._start(chat_id, now)
            elif not self._start_edit(now):
                return self._wait(now)
        return POLL_EVERY

    def _start_edit(self, now: float) -> bool:
        """Start the edit that may go now, in what alerts leave over; False: none may."""
        in_doubt = self._refusal_watch.under_way or self._schedule.probing(now)
        edit = None if in_doubt else self._edits.next(now + TIMER_RESOLUTION)
        if edit is not None:
            self._track(asyncio.create_task(self._edits.deliver(edit, now, self._context)), edit.chat_id)
        return edit is not None

    def _wait(self, now: float) -> float:
        """Seconds until a chat that waits may be sent to, or an edit may go."""
        known = [at for at in (self._turns.first_free(), self._edits.first_free(now)) if at is not None]
        return max(min(known) - now, 0.0) if known else POLL_EVERY

    def _free_at(self, now: float) -> float:
        """When any message may be sent."""
        return max(self._schedule.free_at(now), self._refusal_watch.probe_at())

    def _is_probing(self, now: float) -> bool:
        """Is a message in flight that shall show whom a refusal meant? No other is started before its end."""
        in_doubt = self._refusal_watch.under_way or self._schedule.probing(now)
        return in_doubt and self._probe is not None and not self._probe.done()

    def _unrecorded(self) -> int:
        """The number of messages that were started and are not recorded."""
        return len(self._in_flight) + self._recorder.unrecorded

    def _start(self, chat_id: int, now: float) -> None:
        turn, owed = self._claimed.pop(chat_id)
        first = owed[0]
        group = first.kind in GROUPS
        delay = self._schedule.delay(first.chat.id, len(owed), now, group=group) if len(owed) > 1 else 0.0
        self._schedule.count_sent(first.chat.id, now, group=group)
        if first.health.cause is Cause.FLOOD:
            self._schedule.remember(first.chat.id, now)
        task = asyncio.create_task(self._deliver(turn, owed, now, fold=should_fold(len(owed), delay)))
        self._probe = task
        self._track(task, chat_id)

    def _track(self, task: asyncio.Task[None], chat_id: int) -> None:
        self._in_flight[task] = chat_id
        task.add_done_callback(self._on_done)

    def _on_done(self, task: asyncio.Task[None]) -> None:
        del self._in_flight[task]
        self._wake.set()

    async def _deliver(self, turn: Turn, owed: list[Sendable], started: float, *, fold: bool) -> None:
        attempt = await send_next(
            self._sender,
            owed,
            self._clock(),
            platform=self.name,
            fold=fold,
            translators=self._translators,
            context=self._context,
            compose=self._compose,
        )
        carried, verdict = attempt.carried, self._refusal_watch.seen(owed[0], attempt.verdict, started)
        self.count_sent(owed[0].chat.id, owed[0].kind, attempt.parts - 1)  # the first was counted when it started
        now = self._clock()
        recorded = outcomes(carried, verdict, now)
        self._record(*recorded)
        count_attempt(self._counter, self.name, carried, verdict, recorded, at=now, took=attempt.took)
        rest = owed[len(carried) :]
        goes_on = isinstance(verdict, Sent) or (isinstance(verdict, GiveUp) and len(carried) == 1)
        self._apply_to_pace(carried, verdict, started)
        if rest and goes_on:
            later = _are_digests(rest)
            self._queue(Turn(later=later, round=turn.round, backlog=-len(rest), place=turn.place), rest)
        elif rest:  # keep the order: what failed is claimed again first, or blocks the rest
            self._record(Outcome(deliveries=tuple(rest), verdict=None, at=now))

    def _apply_to_pace(self, carried: tuple[OutboxItem, ...], verdict: Verdict, started: float) -> None:
        """Apply what a verdict means for the pace of the chat, or of the whole lane."""
        first = carried[0]
        now = asyncio.get_running_loop().time()
        if isinstance(verdict, Sent):
            self._schedule.accepted(first.chat.id, now, started)
        else:
            labels = [each.label for each in carried]
            log.warning("not delivered", chat=first.chat.id, owed=labels, verdict=str(verdict))
        if isinstance(verdict, Stop):
            self._stop_for(verdict)
        if isinstance(verdict, RetryAt) and verdict.after is not None:
            pause = verdict.after.total_seconds()
            self._schedule.pause(first.chat.id, now, pause, whole=verdict.whole_platform, started=started)
        if self._is_busy(first.chat.id, now):
            self._busy[first.chat_id] = first.chat.id

    def _stop_for(self, verdict: Stop) -> None:
        """The token is refused: everything waits."""
        if not self.stopped:
            self.stopped = True
            self._on_refused(self.name, cause_phrase(verdict.cause, verdict.detail))

    def _record(self, *recorded: Outcome) -> None:
        self._recorder.put(recorded, self.wake)

    async def _sleep(self, seconds: float) -> None:
        """Sleep, unless woken or stopped."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return


def _are_digests(owed: Sequence[Sendable]) -> bool:
    """Is nothing owed that would be late if it came a minute later?"""
    return all(isinstance(each, Letter) and each.letter_kind is LetterKind.DIGEST for each in owed)
