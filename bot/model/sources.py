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


class SourceKind(StrEnum):
    """How a source is read."""

    FEED = "feed"  #: RSS or Atom


@dataclass(frozen=True, kw_only=True)
class Source:
    """What is polled: one table of the sources file."""

    key: str  #: never changes
    name: str  #: as people see it
    language: str  #: "en", "ru" or "kk"
    feed: str  #: http(s) address of the feed
    timezone: str = "Asia/Almaty"  #: IANA zone of times without a zone
    every: int = 300  #: seconds between polls, from 1
    enabled: bool = True
    id: str | None = None  #: pattern with one group: the source's own id, in the link
    page: PageRules | None = None  #: None: trafilatura extracts the text
    kind: SourceKind = SourceKind.FEED

    @property
    def site(self) -> str:
        """The host name of its feed."""
        return urlsplit(self.feed).hostname or ""


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
