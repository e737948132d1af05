from __future__ import annotations

from datetime import timedelta

import pytest

from bot.messages.message import ReplyMode
from bot.model import Chat, ChatKind
from config.translations import load_translations
from tests.builders import PERSON, actions, labels, written
from tests.handlers.conftest import KAZAKH, RUSSIAN, SOURCE, Room

GROUP = Chat(platform="telegram", id="-5")


@pytest.fixture
def spoken(room: Room) -> Room:
    """The bot speaks all its languages."""
    return room.knows(translators=load_translations())


def read(room: Room, chat: Chat = PERSON) -> tuple[str, ...]:
    row = room.store.chats.get(chat)
    assert row is not None
    return row.languages


def test_a_chat_reads_every_language_until_it_says_otherwise(room: Room) -> None:
    message = room.types("/languages")
    assert written(message) == (
        "You get articles in every language: **English**, **Russian** and **Kazakh**.\n\n"
        "Tap to change, or type /languages en ru · all: /languages all"
    )
    assert labels(message) == [["✓ English", "✓ Russian", "✓ Kazakh"]]
    assert message.private
    assert read(room) == ()


@pytest.mark.parametrize(
    ("typed", "kept", "said"),
    [
        ("en ru", ("en", "ru"), "You get articles in **English** and **Russian**."),
        ("ru, EN", ("ru", "en"), "You get articles in **Russian** and **English**."),
        ("қазақша", ("kk",), "You get articles in **Kazakh**."),
        (
            "kk ru en",
            ("kk", "ru", "en"),
            "You get articles in every language: **Kazakh**, **Russian** and **English**.",
        ),
        ("kk all", (), "You get articles in every language: "),
        ("all", (), "You get articles in every language: "),
        ("все", (), "You get articles in every language: "),
    ],
)
def test_languages_are_named_in_any_order_by_code_or_name(
    room: Room, typed: str, kept: tuple[str, ...], said: str
) -> None:
    room.types("/languages ru")
    assert written(room.types(f"/languages {typed}")).startswith(said)
    assert read(room) == kept


def test_the_language_that_is_typed_first_is_shown_first(room: Room) -> None:
    said = (
        "You get articles in **Kazakh** and **Russian**. If a story comes in several, what is in Kazakh is shown first."
    )
    assert written(room.types("/languages kk ru")).startswith(said)
    assert "shown first" not in written(room.types("/languages kk"))
    room.presses("languages toggle en")
    assert read(room) == ("kk", "en"), "one that is added comes last"


def test_who_turns_one_off_prefers_the_language_that_is_spoken_there(spoken: Room) -> None:
    spoken.types("/language kk")
    spoken.presses("languages toggle en")
    assert read(spoken) == ("kk", "ru")
    spoken.presses("languages toggle en")
    assert read(spoken) == ()


def test_a_button_switches_a_language_in_place(room: Room) -> None:
    buttons = actions(room.types("/languages"))
    message = room.presses(buttons[1])
    assert labels(message) == [["✓ English", "Russian", "✓ Kazakh"]]
    assert message.reply_mode is ReplyMode.REPLACE
    room.presses(buttons[0])
    assert read(room) == ("kk",)
    room.presses(buttons[2])
    assert read(room) == ()  # who would read none reads all again


def test_a_button_of_no_language_changes_nothing(room: Room) -> None:
    room.types("/languages en")
    assert labels(room.presses("reads xx")) == [["✓ English", "Russian", "Kazakh"]]
    assert read(room) == ("en",)


def test_a_language_that_is_not_read_is_an_error_with_those_that_are(room: Room) -> None:
    message = room.types("/languages en fr")
    assert "I don't read **fr**." in written(message)
    assert "/languages en ru" in written(message)
    assert read(room) == ()


def test_who_may_not_change_them_sees_them_without_buttons(room: Room) -> None:
    message = room.types("/languages", GROUP, ChatKind.GROUP, may_change=False)
    assert written(message).startswith("This chat gets articles in every language: ")
    assert labels(message) == []


def test_digest_and_following_keep_to_the_languages(room: Room) -> None:
    room.reads(SOURCE, RUSSIAN, KAZAKH)
    room.publish("Gold", "Gold is found.", ago=timedelta(hours=1))
    room.publish("Новости gold", "Все новости города сегодня: gold.", ago=timedelta(hours=2), source=RUSSIAN)
    room.types("/follow gold")
    assert "**gold** · ≈2 a month" in written(room.types("/following"))
    room.types("/languages ru")
    assert "**gold** · ≈1 a month" in written(room.types("/following"))
    text = written(room.types("/digest today"))
    assert "[Новости gold]" in text
    assert "[Gold]" not in text
    assert "1 of 1 article." in text


def test_for_a_channel_its_languages_are_set_and_not_the_chat_s_own(room: Room) -> None:
    room.happens("manage -1001 Gazette")
    message = room.types("/languages en")
    assert written(message).startswith("For **Gazette**:\n\nThe channel gets articles in **English**.")
    room.presses(actions(message)[1])
    assert read(room, Chat(platform="telegram", id="-1001")) == ("en", "ru")
    assert read(room) == ()
