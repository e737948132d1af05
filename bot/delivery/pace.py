"""How fast a platform may be sent to, and whose turn it is. Pure; instants are seconds of a clock that does not jump.

    Rates ─ Schedule: may this chat, may anybody be sent to now? ─ Turns: which of the chats that wait is next

A schedule stands for one token (Telegram) or workspace (Slack). What it counts is what was sent, answers to commands
too: those never wait, and what waits makes room for them.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Hashable
from copy import deepcopy
from dataclasses import dataclass

from bot.platforms.rates import Rates

MINUTE = 60.0
MARGIN = 0.5  #: seconds more than a minute: the server's minute is not ours
LATER = 0.1  #: seconds more than the pause that was asked for: never too early by a timer's grain
OTHERS_FIRST = 0.5  #: seconds more for the chat whose refusal made all wait: are the others taken?
LATELY = 1.5  #: a chat that got its fill within this many of its own spans is at its limit
LOWERED = 0.8  #: of the rate, after each refusal that was not one chat's
LOWEST = 0.25  #: of the rate, however many refusals there were
RECOVERY = 0.05  #: of the rate comes back
RECOVERY_EVERY = 60.0  #: seconds without a refusal
KEPT = 1000  #: chats remembered before those that are free are forgotten


class _Bucket:
    """Lets `burst` through at once, and then as many a second as the rate says."""

    def __init__(self, burst: float) -> None:
        self._burst = burst
        self._full_at = 0.0  # the instant from which on the whole burst is free again

    def free_at(self, rate: float) -> float:
        """When one more may go."""
        return self._full_at - (self._burst - 1) / rate

    def take(self, now: float, rate: float) -> None:
        """One goes, whether it may or not: what comes too early is paid for later."""
        self._full_at = max(self._full_at, now) + 1 / rate


class _ChatPace:
    """What one chat was sent."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._bucket = _Bucket(rates.chat_burst)
        self._minute: deque[float] | None = None  # of a group
        self.paused_until = 0.0
        self.suspected: int | None = None  #: how many messages had been taken when its refusal made all wait
        self._last: deque[float] = deque(maxlen=rates.chat_burst + 1)

    def free_at(self) -> float:
        """When one more may go."""
        at = max(self._bucket.free_at(self._rates.chat), self.paused_until)
        if self._minute is not None and len(self._minute) == self._minute.maxlen:
            at = max(at, self._minute[0] + MINUTE + MARGIN)
        return at

    def take(self, now: float, *, group: bool) -> None:
        """One goes; whether a chat is a group is known only then."""
        if group and self._minute is None and self._rates.group_per_minute is not None:
            self._minute = deque(maxlen=self._rates.group_per_minute)
        self._bucket.take(now, self._rates.chat)
        self._last.append(now)
        if self._minute is not None:
            self._minute.append(now)

    def at_limit(self, now: float) -> bool:
        """Was it sent as much lately as it takes, so that a refusal may be its own?"""
        full = self._minute is not None and len(self._minute) == self._minute.maxlen
        if full and self._minute and now - self._minute[0] < MINUTE * LATELY:
            return True
        crowded = LATELY * self._rates.chat_burst / self._rates.chat
        return len(self._last) > self._rates.chat_burst and now - self._last[0] <= crowded

    def idle(self, now: float) -> bool:
        """Would a chat that was never sent anything be as free?"""
        counted = self._minute[-1] + MINUTE + MARGIN if self._minute else 0.0
        return max(self.free_at(), counted) <= now and not self.at_limit(now) and self.suspected is None

    def delay(self, count: int, now: float, *, group: bool) -> float:
        """Seconds until the last of `count` messages may go, if each goes as soon as it may."""
        other, at = deepcopy(self), now
        for _ in range(count):
            at = max(at, other.free_at())
            other.take(at, group=group)
        return at - now


class Schedule:
    """Whether a message may go: to anybody, and to one chat."""

    def __init__(self, rates: Rates) -> None:
        self.rates = rates
        self._bucket = _Bucket(rates.burst)
        self._paused_until = 0.0
        self._chats: dict[Hashable, _ChatPace] = {}
        self._keep = KEPT
        self._share = 1.0  # of the rate, lowered for a while after refusals
        self._recovers_at = 0.0
        self._taken = 0  # messages, while nobody was paused

    def note(self, chat: Hashable, now: float, *, group: bool = False) -> None:
        """A message goes to this chat: one of ours that was due, or an answer, which waits for nothing."""
        self._bucket.take(now, self._rate(now))
        if len(self._chats) >= self._keep:
            self._forget(now)
        self._of(chat).take(now, group=group)

    def taken(self, chat: Hashable, now: float) -> None:
        """The platform has taken a message to this chat."""
        self._taken += now >= self._paused_until
        self._of(chat).suspected = None

    def free_at(self, now: float) -> float:
        """When anybody at all may be sent to; `now` or earlier: at once."""
        return max(self._bucket.free_at(self._rate(now)), self._paused_until)

    def chat_free_at(self, chat: Hashable) -> float:
        """When this chat may be sent to, whatever the others get."""
        pace = self._chats.get(chat)
        return pace.free_at() if pace else 0.0

    def delay(self, chat: Hashable, count: int, now: float, *, group: bool = False) -> float:
        """Seconds until the last of `count` messages may go to this chat."""
        pace = self._chats.get(chat) or _ChatPace(self.rates)
        return pace.delay(count, now, group=group)

    def refused(self, chat: Hashable, now: float, pause: float, *, whole: bool) -> bool:
        """The platform asks for a pause; obey it to the second. True if it holds for all.

        Telegram does not say (`whole`) whether it means the chat or the bot: a chat at its own limit is paused alone,
        and so is one that is refused again though others were taken meanwhile; anything else pauses all, and the rate
        is lowered for a while.
        """
        pace, until = self._of(chat), now + pause + LATER
        refused_alone = pace.suspected is not None and self._taken > pace.suspected
        if not whole or refused_alone or pace.at_limit(now):
            pace.paused_until = max(pace.paused_until, until)
            return False
        pace.suspected = self._taken
        pace.paused_until = max(pace.paused_until, until + OTHERS_FIRST)
        self._paused_until = max(self._paused_until, until)
        self._share = max(self._share * LOWERED, LOWEST)
        self._recovers_at = self._paused_until + RECOVERY_EVERY
        return True

    def _rate(self, now: float) -> float:
        while self._share < 1 and now >= self._recovers_at:
            self._share = min(self._share + RECOVERY, 1.0)
            self._recovers_at += RECOVERY_EVERY
        return self.rates.total * self._share

    def _of(self, chat: Hashable) -> _ChatPace:
        if chat not in self._chats:
            self._chats[chat] = _ChatPace(self.rates)
        return self._chats[chat]

    def _forget(self, now: float) -> None:
        """Memory stays in proportion to the chats that were sent something lately."""
        self._chats = {chat: pace for chat, pace in self._chats.items() if not pace.idle(now)}
        self._keep = max(KEPT, 2 * len(self._chats))


@dataclass(frozen=True, kw_only=True, order=True)
class Turn:
    """A chat that waits for its turn; the smallest is next."""

    round: int  #: of claims: who was claimed earlier goes first, so nobody waits for ever
    backlog: int  #: how many are owed to it, negative: the longest first, else busy chats' tails drag on at the end
    place: int  #: in the outbox's fair order


class Turns:
    """Whose turn it is among chats that wait."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._due: list[tuple[Turn, int, Hashable]] = []
        self._waiting: list[tuple[float, Turn, int, Hashable]] = []

    def __len__(self) -> int:
        return len(self._due) + len(self._waiting)

    def add(self, turn: Turn, row: int, chat: Hashable) -> None:
        """A chat (by its row) waits; `chat` is what the schedule knows it by. Each row waits once at most."""
        heapq.heappush(self._due, (turn, row, chat))

    def next(self, now: float) -> int | None:
        """Take the chat whose turn it is; None: none of them may be sent to now."""
        while self._waiting and self._waiting[0][0] <= now:
            _, turn, row, chat = heapq.heappop(self._waiting)
            heapq.heappush(self._due, (turn, row, chat))
        while self._due:
            turn, row, chat = heapq.heappop(self._due)
            free_at = self._schedule.chat_free_at(chat)
            if free_at <= now:
                return row
            heapq.heappush(self._waiting, (free_at, turn, row, chat))
        return None

    def first_free(self) -> float | None:
        """When the first of those that can't be sent to yet may be; None: there is none."""
        return self._waiting[0][0] if self._waiting else None

    def clear(self) -> None:
        """Nobody waits any more."""
        self._due.clear()
        self._waiting.clear()
