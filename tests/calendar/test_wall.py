"""A time of day is an instant in every zone, on the days on which clocks are set too."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.calendar.wall import instant


@pytest.mark.parametrize(
    ("zone", "day", "minute", "expected"),
    [
        pytest.param("Asia/Almaty", date(2026, 11, 29), 510, "2026-11-29T03:30", id="8:30 at UTC+5"),
        pytest.param("Asia/Almaty", date(2024, 2, 29), 510, "2024-02-29T02:30", id="the day before Almaty left UTC+6"),
        pytest.param("Asia/Almaty", date(2024, 3, 1), 510, "2024-03-01T03:30", id="the day after"),
        pytest.param("Asia/Almaty", date(2024, 2, 29), 1410, "2024-02-29T17:30", id="comes twice: the first counts"),
        pytest.param("Europe/Berlin", date(2026, 3, 29), 150, "2026-03-29T01:00", id="is skipped: when clocks are set"),
        pytest.param("Europe/Berlin", date(2026, 3, 29), 119, "2026-03-29T00:59", id="the minute before"),
        pytest.param("Europe/Berlin", date(2026, 3, 29), 180, "2026-03-29T01:00", id="the minute after"),
        pytest.param("Europe/Berlin", date(2026, 10, 25), 150, "2026-10-25T00:30", id="comes twice in autumn"),
        pytest.param("Australia/Lord_Howe", date(2026, 10, 4), 135, "2026-10-03T15:30", id="clocks set by 30 minutes"),
        pytest.param("America/Asuncion", date(2023, 10, 1), 0, "2023-10-01T04:00", id="midnight is skipped"),
    ],
)
def test_a_time_of_day_is_one_instant(zone: str, day: date, minute: int, expected: str) -> None:
    assert instant(day, minute, ZoneInfo(zone)) == datetime.fromisoformat(expected).replace(tzinfo=UTC)
