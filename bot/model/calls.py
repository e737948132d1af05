"""Calls of platforms to our web server, as they came."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class CallWay(StrEnum):
    """What a call is about: it decides how its body is read."""

    UPDATES = "updates"  #: Telegram: one update, as JSON
    EVENTS = "events"  #: Slack: an event, as JSON
    COMMANDS = "commands"  #: Slack: a slash command, as a form
    INTERACTIVE = "interactive"  #: Slack: a press or a shortcut, as a form with JSON in it


@dataclass(frozen=True, kw_only=True)
class NewCall:
    """A call that was verified, to be written down."""

    key: str  #: the same if it comes again: an update's id, or a signature
    lane: str  #: of the chats that it concerns, as its sender says
    way: CallWay
    body: str = field(repr=False)  #: as it came


@dataclass(frozen=True, kw_only=True)
class Call:
    """A call that is written down and was not read yet."""

    number: int  #: counts up
    key: str
    way: CallWay
    body: str = field(repr=False)
    called_at: datetime
