"""Whom a 429 means, where the platform does not say: the chat that was refused, or the bot. Pure.

refused ─▶ unknown: all wait for a moment, one other chat is tried ─┬─▶ accepted: the chat alone was meant, remember it
                                                                    └─▶ refused too: the bot is meant
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from enum import Enum

PROBE_AFTER = 2.0  #: seconds after a refusal until another chat is tried
SUSPECTED_FOR = 60.0  #: seconds; refusals further apart have nothing to do with each other
LONG_PAUSE = 60.0  #: seconds; before the bot is taken to be meant for longer, more chats must be refused
REFUSED_CHATS = (2, 4)  #: refused without any other being accepted: the bot is meant, for a short or for a long pause
#: seconds for which a chat that was refused alone is remembered, once, twice …: meanwhile its refusals concern no other
REMEMBERED_FOR = (3600.0, 6 * 3600.0, 24 * 3600.0, 7 * 24 * 3600.0, 30 * 24 * 3600.0)
MAX_REMEMBERED = 10_000  #: chats from which on those whose time is over are forgotten


class Concern(Enum):
    """Whom a refusal concerns."""

    CHAT = "chat"
    UNKNOWN = "unknown"
    BOT = "bot"


@dataclass(frozen=True, kw_only=True)
class _Suspect:
    """A refused chat, while it is unknown whom the refusal means."""

    started: float  #: when its message was started
    refused: float
    until: float  #: the end of the pause asked for


class Floods:
    """The refusals of one token or workspace. Instants are seconds of a monotonic clock."""

    def __init__(self) -> None:
        self._suspects: dict[Hashable, _Suspect] = {}
        self._alone: dict[Hashable, tuple[int, float]] = {}  # how often a chat was refused alone, remembered until

    def refused(self, chat: Hashable, now: float, *, started: float, until: float) -> Concern:
        """A message to this chat, started at `started`, is refused, with a pause until then."""
        if self._alone.get(chat, (0, 0.0))[1] > now:
            self._remember(chat, now)
            return Concern.CHAT
        self._suspects = {who: one for who, one in self._suspects.items() if now - one.refused < SUSPECTED_FOR}
        self._suspects[chat] = _Suspect(started=started, refused=now, until=until)
        needed = REFUSED_CHATS[self.pause_end() - now > LONG_PAUSE]
        return Concern.BOT if len(self._suspects) >= needed else Concern.UNKNOWN

    def pause_end(self) -> float:
        """The end of the shortest pause asked for: a bot that is refused has one, limited chats have longer ones."""
        return min((one.until for one in self._suspects.values()), default=0.0)

    def accepted(self, chat: Hashable, now: float, *, started: float) -> None:
        """A message to this chat, started at `started`, is accepted: those refused before it were refused alone."""
        alone = [who for who, one in self._suspects.items() if who != chat and one.started < started]
        for who in alone:
            self._remember(who, now)
        self._suspects = {who: one for who, one in self._suspects.items() if who != chat and who not in alone}

    def settle(self) -> None:
        """The bot is meant: its refusals say nothing about the chats."""
        self._suspects.clear()

    def remember(self, chat: Hashable, now: float) -> None:
        """This chat is known to be refused alone, as the database says after a restart."""
        if chat not in self._alone:
            self._remember(chat, now)

    def probe_at(self, now: float) -> float | None:
        """When another chat may be tried, one at a time; None: nobody is suspected."""
        latest = max((one.refused for one in self._suspects.values()), default=None)
        return None if latest is None or now - latest >= SUSPECTED_FOR else latest + PROBE_AFTER

    def _remember(self, chat: Hashable, now: float) -> None:
        if len(self._alone) >= MAX_REMEMBERED:
            self._alone = {who: known for who, known in self._alone.items() if known[1] > now}
        times = self._alone.get(chat, (0, 0.0))[0] + 1
        self._alone[chat] = (times, now + REMEMBERED_FOR[min(times, len(REMEMBERED_FOR)) - 1])
