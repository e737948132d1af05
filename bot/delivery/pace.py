"""The pace of one platform: so many messages a second in all, and so many in one chat. Pure; time is an argument."""

from __future__ import annotations


class Pace:
    """Says when a chat's next message may go; instants are seconds of any clock that does not jump."""

    def __init__(self, rate: float, chat_rate: float) -> None:
        self._gap = 1 / rate
        self._chat_gap = 1 / chat_rate
        self._free_at = 0.0  # the platform
        self._chat_free_at: dict[int, float] = {}

    def reserve(self, chat_row: int, now: float) -> float:
        """Take the next place for a message to this chat and return its instant, `now` or later."""
        at = max(now, self._free_at, self._chat_free_at.get(chat_row, 0.0))
        self._free_at = at + self._gap
        self._chat_free_at[chat_row] = at + self._chat_gap
        return at

    def pause(self, until: float) -> None:
        """Nothing goes out before that instant."""
        self._free_at = max(self._free_at, until)

    def busy(self, now: float) -> set[int]:
        """Chats whose next message may not go yet; those that may are forgotten."""
        self._chat_free_at = {row: at for row, at in self._chat_free_at.items() if at > now}
        return set(self._chat_free_at)

    def next_free(self, now: float) -> float | None:
        """Seconds until the first of the busy chats is free; None if none is busy."""
        waits = [at - now for at in self._chat_free_at.values() if at > now]
        return min(waits, default=None)
