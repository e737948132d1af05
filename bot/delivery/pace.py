"""How fast messages may be sent, and whose turn it is. Pure; instants are seconds of a monotonic clock.

    Rates ─ Schedule: may a message go now, to anybody, to this chat? ─ Turns: which of the waiting chats is next

A schedule stands for one token (Telegram) or workspace (Slack). It counts all messages, answers to commands too: those
never wait, and what is owed waits for longer instead. Edits take what messages leave over.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Hashable
from copy import deepcopy
from dataclasses import dataclass

from bot.delivery.floods import Concern, Floods
from bot.platforms.rates import Rates

MINUTE = 60.0
MINUTE_MARGIN = 0.5  #: seconds added to a minute: the server's clock differs
PAUSE_MARGIN = 0.1  #: seconds added to the pause asked for: timers may fire early
LIMIT_TOLERANCE = 1.5  #: a chat that used its limit up within this many times its period is at its limit
RATE_CUT = 0.8  #: factor of the rate after each refusal that does not concern one chat only
MIN_SHARE = 0.25  #: of the rate, however many refusals there were
RECOVERY = 0.05  #: share of the rate that is restored
RECOVERY_EVERY = 60.0  #: seconds without a refusal, for each such share
EDIT_EVERY = 3.0  #: seconds between two edits in a chat, so that an alert that comes meanwhile finds it free
EDIT_SHARE = 2  #: edits go as long as a group has room for a part of its messages in a minute: one in so many
EDIT_BURST = 5  #: edits that may go at once after a pause, where they have a limit of their own
MAX_REMEMBERED = 1000  #: chats from which on idle ones are forgotten


class _Bucket:
    """A token bucket: lets `burst` messages through at once, then as many a second as the rate."""

    def __init__(self, burst: float) -> None:
        self._burst = burst
        self._full_at = 0.0  # when the whole burst is available again

    def free_at(self, rate: float) -> float:
        """When the next message may go."""
        return self._full_at - (self._burst - 1) / rate

    def take(self, now: float, rate: float) -> None:
        """Count a message, even if it comes too early: the next ones wait for longer."""
        self._full_at = max(self._full_at, now) + 1 / rate


class _ChatPace:
    """The messages sent to one chat."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._bucket = _Bucket(rates.chat_burst)
        self._minute: deque[float] | None = None  # sent within a minute, for a group
        self.paused_until = 0.0
        self._last: deque[float] = deque(maxlen=rates.chat_burst + 1)
        self._edit_at = 0.0  # when the next edit may go

    def free_at(self) -> float:
        """When the next message may go."""
        at = max(self._bucket.free_at(self._rates.chat), self.paused_until)
        if self._minute is not None and len(self._minute) == self._minute.maxlen:
            at = max(at, self._minute[0] + MINUTE + MINUTE_MARGIN)
        return at

    def take(self, now: float, *, group: bool) -> None:
        """Count a message; only then it is known whether the chat is a group."""
        if group and self._minute is None and self._rates.group_per_minute is not None:
            self._minute = deque(maxlen=self._rates.group_per_minute)
        self._bucket.take(now, self._rates.chat)
        self._last.append(now)
        if self._minute is not None:
            self._minute.append(now)

    def edit_free_at(self) -> float:
        """When an edit may go without taking an alert's place."""
        at = max(self.free_at(), self._edit_at)
        if self._minute is not None and self._minute.maxlen is not None:
            spare = self._minute.maxlen // EDIT_SHARE
            if len(self._minute) >= spare:
                at = max(at, self._minute[-spare] + MINUTE + MINUTE_MARGIN)
        return at

    def take_edit(self, now: float, *, group: bool) -> None:
        """Count an edit."""
        self.take(now, group=group)
        self._edit_at = now + EDIT_EVERY

    def at_limit(self, now: float) -> bool:
        """Has it just received as many messages as it may, so that a refusal may concern it alone?"""
        full = self._minute is not None and len(self._minute) == self._minute.maxlen
        if full and self._minute and now - self._minute[0] < MINUTE * LIMIT_TOLERANCE:
            return True
        limit_period = LIMIT_TOLERANCE * self._rates.chat_burst / self._rates.chat
        return len(self._last) > self._rates.chat_burst and now - self._last[0] <= limit_period

    def idle(self, now: float) -> bool:
        """Does it behave like a chat that was never sent anything?"""
        counted = self._minute[-1] + MINUTE + MINUTE_MARGIN if self._minute else 0.0
        return max(self.free_at(), self._edit_at, counted) <= now and not self.at_limit(now)

    def delay(self, count: int, now: float, *, group: bool) -> float:
        """Seconds until the last of `count` messages may go, if each is sent as early as possible."""
        other, at = deepcopy(self), now
        for _ in range(count):
            at = max(at, other.free_at())
            other.take(at, group=group)
        return at - now


class Schedule:
    """When messages may be sent, to anybody and to each chat."""

    def __init__(self, rates: Rates) -> None:
        self.rates = rates
        self._bucket = _Bucket(rates.burst)
        self._paused_until = 0.0
        self._chats: dict[Hashable, _ChatPace] = {}
        self._max_remembered = MAX_REMEMBERED
        self._share = 1.0  # of the rate, reduced for a while after refusals
        self._recovers_at = 0.0
        self._floods = Floods()
        self._edits = _Bucket(EDIT_BURST)  # where they have a limit of their own
        self._edits_paused_until = 0.0

    def count_sent(self, chat: Hashable, now: float, *, group: bool = False) -> None:
        """Count a message to this chat: one that was due, or an answer, which never waits."""
        self._bucket.take(now, self._rate(now))
        self._make_room(now)
        self._of(chat).take(now, group=group)

    def accepted(self, chat: Hashable, now: float, started: float) -> None:
        """The platform has accepted a message to this chat, which was started at `started`."""
        self._floods.accepted(chat, now, started=started)

    def free_at(self, now: float) -> float:
        """When any message may be sent; `now` or earlier: at once."""
        return max(self._bucket.free_at(self._rate(now)), self._paused_until, self._floods.probe_at(now) or 0.0)

    def counted_late(self, now: float) -> float:
        """When a message that was counted and did not go yet may go; it counts as one of then."""
        at = max(self.free_at(now), now)
        self._bucket.take(now, self._rate(now))
        return at

    def probing(self, now: float) -> bool:
        """Was a chat refused, and is it unknown whom that meant? Then one message at a time may go."""
        return self._floods.probe_at(now) is not None

    def chat_free_at(self, chat: Hashable) -> float:
        """When this chat's own limits allow a message."""
        pace = self._chats.get(chat)
        return pace.free_at() if pace else 0.0

    def delay(self, chat: Hashable, count: int, now: float, *, group: bool = False) -> float:
        """Seconds until the last of `count` messages may go to this chat."""
        pace = self._chats.get(chat) or _ChatPace(self.rates)
        return pace.delay(count, now, group=group)

    def pause(self, chat: Hashable, now: float, seconds: float, *, whole: bool, started: float) -> Concern:
        """Pause a chat after a refusal, for as long as the platform asks; returns whom it is taken to mean.

        With `whole`, the platform does not say that: a chat at its own limit is meant alone, and so is one that is
        remembered for it. Of others, it shows when another chat is tried a moment later. If the bot is meant,
        everything is paused for as long as was asked, and the rate is reduced for a while.
        """
        pace, until = self._of(chat), now + seconds + PAUSE_MARGIN
        pace.paused_until = max(pace.paused_until, until)
        if not whole or pace.at_limit(now) or now < self._paused_until:
            return Concern.CHAT
        concern = self._floods.refused(chat, now, started=started, until=until)
        if concern is Concern.BOT:
            self._paused_until = self._floods.pause_end()
            self._floods.settle()
            self._share = max(self._share * RATE_CUT, MIN_SHARE)
            self._recovers_at = self._paused_until + RECOVERY_EVERY
        return concern

    def edit_free_at(self, chat: Hashable, now: float) -> float:
        """When an edit in this chat may go; `now` or earlier: at once."""
        if self.rates.edits is not None:
            return max(self._edits.free_at(self.rates.edits), self._edits_paused_until)
        pace = self._chats.get(chat)
        return max(self.free_at(now), pace.edit_free_at() if pace else 0.0)

    def count_edit(self, chat: Hashable, now: float, *, group: bool = False) -> None:
        """Count an edit in this chat."""
        if self.rates.edits is not None:
            self._edits.take(now, self.rates.edits)
            return
        self._bucket.take(now, self._rate(now))
        self._make_room(now)
        self._of(chat).take_edit(now, group=group)

    def pause_edits(self, chat: Hashable, now: float, seconds: float, *, whole: bool, started: float) -> None:
        """Pause after an edit was refused, for as long as the platform asks."""
        if self.rates.edits is None:
            self.pause(chat, now, seconds, whole=whole, started=started)
        else:
            self._edits_paused_until = max(self._edits_paused_until, now + seconds + PAUSE_MARGIN)

    def remember(self, chat: Hashable, now: float) -> None:
        """The database knows that this chat is limited: if it is refused again, that concerns no other."""
        self._floods.remember(chat, now)

    def _rate(self, now: float) -> float:
        while self._share < 1 and now >= self._recovers_at:
            self._share = min(self._share + RECOVERY, 1.0)
            self._recovers_at += RECOVERY_EVERY
        return self.rates.total * self._share

    def _of(self, chat: Hashable) -> _ChatPace:
        if chat not in self._chats:
            self._chats[chat] = _ChatPace(self.rates)
        return self._chats[chat]

    def _make_room(self, now: float) -> None:
        if len(self._chats) >= self._max_remembered:
            self._forget(now)

    def _forget(self, now: float) -> None:
        """Forget idle chats, so that memory stays in proportion to the active ones."""
        self._chats = {chat: pace for chat, pace in self._chats.items() if not pace.idle(now)}
        self._max_remembered = max(MAX_REMEMBERED, 2 * len(self._chats))


@dataclass(frozen=True, kw_only=True, order=True)
class Turn:
    """The place of a chat in the queue; the smallest is next."""

    later: bool = False  #: only what holds up nothing else is owed to it: a digest
    round: int  #: of the claim: earlier claims go first, so that no chat starves
    backlog: int  #: minus the number owed to it: the longest backlog first, or busy chats would be left at the end
    place: int  #: in the outbox's fair order


class Turns:
    """The queue of chats that wait for their turn."""

    def __init__(self, schedule: Schedule) -> None:
        self._schedule = schedule
        self._due: list[tuple[Turn, int, Hashable]] = []
        self._waiting: list[tuple[float, Turn, int, Hashable]] = []

    def __len__(self) -> int:
        return len(self._due) + len(self._waiting)

    def add(self, turn: Turn, chat_id: int, chat: Hashable) -> None:
        """Enqueue a chat by its id; `chat` is its key in the schedule. Each id may be enqueued once at most."""
        heapq.heappush(self._due, (turn, chat_id, chat))

    def next(self, now: float) -> int | None:
        """Remove and return the chat whose turn it is; None: none may be sent to now."""
        while self._waiting and self._waiting[0][0] <= now:
            _, turn, chat_id, chat = heapq.heappop(self._waiting)
            heapq.heappush(self._due, (turn, chat_id, chat))
        while self._due:
            turn, chat_id, chat = heapq.heappop(self._due)
            free_at = self._schedule.chat_free_at(chat)
            if free_at <= now:
                return chat_id
            heapq.heappush(self._waiting, (free_at, turn, chat_id, chat))
        return None

    def first_free(self) -> float | None:
        """When the first of the chats that have to wait may be sent to; None: there is none."""
        return self._waiting[0][0] if self._waiting else None

    def clear(self) -> None:
        """Remove all chats."""
        self._due.clear()
        self._waiting.clear()
