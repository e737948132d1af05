"""Messages of which a second copy is worse than a question: that one begins to be sent is written down before.

Digests are such, and what came while a chat was quiet.

made ─ begin: many of them in one transaction ─▶ sent ─▶ recorded
                          └─ killed, or no answer: in doubt ─▶ claimed again: a line is made that says so
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.batches import Batches
from bot.bugs import report_failure
from bot.delivery.pace import Schedule
from bot.i18n.catalogue import delivery as texts
from bot.i18n.keys import to_json
from bot.i18n.text import Phrase
from bot.messages.message import Message
from bot.messages.payload import from_json
from bot.model import Cause, Letter, RetryAt, Sendable, Verdict
from bot.storage.store import Outbox

#: makes the message of a letter that carries only what it is made of, or of one in doubt the line that says so; called
#: in a thread, it may ask the archive
Compose = Callable[[Letter], Message]
_Begin = Callable[[list[int], datetime, str], set[int]]

LATE = 0.1  #: seconds; what had to wait for longer until it was written down goes at the platform's pace again
#: so many are on their way without an answer at most, or what a platform takes in so many seconds: each may be in doubt
MOST_ON_THEIR_WAY, SECONDS_ON_THEIR_WAY = 30, 0.25
REST = 60.0  #: seconds without another one after an answer was lost, unless the platform answers anything meanwhile


def as_stored(letter: Letter) -> Message:
    """The message that a letter carries."""
    return from_json(letter.payload)


class Once:
    """Makes such letters for a lane, and writes down that they begin. Alerts have nothing to do with it.

    While the platform takes messages and does not answer, one begins each minute at most: each would be in doubt. The
    line in place of one that is, or an alert, shows whether it answers again.
    """

    def __init__(
        self, outbox: Outbox, worker: str, clock: Callable[[], datetime], compose: Compose, schedule: Schedule
    ) -> None:
        self._outbox = outbox
        self._worker = worker
        self._clock = clock
        self._compose = compose
        self._schedule = schedule
        self._letters: Batches[int] = Batches(lambda ids: self._write_down(self._outbox.begin, ids))
        self._quiet: Batches[int] = Batches(lambda ids: self._write_down(self._outbox.begin_quiet, ids))
        self._room = asyncio.Semaphore(max(MOST_ON_THEIR_WAY, int(schedule.rates.total * SECONDS_ON_THEIR_WAY)))
        self._on_their_way: set[int] = set()  # ids of the chats to which one has begun: each gets one message at a time
        self._rests_until = 0.0  # an answer was lost; 0: the platform answers, as far as is known

    async def made(self, letter: Letter) -> Message:
        """The message of a letter."""
        return await asyncio.to_thread(self._compose, letter)

    async def begin(self, first: Sendable) -> RetryAt | None:
        """Write down that it begins; None: it may be sent, else why not now. One in doubt has begun already.

        `first`: what it carries, or the first of that. While the database was busy, several may have come to wait: they
        go one by one.
        """
        if first.in_doubt:
            return None
        loop = asyncio.get_running_loop()
        asked = loop.time()
        await self._room.acquire()
        self._on_their_way.add(first.chat_id)
        if loop.time() < self._rests_until:
            return RetryAt(cause=Cause.TIMEOUT, untried=True)
        if self._rests_until:
            self._rests_until = loop.time() + REST
        if not await (self._letters.put(first.id) if isinstance(first, Letter) else self._quiet.put(first.chat_id)):
            return RetryAt(cause=Cause.OURS, detail=to_json(Phrase(texts.NOT_BEGUN)), untried=True)
        if loop.time() - asked > LATE:
            await asyncio.sleep(self._schedule.counted_late(loop.time()) - loop.time())
        return None

    def seen(self, owed: Sendable, verdict: Verdict) -> None:
        """The verdict on a message of the lane, whatever it carried."""
        if owed.chat_id in self._on_their_way:
            self._on_their_way.remove(owed.chat_id)
            self._room.release()
        if not isinstance(verdict, RetryAt):
            self._rests_until = 0.0
        elif verdict.maybe_sent:
            self._rests_until = asyncio.get_running_loop().time() + REST

    async def _write_down(self, begin: _Begin, ids: list[int]) -> list[bool | Exception]:
        """Is it written down of each of these? False: that can't be, or it is not ours any more."""
        try:
            begun = await asyncio.to_thread(begin, ids, self._clock(), self._worker)
        except Exception as error:  # they are tried again
            report_failure("the beginning of letters not recorded", error, letters=len(ids))
            begun = set()
        return [each in begun for each in ids]
