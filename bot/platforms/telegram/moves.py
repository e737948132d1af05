"""A group that becomes a supergroup has another id: Telegram tells it of the old one and of the new one, and besides
that we came to the new one, in any order within a moment. Nobody added us there, so nobody is to be greeted."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import replace

from telegram import Update

from bot.model import MOVED, ChatKind, Received

SETTLED_AFTER = 1.0  #: seconds for which a greeting waits: what belongs together may be told in two answers


class Moves:
    """The new ids of groups, as far as this process was told."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._told = asyncio.Event()

    def expect(self, updates: Sequence[Update]) -> None:
        """Look through what came for groups that moved."""
        for message in [update.message for update in updates if update.message is not None]:
            if message.migrate_to_chat_id is not None:
                self._ids.add(str(message.migrate_to_chat_id))
            elif message.migrate_from_chat_id is not None:
                self._ids.add(str(message.chat.id))
        self._told.set()

    async def settled(self, received: Received) -> Received:
        """That we came to a group, once it is known whether the group is one that moved; anything else as it is."""
        command = received.command
        if not (command.event and command.name == "start" and command.kind is ChatKind.GROUP):
            return received
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SETTLED_AFTER):
                while command.chat.id not in self._ids:
                    self._told.clear()
                    await self._told.wait()
        moved = command.chat.id in self._ids
        return replace(received, command=replace(command, text=MOVED)) if moved else received
