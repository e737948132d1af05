from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model import Chat, ChatKind
from tests.builders import actions, labels, written
from tests.handlers.conftest import CONCEPTS, KAZAKH, RUSSIAN, SOURCE, Room

HOUR = timedelta(hours=1)
GROUP = Chat(platform="telegram", id="-5")


def editions(room: Room) -> Room:
    """Three editions of one event, and an older article."""
    room.knows(concepts=CONCEPTS).reads(SOURCE, RUSSIAN, KAZAKH)
    room.publish("City gets bins", "Calm.\n\nThe waste goes to a new plant.", ago=HOUR)
    room.publish("Новые баки", "Тихо.\n\nВсе отходы едут на завод.", ago=2 * HOUR, source=RUSSIAN)
    room.publish("Жаңа жәшік", "Тыныш.\n\nБарлық қалдық зауытқа барады.", ago=3 * HOUR, source=KAZAKH)
    room.publish("Waste of old", ago=timedelta(days=20))
    return room


def test_a_try_shows_what_a_follow_would_have_brought_and_follows_nothing(room: Room) -> None:
    message = editions(room).types("/try отходы")
    assert written(message) == (
        "**отходы**\nAlso finds: waste, қалдық\n4 articles in the last 30 days\n\n"
        "**[City gets bins]**\nKazakhstan Today · 13:00\n› The **waste** goes to a new plant.\n\n"
        "**[Новые баки]**\nKazakhstan Today · 12:00\n› Все **отходы** едут на завод.\n\n"
        "**[Жаңа жәшік]**\nKazakhstan Today · 11:00\n› Барлық **қалдық** зауытқа барады."
    )
    assert message.private
    assert room.follows() == []
    assert labels(message) == [["Follow «отходы»"]]
    room.presses(actions(message)[0])
    assert room.follows() == ["отходы"]


def test_a_try_keeps_to_the_languages_that_the_chat_reads(room: Room) -> None:
    editions(room).types("/languages ru kk")
    text = written(room.types("/try waste"))
    assert "2 articles in the last 30 days" in text
    assert "City gets bins" not in text


def test_several_are_tried_in_one_short_message(room: Room) -> None:
    message = editions(room).types("/try waste, gold")
    assert written(message) == ("**waste**\n4 articles in the last 30 days\n\n**gold**\nNothing in the last 30 days")
    assert labels(message) == [["Follow «waste»"], ["Follow «gold»"]]


def test_of_a_long_list_the_first_five_are_tried(room: Room) -> None:
    message = room.types("/try " + ", ".join(f"thing{n}" for n in range(8)))
    assert len(labels(message)) == 5
    assert "These are the first 5 of 8 follows." in written(message)


def test_what_is_followed_already_is_told_and_has_no_button(room: Room) -> None:
    room.types("/follow gold", GROUP, ChatKind.GROUP)
    message = room.types("/try gold", GROUP, ChatKind.GROUP)
    assert "This chat already follows it." in written(message)
    assert labels(message) == []


def test_who_may_not_change_anything_may_try(room: Room) -> None:
    message = room.types("/try gold", GROUP, ChatKind.GROUP, may_change=False)
    assert written(message).startswith("**gold**")
    assert labels(message) == []


def test_of_what_would_come_too_often_the_rate_is_shown_and_its_button_follows_it_all_the_same(room: Room) -> None:
    room.knows(ask_from=2).read_since()
    for number in range(60):
        room.publish(f"The government {number}", ago=timedelta(hours=12 * number))
    message = room.types("/try government")
    assert written(message).splitlines()[1] == "≈2 a day · 60 articles in the last 30 days"
    assert labels(message) == [["Follow «government»", "Try «title:government»"]]
    room.presses(actions(message)[0])
    assert room.follows() == ["government"]


@pytest.mark.parametrize("typed", ["gold OR", '"the gold mines of the far north of Kazakhstan'])
def test_a_mistake_is_answered_with_the_nearest_that_can_be_tried(room: Room, typed: str) -> None:
    message = room.types(f"/try {typed}")
    assert "(here: " in written(message)
    assert message.private
    assert [label.split("«")[0] for row in labels(message) for label in row] == ["Try "]
    tried = room.presses(actions(message)[0])
    assert written(tried).startswith("**")
    assert room.follows() == []


def test_alone_it_explains_with_three_examples(room: Room) -> None:
    message = room.types("/try")
    assert "/try AI" in written(message)
    assert labels(message) == [["AI", "waste", "Aktau"]]
    assert written(room.presses(actions(message)[1])).startswith("**waste**\n")
    assert "/try AI" in written(room.presses("try #99"))


def test_while_nothing_was_read_the_try_says_so(room: Room) -> None:
    assert written(room.types("/try gold")) == (
        "**gold**\n\nI haven't read Kazakhstan Today (English) yet, but will in a moment."
    )


def test_a_try_says_how_it_was_read(room: Room) -> None:
    assert "Read as: gold or zinc\n" in written(room.types("/try gold/zinc")) + "\n"
