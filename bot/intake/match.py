"""An article meets what people follow.

article ─ take up new follows ─▶ the index ─ match ─▶ save ─┬─▶ delivery is woken
                    ▲                                       │
                    └──── a follow was made meanwhile ──────┘
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable

from bot.errors import QueryError
from bot.matching.grammar import parse
from bot.matching.index import Index
from bot.model import Article, Match
from bot.storage.store import Store

log = logging.getLogger(__name__)

#: Saves the matches of an article that was matched with every follow up to the one with this id; False, and nothing
#: saved, if there is a newer follow.
SaveMatches = Callable[[list[Match], int], bool]


class Matcher:
    """The index of all follows, and the only one who reads it or adds to it."""

    def __init__(self, *, store: Store, index: Index, wake: Callable[[], None]) -> None:
        """`wake` is called when matches of an article that alerts were saved."""
        self._store = store
        self._index = index
        self._wake = wake
        self._one_by_one = threading.Lock()  # the index is read and grown by one thread at a time

    async def match(self, article: Article, save_matches: SaveMatches) -> None:
        """Match an article with every follow that there is, and save what was found."""
        if await asyncio.to_thread(self._match, article, save_matches) and not article.silent:
            self._wake()

    def _match(self, article: Article, save_matches: SaveMatches) -> bool:
        """Did it answer any query?"""
        with self._one_by_one:
            while True:
                self._take_up_follows()
                matches = self._index.match(article)
                if save_matches(matches, self._index.cursor):
                    return bool(matches)

    def _take_up_follows(self) -> None:
        cursor, follows = self._store.follows.queries_after(self._index.cursor)
        for query_id, canonical in follows:
            try:
                self._index.add(query_id, parse(canonical, self._index.concepts))
            except QueryError:  # one row that an older grammar wrote must not stop all matching
                log.exception("query %s can't be read", query_id)
        self._index.cursor = cursor
