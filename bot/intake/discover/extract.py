"""Headlines by the selectors of a list. Runs in the reader's child process.

Only for showing what was found: a source of this kind is read by its own reader.
"""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from lxml.cssselect import CSSSelector

from bot.intake.dates import find_date, read_date
from bot.intake.discover.elements import text_of
from bot.intake.discover.links import resolved
from bot.intake.discover.results import Headline, ListRules


def headlines(root: Any, rules: ListRules, base: str, zone: tzinfo, now: datetime | None) -> tuple[Headline, ...]:
    """What a list gives: each article once, in the order of the page."""
    found: dict[str, Headline] = {}
    link, title = CSSSelector(rules.link), CSSSelector(rules.title)
    date = CSSSelector(rules.date) if rules.date else None
    for item in root.cssselect(rules.item):
        headline = _headline(_first(link, item), _first(title, item), _first(date, item), base, zone, now)
        if headline is not None:
            found.setdefault(headline.link, headline)
    return tuple(found.values())


def _headline(link: Any, title: Any, dated: Any, base: str, zone: tzinfo, now: datetime | None) -> Headline | None:
    address = resolved(link.get("href") or "", base) if link is not None else None
    text = text_of(title) if title is not None else ""
    if address is None or not text:
        return None
    said = "" if dated is None else (dated.get("datetime") or "").strip() or text_of(dated)
    read = read_date(said, zone, now=now) or find_date(said, zone) if said else None
    at, day_only = (read.at, not read.has_time) if read else (None, False)
    return Headline(title=text, link=address, date=said, published_at=at, day_only=day_only)


def _first(selector: CSSSelector | None, item: Any) -> Any:
    found: Any = selector(item) if selector else ()
    return next(iter(found), None)
