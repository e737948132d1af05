"""How what is asked for has fared over a period: a number for each day, or week, with its peak, and who was first.

Period ─ columns of local days ─ store.tallies ─▶ Trends, one of each query and all together
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.answers.archive import complete_since
from bot.answers.by_story import EACH_BY_ITSELF, StoryView
from bot.answers.digest import Asked
from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.matching.index import find
from bot.matching.query import Query
from bot.model import Article, Period
from bot.storage.store import TOGETHER, Effort, Store, Tally

DAY = timedelta(days=1)
WEEK = 7
BY_DAY_UP_TO = 45  #: days; longer periods are shown by the week
READ_FOR_PEAK = 20  #: articles of the highest column among which its headline is looked for
READ_FOR_HEADLINES = 200
COUNTED_BY_STORY = 20_000  #: articles of a report, at most


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The days or weeks of a period up to today, oldest first."""

    days: tuple[tuple[date, date], ...]  #: the first and the last day of each
    instants: tuple[datetime, ...]  #: where each begins, and where the last one ends
    weekly: bool
    unfinished: bool  #: the last one is not over


@dataclass(frozen=True, kw_only=True)
class Trend:
    """The numbers of one thing, and the article that its highest one stands for."""

    typed: str
    query: Query
    tally: Tally
    values: tuple[int, ...]  #: by column; zero where nothing is held
    peak: int | None  #: the highest column; None: there is nothing
    headline: Article | None = None  #: of an article of that column

    @property
    def count(self) -> int:
        """All of them."""
        return sum(self.values)


@dataclass(frozen=True, kw_only=True)
class Trends:
    """What was asked for, over a period."""

    period: Period
    columns: Columns
    trends: tuple[Trend, ...]
    together: Trend  #: each article once
    missing: int  #: columns at the beginning of which no news is held
    held_for: timedelta | None  #: if that is less than the period
    texts_since_at: datetime | None  #: since when full texts are searched, if that is within what is held


def columns_of(period: Period, now: datetime, zone: ZoneInfo) -> Columns:
    """Its days up to today, or, of a long one, its weeks: the last one ends with it, the first may be shorter."""
    today = now.astimezone(zone).date()
    first = period.start_at.astimezone(zone).date()
    last = min((period.end_at - timedelta(microseconds=1)).astimezone(zone).date(), today)
    count = (last - first).days + 1
    length = WEEK if count > BY_DAY_UP_TO else 1
    ends = [last - number * length * DAY for number in range(-(-count // length))][::-1]
    days = tuple((max(end - (length - 1) * DAY, first), end) for end in ends)
    instants = [datetime.combine(each, time.min, zone).astimezone(UTC) for each, _ in days]
    instants.append(datetime.combine(last + DAY, time.min, zone).astimezone(UTC))
    return Columns(days=days, instants=tuple(instants), weekly=length == WEEK, unfinished=last == today)


def trends_of(
    period: Period,
    asked: Sequence[Asked],
    numbers: Sequence[int],
    *,
    store: Store,
    concepts: Concepts,
    zone: ZoneInfo,
    languages: Sequence[str] = (),
    left_out: Collection[str] = (),
    now: datetime,
    peaks: bool = True,
    effort: Effort | None = None,
) -> Trends:
    """The trends of what is asked for; `numbers`: of their stored queries, whose matches need no reading again.

    `peaks`: each with the headline of its highest column.
    """
    columns = columns_of(period, now, zone)
    since = complete_since(store, columns.instants[0], now)
    missing = 0 if since is None else sum(end <= since for end in columns.instants[1:])
    queries = {number: query for number, (_, query) in zip(numbers, asked, strict=True)}
    effort = effort or Effort()
    tallies = store.tallies.count(
        queries, columns.instants, concepts=concepts, languages=languages, left_out=left_out, effort=effort
    )
    trends = tuple(
        _trend(typed, query, tallies[number], missing, store if peaks else None, concepts)
        for number, (typed, query) in zip(numbers, asked, strict=True)
    )
    texts_since = store.tallies.texts_since(max(columns.instants[0], since or columns.instants[0]))
    return Trends(
        period=period,
        columns=columns,
        trends=trends,
        together=_numbers("", asked[0][1], tallies[TOGETHER], missing),
        missing=missing,
        held_for=None if since is None else max(min(now, columns.instants[-1]) - since, timedelta(0)),
        texts_since_at=texts_since,
    )


def _numbers(typed: str, query: Query, tally: Tally, missing: int) -> Trend:
    values = (*(0 for _ in range(missing)), *tally.by_span[missing:])
    peak = values.index(max(values)) if any(values) else None
    return Trend(typed=typed, query=query, tally=tally, values=values, peak=peak)


def _trend(typed: str, query: Query, tally: Tally, missing: int, store: Store | None, concepts: Concepts) -> Trend:
    numbers = _numbers(typed, query, tally, missing)
    if numbers.peak is None or store is None:
        return numbers
    ids = sorted(tally.found[numbers.peak], reverse=True)[:READ_FOR_PEAK]
    articles = store.tallies.articles(ids)
    named = in_headline(articles, [query], concepts)
    headline = next(iter(named or articles), None)
    return Trend(typed=typed, query=query, tally=tally, values=numbers.values, peak=numbers.peak, headline=headline)


def in_headline(articles: Sequence[Article], queries: Sequence[Query], concepts: Concepts) -> list[Article]:
    """Those that say it in their headline."""
    return [each for each in articles if _is_in_headline(each, queries, concepts)]


def _is_in_headline(article: Article, queries: Sequence[Query], concepts: Concepts) -> bool:
    title = AnalyzedText.of(_only_title(article), concepts)
    return any(find(query, title) is not None for query in queries)


def _only_title(article: Article) -> Article:
    fields = {name: getattr(article, name) for name in article.__dataclass_fields__}
    return Article(**{**fields, "teaser": "", "body": None})


@dataclass(frozen=True, kw_only=True)
class Report:
    """What a report shows besides the trends."""

    trends: Trends
    headlines: tuple[Article, ...]  #: of the busiest days, newest first, one of each story
    also: Mapping[int, tuple[Article, ...]]  #: others of the story, by the one that is a headline
    stories: int | None  #: that all articles tell of; None: each is one by itself, or they are too many
    first: Article | None  #: the earliest article of the period
    languages: Mapping[str, tuple[int, ...]]  #: by the code: a number by column
    sources: tuple[tuple[str, int], ...]  #: key and number, the most first
    names: Mapping[str, str]  #: of sources, by their keys


def report_of(
    trends: Trends,
    *,
    store: Store,
    concepts: Concepts,
    most: int,
    view: StoryView = EACH_BY_ITSELF,
    now: datetime,
) -> Report:
    """The report on these trends, with `most` headlines."""
    together, missing = trends.together, trends.missing
    found = together.tally.found[missing:]
    ids = [each for column in found[::-1] for each in sorted(column, reverse=True)][:READ_FOR_HEADLINES]
    articles = sorted(store.tallies.articles(ids), key=lambda each: (each.published_at, each.id), reverse=True)
    earliest = next((store.tallies.articles(sorted(column)[:READ_FOR_PEAK]) for column in found if column), [])
    nothing = (0,) * missing
    by_source = sorted(together.tally.by_source.items(), key=lambda each: (-each[1], each[0]))
    return Report(
        trends=trends,
        headlines=tuple(_busiest(articles, trends, concepts, most, view)),
        also={story[0].id: story[1:] for story in view.together(articles).values()},
        stories=_stories(trends, store, view) if view.joined else None,
        first=min(earliest, key=lambda each: (each.published_at, each.id), default=None),
        languages={code: (*nothing, *each[missing:]) for code, each in together.tally.by_language.items()},
        sources=tuple(by_source),
        names={each.key: each.name for each in store.sources.health(now)},
    )


def _stories(trends: Trends, store: Store, view: StoryView) -> int | None:
    """How many stories there are, if that is known and fewer than the articles."""
    ids = [each for column in trends.together.tally.found[trends.missing :] for each in column]
    if not trends.together.tally.exact or len(ids) > COUNTED_BY_STORY:
        return None
    more = store.tallies.more_of_stories([each for each in ids if each not in view.taken_out])
    return len(ids) - more if more else None


def _busiest(
    articles: Sequence[Article], trends: Trends, concepts: Concepts, most: int, view: StoryView
) -> list[Article]:
    """The headlines that say it before others, those of the highest columns first, one of each before a second.

    Of a story that one which the chat would rather read.
    """
    named = {each.id for each in in_headline(articles, [each.query for each in trends.trends], concepts)}
    starts, turn = trends.columns.instants, Counter[tuple[bool, int]]()
    ranked: list[tuple[bool, int, int, Article]] = []
    for article in articles:
        column, other = sum(start <= article.published_at for start in starts[:-1]) - 1, article.id not in named
        turn[other, column] += 1
        ranked.append((other, turn[other, column], -trends.together.values[column], article))
    stories = view.together(articles)
    keys = dict.fromkeys(view.key(each[3]) for each in sorted(ranked, key=lambda each: each[:3]))
    chosen = [stories[key][0] for key in list(keys)[:most]]
    return sorted(chosen, key=lambda each: (each.published_at, each.id), reverse=True)
