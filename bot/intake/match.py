"""Match an article with what people follow, and assign it to its story.

article ─ load new follows ─▶ the index ─ match ─▶ the window of stories ─ assign ─▶ save ─┬─▶ wake delivery
                 ▲                                                                         │
                 └──── a newer follow exists by now, or another article was assigned ──────┘
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from bot import figures
from bot.counting import Counter
from bot.errors import QueryError
from bot.intake.assign import Assigner
from bot.matching.analysis import AnalyzedText
from bot.matching.grammar import parse
from bot.matching.index import Index
from bot.model import Article, Assignment, Match
from bot.storage.store import Store
from bot.stories.meaning import Gist

if TYPE_CHECKING:  # most workers have none
    from bot.meaning.voice import Voice

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found in an article, and what it was compared with."""

    matches: list[Match]
    last_follow_id: int  #: of the newest follow that was matched
    assignment: Assignment | None  #: None: it is too old for a story
    last_number: int  #: of the newest article that it was compared with


#: Saves what was found in an article. False, and nothing is saved, if there is a newer follow or article of a story.
SaveFound = Callable[[Found], bool]


def saving_matches(store: Store, article_id: int, clock: Callable[[], datetime]) -> SaveFound:
    """Saves what was found in an article as its feed told of it."""

    def save(found: Found) -> bool:
        return store.articles.store_matches(
            article_id,
            matches=found.matches,
            last_follow_id=found.last_follow_id,
            assignment=found.assignment,
            last_number=found.last_number,
            now=clock(),
        )

    return save


class Matcher:
    """Owns the index of all follows and the window of stories: nothing else reads or changes them."""

    def __init__(
        self,
        *,
        store: Store,
        index: Index,
        wake: Callable[[], None],
        clock: Callable[[], datetime],
        counter: Counter | None = None,
        voice: Voice | None = None,
    ) -> None:
        """`wake` is called when matches of an article that alerts were saved. `voice` None: words tell stories."""
        self._store = store
        self._index = index
        self._wake = wake
        self._clock = clock
        self._counter = Counter() if counter is None else counter
        self._voice = voice
        self._assigner = Assigner(store=store, concepts=index.concepts)
        self._lock = threading.Lock()  # one thread at a time uses the index and the window

    async def match(self, article: Article, save: SaveFound) -> None:
        """Match an article with every follow, assign it, and save what was found. Raises StorageError."""
        meaning = None if self._voice is None else await self._voice.meaning(article, self._clock())
        if await asyncio.to_thread(self._match, article, save, meaning) and not article.silent:
            self._wake()

    def _match(self, article: Article, save: SaveFound, meaning: Gist | None) -> bool:
        """Did it match any query?"""
        with self._lock:
            text = AnalyzedText.of(article, self._index.concepts)
            self._load_new_follows()
            matches = self._index.match(text)
            while True:
                assignment = self._assigner.assign(article, text, self._clock(), meaning)
                found = Found(
                    matches=matches,
                    last_follow_id=self._index.cursor,
                    assignment=assignment,
                    last_number=self._assigner.last_number,
                )
                if save(found):
                    break
                if self._load_new_follows():  # otherwise it was only assigned too early, which costs less
                    matches = self._index.match(text)
        if assignment is not None and article.story_id is None:
            self._counter.add(figures.STORY_ARTICLES, "began" if assignment.story_id is None else "joined")
        return bool(matches)

    def _load_new_follows(self) -> bool:
        """Were there any?"""
        cursor, follows = self._store.follows.queries_after(self._index.cursor)
        for query_id, canonical in follows:
            try:
                self._index.add(query_id, parse(canonical, self._index.concepts))
            except QueryError:  # one query of an older grammar must not stop all matching
                log.error("a query can't be read", query=query_id)  # what it says is a person's
        known, self._index.cursor = self._index.cursor, cursor
        return cursor != known
