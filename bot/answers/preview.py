"""Preview a query on the archive: how many articles, how often, the latest ones, and longer names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.answers.archive import complete_since
from bot.answers.rates import RATED_FROM, SPAN, Frequency, frequency
from bot.i18n.formats import DAY
from bot.matching.concepts import Concepts
from bot.matching.longer_names import LongerName, longer_names
from bot.matching.query import Query
from bot.storage.store import SearchResult, Store

OTHERS_TIMEOUT = timedelta(milliseconds=20)  #: for analyzing texts for longer names; a person waits
LATEST = 3  #: articles returned with their sentences


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a query would have found, and in which span."""

    found: SearchResult
    span: timedelta  #: the span that the archive actually covers
    whole: bool  #: does it cover all of SPAN?
    started: bool  #: has any source been polled yet?
    within: int = 0  #: of the articles found those of the span; what a slow source wrote before it is found, too
    others: tuple[LongerName, ...] = ()  #: longer names that contain the word

    @property
    def young(self) -> bool:
        """Is the archive too young to tell how often articles match?"""
        return not self.whole and self.span < RATED_FROM

    @property
    def a_day(self) -> float:
        """How many articles match a day; in a span that is shorter than a day how many there were at least."""
        return self.within / max(self.span / DAY, 1)

    @property
    def rate(self) -> Frequency | None:
        """How often articles match; None if none does, or if the span is too short."""
        return None if self.young or not self.within else frequency(self.within, self.span)


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
        polls = store.sources.first_polls()
        since = complete_since(store, now - SPAN, now, polls)
        self._whole = since is None
        self._span = SPAN if since is None else now - since
        self._started = any(at is not None for at in polls.values())

    @property
    def rated(self) -> bool:
        """Does it begin long enough ago to say how often articles match?"""
        return self._started and self._span >= RATED_FROM

    def __call__(self, query: Query, latest: int = LATEST, *, others: bool = False, quick: bool = False) -> Preview:
        """The preview of a query with its `latest` newest matches; `others`: with longer names too.

        `quick`: several are asked for at once; the count of a doubtful word is estimated from fewer texts.
        """
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
            quick=quick,
        )
        readings = longer_names(query, found.readings, self._concepts) if others else ()
        return Preview(
            found=found,
            span=self._span,
            whole=self._whole,
            started=self._started,
            within=self._within(query, found.count),
            others=readings,
        )

    def _within(self, query: Query, found: int) -> int:
        """How many of those found are of the span; where they are too few to matter, all of them."""
        if self._whole or found < max(self._span / DAY, 1):
            return found
        start_at = self._now - self._span
        return self._store.search.find(
            query,
            start_at,
            limit=0,
            languages=self._languages,
            left_out=self._left_out,
            concepts=self._concepts,
        ).count
