from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model import Chat, DigestSpan
from handlers.digest_on_time import name_of
from tests.builders import NOW, PERSON, actions, labels, written
from tests.handlers.conftest import RUSSIAN, SOURCE, Room
from tests.telling import is_one_story, joins

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


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
        "**Today**\n\n"
        "**gold** · 2\n"
        "13:00 [Gold again] · Kazakhstan Today\n"
        "12:00 [Gold and zinc] · Kazakhstan Today\n\n"
        "zinc: 1 above\n"
        "Nothing new: iron\n\n"
        "2 of 2 articles."
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
        ("неделя всё", ["Gold again", "Gold and zinc", "Gold of yesterday", "Silver"]),
        ("апта барлығы", ["Gold again", "Gold and zinc", "Gold of yesterday", "Silver"]),
        ("кеше", ["Gold of yesterday"]),
        ("24 ноября", ["Gold of yesterday"]),
        ("zinc today", ["Gold and zinc"]),
        ("silver, zinc за 3 дня", ["Gold and zinc"]),
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
    assert "Kazakhstan Today (English) hasn't published since 15 Nov, 14:00." in written(
        room.types("/digest today gold")
    )


def test_what_is_no_period_is_answered_with_right_examples_and_a_way_on(room: Room) -> None:
    message = room.types("/digest AI")
    assert "I don't understand **AI**." in written(message)
    assert "/digest 25.11" in written(message)
    assert message.private
    assert actions(message) == ["digest today AI"]
    assert labels(room.types(f"/digest {'long ' * 20}")) == []


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("31.02", "31.02 isn't a date."),
        ("today -gold", "to look for as well"),
        (f"today {'x' * 201}", "is too long: 201 characters"),
    ],
)
def test_what_can_t_be_asked_is_an_error_with_examples(room: Room, asked: str, words: str) -> None:
    text = written(room.types(f"/digest {asked}"))
    assert words.casefold() in text.casefold()
    assert "/digest week" in text


def test_words_that_can_t_be_read_are_answered_with_the_nearest_digest(room: Room) -> None:
    message = stocked(room).types('/digest yesterday "gold')
    assert "Missing closing quote" in written(message)
    assert labels(message) == [['Digest of «"gold"»']]
    assert "[Gold of yesterday]" in written(room.presses(actions(message)[0]))
    long = room.types('/digest week "the gold mines of the north of the country OR silver')
    assert "0 of 4 articles." in written(room.presses(actions(long)[0]))


def test_a_chat_that_follows_nothing_is_offered_everything(room: Room) -> None:
    stocked(room)
    message = room.types("/digest yesterday")
    assert "You don't follow anything yet" in written(message)
    assert "[Gold of yesterday]" in written(room.presses(actions(message)[-1]))


def test_a_digest_of_more_than_is_held_says_so(room: Room) -> None:
    room.read_since(2 * DAY)
    room.publish("Gold of before", ago=3 * DAY)
    assert "1 of 1 article in the last 3 days (since 22 Nov, 14:00)" in written(room.types("/digest week gold"))
    assert "I have nothing from then: my news begins on 22 Nov, 14:00." in written(
        room.types("/digest 2025-01-01 gold")
    )


def test_titles_alone_are_searched_when_texts_are_gone(room: Room) -> None:
    stocked(room)
    room.store.sweep(NOW, bodies_before=NOW)
    assert "Full texts of that time are no longer kept" in written(room.types("/digest week gold"))
    assert "Full texts" not in written(room.types("/digest week all"))


def test_while_the_archive_is_younger_than_an_hour_digest_and_following_say_so(room: Room) -> None:
    room.read_since(timedelta(minutes=1)).types("/follow gold")
    assert written(room.types("/digest")).endswith("No articles. I have only 1 minute of news so far (since 13:59).")
    assert written(room.types("/following")).startswith("You follow (I have only 1 minute of news so far):")


def test_following_nothing_says_how_to_begin(room: Room) -> None:
    message = room.types("/following", Chat(platform="terminal", id="1"))
    assert labels(message) == [["AI", "waste", "Aktau"]]
    assert room.follows(PERSON) == []


def test_a_button_names_a_long_period_by_its_date_where_it_is_a_day(room: Room) -> None:
    message = stocked(room).types('/digest 24 ноября 2025 года "gold')
    assert actions(message) == ['digest 2025-11-24 "gold"']
    assert "[Gold of yesterday]" in written(room.presses(actions(message)[0]))
    week = room.types('/digest на прошлой неделе "gold')
    assert actions(week)[0].startswith("digest на прошлой неделе ")


def test_what_is_asked_for_besides_can_be_followed_below_its_digest(room: Room) -> None:
    message = stocked(room).types("/digest today gold")
    assert labels(message) == [["Follow «gold»"]]
    room.presses(actions(message)[0])
    assert room.follows() == ["gold"]
    assert labels(room.types("/digest today gold")) == []
    assert labels(room.types("/digest today gold, zinc")) == []
    assert labels(room.types("/digest today all")) == []
    assert labels(room.types("/digest today silver", may_change=False)) == []


def test_a_topic_with_a_time_is_its_digest_and_no_follow(room: Room) -> None:
    stocked(room)
    for typed, name in (
        ("gold today", "Today"),
        ("gold за 3 часа", "Last 3 hours"),
        ("вчера gold", "Yesterday · 24 Nov"),
    ):
        assert written(room.types(typed)).startswith(f"**{name}**\n\n**gold** · "), typed
        assert room.follows() == []


def test_a_long_digest_of_hours_turns_its_pages_and_names_them_briefly(room: Room) -> None:
    room.read_since().publish("Gold", ago=HOUR)
    for number in range(120):
        room.publish(f"Gold in a very long headline that fills the page, number {number}", ago=HOUR)
    message = room.types("/digest за последние 3 часа gold")
    assert [one for one in actions(message) if one.startswith("page 2 digest")]
    turned = room.presses(next(one for one in actions(message) if one.startswith("page 2")))
    assert "Last 3 hours" in written(message)
    assert "Gold in a very long headline" in written(turned)
    wrong = room.types("/digest за последние 3 часа (gold")
    assert actions(wrong)[-1].startswith("digest 3h ")


def test_a_digest_shows_what_came_before_a_topic_was_followed_changed_or_matched(room: Room) -> None:
    room.read_since()
    room.types("/follow gold, silver")
    room.later(HOUR)
    room.publish("Gold of old", ago=timedelta(minutes=50))
    room.publish("Zinc of old", ago=timedelta(minutes=40))
    room.later(DAY)
    room.publish("Gold of today", ago=HOUR)
    room.publish("Copper of today", ago=HOUR)
    room.publish("Silver whose page is awaited", None, ago=timedelta(minutes=5))
    room.types("/edit gold -> copper")
    text = written(room.types("/digest 2 days"))
    assert "Copper of today" in text
    assert "Silver whose page is awaited" in text
    assert "Gold of" not in text
    room.types("/follow zinc")
    assert "Zinc of old" in written(room.types("/digest 2 days"))


def test_a_digest_keeps_to_what_the_chat_reads(room: Room) -> None:
    room.types("/follow gold")
    room.later(HOUR)
    room.publish("Gold of today", ago=timedelta(minutes=5))
    assert "1 of 1" in written(room.types("/digest"))
    room.types("/languages kk")
    assert "Gold of today" not in written(room.types("/digest"))


def test_a_story_counts_once_and_names_who_else_told_of_it(room: Room) -> None:
    room.reads(SOURCE, RUSSIAN).types("/follow gold, silver, zinc")
    first = room.publish("Gold and zinc", ago=3 * HOUR)
    other = room.publish("Gold и больше ничего", "Больше ничего.", ago=2 * HOUR, source=RUSSIAN)
    apart = room.publish("Silver", ago=HOUR)
    zinc = room.publish("Zinc alone", ago=HOUR / 2)
    is_one_story(room.store, room.now, first, other, zinc)
    joins(room.store, apart, None, room.now)
    text = (
        "**gold** · 1\n11:00 [Gold and zinc] · Kazakhstan Today · +2: [Kazakhstan Today RU]\n\n"
        "**silver** · 1\n13:00 [Silver] · Kazakhstan Today\n\n"
        "zinc: 1 above\n\n2 stories.\n4 of 4 articles."
    )
    assert text in written(room.types("/digest"))
    assert text in written(room.types("/digest today gold, silver, zinc"))
    room.presses(f"story apart {zinc} 1")
    text = written(room.types("/digest"))
    assert "**zinc** · 1 (1 more above)\n13:30 [Zinc alone] · Kazakhstan Today" in text
    assert text.endswith("3 stories.\n4 of 4 articles.")
    room.types("/languages ru en")
    room.types("/settings stories off")
    text = written(room.types("/digest"))
    assert "**gold** · 2\n" in text
    assert text.endswith("\n\n4 of 4 articles.")


def test_a_digest_on_time_counts_stories_too(room: Room) -> None:
    room.reads(SOURCE, RUSSIAN).types("/follow gold, zinc")
    room.now += HOUR
    first = room.publish("Gold and zinc", ago=HOUR / 2)
    other = room.publish("Gold и больше ничего", "Больше ничего.", ago=HOUR / 4, source=RUSSIAN)
    is_one_story(room.store, room.now, first, other)
    span = name_of(DigestSpan(since_at=room.now - HOUR, until_at=room.now, due_at=room.now))
    text = written(room.presses(f"digest {span}"))
    assert text.startswith("**🗞 1 new: gold 1, zinc 1**")
    assert "[Gold and zinc] · Kazakhstan Today · +1: [Kazakhstan Today RU] · also: " in text
