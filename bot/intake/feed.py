"""Parse a feed's body to entries. Runs only in the reader's child process: feedparser is slow on hostile bodies.

body → is it a feed at all? → feedparser, guarded → Entry, cleaned of markup
"""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

import feedparser
from feedparser import mixin

from bot.errors import ParseError
from bot.i18n.catalogue import intake as texts
from bot.intake.dates import has_zone, localise, parse_instant
from bot.intake.furniture import teaser_of
from bot.intake.plain_text import CMS_IMAGE_BYTES, cut, paragraphs, plain_text
from bot.model import Entry, Listing, Source, Way

#: Characters of a title; a longer one is text in the wrong field.
TITLE_LIMIT = 500
#: Characters of a title made from a teaser.
MADE_TITLE_LIMIT = 120
#: Characters of a teaser; some feeds contain the whole article.
TEASER_LIMIT = 5_000

_PROLOGUE = re.compile(rb"\s+|<\?xml.{0,200}?\?>|<!--.{0,2000}?-->", re.DOTALL | re.IGNORECASE)
_HTML_START = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|div|p|h1|title|meta)\b", re.IGNORECASE)

# feedparser looks for an address in an author's name with a quadratic pattern: 32 KB take 3 s; authors are not used.
mixin._FeedParserMixin._sync_author_detail = lambda self, key="author": None


def parse_feed(body: bytes, source: Source, way: Way, url: str, charset: str | None = None) -> Listing:
    """The feed's entries in its own order; `url` is where it was read, `charset` the one of the HTTP header.

    Raises:
        ParseError: it is empty, HTML, not a feed, or feedparser failed.
    """
    if not body.strip():
        raise ParseError(texts.NOTHING_FOR_FEED)
    if is_html(body):
        raise ParseError(texts.HTML_FOR_FEED)
    parsed = _parse(CMS_IMAGE_BYTES.sub(b"", body), charset)
    read = [entry for raw in parsed["entries"] if (entry := _entry(raw, source, url)) is not None]
    if not read and not parsed.get("version"):
        raise ParseError(texts.NO_FEED)
    return Listing(entries=tuple(read))


def is_html(body: bytes) -> bool:
    """Is the body HTML? Some sites answer 200 with a page where their feed was."""
    head = body[:4096].replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe")
    at = 0
    while prologue := _PROLOGUE.match(head, at):
        at = prologue.end()
    return _HTML_START.match(head, at) is not None


def _parse(body: bytes, charset: str | None) -> dict[str, Any]:
    content_type = f"application/xml; charset={charset}" if charset else "application/xml"
    try:
        # always BytesIO: a string would be opened as a file or a URL
        parsed: dict[str, Any] = feedparser.parse(
            io.BytesIO(body),
            sanitize_html=False,
            resolve_relative_uris=False,
            response_headers={"content-type": content_type},
        )
    except MemoryError:
        raise
    except Exception as error:  # a hostile body can make it raise anything: &#xFFFFFFFF; is an OverflowError
        raise ParseError(texts.FEED_UNREADABLE, error=type(error).__name__) from error
    return parsed


def _entry(raw: Any, source: Source, url: str) -> Entry | None:
    """None: an item with neither text nor a link can't be shown."""
    guid = plain_text(_field(raw, "id"))[:TITLE_LIMIT] or None
    link = _link(_field(raw, "link"), url)
    teaser = cut(teaser_of(paragraphs(_field(raw, "summary") or _content(raw))), TEASER_LIMIT)
    title = cut(plain_text(_field(raw, "title")), TITLE_LIMIT) or cut(teaser, MADE_TITLE_LIMIT) or link
    if not title:
        return None
    return Entry(guid=guid, link=link, title=title, teaser=teaser, published_at=_published(raw, source))


def _field(raw: Any, name: str) -> str:
    """A field's text; by dict.get, as feedparser's own get returns another field's value for a missing one."""
    value = dict.get(raw, name)
    return value if isinstance(value, str) else ""


def _content(raw: Any) -> str:
    contents = dict.get(raw, "content") or []
    return next((_field(content, "value") for content in contents), "")


def _link(raw: str, url: str) -> str | None:
    try:
        link = urljoin(url, raw.strip()) if raw.strip() else ""
        parts = urlsplit(link)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname or len(link) > 2_000:
        return None
    return "".join(char for char in link if char.isprintable() and char != " ").encode("utf-8", "ignore").decode()


def _published(raw: Any, source: Source) -> datetime | None:
    zone = ZoneInfo(source.timezone)
    for name in ("published", "updated", "created"):
        raw_date = _field(raw, name)
        if found := parse_instant(raw_date, zone):
            return found
        parts = dict.get(raw, f"{name}_parsed")
        if raw_date and parts:
            try:
                naive = datetime(*parts[:6])  # noqa: DTZ001 - feedparser's parts are in UTC, or local
            except (ValueError, OverflowError):
                continue
            return localise(naive, ZoneInfo("UTC") if has_zone(raw_date) else zone)
    return None
