"""Alerts of a group are shared out: who takes one, who has done it, what is left."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.messages.message import Message, ReplyMode
from bot.model import Chat, ChatKind, Sent
from config.translations import load_translations
from tests.builders import PERSON, labels, written
from tests.handlers.conftest import Room, world

GROUP = Chat(platform="telegram", id="-5")
SLACK = Chat(platform="slack", id="C1")


@world
def alerted(room: Room) -> tuple[Room, int]:
    """A group that follows gold has got an alert."""
    room.types("/follow gold", GROUP, ChatKind.GROUP)
    number = comes(room, "Gold is up")
    return room, number


def comes(room: Room, title: str) -> int:
    """An article comes and is sent."""
    room.later(timedelta(minutes=1))
    number = room.publish(title, ago=timedelta(0))
    room.sends(Sent(refs=(str(number),)))
    return number


def presses(room: Room, action: str, who: str = "Aliya", chat: Chat = GROUP) -> Message:
    return room.presses(action, chat, ChatKind.GROUP, person_name=who, may_change=False)


def last_line(message: Message) -> str:
    return written(message).split("\n")[-1]


def test_who_takes_an_alert_stands_under_it(alerted: tuple[Room, int]) -> None:
    room, number = alerted
    message = presses(room, f"take {number}")
    assert message.reply_mode is ReplyMode.REPLACE
    assert "Gold** is up" in written(message)
    assert last_line(message).startswith("✋ Aliya, ")
    assert labels(message)[0] == ["✅ Done", "Give it back"]


def test_who_comes_second_sees_who_was_first(alerted: tuple[Room, int]) -> None:
    room, number = alerted
    presses(room, f"take {number}")
    assert last_line(presses(room, f"take {number}", "Bolat")).startswith("✋ Aliya, ")


def test_done_is_done_whoever_had_taken_it_and_is_not_taken_again(alerted: tuple[Room, int]) -> None:
    room, number = alerted
    presses(room, f"take {number}")
    assert last_line(presses(room, f"done {number}", "Bolat")).startswith("✅ Bolat, ")
    assert last_line(presses(room, f"done {number}", "Dana")).startswith("✅ Bolat, ")
    message = presses(room, f"take {number}")
    assert last_line(message).startswith("✅ Bolat, ")
    assert labels(message)[0] == ["Not done yet"]


def test_what_is_given_back_can_be_taken_again(alerted: tuple[Room, int]) -> None:
    room, number = alerted
    presses(room, f"take {number}")
    assert labels(presses(room, f"reopen {number}"))[0] == ["✋ I'll take it", "✅ Done"]
    assert last_line(presses(room, f"take {number}", "Bolat")).startswith("✋ Bolat, ")


def test_a_name_that_shows_nothing_is_somebody(alerted: tuple[Room, int]) -> None:
    room, number = alerted
    assert last_line(presses(room, f"take {number}", "\u2800")).startswith("✋ Somebody, ")


def test_it_is_taken_still_when_the_topic_is_unfollowed(alerted: tuple[Room, int]) -> None:
    room, number = alerted
    room.types("/unfollow gold", GROUP, ChatKind.GROUP)
    message = presses(room, f"take {number}")
    assert "Gold is up" in written(message)
    assert last_line(message).startswith("✋ Aliya, ")


@pytest.mark.parametrize("text", ["0", "999", "", "x", "²", "1" * 30, "-1"])
def test_an_alert_that_the_chat_did_not_get_is_nobodys_to_take(alerted: tuple[Room, int], text: str) -> None:
    assert written(presses(alerted[0], f"take {text}".strip())) == "This button has expired."


def test_no_chat_takes_what_another_one_got(alerted: tuple[Room, int]) -> None:
    room, number = alerted
    assert (
        written(presses(room, f"take {number}", chat=Chat(platform="telegram", id="-6"))) == "This button has expired."
    )
    assert room.store.tasks.get(GROUP, number) is None


def test_open_lists_what_nobody_took(alerted: tuple[Room, int]) -> None:
    room, number = alerted
    comes(room, "Gold is down")
    presses(room, f"take {number}")
    asked = written(room.types("/open", GROUP, ChatKind.GROUP))
    assert asked.startswith("1 alert nobody has taken:")
    assert "Gold is down" in asked
    assert "Gold is up" not in asked
    room.now += timedelta(days=8)
    assert written(room.types("/open", GROUP, ChatKind.GROUP)) == "✅ Every alert of the last 7 days was taken."


def test_of_many_the_newest_are_shown(room: Room) -> None:
    room.types("/follow gold", GROUP, ChatKind.GROUP)
    for number in range(22):
        comes(room, f"Gold {number}")
    asked = written(room.types("/open", GROUP, ChatKind.GROUP))
    assert asked.startswith("22 alerts nobody has taken:")
    assert "Gold 21" in asked
    assert "Gold 1\n" not in asked


def test_sharing_out_is_turned_off_and_on(alerted: tuple[Room, int]) -> None:
    room, _ = alerted
    assert written(room.types("/teamwork", GROUP, ChatKind.GROUP)).startswith("Alerts here have two buttons")
    assert written(room.types("/teamwork off", GROUP, ChatKind.GROUP)) == "Alerts come without ✋ and ✅ from now on."
    assert "/teamwork on" in written(room.types("/open", GROUP, ChatKind.GROUP))
    assert "/teamwork on" in written(room.types("/teamwork", GROUP, ChatKind.GROUP))
    assert written(room.types("/teamwork вкл", GROUP, ChatKind.GROUP)).startswith("Alerts here have two buttons")


def test_only_who_may_change_the_group_turns_it_off(alerted: tuple[Room, int]) -> None:
    room, _ = alerted
    refused = room.types("/teamwork off", GROUP, ChatKind.GROUP, may_change=False)
    assert "admins" in written(refused)
    assert room.types("/teamwork", GROUP, ChatKind.GROUP, may_change=False) is not None


def test_alone_there_is_nobody_to_share_with(room: Room) -> None:
    assert written(room.types("/open", PERSON, ChatKind.PRIVATE)) == (
        "Sharing out alerts is for groups and channels: /help"
    )


@pytest.mark.parametrize(
    ("typed", "people"),
    [
        ("/follow AI for @aigul", ("@aigul",)),
        ("/follow AI for @aigul, @bob", ("@aigul", "@bob")),
        ("/follow ИИ для @aigul", ("@aigul",)),
        ("/follow @aigul үшін ЖИ", ("@aigul",)),
    ],
)
def test_a_follow_calls_people(room: Room, typed: str, people: tuple[str, ...]) -> None:
    message = room.types(typed, GROUP, ChatKind.GROUP)
    (follow,) = room.store.follows.subscriptions(GROUP)
    assert follow.attention.mentions == people
    assert all(name in last_line(message) for name in people)


@pytest.mark.parametrize(
    ("typed", "people"),
    [
        ("/follow AI for @aigul silent, waste", {"AI": ("@aigul",), "waste": ()}),
        ("/follow !AI for @aigul, @bob, waste", {"AI": ("@aigul", "@bob"), "waste": ()}),
        ("/follow AI for @aigul !\nwaste for @bob", {"AI": ("@aigul",), "waste": ("@bob",)}),
        ("/follow AI, waste for @aigul, @bob", {"AI": ("@aigul", "@bob"), "waste": ("@aigul", "@bob")}),
        ("/follow @aigul үшін ЖИ, қалдық", {"ЖИ": ("@aigul",), "қалдық": ("@aigul",)}),
    ],
)
def test_each_topic_of_several_calls_its_own_people(room: Room, typed: str, people: dict[str, tuple[str, ...]]) -> None:
    room.types(typed, GROUP, ChatKind.GROUP)
    assert {each.typed: each.attention.mentions for each in room.store.follows.subscriptions(GROUP)} == people


def test_whom_it_calls_is_added_to_what_is_followed_already(room: Room) -> None:
    room.types("/follow AI for @aigul", GROUP, ChatKind.GROUP)
    room.types("/follow AI for @bob", GROUP, ChatKind.GROUP)
    (follow,) = room.store.follows.subscriptions(GROUP)
    assert follow.attention.mentions == ("@aigul", "@bob")


def test_nobody_is_called_for_what_is_not_followed(room: Room) -> None:
    assert "@aigul" not in last_line(room.types("/follow н* for @aigul", GROUP, ChatKind.GROUP))


def test_on_slack_people_are_called_by_id(room: Room) -> None:
    message = room.types("/follow AI for <@U1A2B3C>", SLACK, ChatKind.GROUP)
    assert [span.mention for part in message.paragraphs for line in part for span in line if span.mention] == [
        "U1A2B3C"
    ]


@pytest.mark.parametrize(
    ("language", "taken", "buttons"),
    [
        ("en", "✋ Алия, ", ["✅ Done", "Give it back"]),
        ("ru", "✋ Алия, ", ["✅ Готово", "Вернуть"]),
        ("kk", "✋ Алия, ", ["✅ Дайын", "Қайтару"]),
    ],
)
def test_in_each_language(room: Room, language: str, taken: str, buttons: list[str]) -> None:
    room.knows(translators=load_translations())
    room.types("/follow gold", GROUP, ChatKind.GROUP, language=language)
    number = comes(room, "Gold is up")
    message = presses(room, f"take {number}", "Алия")
    assert last_line(message).startswith(taken)
    assert labels(message)[0] == buttons


def test_a_menu_that_was_closed_leaves_who_takes_it(alerted: tuple[Room, int]) -> None:
    room, number = alerted
    closed = presses(room, f"less {number}")
    assert [button.action for button in closed.buttons[0]] == [f"take {number}", f"done {number}"]
    presses(room, f"take {number}")
    assert labels(presses(room, f"less {number}"))[0] == ["✅ Done", "Give it back"]


def test_what_rings_shows_who_took_it_also_if_its_reminder_was_pressed(room: Room) -> None:
    room.types("/follow !gold", GROUP, ChatKind.GROUP)
    ringing = comes(room, "Gold is up")
    presses(room, f"take {ringing}")
    (edit,) = room.store.outbox.claim_edits("telegram", room.now, 10)
    assert (edit.ref, edit.delivery.task is not None) == (str(ringing), True)


def test_an_alert_that_does_not_ring_was_pressed_itself(alerted: tuple[Room, int]) -> None:
    room, number = alerted
    presses(room, f"take {number}")
    assert room.store.outbox.claim_edits("telegram", room.now, 10) == []
