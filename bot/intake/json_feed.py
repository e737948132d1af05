"""Parse a JSON Feed, 1 and 1.1, to entries (pure). It runs in the reader's child process, as all feeds do.

text → its items, each by itself if need be → Entry
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from bot.errors import ParseError
from bot.i18n.catalogue import intake as texts
from bot.intake.dates import WrittenDate, read_date, unread_dates
from bot.intake.entries import lost_entries, made_entry
from bot.intake.links import absolute, permalink
from bot.model import Entry, Listing, Source

_ITEMS = re.compile(r'"items"\s*:\s*\[')
#: A backslash before what JSON does not escape; what it does escape is found first.
_STRAY = re.compile(r'(\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})|\\')
#: A comma before an end; a text is found first.
_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[\]}])', re.DOTALL)
_BETWEEN = re.compile(r"[\s,]*")
#: Between two items, by the keys that they begin with.
_NEXT = re.compile(r'\}\s*,\s*(?=\{\s*"(?:id|url|external_url|title|content_html|content_text|summary|date_\w+)")')

_DECODER = json.JSONDecoder(strict=False)  # line breaks within texts


def parse_json_feed(text: str, source: Source, url: str) -> Listing:
    """The feed's entries in its own order; `url` is where it was read.

    Raises:
        ParseError: it is other JSON, or none.
    """
    channel, items, lost = _read(text)
    home = absolute(_text(channel, "home_page_url"), [_text(channel, "feed_url"), url])
    read: list[Entry] = []
    unread: list[str] = []
    for item in items:
        if not isinstance(item, dict):
            lost.append(str(item))
        elif (entry := _entry(item, source, (home, url))) is not None:
            read.append(entry)
            unread += [] if entry.published_at else _dates(item)[:1]
    return Listing(entries=tuple(read), problems=(*lost_entries(lost), *unread_dates(unread)))


def _read(text: str) -> tuple[Mapping[str, Any], Sequence[Any], list[str]]:
    """The feed without its items, the items, and those that can't be read.

    Raises:
        ParseError: it is other JSON, or none.
    """
    found = _decoded(text)
    if found is None:
        return {}, *_item_by_item(text)
    items = found.get("items") if isinstance(found, dict) else None
    if not isinstance(items, list) or "jsonfeed.org" not in _text(found, "version"):
        raise ParseError(texts.NO_FEED)
    return found, items, []


def _item_by_item(text: str) -> tuple[Sequence[Any], list[str]]:
    """The items that can be read of a feed that can't: one is broken, or the feed breaks off."""
    begin = _ITEMS.search(text)
    if begin is None or "jsonfeed.org" not in text[: begin.start()] + text[-500:]:
        raise ParseError(texts.NO_FEED)
    items: list[Any] = []
    lost: list[str] = []
    at = begin.end()
    while (at := _behind_separator(text, at)) < len(text) and text[at] == "{":
        item, end = _one_item(text, at)
        if isinstance(item, dict) and "id" in item:
            items.append(item)
        else:
            lost.append(text[at:end])
        at = end
    return items, lost


def _one_item(text: str, at: int) -> tuple[Any, int]:
    """The item that begins there, None if it can't be read, and where it ends."""
    try:
        return _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        following = _NEXT.search(text, at)
        end = following.start() + 1 if following else len(text)
        return _decoded(text[at:end]), end


def _behind_separator(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    assert found is not None  # noqa: S101 - it matches nothing too
    return found.end()


def _decoded(text: str) -> Any:
    """The value; None: it can't be decoded, even repaired. What stands behind it does not count."""
    for repair in (str, _repaired):
        try:
            return _DECODER.raw_decode(repair(text))[0]
        except (ValueError, RecursionError):
            continue
    return None


def _repaired(text: str) -> str:
    text = _STRAY.sub(lambda found: found[1] or r"\\", text)
    return _COMMA.sub(lambda found: found[1] or "", text)


def _entry(item: Mapping[str, Any], source: Source, bases: Sequence[str | None]) -> Entry | None:
    guid = _text(item, "id")
    link = absolute(_text(item, "url"), bases) or absolute(_text(item, "external_url"), bases)
    markup = _text(item, "content_html")
    return made_entry(
        guid=guid,
        link=link or permalink(guid, bases),
        title=_text(item, "title"),
        described=_text(item, "summary"),
        contents=[markup] if markup else [],
        plain=_text(item, "content_text"),
        published=_published(item, source),
    )


def _published(item: Mapping[str, Any], source: Source) -> WrittenDate | None:
    zone = ZoneInfo(source.timezone)
    return next((found for date in _dates(item) if (found := read_date(date, zone))), None)


def _dates(item: Mapping[str, Any]) -> list[str]:
    return [date for name in ("date_published", "date_modified") if (date := _text(item, name).strip())]


def _text(fields: Mapping[str, Any], name: str) -> str:
    """A field's text; version 1 lets numbers stand for it."""
    value = fields.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value)
