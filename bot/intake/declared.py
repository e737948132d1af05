"""When a page was published, as it tells machines: in its head, in its marks, in its JSON. Pure.

People are shown another date sometimes; for archives, which are read by their pages, this one is the surest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.intake.dates import read_date

_NAMES = frozenset(
    {"article:published_time", "og:published_time", "datepublished", "pubdate", "publish-date", "dc.date.issued"}
)
_JSON = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')


def declared_at(tree: Any, text: str, timezone: str) -> datetime | None:
    """The first instant that a page gives; `text`: the page, `timezone`: of times that carry none."""
    zone = ZoneInfo(timezone)
    found = (read_date(written, zone) for written in _written(tree, text) if written)
    return next((date.at.astimezone(UTC) for date in found if date is not None and date.has_time), None)


def _written(tree: Any, text: str) -> Iterator[str]:
    for element in tree.iter("meta", "time"):
        names = {(element.get(name) or "").lower() for name in ("property", "name", "itemprop")}
        if names & _NAMES:
            yield element.get("content") or element.get("datetime") or ""
    if json := _JSON.search(text):
        yield json[1]
