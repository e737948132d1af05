"""What a query would have brought from the archive: how many, how often, the latest, and its other readings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.answers.archive import complete_since
from bot.matching.concepts import Concepts
from bot.matching.others import OtherReading, other_readings
from bot.matching.query import Query
from bot.messages.dates import DAY, HOUR
from bot.storage.store import SearchResult, Store

SPAN = timedelta(days=30)
OTHERS_TIMEOUT = timedelta(milliseconds=20)  #: so long texts are read for other readings; a person waits
LATEST = 3  #: articles that are found with their sentences
COMMON_SHARE = 0.3  #: of the archive; words that stand in more are pointed out before they are followed
COMMON_FROM = 20  #: articles from which on a share says something
RATED_FROM = 7 * DAY  #: a shorter span says nothing of "a day"
YOUNG = HOUR  #: an archive of less has only just begun
WEEK = 7 * DAY


class Rate(NamedTuple):
    """How often articles come."""

    articles: float  #: in one unit, 1 or more
    unit: str  #: "day" or "week"


@dataclass(frozen=True, kw_only=True)
class Brought:
    """What was found, and in which span."""

    found: SearchResult
    span: timedelta  #: the span that the archive really has
    whole: bool  #: is that all that was asked for?
    started: bool  #: has any source been read yet?
    others: tuple[OtherReading, ...] = ()  #: longer names in which the word is only a part

    @property
    def too_common(self) -> bool:
        """Does it stand in so many articles that somebody should think twice?"""
        return self.found.seen >= COMMON_FROM and self.found.count > COMMON_SHARE * self.found.seen

    @property
    def young(self) -> bool:
        """Has the archive only just begun?"""
        return not self.whole and self.span < YOUNG

    @property
    def rate(self) -> Rate | None:
        """How often it would come; None where it is rarer than once a week or the span too short to tell."""
        if self.span < RATED_FROM:
            return None
        rates = (Rate(self.found.count / (self.span / unit), name) for unit, name in ((DAY, "day"), (WEEK, "week")))
        return next((rate for rate in rates if rate.articles >= 1), None)


class ArchiveSearch:
    """Searches the archive of the last 30 days for one chat; the span that it really has is found out once."""

    def __init__(self, *, store: Store, concepts: Concepts, now: datetime, languages: Sequence[str] = ()) -> None:
        """`languages`: those that the chat reads, none: all."""
        self._store = store
        self._now = now
        self._languages = tuple(languages)
        self._concepts = concepts
        since = complete_since(store, now - SPAN, now)
        self._whole = since is None
        self._span = SPAN if since is None else now - since
        self._started = any(each.first_polled_at is not None for each in store.sources.health(now))

    def __call__(self, query: Query, latest: int = LATEST, *, others: bool = False) -> Brought:
        """What a query would have brought, and if wanted in which other readings."""
        timeout = OTHERS_TIMEOUT if others else timedelta(0)
        start_at = self._now - SPAN
        found = self._store.search.find(
            query, start_at, limit=latest, languages=self._languages, reading_for=timeout, concepts=self._concepts
        )
        readings = other_readings(query, found.readings, self._concepts) if others else ()
        return Brought(found=found, span=self._span, whole=self._whole, started=self._started, others=readings)
