"""How fast a platform accepts messages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Rates:
    """The limits of one token (Telegram) or workspace (Slack)."""

    total: float  #: messages a second in all
    #: messages that may go at once after a pause; total + burst must not exceed the platform's limit
    burst: float = 2.0
    chat: float = 1.0  #: messages a second in one chat
    chat_burst: int = 1  #: messages that may go at once in one chat after a pause
    group_per_minute: int | None = None  #: messages in a group or channel in any minute; None: no such limit
    edits: float | None = None  #: edits a second, if they have a limit of their own; None: they count as messages
