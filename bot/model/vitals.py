"""How the whole program fares, as the database tells: what readiness is judged by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class SourceVitals:
    """How the polls of an enabled source fare."""

    key: str
    every: int  #: seconds between polls on average
    last_ok_at: datetime | None  #: last successful poll
    next_poll_at: datetime | None
    failing_since_at: datetime | None  #: None: the latest poll was successful


@dataclass(frozen=True, kw_only=True)
class LaneVitals:
    """How sending fares in a lane that owes something now."""

    lane: str  #: "telegram", "slack:T1"
    due_since_at: datetime  #: since when it could have sent the oldest of what it owes
    moved_at: datetime | None  #: when a message last came to its end there; None: never

    @property
    def platform(self) -> str:
        """The platform of the lane."""
        return self.lane.partition(":")[0]


@dataclass(frozen=True, kw_only=True)
class Vitals:
    """The whole program at one instant."""

    revision: str | None  #: of the database's schema; None: it has none
    newest_revision: str  #: that this program needs
    sources: tuple[SourceVitals, ...]
    lanes: tuple[LaneVitals, ...]  #: those that owe something that is due
    workers: int  #: alive
    worker_seen_at: datetime | None  #: until when the lease of the last worker lasts or lasted; None: there was none


@dataclass(frozen=True, kw_only=True)
class DiskSpace:
    """The disk on which the database's file lies."""

    free: int  #: bytes
    total: int  #: bytes
