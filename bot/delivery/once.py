"""Letters of which a second copy is worse than a question: that one begins to be sent is written down before.

made ─ begin: many of them in one transaction ─▶ sent ─▶ recorded
                          └─ killed, or no answer: in doubt ─▶ claimed again: a line is made that says so
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.bugs import report_failure
from bot.delivery.pace import Schedule
from bot.messages.message import Message
from bot.messages.payload import from_json
from bot.model import Letter
from bot.storage.store import Outbox

#: makes the message of a letter that carries only what it is made of, or of one in doubt the line that says so; called
#: in a thread, it may ask the archive
Compose = Callable[[Letter], Message]


LATE = 0.1  #: seconds; what had to wait for longer until it was written down goes at the platform's pace again


def as_stored(letter: Letter) -> Message:
    """The message that a letter carries."""
    return from_json(letter.payload)


class Once:
    """Makes such letters for a lane, and writes down that they begin. Alerts have nothing to do with it."""

    def __init__(
        self, outbox: Outbox, worker: str, clock: Callable[[], datetime], compose: Compose, schedule: Schedule
    ) -> None:
        self._outbox = outbox
        self._worker = worker
        self._clock = clock
        self._compose = compose
        self._schedule = schedule
        self._waiting: dict[int, asyncio.Future[bool]] = {}  # by the id of the letter
        self._writing: asyncio.Task[None] | None = None

    async def made(self, letter: Letter) -> Message:
        """The message of a letter."""
        return await asyncio.to_thread(self._compose, letter)

    async def begin(self, letter: Letter) -> bool:
        """May it be sent? It is written down that it begins; False: that can't be, or it is not ours any more.

        One in doubt is so already. While the database was busy, several may have come to wait: they go one by one.
        """
        if letter.in_doubt:
            return True
        loop = asyncio.get_running_loop()
        asked, begun = loop.time(), loop.create_future()
        self._waiting[letter.id] = begun
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        may: bool = await begun
        if may and loop.time() - asked > LATE:
            await asyncio.sleep(self._schedule.counted_late(loop.time()) - loop.time())
        return may

    async def _write(self) -> None:
        """Write down all that wait, and what comes meanwhile."""
        while self._waiting:
            batch, self._waiting = self._waiting, {}
            try:
                begun = await asyncio.to_thread(self._outbox.begin, list(batch), self._clock(), self._worker)
            except Exception as error:  # they are tried again
                report_failure("the beginning of letters not recorded", error, letters=len(batch))
                begun = set()
            for letter_id, waiting in batch.items():
                if not waiting.done():
                    waiting.set_result(letter_id in begun)
        self._writing = None
