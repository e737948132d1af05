"""Parse a feed's body into entries. Runs in the reader's child process only: feedparser is slow on hostile bodies.

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
from bot.intake.dates import has_zone, localise, parse_instant
from bot.intake.plain_text import CMS_IMAGE_BYTES, cut, plain_text
from bot.model import Entry, Source

#: No headline is longer; a title that is, is a text in the wrong place.
TITLE_LIMIT = 500
#: A title made from the beginning of a teaser.
MADE_TITLE_LIMIT = 120
#: Some feeds carry the whole article; what is kept of it is a teaser still.
TEASER_LIMIT = 5_000

IN_PLACE_OF_A_FEED = "answered HTML in place of a feed"

_PROLOGUE = re.compile(rb"\s+|<\?xml.{0,200}?\?>|<!--.{0,2000}?-->", re.DOTALL | re.IGNORECASE)
_HTML_START = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|div|p|h1|title|meta)\b", re.IGNORECASE)

# feedparser looks for an address in an author's name with a quadratic pattern: 32 KB take 3 s; nobody reads authors.
mixin._FeedParserMixin._sync_author_detail = lambda self, key="author": None


def parse_feed(body: bytes, source: Source, charset: str | None = None) -> list[Entry]:
    """The feed's entries in its own order; `charset` is what the server named. Raises ParseError."""
    if not body.strip():
        raise ParseError("answered nothing in place of a feed")
    if is_html(body):
        raise ParseError(IN_PLACE_OF_A_FEED)
    parsed = _parse(CMS_IMAGE_BYTES.sub(b"", body), charset)
    read = [entry for raw in parsed["entries"] if (entry := _entry(raw, source)) is not None]
    if not read and not parsed.get("version"):
        raise ParseError("what it answered is no feed")
    return read


def is_html(body: bytes) -> bool:
    """Judges the content: several sites answer 200 and a page where their feed was."""
    head = body[:4096].replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe")
    at = 0
    while prologue := _PROLOGUE.match(head, at):
        at = prologue.end()
    return _HTML_START.match(head, at) is not None


def _parse(body: bytes, charset: str | None) -> dict[str, Any]:
    content_type = f"application/xml; charset={charset}" if charset else "application/xml"
    try:
        # BytesIO always: given a string, feedparser opens the file or address that it names.
        parsed: dict[str, Any] = feedparser.parse(
            io.BytesIO(body),
            sanitize_html=False,
            resolve_relative_uris=False,
            response_headers={"content-type": content_type},
        )
    except MemoryError:
        raise
    except Exception as error:  # whatever a hostile body makes it raise: &#xFFFFFFFF; is an OverflowError
        raise ParseError(f"the feed can't be read: {type(error).__name__}") from error
    return parsed


def _entry(raw: Any, source: Source) -> Entry | None:
    """None: an item with neither words nor a link is nothing that could be told."""
    guid = plain_text(_field(raw, "id"))[:TITLE_LIMIT] or None
    link = _link(_field(raw, "link"), source)
    teaser = cut(plain_text(_field(raw, "summary") or _content(raw)), TEASER_LIMIT)
    title = cut(plain_text(_field(raw, "title")), TITLE_LIMIT) or cut(teaser, MADE_TITLE_LIMIT) or link
    if not title:
        return None
    return Entry(guid=guid, link=link, title=title, teaser=teaser, published_at=_published(raw, source))


def _field(raw: Any, name: str) -> str:
    """A field's text; by dict's own get, for feedparser's lends one field's value to another."""
    value = dict.get(raw, name)
    return value if isinstance(value, str) else ""


def _content(raw: Any) -> str:
    contents = dict.get(raw, "content") or []
    return next((_field(content, "value") for content in contents), "")


def _link(raw: str, source: Source) -> str | None:
    try:
        link = urljoin(source.feed, raw.strip()) if raw.strip() else ""
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
                naive = datetime(*parts[:6])  # noqa: DTZ001 - feedparser's parts are UTC, or really local
            except (ValueError, OverflowError):
                continue
            return localise(naive, ZoneInfo("UTC") if has_zone(raw_date) else zone)
    return None
