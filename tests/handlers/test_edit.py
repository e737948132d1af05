from __future__ import annotations

from datetime import timedelta

import pytest

from bot.messages.message import ReplyMode
from bot.model import Chat, ChatKind, DeliveryState, Sent
from tests.builders import PERSON, actions, labels, written
from tests.handlers.conftest import CONCEPTS, Room

GROUP = Chat(platform="telegram", id="-5")


@pytest.mark.parametrize("arrow", ["->", " -> ", "→", " => ", "–>", "—>", " ⇒ ", "➡️"])
def test_a_follow_becomes_what_stands_behind_the_arrow(room: Room, arrow: str) -> None:
    room.read_since().types("/follow gold")
    room.later(timedelta(hours=1))
    room.types("/follow zinc")
    message = room.types(f"/edit gold{arrow}gold -silver")
    assert written(message) == (
        "**gold** is now **gold -silver**: articles with **gold**, but not **silver**.\n"
        "Before: articles with **gold**.\n"
        "Nothing in the last 30 days"
    )
    assert not message.private
    assert room.follows() == ["gold -silver", "zinc"]  # in its old place: it keeps its age


def test_an_edit_can_be_taken_back_in_the_words_that_were_typed(room: Room) -> None:
    room.knows(concepts=CONCEPTS).types("/follow ИИ", GROUP, ChatKind.GROUP)
    room.types("/follow AI")
    message = room.types("/edit AI -> AI -military")
    assert labels(message) == [["Undo"]]
    back = room.presses(actions(message)[0])
    assert back.reply_mode is ReplyMode.REPLACE
    assert room.follows() == ["AI"]


def test_the_other_names_and_how_often_it_would_come_are_told(room: Room) -> None:
    room.knows(concepts=CONCEPTS).read_since().publish("AI and gold", ago=timedelta(hours=1))
    room.types("/follow gold")
    text = written(room.types("/edit gold -> AI"))
    assert "Also finds: ИИ, ЖИ" in text
    assert "1 article in the last 30 days\n\n[**AI** and gold]" in text


def test_what_is_still_to_be_sent_is_sent_if_the_new_follow_asks_for_it(room: Room) -> None:
    room.types("/follow gold")
    kept = room.publish("Gold and zinc", ago=timedelta(0))
    gone = room.publish("Gold and silver", ago=timedelta(0))
    room.shares_out().types("/edit gold -> zinc")
    states = [record.state for each in (kept, gone) if (record := room.store.outbox.delivery_record(PERSON, each))]
    assert states == [DeliveryState.PENDING, DeliveryState.DROPPED]
    room.sends(Sent(refs=("5",)))
    assert [reason.typed for reason in room.store.articles.reasons(PERSON, kept)] == ["zinc"]


def test_what_is_not_followed_is_answered_with_the_nearest_follows_as_buttons(room: Room) -> None:
    room.types("/follow metro depot, metro -Moscow, gold")
    message = room.types("/edit metr -> metro -Minsk")
    assert written(message) == "You don't follow **metr**.\nDid you mean one of these?"
    assert labels(message) == [["metro depot → metro -Minsk"], ["metro -Moscow → metro -Minsk"]]
    assert message.private
    room.presses(actions(message)[1])
    assert sorted(room.follows()) == ["gold", "metro -Minsk", "metro depot"]


def test_with_nothing_like_it_the_way_to_the_list_is_shown(room: Room) -> None:
    room.types("/follow gold")
    message = room.types("/edit xyz -> zinc")
    assert written(message) == "You don't follow **xyz**."
    assert labels(message) == [["All topics"]]


def test_a_mistake_is_answered_with_the_nearest_that_can_be_read(room: Room) -> None:
    room.types("/follow gold")
    message = room.types('/edit gold -> "silver')
    assert "Missing closing quote" in written(message)
    assert labels(message) == [['gold → "silver"']]
    assert room.follows() == ["gold"]
    room.presses(actions(message)[0])
    assert room.follows() == ['"silver"']


def test_a_mistake_without_anything_near_leads_to_the_follow(room: Room) -> None:
    room.types("/follow gold")
    message = room.types("/edit gold -> the")
    assert "**the** is in nearly every article" in written(message)
    assert labels(message) == [["gold"]]


def test_a_text_too_long_for_a_button_is_named_by_its_number(room: Room) -> None:
    room.types("/follow gold")
    long = "серебро месторождение геология -золото -цинк"
    message = room.types(f'/edit gold -> "{long}')
    assert all(len(action.encode()) <= 38 for action in actions(message))
    room.presses(actions(message)[0])
    assert room.follows() == [f'"{long}"']


def test_what_would_come_too_often_is_asked_about_before_it_is_followed(room: Room) -> None:
    room.knows(ask_from=2).read_since().types("/follow gold")
    for number in range(60):
        room.publish(f"The government {number}", ago=timedelta(hours=12 * number))
    message = room.types("/edit gold -> government")
    assert written(message) == "**government**: about 2 articles a day. Not changed yet."
    assert labels(message) == [["Change anyway"]]
    assert room.follows() == ["gold"]
    room.presses(actions(message)[0])
    assert room.follows() == ["government"]


def test_what_asks_for_the_same_is_not_changed(room: Room) -> None:
    room.types("/follow gold zinc")
    assert "mean the same, so nothing changed." in written(room.types("/edit gold zinc -> zinc gold"))
    assert room.follows() == ["gold zinc"]


def test_what_is_followed_already_takes_the_other_one_s_place(room: Room) -> None:
    room.types("/follow gold, zinc")
    message = room.types("/edit gold -> zinc")
    assert written(message) == "You already follow **zinc**, so I unfollowed **gold**."
    assert room.follows() == ["zinc"]
    room.presses(actions(message)[0])
    assert sorted(room.follows()) == ["gold", "zinc"]


@pytest.mark.parametrize("text", ["/edit", "/edit -> gold", "/edit ->"])
def test_without_a_follow_the_list_is_shown_to_choose_from(room: Room, text: str) -> None:
    assert "You don't follow anything yet" in written(room.types(text))
    room.types("/follow zinc, gold")
    message = room.types(text)
    assert written(message).startswith("Which topic do you want to change?\n")
    assert labels(message) == [["gold", "zinc"], ["Newest first", "A–Z"]]
    opened = room.presses(actions(message)[0])
    assert "To change it in your own way, type /edit gold -> gold -sport" in written(opened)


@pytest.mark.parametrize("text", ["/edit gold", "/edit GOLD ->"])
def test_a_follow_alone_opens_its_screen(room: Room, text: str) -> None:
    room.types("/follow zinc, gold")
    message = room.types(text)
    assert written(message).startswith("**gold**: articles with **gold**.")
    assert message.reply_mode is ReplyMode.NEW


def test_a_part_of_a_follow_alone_offers_those_that_are_like_it(room: Room) -> None:
    room.types("/follow metro depot, metro -Moscow, gold")
    message = room.types("/edit metr")
    assert written(message) == "You don't follow **metr**.\nDid you mean one of these?"
    assert labels(message) == [["metro depot", "metro -Moscow"]]
    assert written(room.types("/edit xyz")).startswith("You don't follow **xyz**.\n\nWhich topic")


def test_who_follows_nothing_is_told_how_to_begin(room: Room) -> None:
    assert "You don't follow anything yet" in written(room.types("/edit gold -> zinc"))


def test_a_button_of_a_follow_that_is_gone_says_so(room: Room) -> None:
    room.knows(concepts=CONCEPTS).types("/follow AI, gold")
    number = room.store.follows.subscriptions(PERSON)[1].query_id
    assert "has expired" in written(room.presses(f"only #{number}"))  # it names no concept
    room.types("/unfollow gold")
    assert "has expired" in written(room.presses(f"edit #{number} zinc"))
    assert "has expired" in written(room.presses(f"edit #{room.store.follows.subscriptions(PERSON)[0].query_id} #99"))


def test_only_administrators_edit(room: Room) -> None:
    message = room.types("/edit gold -> zinc", GROUP, ChatKind.GROUP, may_change=False)
    assert written(message) == "Only admins can change this chat's topics."


def test_a_change_says_how_it_is_read(room: Room) -> None:
    room.types("/follow gold")
    assert "Read as: gold + mine · left out: in\n" in written(room.types("/edit gold -> gold in mine"))


def test_a_change_taken_back_leads_to_the_list_and_so_does_what_can_t_be_read(room: Room) -> None:
    room.types("/follow gold")
    changed = room.types("/edit gold -> gold mine")
    assert labels(changed) == [["Undo"]]
    undone = room.presses(actions(changed)[0])
    assert labels(undone)[0] == ["Undo", "All topics"]
    assert room.follows() == ["gold"]
    assert labels(room.types("/edit gold -> ((")) == [["gold"]]
    assert labels(room.types("/edit golf -> ((")) == [["gold"]]
