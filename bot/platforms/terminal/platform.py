"""The terminal as a platform: one chat, where the program was started."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from bot.i18n.translator import ENGLISH, Translator
from bot.model import PlatformFacts
from bot.platforms.rates import Rates
from bot.platforms.terminal.listener import TerminalListener
from bot.platforms.terminal.screen import Screen
from bot.platforms.terminal.sender import TerminalSender


class TerminalPlatform:
    """One chat on the terminal where the program was started."""

    name = "terminal"
    title = name.capitalize()
    facts = PlatformFacts()
    rates = Rates(total=1000.0, chat=1000.0, chat_burst=1000)

    def __init__(
        self,
        on_quit: Callable[[], None],
        *,
        commands: Sequence[str] = (),
        translate: Translator = ENGLISH,
        read_at_start: bool = True,
        folder: Path | None = None,
    ) -> None:
        """`commands` are completed with Tab. Without `read_at_start`, nothing is read before `listener.read()`.

        `folder`: where files and pictures are written to; None: where the program was started.
        """
        self.screen = Screen()
        self.sender = TerminalSender(self.screen, folder)
        self.listener = TerminalListener(
            self.screen,
            sender=self.sender,
            on_quit=on_quit,
            commands=commands,
            translate=translate,
            read_at_start=read_at_start,
        )

    async def probe(self) -> None:
        """Do nothing: a terminal needs no token and is always reachable."""

    async def is_refused(self) -> bool:
        """Has the terminal been closed? One that could not be written to stays so."""
        return self.sender.closed
