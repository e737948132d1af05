"""Sitemaps: news sitemaps, plain ones, and indexes of others, gzipped or not.

answer ──▶ unpacked ──▶ <url> with its own title and date, else with its lastmod and a title made from the address
                   └──▶ <sitemap> of an index ──▶ the newest few, to be read too (Listing.more)
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from bot.errors import ParseError
from bot.i18n.catalogue import kinds as texts
from bot.i18n.text import Phrase
from bot.intake.dates import FIRST_YEAR, WrittenDate, unread_dates
from bot.intake.decode import decode
from bot.intake.dedup import source_id
from bot.intake.entries import TITLE_LIMIT
from bot.intake.kinds.document import Document, dated, each_once
from bot.intake.plain_text import cut, plain_title
from bot.intake.slugs import is_section, made_title
from bot.model import Entry, Listing

#: Bytes of an unpacked sitemap: what the protocol allows.
UNPACKED_CAP = 50_000_000
#: Entries of a listing, the newest; a sitemap may name 50,000 addresses.
ENTRIES = 1_000
#: Sitemaps of an index that are read at each poll.
MORE = 4

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_GZIP = b"\x1f\x8b"
_ROOT = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b")
_BEGIN = re.compile(rb"<\?xml\b|" + _ROOT.pattern)
_LINES = re.compile(r"\s*https?://\S+\s*$", re.MULTILINE)
#: Sitemaps in whose names these stand have news, or none.
_NEWS = re.compile(r"news|novosti|janalyq|zhanalyq", re.IGNORECASE)
_OTHER = re.compile(
    r"categor|rubric|taxonom|\btags?\b|post_tag|author|user|image|video|product|archive|(?:^|[/_-])pages?[_-]sitemap",
    re.IGNORECASE,
)
#: Those that have none when an archive is read in.
_OTHER_AT_ALL = re.compile(r"categor|rubric|taxonom|\btags?\b|post_tag|author|user|image|video|product", re.IGNORECASE)
_Row = dict[str, str]  #: the texts of a <url> or a <sitemap>, by the names of its elements
_OLDEST = datetime.min.replace(tzinfo=UTC)


def read(document: Document) -> Listing:
    """The newest entries of a sitemap, or the newest sitemaps of an index.

    Raises:
        ParseError: it is neither, or too large when it is unpacked.
    """
    body = _in_utf8(_unpacked(document.body), document.charset)
    rows = list(_rows(body)) or [("url", {"loc": line.strip()}) for line in _plain_lines(body)]
    if not rows and not _ROOT.search(body[:4096]):
        raise ParseError(texts.NO_SITEMAP)
    indexed = [row for name, row in rows if name == "sitemap"]
    listed = [row for name, row in rows if name == "url" and row]
    kept, problems = _newest(_articles(listed, document), document)
    if lost := sum(not row for _, row in rows):
        problems = (*problems, Phrase(texts.ROWS_UNREADABLE, {"count": lost}))
    entries = (entry for row, at in kept if (entry := _entry(row, at, document)) is not None)
    return Listing(entries=tuple(each_once(entries)), more=_newest_maps(indexed, document), problems=problems)


def _unpacked(body: bytes) -> bytes:
    """The body, without the gzip of an .xml.gz."""
    unpacked = b""
    while body.startswith(_GZIP):
        stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            unpacked += stream.decompress(body, UNPACKED_CAP + 1 - len(unpacked))
        except zlib.error:
            break  # what came so far may be whole; if not, it is read as far as it goes
        if len(unpacked) > UNPACKED_CAP:
            raise ParseError(texts.UNPACKED_TOO_LARGE, megabytes=f"{UNPACKED_CAP / 1e6:g}")
        body = stream.unused_data
    return unpacked or body


def _in_utf8(body: bytes, charset: str | None) -> bytes:
    """The body in UTF-8, for a parser ends at the first byte that is none, and without what stands before it."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        body = decode(body, charset).encode("utf-8", "ignore")
    begin = _BEGIN.search(body[:4096])
    return body[begin.start() :] if begin else body


def _rows(body: bytes) -> Iterator[tuple[str, _Row]]:
    """Each <url> or <sitemap>: its name, and the texts in it by the names of their elements, without namespaces.

    Elements are dropped as soon as they are read: a tree of the largest sitemap takes half a gigabyte.
    """
    parsing = etree.iterparse(
        io.BytesIO(body),
        events=("end",),
        encoding="utf-8",  # whatever the declaration says
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    try:
        for _, element in parsing:
            name = _name(element)
            if name in ("url", "sitemap"):
                yield name, _row(element)
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError:
        return  # what was read before it counts


def _row(element: Any) -> _Row:
    """The texts of a <url> or a <sitemap>; none if one of them is no text, as what a wrong reference stands for."""
    try:
        return dict(_fields(element))
    except UnicodeDecodeError:
        return {}


def _fields(element: Any) -> Iterator[tuple[str, str]]:
    """An element's own texts, and those of its news and its video; a picture has an address and a title of its own."""
    for child in element.iterchildren(etree.Element):
        name = _name(child)
        if name in ("news", "video"):
            yield from ((f"{name}:{_name(one)}", one.text or "") for one in child.iterchildren(etree.Element))
        elif child.prefix is None or name in ("loc", "lastmod"):
            yield name, child.text or ""


def _name(element: Any) -> str:
    try:
        return str(element.tag).rpartition("}")[2]
    except UnicodeDecodeError:  # a parser that recovers makes names of anything
        return ""


def _plain_lines(body: bytes) -> list[str]:
    """The addresses of a sitemap that is a text with one on each line."""
    text = body.decode("utf-8-sig", "replace")
    lines = text.split("\n") if len(text) < UNPACKED_CAP else []
    lines = [line for line in lines if line.strip()]
    return lines if all(_LINES.fullmatch(line) for line in lines) else []


def _articles(rows: list[_Row], document: Document) -> list[_Row]:
    """The rows whose address has the source's own id, if any has: a sitemap names every page of a site."""
    return [row for row in rows if source_id(row.get("loc"), document.source) is not None] or rows


def _newest(rows: list[_Row], document: Document) -> tuple[list[tuple[_Row, WrittenDate | None]], tuple[Phrase, ...]]:
    """The newest of them, with their dates; without dates those at both ends, for nobody knows where new ones come."""
    every = [(row, _published(row, document)) for row in rows]
    newest = sorted((one for one in every if one[1]), key=_instant, reverse=True)[:ENTRIES]
    undated = [one for one in every if one[1] is None]
    problems = unread_dates([dates[0] for row, _ in undated if (dates := _dates(row))])
    if document.whole:
        newest = sorted((one for one in every if one[1]), key=_instant, reverse=True)
        return [*newest, *undated], problems
    if len(undated) <= ENTRIES:
        return [*newest, *undated], problems
    half = ENTRIES // 2
    problem = Phrase(texts.TOO_MANY_UNDATED, {"number": str(len(undated)), "shown": str(half)})
    return [*newest, *undated[:half], *undated[-half:]], (*problems, problem)


def _instant(one: tuple[_Row, WrittenDate | None]) -> datetime:
    return one[1].at if one[1] else _OLDEST


def _published(row: _Row, document: Document) -> WrittenDate | None:
    """The first date of a row that can be read."""
    dates = (_of_protocol(raw, document) or document.date(raw) for raw in _dates(row))
    return next((found for found in dates if found), None)


def _dates(row: _Row) -> list[str]:
    names = ("news:publication_date", "video:publication_date", "lastmod")
    return [written for name in names if (written := row.get(name, "").strip())]


def _of_protocol(raw: str, document: Document) -> WrittenDate | None:
    """A date as the protocol wants it, a hundred times as fast as any other."""
    try:
        at = datetime.fromisoformat(raw)
    except ValueError:
        return None
    if not FIRST_YEAR <= at.year <= 9998 or not (_DAY.fullmatch(raw) or ":" in raw):
        return None
    instant = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=document.zone).astimezone(UTC)
    return WrittenDate(instant, has_time=":" in raw)


def _entry(row: _Row, published: WrittenDate | None, document: Document) -> Entry | None:
    """None: it has no address that can be read, or is a section of the site."""
    link = document.link(row.get("loc", ""))
    named = plain_title(row.get("news:title", "") or row.get("video:title", ""))
    if link is None or (not named and is_section(link)):
        return None
    return Entry(
        guid=None,
        link=link,
        title=cut(named, TITLE_LIMIT) or made_title(link),
        teaser="",
        titled=bool(named),
        **dated(published),
    )


def _newest_maps(rows: list[_Row], document: Document) -> tuple[str, ...]:
    """The addresses of the sitemaps of an index that most likely have what is new."""
    maps = [(link, _published(row, document)) for row in rows if (link := document.link(row.get("loc", "")))]
    other = _OTHER_AT_ALL if document.whole else _OTHER
    wanted = [one for one in maps if not other.search(one[0].partition("://")[2].partition("/")[2])] or maps
    ranked = sorted(wanted, key=lambda one: _rank(*one), reverse=True)
    return tuple(dict.fromkeys(link for link, _ in ranked))[: None if document.whole else MORE]


def _rank(link: str, changed: WrittenDate | None) -> tuple[bool, datetime, list[int]]:
    """News first, then what changed last, then the highest number: the newest part of many."""
    path = link.partition("://")[2].partition("/")[2]
    return (
        bool(_NEWS.search(path)),
        changed.at if changed else _OLDEST,
        [int(digits) for digits in re.findall(r"\d{1,12}", path)],
    )
