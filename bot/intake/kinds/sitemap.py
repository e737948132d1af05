"""Sitemaps: news sitemaps, plain ones, and indexes of others, gzipped or not.

answer ──▶ unpacked ──▶ <url> with its own title and date, else with its lastmod and a title made from the address
                   └──▶ <sitemap> of an index ──▶ the newest few, to be read too (Listing.more)
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from bot.errors import ParseError
from bot.i18n.catalogue import kinds as texts
from bot.i18n.text import Phrase
from bot.intake.dedup import source_id
from bot.intake.kinds.document import TITLE_LIMIT, Document, each_once
from bot.intake.plain_text import cut, plain_text
from bot.intake.slugs import is_section, made_title
from bot.model import Entry, Listing, Source

#: Bytes of an unpacked sitemap: what the protocol allows.
UNPACKED_CAP = 50_000_000
#: Entries of a listing, the newest; a sitemap may name 50,000 addresses.
ENTRIES = 1_000
#: Sitemaps of an index that are read at each poll.
MORE = 4

_GZIP = b"\x1f\x8b"
_LINES = re.compile(r"\s*https?://\S+\s*$", re.MULTILINE)
#: Sitemaps in whose names these stand have news, or none.
_NEWS = re.compile(r"news|novosti|janalyq|zhanalyq", re.IGNORECASE)
_OTHER = re.compile(
    r"categor|rubric|taxonom|\btags?\b|post_tag|author|user|image|video|product|archive|(?:^|[/_-])pages?[_-]sitemap",
    re.IGNORECASE,
)
_OLDEST = datetime.min.replace(tzinfo=UTC)


def read(document: Document) -> Listing:
    """The newest entries of a sitemap, or the newest sitemaps of an index.

    Raises:
        ParseError: it is neither, or too large when it is unpacked.
    """
    body = _unpacked(document.body)
    rows = list(_rows(body)) or [("url", {"loc": line.strip()}) for line in _plain_lines(body)]
    if not rows and not re.search(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b", body[:4096]):
        raise ParseError(texts.NO_SITEMAP)
    indexed = [row for name, row in rows if name == "sitemap"]
    found = [_entry(row, document) for name, row in rows if name == "url"]
    entries = list(each_once(_articles((entry for entry in found if entry is not None), document.source)))
    kept, problems = _newest(entries)
    return Listing(entries=tuple(kept), more=_newest_maps(indexed, document), problems=problems)


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


def _rows(body: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """Each <url> or <sitemap>: its name, and the texts in it by the names of their elements, without namespaces.

    Elements are dropped as soon as they are read: a tree of the largest sitemap takes half a gigabyte.
    """
    parsing = etree.iterparse(
        io.BytesIO(body), events=("end",), recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    try:
        for _, element in parsing:
            name = _name(element)
            if name in ("url", "sitemap"):
                yield name, dict(_fields(element))
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError:
        return  # what was read before it counts


def _fields(element: Any) -> Iterator[tuple[str, str]]:
    """An element's own texts, and those of its news and its video; a picture has an address and a title of its own."""
    for child in element.iterchildren(etree.Element):
        name = _name(child)
        if name in ("news", "video"):
            yield from ((f"{name}:{_name(one)}", one.text or "") for one in child.iterchildren(etree.Element))
        elif child.prefix is None or name in ("loc", "lastmod"):
            yield name, child.text or ""


def _name(element: Any) -> str:
    return str(etree.QName(element).localname)


def _plain_lines(body: bytes) -> list[str]:
    """The addresses of a sitemap that is a text with one on each line."""
    text = body.decode("utf-8-sig", "replace")
    lines = text.split("\n") if len(text) < UNPACKED_CAP else []
    lines = [line for line in lines if line.strip()]
    return lines if all(_LINES.fullmatch(line) for line in lines) else []


def _entry(row: dict[str, str], document: Document) -> Entry | None:
    """None: it has no address that can be read, or is a section of the site."""
    link = document.link(row.get("loc", ""))
    named = plain_text(row.get("news:title", "") or row.get("video:title", ""))
    if link is None or (not named and is_section(link)):
        return None
    dates = (row.get(name, "") for name in ("news:publication_date", "video:publication_date", "lastmod"))
    return Entry(
        guid=None,
        link=link,
        title=cut(named, TITLE_LIMIT) or made_title(link),
        teaser="",
        titled=bool(named),
        published_at=next((at for date in dates if (at := document.instant(date))), None),
    )


def _articles(entries: Iterable[Entry], source: Source) -> list[Entry]:
    """Those that have the source's own id, if any has: a sitemap names every page of a site."""
    every = list(entries)
    return [entry for entry in every if source_id(entry.link, source) is not None] or every


def _newest(entries: list[Entry]) -> tuple[list[Entry], tuple[Phrase, ...]]:
    """The newest of them; without dates those at both ends, for nobody knows at which new ones come."""
    dated = [entry for entry in entries if entry.published_at is not None]
    undated = [entry for entry in entries if entry.published_at is None]
    dated.sort(key=lambda entry: entry.published_at or _OLDEST, reverse=True)
    if len(undated) <= ENTRIES:
        return [*dated[:ENTRIES], *undated], ()
    half = ENTRIES // 2
    problem = Phrase(texts.TOO_MANY_UNDATED, {"number": str(len(undated)), "shown": str(half)})
    return [*dated[:ENTRIES], *undated[:half], *undated[-half:]], (problem,)


def _newest_maps(rows: list[dict[str, str]], document: Document) -> tuple[str, ...]:
    """The addresses of the sitemaps of an index that most likely have what is new."""
    maps = [
        (link, document.instant(row.get("lastmod", ""))) for row in rows if (link := document.link(row.get("loc", "")))
    ]
    wanted = [one for one in maps if not _OTHER.search(one[0].partition("://")[2].partition("/")[2])] or maps
    ranked = sorted(wanted, key=lambda one: _rank(*one), reverse=True)
    return tuple(dict.fromkeys(link for link, _ in ranked))[:MORE]


def _rank(link: str, changed_at: datetime | None) -> tuple[bool, datetime, list[int]]:
    """News first, then what changed last, then the highest number: the newest part of many."""
    path = link.partition("://")[2].partition("/")[2]
    return bool(_NEWS.search(path)), changed_at or _OLDEST, [int(digits) for digits in re.findall(r"\d{1,12}", path)]
