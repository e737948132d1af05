"""A feed, RSS or Atom or JSON. It runs in the child process as all kinds do: feedparser is slow on hostile bodies.

body → text → the feed in it, in parts if it is long → well-formed, if need be item by item → feedparser, guarded
     → Entry, cleaned of markup
"""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from bot.absent import without
from bot.errors import ParseError
from bot.i18n.catalogue import intake as texts
from bot.i18n.text import Phrase
from bot.intake.dates import WrittenDate, read_date, unread_dates
from bot.intake.decode import decode
from bot.intake.entries import lost_entries, lost_signs, made_entry
from bot.intake.json_feed import parse_json_feed
from bot.intake.kinds.document import Document
from bot.intake.links import absolute, chosen, permalink
from bot.intake.many import Many, many_of
from bot.intake.plain_text import lost_characters
from bot.intake.repair import Parts, core, is_well_formed, plain_parts, prepared, repaired, taken_apart
from bot.intake.wishes import every_asked
from bot.intake.wrapping import is_html, unwrapped
from bot.model import Entry, Listing, Source

with without("ssl"):  # it is never to fetch anything
    import feedparser
    from feedparser import mixin

#: Broken items that are parsed one by one; a feed with more of them is broken as a whole.
BROKEN_LIMIT = 200
#: Elements of other vocabularies that contain an article's full text.
_FULL_TEXT = re.compile(r"(?:^|_)(?:full-?_?text|fulltext|turbo_content)$")

#: Fields of which an entry has one at least, else nothing is left of it.
_TELLING = ("title", "summary", "content", "links", "id")

# feedparser looks for an address in an author's name with a quadratic pattern: 32 KB take 3 s; authors are not used.
mixin._FeedParserMixin._sync_author_detail = lambda self, key="author": None


@dataclass(kw_only=True)
class Parsed:
    """What feedparser made of a feed."""

    channel: Any = field(default_factory=dict)
    raw: list[Any] = field(default_factory=list)  #: entries, in the feed's order
    is_feed: bool = False
    lost: list[str] = field(default_factory=list)  #: the items that could not be read


@dataclass(frozen=True, kw_only=True)
class Part:
    """What was read of a feed, or of a part of one."""

    entries: tuple[Entry, ...]
    parsed: Parsed
    unread: tuple[str, ...]  #: dates that are not understood


def read(document: Document) -> Listing:
    """The feed's entries in its own order.

    Raises:
        ParseError: it is empty, HTML, not a feed, or feedparser failed; or its newest are not in the beginning of it.
    """
    text = unwrapped(decode(document.body, document.charset))
    if not text:
        raise ParseError(texts.NOTHING_FOR_FEED)
    if text.startswith("{") and not document.capped:
        return parse_json_feed(text, document.source, document.url)
    if is_html(text):
        raise ParseError(texts.HTML_FOR_FEED)
    text = prepared(text)
    parts, left = _parts(text, document)
    parsed = parts[0].parsed
    entries = tuple(entry for part in parts for entry in part.entries)
    if not entries and not parsed.is_feed:
        raise ParseError(texts.NO_FEED)
    own = _channel_links(parsed.channel)
    return Listing(
        entries=entries,
        every=_every(parsed.channel),
        hub=absolute(own.get("hub", ""), [document.url]),
        topic=absolute(own.get("self", ""), [document.url]),
        problems=tuple(_problems(parts, left, text, len(document.body) if document.capped else 0)),
    )


def _parts(text: str, document: Document) -> tuple[list[Part], int]:
    """What could be read in time, in the feed's order, and how many entries were left out.

    Raises:
        ParseError: the newest entries are not in the beginning that is there.
    """
    many = many_of(text, document.source.timezone, capped=document.capped)
    if document.capped and (many is None or many.oldest_first):
        raise document.too_large()
    return ([_part(text, document)], 0) if many is None else _newest_parts(many, document)


def _problems(parts: Sequence[Part], left: int, text: str, cap: int) -> Iterator[Phrase]:
    """What was not read; `left`: entries that time was short for; `cap`: bytes at which it is cut, 0: it is not."""
    if cap:
        yield Phrase(texts.FEED_CUT, {"megabytes": f"{cap / 1e6:g}"})
    if left:
        yield Phrase(texts.ENTRIES_LEFT_OUT, {"count": left})
    yield from lost_entries([each for part in parts for each in part.parsed.lost])
    yield from lost_signs(lost_characters(text))
    yield from unread_dates([each for part in parts for each in part.unread])


def _newest_parts(many: Many, document: Document) -> tuple[list[Part], int]:
    """The parts of a feed of very many entries, of which the newest are read first."""
    found: dict[int, Part] = {}
    left = len(many.spans)
    for place, count, text in many.parts():
        found[place] = _part(text, document)
        left -= count
        if document.until is not None and time.monotonic() > document.until:
            break
    return [found[place] for place in sorted(found)], left


def _part(text: str, document: Document) -> Part:
    parsed, source = _parse(text), document.source
    channel_link = absolute(chosen(parsed.channel.get("links", ()), source.language), [document.url])
    bases = (channel_link, document.url)
    return Part(
        entries=tuple(entry for raw in parsed.raw if (entry := _entry(raw, source, bases, text)) is not None),
        parsed=parsed,
        unread=tuple(dates[0] for raw in parsed.raw if (dates := _dates(raw)) and _published(raw, source) is None),
    )


def _parse(text: str) -> Parsed:
    for attempt in (text, repaired(text)):
        if is_well_formed(attempt):
            try:
                return _parsed(attempt)
            except ParseError:
                break
    parts = taken_apart(text)
    return _parsed(text) if parts is None else _item_by_item(parts)


def _item_by_item(parts: Parts) -> Parsed:
    """Read what is well-formed together, and the rest one by one: a loose parser loses what follows a fault."""
    found = _channel(parts)
    if found is None:  # what stands before the items breaks the parser
        parts = plain_parts(parts.items)
        found = Parsed(is_feed=True)
    good = [at for at, item in enumerate(parts.items) if is_well_formed(parts.feed(item))]
    entries = dict(_together(parts, good, found))
    broken = [at for at in range(len(parts.items)) if at not in set(good)]
    for at in broken[:BROKEN_LIMIT]:
        entries[at] = _alone(parts, at, found)
    if rest := broken[BROKEN_LIMIT:]:
        entries[rest[0]] = _parsed(parts.feed(*(parts.items[at] for at in rest))).raw
    found.raw = [raw for at in sorted(entries) for raw in entries[at]]
    return found


def _channel(parts: Parts) -> Parsed | None:
    try:
        found = _parsed(parts.feed())
    except ParseError:
        return None
    found.is_feed = True
    return found


def _together(parts: Parts, places: list[int], found: Parsed) -> Iterator[tuple[int, list[Any]]]:
    """The entries of items that are well-formed; those that break the parser are found by halving."""
    if not places:
        return
    try:
        raw = _parsed(parts.feed(*(parts.items[at] for at in places))).raw
    except ParseError:
        raw = []
    if len(raw) == len(places):
        yield from ((at, [one]) for at, one in zip(places, raw, strict=True))
    elif len(places) == 1:
        yield places[0], raw or _alone(parts, places[0], found)
    else:
        half = len(places) // 2
        yield from _together(parts, places[:half], found)
        yield from _together(parts, places[half:], found)


def _alone(parts: Parts, at: int, found: Parsed) -> list[Any]:
    for item in (parts.items[at], core(parts.items[at])):
        try:
            raw = _parsed(parts.feed(item)).raw if item else []
            if any(dict.get(one, name) for one in raw for name in _TELLING):
                return raw
        except ParseError:
            continue
    found.lost.append(parts.items[at])
    return []


def _parsed(text: str) -> Parsed:
    try:
        # always BytesIO: a string would be opened as a file or a URL
        parsed: dict[str, Any] = feedparser.parse(
            io.BytesIO(text.encode("utf-8", "ignore")),
            sanitize_html=False,
            resolve_relative_uris=False,
            response_headers={"content-type": "application/xml; charset=utf-8"},
        )
    except MemoryError:
        raise
    except Exception as error:  # a hostile body can make it raise anything: &#xFFFFFFFF; is an OverflowError
        raise ParseError(texts.FEED_UNREADABLE, error=Phrase(texts.BREAKS_PARSER)) from error
    return Parsed(channel=parsed["feed"], raw=parsed["entries"], is_feed=bool(parsed.get("version")))


def _every(channel: Any) -> int | None:
    fields = ("ttl", "sy_updateperiod", "sy_updatefrequency", "generator")
    return every_asked(*(_field(channel, name) for name in fields))


def _entry(raw: Any, source: Source, bases: Iterable[str | None], feed: str) -> Entry | None:
    described, contents = _texts(raw)
    return made_entry(
        guid=_field(raw, "id"),
        link=_link(raw, source, bases, feed),
        title=_field(raw, "title"),
        described=described,
        contents=contents,
        published=_published(raw, source),
    )


def _channel_links(channel: Any) -> dict[str, str]:
    """The addresses of the feed's own links, by their relation; the first of each."""
    links: dict[str, str] = {}
    for link in dict.get(channel, "links") or []:
        links.setdefault(_field(link, "rel"), _field(link, "href"))
    return links


def _field(raw: Any, name: str) -> str:
    """A field's text; by dict.get, as feedparser's own get returns another field's value for a missing one."""
    value = dict.get(raw, name)
    return value if isinstance(value, str) else ""


def _texts(raw: Any) -> tuple[str, list[str]]:
    """The description, "" if there is none, and whatever may be the full text.

    feedparser takes the first text for the summary, whatever its element: a description behind the full text becomes
    content.
    """
    contents = [_field(each, "value") for each in dict.get(raw, "content") or [] if _is_text(each)]
    others = [value for name, value in raw.items() if isinstance(value, str) and _FULL_TEXT.search(name)]
    summary = _field(raw, "summary")
    if dict.get(raw, "summary_detail") or not contents:
        return summary, contents + others
    return next((each for each in contents[1:] if 0 < len(each) <= len(summary)), ""), contents + others


def _is_text(content: Any) -> bool:
    return not _field(content, "type").startswith(("image/", "audio/", "video/"))


def _link(raw: Any, source: Source, bases: Iterable[str | None], feed: str) -> str | None:
    for name in ("feedburner_origlink", "pheedo_origlink"):
        if found := absolute(_field(raw, name), ()):
            return found
    if found := absolute(chosen(dict.get(raw, "links") or (), source.language), bases):
        return found
    guid = _field(raw, "id")
    # feedparser puts the base before a guid that is none: what counts stands in the feed as it is
    if dict.get(raw, "guidislink") and guid.replace("&", "&amp;") in feed:
        return permalink(guid, bases)
    return None


def _published(raw: Any, source: Source) -> WrittenDate | None:
    """The first date that is understood whole; feedparser's own guess counts for nothing, as it reads halves."""
    zone = ZoneInfo(source.timezone)
    return next((found for written in _dates(raw) if (found := read_date(written, zone))), None)


def _dates(raw: Any) -> list[str]:
    return [written for name in ("published", "updated", "created") if (written := _field(raw, name).strip())]
