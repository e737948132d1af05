"""The protocol of a platform: a listener, a sender, and the host of a listener.

    update ─ Listener ─ Received ─ Inbox ─ Host.answer ─ Message ─ Sender.answer         Sender.send, .edit ◀─ lane

Listening and sending are two objects, each with connections of its own: one process may listen while another sends.
Their lifetimes differ, too: a listener starts and stops with its lease, a sender lives as long as the process.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.i18n.text import Phrase
from bot.messages.inline import InlineAnswer
from bot.messages.message import Message
from bot.model import Call, Chat, ChatKind, Command, PlatformFacts, Received, Target
from bot.platforms.rates import Rates

OnSent = Callable[[Chat, ChatKind], None]  #: called for each message that counts into the pace of a chat


@dataclass(frozen=True, kw_only=True)
class ProfileTexts:
    """What the profile says in one language."""

    menu: tuple[tuple[str, str], ...]  #: commands with their summaries
    description: str  #: shown in an empty chat
    short_description: str  #: shown in the profile, and where the bot is shared


class Inbox(Protocol):
    """What platforms told us, stored until it is answered; what is told twice is stored once.

    Every method raises StorageError while the database is locked, full or away.
    """

    async def receive(self, received: Sequence[Received]) -> list[Received]:
        """Store what came in; those of it that had not come before."""

    async def unanswered(self, lane: str, busy: Collection[str]) -> list[Received]:
        """What is stored and to be answered still, in the order in which it came, without the updates named `busy`."""

    async def begin(self, received: Received) -> bool:
        """Its answer begins; False: there was one already.

        Raises:
            LeaseLostError: another worker answers there now.
        """

    async def finish(self, received: Received) -> None:
        """It is answered: what it said is forgotten, its id is not."""


class CallBox(Protocol):
    """What platforms called our web server for, in this process or in another one.

    All but `wait` raise StorageError while the database is locked, full or away.
    """

    async def unread(self, lane: str) -> list[Call]:
        """The next calls to read, in the order in which they came; none: all is read."""

    async def forget(self, calls: Sequence[Call]) -> None:
        """They are read, and what they said is stored as updates: their bodies are deleted."""

    async def wait(self, lane: str) -> None:
        """Wait until there may be more: this process was called, or has looked for what others were called for."""


class Host(Protocol):
    """Runs a listener, and answers its commands."""

    @property
    def calls(self) -> CallBox:
        """What platforms called our web server for."""

    @property
    def inbox(self) -> Inbox:
        """Where what came in is stored."""

    async def changed_by(self, command: Command) -> Chat | None:
        """The chat whose follows a command changes: its own, or the channel that it speaks for; None: it changes none.

        Raises:
            StorageError: it can't be known now.
        """

    async def target_of(self, command: Command) -> Target | None:
        """Another chat that a command is about, in which the platform is to look who asks; None: it is about its own.

        Raises:
            StorageError: it can't be known now.
        """

    async def answer(self, command: Command) -> Message:
        """Run the command's handler; never raises."""

    async def find(self, command: Command, offset: str) -> InlineAnswer:
        """What is offered to who types a topic in another chat, from `offset` on ("": from the first); never raises."""

    def refused(self, platform: str, reason: Phrase) -> None:
        """The platform has refused its token: it is asked whether it is meant. `reason` is shown to operators."""

    def cut_off(self, platform: str, reason: Phrase) -> None:
        """Nothing has come from the platform for minutes, though it may take messages; `reason` is for operators."""

    def reconnected(self, platform: str) -> None:
        """What people do on the platform comes in again, and has for a while."""

    def answered(self, command: Command, seconds: float) -> None:
        """A command has its answer, so many seconds after it came in here."""

    def count_sent(self, chat: Chat, kind: ChatKind) -> None:
        """Count an answer into the pace of its chat: what is owed waits accordingly."""


class Listener(Protocol):
    """The receiving half of a platform."""

    async def start(self, host: Host) -> None:
        """Start to listen and to answer. Returns soon: a platform that is down is retried in the background.

        May be called again after `stop`.

        Raises:
            StatedProblem: the token is refused. Nothing is left open.
        """

    async def stop(self) -> None:
        """Stop listening, finish the answers in flight, and close the listener's connections."""


class Sender(Protocol):
    """The sending half of a platform. It needs no start: the first message opens the connections."""

    async def send(
        self, chat: Chat, message: Message, *, plain: bool = False, reply_to: str | None = None
    ) -> tuple[str, ...]:
        """Send a message, split if it is too long for the platform, and return the id of each part.

        `plain` sends it without markup and buttons, because these may be what the platform refused. `reply_to` is the
        id of an earlier message that it is a reply to; if that is gone, it is sent by itself.

        Raises:
            SendError: with the Verdict that the platform's error means, and the ids of the parts that were sent.
        """

    async def edit(self, chat: Chat, ref: str, message: Message, *, plain: bool = False) -> None:
        """Replace text and buttons of an earlier message; an unchanged message is a success.

        `ref` is the id that `send` returned. What does not fit in one message is left out.

        Raises:
            SendError: GiveUp if the message is gone or may not be edited any more; else as in `send`.
        """

    async def answer(self, received: Received, message: Message, on_sent: OnSent) -> None:
        """Answer where the command came from: in a new message, or in place of the one whose button was pressed.

        What the platform shows while a button waits is ended first. Answers are not in the outbox, so temporary errors
        are retried here for a short while. `on_sent` is called for each message that counts into the pace of its chat.

        Raises:
            SendError: the answer could not be sent, or not completely.
        """

    async def close(self) -> None:
        """Finish messages in flight and close the connections.

        Later sends fail with a temporary error, except on a terminal, which has nothing to close.
        """


class Platform(Protocol):
    """One platform: a listener, a sender, and its rates."""

    @property
    def name(self) -> str:
        """ "telegram", "slack" or "terminal"; of a workspace that has installed the app its lane, "slack:T1"."""

    @property
    def title(self) -> str:
        """Its name as people see it: "Telegram", "Slack (Acme)"."""

    @property
    def rates(self) -> Rates:
        """How fast it takes messages."""

    @property
    def facts(self) -> PlatformFacts:
        """What differs from other platforms, of what texts depend on."""

    @property
    def listener(self) -> Listener:
        """The receiving half."""

    @property
    def sender(self) -> Sender:
        """The sending half."""

    async def probe(self) -> Phrase | None:
        """Check the token and the connection once, for `python -m bot check`. Leaves nothing open.

        Returns what else the operator should know; None: nothing.

        Raises:
            StatedProblem: the token is refused, the platform can't be reached, or something else gets its updates.
        """

    async def is_refused(self) -> bool | None:
        """Is the token that sends refused? Asks the platform once; None: it gives no answer. Leaves nothing open."""
