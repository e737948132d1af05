"""What is found on a site (pure; known on both sides of the child process)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class ListRules:
    """How a list of headlines is read, in CSS: `item` on the page, the others within an item, the first match each."""

    item: str
    link: str = "a"  #: may be the item itself
    title: str = "a"  #: may be the item itself
    date: str | None = None  #: None: the items have no date


@dataclass(frozen=True, kw_only=True)
class Headline:
    """An item of a list as it would be read."""

    title: str
    link: str  #: absolute
    date: str = ""  #: as the page says it, from `datetime` if it has it
    published_at: datetime | None = None  #: None: no date, or none that is understood


@dataclass(frozen=True, kw_only=True)
class FoundList:
    """A list of headlines on a page."""

    rules: ListRules
    headlines: tuple[Headline, ...]  #: in the order of the page
    score: float  #: how much it looks like the list of news; comparable on one page only


@dataclass(frozen=True, kw_only=True)
class PageSurvey:
    """What a page says of where its site's news can be read."""

    feeds: tuple[str, ...] = ()  #: addresses of feeds that it advertises, the likeliest first
    wordpress: str | None = None  #: root of its WordPress API
    articles: tuple[Headline, ...] = ()  #: what its JSON-LD lists
    lists: tuple[FoundList, ...] = ()  #: the likeliest first
    title: str = ""  #: name of the site, as the page says it
    text: str = ""  #: words by which its language is guessed
