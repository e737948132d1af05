"""Parse the dates of feeds and pages to instants (pure).

A time without a zone is local to its source. Only the raw string shows whether there is a zone, so feedparser's own
result (it assumes UTC) is only the last resort, for formats that are unknown here.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

#: An earlier date is an empty field of a content system (1970, 0001).
FIRST_YEAR = 1990

#: Beginnings of the months' names in English, Russian and Kazakh.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan янв қаң",
            "feb фев ақп",
            "mar мар нау",
            "apr апр сәу",
            "may мая май мам",
            "jun июн мау",
            "jul июл шіл",
            "aug авг там",
            "sep сен қыр",
            "oct окт қаз",
            "nov ноя қар",
            "dec дек жел",
        ),
        start=1,
    )
    for name in names.split()
}
_ZONES = {"z": 0, "ut": 0, "utc": 0, "gmt": 0, "msk": 3, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7} | {
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "cet": 1,
    "cest": 2,
}  # hours; the names of RFC 822 and those found in feeds

_TIME = (
    r"(?:\s*г\.?|\s*года|\s*ж\.?)?(?:[\sT,]+(?:в\s+|at\s+|сағат\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})"
    r"(?::(?P<second>\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(?P<zone>[+-]\d{2}:?\d{2}|[A-Za-z]{1,5}\b)?"
)
_NUMBERS = re.compile(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})" + _TIME)
_NAMED = re.compile(r"\b(?P<day>\d{1,2})[\s-]+(?P<name>[^\W\d_]{3,12})\.?[\s,-]+(?P<year>\d{4}|\d{2}\b)" + _TIME)
_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})" + _TIME)
_HAS_ZONE = re.compile(r":\d{2}\S*\s*(?:[+-]\d{2}:?\d{2}|Z|UTC?|GMT|[ECMP][SD]T)\s*$", re.IGNORECASE)


def parse_instant(raw: str, zone: tzinfo) -> datetime | None:
    """The instant in UTC; a time without a zone is in `zone`. None: an unknown format."""
    for form in (_ISO, _NUMBERS, _NAMED):
        if found := form.search(raw[:200]):
            return _read(found.groupdict(), zone)
    return None


def has_zone(raw: str) -> bool:
    """Does the raw date string name its zone?"""
    return _HAS_ZONE.search(raw[:200]) is not None


def localise(naive: datetime, zone: tzinfo) -> datetime | None:
    """A wall-clock time in `zone` as an instant in UTC; None: an impossible year."""
    if naive.year < FIRST_YEAR or naive.year > 9998:  # a zone must not carry it over the calendar's edge
        return None
    return naive.replace(tzinfo=zone).astimezone(UTC)


def _read(parts: dict[str, str | None], zone: tzinfo) -> datetime | None:
    name = parts.get("name")
    month = _MONTHS.get(name.lower()[:3]) if name else int(parts.get("month") or 0)
    year = int(parts["year"] or 0)
    try:
        naive = datetime(  # noqa: DTZ001 - the zone follows in local()
            year + 2000 if len(parts["year"] or "") == 2 else year,
            month or 0,
            int(parts["day"] or 0),
            int(parts["hour"] or 0),
            int(parts["minute"] or 0),
            min(int(parts["second"] or 0), 59),  # a leap second is no reason to lose a date
        )
    except ValueError:
        return None
    return localise(naive, _zone(parts["zone"], zone))


def _zone(named: str | None, otherwise: tzinfo) -> tzinfo:
    if not named:
        return otherwise
    if named[0] in "+-":
        digits = named[1:].replace(":", "")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        return timezone(offset if named[0] == "+" else -offset) if offset < timedelta(hours=24) else otherwise
    hours = _ZONES.get(named.lower())
    return otherwise if hours is None else timezone(timedelta(hours=hours))
