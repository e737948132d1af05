"""A platform that refuses what exceeds its limits, and then everything for a while."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict, deque
from datetime import timedelta

from bot.errors import SendError
from bot.messages.message import Message
from bot.model import Cause, Chat, PlatformFacts, Received, RetryAt, Verdict
from bot.platforms.protocol import Host, OnSent
from bot.platforms.rates import Rates


class Window:
    """At most `most` within any `span` seconds."""

    def __init__(self, most: int, span: float) -> None:
        self._most, self._span = most, span
        self._taken: deque[float] = deque()

    def takes(self, now: float) -> bool:
        while self._taken and now - self._taken[0] >= self._span:
            self._taken.popleft()
        if len(self._taken) >= self._most:
            return False
        self._taken.append(now)
        return True


class RateLimitedPlatform:
    """Telegram at its strictest: 30 a second in all, 1 in a chat, 20 a minute in a group (an id that begins with -)."""

    name = "telegram"
    title = "Telegram"
    facts = PlatformFacts()

    def __init__(self, *, rate: float = 28.0, latency: float = 0.1, jitter: float = 0.02) -> None:
        self.rates = Rates(total=rate, chat=1.0, group_per_minute=20)
        self.latency = latency
        self.sent: list[tuple[float, Chat, Message]] = []
        self.refusals = 0
        self._jitter = jitter
        self._random = random.Random(7)
        self._all = Window(30, 1.0)
        self._chats: defaultdict[str, Window] = defaultdict(lambda: Window(1, 0.95))  # some jitter is tolerated
        self._groups: defaultdict[str, Window] = defaultdict(lambda: Window(20, 60.0))
        self.wrongly: dict[str, Verdict] = {}  #: what chats are refused with, until it is taken back; "" for all
        self._blocked: defaultdict[str, float] = defaultdict(float)  # until when, by chat; "" for all

    def limit(self, chat: str, seconds: float) -> None:
        """Refuse everything to this chat for so long; "" for all."""
        self._blocked[chat] = asyncio.get_running_loop().time() + seconds

    @property
    def listener(self) -> RateLimitedPlatform:
        return self

    @property
    def sender(self) -> RateLimitedPlatform:
        return self

    async def start(self, host: Host) -> None:
        """Do nothing: nobody writes here."""

    async def is_refused(self) -> bool:
        return False

    async def probe(self) -> None:
        """Do nothing."""

    async def stop(self) -> None:
        """Do nothing."""

    async def close(self) -> None:
        """Do nothing."""

    async def edit(self, chat: Chat, ref: str, message: Message, *, plain: bool = False) -> None:
        await self.send(chat, message, plain=plain)

    async def answer(self, received: Received, message: Message, on_sent: OnSent) -> None:
        await self.send(received.command.chat, message)

    async def send(
        self, chat: Chat, message: Message, *, plain: bool = False, reply_to: str | None = None
    ) -> tuple[str, ...]:
        await asyncio.sleep(self.latency / 2 + self._random.random() * self._jitter)
        self._check(chat.id, asyncio.get_running_loop().time())
        await asyncio.sleep(self.latency / 2)
        self.sent.append((asyncio.get_running_loop().time(), chat, message))
        return (str(len(self.sent)),)

    def _check(self, chat: str, now: float) -> None:
        if wrong := self.wrongly.get(chat) or self.wrongly.get(""):
            self.refusals += 1
            raise SendError(wrong)
        if now < max(self._blocked[""], self._blocked[chat]):
            self._refuse(max(self._blocked[""], self._blocked[chat]) - now)
        if not self._all.takes(now):
            self._blocked[""] = now + 5
            self._refuse(5)
        if not self._chats[chat].takes(now):
            self._blocked[chat] = now + 3
            self._refuse(3)
        if chat.startswith("-") and not self._groups[chat].takes(now):
            self._blocked[chat] = now + 30
            self._refuse(30)

    def _refuse(self, seconds: float) -> None:
        self.refusals += 1
        raise SendError(RetryAt(cause=Cause.FLOOD, detail="429", after=timedelta(seconds=seconds), whole_platform=True))
