"""What a lane claims from the outbox, a round of chats at a time, and whose turn it is.

outbox ─ claim ─┬─▶ the chat may be sent to: it waits for its turn ─▶ next
                └─▶ not for a while: back to the outbox
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Hashable, Sequence
from datetime import datetime
from itertools import chain, groupby, islice

from bot.bugs import report_failure
from bot.delivery.claiming import Claiming
from bot.delivery.edits import Edits
from bot.delivery.pace import Schedule, Turn, Turns
from bot.model import Delivery, Letter, LetterKind, OutboxItem, Outcome, Sendable
from bot.storage.store import Outbox

ROUND_SECONDS = 0.75  #: a round is what the platform's pace takes in so many seconds; new chats wait for two rounds
ROUND_SIZE = (10, 500)  #: chats claimed in a round: at least, at most
CLAIM_AHEAD = 2.0  #: seconds; nothing is claimed for a chat or a platform that takes no message for longer
CHAT_BATCH = 100  #: deliveries of a chat claimed together, to be folded
MAX_BUSY = 10_000  #: busy chats excluded from a claim; the number of SQL parameters is limited
#: seconds in which nothing is claimed for a chat after its first, second, third … message of several in a row: after an
#: outage thousands may come for it, and what comes meanwhile goes together
RESTS = (5.0, 15.0, 60.0)
IN_A_ROW = 120.0  #: seconds after the end of a rest until the next message of several is a first one again
POLL_EVERY = 1.0  #: seconds between two looks into the outbox without being woken: retries come due
RETRY_DELAY = 5.0  #: seconds until the next look after the database failed

#: Returns the outbox to claim from while we hold the sender's lease of a platform, and None otherwise; always the same
#: object while the lease has not changed hands.
OutboxUnderLease = Callable[[str], Outbox | None]


class Rounds:
    """The claimed chats of one lane, in the fair order."""

    def __init__(
        self,
        *,
        name: str,
        rate: float,
        outbox: Outbox | None,
        outbox_under_lease: OutboxUnderLease,
        schedule: Schedule,
        edits: Edits,
        clock: Callable[[], datetime],
        record: Callable[[Outcome], None],
        can_send: Callable[[float], bool],
        unrecorded: Callable[[], int],
        on_claimed: Callable[[], None],
        worker: str,
    ) -> None:
        """`can_send`: may the lane send soon, at an instant of the loop; `unrecorded`: how many messages are in flight.

        `on_claimed` is called when a claim has ended.
        """
        self._name = name
        self.outbox = outbox  #: that of the last claim; None: another worker may have claimed before us
        self._outbox_under_lease = outbox_under_lease
        self._schedule = schedule
        self._edits = edits
        self._clock = clock
        self._record = record
        self._can_send = can_send
        self._unrecorded = unrecorded
        self._on_claimed = on_claimed
        self._claims = Claiming(worker, clock)
        self._turns = Turns(schedule)
        self._round = itertools.count()
        self._claimed: dict[int, tuple[Turn, list[Sendable]]] = {}  # claimed and not sent yet, by chat id
        self._busy: dict[int, Hashable] = {}  # chats that take no message for a while, by chat id
        self._size = int(min(max(rate * ROUND_SECONDS, ROUND_SIZE[0]), ROUND_SIZE[1]))
        self._rests: dict[int, tuple[int, float]] = {}  # by chat id: messages of several in a row, and until when
        self._claiming: asyncio.Task[None] | None = None
        self._more = True  # there may be something to claim
        self._poll_at = 0.0  # when to look for it in any case

    @property
    def is_idle(self) -> bool:
        """Is nothing claimed?"""
        return self._claiming is None and not self._claimed

    @property
    def is_ours(self) -> bool:
        """Do we still hold the lease under which we claimed?"""
        return self.outbox is not None and self._outbox_under_lease(self._name) is self.outbox

    def look_again(self) -> None:
        """There may be more to claim."""
        self._more = True

    def claim_if_due(self) -> None:
        """Start to claim a round of chats if there may be some, and at most one round is waiting.

        Sending goes on meanwhile: a slow database does not slow down the pace.
        """
        now = asyncio.get_running_loop().time()
        due = self._claiming is None and (self._more or now >= self._poll_at)
        if due and self._can_send(now) and len(self._claimed) <= self._size:
            self._more, self._poll_at = False, now + POLL_EVERY
            outbox = self._outbox_under_lease(self._name)
            if outbox is not None:
                self._claiming = asyncio.create_task(self._claim(outbox, self._busy_chats(now)))

    async def _claim(self, outbox: Outbox, busy: set[int]) -> None:
        try:
            if not await self._take_over(outbox):
                return
            claimed = await self._claims.claim(outbox, outbox.claim, self._name, self._size, busy, per_chat=CHAT_BATCH)
            number = next(self._round)
            for place, (_, deliveries) in enumerate(groupby(claimed, lambda each: each.chat_id)):
                owed = list(deliveries)
                later = _are_digests(owed)
                self._queue(Turn(later=later, round=number, backlog=-len(owed), place=place), owed)
            self._more = self._more or len(claimed) >= self._size
            if not claimed:
                await self._edits.claim(outbox)
        except Exception as error:  # what is owed waits for the next look
            report_failure("claiming failed, retrying", error, platform=self._name)
            self._poll_at = asyncio.get_running_loop().time() + RETRY_DELAY
        finally:
            self._claiming = None
            self._on_claimed()

    async def _take_over(self, outbox: Outbox) -> bool:
        """If the lease is new, release what the previous sender had claimed; False: not possible yet.

        All of our own messages must be recorded first: with another sender in between, their claims look the same.
        """
        if outbox is not self.outbox:
            if self._unrecorded():
                return False
            await asyncio.to_thread(outbox.take_over, self._name)
            self.outbox = outbox
        return True

    def _busy_chats(self, now: float) -> set[int]:
        """Ids of chats that are busy for a while: meanwhile more may be enqueued for them, to be folded."""
        self._busy = {chat_id: chat for chat_id, chat in self._busy.items() if self._is_busy(chat, now)}
        self._rests = {chat_id: rest for chat_id, rest in self._rests.items() if rest[1] + IN_A_ROW > now}
        at_rest = (chat_id for chat_id, (_, until) in self._rests.items() if until > now)
        return set(islice(chain(at_rest, self._busy), MAX_BUSY))

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
            if chat_id not in self._claimed:  # else it waits already: a verdict that was recorded twice freed its rows
                self._turns.add(turn, chat_id, chat)
            self._claimed[chat_id] = (turn, owed)

    def next(self, now: float) -> tuple[Turn, list[Sendable]] | None:
        """Remove and return what the chat is owed whose turn it is; None: none may be sent to now."""
        chat_id = self._turns.next(now)
        return None if chat_id is None else self._claimed.pop(chat_id)

    def first_free(self) -> float | None:
        """When the first of the chats that have to wait may be sent to; None: there is none."""
        return self._turns.first_free()

    def go_on(self, turn: Turn, rest: list[Sendable]) -> None:
        """Queue what a chat is owed after a message that went out in this turn."""
        self._queue(Turn(later=_are_digests(rest), round=turn.round, backlog=-len(rest), place=turn.place), rest)

    def note_pace(self, carried: Sequence[OutboxItem], now: float) -> None:
        """The pace of the chat of this message has changed: claim nothing for it while it is busy, or rests."""
        first = carried[0]
        if self._is_busy(first.chat.id, now):
            self._busy[first.chat_id] = first.chat.id
        if len(carried) > 1 and not (isinstance(first, Delivery) and first.quiet):
            count, until = self._rests.get(first.chat_id, (0, -IN_A_ROW))
            count = count + 1 if now < until + IN_A_ROW else 1
            self._rests[first.chat_id] = (count, now + RESTS[min(count, len(RESTS)) - 1])

    def give_back(self) -> None:
        """Return to the outbox what is claimed and not sent yet, as if never claimed."""
        owed: list[OutboxItem] = [each for _, of_chat in self._claimed.values() for each in of_chat]
        owed += self._edits.give_back()
        self._claimed.clear()
        self._turns.clear()
        if owed:
            self._record(Outcome(deliveries=tuple(owed), verdict=None, at=self._clock()))

    async def close(self) -> None:
        """Wait for a claim that is under way, and return what is claimed."""
        if self._claiming is not None:
            await self._claiming
        self.give_back()


def _are_digests(owed: Sequence[Sendable]) -> bool:
    """Is nothing owed that would be late if it came a minute later?"""
    return all(isinstance(each, Letter) and each.letter_kind is LetterKind.DIGEST for each in owed)
