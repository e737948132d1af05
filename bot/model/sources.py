"""Where news come from, and how a source fares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

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


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way into a source: an address, and how entries are read there."""

    kind: WayKind = WayKind.FEED
    url: str  #: http(s) address


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
