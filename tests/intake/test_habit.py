"""A source is silent beyond its habit when far more was to be expected than in its own widest gap."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from bot.intake.habit import Habit, expected, habit_of, is_silent
from bot.intake.rhythm import Appearance, Rhythm

ALMATY = "Asia/Almaty"
#: a Monday, 00:00 in Almaty
MONDAY = datetime.fromisoformat("2026-11-02T00:00:00+05:00")
FLAT = Rhythm(zone=ALMATY, hours=(2.0,) * 168, minutes=(1.0,) * 60)


def office(weeks: int, *, per_hour: int = 4, left_out: tuple[int, ...] = ()) -> list[Appearance]:
    """Articles of a newsroom that works on weekdays from 9 to 18; days in `left_out` had none."""
    chance, found = random.Random(7), []
    for day in range(7 * weeks):
        if day % 7 < 5 and day not in left_out:
            for hour in range(9, 18):
                for _ in range(per_hour):
                    at = MONDAY + timedelta(days=day, hours=hour, minutes=chance.uniform(0, 59))
                    found.append(Appearance(at, at + timedelta(minutes=2)))
    return found


def habit(appearances: list[Appearance], now: datetime) -> Habit:
    found = habit_of(appearances, since=MONDAY, zone=ALMATY, now=now)
    assert found is not None
    return found


def at(day: int, hour: int) -> datetime:
    """An hour of the fifth week."""
    return MONDAY + timedelta(days=28 + day, hours=hour)


@pytest.mark.parametrize(
    ("what", "last", "now", "silent"),
    [
        ("a night", at(0, 18), at(1, 9), False),
        ("a weekend", at(4, 18), at(7, 9), False),
        ("a late Monday morning", at(4, 18), at(7, 10), False),
        ("a lunch", at(1, 12), at(1, 14), False),
        ("a working day", at(1, 9), at(1, 17), True),
        ("half of one", at(1, 14), at(1, 23), True),
        ("a weekend and a working day", at(4, 18), at(7, 16), True),
        ("a week", at(0, 18), at(7, 12), True),
    ],
)
def test_a_newsroom_sleeps_at_night_and_at_weekends(what: str, last: datetime, now: datetime, silent: bool) -> None:
    learned = habit(office(4), at(0, 0))
    assert is_silent(learned, last, now) is silent, what


def test_holidays_that_it_knows_from_itself_are_its_habit() -> None:
    last, now = at(1, 18), at(3, 9)  # a Wednesday without news
    assert is_silent(habit(office(4), at(0, 0)), last, now)
    often = habit(office(4, left_out=(2, 9, 16)), at(0, 0))
    assert not is_silent(often, last, now)


def test_one_week_in_which_it_was_broken_is_not_its_habit() -> None:
    broken = habit(office(4, left_out=(7, 8, 9, 10, 11)), at(0, 0))
    assert is_silent(broken, at(4, 18), at(7, 17))


def test_three_hours_are_no_silence_whatever_it_is_used_to() -> None:
    every_minute = [Appearance(one, one) for one in (MONDAY + timedelta(minutes=n) for n in range(10_000))]
    end = every_minute[-1].published_at
    learned = habit(every_minute, end)
    assert not is_silent(learned, end, end + timedelta(hours=2, minutes=59))
    assert is_silent(learned, end, end + timedelta(hours=3))


def test_too_little_history_says_nothing() -> None:
    assert habit_of(office(1)[:10], since=MONDAY, zone=ALMATY, now=at(0, 0)) is None


def test_what_is_to_be_expected_adds_up_hour_by_hour_and_in_part() -> None:
    assert expected(FLAT, MONDAY, MONDAY) == 0
    assert expected(FLAT, MONDAY + timedelta(minutes=45), MONDAY + timedelta(hours=2, minutes=15)) == pytest.approx(3)
    assert expected(FLAT, MONDAY, MONDAY + timedelta(days=7)) == pytest.approx(336)
