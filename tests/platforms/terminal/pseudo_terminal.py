"""A program in a pseudo-terminal, whose screen pyte emulates."""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import struct
import sys
import termios
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any

import pyte

from tests import programs

ROWS, COLUMNS = 60, 100
PATIENCE = 180


class AnsweringScreen(pyte.Screen):
    """A screen that answers requests for the position of the cursor, as real terminals do."""

    def __init__(self, answer: Callable[[bytes], None]) -> None:
        super().__init__(COLUMNS, ROWS)
        self._answer = answer

    def write_process_input(self, data: str) -> None:
        self._answer(data.encode())


class PseudoTerminal:
    """One program in its terminal; used with `async with`."""

    def __init__(self, argv: Sequence[str], *, forked: bool = True, **environment: str) -> None:
        """`argv`: of Python, "-m" and a module first unless it is not `forked`: started by the system itself."""
        self._argv = argv
        self._forked = forked
        self._environment = {**os.environ, "TERM": "xterm-256color", **environment}
        self._environment.pop("COLUMNS", None)
        self._screen = AnsweringScreen(self._write)
        self._stream = pyte.ByteStream(self._screen)
        self._changed = asyncio.Event()
        self.raw = b""  #: every byte that the program has written

    async def __aenter__(self) -> PseudoTerminal:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.process = await self._start(slave)
        os.close(slave)
        asyncio.get_running_loop().add_reader(self._master, self._read)
        return self

    async def _start(self, slave: int) -> programs.Program | asyncio.subprocess.Process:
        if self._forked:
            _, module, *arguments = self._argv
            return await programs.start(
                module, *arguments, env=self._environment, stdin=slave, stdout=slave, stderr=slave, own_session=True
            )
        return await asyncio.create_subprocess_exec(
            sys.executable, *self._argv, env=self._environment,
            stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
        )  # fmt: skip

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
        asyncio.get_running_loop().remove_reader(self._master)
        os.close(self._master)

    def _read(self) -> None:
        try:
            data = os.read(self._master, 65_536)
        except OSError:  # on Linux: the other side is closed
            data = b""
        if not data:
            asyncio.get_running_loop().remove_reader(self._master)
        self.raw += data
        self._stream.feed(data)
        self._changed.set()

    def _write(self, data: bytes) -> None:
        os.write(self._master, data)

    def type(self, text: str) -> None:
        """Press these keys."""
        self._write(text.encode())

    @property
    def lines(self) -> list[str]:
        """The lines of the screen, without empty ones."""
        return [row.rstrip() for row in self._screen.display if row.strip()]

    async def until(self, true: Callable[[list[str]], Any]) -> list[str]:
        """Wait until the screen is as described; returns it."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not true(self.lines):
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError("\n".join(["the screen never came to be so:", *self.lines])) from None
        return self.lines

    async def ended(self) -> int:
        """The program's exit code, once it has ended."""
        return await asyncio.wait_for(self.process.wait(), PATIENCE)
