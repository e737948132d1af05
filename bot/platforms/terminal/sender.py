"""Messages to the screen; what is printed stays, so an edit prints anew."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from bot.errors import SendError
from bot.messages.message import Message
from bot.model import Chat, Received, Stop
from bot.platforms.terminal.screen import Screen


class TerminalSender:
    """Prints."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._refs = itertools.count(1)

    async def send(self, chat: Chat, message: Message, *, plain: bool = False) -> tuple[str, ...]:
        """Print the message; its id is a running number.

        Raises:
            SendError: Stop, the terminal is gone.
        """
        self._show(message, plain=plain)
        return (str(next(self._refs)),)

    async def edit(self, chat: Chat, ref: str, message: Message, *, plain: bool = False) -> None:
        """Print the message anew."""
        self._show(message, plain=plain)

    async def answer(self, received: Received, message: Message, sent: Callable[[Chat], None]) -> None:
        """Print the answer; a terminal has no pace to keep."""
        self._show(message)

    async def close(self) -> None:
        """There is nothing to close."""

    def _show(self, message: Message, *, plain: bool = False) -> None:
        try:
            self._screen.show(message, plain=plain)
        except (OSError, ValueError) as error:
            raise SendError(Stop(detail=f"The terminal can't be written to: {error}")) from error
