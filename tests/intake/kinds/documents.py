"""Documents as the readers of each kind are given them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.i18n.translator import ENGLISH
from bot.intake.kinds.document import Document
from bot.intake.kinds.readers import read
from bot.model import Entry, Listing, Source, Way, WayKind

NOW = datetime(2025, 11, 25, 9, 0, tzinfo=UTC)
SITE = "https://site.example/news/"


def listing(
    kind: WayKind,
    body: str | bytes,
    *,
    url: str = SITE,
    charset: str | None = None,
    pattern: str | None = None,
    **rules: Any,
) -> Listing:
    """What such a document has, in the time of Almaty."""
    way = Way(kind=kind, url=url, **rules)
    source = Source(key="site", name="Site", language="ru", ways=(way,), id=pattern)
    raw = body.encode() if isinstance(body, str) else body
    return read(Document(body=raw, url=url, charset=charset, source=source, way=way, now=NOW))


def feed(
    body: str | bytes,
    source: Source,
    *,
    url: str | None = None,
    charset: str | None = None,
    capped: bool = False,
    until: float | None = None,
) -> Listing:
    """What such a feed of this source has; it is read at the source's address, unless at another."""
    raw = body.encode() if isinstance(body, str) else body
    address, way = url or source.url, source.ways[0]
    return read(
        Document(body=raw, url=address, charset=charset, source=source, way=way, now=NOW, capped=capped, until=until)
    )


def titles(found: Listing) -> list[str]:
    return [entry.title for entry in found.entries]


def links(found: Listing) -> list[str | None]:
    return [entry.link for entry in found.entries]


def dates(found: Listing) -> list[str | None]:
    """In the time of Almaty, to the minute."""
    return [None if at is None else f"{at:%Y-%m-%d %H:%M}" for at in (entry.published_at for entry in found.entries)]


def problems(found: Listing) -> list[str]:
    return [ENGLISH(problem) for problem in found.problems]


def only(found: Listing) -> Entry:
    (entry,) = found.entries
    return entry
