"""Many chats refused within minutes: the platform errs, not the chats. Pure.

refusals ─▶ many of the last answers? ─▶ outage: all wait, one message is tried now and then ─▶ accepted: over
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable

MANY = 20  #: chats refused, of the last twice as many answers: an outage
WITHIN = 300.0  #: seconds
RELAPSE_WITHIN = 3600.0  #: seconds after an outage; if it seems to come back, twice as many must be refused each time
PROBE_PAUSES = (30.0, 60.0, 120.0, 300.0)  #: seconds until one message is tried; the last one repeats


class MassRefusal:
    """Whether a platform refuses chats wrongly. Instants are seconds of a monotonic clock."""

    def __init__(self) -> None:
        self._needed = MANY
        self._answers: deque[tuple[float, Hashable | None]] = deque(maxlen=2 * MANY)  # None: accepted
        self._probes = 0
        self._probe_at: float | None = None
        self._began = 0.0
        self._ended = -RELAPSE_WITHIN

    @property
    def under_way(self) -> bool:
        """Do all chats wait until one is accepted?"""
        return self._probe_at is not None

    def refused(self, chat: Hashable, now: float) -> bool:
        """A chat is refused; returns True if that begins an outage."""
        if self._probe_at is not None:
            self._probes += 1
            self._probe_at = now + PROBE_PAUSES[min(self._probes, len(PROBE_PAUSES) - 1)]
            return False
        if now - self._ended > RELAPSE_WITHIN:
            self._expect(MANY)
        self._answers.append((now, chat))
        refused = {who for at, who in self._answers if who is not None and now - at < WITHIN}
        if len(refused) < self._needed:
            return False
        self._began = now
        self._probes, self._probe_at = 0, now + PROBE_PAUSES[0]
        return True

    def accepted(self, now: float, started: float) -> bool:
        """A message that was started at `started` is accepted; returns True if that ends an outage."""
        if self._probe_at is None:
            self._answers.append((now, None))
            return False
        if started < self._began:
            return False
        self._probe_at, self._ended = None, now
        self._answers.clear()
        self._expect(2 * self._needed)
        return True

    def probe_at(self) -> float | None:
        """When one message may be tried; None: there is no outage."""
        return self._probe_at

    def _expect(self, chats: int) -> None:
        if chats != self._needed:
            self._needed = chats
            self._answers = deque(self._answers, maxlen=2 * chats)
