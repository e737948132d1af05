"""A host that records commands and answers as told, and a platform that listens for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from bot.messages.inline import InlineAnswer
from bot.messages.message import Message, say
from bot.model import Chat, ChatKind, Command, Target
from bot.platforms.protocol import Platform
from tests.platforms.memory_calls import MemoryCalls
from tests.platforms.memory_inbox import MemoryInbox

P = TypeVar("P", bound=Platform)
CHANGES = ("follow", "unfollow", "undo")


class RecordingHost:
    """Records commands and answers as told."""

    def __init__(self) -> None:
        self.inbox = MemoryInbox()
        self.calls = MemoryCalls()
        self.received: list[Command] = []
        self.reasons: list[str] = []  #: why a token was refused
        self.reports: list[str] = []  #: why nothing comes from a platform; empty: all comes again
        self.answered_names: list[str] = []  #: of the commands that have their answers
        self.counted: list[tuple[Chat, ChatKind]] = []  #: the answers that count into a pace
        self.reply: Callable[[Command], Message] = lambda command: say(f"heard {command.name}")
        self.sought: list[tuple[Command, str]] = []  #: what was typed in other chats, with its offset
        self.found: Callable[[Command], InlineAnswer] = lambda command: InlineAnswer()
        #: as handlers would say: what is followed changes in the command's chat
        self.changes: Callable[[Command], Chat | None] = lambda command: (
            command.chat if command.name in CHANGES else None
        )
        #: as handlers would say: a command about another chat
        self.targets: Callable[[Command], Target | None] = lambda command: None
        self.gate: asyncio.Event | None = None  #: answers to "… slow" wait for it

    async def wait_received(self, count: int) -> None:
        async with asyncio.timeout(10):
            while len(self.received) < count:
                await asyncio.sleep(0.01)

    async def wait_refused(self) -> None:
        async with asyncio.timeout(10):
            while not self.reasons:
                await asyncio.sleep(0.01)

    async def changed_by(self, command: Command) -> Chat | None:
        return self.changes(command)

    async def target_of(self, command: Command) -> Target | None:
        return self.targets(command)

    async def answer(self, command: Command) -> Message:
        self.received.append(command)
        if self.gate is not None and "slow" in command.text:
            await self.gate.wait()
        return self.reply(command)

    async def find(self, command: Command, offset: str) -> InlineAnswer:
        self.sought.append((command, offset))
        if self.gate is not None and "slow" in command.text:
            await self.gate.wait()
        return self.found(command)

    def refused(self, platform: str, reason: Phrase) -> None:
        self.reasons.append(ENGLISH(reason))

    def cut_off(self, platform: str, reason: Phrase) -> None:
        self.reports.append(ENGLISH(reason))

    def reconnected(self, platform: str) -> None:
        self.reports.append("")

    def answered(self, command: Command, seconds: float) -> None:
        self.answered_names.append(command.name)

    def count_sent(self, chat: Chat, kind: ChatKind) -> None:
        self.counted.append((chat, kind))


@asynccontextmanager
async def listening(platform: P, host: RecordingHost | None = None) -> AsyncIterator[P]:
    """Run both halves of a platform, and stop them in the order of a worker."""
    await platform.listener.start(host or RecordingHost())
    try:
        yield platform
    finally:
        await asyncio.wait_for(stop(platform), 5)


async def stop(platform: Platform) -> None:
    await platform.listener.stop()
    await platform.sender.close()
