"""Columns of local days and weeks, what is held of them, peaks, and who was first."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.answers.period import read_period
from bot.answers.trends import Trends, columns_of, report_of, trends_of
from bot.i18n.translator import ENGLISH
from bot.matching.grammar import parse
from tests.builders import NOW
from tests.handlers.conftest import CONCEPTS, KAZAKH, RUSSIAN, SOURCE, Room, room

__all__ = ["room"]
ALMATY = ZoneInfo("Asia/Almaty")


@pytest.mark.parametrize(
    ("typed", "now", "zone", "count", "first", "last", "weekly"),
    [
        ("week", NOW, "Asia/Almaty", 7, (date(2025, 11, 19),) * 2, (date(2025, 11, 25),) * 2, False),
        ("today", NOW, "Asia/Almaty", 1, (date(2025, 11, 25),) * 2, (date(2025, 11, 25),) * 2, False),
        ("month", NOW, "Asia/Almaty", 30, (date(2025, 10, 27),) * 2, (date(2025, 11, 25),) * 2, False),
        ("91 days", NOW, "Asia/Almaty", 13, (date(2025, 8, 27), date(2025, 9, 2)),
         (date(2025, 11, 19), date(2025, 11, 25)), True),
        ("60 days", NOW, "Asia/Almaty", 9, (date(2025, 9, 27), date(2025, 9, 30)),
         (date(2025, 11, 19), date(2025, 11, 25)), True),
        ("this week", NOW, "Asia/Almaty", 2, (date(2025, 11, 24),) * 2, (date(2025, 11, 25),) * 2, False),
        ("last week", NOW, "Asia/Almaty", 7, (date(2025, 11, 17),) * 2, (date(2025, 11, 23),) * 2, False),
        ("3 days", datetime(2025, 3, 30, 12, tzinfo=UTC), "Europe/Berlin", 3, (date(2025, 3, 28),) * 2,
         (date(2025, 3, 30),) * 2, False),
    ],
)  # fmt: skip
def test_a_long_period_is_shown_by_the_week_that_ends_with_it(
    typed: str,
    now: datetime,
    zone: str,
    count: int,
    first: tuple[date, date],
    last: tuple[date, date],
    weekly: bool,
) -> None:
    period = read_period(typed, now, ZoneInfo(zone), translate=ENGLISH)
    assert period is not None
    columns = columns_of(period, now, ZoneInfo(zone))
    assert (len(columns.days), columns.days[0], columns.days[-1], columns.weekly) == (count, first, last, weekly)
    assert len(columns.instants) == count + 1
    assert columns.unfinished == (last[1] == now.astimezone(ZoneInfo(zone)).date())
    midnights = {each.astimezone(ZoneInfo(zone)).time() for each in columns.instants}
    assert len(midnights) == 1, "also where a day has 23 hours"


def trends(room: Room, *typed: str, period: str = "week", peaks: bool = True) -> Trends:
    asked = [(each, parse(each, CONCEPTS)) for each in typed]
    read = read_period(period, room.now, ALMATY, translate=ENGLISH)
    assert read is not None
    numbers = [
        room.store.follows.upsert_query(query.canonical, each, room.now, grammar=room.rules.grammar)
        for each, query in asked
    ]
    return trends_of(read, asked, numbers, store=room.store, concepts=CONCEPTS, zone=ALMATY, now=room.now, peaks=peaks)


def test_a_peak_stands_for_the_headline_that_says_it(room: Room) -> None:
    room.knows(concepts=CONCEPTS).reads(SOURCE)
    room.publish("Trees", "Trees are planted, and AI counts them.", ago=timedelta(days=2))
    room.publish("AI counts trees", "It does.", ago=timedelta(days=2, hours=1))
    room.publish("Weather", "AI says rain.", ago=timedelta(days=1))
    (trend,) = trends(room, "AI").trends
    assert trend.values == (0, 0, 0, 0, 2, 1, 0)
    assert (trend.peak, trend.count) == (4, 3)
    assert trend.headline is not None
    assert trend.headline.title == "AI counts trees"
    (bare,) = trends(room, "AI", peaks=False).trends
    assert (bare.peak, bare.headline) == (4, None)
    (nothing,) = trends(room, "gold").trends
    assert (nothing.peak, nothing.headline, nothing.count) == (None, None, 0)


def test_a_peak_without_such_a_headline_has_its_newest_article(room: Room) -> None:
    room.knows(concepts=CONCEPTS).reads(SOURCE)
    room.publish("Trees", "AI counts them.", ago=timedelta(hours=5))
    room.publish("Weather", "AI says rain.", ago=timedelta(hours=2))
    (trend,) = trends(room, "AI").trends
    assert trend.headline is not None
    assert trend.headline.title == "Weather"


def test_what_is_not_held_is_no_zero_of_the_news(room: Room) -> None:
    room.knows(concepts=CONCEPTS, sources=(SOURCE,)).read_since(timedelta(days=2, hours=20))
    room.publish("AI counts trees", ago=timedelta(days=1))
    found = trends(room, "AI")
    assert found.missing == 3
    assert found.held_for == timedelta(days=2, hours=20)
    assert trends(room, "AI", period="last week").missing == 5
    assert found.trends[0].values == (0, 0, 0, 0, 0, 1, 0)
    assert found.together.values == found.trends[0].values
    assert trends(room, "AI", period="today").held_for is None


def test_it_is_said_since_when_full_texts_are_searched(room: Room) -> None:
    room.knows(concepts=CONCEPTS).reads(SOURCE)
    for days in (1, 4):
        room.publish(f"Trees {days}", "AI counts them.", ago=timedelta(days=days))
    assert trends(room, "AI").texts_since_at is None
    room.store.articles.sweep(room.now, bodies_before=room.now - timedelta(days=2))
    while room.store.search.index_words(10):
        pass
    found = trends(room, "AI")
    assert found.texts_since_at == room.now - timedelta(days=1)
    assert found.trends[0].count == 1


def test_a_report_counts_each_article_once_and_says_who_was_first(room: Room) -> None:
    room.knows(concepts=CONCEPTS).reads(SOURCE, RUSSIAN, KAZAKH)
    room.publish("Отходы и ИИ", "Все новости города: отходы.", ago=timedelta(days=3), source=RUSSIAN)
    room.publish("AI and waste", "Both of them.", ago=timedelta(days=1))
    room.publish("Waste again", "Only waste.", ago=timedelta(days=1, hours=1))
    room.publish("Nothing", "Nothing at all.", ago=timedelta(days=1, hours=2))
    found = trends(room, "AI", "waste", peaks=False)
    assert found.together.count == 3
    report = report_of(found, store=room.store, concepts=CONCEPTS, most=2, now=room.now)
    assert report.first is not None
    assert report.first.title == "Отходы и ИИ"
    assert [each.title for each in report.headlines] == ["AI and waste", "Отходы и ИИ"], "one of each day first"
    assert {code: sum(each) for code, each in report.languages.items()} == {"en": 2, "ru": 1}
    assert report.sources == (("kt-eng", 2), ("kt-rus", 1))
    assert report.names["kt-rus"] == "Kazakhstan Today"
    nothing = report_of(trends(room, "gold"), store=room.store, concepts=CONCEPTS, most=2, now=room.now)
    assert (nothing.first, nothing.headlines, nothing.sources) == (None, (), ())
