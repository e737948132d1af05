from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.i18n.catalogue import common
from bot.i18n.formats import ago, day_name, day_range, duration, moment
from bot.i18n.translator import ENGLISH
from config.translations import load_translations
from tests.builders import NOW

ALMATY = ZoneInfo("Asia/Almaty")


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2025, 11, 25, 8, 20, tzinfo=UTC), "25 Nov, 13:20"),
        (datetime(2024, 11, 25, 8, 20, tzinfo=UTC), "25 Nov 2024, 13:20"),
        (datetime(2024, 12, 31, 20, 0, tzinfo=UTC), "1 Jan, 01:00"),  # the year is that of the zone
    ],
)
def test_a_moment_names_its_year_only_if_it_is_not_this_one(at: datetime, words: str) -> None:
    assert moment(at, ALMATY, NOW, ENGLISH) == words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(days=2, hours=23), "2 days"),
        (timedelta(days=1), "1 day"),
        (timedelta(hours=5), "5 hours"),
        (timedelta(minutes=61), "1 hour"),
        (timedelta(minutes=3), "3 minutes"),
        (timedelta(0), "1 minute"),
    ],
)
def test_a_span_is_told_in_its_largest_unit(span: timedelta, words: str) -> None:
    assert ENGLISH(duration(span)) == words


def test_ages_and_days_and_counts_are_words() -> None:
    assert ENGLISH(ago(NOW, NOW)) == "just now"
    assert ENGLISH(ago(NOW - timedelta(minutes=2), NOW)) == "2 minutes ago"
    assert day_name(date(2025, 11, 25), ENGLISH) == "25 November 2025"
    assert [ENGLISH(common.ARTICLES, count=number) for number in (1, 1200)] == ["1 article", "1,200 articles"]


def test_days_of_another_year_have_it_and_days_of_two_months_both() -> None:
    today = date(2025, 1, 10)
    ru = load_translations()("ru")
    kk = load_translations()("kk")
    for first, last, expected in (
        (date(2025, 1, 9), date(2025, 1, 9), ("9 Jan", "9 января", "9 қаңтар")),
        (date(2024, 3, 1), date(2024, 3, 8), ("1–8 Mar 2024", "1–8 марта 2024", "2024 жылғы 1–8 наурыз")),
        (
            date(2024, 12, 28), date(2025, 1, 3),
            ("28 Dec 2024 – 3 Jan", "28 декабря 2024 – 3 января", "2024 жылғы 28 желтоқсан – 3 қаңтар"),
        ),
    ):  # fmt: skip
        assert tuple(day_range(first, last, today, translate) for translate in (ENGLISH, ru, kk)) == expected
