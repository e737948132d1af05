"""/language shows and changes the language in which the bot speaks, and every answer is in one language."""

from __future__ import annotations

import pytest

from bot.i18n.languages import SPOKEN
from bot.messages.message import ReplyMode
from bot.model import Chat, ChatKind
from config.translations import load_translations
from tests.builders import PERSON, actions, labels, written
from tests.handlers.conftest import Room

GROUP = Chat(platform="telegram", id="-5")
CHANNEL = Chat(platform="telegram", id="-1001")


@pytest.fixture
def spoken(room: Room) -> Room:
    """The bot speaks all its languages."""
    return room.knows(translators=load_translations())


def language_of(room: Room, chat: Chat = PERSON) -> str | None:
    record = room.store.chats.get(chat)
    assert record is not None
    return record.language


def test_alone_it_shows_the_language_with_the_others_as_buttons(spoken: Room) -> None:
    message = spoken.types("/language", language="en")
    assert written(message) == "I speak English here."
    assert labels(message) == [["✓ English", "Русский", "Қазақша"]]
    assert message.private


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("kk", "Мұнда қазақша сөйлеймін."),
        ("қазақша", "Мұнда қазақша сөйлеймін."),
        ("Kazakh", "Мұнда қазақша сөйлеймін."),
        ("RU", "Здесь я говорю по-русски."),
        ("русский", "Здесь я говорю по-русски."),
        ("english", "I speak English here."),
    ],
)
def test_the_answer_to_a_change_is_in_the_new_language(spoken: Room, typed: str, said: str) -> None:
    assert written(spoken.types(f"/language {typed}")) == said


def test_from_then_on_everything_is_said_in_it(spoken: Room) -> None:
    spoken.types("/language ru", language="en")
    said = written(spoken.types("/following", language="en"))
    assert said == "Вы пока ни за чем не следите. Попробуйте /follow ИИ или выберите:"


def test_a_button_changes_it_in_place(spoken: Room) -> None:
    message = spoken.presses(actions(spoken.types("/language", language="en"))[2])
    assert labels(message) == [["English", "Русский", "✓ Қазақша"]]
    assert message.reply_mode is ReplyMode.REPLACE
    assert language_of(spoken) == "kk"


def test_what_is_no_language_of_ours_changes_nothing_and_offers_those_that_are(spoken: Room) -> None:
    message = spoken.types("/language fr", language="ru")
    assert written(message) == "На языке **fr** я не говорю. Выберите или напишите /language kk."
    assert actions(message) == [f"language {code}" for code in SPOKEN]
    assert language_of(spoken) == "ru"


def test_who_may_not_change_it_sees_it_without_buttons(spoken: Room) -> None:
    message = spoken.types("/language", GROUP, ChatKind.GROUP, language="kk", may_change=False)
    assert written(message) == "Мұнда қазақша сөйлеймін."
    assert labels(message) == []
    refused = spoken.types("/language ru", GROUP, ChatKind.GROUP, may_change=False)
    assert written(refused) != "Здесь я говорю по-русски."
    assert language_of(spoken, GROUP) == "kk"


def test_a_chat_is_spoken_to_in_the_language_of_who_spoke_first(spoken: Room) -> None:
    assert written(spoken.types("/language", language="uz")) == "Здесь я говорю по-русски."
    assert written(spoken.types("/language", language="en")) == "Здесь я говорю по-русски."


def test_where_nobody_tells_a_language_it_is_that_of_the_settings(spoken: Room) -> None:
    spoken.knows(translators=load_translations("kk"))
    assert written(spoken.types("/language")) == "Мұнда қазақша сөйлеймін."
    assert language_of(spoken) is None


def test_the_language_of_a_channel_is_set_and_told_in_that_of_who_speaks_for_it(spoken: Room) -> None:
    spoken.types("/start", language="ru")
    spoken.happens("manage -1001 Gazette", language="ru")
    message = spoken.types("/language kk")
    assert written(message) == "Для канала **Gazette**:\n\nВ канале я пишу на **казахском**."
    assert labels(message)[0] == ["English", "Русский", "✓ Қазақша"]
    assert (language_of(spoken, CHANNEL), language_of(spoken)) == ("kk", "ru")
    assert "✅ Канал" in written(spoken.types("/follow gold")), "the answer is not in the channel's language"
