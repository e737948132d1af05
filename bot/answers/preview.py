"""Preview a query on the archive: how many articles, how often, the latest ones, and longer names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.answers.archive import complete_since
from bot.i18n.formats import DAY, HOUR
from bot.matching.concepts import Concepts
from bot.matching.longer_names import LongerName, longer_names
from bot.matching.query import Query
from bot.storage.store import SearchResult, Store

SPAN = timedelta(days=30)  #: of the archive that is searched
OTHERS_TIMEOUT = timedelta(milliseconds=20)  #: for analyzing texts for longer names; a person waits
LATEST = 3  #: articles returned with their sentences
COMMON_SHARE = 0.3  #: of the archive; the user is warned about more frequent words before following them
COMMON_FROM = 20  #: articles from which a share is meaningful
RATED_FROM = 7 * DAY  #: a shorter span gives no rate
YOUNG = HOUR  #: a shorter archive has only just begun
WEEK = 7 * DAY


class Rate(NamedTuple):
    """How often articles match."""

    articles: float  #: per unit, 1 or more
    unit: str  #: "day" or "week"


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a query would have found, and in which span."""

    found: SearchResult
    span: timedelta  #: the span that the archive actually covers
    whole: bool  #: does it cover all of SPAN?
    started: bool  #: has any source been polled yet?
    others: tuple[LongerName, ...] = ()  #: longer names that contain the word

    @property
    def too_common(self) -> bool:
        """Is it in so many articles that the user should be warned?"""
        return self.found.seen >= COMMON_FROM and self.found.count > COMMON_SHARE * self.found.seen

    @property
    def young(self) -> bool:
        """Has the archive only just begun?"""
        return not self.whole and self.span < YOUNG

    @property
    def rate(self) -> Rate | None:
        """How often articles match; None if less than once a week, or if the span is too short."""
        if self.span < RATED_FROM:
            return None
        rates = (Rate(self.found.count / (self.span / unit), name) for unit, name in ((DAY, "day"), (WEEK, "week")))
        return next((rate for rate in rates if rate.articles >= 1), None)


class ArchiveSearch:
    """Searches the archive of the last 30 days for one chat; its actual span is computed once."""

    def __init__(
        self,
        *,
        store: Store,
        concepts: Concepts,
        now: datetime,
        languages: Sequence[str] = (),
        left_out: Sequence[str] = (),
    ) -> None:
        """`languages`: those that the chat reads; () for all. `left_out`: keys of the sources that it leaves out."""
        self._store = store
        self._now = now
        self._languages = tuple(languages)
        self._left_out = tuple(left_out)
        self._concepts = concepts
        since = complete_since(store, now - SPAN, now)
        self._whole = since is None
        self._span = SPAN if since is None else now - since
        self._started = any(each.first_polled_at is not None for each in store.sources.health(now))

    def __call__(self, query: Query, latest: int = LATEST, *, others: bool = False) -> Preview:
        """The preview of a query with its `latest` newest matches; `others`: with longer names too."""
        timeout = OTHERS_TIMEOUT if others else timedelta(0)
        start_at = self._now - SPAN
        found = self._store.search.find(
            query,
            start_at,
            limit=latest,
            languages=self._languages,
            left_out=self._left_out,
            reading_for=timeout,
            concepts=self._concepts,
        )
        readings = longer_names(query, found.readings, self._concepts) if others else ()
        return Preview(found=found, span=self._span, whole=self._whole, started=self._started, others=readings)
