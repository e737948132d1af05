"""The screen: prints messages, and remembers which button each number presses.

Numbers increase through the session, so that an alert which arrives meanwhile never changes the meaning of a number.
"""

from __future__ import annotations

import itertools
import sys
from typing import TextIO

from prompt_toolkit.utils import get_term_environment_variable, is_dumb_terminal
from rich.console import Console

from bot.messages.message import Message
from bot.platforms.terminal.format import PLAIN, Look, choices, render, write

REMEMBERED = 1000  #: buttons that can still be pressed; then the numbers start again

#: terminals known not to show OSC 8 links: the Linux console, old screen
#: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
LINKLESS_TERMS = ("linux", "screen", "vt100", "vt220")


class Screen:
    """Standard output, and the buttons that it shows."""

    def __init__(self) -> None:
        self._numbers = itertools.cycle(range(1, REMEMBERED))
        self._buttons: dict[int, str] = {}

    def show(self, message: Message, *, plain: bool = False) -> None:
        """Print a message and number its buttons.

        Raises:
            OSError, ValueError: the reader is gone, or standard output is closed.
        """
        if message.silent:
            return
        look = PLAIN if plain else _look(sys.stdout)
        buttons = choices(message)
        numbers = [next(self._numbers) for _ in buttons]
        self._buttons.update(zip(numbers, (button.action for button in buttons), strict=True))
        self.put(write(render(message, numbers, look), look) + "\n")

    def put(self, text: str) -> None:
        """Write and flush; characters that the terminal's encoding lacks become question marks."""
        out = sys.stdout
        encoding = out.encoding or "utf-8"
        out.write(text.encode(encoding, "replace").decode(encoding))
        out.flush()

    def action(self, line: str) -> str | None:
        """The action of a button by its number, `3` or `[3]`; None: there is no such button."""
        number = line.removeprefix("[").removesuffix("]")
        return self._buttons.get(int(number)) if number.isascii() and number.isdigit() and len(number) < 5 else None


def _look(out: TextIO) -> Look:
    """What the output can show: only text if it is not a terminal."""
    if not out.isatty() or is_dumb_terminal():
        return PLAIN
    # macOS's own Terminal shows no links, and can be recognised only by the environment
    links = sys.platform != "darwin" and not get_term_environment_variable().startswith(LINKLESS_TERMS)
    return Look(links=links, width=Console(file=out).width)
