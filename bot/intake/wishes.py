"""How often a feed asks to be polled, in its own words: RSS's ttl, and the syndication module of RSS 1.0. Pure."""

from __future__ import annotations

import re

_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_LONGEST = _PERIODS["yearly"]
_NUMBER = re.compile(r"\s*(\d{1,6})(?!\d)")


def every_asked(ttl: str, period: str, frequency: str, generator: str) -> int | None:
    """Seconds between polls; None: it does not say. Each argument is the text of its element, or empty.

    WordPress writes "hourly, once" into every feed of its own accord: that is nobody's wish.
    """
    if (minutes := _number(ttl)) is not None:
        return min(minutes * 60, _LONGEST)
    seconds = _PERIODS.get(period.strip().lower())
    times = _number(frequency) or 1
    if seconds is None or ("wordpress" in generator.lower() and (seconds, times) == (_PERIODS["hourly"], 1)):
        return None
    return max(1, seconds // times)


def _number(text: str) -> int | None:
    """A whole number from 1; None: there is none."""
    found = _NUMBER.match(text)
    return int(found[1]) or None if found else None
