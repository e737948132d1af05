"""Dates and spans of time in words, without the host's locale."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def moment(at: datetime, zone: tzinfo, now: datetime) -> str:
    """`25 Nov, 13:20` in the zone, with the year if it is not the current one there: `25 Nov 2024, 13:20`."""
    local = at.astimezone(zone)
    year = "" if local.year == now.astimezone(zone).year else f" {local.year}"
    return f"{local.day} {MONTHS[local.month - 1][:3]}{year}, {clock(at, zone)}"


def clock(at: datetime, zone: tzinfo) -> str:
    """`13:20` in the zone."""
    return at.astimezone(zone).strftime("%H:%M")


def day_name(day: date) -> str:
    """`25 November 2025`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def count(number: int, word: str, plural: str = "") -> str:
    """`1 article`, `3 articles`."""
    return f"{number:,} {word if number == 1 else plural or word + 's'}"


def span_name(span: timedelta) -> str:
    """A span in its largest whole unit: `2 days`, `1 day`, `5 hours`, `1 minute`."""
    if span >= DAY:
        return count(span // DAY, "day")
    if span >= HOUR:
        return count(span // HOUR, "hour")
    return count(max(span // MINUTE, 1), "minute")


def news_so_far(span: timedelta) -> str:
    """`I have only 5 minutes of news so far`: said of an archive that is younger than an hour."""
    return f"I have only {span_name(span)} of news so far"


def ago(at: datetime, now: datetime) -> str:
    """`just now`, `2 minutes ago`, `3 days ago`."""
    return "just now" if now - at < MINUTE else f"{span_name(now - at)} ago"
