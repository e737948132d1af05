"""/timezone: the clocks of a chat, set by a city, an offset or a place, and shown so that they can be checked."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.messages.message import ReplyMode
from bot.model import Chat, ChatKind, QuietHours
from bot.platforms.typed_text import named, spoken_command
from config.translations import load_translations
from tests.builders import NOW, PERSON, actions, labels, written
from tests.handlers.conftest import Room

GROUP = Chat(platform="telegram", id="-5")
TOPIC = Chat(platform="telegram", id="-5", thread="9")
CHANNEL = Chat(platform="telegram", id="-1001")
SLACK = Chat(platform="slack", id="C1")
TERMINAL = Chat(platform="terminal", id="local")


@pytest.fixture
def spoken(room: Room) -> Room:
    return room.knows(translators=load_translations())


def zone(room: Room, chat: Chat = PERSON) -> str:
    record = room.store.chats.get(chat)
    assert record is not None
    return record.timezone


def test_alone_it_shows_the_time_there_and_others_to_tap(spoken: Room) -> None:
    message = spoken.types("/timezone", language="ru")
    assert written(message).startswith("Ваш часовой пояс: **Алматы, UTC+5**. Сейчас там **14:00**.")
    assert "отправьте мне геопозицию" in written(message)
    assert labels(message)[0] == ["✓ Алматы · 14:00", "Москва · 12:00"]
    assert message.private


@pytest.mark.parametrize(
    ("language", "typed", "said"),
    [
        ("en", "Aktau", "✅ Your time zone is **Aqtau, UTC+5**. It's **14:00** there now."),
        ("ru", "Астана", "✅ Теперь ваш часовой пояс: **Астана, UTC+5**. Сейчас там **14:00**."),
        ("kk", "Нью-Йорк", "✅ Енді сіздің уақыт белдеуіңіз: **Нью-Йорк, UTC−5**. Қазір онда **04:00**."),
        ("en", "UTC+5:30", "✅ Your time zone is **Kolkata, UTC+5:30**. It's **14:30** there now."),
        ("ru", "GMT-3", "✅ Теперь ваш часовой пояс: **UTC−3**. Сейчас там **06:00**."),
    ],
)
def test_it_is_set_however_it_is_named_and_told_with_its_time(
    spoken: Room, language: str, typed: str, said: str
) -> None:
    assert written(spoken.types(f"/timezone {typed}", language=language)) == said


def test_what_was_set_can_be_taken_back_by_a_tap_which_is_answered_in_place(spoken: Room) -> None:
    message = spoken.types("/timezone Tokyo")
    assert labels(message) == [["Back to Almaty"]]
    back = spoken.presses(actions(message)[0])
    assert back.reply_mode is ReplyMode.REPLACE
    assert (zone(spoken), labels(back)[0][0]) == ("Asia/Almaty", "✓ Almaty · 14:00")


def test_old_names_are_stored_by_the_ones_they_have_now(spoken: Room) -> None:
    spoken.types("/timezone US/Pacific")
    assert zone(spoken) == "America/Los_Angeles"


def test_a_letter_wrong_is_asked_about_and_a_tap_answers(spoken: Room) -> None:
    message = spoken.types("/timezone Лондн", language="ru")
    assert written(message) == "Что вы имеете в виду под **Лондн**?"
    assert labels(message) == [["Лондон · 09:00"]]
    assert zone(spoken) == "Asia/Almaty"
    spoken.presses(actions(message)[0])
    assert zone(spoken) == "Europe/London"


def test_a_typed_time_is_asked_where_it_is(spoken: Room) -> None:
    message = spoken.types("/timezone 12:00")
    assert written(message) == "Where is it 12:00 now?"
    assert "Moscow · 12:00" in labels(message)[0]


@pytest.mark.parametrize("typed", ["Mordor-upon-Tyne", "UTC+15", "🌍", "25:00", "Bla/Foo", "x" * 300, "<b>", "-"])
def test_what_is_no_zone_changes_nothing_and_is_told_with_examples(spoken: Room, typed: str) -> None:
    message = spoken.types(f"/timezone {typed}")
    assert written(message).startswith("I don't know a time zone called ")
    assert "/timezone Aktau, or /timezone UTC+5" in written(message)
    assert zone(spoken) == "Asia/Almaty"


def test_a_place_is_its_nearest_city(spoken: Room) -> None:
    assert "**Aqtau, UTC+5**" in written(spoken.types("/timezone 43.7 51.2"))
    assert zone(spoken) == "Asia/Aqtau"


def test_each_topic_of_a_group_has_a_zone_of_its_own_and_who_set_it_is_named(spoken: Room) -> None:
    said = spoken.types("/timezone Tokyo", TOPIC, ChatKind.GROUP, person_name="Aliya")
    assert written(said).startswith("✅ This chat's time zone is **Tokyo, UTC+9**. It's **18:00** there now · ")
    assert "Aliya" in written(said)
    spoken.types("/timezone", GROUP, ChatKind.GROUP)
    assert (zone(spoken, TOPIC), zone(spoken, GROUP)) == ("Asia/Tokyo", "Asia/Almaty")


def test_who_may_not_change_it_sees_it_and_no_more(spoken: Room) -> None:
    message = spoken.types("/timezone", GROUP, ChatKind.GROUP, may_change=False)
    assert written(message) == "This chat's time zone: **Almaty, UTC+5**. It's **14:00** there now."
    assert labels(message) == []
    refused = spoken.presses("timezone Asia/Tokyo", GROUP, ChatKind.GROUP, may_change=False)
    assert written(refused) == "Only admins can change this chat's topics."
    assert zone(spoken, GROUP) == "Asia/Almaty"


@pytest.mark.parametrize("chat", [SLACK, TERMINAL])
def test_elsewhere_nobody_is_asked_for_a_place(spoken: Room, chat: Chat) -> None:
    kind = ChatKind.GROUP if chat is SLACK else ChatKind.TERMINAL
    assert "location" not in written(spoken.types("/timezone", chat, kind))
    spoken.types("/timezone Qyzylorda", chat, kind)
    assert zone(spoken, chat) == "Asia/Qyzylorda"


def test_that_of_a_channel_is_set_by_who_manages_it_with_buttons_that_fit(spoken: Room) -> None:
    spoken.happens("manage -1009999999999999 Gazette")
    message = spoken.types("/timezone Buenos Aires")
    assert "✅ The channel's time zone is **Buenos Aires, UTC−3**." in written(message)
    assert zone(spoken) == "Asia/Almaty"
    for typed in ("/timezone", "/timezone Bueno Aires", "/timezone USA"):
        assert all(len(action.encode()) <= 64 for action in actions(spoken.types(typed)))


def test_quiet_hours_and_digests_keep_their_time_of_day(spoken: Room) -> None:
    spoken.types("/start")
    spoken.store.preferences.set_quiet_hours(PERSON, QuietHours(start=23 * 60, end=8 * 60), NOW)
    text = written(spoken.types("/timezone Tokyo"))
    assert text.endswith("Quiet hours and digests keep their time of day.")
    assert "digests keep" not in written(spoken.types("/timezone Tokyo")), "it was set already"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("/часовойпояс Москва", "Europe/Moscow"),
        ("/tz Tokyo", "Asia/Tokyo"),
        ("/белдеу Ақтау", "Asia/Aqtau"),
        ("смени часовой пояс на Ташкент", "Asia/Tashkent"),
        ("my time zone is Tokyo", "Asia/Tokyo"),
        ("timezone", "Asia/Almaty"),
    ],
)
def test_it_goes_by_names_in_three_languages_and_by_plain_words(spoken: Room, typed: str, meant: str) -> None:
    name, text = named(*typed[1:].split(" ", 1)) if typed.startswith("/") else spoken_command(typed)
    spoken.types(f"/{name} {text}".strip())
    assert zone(spoken) == meant


def test_times_are_shown_by_it_from_then_on(spoken: Room) -> None:
    spoken.now = datetime(2025, 7, 1, 12, 0, tzinfo=UTC)
    spoken.types("/timezone Berlin")
    assert "**14:00**" in written(spoken.types("/timezone")), "with its summer time"
