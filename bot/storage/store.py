"""The store: a part for each noun over one database, synchronous; flows call them through asyncio.to_thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.storage.articles import Articles
from bot.storage.base import ChatRow, DeliveryRecord, Lease, PageDue, PollState
from bot.storage.chats import Chats
from bot.storage.database import Database
from bot.storage.engine import migrate, open_engine, safe_url
from bot.storage.follows import Follows
from bot.storage.leases import DURATION as LEASE_DURATION
from bot.storage.leases import WORKER, Leases
from bot.storage.move import Copied, move
from bot.storage.notices import Notices
from bot.storage.outbox import Outbox
from bot.storage.search import Found, Search
from bot.storage.sources import Sources
from bot.storage.updates import Updates

__all__ = [
    "LEASE_DURATION",
    "WORKER",
    "Articles",
    "ChatRow",
    "Chats",
    "Copied",
    "DeliveryRecord",
    "Follows",
    "Found",
    "Lease",
    "Leases",
    "Notices",
    "Outbox",
    "PageDue",
    "PollState",
    "Search",
    "Sources",
    "Store",
    "Updates",
    "migrate",
    "move",
    "safe_url",
]


@dataclass(frozen=True, kw_only=True)
class Store:
    """One database and its parts; who needs one of them is given that one."""

    database: Database
    sources: Sources
    articles: Articles
    chats: Chats
    follows: Follows
    outbox: Outbox
    search: Search
    leases: Leases
    notices: Notices
    updates: Updates

    @classmethod
    def open(cls, url: str) -> Store:
        """Open a database whose tables `migrate` has made.

        Raises:
            StatedProblem: the URL names a database that is not supported.
        """
        return cls.over(Database(open_engine(url)))

    @classmethod
    def over(cls, database: Database) -> Store:
        """The parts over one database."""
        return cls(
            database=database,
            sources=Sources(database),
            articles=Articles(database),
            chats=Chats(database),
            follows=Follows(database),
            outbox=Outbox(database),
            search=Search(database),
            leases=Leases(database),
            notices=Notices(database),
            updates=Updates(database),
        )

    def under(self, lease: Lease) -> Store:
        """The same store, of which every write raises LeaseLostError once the lease is another's."""
        return Store.over(self.database.under(lease))

    def sweep(self, now: datetime, *, bodies_before: datetime) -> None:
        """Drop what retention asks to drop: bodies, keys that have run out, old updates, what became of deliveries."""
        self.articles.sweep(now, bodies_before=bodies_before)
        self.outbox.prune(bodies_before)
        self.updates.prune(now)

    def close(self) -> None:
        """Close every connection; a thread that is still at work closes its own when it is done."""
        self.database.close()
