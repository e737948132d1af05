"""The terminal, in and out.

    line typed -> pressed number or command -> answer -> print
    alert      -> print, above the line that is being typed

A number typed presses the button that was shown with it. Numbers run on through the session, so that an alert which
arrives meanwhile never makes a number mean another button.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import sys
from collections.abc import Callable, Sequence
from typing import TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.patch_stdout import patch_stdout
from prompt_toolkit.utils import get_term_environment_variable, is_dumb_terminal
from rich.console import Console

from bot.delivery.pace import Rates
from bot.delivery.platform import Answer
from bot.errors import SendError
from bot.messages.message import Message
from bot.model import Chat, ChatKind, Command, Stop
from bot.platforms.terminal.format import PLAIN, Look, choices, render, write
from bot.platforms.terminal.lines import read_lines

LOCAL = Chat(platform="terminal", id="local")  #: there is one chat, the one on the screen
PROMPT = "> "
GREETING = "/help lists the commands, a number presses its button, /quit or Ctrl-D leaves."
LEAVE = "quit"
REMEMBERED = 1000  #: buttons that can still be pressed; then the numbers begin again

#: terminals known not to show OSC 8 links: the Linux console, old screen
#: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
LINKLESS_TERMS = ("linux", "screen", "vt100", "vt220")


class TerminalPlatform:
    """One chat on the terminal that the program was started from."""

    name = "terminal"
    rates = Rates(total=1000.0, chat=1000.0, chat_burst=1000)

    def __init__(
        self, on_quit: Callable[[], None], *, commands: Sequence[str] = (), hear_at_start: bool = True
    ) -> None:
        """`commands` are completed with Tab; without `hear_at_start` nothing is read until `hear` is called."""
        self.on_sent: Callable[[Chat], None] | None = None  #: never called: a terminal has no pace to keep
        self._on_quit = on_quit
        self._commands = tuple(f"/{name}" for name in (*commands, LEAVE))
        self._hear_at_start = hear_at_start
        self._answer: Answer | None = None
        self._answering = asyncio.Lock()
        self._hearing: asyncio.Task[None] | None = None
        self._refs = itertools.count(1)
        self._numbers = itertools.cycle(range(1, REMEMBERED))
        self._buttons: dict[int, str] = {}

    async def start(self, answer: Answer, fail: Callable[[str], None]) -> None:
        """Begin to read what is typed; a terminal can't be refused, so `fail` is never called."""
        self._answer = answer
        if self._hear_at_start:
            self.hear()

    async def probe(self) -> None:
        """A terminal needs no token and is always there."""

    def hear(self) -> None:
        """Read what is typed, from a prompt if people sit at both ends, else line by line."""
        if self._hearing is None:
            self._hearing = asyncio.create_task(self._chat())

    async def stop(self) -> None:
        """Read no more and give the terminal back as it was; an answer under way is finished."""
        if self._hearing is not None:
            async with self._answering:
                self._hearing.cancel()
            await asyncio.wait([self._hearing])
            self._hearing = None

    async def send(self, chat: Chat, message: Message, *, plain: bool = False) -> str:
        """Print the message; the reference is its running number.

        Raises:
            SendError: Stop, the terminal is gone.
        """
        try:
            self.show(message, plain=plain)
        except (OSError, ValueError) as error:
            raise SendError(Stop(reason=f"The terminal can't be written to: {error}")) from error
        return str(next(self._refs))

    def show(self, message: Message, *, plain: bool = False) -> None:
        """Print a message and number its buttons."""
        if message.silent:
            return
        look = PLAIN if plain else _look(sys.stdout)
        buttons = choices(message)
        numbers = [next(self._numbers) for _ in buttons]
        self._buttons.update(zip(numbers, (button.action for button in buttons), strict=True))
        _put(write(render(message, numbers, look), look) + "\n")

    async def type(self, line: str) -> bool:
        """Take a line as if a person had typed it, and print the answer. False: they want to leave."""
        command = self._command(line.strip())
        if command is None:
            return True
        if command.name == LEAVE:
            return False
        assert self._answer is not None, "the platform is not started"  # noqa: S101 - a slip of ours, not of a person
        async with self._answering:
            self.show(await self._answer(command))
        return True

    def _command(self, line: str) -> Command | None:
        """What the line asks: a button by its number, a command, or plain text. None: an empty line."""
        if not line:
            return None
        number = line.removeprefix("[").removesuffix("]")
        action = self._buttons.get(int(number)) if number.isascii() and number.isdigit() and len(number) < 5 else None
        if action is not None:
            name, _, text = action.partition(" ")
        elif line.startswith("/") and line != "/":
            name, text = (*line[1:].split(maxsplit=1), "", "")[:2]
            name = name.lower()
        else:
            name, text = "", line
        return Command(
            chat=LOCAL,
            kind=ChatKind.TERMINAL,
            name=name,
            text=text.strip(),
            person=LOCAL.id,
            button=action is not None,
        )

    async def _chat(self) -> None:
        """Hear until nothing more can come, then say that the person has left."""
        with contextlib.suppress(OSError):  # nobody reads the answers any more: the same as leaving
            await (self._prompt() if sys.stdin.isatty() and sys.stdout.isatty() else self._read())
        self._on_quit()

    async def _prompt(self) -> None:
        """Answer a person; what others print meanwhile appears above the line being typed."""
        session: PromptSession[str] = PromptSession(
            PROMPT, completer=WordCompleter(self._commands, sentence=True), complete_while_typing=False
        )
        _put(GREETING + "\n\n")
        with patch_stdout(raw=True):  # the escape sequences are rich's own; texts hold none
            while True:
                try:
                    line = await session.prompt_async(handle_sigint=False)
                except (EOFError, KeyboardInterrupt):
                    break
                if not await self.type(line):
                    break

    async def _read(self) -> None:
        """Answer a script: each line in turn."""
        async for line in read_lines(sys.stdin.fileno()):
            if not await self.type(line):
                break


def _look(out: TextIO) -> Look:
    """What can be shown there: nothing but text unless a person looks at it."""
    if not out.isatty() or is_dumb_terminal():
        return PLAIN
    # macOS's own Terminal shows no links and can't be told apart without looking into the environment
    links = sys.platform != "darwin" and not get_term_environment_variable().startswith(LINKLESS_TERMS)
    return Look(links=links, width=Console(file=out).width)


def _put(text: str) -> None:
    """Write at once; what the terminal's encoding lacks becomes a question mark."""
    out = sys.stdout
    encoding = out.encoding or "utf-8"
    out.write(text.encode(encoding, "replace").decode(encoding))
    out.flush()
