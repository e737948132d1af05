"""When a fault that may come and go is worth telling: once when it lasts, once when it has passed. Pure."""

from __future__ import annotations


class Outage:
    """The faults of one connection, and what was told of them. Instants are in seconds of a monotonic clock."""

    def __init__(self, *, patience: float, calm: float) -> None:
        """`patience`: how long a fault lasts before it is told; `calm`: how long it stays away to have passed."""
        self._patience = patience
        self._calm = calm
        self._began_at: float | None = None  # the first fault of this outage
        self._last_at: float | None = None  # the last fault; before any, the first time that all was well
        self._told: bool | None = None  # True: that it lasts; False: that all is well; None: nothing yet

    def fault(self, now: float) -> bool:
        """It fails. True: for long enough that somebody must be told now."""
        if self._began_at is None:
            self._began_at = now
        self._last_at = now
        if self._told is True or now - self._began_at < self._patience:
            return False
        self._told = True
        return True

    def well(self, now: float) -> bool:
        """It works. True: for long enough that somebody must be told now."""
        if self._last_at is None:
            self._last_at = now
        if now - self._last_at < self._calm:
            return False
        news = self._told is not False
        self._began_at, self._told = None, False
        return news
