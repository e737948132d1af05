"""The bot's messages as Slack keeps them: what each shows now, and what it refuses to edit or to reply to."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

EDITS_A_MINUTE = 50  #: https://docs.slack.dev/reference/methods/chat.update


@dataclass
class Shown:
    """One message in a channel."""

    ts: str
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    thread: str = ""  #: the message under which it stands
    in_sight: bool = True  #: in the channel too
    edited: int = 0  #: how often
    deleted: bool = False

    @property
    def actions(self) -> list[str]:
        """What its buttons do."""
        keys = [key for block in self.blocks if block["type"] == "actions" for key in block["elements"]]
        return [str(key.get("value", "")) for key in keys]

    @property
    def small_print(self) -> str:
        """What stands in its context blocks."""
        return "\n".join(
            part["text"] for block in self.blocks if block["type"] == "context" for part in block["elements"]
        )


class Kept:
    """All that were posted; of others, which a test only names, it knows nothing and takes everything."""

    def __init__(self) -> None:
        self._shown: dict[tuple[str, str], Shown] = {}
        self._edits: deque[float] = deque()
        self.window_closed = False  #: does the workspace let nobody edit any more?

    def of(self, channel: str) -> list[Shown]:
        """What people of a channel see, in order."""
        return [each for (where, _), each in self._shown.items() if where == channel and not each.deleted]

    def delete(self, channel: str, ts: str) -> None:
        """Its readers delete one."""
        self._shown[channel, ts].deleted = True

    def is_limited(self) -> bool:
        """Are there too many edits in this minute?"""
        now = time.monotonic()
        while self._edits and now - self._edits[0] > 60:
            self._edits.popleft()
        self._edits.append(now)
        return len(self._edits) > EDITS_A_MINUTE

    def refusal(self, method: str, params: dict[str, Any]) -> str:
        """Slack's refusal of a call; empty: it is taken."""
        channel, thread = params.get("channel", ""), params.get("thread_ts", "")
        if method == "chat.update":
            shown = self._shown.get((channel, params["ts"]))
            if shown is None:
                return ""
            if shown.deleted:
                return "message_not_found"
            return "edit_window_closed" if self.window_closed else ""
        under = self._shown.get((channel, thread))
        return "thread_not_found" if under is not None and under.deleted else ""

    def take(self, method: str, params: dict[str, Any], ts: str) -> None:
        """A call was taken."""
        channel, blocks = params.get("channel", ""), params.get("blocks") or []
        if method == "chat.postMessage":
            thread = params.get("thread_ts", "")
            in_sight = not thread or params.get("reply_broadcast") in (True, "1", "true", "True")
            self._shown[channel, ts] = Shown(ts, params.get("text", ""), blocks, thread, in_sight)
        elif method == "chat.update" and (shown := self._shown.get((channel, params["ts"]))):
            shown.text, shown.blocks = params.get("text", ""), blocks
            shown.edited += 1
