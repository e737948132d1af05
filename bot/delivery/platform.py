"""What a platform must offer: hear people, and send."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.delivery.pace import Rates
from bot.messages.message import Message
from bot.model import Chat, Command

Answer = Callable[[Command], Awaitable[Message]]  #: app makes it: runs the handler in a thread, never raises


class Platform(Protocol):
    """One platform, in and out."""

    name: str  #: "telegram", "slack" or "terminal"
    rates: Rates  #: how fast it takes messages
    on_sent: Callable[[Chat], None] | None  #: told of each message that no delivery counts: answers, further parts

    async def start(self, answer: Answer, fail: Callable[[str], None]) -> None:
        """Begin to hear people; returns at once, a platform that is down at the start is retried in the background.

        `fail` is called with a readable reason when the platform is refused for good (a wrong token) after the start.

        Raises:
            StatedProblem: the token is refused.
        """

    async def probe(self) -> None:
        """Ask the platform once whether it knows us; for `python -m bot check`, instead of `start`.

        Raises:
            StatedProblem: the token is refused, or the platform can't be reached.
        """

    async def stop(self) -> None:
        """Hear nobody any more and close connections; answers under way are finished."""

    async def send(self, chat: Chat, message: Message, *, plain: bool = False) -> str:
        """Send one message (over-long ones are cut, never refused) and return the platform's id of it.

        `plain` sends it without any markup.

        Raises:
            SendError: with the Verdict that the platform's error means.
        """
