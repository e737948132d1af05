"""Quiet hours and snoozes begin and end when a clock on the wall shows so, however clocks are set."""

# ruff: noqa: E501  # a row of a table is a line
from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.calendar.quiet import Until, end_of, exists, next_span
from bot.model import QuietHours

ALMATY, BERLIN = ZoneInfo("Asia/Almaty"), ZoneInfo("Europe/Berlin")


def hours(start: str, end: str) -> QuietHours:
    first, last = (int(hour) * 60 + int(minute) for hour, _, minute in (each.partition(":") for each in (start, end)))
    return QuietHours(start=first, end=last)


def at(text: str, zone: ZoneInfo = ALMATY) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("why", "zone", "start", "end", "now", "span"),
    [
        ("the next night", ALMATY, "23:00", "8:00", "2026-11-29 15:00", ("2026-11-29 23:00", "2026-11-30 08:00")),
        ("this night", ALMATY, "23:00", "8:00", "2026-11-30 02:00", ("2026-11-29 23:00", "2026-11-30 08:00")),
        ("its first second", ALMATY, "23:00", "8:00", "2026-11-29 23:00", ("2026-11-29 23:00", "2026-11-30 08:00")),
        ("its end is no part of it", ALMATY, "23:00", "8:00", "2026-11-30 08:00", ("2026-11-30 23:00", "2026-12-01 08:00")),
        ("by day", ALMATY, "13:00", "14:30", "2026-11-30 13:10", ("2026-11-30 13:00", "2026-11-30 14:30")),
        ("all day but a minute", ALMATY, "8:01", "8:00", "2026-11-30 08:00", ("2026-11-30 08:01", "2026-12-01 08:00")),
        ("clocks set back at midnight", ALMATY, "23:00", "8:00", "2024-02-29 22:00", ("2024-02-29 23:00", "2024-03-01 08:00")),
        ("clocks set forward", BERLIN, "1:00", "2:30", "2026-03-29 01:30", ("2026-03-29 01:00", "2026-03-29 03:00")),
        ("what clocks skip is none", BERLIN, "2:10", "2:50", "2026-03-29 00:00", ("2026-03-30 02:10", "2026-03-30 02:50")),
        ("a time that comes twice", BERLIN, "23:00", "2:30", "2026-10-25 00:00", ("2026-10-24 23:00", "2026-10-25 02:30")),
    ],
)  # fmt: skip
def test_the_span_that_goes_on_or_comes_next(
    why: str, zone: ZoneInfo, start: str, end: str, now: str, span: tuple[str, str]
) -> None:
    found = next_span(hours(start, end), zone, at(now, zone))
    assert tuple(one.astimezone(zone).isoformat(" ", "minutes")[:16] for one in found) == span, why
    assert found[0].tzinfo is UTC


def test_the_night_in_which_almaty_set_its_clocks_back_was_an_hour_longer() -> None:
    begin, end = next_span(hours("23:00", "8:00"), ALMATY, at("2024-02-29 22:00"))
    assert (end - begin).total_seconds() == 10 * 3600


@pytest.mark.parametrize(
    ("why", "named", "now", "end"),
    [
        ("the next Monday", Until(weekday=0), "2026-11-27 12:00", "2026-11-30 08:00"),
        ("said on a Monday, that of the next week", Until(weekday=0), "2026-11-30 07:00", "2026-12-07 08:00"),
        ("a time that is still to come today", Until(weekday=0, minute=540), "2026-11-30 07:00", "2026-11-30 09:00"),
        ("a time that was today", Until(weekday=0, minute=540), "2026-11-30 10:00", "2026-12-07 09:00"),
        ("tomorrow", Until(ahead=1, minute=540), "2026-11-30 10:00", "2026-12-01 09:00"),
        ("a time today", Until(minute=1080), "2026-11-30 10:00", "2026-11-30 18:00"),
        ("a time that is over is tomorrow's", Until(minute=540), "2026-11-30 10:00", "2026-12-01 09:00"),
        ("the morning", Until(), "2026-11-30 02:00", "2026-11-30 08:00"),
        ("a date of this year", Until(day=3, month=12), "2026-11-30 10:00", "2026-12-03 08:00"),
        ("a date of the next year", Until(day=3, month=2), "2026-11-30 10:00", "2027-02-03 08:00"),
        ("a date with its year", Until(day=3, month=2, year=2027), "2026-11-30 10:00", "2027-02-03 08:00"),
        ("a date that is past", Until(day=3, month=2, year=2026), "2026-11-30 10:00", None),
        ("a day that is no date", Until(day=31, month=2), "2026-11-30 10:00", None),
        ("today at a time that is past", Until(ahead=0, minute=540), "2026-11-30 10:00", None),
    ],
)
def test_when_what_is_named_ends(why: str, named: Until, now: str, end: str | None) -> None:
    found = end_of(named, ALMATY, at(now))
    assert (found and found.astimezone(ALMATY).isoformat(" ", "minutes")[:16]) == end, why


def test_a_day_begins_when_the_chat_says_so() -> None:
    assert end_of(Until(ahead=1), ALMATY, at("2026-11-30 10:00"), morning=450) == at("2026-12-01 07:30")


def test_which_days_the_calendar_has() -> None:
    leap, no_leap = Until(day=29, month=2), Until(day=29, month=2, year=2027)
    assert [exists(each) for each in (Until(), leap, no_leap, Until(day=31, month=4))] == [True, True, False, False]
