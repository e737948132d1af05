"""Which story an article belongs to: a window of the last days in memory, which reads on from the table of all workers.

article ─ too old? ─▶ none
        └ load what other workers assigned ─▶ the window ─ assign ─▶ joins one? ─▶ what is new in it
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.model import Article, Assignment
from bot.storage.store import Store
from bot.stories.meaning import Gist
from bot.stories.news import new_sentences
from bot.stories.window import WINDOW, StoryWindow

BATCH = 1_000  #: articles loaded by a query
FORGET_EVERY = timedelta(minutes=10)
#: A clock that is set back by more makes the window load anew what it has forgotten.
SET_BACK = timedelta(hours=1)
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class Assigner:
    """Owns the window of stories: nothing else reads or changes it. Not thread-safe: `Matcher` holds a lock."""

    def __init__(self, *, store: Store, concepts: Concepts) -> None:
        self._store = store
        self._concepts = concepts
        self._window = StoryWindow(concepts)
        self._forgotten_before = _BEGINNING
        self.last_number = 0  #: of the newest article that the window knows, or has left out as too old

    def assign(
        self, article: Article, text: AnalyzedText, now: datetime, meaning: Gist | None = None
    ) -> Assignment | None:
        """How it comes to its story; None: it is older than the window, and compared with nothing.

        One that has a story keeps it when this is stored: only what it is compared by is new.

        Raises:
            StorageError: what others assigned could not be read.
        """
        if article.published_at < now - WINDOW:
            return None
        self._follow(now)
        found = self._window.assign(article, text, now, meaning)
        if found.story_id is None or article.story_id is not None or article.silent:
            return found
        earlier = self._store.stories.latest(found.story_id)
        return replace(found, new_sentences=new_sentences(article, earlier))

    def _follow(self, now: datetime) -> None:
        """Let the window know what it does not know yet, and forget what is too old."""
        since = now - WINDOW
        if since < self._forgotten_before - SET_BACK:
            self._window, self.last_number = StoryWindow(self._concepts), 0
            self._forgotten_before = since
        more = True
        while more:
            members = self._store.stories.members_after(self.last_number, BATCH)
            for member in members:
                if member.published_at >= since:
                    self._window.add(member)
                self.last_number = member.number
            more = len(members) == BATCH
        if since >= self._forgotten_before + FORGET_EVERY:
            self._window.forget_before(since)
            self._forgotten_before = since
