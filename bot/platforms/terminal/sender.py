"""Prints messages; what is printed stays, so an edit prints again."""

from __future__ import annotations

import itertools

from bot.errors import SendError
from bot.i18n.catalogue import platforms as texts
from bot.i18n.keys import to_json
from bot.i18n.text import Phrase
from bot.messages.message import Message
from bot.model import Chat, Received, Stop
from bot.platforms.protocol import OnSent
from bot.platforms.terminal.screen import Screen


class TerminalSender:
    """Prints messages."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._refs = itertools.count(1)
        self.closed = False  #: could it not be written to?

    async def send(self, chat: Chat, message: Message, *, plain: bool = False) -> tuple[str, ...]:
        """Print the message; its id is a running number.

        Raises:
            SendError: Stop, the terminal is closed.
        """
        self._show(message, plain=plain)
        return (str(next(self._refs)),)

    async def edit(self, chat: Chat, ref: str, message: Message, *, plain: bool = False) -> None:
        """Print the message again."""
        self._show(message, plain=plain)

    async def answer(self, received: Received, message: Message, on_sent: OnSent) -> None:
        """Print the answer; a terminal has no rate limit."""
        self._show(message)

    async def close(self) -> None:
        """Do nothing: there is nothing to close."""

    def _show(self, message: Message, *, plain: bool = False) -> None:
        try:
            self._screen.show(message, plain=plain)
        except (OSError, ValueError) as error:
            self.closed = True
            raise SendError(Stop(detail=to_json(Phrase(texts.TERMINAL_CLOSED, {"error": str(error)})))) from error
