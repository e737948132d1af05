"""What a page says of itself: its feeds, its WordPress, the articles in its JSON-LD, its name.

Runs in the reader's child process.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.intake.discover.elements import text_of
from bot.intake.discover.links import resolved
from bot.intake.plain_text import tidy

#: Types of a <link rel="alternate"> to a feed.
_FEED_TYPES = frozenset(
    "application/rss+xml application/atom+xml application/rdf+xml application/feed+json application/xml text/xml"
    " application/json application/rss application/atom text/rss text/atom".split()
)
_FEED_ADDRESS = re.compile(
    r"(?:/|^)(?:feeds?|rss|atom|rss2|rdf)(?:/|$)|\.(?:rss|atom|rdf)$|(?:/|^)(?:rss|feed|atom|index|news|all)[\w-]*\.xml$"
    r"|[?&](?:feed|rss|format)=(?:rss2?|atom|feed|1|y)\b|feeds\.feedburner\.com/|/rss(?:\.php|/)",
    re.IGNORECASE,
)
#: Feeds of something else than the news.
_OTHER_FEED = re.compile(
    r"comment|коммент|пікір|podcast|подкаст|/video|forum|jobs|vacanc|/author/|/tag/", re.IGNORECASE
)
_ARTICLES = frozenset(
    "newsarticle article blogposting reportagenewsarticle liveblogposting analysisnewsarticle posting".split()
)
_MOST = 200  #: articles of JSON-LD, and feeds that are looked at
_SEPARATOR = re.compile(r"\s+[|—–·:•]\s+|\s+-\s+|\s*[|•·]\s*|:\s+")


def feeds(root: Any, base: str) -> tuple[str, ...]:
    """The addresses of the feeds that a page advertises: in its head first, those of comments last."""
    found: dict[str, int] = {}
    for element in root.iter("link", "a"):
        url = resolved(element.get("href") or "", base)
        if url is None or len(found) >= _MOST:
            continue
        rank = _rank_of_feed(element, url)
        if rank is not None:
            found[url] = min(rank, found.get(url, rank))
    return tuple(sorted(found, key=lambda url: found[url]))  # sorted keeps the order of the page


def _rank_of_feed(element: Any, url: str) -> int | None:
    """0 is the likeliest; None: it is no feed."""
    other = 4 * bool(_OTHER_FEED.search(f"{url} {element.get('title') or ''}"))
    if element.tag == "link":
        rel = (element.get("rel") or "").lower().split()
        kind = (element.get("type") or "").lower().partition(";")[0].strip()
        if not {"alternate", "feed"} & {*rel} or "/wp-json/" in url or "oembed" in kind or "oembed" in url:
            return None
        if kind in ("application/json", "application/xml", "text/xml") and not _FEED_ADDRESS.search(url):
            return None
        return other if kind in _FEED_TYPES or "feed" in rel else None
    kind = (element.get("type") or "").lower()
    if (
        kind in _FEED_TYPES
        or _FEED_ADDRESS.search(url)
        or text_of(element).lower() in ("rss", "rss-лента", "atom", "rss feed")
    ):
        return 2 + other
    return None


def wordpress(root: Any, base: str) -> str | None:
    """The address of the latest posts in the API of a site's WordPress; None: the page does not name it."""
    for element in root.iter("link"):
        if (element.get("rel") or "").lower() == "https://api.w.org/" and (
            api := resolved(element.get("href") or "", base)
        ):
            return posts_of(api)
    return None


def posts_of(api: str) -> str:
    """The address of the latest posts, from that of an API: with a path, or with ?rest_route= where paths are plain."""
    if "rest_route=" in api:
        return f"{api.rstrip('/')}/wp/v2/posts"
    return f"{api.rstrip('/')}/wp/v2/posts?per_page=20"


def articles(root: Any, base: str) -> tuple[str, ...]:
    """The addresses of articles that the page's JSON-LD lists; broken JSON is passed over."""
    found: dict[str, None] = {}
    for element in root.iter("script"):
        if (element.get("type") or "").lower().partition(";")[0].strip() != "application/ld+json":
            continue
        try:
            content = json.loads(element.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for address in _addresses(content):
            if (url := resolved(address, base)) is not None:
                found.setdefault(url)
    return tuple(found)[:_MOST]


def _addresses(content: Any) -> Iterator[str]:
    """The addresses of articles in JSON-LD; not by recursion, for it may nest deep."""
    waiting: list[tuple[Any, bool]] = [(content, False)]
    for _ in range(5_000):
        if not waiting:
            return
        node, listed = waiting.pop()
        if isinstance(node, list):
            waiting += [(each, listed) for each in reversed(node)]
        elif isinstance(node, dict):
            kinds = {str(kind).lower() for kind in _as_list(node.get("@type"))}
            if kinds & _ARTICLES or (listed and not kinds & {"breadcrumblist"}):
                address = node.get("url") or node.get("mainEntityOfPage") or node.get("item") or node.get("@id")
                address = address.get("@id") or address.get("url") if isinstance(address, dict) else address
                if isinstance(address, str):
                    yield address
            if "breadcrumblist" in kinds:
                continue
            for name in ("blogPosts", "blogPost", "itemListElement", "hasPart", "mainEntity", "item", "@graph"):
                if name in node:
                    waiting.append((node[name], name in ("blogPosts", "blogPost", "itemListElement")))


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def title(root: Any) -> str:
    """The name of the site: og:site_name, else the shortest part of its title."""
    for element in root.iter("meta"):
        if element.get("property") == "og:site_name" and (name := tidy(element.get("content") or "")):
            return name[:100]
    whole = next((text_of(element) for element in root.iter("title")), "")
    parts = [part for part in _SEPARATOR.split(whole) if len(part) > 2]
    return min(parts, key=len, default=whole)[:60].strip()
