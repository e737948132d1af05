"""The store: all tables behind one door, synchronous; flows call it through asyncio.to_thread."""

from __future__ import annotations

from bot.storage.archive import Archive
from bot.storage.base import ChatRow, Defaults, PageDue, PollState
from bot.storage.chats import Chats
from bot.storage.engine import migrate, open_engine, safe_url
from bot.storage.intake import Intake
from bot.storage.outbox import Outbox
from bot.storage.search import Found, Search

__all__ = ["ChatRow", "Defaults", "PageDue", "PollState", "Store", "migrate", "safe_url"]


class Store(Intake, Chats, Archive, Search, Outbox):
    """One database. Its parts stand in intake.py, chats.py, archive.py and outbox.py."""

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
