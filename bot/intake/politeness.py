"""How long a server asks to be left alone: in an answer's headers, and in robots.txt. Pure.

Retry-After, X-RateLimit-Reset   no request before
Cache-Control, Expires           the answer is the same until then
Crawl-delay, Request-rate        between two pages
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from protego import Protego

#: A longer pause is cut to this: "in a year" means no.
MAX_RETRY_AFTER = timedelta(days=1)
#: A longer Crawl-delay is cut to this: alerts would wait for pages.
MAX_PAGE_PAUSE = timedelta(minutes=1)

_MAX_AGE = re.compile(r'(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})', re.IGNORECASE)
_NOT_KEPT = re.compile(r"(?:^|[\s,])no-(?:store|cache)(?![\w=-])", re.IGNORECASE)
#: RateLimit: limit=100, remaining=0, reset=50
_ONE_HEADER = re.compile(r"\b(remaining|reset)\s*=\s*(\d{1,12})", re.IGNORECASE)
#: a greater number of seconds is an instant: 2001 and later
_AN_INSTANT = 1_000_000_000


def retry_after(header: str | None, now: datetime) -> timedelta | None:
    """The pause of a Retry-After header, in seconds or as an HTTP date, up to MAX_RETRY_AFTER; None: unreadable."""
    if not header:
        return None
    if (seconds := _seconds(header)) is not None:
        return _within(seconds)
    until = _instant(header)
    return None if until is None else _within((until - now).total_seconds())


def rate_limited(headers: Mapping[str, str], now: datetime, *, refused: bool) -> timedelta | None:
    """The pause of X-RateLimit headers, by any of their names, if nothing remains or we were `refused`."""
    limit = {name.lower(): value for name, value in _ONE_HEADER.findall(headers.get("RateLimit", ""))}
    for prefix in ("RateLimit-", "X-RateLimit-", "X-Rate-Limit-"):
        for name in ("remaining", "reset"):
            if value := headers.get(prefix + name):
                limit[name] = value
    remaining, reset = _seconds(limit.get("remaining", "")), _seconds(limit.get("reset", ""))
    if reset is None or not (refused or (remaining is not None and remaining < 1)):
        return None
    return _within(reset - now.timestamp() if reset >= _AN_INSTANT else reset)


def fresh_for(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How long an answer stays as it is, by Cache-Control or Expires; None: nothing is said."""
    control = headers.get("Cache-Control", "")
    if _NOT_KEPT.search(control):
        return None
    if found := _MAX_AGE.search(control):
        age = _seconds(headers.get("Age", "")) or 0.0
        return _positive(int(found[1]) - age)
    expires = _instant(headers.get("Expires", ""))
    if expires is None:
        return None
    sent_at = _instant(headers.get("Date", "")) or now  # the server's clock, which may be wrong, against itself
    return _positive((expires - sent_at).total_seconds())


def clock_ahead(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """How far our clock is ahead of the server's, by Date, and by Age where a cache answers; None: it does not say."""
    sent_at = _instant(headers.get("Date", ""))
    age = _seconds(headers.get("Age", "")) or 0.0
    return None if sent_at is None else now - sent_at - timedelta(seconds=age)


def page_pause(rules: Protego, agent: str) -> timedelta:
    """The pause between two pages that robots.txt asks for, up to MAX_PAGE_PAUSE; none: zero."""
    delay = rules.crawl_delay(agent) or 0.0
    rate = rules.request_rate(agent)
    if rate is not None and rate.requests > 0:
        delay = max(delay, rate.seconds / rate.requests)
    if not math.isfinite(delay) or delay <= 0:
        return timedelta(0)
    return min(timedelta(seconds=min(delay, 1e6)), MAX_PAGE_PAUSE)


def _seconds(text: str) -> float | None:
    try:
        seconds = float(text.strip()[:12])
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) else None


def _within(seconds: float) -> timedelta:
    return min(timedelta(seconds=min(max(seconds, 0.0), 1e6)), MAX_RETRY_AFTER)


def _positive(seconds: float) -> timedelta | None:
    return timedelta(seconds=seconds) if seconds > 0 else None


def _instant(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None  # Expires: 0 means already
    return found.replace(tzinfo=found.tzinfo or UTC)
