"""The store: all tables behind one door, synchronous; flows call it through asyncio.to_thread."""

from __future__ import annotations

from datetime import datetime

from bot.rules import Rules
from bot.storage.archive import Archive
from bot.storage.base import ChatRow, DeliveryRecord, Lease, PageDue, PollState
from bot.storage.chats import Chats
from bot.storage.engine import close, migrate, open_engine, safe_url
from bot.storage.intake import Intake
from bot.storage.leases import DURATION as LEASE_DURATION
from bot.storage.leases import WORKER, Leases
from bot.storage.move import Copied, move
from bot.storage.near import Near
from bot.storage.outbox import Outbox
from bot.storage.reread import Reread
from bot.storage.search import Found, Search
from bot.storage.why import Why

__all__ = [
    "LEASE_DURATION",
    "WORKER",
    "ChatRow",
    "Copied",
    "DeliveryRecord",
    "Found",
    "Lease",
    "PageDue",
    "PollState",
    "Store",
    "migrate",
    "move",
    "safe_url",
]


class Store(Intake, Chats, Reread, Archive, Search, Near, Why, Outbox, Leases):
    """One database. Each of its parts has a file of its name."""

    @classmethod
    def open(cls, url: str, defaults: Rules | None = None) -> Store:
        """Open a database whose tables `migrate` has made.

        Raises:
            StatedProblem: the URL names a database that is not supported.
        """
        return cls(open_engine(url), defaults or Rules())

    def sweep(self, now: datetime, *, bodies_before: datetime) -> None:
        """Drop what retention asks to drop: bodies, keys that have run out, and what became of old deliveries."""
        super().sweep(now, bodies_before=bodies_before)
        self.prune(bodies_before)

    def close(self) -> None:
        """Close every connection; a thread that is still at work closes its own when it is done."""
        close(self._engine)
