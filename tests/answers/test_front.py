"""What of the sources and of the day the public page shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.answers.front import SourceState, freshness, midnight
from tests.builders import NOW, health


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, SourceState.FRESH),
        ({"failing_since_at": NOW, "silent_longer_than_usual": True}, SourceState.FAILS),
        ({"failing_since_at": NOW, "last_ok_at": None}, SourceState.FAILS),
        ({"last_ok_at": None}, SourceState.NEW),
        ({"silent_longer_than_usual": True}, SourceState.SILENT),
        ({"silent_longer_than_usual": True, "last_article_at": None}, SourceState.FRESH),
    ],
)
def test_a_source_is_in_one_state(fields: dict[str, object], state: SourceState) -> None:
    assert freshness(health(**fields)).state is state


@pytest.mark.parametrize(
    ("zone", "hours"), [("Asia/Almaty", 14), ("UTC", 9), ("America/New_York", 4), ("Pacific/Kiritimati", 23)]
)
def test_a_day_begins_at_midnight_of_the_zone(zone: str, hours: int) -> None:
    assert midnight(NOW, ZoneInfo(zone)) == NOW - timedelta(hours=hours)


def test_a_day_of_another_length_begins_at_its_own_midnight() -> None:
    spring_forward = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)  # 14:00 in Berlin, 13 hours after midnight
    assert midnight(spring_forward, ZoneInfo("Europe/Berlin")) == spring_forward - timedelta(hours=13)
