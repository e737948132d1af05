"""The parts of a written date: a day, a time, a zone, and words of no weight (pure)."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.intake.date_words import DAY_WORDS, IGNORED, KAZAKH_ENDINGS, MONTHS, WEEKDAYS, ZONES

#: Characters of a date; a longer text holds more than one.
LONGEST = 120
#: Furthest offset from UTC that a zone has.
WIDEST_OFFSET = timedelta(hours=14)


@dataclass
class Parts:
    """What has been understood of a written date so far."""

    zone: tzinfo  #: of times that name none
    now: datetime | None  #: in that zone; None: relative dates are not read
    days: list[date] = field(default_factory=list)
    triples: list[tuple[int, int, int, str]] = field(default_factory=list)  #: d.m.y or m/d/y, with the separator
    clocks: list[tuple[int, int, int]] = field(default_factory=list)
    pairs: list[tuple[int, int]] = field(default_factory=list)  #: 13.20, a time or a day and a month
    numbers: list[str] = field(default_factory=list)
    month: int | None = None
    weekday: int | None = None
    twelve: bool = False  #: it has AM or PM
    offsets: list[tzinfo] = field(default_factory=list)
    names: list[tzinfo] = field(default_factory=list)  #: zones by their names
    exact: datetime | None = None  #: "5 minutes ago"


def take_parts(text: str, parts: Parts) -> None:
    """Understand all of a cleaned text.

    Raises:
        ValueError, OverflowError: a part is not understood, or there is no such day.
    """
    at = 0
    while at < len(text):
        at = _take(parts, text, at)


_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_COMMENT = re.compile(r"((?:[+-]\d{1,2}:?\d{2}|\b(?:utc|gmt)[+-]\d{1,2})\s*)\([^()]*\)$")
_CLOCK = r"(?P<hour>\d{1,2})\s?:\s?(?P<minute>\d{1,2})(?:\s?:\s?(?P<second>\d{1,2})(?:[.,:]\d{1,9})?)?"
_HALF = r"(?P<half>[ap])\.?\s?m\b\.?"
_OFFSET = r"(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?::?00)?(?![\d:])"


def clean(raw: str) -> str:
    """Without escapes, marks of typesetting, case and doubled spaces, and without a comment behind an offset."""
    text = unicodedata.normalize("NFKC", html.unescape(html.unescape(raw[: 4 * LONGEST]))).translate(_DASHES)
    text = " ".join("".join(char for char in text if char.isspace() or char.isprintable()).casefold().split())
    return _COMMENT.sub(r"\1", text).strip()


def _take(parts: Parts, text: str, at: int) -> int:
    """Understand the next part, and say where it ends. Raises ValueError if it can't be."""
    for form, take in _FORMS:
        found = form.match(text, at)
        if found and take(parts, found):
            return found.end()
    raise ValueError(text[at:])


def _take_space(parts: Parts, found: re.Match[str]) -> bool:
    return True


def _take_year_first(parts: Parts, found: re.Match[str]) -> bool:
    parts.days.append(date(int(found["year"]), int(found["month"]), int(found["day"])))
    return True


def _take_week(parts: Parts, found: re.Match[str]) -> bool:
    parts.days.append(date.fromisocalendar(int(found["year"]), int(found["week"]), int(found["weekday"])))
    return True


def _take_ordinal(parts: Parts, found: re.Match[str]) -> bool:
    day = date(int(found["year"]), 1, 1) + timedelta(days=int(found["number"]) - 1)
    if found["number"] == "000" or day.year != int(found["year"]):
        raise ValueError("no such day")
    parts.days.append(day)
    return True


def _take_triple(parts: Parts, found: re.Match[str]) -> bool:
    one, other, third = int(found["one"]), int(found["other"]), int(found["third"])
    if len(found["third"]) == 2 and found["between"] == "." and (parts.days or parts.triples or parts.month):
        parts.clocks.append((one, other, third))  # 25.11.2025 13.20.05
        return True
    parts.triples.append((one, other, third if len(found["third"]) == 4 else century(third), found["between"]))
    return True


def century(year: int) -> int:
    """The year that two figures mean."""
    return year + (2000 if year < 70 else 1900)


def _take_clock(parts: Parts, found: re.Match[str]) -> bool:
    groups = found.groupdict()
    hour = int(groups["hour"])
    if half := groups.get("half"):
        parts.twelve = True
        if hour > 12 and half == "a":
            raise ValueError("no such hour")
        hour = hour if hour > 12 else hour % 12 + (12 if half == "p" else 0)
    second = int(groups.get("second") or 0)
    parts.clocks.append((hour, int(groups.get("minute") or 0), 59 if second == 60 else second))
    return True


def _take_pair(parts: Parts, found: re.Match[str]) -> bool:
    parts.pairs.append((int(found["one"]), int(found["other"])))
    return True


def _take_offset(parts: Parts, found: re.Match[str]) -> bool:
    """Behind a time, or behind "GMT", or +05:00 behind a day; else the sign is a dash."""
    named = found.groupdict().get("named")
    if not (named or parts.clocks or (parts.days and found["sign"] == "+")):
        return False
    offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    if offset > WIDEST_OFFSET or offset.seconds % 900:
        raise ValueError("no such offset")
    parts.offsets.append(timezone(offset if found["sign"] == "+" else -offset))
    return True


def _take_place(parts: Parts, found: re.Match[str]) -> bool:
    """Asia/Almaty."""
    try:
        parts.names.append(ZoneInfo(found[0].title()))
    except (ZoneInfoNotFoundError, OSError):
        return False
    return True


def _take_ago(parts: Parts, found: re.Match[str]) -> bool:
    """Of "2 часа назад" the moment, of "2 дня назад" only the day."""
    if parts.now is None:
        raise ValueError("a relative date")
    unit = next(seconds for stem, seconds in _UNITS if found["unit"].startswith(stem))
    ago = timedelta(seconds=unit * int(found["count"] or 1))
    if unit < 86_400:
        parts.exact = (parts.now - ago).astimezone(UTC)
    else:
        parts.days.append((parts.now - ago).date())
    return True


def _take_just_now(parts: Parts, found: re.Match[str]) -> bool:
    if parts.now is None:
        raise ValueError("a relative date")
    parts.exact = parts.now.astimezone(UTC)
    return True


def _take_word(parts: Parts, found: re.Match[str]) -> bool:
    word = found["word"]
    month = MONTHS.get(word) or next(
        (MONTHS[word.removesuffix(end)] for end in KAZAKH_ENDINGS if word.removesuffix(end) in MONTHS), None
    )
    if month and parts.month is None:
        parts.month = month
    elif word in WEEKDAYS:
        parts.weekday = WEEKDAYS[word]
    elif word in ZONES:
        parts.names.append(_own_or_common(word, parts))
    elif word in DAY_WORDS and parts.now:
        parts.days.append((parts.now - timedelta(days=DAY_WORDS[word])).date())
    else:
        return word in IGNORED
    return True


def _own_or_common(name: str, parts: Parts) -> tzinfo:
    """A name of several zones is the source's own zone, if that has it at some time of the year (IST, CST)."""
    seasons = (datetime(2025, month, 1, tzinfo=parts.zone) for month in (1, 7))
    return parts.zone if any((each.tzname() or "").casefold() == name for each in seasons) else ZONES[name]


def _take_number(parts: Parts, found: re.Match[str]) -> bool:
    parts.numbers.append(found[0])
    return True


#: Seconds of the units of "ago", by the beginnings of their names.
_UNITS = (
    *((stem, 1) for stem in ("sec", "сек")),
    *((stem, 60) for stem in ("min", "мин")),
    *((stem, 3_600) for stem in ("hour", "hr", "час", "сағ")),
    *((stem, 86_400) for stem in ("day", "день", "дня", "дней", "күн")),
    *((stem, 604_800) for stem in ("week", "недел", "апта")),
)
_UNIT_WORDS = (
    r"(?P<unit>sec(?:ond)?s?|min(?:ute)?s?|hours?|hrs?|days?|weeks?|сек(?:унд[уы]?)?|мин(?:ут[уы]?)?|час(?:а|ов)?"
    r"|день|дня|дней|недел[юиь]|сек(?:унд)?|минут|сағ(?:ат)?|күн|апта)\b\.?"
)
#: Each form of a part, tried in this order, and what it says.
_FORMS: tuple[tuple[re.Pattern[str], Callable[[Parts, re.Match[str]], bool]], ...] = tuple(
    (re.compile(form), take)
    for form, take in (
        (r"""[\s,.;|/()\[\]"'«»•·:@_]+|-(?!\d)""", _take_space),
        (rf"(?:(?P<count>\d{{1,3}})\s|(?:an?|one|бір)\s)?{_UNIT_WORDS}\s(?:ago|назад|бұрын)\b", _take_ago),
        (r"(?:just now|только что|қазір|жаңа ғана)\b", _take_just_now),
        (
            r"(?P<year>\d{4})(?P<between>\s?[-./]\s?)(?P<month>\d{1,2})(?P=between)(?P<day>\d{1,2})(?!\d)",
            _take_year_first,
        ),
        (r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?!\d)", _take_year_first),
        (r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?=\d{4}(?:\d{2})?(?!\d))", _take_year_first),
        (r"(?P<year>\d{4})-?w(?P<week>\d{2})-?(?P<weekday>[1-7])(?!\d)", _take_week),
        (r"(?P<year>\d{4})-(?P<number>\d{3})(?!\d)", _take_ordinal),
        (
            r"(?P<one>\d{1,2})(?P<between>[-./])\s?(?P<other>\d{1,2})(?P=between)\s?(?P<third>\d{4}|\d{2})(?!\d)",
            _take_triple,
        ),
        (rf"t?(?<!\d-){_CLOCK}(?:\s?{_HALF})?(?![\d:])", _take_clock),
        (rf"(?P<hour>\d{{1,2}})\s?{_HALF}", _take_clock),
        (
            r"(?P<hour>\d{1,2})\s?(?:ч|h|час(?:а|ов)?|сағ(?:ат)?)\b\.?\s?"
            r"(?P<minute>\d{1,2})\s?(?:м|мин(?:ут[аы]?)?|min)\b\.?",
            _take_clock,
        ),
        (r"(?P<hour>\d{1,2})[hч](?P<minute>\d{2})\b", _take_clock),
        (r"t(?P<hour>\d{2})(?::?(?P<minute>\d{2})(?:(?P<second>\d{2})(?:[.,]\d+)?)?)?(?!\d)", _take_clock),
        (r"(?<=\d{8})(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?:\.\d+)?(?!\d)", _take_clock),
        (rf"(?P<named>utc/gmt|utc|gmt|ut)\s?{_OFFSET}", _take_offset),
        (rf"{_OFFSET}(?![./]\d)(?!-\d)", _take_offset),
        (r"(?P<one>\d{1,2})\.(?P<other>\d{2})(?![\d.]\d)", _take_pair),
        (r"[a-z]{3,}/[a-z_-]+(?:/[a-z_-]+)?", _take_place),
        (r"-?(?P<word>[^\W\d_]+)", _take_word),
        (r"-?\d{1,4}(?!\d)", _take_number),
    )
)
