"""What a platform must offer: listen to people, and send.

    update ─ Listener ─ Received ─ Inbox ─ Host.answer ─ Message ─ Sender.answer         Sender.send, .edit ◀─ lane

Listening and sending are two objects, each of which opens its own connections: one process may listen while another
sends. Lifetimes differ, too: a listener starts and stops as its lease comes and goes, a sender lives as long as the
process.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from bot.messages.message import Message
from bot.model import Chat, Command, Received
from bot.platforms.rates import Rates


class Inbox(Protocol):
    """What platforms told us, stored until it is answered; what is told twice is stored once.

    Every method raises StorageError while the database is locked, full or away.
    """

    async def receive(self, received: Sequence[Received]) -> list[Received]:
        """Store what came in; those of it that had not come before."""

    async def unanswered(self, platform: str, busy: Collection[str]) -> list[Received]:
        """What is stored and to be answered still, in the order in which it came, without the updates named `busy`."""

    async def begin(self, received: Received) -> bool:
        """Its answer begins; False: there was one already.

        Raises:
            LeaseLostError: another worker answers there now.
        """

    async def finish(self, received: Received) -> None:
        """It is answered: what it said is forgotten, its id is not."""


class Host(Protocol):
    """Who runs a listener, and answers what it hears."""

    @property
    def inbox(self) -> Inbox:
        """Where what came in is stored."""

    async def answer(self, command: Command) -> Message:
        """Run the command's handler; never raises."""

    def refused(self, platform: str, reason: str) -> None:
        """The platform refuses its token for good; `reason` is for people to read."""

    def sent(self, chat: Chat) -> None:
        """An answer went out to this chat: what is owed makes room for it."""


class Listener(Protocol):
    """The receiving half of a platform."""

    async def start(self, host: Host) -> None:
        """Begin to listen and to answer. Returns at once: a platform that is down is retried in the background.

        May be called again after `stop`.

        Raises:
            StatedProblem: the token is refused. Nothing is left open.
        """

    async def stop(self) -> None:
        """Listen no more, finish the answers in flight, and close the listener's connections."""


class Sender(Protocol):
    """The sending half of a platform. It needs no start: connections are opened by the first message."""

    async def send(self, chat: Chat, message: Message, *, plain: bool = False) -> tuple[str, ...]:
        """Send a message, split where it is longer than the platform takes, and return the id of each part.

        `plain` sends it without any markup or buttons, for these may be what the platform refused.

        Raises:
            SendError: with the Verdict that the platform's error means, and the ids of the parts that were taken.
        """

    async def edit(self, chat: Chat, ref: str, message: Message, *, plain: bool = False) -> None:
        """Replace the text and the buttons of an earlier message; one that says the same already is a success.

        `ref` is the id that `send` returned. What does not fit one message is left out.

        Raises:
            SendError: GiveUp if the message is gone or may not be edited any more; else as in `send`.
        """

    async def answer(self, received: Received, message: Message, sent: Callable[[Chat], None]) -> None:
        """Answer where the command came from: in a new message, or in place of the one whose button was pressed.

        No outbox keeps an answer, so passing errors are retried here for a short while. `sent` is called with the
        chat of each message that counts into its pace, as it goes out.

        Raises:
            SendError: it could not be answered, or not to the end.
        """

    async def close(self) -> None:
        """Finish what is being sent and close the connections.

        What is sent later is refused as a passing error, except on a terminal, which has nothing to close.
        """


class Platform(Protocol):
    """One platform, in and out."""

    @property
    def name(self) -> str:
        """ "telegram", "slack" or "terminal"."""

    @property
    def rates(self) -> Rates:
        """How fast it takes messages."""

    @property
    def listener(self) -> Listener:
        """The receiving half."""

    @property
    def sender(self) -> Sender:
        """The sending half."""

    async def probe(self) -> None:
        """Ask the platform once whether it knows us, for `python -m bot check`. Leaves nothing open.

        Raises:
            StatedProblem: the token is refused, or the platform can't be reached.
        """
