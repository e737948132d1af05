"""Fakes with a small language of their own; only the wire is faked, never our own code."""

from __future__ import annotations

import asyncio
from collections import deque

from bot.errors import SendError
from bot.messages.message import Message
from bot.model import Chat, PlatformFacts, Received, Verdict
from bot.platforms.protocol import Host, OnSent
from bot.platforms.rates import Rates


class FakePlatform:
    """A platform that records what it is sent, with the verdicts it was told; it is its own listener and sender."""

    def __init__(
        self,
        name: str = "telegram",
        *,
        rate: float = 10_000,
        chat_rate: float = 10_000,
        group_per_minute: int | None = None,
        edits: float | None = None,
    ) -> None:
        self.name = name
        self.title = name.capitalize()
        self.facts = PlatformFacts()
        self.rates = Rates(total=rate, chat=chat_rate, group_per_minute=group_per_minute, edits=edits)
        self.sent: list[tuple[Chat, Message, bool]] = []
        self.replies: list[str | None] = []  #: to which message each is a reply
        self.edited: list[tuple[str, Message, bool]] = []  #: the id of each message that was edited, what it shows now
        self.edited_at: list[float] = []
        self.sent_at: list[float] = []
        self.host: Host | None = None  #: of the listener
        self.stopped = False
        self.closed = False
        self.asked = 0  # sends started
        self.refuses: bool | None = False  #: the token; None: it gives no answer
        self._verdicts: deque[Verdict | Exception] = deque()
        self._of_edits: deque[Verdict | Exception] = deque()
        self._hold: asyncio.Event | None = None
        self._news = asyncio.Condition()

    def will(self, *verdicts: Verdict | Exception) -> FakePlatform:
        """Set the verdicts of the next sends; later ones succeed."""
        self._verdicts.extend(verdicts)
        return self

    def will_edit(self, *verdicts: Verdict | Exception) -> FakePlatform:
        """Set the verdicts of the next edits."""
        self._of_edits.extend(verdicts)
        return self

    def hold(self) -> asyncio.Event:
        """Make sends wait until the event is set."""
        self._hold = asyncio.Event()
        return self._hold

    @property
    def listener(self) -> FakePlatform:
        return self

    @property
    def sender(self) -> FakePlatform:
        return self

    async def start(self, host: Host) -> None:
        self.host = host

    async def stop(self) -> None:
        self.stopped = True

    async def close(self) -> None:
        self.closed = True

    async def probe(self) -> None:
        return

    async def is_refused(self) -> bool | None:
        return self.refuses

    async def send(
        self, chat: Chat, message: Message, *, plain: bool = False, reply_to: str | None = None
    ) -> tuple[str, ...]:
        async with self._news:
            self.asked += 1
            self._news.notify_all()
        if self._hold is not None:
            await self._hold.wait()
        if self._verdicts:
            verdict = self._verdicts.popleft()
            raise verdict if isinstance(verdict, Exception) else SendError(verdict)
        self.sent.append((chat, message, plain))
        self.replies.append(reply_to)
        self.sent_at.append(asyncio.get_running_loop().time())
        async with self._news:
            self._news.notify_all()
        return (str(len(self.sent)),)

    async def edit(self, chat: Chat, ref: str, message: Message, *, plain: bool = False) -> None:
        self.edited_at.append(asyncio.get_running_loop().time())
        async with self._news:
            self._news.notify_all()
        if self._hold is not None:
            await self._hold.wait()
        if self._of_edits:
            verdict = self._of_edits.popleft()
            raise verdict if isinstance(verdict, Exception) else SendError(verdict)
        self.edited.append((ref, message, plain))

    async def answer(self, received: Received, message: Message, on_sent: OnSent) -> None:
        await self.send(received.command.chat, message)
        on_sent(received.command.chat, received.command.kind)

    async def wait_started(self, count: int) -> None:
        """Wait until that many sends have started."""
        async with asyncio.timeout(60), self._news:
            await self._news.wait_for(lambda: self.asked >= count)

    async def wait_sent(self, count: int) -> None:
        """Wait until that many messages were sent."""
        async with asyncio.timeout(60), self._news:
            await self._news.wait_for(lambda: len(self.sent) >= count)

    async def wait_edited(self, count: int) -> None:
        """Wait until that many edits have started."""
        async with asyncio.timeout(60), self._news:
            await self._news.wait_for(lambda: len(self.edited_at) >= count)
