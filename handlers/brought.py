"""What a query would have brought from the archive: how many, how often, and the latest with their sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.matching.others import OtherReading, other_readings
from bot.matching.query import Field, Query
from bot.messages.dates import DAY, count, span_name
from bot.messages.message import Line, Paragraph, Span, bold, line
from bot.messages.summary import heading, sentence_line
from bot.messages.text import shorten, tidy
from bot.messages.wording import shown
from bot.model import Article, Match
from bot.storage.store import ChatRow, Found
from handlers import archive
from handlers.ruled import Store

SPAN = timedelta(days=30)
OTHERS_FOR = timedelta(milliseconds=20)  #: so long texts are read for other readings; a person waits
LATEST = 3  #: articles that are shown
TITLE_LIMIT = 200
COMMON_SHARE = 0.3  #: of the archive; words that stand in more are pointed out before they are followed
COMMON_FROM = 20  #: articles from which on a share says something
RATED_FROM = 7 * DAY  #: a shorter span says nothing of "a day"
WEEK = 7 * DAY


@dataclass(frozen=True, kw_only=True)
class Brought:
    """What was found, and in which span."""

    found: Found
    span: timedelta  #: the span really held
    whole: bool  #: is that all that was asked for?
    held: bool  #: has any source been read yet?
    others: tuple[OtherReading, ...] = ()  #: longer names in which the word is only a part

    @property
    def too_common(self) -> bool:
        """Does it stand in so many articles that somebody should think twice?"""
        return self.found.seen >= COMMON_FROM and self.found.count > COMMON_SHARE * self.found.seen


class Looking:
    """Looks into the archive of the last 30 days for one chat; the span held is found out once."""

    def __init__(self, store: Store, row: ChatRow | None, now: datetime) -> None:
        self._store = store
        self._languages = row.languages if row else ()
        self._now = now
        since = archive.held_since(store, now - SPAN, now)
        self._whole = since is None
        self._span = SPAN if since is None else now - since
        self._held = any(each.first_polled_at is not None for each in store.sources.health(now))

    def __call__(self, query: Query, latest: int = LATEST, *, others: bool = False) -> Brought:
        """What a query would have brought, and if wanted in which other readings."""
        span = OTHERS_FOR if others else timedelta(0)
        start_at = self._now - SPAN
        found = self._store.search.find(
            query,
            start_at,
            limit=latest,
            languages=self._languages,
            reading_for=span,
            concepts=self._store.rules.concepts,
        )
        readings = other_readings(query, found.readings, self._store.rules.concepts) if others else ()
        return Brought(found=found, span=self._span, whole=self._whole, held=self._held, others=readings)


def how_many(brought: Brought) -> str:
    """`about 62 articles`, `1 article`, `nothing`."""
    found = brought.found
    return f"{'' if found.exact else 'about '}{count(found.count, 'article')}" if found.count else "nothing"


def how_many_and_often(brought: Brought) -> str:
    """`62 articles, about 2 a day`."""
    rate = how_often(brought)
    return f"{how_many(brought)}, {rate}" if rate else how_many(brought)


def how_often(brought: Brought) -> str:
    """`about 2 a day`, `about 3 a week`; nothing where it is rarer or the span too short to tell."""
    if brought.span < RATED_FROM:
        return ""
    for unit, name in ((DAY, "day"), (WEEK, "week")):
        rate = brought.found.count / (brought.span / unit)
        if rate >= 1:
            return f"about {rate:,.0f} a {name}"
    return ""


def within(brought: Brought) -> str:
    """`the last 30 days`, `the 2 days I have`."""
    return f"the last {SPAN.days} days" if brought.whole else f"the {span_name(brought.span)} I have"


def told_at_length(brought: Brought, timezone: str, now: datetime) -> list[Paragraph]:
    """How many and how often; below it each of the latest with its title, source, time and sentence."""
    if not brought.held:
        return []
    latest = brought.found.latest
    whole = 0 < brought.found.count <= len(latest)
    said = f"In {within(brought)} it would have brought {how_many_and_often(brought)}{':' if whole else '.'}"
    said += " The latest:" if latest and not whole else ""
    return [(line(said),), *(_shown(article, match, timezone, now) for article, match in latest)]


def _shown(article: Article, match: Match, timezone: str, now: datetime) -> Paragraph:
    lines = heading(article, timezone, now)
    in_title = tidy(match.sentence) in tidy(article.title)
    return lines if in_title else (*lines, sentence_line(match.sentence, match.spans))


def told_in_short(brought: Brought, timezone: str, now: datetime) -> Paragraph:
    """The same in a line or two, where several follows are told of together."""
    if not brought.held:
        return ()
    said = line(f"In {within(brought)}: {how_many_and_often(brought)}.")
    if not brought.found.latest:
        return (said,)
    article = brought.found.latest[0][0]
    (title,), source = heading(article, timezone, now)
    latest = Span(shorten(title.text, TITLE_LIMIT), url=title.url)
    return (said, line("Latest: ", latest, " · ", *source))


def pointed_out(typed: str, query: Query, brought: Brought) -> Line:
    """`government stands in 41 % of what I read (about 14 a day).`"""
    beside = all(term.field in (Field.LANG, Field.SOURCE) for group in query.all_of for term in group)
    share = round(100 * brought.found.count / brought.found.seen)
    often = how_often(brought) or f"{how_many(brought)} in {within(brought)}"
    verb = "is" if beside else "stands in"
    return line(bold(shown(typed)), f" {verb} {share} % of what I read ({often}).")
