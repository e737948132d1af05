"""A host that keeps what a platform heard and answers as told, and a platform that listens for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from bot.messages.message import Message, say
from bot.model import Chat, Command
from bot.platforms.protocol import Platform
from tests.platforms.memory_inbox import MemoryInbox

P = TypeVar("P", bound=Platform)


class Desk:
    """Keeps what was heard and answers as told."""

    def __init__(self) -> None:
        self.inbox = MemoryInbox()
        self.heard: list[Command] = []
        self.reasons: list[str] = []  #: why a token was refused
        self.counted: list[Chat] = []  #: of each answer that counts into a pace
        self.says: Callable[[Command], Message] = lambda command: say(f"heard {command.name}")
        self.gate: asyncio.Event | None = None  #: answers to "… slow" wait for it

    async def hears(self, count: int) -> None:
        async with asyncio.timeout(10):
            while len(self.heard) < count:
                await asyncio.sleep(0.01)

    async def is_refused(self) -> None:
        async with asyncio.timeout(10):
            while not self.reasons:
                await asyncio.sleep(0.01)

    async def answer(self, command: Command) -> Message:
        self.heard.append(command)
        if self.gate is not None and "slow" in command.text:
            await self.gate.wait()
        return self.says(command)

    def refused(self, platform: str, reason: str) -> None:
        self.reasons.append(reason)

    def sent(self, chat: Chat) -> None:
        self.counted.append(chat)


@asynccontextmanager
async def listening(platform: P, desk: Desk | None = None) -> AsyncIterator[P]:
    """Both halves of a platform, until they are stopped in the order in which a worker stops them."""
    await platform.listener.start(desk or Desk())
    try:
        yield platform
    finally:
        await asyncio.wait_for(stop(platform), 5)


async def stop(platform: Platform) -> None:
    await platform.listener.stop()
    await platform.sender.close()
