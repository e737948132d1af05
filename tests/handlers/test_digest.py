from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.errors import QueryError
from bot.model import Chat
from handlers.period import read_period
from tests.builders import NOW, PERSON, actions, labels, written
from tests.handlers.conftest import Room

ALMATY = ZoneInfo("Asia/Almaty")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("typed", "start", "days"),
    [
        ("today", "2025-11-25", 1),
        ("TODAY", "2025-11-25", 1),
        ("yesterday", "2025-11-24", 1),
        ("week", "2025-11-19", 7),  # today and six days before
        ("2025-11-20", "2025-11-20", 1),
        ("25.11", "2025-11-25", 1),
        ("26.11", "2024-11-26", 1),  # this year's has not come yet
        ("01.02.2023", "2023-02-01", 1),
    ],
)
def test_a_period_is_whole_local_days(typed: str, start: str, days: int) -> None:
    period = read_period(typed, NOW, ALMATY)
    assert period is not None
    assert period.start_at == datetime.fromisoformat(start).replace(tzinfo=ALMATY)
    assert period.end_at - period.start_at == days * DAY


def test_a_day_is_as_long_as_its_clocks_make_it() -> None:
    for typed, zone in (("2025-10-26", "Europe/Berlin"), ("29.2", "Asia/Almaty")):  # Almaty moved on 1 March 2024
        period = read_period(typed, NOW, ZoneInfo(zone))
        assert period is not None
        assert period.end_at - period.start_at == 25 * HOUR


def test_today_is_the_chat_s_day_and_not_the_server_s() -> None:
    late = datetime(2025, 11, 24, 20, 0, tzinfo=UTC)  # 01:00 of the 25th in Almaty
    period = read_period("today", late, ALMATY)
    assert period is not None
    assert period.name == "today, 25 November 2025"


@pytest.mark.parametrize("typed", ["31.02", "30.02.2024", "2025-13-01", "0.1", "1.1.0001", "9999-99-99"])
def test_a_day_of_no_calendar_is_an_error(typed: str) -> None:
    with pytest.raises(QueryError, match="no day of the calendar"):
        read_period(typed, NOW, ALMATY)


def test_a_day_to_come_is_an_error() -> None:
    with pytest.raises(QueryError, match="1 December 2025 has not come yet"):
        read_period("1.12.2025", NOW, ALMATY)


@pytest.mark.parametrize("typed", ["AI", "25", "25.11.25", "2025-11", "", "²⁵.11"])
def test_other_words_are_no_period(typed: str) -> None:
    assert read_period(typed, NOW, ALMATY) is None


def stocked(room: Room) -> Room:
    room.read_since()
    room.publish("Gold and zinc", ago=2 * HOUR)
    room.publish("Gold again", ago=HOUR)
    room.publish("Gold of yesterday", ago=DAY)
    room.publish("Silver", "Nothing of it.", ago=3 * DAY)
    return room


def test_the_digest_of_today_is_grouped_by_follow_with_each_article_once(room: Room) -> None:
    stocked(room).types("/follow gold, zinc, iron")
    message = room.types("/digest")
    assert written(message) == (
        "**Digest for today, 25 November 2025**\n\n"
        "**gold** · 2\n"
        "13:00 [Gold again] · Kazakhstan Today\n"
        "12:00 [Gold and zinc] · Kazakhstan Today\n\n"
        "zinc: 1 above\n"
        "Nothing on: iron\n\n"
        "In all: 2 articles of 2 published."
    )
    assert message.private


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("yesterday", ["Gold of yesterday"]),
        ("week", ["Gold again", "Gold and zinc", "Gold of yesterday"]),
        ("24.11", ["Gold of yesterday"]),
        ("2025-11-24", ["Gold of yesterday"]),
        ("today zinc", ["Gold and zinc"]),
        ("today, zinc", ["Gold and zinc"]),
        ("week silver\nzinc", ["Silver", "Gold and zinc"]),
        ("week all", ["Gold again", "Gold and zinc", "Gold of yesterday", "Silver"]),
    ],
)
def test_a_digest_is_of_any_period_and_any_words(room: Room, asked: str, titles: list[str]) -> None:
    stocked(room).types("/follow gold")
    text = written(room.types(f"/digest {asked}"))
    assert [line.split("[")[1].split("]")[0] for line in text.splitlines() if "[" in line] == titles


def test_an_empty_digest_names_a_source_that_is_silent_longer_than_usual(room: Room) -> None:
    room.read_since()
    for days in range(10, 13):
        room.publish(f"Story {days}", ago=days * DAY)
    assert "Kazakhstan Today (English) has been silent longer than usual, since 15 Nov, 14:00." in written(
        room.types("/digest today gold")
    )


def test_what_is_no_period_is_answered_with_right_examples_and_a_way_on(room: Room) -> None:
    message = room.types("/digest AI")
    assert "**AI** is no period that I know." in written(message)
    assert "/digest 25.11" in written(message)
    assert message.private
    assert actions(message) == ["digest today AI"]
    assert labels(room.types(f"/digest {'long ' * 20}")) == []


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("31.02", "31.02 is no day of the calendar."),
        ("today -gold", "only"),
        (f"today {'x' * 201}", "is too long: 201 characters"),
    ],
)
def test_what_can_t_be_asked_is_an_error_with_examples(room: Room, asked: str, words: str) -> None:
    text = written(room.types(f"/digest {asked}"))
    assert words.casefold() in text.casefold()
    assert "/digest week" in text


def test_words_that_can_t_be_read_are_answered_with_the_nearest_digest(room: Room) -> None:
    message = stocked(room).types('/digest yesterday "gold')
    assert "A quote is opened and not closed" in written(message)
    assert labels(message) == [['Digest of «"gold"»']]
    assert "[Gold of yesterday]" in written(room.presses(actions(message)[0]))
    long = room.types('/digest week "the gold mines of the north of the country OR silver')
    assert "In all: 0 articles" in written(room.presses(actions(long)[0]))


def test_a_chat_that_follows_nothing_is_offered_everything(room: Room) -> None:
    stocked(room)
    message = room.types("/digest yesterday")
    assert "You follow nothing yet" in written(message)
    assert "[Gold of yesterday]" in written(room.presses(actions(message)[-1]))


def test_a_digest_of_more_than_is_held_says_so(room: Room) -> None:
    room.read_since(2 * DAY)
    room.publish("Gold of before", ago=3 * DAY)
    assert "1 article of 1 published in the 3 days I have (since 22 Nov, 14:00)" in written(
        room.types("/digest week gold")
    )
    assert "I have nothing from then: my archive begins on 22 Nov, 14:00." in written(
        room.types("/digest 2025-01-01 gold")
    )


def test_titles_alone_are_searched_when_texts_are_gone(room: Room) -> None:
    stocked(room)
    room.store.sweep(NOW, bodies_before=NOW)
    assert "Full texts of that time are no longer kept" in written(room.types("/digest week gold"))
    assert "Full texts" not in written(room.types("/digest week all"))


def test_following_counts_anew_what_came_in_the_last_seven_days(room: Room) -> None:
    stocked(room)
    room.publish("Gold long ago", ago=8 * DAY)
    room.types("/follow gold, iron")
    message = room.types("/following")
    assert written(message) == (
        "You follow, with how many articles came in the last 7 days:\n**gold** · 3\n**iron** · 0"
    )
    assert message.private
    assert written(room.types("/list")) == written(message)


def test_following_names_the_span_really_held(room: Room) -> None:
    room.read_since(2 * DAY).types("/follow gold")
    assert "came in the 2 days I have:" in written(room.types("/following"))


def test_a_feed_that_reaches_over_the_whole_span_makes_it_whole(room: Room) -> None:
    room.read_since(2 * DAY).types("/follow gold")
    room.publish("Old", ago=10 * DAY)
    room.publish("New", ago=HOUR)
    assert "in the last 7 days:" in written(room.types("/following"))


def test_following_nothing_says_how_to_begin(room: Room) -> None:
    message = room.types("/following", Chat(platform="terminal", id="1"))
    assert labels(message) == [["AI", "waste", "Aktau"]]
    assert room.follows(PERSON) == []
