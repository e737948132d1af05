"""A lane: the way of all messages to one platform.

    rounds: claim ─ whose turn ─▶ fold ─ send, many in flight, one per chat ─ outcome to the recorder

A lane that waits, is paused or stopped does not affect the others.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from datetime import datetime

import structlog

from bot.counting import Counter
from bot.delivery.claims import Claims
from bot.delivery.counted import count_attempt
from bot.delivery.edits import GROUPS, Edits
from bot.delivery.fold import should_fold
from bot.delivery.pace import Schedule, Turn
from bot.delivery.recorder import Recorder
from bot.delivery.refusal_watch import OnMassRefusal, RefusalWatch
from bot.delivery.retry import outcomes
from bot.delivery.rounds import CLAIM_AHEAD, POLL_EVERY, Rounds
from bot.delivery.send import Messenger, for_log
from bot.i18n.text import Phrase
from bot.messages.causes import cause_phrase
from bot.messages.summary import AlertContext
from bot.model import (
    Cause,
    ChatKind,
    Edit,
    GiveUp,
    OutboxItem,
    Outcome,
    RetryAt,
    Sendable,
    Sent,
    Stop,
    Verdict,
)

log = structlog.get_logger(__name__)

MAX_IN_FLIGHT = 500  #: messages sent but not recorded yet: a crash repeats no more than these
TIMER_RESOLUTION = 0.001  #: seconds; waits shorter than this count as zero


class Lane:
    """Sends what is owed on one platform, in the fair order and at the platform's pace."""

    def __init__(
        self,
        *,
        claims: Claims,
        schedule: Schedule,
        messenger: Messenger,
        recorder: Recorder,
        clock: Callable[[], datetime],
        on_refused: Callable[[str, Phrase], None],
        on_mass_refusal: OnMassRefusal,
        counter: Counter,
    ) -> None:
        """`on_refused` is called with the platform's name and a reason when its token is refused."""
        self.name = claims.lane
        self.rate = schedule.rates.total
        self._messenger = messenger
        self._recorder = recorder
        self._clock = clock
        self._on_refused = on_refused
        self._counter = counter
        self._schedule = schedule
        self._claims = claims
        self._edits = Edits(claims, schedule, messenger, clock=clock, record=self._record, counter=counter)
        self._rounds = Rounds(
            claims=claims,
            schedule=schedule,
            edits=self._edits,
            clock=clock,
            record=self._record,
            can_send=self._can_send,
            unrecorded=self._unrecorded,
            on_claimed=lambda: self._wake.set(),
        )
        self._refusal_watch = RefusalWatch(claims, clock=clock, on_mass_refusal=on_mass_refusal)
        self._in_flight: set[asyncio.Task[None]] = set()
        self._probe: asyncio.Task[None] | None = None  # the message started last
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        self.stopped = False  # the platform refuses the token: everything waits

    def wake(self) -> None:
        """Something was enqueued or recorded: there may be more to claim."""
        self._rounds.look_again()
        self._wake.set()

    def adopt(self, context: AlertContext) -> None:
        """Alerts are made with this from now on."""
        self._messenger.adopt(context)

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
        return self._rounds.is_idle and not self._unrecorded()

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
            self._rounds.claim_if_due()
            await self._sleep(min(self._send_due(), POLL_EVERY))
        await self._rounds.close()
        if self._in_flight:
            await asyncio.wait(self._in_flight)
        await self._refusal_watch.close()

    def _send_due(self) -> float:
        """Start all messages that may go now; returns the seconds until there may be more."""
        loop = asyncio.get_running_loop()
        if self.stopped or not self._claims.are_ours or self._free_at(loop.time()) - loop.time() > CLAIM_AHEAD:
            self._rounds.give_back()
        while self._unrecorded() < MAX_IN_FLIGHT and self._can_send(loop.time()) and self._claims.are_ours:
            now = loop.time()
            wait = self._free_at(now) - now
            if wait > TIMER_RESOLUTION:
                return wait
            if self._is_probing(now):
                return POLL_EVERY  # its end wakes us
            claimed = self._rounds.next(now + TIMER_RESOLUTION)
            if claimed is not None:
                self._start(*claimed, now)
            elif not self._start_edit(now):
                return self._wait(now)
        return POLL_EVERY

    def _start_edit(self, now: float) -> bool:
        """Start the edit that may go now, in what alerts leave over; False: none may."""
        edit = None if self._is_in_doubt(now) else self._edits.next(now + TIMER_RESOLUTION)
        if edit is not None:
            self._track(asyncio.create_task(self._edit(edit, now)))
        return edit is not None

    async def _edit(self, edit: Edit, started: float) -> None:
        verdict = await self._edits.deliver(edit, started)
        if isinstance(verdict, Stop):
            self._stop_for(verdict)

    def _wait(self, now: float) -> float:
        """Seconds until a chat that waits may be sent to, or an edit may go."""
        known = [at for at in (self._rounds.first_free(), self._edits.first_free(now)) if at is not None]
        return max(min(known) - now, 0.0) if known else POLL_EVERY

    def _can_send(self, now: float) -> bool:
        """May any message be sent within CLAIM_AHEAD?"""
        soon = self._free_at(now) - now <= CLAIM_AHEAD
        return soon and not self.stopped and not self._recorder.failing and not self._stopping.is_set()

    def _free_at(self, now: float) -> float:
        """When any message may be sent."""
        return max(self._schedule.free_at(now), self._refusal_watch.probe_at())

    def _is_probing(self, now: float) -> bool:
        """Is a message in flight that shall show whom a refusal meant? No other is started before its end."""
        return self._is_in_doubt(now) and self._probe is not None and not self._probe.done()

    def _is_in_doubt(self, now: float) -> bool:
        """Is it not known whom a refusal meant?"""
        return self._refusal_watch.under_way or self._schedule.probing(now)

    def _unrecorded(self) -> int:
        """The number of messages that were started and are not recorded."""
        return len(self._in_flight) + self._recorder.unrecorded

    def _start(self, turn: Turn, owed: list[Sendable], now: float) -> None:
        first = owed[0]
        group = first.kind in GROUPS
        delay = self._schedule.delay(first.chat.id, len(owed), now, group=group) if len(owed) > 1 else 0.0
        self._schedule.count_sent(first.chat.id, now, group=group)
        if first.health.cause is Cause.FLOOD:
            self._schedule.remember(first.chat.id, now)
        task = asyncio.create_task(self._deliver(turn, owed, now, fold=should_fold(len(owed), delay)))
        self._probe = task
        self._track(task)

    def _track(self, task: asyncio.Task[None]) -> None:
        self._in_flight.add(task)
        task.add_done_callback(self._on_done)

    def _on_done(self, task: asyncio.Task[None]) -> None:
        self._in_flight.remove(task)
        self._wake.set()

    async def _deliver(self, turn: Turn, owed: list[Sendable], started: float, *, fold: bool) -> None:
        attempt = await self._messenger.send(owed, fold=fold)
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
            self._rounds.go_on(turn, rest)
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
            log.warning("not delivered", chat=first.chat.id, owed=labels, verdict=for_log(carried, verdict))
        if isinstance(verdict, Stop):
            self._stop_for(verdict)
        if isinstance(verdict, RetryAt) and verdict.after is not None:
            pause = verdict.after.total_seconds()
            self._schedule.pause(first.chat.id, now, pause, whole=verdict.whole_platform, started=started)
        self._rounds.note_pace(carried, now)

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
