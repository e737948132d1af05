"""What is far more than usual, and how days are counted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.storage.spikes import Found
from bot.worker.unusual import DAYS, beginnings, by_day, usual

ALMATY = ZoneInfo("Asia/Almaty")
TODAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)  #: in Almaty


@pytest.mark.parametrize(
    ("before", "today", "habit"),
    [
        pytest.param([2] * 14, 17, 2, id="17 today, usually 2"),
        pytest.param([2] * 14, 10, 2, id="ten are enough"),
        pytest.param([2] * 14, 9, None, id="nine are not many"),
        pytest.param([0] * 14, 10, 0, id="usually none"),
        pytest.param([0, 1] * 7, 10, 1, id="a half is rounded up"),
        pytest.param([5] * 14, 20, 5, id="four times as many"),
        pytest.param([5] * 14, 19, None, id="not four times as many"),
        pytest.param([2] * 13, 17, None, id="a follow of thirteen days has no habit"),
        pytest.param([], 17, None, id="nor has a new one"),
        pytest.param([2] * 13 + [17], 17, None, id="what goes on is not told again"),
        pytest.param([2] * 13 + [17], 18, 2, id="unless it is more yet"),
        pytest.param([0, 0, 0, 0, 0, 0, 12] * 2, 12, None, id="what comes every week is a habit"),
        pytest.param([2] * 7 + [90] + [2] * 7, 17, 2, id="one day of long ago is none"),
    ],
)
def test_a_day_is_unusual(before: list[int], today: int, habit: int | None) -> None:
    assert usual([*before, today]) == habit


def found(at: datetime, story: int = 1, *, language: str = "en", source: str = "kt-eng", silent: bool = False) -> Found:
    return Found(published_at=at, story=story, language=language, source_key=source, silent=silent)


def test_stories_are_counted_by_the_days_of_the_zone() -> None:
    midnight = datetime(2026, 3, 1, 19, 0, tzinfo=UTC)
    some = [found(midnight), found(midnight - timedelta(seconds=1)), found(NOON, 2), found(NOON, 3), found(NOON, 3)]
    assert by_day(some, ALMATY, TODAY)[-2:] == [1, 3]
    assert by_day(some, UTC, TODAY)[-2:] == [1, 2]


def test_what_is_older_than_the_habit_or_of_tomorrow_is_left_out() -> None:
    some = [found(NOON - timedelta(days=DAYS + 1)), found(NOON + timedelta(days=1)), found(NOON - timedelta(days=DAYS))]
    assert by_day(some, ALMATY, TODAY) == [1] + [0] * DAYS


def test_what_the_chat_does_not_read_is_left_out() -> None:
    some = [found(NOON, 1), found(NOON, 2, language="kk"), found(NOON, 3, source="kt-rus")]
    assert by_day(some, ALMATY, TODAY, languages=("en",), left_out=("kt-rus",))[-1] == 1
    assert by_day(some, ALMATY, TODAY)[-1] == 3


def test_what_nobody_was_sent_counts_for_the_habit_and_not_for_today() -> None:
    some = [found(NOON, silent=True), found(NOON - timedelta(days=1), silent=True)]
    assert by_day(some, ALMATY, TODAY)[-2:] == [1, 0]


def test_days_begin_at_midnight_also_where_clocks_are_set_forward() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    instants = beginnings(berlin, date(2026, 4, 1))
    assert len(instants) == DAYS + 2
    assert {each.astimezone(berlin).hour for each in instants} == {0}
    assert instants[-1].date() == date(2026, 4, 2)
