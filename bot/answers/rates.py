"""What each follow of a chat brings: how many articles of the archive match it, and how often that is.

follows ─ store.search.counts ─▶ FollowRate, each with its Frequency ─ by_rate, newest_first, by_name ─▶ in order
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from bot.answers.archive import complete_since
from bot.i18n.formats import DAY, HOUR
from bot.language.alphabet import alphabetical
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.matching.query import Query
from bot.model import Subscription
from bot.storage.store import QueryCount, Store

SPAN = timedelta(days=30)  #: of the archive in which articles are counted
RATED_FROM = 7 * DAY  #: a shorter archive gives no rate, and calls no follow dead
YOUNG = HOUR  #: a shorter archive has only just begun
A_DAY_FROM = 2  #: articles a day; fewer are told by the week
KEPT = 400  #: queries that are not parsed again when a page of a list is turned


class Unit(StrEnum):
    """Of which time a number of articles is said."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SPAN = "span"  #: all that is counted, where it is too short for a rate


@dataclass(frozen=True, kw_only=True)
class Frequency:
    """How often a follow brings an article: about 3 a day, 2 in a short span."""

    articles: int
    unit: Unit


@dataclass(frozen=True, kw_only=True)
class FollowRate:
    """A follow, and how many articles match it in the span."""

    follow: Subscription
    query: Query
    count: QueryCount | None  #: None: it is not known for now
    frequency: Frequency | None  #: None: it is not known for now


@dataclass(frozen=True, kw_only=True)
class FollowRates:
    """The follows of a chat, oldest first."""

    all: tuple[FollowRate, ...]
    span: timedelta  #: that the archive actually covers, at most SPAN

    @property
    def young(self) -> bool:
        """Has the archive only just begun?"""
        return self.span < YOUNG

    @property
    def dead(self) -> tuple[FollowRate, ...]:
        """Those that brought nothing, of an archive that is long enough to tell."""
        if self.span < RATED_FROM:
            return ()
        return tuple(one for one in self.all if one.count is not None and not one.count.articles)

    def by_rate(self) -> list[FollowRate]:
        """Those that bring most first; among equals the newest."""
        return sorted(self.newest_first(), key=lambda one: -(one.count.articles if one.count else 0))

    def newest_first(self) -> list[FollowRate]:
        """Those that were followed last first."""
        return list(reversed(self.all))

    def by_name(self) -> list[FollowRate]:
        """In the order of the alphabet."""
        return sorted(self.all, key=lambda one: alphabetical(one.follow.typed))


def rates_of(
    follows: Sequence[Subscription],
    *,
    store: Store,
    concepts: Concepts,
    languages: Sequence[str],
    left_out: Sequence[str] = (),
    now: datetime,
) -> FollowRates:
    """How many articles match each of these follows, and how often.

    `languages`: those that the chat reads; () for all. `left_out`: the sources that it leaves out.
    """
    polls = store.sources.first_polls()
    since = complete_since(store, now - SPAN, now, polls)
    span = SPAN if since is None else now - since
    queries = {each.query_id: _query(each.canonical, concepts) for each in follows}
    begun = any(at is not None for at in polls.values())  # else nothing can be said
    start_at, read = now - SPAN, tuple(languages)
    counts = (
        store.search.counts(queries, start_at, concepts=concepts, languages=read, left_out=left_out) if begun else {}
    )
    rates = [_rate(each, queries[each.query_id], counts.get(each.query_id), span) for each in follows]
    return FollowRates(all=tuple(rates), span=span)


@lru_cache(maxsize=KEPT)
def _query(canonical: str, concepts: Concepts) -> Query:
    return parse(canonical, concepts)


def _rate(follow: Subscription, query: Query, count: QueryCount | None, span: timedelta) -> FollowRate:
    return FollowRate(follow=follow, query=query, count=count, frequency=count and frequency(count.articles, span))


def frequency(articles: int, span: timedelta) -> Frequency:
    """How often so many articles in that span are."""
    if span < RATED_FROM:
        return Frequency(articles=articles, unit=Unit.SPAN)
    for unit, length, least in ((Unit.DAY, DAY, A_DAY_FROM), (Unit.WEEK, 7 * DAY, 1)):
        if articles >= least * (span / length):
            return Frequency(articles=round(articles / (span / length)), unit=unit)
    return Frequency(articles=round(articles * (SPAN / span)), unit=Unit.MONTH)
