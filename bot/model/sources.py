"""Where news come from, and how a source fares."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit, urlunsplit

from bot.i18n.text import Phrase


@dataclass(frozen=True, kw_only=True)
class PageRules:
    """How to find the full text on a source's pages; only the FIRST element that matches a CSS selector counts."""

    title: str | None = None  #: CSS selector of the headline
    date: str | None = None  #: CSS selector of the date; used only if the feed's entry has none
    date_format: str | None = None  #: strptime format of that date, local to the source
    body: str  #: CSS selector of the article's text
    stop: tuple[str, ...] = ()  #: a paragraph that begins with one of these ends the article


class WayKind(StrEnum):
    """What is read at an address, and by which reader (bot/intake/kinds)."""

    FEED = "feed"  #: RSS, Atom or JSON Feed
    LIST = "list"  #: an HTML page of headlines, by CSS selectors
    PAGES = "pages"  #: an HTML page that holds several articles in full, split by rules
    SITEMAP = "sitemap"  #: a sitemap, a news sitemap, or an index of sitemaps
    WORDPRESS = "wordpress"  #: the posts of WordPress's REST interface
    JSON = "json"  #: a JSON document, by paths of JMESPath
    TELEGRAM = "telegram"  #: the public preview of a channel


def without_password(url: str) -> str:
    """An address as it may be shown: without the user and password before its host."""
    if "@" not in url:
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.partition("://")[0] + "://" + url.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way into a source: an address, and how entries are read there; which rules there are depends on the kind.

    The rules of a list and of pages are CSS selectors, of which the first element within an item counts; those of JSON
    are paths of JMESPath within an item.
    """

    kind: WayKind = WayKind.FEED
    url: str  #: http(s) address; it may have a user and a password
    item: str | None = None  #: list, pages: selector of an item; JSON: path of the list of items
    title: str | None = None
    link: str | None = None
    date: str | None = None
    date_format: str | None = None  #: strptime format of that date, local to the source
    teaser: str | None = None  #: list, JSON
    text: str | None = None  #: pages, JSON: the article's full text
    id: str | None = None  #: JSON: the source's own id
    stop: tuple[str, ...] = ()  #: pages: a paragraph that begins with one of these ends an article

    @property
    def address(self) -> str:
        """Its address as it may be logged, shown and stored."""
        return without_password(self.url)


@dataclass(frozen=True, kw_only=True)
class WayState:
    """What a server said for good about a way."""

    source_key: str
    address: str  #: of the way, without a password
    moved_to: str | None = None  #: where it has moved to for good
    gone_at: datetime | None = None  #: since when it is withdrawn: it is not asked any more
    every: int | None = None  #: seconds between polls that its latest body asked for


@dataclass(frozen=True, kw_only=True)
class Source:
    """What is polled: one table of the sources file."""

    key: str  #: never changes
    name: str  #: as people see it
    language: str  #: "en", "ru" or "kk"
    ways: tuple[Way, ...]  #: at least one; tried in this order at each poll, until one can be read
    timezone: str = "Asia/Almaty"  #: IANA zone of times without a zone
    every: int = 300  #: seconds between polls on average, from 1: its budget of requests
    enabled: bool = True
    private: bool = False  #: True: its pages and redirects may lead into inner networks
    guarded: bool = False  #: True: a stranger named it, so that not even its own address may stand in an inner network
    id: str | None = None  #: pattern with one group: the source's own id, in the link
    page: PageRules | None = None  #: None: trafilatura extracts the text

    @property
    def url(self) -> str:
        """The address of its first way in."""
        return self.ways[0].url

    @property
    def kind(self) -> WayKind:
        """The kind of its first way in."""
        return self.ways[0].kind

    @property
    def site(self) -> str:
        """The host name of its first way in."""
        return urlsplit(self.url).hostname or ""


def with_approved(configured: Sequence[Source], approved: Sequence[Source]) -> list[Source]:
    """The sources of the file, and those that operators approved besides; the file decides of what it names itself."""
    keys = {source.key for source in configured}
    addresses = {way.address for source in configured for way in source.ways}
    others = (each for each in approved if each.key not in keys and each.ways[0].address not in addresses)
    return [*configured, *others]


def without(sources: Sequence[Source], switched_off: Collection[str]) -> list[Source]:
    """The sources, disabled those with these keys."""
    return [replace(source, enabled=False) if source.key in switched_off else source for source in sources]


@dataclass(frozen=True, kw_only=True)
class SourceHealth:
    """The health of a source."""

    key: str
    name: str
    language: str
    every: int  #: seconds between polls
    last_ok_at: datetime | None  #: last successful poll
    last_article_at: datetime | None  #: when its newest article was first seen
    failing_since_at: datetime | None
    last_error: Phrase | None  #: why the latest poll that failed did
    last_error_at: datetime | None
    failures: int
    next_poll_at: datetime | None
    first_polled_at: datetime | None  #: None: never polled
    pages_waiting: int  #: pages still to be read
    silent_longer_than_usual: bool
    way: str | None  #: the address that was read at the last successful poll
    problems: tuple[Phrase, ...]  #: what could not be read there: lost entries, dates
