"""A desk that keeps what the platform heard and answers as told, and a platform that talks to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from types import ModuleType
from typing import Any

from bot.messages.message import Message, say
from bot.model import Chat, Command
from bot.platforms.telegram import TelegramPlatform
from tests.platforms.telegram.server import TOKEN, TelegramServer

CHAT = Chat(platform="telegram", id="7")


@contextmanager
def hasty(room: ModuleType, **values: object) -> Iterator[None]:
    """Pauses and patience of a module, shortened for a while."""
    before = {name: getattr(room, name) for name in values}
    for name, value in values.items():
        setattr(room, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(room, name, value)


class Desk:
    """Keeps what was heard and answers as told."""

    def __init__(self) -> None:
        self.heard: list[Command] = []
        self.reasons: list[str] = []
        self.says: Callable[[Command], Message] = lambda command: say(f"heard {command.name}")
        self.gate: asyncio.Event | None = None  #: answers to "… slow" wait for it

    async def hears(self, count: int) -> None:
        async with asyncio.timeout(10):
            while len(self.heard) < count:
                await asyncio.sleep(0.01)

    async def answer(self, command: Command) -> Message:
        self.heard.append(command)
        if self.gate is not None and "slow" in command.text:
            await self.gate.wait()
        return self.says(command)


@asynccontextmanager
async def hearing(server: TelegramServer, desk: Desk | None = None, **more: Any) -> AsyncIterator[TelegramPlatform]:
    desk = desk or Desk()
    platform = TelegramPlatform(
        token=TOKEN, api_url=server.url + "/", operators=frozenset({"7"}), menu=[("follow", "hear"), ("manage", "x")],
        description="d", short_description="s", **more,
    )  # fmt: skip
    await platform.start(desk.answer, desk.reasons.append)
    try:
        yield platform
    finally:
        await asyncio.wait_for(platform.stop(), 5)
