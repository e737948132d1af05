"""An Inbox in memory, which can be locked and whose lease can be lost."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.errors import LeaseLostError, StorageError
from bot.model import Received
from tests.builders import plain_words


class MemoryInbox:
    """Keeps what came in, and knows what comes again."""

    def __init__(self) -> None:
        self.stored: dict[str, Received] = {}
        self.pending: dict[str, Received] = {}  #: not answered yet
        self.locked = False
        self.lost = False  #: another worker holds the lease
        self.asked = 0  #: how often it was to store something

    async def receive(self, received: Sequence[Received]) -> list[Received]:
        self.asked += 1
        self._open()
        new = [each for each in received if each.update_id not in self.stored]
        for each in new:
            self.stored[each.update_id] = self.pending[each.update_id] = each
        return new

    async def unanswered(self, platform: str, busy: Collection[str]) -> list[Received]:
        self._open()
        return [each for name, each in self.pending.items() if name not in busy]

    async def begin(self, received: Received) -> bool:
        self._open()
        if self.lost:
            raise LeaseLostError(plain_words("another worker"))
        return received.update_id in self.pending

    async def finish(self, received: Received) -> None:
        self._open()
        self.pending.pop(received.update_id, None)

    def _open(self) -> None:
        if self.locked:
            raise StorageError(plain_words("database is locked"))
