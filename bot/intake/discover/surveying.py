"""Survey a body: the one entrance of the reader's child process to this package.

body ─▶ a sitemap? ─▶ posts of WordPress? ─▶ a page: its feeds, its WordPress, its JSON-LD, its channel, its lists
"""

from __future__ import annotations

import zlib
from datetime import datetime
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from bot.errors import ParseError
from bot.i18n.catalogue import intake as texts
from bot.intake.decode import decode
from bot.intake.discover import advertised, documents
from bot.intake.discover.lists import find_lists
from bot.intake.discover.results import Survey
from bot.intake.tree import parsed

_LARGEST = 20_000_000  #: bytes that are unpacked


def survey(body: bytes, url: str, charset: str | None, timezone: str, now: datetime) -> Survey:
    """What a body says of where its site's news can be read; `url`: where it was read, after redirects.

    Raises:
        ParseError: it is empty, or nothing that can be read.
    """
    zone = ZoneInfo(timezone)
    if body.startswith(b"\x1f\x8b"):  # sitemap.xml.gz, served as the file that it is
        body = zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(body, _LARGEST)
    head = body[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] in (b"[", b"{"):
        return documents.posts(body, url)
    if head.startswith(b"<?xml") or b"<urlset" in head or b"<sitemapindex" in head:
        try:
            return documents.sitemap(body, url, zone)
        except ParseError:
            if b"<html" not in head.lower():
                raise
    text = decode(body, charset).replace("\x00", "")
    if not text.strip():
        raise ParseError(texts.PAGE_EMPTY)
    root = parsed(text)
    base = _base_of(root, url)
    named = advertised.articles(root, base)
    posts = documents.channel(root, base)
    return Survey(
        kind="telegram" if posts else "",
        feeds=advertised.feeds(root, base),
        wordpress=advertised.wordpress(root, base),
        listed=len(named),
        lists=find_lists(root, base, zone, named, now=now),
        headlines=posts,
        title=advertised.title(root),
    )


def _base_of(root: Any, url: str) -> str:
    """The address that relative links belong to: <base href>, else where the page was read."""
    base: str = next((element.get("href") for element in root.iter("base") if element.get("href")), "")
    try:
        return urljoin(url, base.strip())
    except ValueError:
        return url
