"""The way through an archive: which page of it is read next, and what of a page is wanted. Pure.

    Walk: pages that wait ─▶ one is read ─▶ its own older pages, if it had anything new ─▶ Walk

A Walk is saved after each page; what was stored of a page that was cut off is known when it is read again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.intake.addresses import canonical_url
from bot.intake.dedup import same_site
from bot.intake.page_numbers import guessed_page
from bot.model import Entry, Listing, WayKind

#: Pages of an archive; a site that makes up pages without end is left then.
MOST_PAGES = 20_000
DAY = timedelta(days=1)
_OF_JSON = frozenset({WayKind.WORDPRESS, WayKind.JSON, WayKind.FEED})
_OF_HTML = frozenset({WayKind.LIST, WayKind.PAGES, WayKind.TELEGRAM})
_SITEMAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b")
_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)\b")
_SITEMAP_NAME = re.compile(r"sitemap[^/]*\.(?:xml|txt)(?:\.gz)?(?:$|\?)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Span:
    """What is wanted of an archive."""

    since: datetime | None  #: not what was published before; None: all
    until: datetime  #: nor what was published from then on: workers tell of that


@dataclass(frozen=True, kw_only=True)
class Walk:
    """How far an archive is read."""

    waiting: tuple[str, ...]  #: addresses of its pages that are still to be read, in this order
    first: tuple[str, ...] = ()  #: fingerprints of what stood on its first page
    latest: tuple[str, ...] = ()  #: the same of the page that was read last
    pages: int = 0  #: that were read
    since: str = ""  #: of the span, as it was asked for: another one begins anew


def begun(address: str, span: Span) -> Walk:
    """The walk from this address on."""
    return Walk(waiting=(address,), since=span.since.isoformat() if span.since else "")


def saved(walk: Walk) -> str:
    """The walk as JSON."""
    return json.dumps(asdict(walk))


def resumed(cursor: str, span: Span) -> Walk | None:
    """The walk that was saved; None: it was of another span, or by another release."""
    try:
        fields = json.loads(cursor).items()
        values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in fields}
        walk = Walk(**values)
    except (ValueError, TypeError, AttributeError):
        return None
    return walk if walk.waiting and walk.since == begun("", span).since else None


def advanced(walk: Walk, kind: WayKind, listing: Listing, span: Span) -> Walk:
    """The walk after its first waiting page was read and gave this listing."""
    address, *others = walk.waiting
    marks = _marks(listing)
    more = [url for url in listing.more if url not in walk.waiting]
    if kind is WayKind.SITEMAP:
        more = [url for url in more if same_site(url, address)]  # an address out of foreign hands
    elif is_repeat(walk, listing) or _all_before(listing.entries, span):
        more = []  # the same again, or older than what is wanted
    elif not more:
        more = [guess] if (guess := guessed_page(address, kind)) else []
    pages = walk.pages + 1
    waiting = (*more, *others) if pages < MOST_PAGES else ()
    return replace(walk, waiting=waiting, first=walk.first or marks, latest=marks, pages=pages)


def skipped(walk: Walk) -> Walk:
    """The walk without the page that it stands at, which can't be read."""
    return replace(walk, waiting=walk.waiting[1:], pages=walk.pages + 1)


def is_repeat(walk: Walk, listing: Listing) -> bool:
    """Does a page show only what the first one showed, or the one before it? Then it is no page of its own."""
    marks = set(_marks(listing))
    return marks <= set(walk.first) or marks <= set(walk.latest)


def _marks(listing: Listing) -> tuple[str, ...]:
    return tuple(sorted({_mark(entry) for entry in listing.entries}))


def _mark(entry: Entry) -> str:
    named = canonical_url(entry.link) or entry.title
    return hashlib.blake2b(named.encode("utf-8", "replace"), digest_size=6).hexdigest()


def _all_before(entries: Sequence[Entry], span: Span) -> bool:
    dated = [entry.published_at for entry in entries if entry.published_at is not None]
    return span.since is not None and bool(dated) and max(dated) + DAY < span.since


def is_wanted(entry: Entry, kind: WayKind, span: Span) -> bool:
    """May an entry be in the span, as far as its entry says? A sitemap tells when a page was changed, not published."""
    at = entry.published_at
    if at is None:
        return True
    if span.since is not None and at + (DAY if entry.day_only else timedelta()) <= span.since:
        return False
    changed_only = kind is WayKind.SITEMAP and not entry.titled
    return changed_only or at < span.until


def is_within(published_at: datetime, span: Span) -> bool:
    """Was it published in the span?"""
    return published_at < span.until and (span.since is None or published_at >= span.since)


def kind_of(body: bytes, url: str, kinds: Sequence[WayKind]) -> WayKind | None:
    """What an address has that an operator named; `kinds`: of the source's own ways, for what only their rules read.

    None: it is a page of headlines, or JSON, and the source has no rules for such.
    """
    head = body[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    if _SITEMAP.search(head) or (_SITEMAP_NAME.search(url) and not head.startswith((b"<!", b"<html"))):
        return WayKind.SITEMAP
    if _FEED.search(head):
        return WayKind.FEED
    wanted = _OF_JSON if head.startswith((b"{", b"[")) else _OF_HTML
    return next((kind for kind in kinds if kind in wanted), None)
