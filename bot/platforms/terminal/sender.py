"""Prints messages; what is printed stays, so an edit prints what was added. Files that come along go into a folder."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

from bot.errors import SendError
from bot.i18n.catalogue import platforms as texts
from bot.i18n.keys import to_json
from bot.i18n.text import Phrase
from bot.messages.message import Aside, Attachment, Message, line, say
from bot.model import Chat, Received, Stop
from bot.platforms.protocol import OnSent
from bot.platforms.terminal.screen import Screen

UNNAMED = "file"
REPLY = "↳ "  #: before a message that follows an earlier one up
MOST_OF_A_NAME = 1000  #: files of one name that are kept side by side


class TerminalSender:
    """Prints messages."""

    def __init__(self, screen: Screen, folder: Path | None = None) -> None:
        """`folder`: where files and pictures are written to; None: where the program was started."""
        self._screen = screen
        self._folder = folder or Path.cwd()
        self._refs = itertools.count(1)
        self.closed = False  #: could it not be written to?

    async def send(
        self, chat: Chat, message: Message, *, plain: bool = False, reply_to: str | None = None
    ) -> tuple[str, ...]:
        """Print the message, with an arrow before a reply; its id is a running number.

        Raises:
            SendError: Stop, the terminal is closed.
        """
        self._show(_replying(message) if reply_to else message, plain=plain)
        return (str(next(self._refs)),)

    async def edit(self, chat: Chat, ref: str, message: Message, *, plain: bool = False) -> None:
        """Print an alert's headline and who else tells of it, for all else was printed; any other message whole."""
        self._show(_added(message), plain=plain)

    async def answer(self, received: Received, message: Message, on_sent: OnSent) -> None:
        """Print the answer; a terminal has no rate limit."""
        self._show(message)

    async def close(self) -> None:
        """Do nothing: there is nothing to close."""

    def _show(self, message: Message, *, plain: bool = False) -> None:
        message, path = _written(message, self._folder)
        try:
            self._screen.show(message, plain=plain)
            if path is not None:
                self._screen.show(say(f"📎 {path}"), plain=plain)
        except (OSError, ValueError) as error:
            self.closed = True
            raise SendError(Stop(detail=to_json(Phrase(texts.TERMINAL_CLOSED, {"error": str(error)})))) from error


def _replying(message: Message) -> Message:
    """The message with an arrow before its first line."""
    first, *others = message.paragraphs or ((line(""),),)
    return replace(message, paragraphs=((line(REPLY, *first[0]), *first[1:]), *others))


def _added(message: Message) -> Message:
    """What an edit of it shows that may be new."""
    asides = [each for part in message.paragraphs if isinstance(part, Aside) for each in part]
    is_alert = bool(asides or message.more)
    return Message(paragraphs=((message.paragraphs[0][0], *asides),)) if is_alert else message


def _written(message: Message, folder: Path) -> tuple[Message, Path | None]:
    """The message, and where the file that it came with is; where none could be written, it says so."""
    if message.attachment is None:
        return message, None
    try:
        path = _write(message.attachment, folder)
    except OSError:
        return message.without_attachment(), None
    return replace(message, attachment=None), path


def _write(attached: Attachment, folder: Path) -> Path:
    """Write it under its name, or that with a number: what stands there is never overwritten. Raises OSError."""
    name = Path(Path(attached.name).name.strip(".") or UNNAMED)
    for number in range(1, MOST_OF_A_NAME):
        path = folder / (name if number == 1 else f"{name.stem}-{number}{name.suffix}")
        try:
            with path.open("xb") as file:
                file.write(attached.content)
        except FileExistsError:
            continue
        return path
    raise FileExistsError(folder / name)
