"""Read the dates of feeds, lists and pages (pure).

written date → cleaned → parts: day, time, zone, words of no weight → anything left? no date → an instant in UTC

A date that is not understood whole is no date: a half-read one is wrong by months, and an article that seems old is
never told. A time without a zone is local to its source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import NamedTuple

from bot.i18n.catalogue import intake as texts
from bot.i18n.text import Phrase
from bot.intake.date_parts import LONGEST, Parts, century, clean, take_parts
from bot.intake.plain_text import cut

#: An earlier date is an empty field of a content system (1970, 0001).
FIRST_YEAR = 1990
#: From this number on, ten figures may be a day with its hour (2025112513): they are no seconds since 1970.
EPOCH_BEFORE = 2_000_000_000
#: How far a site's clock may be ahead of ours.
CLOCKS_DIFFER = timedelta(minutes=10)
#: Characters of the date that is shown as an example of what can't be read.
EXAMPLE_LIMIT = 60

_EPOCH = re.compile(
    r"(?P<seconds>\d{9,10})(?:\.\d{1,9})?|(?P<thousandths>\d{12,13})|(?P<millionths>\d{16})|(?P<billionths>\d{19})"
)
#: Directives of strptime that tell a time of day.
_TIME_OF_DAY = re.compile(r"%[HIcX]")
_SPOTS = re.compile(
    r"(?P<day>\b(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4}"
    r"|\d{1,2}[\s-]+[^\W\d_]{3,12}\.?[\s,-]+\d{4}|[^\W\d_]{3,12}\.?\s\d{1,2},?\s\d{4}"
    r"|\d{4}\s+жыл\w*\s+\d{1,2}[\s-]+[^\W\d_]{3,12}))"
    r"(?:\s*(?:г\.?|года|ж\.?|жыл\w*))?(?:[\sT,|-]+(?:в\s|at\s|сағат\s)?\s*\d{1,2}:\d{2}(?::\d{2}(?!\d))?"
    r"(?:\s?[ap]m\b)?(?:\.\d+)?\s?(?:[+-]\d{2}:?\d{2}|Z\b)?)?",
    re.IGNORECASE,
)


class WrittenDate(NamedTuple):
    """A date as it was understood."""

    at: datetime  #: UTC; without a time the beginning of that day in its zone
    has_time: bool


@lru_cache(maxsize=256)  # what a feed says is asked for its entry and for its health
def read_date(raw: str, zone: tzinfo, *, now: datetime | None = None) -> WrittenDate | None:
    """The date, if all of `raw` is understood; a time without a zone is in `zone`.

    Only with `now`, relative dates ("вчера в 9:05") and those without a year are read, as lists of headlines have them.
    """
    text = clean(raw)
    if not text or len(text) > LONGEST:
        return None
    if epoch := _EPOCH.fullmatch(text):
        return _from_epoch(epoch, zone)
    parts = Parts(zone=zone, now=None if now is None else now.astimezone(zone))
    try:
        take_parts(text, parts)
        return WrittenDate(parts.exact, has_time=True) if parts.exact else _put_together(parts)
    except (ValueError, OverflowError):  # not understood, or no such day
        return None


def localise(naive: datetime, zone: tzinfo) -> datetime | None:
    """A wall-clock time in `zone` as an instant in UTC; None: an impossible year."""
    if naive.year < FIRST_YEAR or naive.year > 9998:  # a zone must not carry it over the calendar's edge
        return None
    return naive.replace(tzinfo=zone).astimezone(UTC)


def formatted_date(text: str, form: str, zone: tzinfo) -> WrittenDate | None:
    """The date of a text that is one in this strptime format, and nothing else."""
    try:
        found = datetime.strptime(text, form)  # noqa: DTZ007 - without a zone it is local to its source
        at = localise(found.astimezone(zone).replace(tzinfo=None) if found.tzinfo else found, zone)
    except (ValueError, OverflowError):
        return None
    return None if at is None else WrittenDate(at, has_time=_TIME_OF_DAY.search(form.replace("%%", "")) is not None)


def find_date(text: str, zone: tzinfo) -> WrittenDate | None:
    """The first date within a text of a page, where it may be glued to other things: "25.11.2025, 13:2017801"."""
    if whole := read_date(text, zone):
        return whole
    for found in _SPOTS.finditer(text[:500]):
        if read := read_date(found[0], zone) or read_date(found["day"], zone):
            return read
    return None


def parse_instant(raw: str, zone: tzinfo) -> datetime | None:
    """The instant in UTC of the first date within a text of a page; None: there is none."""
    found = find_date(raw, zone)
    return None if found is None else found.at


def unread_dates(written: Sequence[str]) -> tuple[Phrase, ...]:
    """What a source's health says of the dates that could not be read; nothing if there are none."""
    if not written:
        return ()
    example = " ".join(written[0].split())
    return (Phrase(texts.DATES_UNREAD, {"count": len(written), "example": cut(example, EXAMPLE_LIMIT)}),)


def _from_epoch(found: re.Match[str], zone: tzinfo) -> WrittenDate | None:
    """Seconds, or parts of them, since 1970."""
    if found["seconds"]:
        seconds = int(found["seconds"])
    else:
        finer = found["millionths"] or (found["billionths"] or "")[:16]
        seconds = int(found["thousandths"] or 0) // 1_000 + int(finer or 0) // 1_000_000
    compact = found["thousandths"] and len(found["thousandths"]) == 12  # 202511251320
    if compact or seconds >= EPOCH_BEFORE:
        return read_date(f"{found[0][:8]}t{found[0][8:]}", zone) if compact else None
    at = datetime.fromtimestamp(seconds, UTC)
    return WrittenDate(at, has_time=True) if at.year >= FIRST_YEAR else None


def _put_together(parts: Parts) -> WrittenDate | None:
    if parts.pairs:
        _settle_pair(parts)
    if parts.month and not parts.days:
        parts.days.append(_named_day(parts))
    elif parts.numbers or parts.month:
        return None  # a number that belongs to nothing
    parts.days += [_numeric_day(triple, parts) for triple in parts.triples]
    if not parts.days and parts.clocks and parts.now:
        parts.days.append(_day_of_clock(parts.clocks[0], parts.now))
    if len(parts.days) != 1 or len(parts.clocks) > 1:
        return None
    hour, minute, second = parts.clocks[0] if parts.clocks else (0, 0, 0)
    midnight = hour == 24 and minute == second == 0
    naive = datetime.combine(parts.days[0], time(0 if midnight else hour, minute, second)) + timedelta(days=midnight)
    at = localise(naive, _zone(parts, naive))
    return None if at is None else WrittenDate(at, has_time=bool(parts.clocks))


def _settle_pair(parts: Parts) -> None:
    """13.20 is a time, unless there is one: then 25.11 is a day without its year."""
    (pair,) = parts.pairs
    if parts.clocks and parts.now and not (parts.days or parts.triples or parts.month):
        parts.days.append(_without_year(*pair, parts.now))
    else:
        parts.clocks.append((*pair, 0))


def _named_day(parts: Parts) -> date:
    """25 ноября 2025; November 25, 2025; 2025 жылғы 25 қараша; 25 Nov 25."""
    month, (*numbers,) = parts.month or 0, (number.lstrip("-") for number in parts.numbers)
    if len(numbers) == 1 and parts.now and len(numbers[0]) <= 2:
        return _without_year(int(numbers[0]), month, parts.now)
    one, other = numbers
    if len(one) == 4:
        one, other = other, one
    if len(other) not in (2, 4) or len(one) > 2:
        raise ValueError("no year")
    return date(int(other) if len(other) == 4 else century(int(other)), month, int(one))


def _numeric_day(triple: tuple[int, int, int, str], parts: Parts) -> date:
    """d.m.y or m/d/y: what is possible decides, then the day of the week, then the custom of its place."""
    one, other, year, between = triple
    possible = [day for day in (_day(year, other, one), _day(year, one, other)) if day is not None]
    fitting = [day for day in possible if day.weekday() == parts.weekday] or possible
    if not fitting:
        raise ValueError("no such day")
    american = between != "." and (parts.twelve or str(parts.zone).startswith(("America/", "US/")))
    return fitting[-1 if american else 0]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _without_year(day: int, month: int, now: datetime) -> date:
    """The latest such day that is not after tomorrow."""
    soon = now.date() + timedelta(days=1)
    this = _day(soon.year, month, day)
    return this if this is not None and this <= soon else date(soon.year - 1, month, day)


def _day_of_clock(clock: tuple[int, int, int], now: datetime) -> date:
    """Of a time alone: today, or yesterday if today it is still to come, by a clock that may be ahead of ours."""
    latest = now + CLOCKS_DIFFER
    return latest.date() - timedelta(days=clock[:2] > (latest.hour, latest.minute))


def _zone(parts: Parts, naive: datetime) -> tzinfo:
    """The zone; an offset is more certain than a name beside it. Raises ValueError if two contradict each other."""
    named = parts.offsets or parts.names or [parts.zone]
    if len({zone.utcoffset(naive) for zone in named}) > 1:
        raise ValueError("two zones")
    if parts.offsets and UTC in parts.names and named[0].utcoffset(naive):
        raise ValueError("two zones")
    return named[0]
