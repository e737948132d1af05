"""Reads what is typed at the terminal.

    line ─ command, or number of a button ─ answer ─ print

Typing a number presses the button that was printed with it. Nothing is stored: who types sees the program end.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.patch_stdout import patch_stdout

from bot.errors import SendError
from bot.i18n.catalogue import terminal as texts
from bot.i18n.translator import Translator
from bot.messages.message import code, say
from bot.messages.sentences import sentence
from bot.model import Chat, ChatKind, Command, Received
from bot.platforms.protocol import Host, Sender
from bot.platforms.terminal.lines import read_lines
from bot.platforms.terminal.paths import file_at
from bot.platforms.terminal.screen import Screen
from bot.platforms.typed_text import as_typed, spoken_command

LOCAL = Chat(platform="terminal", id="local")  #: the only chat
PROMPT = "> "
QUIT = "quit"
#: what ends the program, with a slash or without
LEAVE = frozenset({QUIT, "exit", "q", ":q", "bye", "выход", "выйти", "шығу"})


class TerminalListener:
    """Reads lines and answers each in turn."""

    def __init__(
        self,
        screen: Screen,
        *,
        sender: Sender,
        on_quit: Callable[[], None],
        commands: Sequence[str],
        translate: Translator,
        read_at_start: bool,
    ) -> None:
        """`translate`: into the language of who sits here, until they choose another."""
        self._screen = screen
        self._sender = sender
        self._on_quit = on_quit
        self._commands = tuple(f"/{name}" for name in (*commands, QUIT))
        self._translate = translate
        self._read_at_start = read_at_start
        self._host: Host | None = None
        self._answering = asyncio.Lock()
        self._reading: asyncio.Task[None] | None = None

    async def start(self, host: Host) -> None:
        """Start to read, unless `read_at_start` is off."""
        self._host = host
        if self._read_at_start:
            self.read()

    def read(self) -> None:
        """Start to read: from a prompt if input and output are terminals, else line by line."""
        if self._reading is None:
            self._reading = asyncio.create_task(self._chat())

    async def stop(self) -> None:
        """Stop reading and restore the terminal; finish the answer in flight."""
        if self._reading is not None:
            async with self._answering:
                self._reading.cancel()
            await asyncio.wait([self._reading])
            self._reading = None

    async def type(self, line: str) -> bool:
        """Handle a line as if a person had typed it, and print the answer; False: they want to leave.

        Raises:
            SendError: the terminal is closed.
        """
        typed = as_typed(line)
        if typed.removeprefix("/").casefold() in LEAVE:
            return False
        command = self._command(typed)
        if command is not None:
            await self._answer(command)
        return True

    async def _answer(self, command: Command) -> None:
        host = self._host
        assert host is not None, "the listener is not started"  # noqa: S101 - a bug, not an error of a person
        async with self._answering:
            began = time.monotonic()
            message = await host.answer(command)
            await self._sender.answer(Received(command=command), message, host.count_sent)
            host.answered(command, time.monotonic() - began)

    def _command(self, line: str) -> Command | None:
        """The command of a line: a button by its number, a command, or plain text; None: an empty line."""
        if not line:
            return None
        action = self._screen.action(line)
        if action is not None:
            name, _, text = action.partition(" ")
            return self._asked(name, text, button=True)
        name, text = spoken_command(line)
        sent = file_at(text) if name == "import" else None
        return replace(self._asked(name, "" if sent else text), document=sent)

    def _asked(self, name: str, text: str = "", *, button: bool = False) -> Command:
        return Command(
            chat=LOCAL,
            kind=ChatKind.TERMINAL,
            name=name,
            text=text.strip(),
            person=LOCAL.id,
            language=self._translate.language,
            is_operator=True,  # who sits here runs the bot
            button=button,
        )

    async def _chat(self) -> None:
        """Read until the input ends, then call `on_quit`."""
        with contextlib.suppress(OSError, SendError):  # nobody reads the answers any more: treated as leaving
            await (self._prompt() if sys.stdin.isatty() and sys.stdout.isatty() else self._read_lines())
        self._on_quit()

    async def _prompt(self) -> None:
        """Answer a person; what is printed meanwhile appears above the prompt."""
        session: PromptSession[str] = PromptSession(
            PROMPT, completer=WordCompleter(self._commands, sentence=True), complete_while_typing=False
        )
        await self._answer(self._asked("start"))
        self._screen.show(say(sentence(self._translate, texts.GREETING, help=code("help"), quit=code(QUIT))))
        with patch_stdout(raw=True):  # the escape sequences are rich's own; texts hold none
            while True:
                try:
                    line = await session.prompt_async(handle_sigint=False)
                except (EOFError, KeyboardInterrupt):
                    break
                if not await self.type(line):
                    break

    async def _read_lines(self) -> None:
        """Answer a script, line by line."""
        async for line in read_lines(sys.stdin.fileno()):
            if not await self.type(line):
                break
