from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.calendar.schedule import next_due

DAILY, WORKDAYS = range(7), range(5)


def at(minute: str) -> int:
    hours, minutes = minute.split(":")
    return int(hours) * 60 + int(minutes)


def comes(weekdays: Iterable[int], times: str, zone: str, after: str, count: int = 1) -> list[str]:
    """The next instants, as clocks there show them."""
    now, place, found = datetime.fromisoformat(after).replace(tzinfo=UTC), ZoneInfo(zone), []
    for _ in range(count):
        now = next_due(tuple(weekdays), tuple(map(at, times.split())), place, now)
        found.append(f"{now.astimezone(place):%a %d.%m %H:%M %z}")
    return found


@pytest.mark.parametrize(
    ("weekdays", "times", "zone", "after", "expected"),
    [
        (DAILY, "8:30", "Asia/Almaty", "2026-11-29T03:29:59", ["Sun 29.11 08:30 +0500", "Mon 30.11 08:30 +0500"]),
        (DAILY, "8:30", "Asia/Almaty", "2026-11-29T03:30:00", ["Mon 30.11 08:30 +0500"]),
        (WORKDAYS, "9:00 18:00", "Asia/Almaty", "2026-11-27T09:00", [
            "Fri 27.11 18:00 +0500", "Mon 30.11 09:00 +0500", "Mon 30.11 18:00 +0500", "Tue 01.12 09:00 +0500",
        ]),
        ((0,), "9:00", "Asia/Almaty", "2026-11-30T04:00", ["Mon 07.12 09:00 +0500"]),
        (DAILY, "0:00", "UTC", "2026-12-31T23:59:59", ["Fri 01.01 00:00 +0000"]),
        # Almaty set its clocks back for good on 1 March 2024: 23:30 came twice
        (DAILY, "8:30", "Asia/Almaty", "2024-02-28T12:00", [
            "Thu 29.02 08:30 +0600", "Fri 01.03 08:30 +0500", "Sat 02.03 08:30 +0500",
        ]),
        (DAILY, "23:30", "Asia/Almaty", "2024-02-28T18:00", [
            "Thu 29.02 23:30 +0600", "Fri 01.03 23:30 +0500",
        ]),
        # Berlin: 2:30 is skipped on 29 March 2026, and comes twice on 25 October
        (DAILY, "2:30", "Europe/Berlin", "2026-03-28T12:00", ["Sun 29.03 03:00 +0200", "Mon 30.03 02:30 +0200"]),
        (DAILY, "2:15 2:45", "Europe/Berlin", "2026-03-28T12:00", ["Sun 29.03 03:00 +0200", "Mon 30.03 02:15 +0200"]),
        (DAILY, "2:30", "Europe/Berlin", "2026-10-24T12:00", ["Sun 25.10 02:30 +0200", "Mon 26.10 02:30 +0100"]),
        # Samoa had no 30 December 2011, a Friday: what was due then comes as that day would have begun
        ((4,), "9:00", "Pacific/Apia", "2011-12-24T00:00", ["Sat 31.12 00:00 +1400", "Fri 06.01 09:00 +1400"]),
        (DAILY, "0:10", "America/Santiago", "2026-09-05T12:00", ["Sun 06.09 01:00 -0300", "Mon 07.09 00:10 -0300"]),
    ],
)  # fmt: skip
def test_a_time_comes_once_a_day_whatever_is_done_to_the_clocks(
    weekdays: Iterable[int], times: str, zone: str, after: str, expected: list[str]
) -> None:
    assert comes(weekdays, times, zone, after, len(expected)) == expected


@pytest.mark.parametrize("zone", ["Asia/Almaty", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"])
def test_a_daily_time_comes_366_times_in_2024_in_every_zone(zone: str) -> None:
    place, now, days = ZoneInfo(zone), datetime(2024, 1, 1, tzinfo=ZoneInfo(zone)) - timedelta(seconds=1), []
    while (now := next_due(tuple(DAILY), (150,), place, now)) < datetime(2025, 1, 1, tzinfo=place):
        days.append(now.astimezone(place).date())
    assert len(days) == len(set(days)) == 366


def test_a_schedule_of_no_day_is_a_bug() -> None:
    with pytest.raises(ValueError, match="no weekday"):
        next_due((), (510,), ZoneInfo("UTC"), datetime(2026, 1, 1, tzinfo=UTC))
