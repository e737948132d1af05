"""What a command and a button are, to people and to the dispatch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.i18n.text import Text
from bot.model import Command
from handlers.request import Handler


@dataclass(frozen=True, kw_only=True)
class Action:
    """What answers a command or a button."""

    answer: Handler
    #: does it change what the chat follows? A command that only shows without words says so of each Command
    changes: bool | Callable[[Command], bool] = False

    #: does it decide who may change? Only administrators may, where the platform tells who they are
    for_administrators: Callable[[Command], bool] | None = None

    def is_change(self, command: Command) -> bool:
        """Does it change what is followed, asked like this?"""
        return self.changes(command) if callable(self.changes) else self.changes

    def may(self, command: Command) -> bool:
        """May this person do this here?"""
        if self.for_administrators and self.for_administrators(command) and command.administers is False:
            return False
        return command.may_change or not self.is_change(command)


@dataclass(frozen=True, kw_only=True)
class Spec(Action):
    """One command of the table that /help and the README show."""

    name: str
    usage: str  #: an example, without the slash: "follow AI"
    summary: Text  #: one line, in the platforms' menus too
    menu: bool = True  #: stands in the platforms' menus; Telegram's shows at most eight
