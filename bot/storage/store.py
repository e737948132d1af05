"""The store: all tables behind one door, synchronous; flows call it through asyncio.to_thread."""

from __future__ import annotations

from bot.storage.archive import Archive
from bot.storage.base import ChatRow, Defaults, DeliveryRecord, PageDue, PollState
from bot.storage.chats import Chats
from bot.storage.engine import migrate, open_engine, safe_url
from bot.storage.intake import Intake
from bot.storage.outbox import Outbox
from bot.storage.reread import Reread
from bot.storage.search import Found, Search
from bot.storage.why import Why

__all__ = [
    "ChatRow",
    "Defaults",
    "DeliveryRecord",
    "Found",
    "PageDue",
    "PollState",
    "Store",
    "migrate",
    "safe_url",
]


class Store(Intake, Chats, Reread, Archive, Search, Why, Outbox):
    """One database. Each of its parts has a file of its name."""

    @classmethod
    def open(cls, url: str, defaults: Defaults | None = None) -> Store:
        """Open a database whose tables `migrate` has made.

        Raises:
            StatedProblem: the URL names a database that is not supported.
        """
        return cls(open_engine(url), defaults or Defaults())

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()
