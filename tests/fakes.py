"""Fakes with a small language of their own; only the wire is faked, never our own code."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from bot.delivery.pace import Rates
from bot.delivery.platform import Answer
from bot.errors import SendError
from bot.messages.message import Message
from bot.model import Chat, Verdict


class FakePlatform:
    """A platform that keeps what it is sent, and answers with the verdicts it was told to."""

    def __init__(
        self,
        name: str = "telegram",
        *,
        rate: float = 10_000,
        chat_rate: float = 10_000,
        group_per_minute: int | None = None,
    ) -> None:
        self.name = name
        self.rates = Rates(total=rate, chat=chat_rate, group_per_minute=group_per_minute)
        self.on_sent: Callable[[Chat], None] | None = None
        self.sent: list[tuple[Chat, Message, bool]] = []
        self.sent_at: list[float] = []
        self.answer: Answer | None = None
        self.fail: Callable[[str], None] | None = None
        self.stopped = False
        self.asked = 0  # sends begun
        self._verdicts: deque[Verdict | Exception] = deque()
        self._hold: asyncio.Event | None = None
        self._news = asyncio.Condition()

    def will(self, *verdicts: Verdict | Exception) -> FakePlatform:
        """The next sends end so, one after another; after them all is well."""
        self._verdicts.extend(verdicts)
        return self

    def hold(self) -> asyncio.Event:
        """Sends wait until the event is set."""
        self._hold = asyncio.Event()
        return self._hold

    async def start(self, answer: Answer, fail: Callable[[str], None]) -> None:
        self.answer, self.fail = answer, fail

    async def stop(self) -> None:
        self.stopped = True

    async def probe(self) -> None:
        return

    async def send(self, chat: Chat, message: Message, *, plain: bool = False) -> str:
        async with self._news:
            self.asked += 1
            self._news.notify_all()
        if self._hold is not None:
            await self._hold.wait()
        if self._verdicts:
            verdict = self._verdicts.popleft()
            raise verdict if isinstance(verdict, Exception) else SendError(verdict)
        self.sent.append((chat, message, plain))
        self.sent_at.append(asyncio.get_running_loop().time())
        async with self._news:
            self._news.notify_all()
        return str(len(self.sent))

    async def is_asked(self, count: int) -> None:
        """Wait until that many sends have begun."""
        async with asyncio.timeout(60), self._news:
            await self._news.wait_for(lambda: self.asked >= count)

    async def received(self, count: int) -> None:
        """Wait until that many messages were sent."""
        async with asyncio.timeout(60), self._news:
            await self._news.wait_for(lambda: len(self.sent) >= count)
