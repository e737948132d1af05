"""What a command is, to people and to the dispatch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.messages.message import Message
from bot.model import Command
from handlers.ruled import Store

Handler = Callable[[Command, Store, datetime], Message]


@dataclass(frozen=True, kw_only=True)
class Spec:
    """One command of the table that /help and the README show."""

    name: str
    usage: str  #: an example, without the slash: "follow AI"
    summary: str  #: one line, in the platforms' menus too
    answer: Handler
    menu: bool = True  #: stands in the platforms' menus; Telegram's shows at most eight
