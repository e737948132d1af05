"""What is found on a site (pure; known on both sides of the child process)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


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
    day_only: bool = False  #: the page tells no time


@dataclass(frozen=True, kw_only=True)
class FoundList:
    """A list of headlines on a page."""

    rules: ListRules
    headlines: tuple[Headline, ...]  #: in the order of the page
    score: float  #: how much it looks like the list of news; comparable on one page only


@dataclass(frozen=True, kw_only=True)
class Survey:
    """What a page, a sitemap or another document says of where its site's news can be read."""

    kind: str = ""  #: "sitemap", "wordpress" or "telegram" if the document is one itself; "": a page
    feeds: tuple[str, ...] = ()  #: addresses of feeds that it advertises, the likeliest first
    wordpress: str | None = None  #: address of the posts in its WordPress's API
    listed: int = 0  #: how many articles its JSON-LD names
    lists: tuple[FoundList, ...] = ()  #: of a page: its lists, the likeliest first
    headlines: tuple[Headline, ...] = ()  #: of another document: its articles
    untitled: bool = False  #: the headlines are only the words of addresses
    more: tuple[str, ...] = ()  #: of an index of sitemaps: the sitemaps, the likeliest first
    title: str = ""  #: name of the site, as the page says it


@dataclass(frozen=True, kw_only=True)
class FoundSource:
    """Where a site's news can be read, with everything that the sources file needs."""

    kind: str  #: as in the sources file: feed, sitemap, wordpress, telegram, list
    url: str
    rules: ListRules | None = None  #: only of a list
    headlines: tuple[Headline, ...]
    key: str
    name: str
    language: str  #: "en", "ru" or "kk"
    timezone: str


def newest_first(headlines: Iterable[Headline], now: datetime) -> list[Headline]:
    """The dated ones by their dates; if most have none, all in their own order."""
    found = list(headlines)
    if sum(one.published_at is None for one in found) * 2 > len(found):
        return found
    return sorted(found, key=lambda one: one.published_at or datetime.min.replace(tzinfo=now.tzinfo), reverse=True)


def as_plain(survey: Survey) -> dict[str, Any]:
    """A survey as JSON can carry it."""
    found = asdict(survey)
    for headline in [*found["headlines"], *(each for one in found["lists"] for each in one["headlines"])]:
        at = headline["published_at"]
        headline["published_at"] = at and at.isoformat()
    return found


def from_plain(found: Mapping[str, Any]) -> Survey:
    """The survey that `as_plain` made."""
    lists = tuple(
        FoundList(rules=ListRules(**each["rules"]), headlines=_headlines(each["headlines"]), score=each["score"])
        for each in found["lists"]
    )
    tuples = {name: tuple(found[name]) for name in ("feeds", "more")}
    return Survey(**{**found, **tuples, "lists": lists, "headlines": _headlines(found["headlines"])})


def _headlines(found: Sequence[Mapping[str, Any]]) -> tuple[Headline, ...]:
    return tuple(
        Headline(**{**each, "published_at": each["published_at"] and datetime.fromisoformat(each["published_at"])})
        for each in found
    )
