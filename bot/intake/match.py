"""Match an article with what people follow.

article ─ load new follows ─▶ the index ─ match ─▶ save ─┬─▶ wake delivery
                 ▲                                       │
                 └──── a newer follow exists by now ─────┘
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import structlog

from bot.errors import QueryError
from bot.matching.grammar import parse
from bot.matching.index import Index
from bot.model import Article, Match
from bot.storage.store import Store

log = structlog.get_logger(__name__)

#: Saves the matches of an article, given the id of the newest follow that was matched. False, and nothing is saved,
#: if there is a newer follow.
SaveMatches = Callable[[list[Match], int], bool]


class Matcher:
    """Owns the index of all follows: nothing else reads or changes it."""

    def __init__(self, *, store: Store, index: Index, wake: Callable[[], None]) -> None:
        """`wake` is called when matches of an article that alerts were saved."""
        self._store = store
        self._index = index
        self._wake = wake
        self._lock = threading.Lock()  # one thread at a time uses the index

    async def match(self, article: Article, save_matches: SaveMatches) -> None:
        """Match an article with every follow, and save the matches. Raises StorageError."""
        if await asyncio.to_thread(self._match, article, save_matches) and not article.silent:
            self._wake()

    def _match(self, article: Article, save_matches: SaveMatches) -> bool:
        """Did it match any query?"""
        with self._lock:
            while True:
                self._load_new_follows()
                matches = self._index.match(article)
                if save_matches(matches, self._index.cursor):
                    return bool(matches)

    def _load_new_follows(self) -> None:
        cursor, follows = self._store.follows.queries_after(self._index.cursor)
        for query_id, canonical in follows:
            try:
                self._index.add(query_id, parse(canonical, self._index.concepts))
            except QueryError:  # one query of an older grammar must not stop all matching
                log.error("a query can't be read", query=query_id)  # what it says is a person's
        self._index.cursor = cursor
