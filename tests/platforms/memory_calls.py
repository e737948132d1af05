"""A CallBox in memory, which can be locked."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from bot.errors import StorageError
from bot.model import Call, CallWay
from tests.builders import plain_words


class MemoryCalls:
    """Keeps what platforms called for until it is read."""

    def __init__(self) -> None:
        self.unread_calls: dict[str, list[Call]] = {}  #: by lane
        self.locked = False
        self._number = 0
        self._fresh: set[str] = set()  #: lanes with calls that nobody has looked at
        self._news = asyncio.Condition()

    async def come(self, lane: str, way: CallWay, body: str, *, called_at: datetime | None = None) -> None:
        """A platform calls."""
        async with self._news:
            self._number += 1
            call = Call(
                number=self._number, key=f"k{self._number}", way=way, body=body,
                called_at=called_at or datetime.now(UTC),
            )  # fmt: skip
            self.unread_calls.setdefault(lane, []).append(call)
            self._fresh.add(lane)
            self._news.notify_all()

    async def all_read(self) -> None:
        """Wait until nothing is left to read."""
        async with asyncio.timeout(10):
            while any(self.unread_calls.values()):
                await asyncio.sleep(0.01)

    async def unread(self, lane: str) -> list[Call]:
        self._open()
        self._fresh.discard(lane)
        return list(self.unread_calls.get(lane, ()))

    async def forget(self, calls: Sequence[Call]) -> None:
        self._open()
        for waiting in self.unread_calls.values():
            waiting[:] = [call for call in waiting if call not in calls]

    async def wait(self, lane: str) -> None:
        async with self._news:
            await self._news.wait_for(lambda: lane in self._fresh)

    def _open(self) -> None:
        if self.locked:
            raise StorageError(plain_words("database is locked"))
