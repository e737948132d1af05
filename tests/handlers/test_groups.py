"""A chat of several people: who changed what, and what is offered to whom."""

from __future__ import annotations

import pytest

from bot.messages.message import Message, ReplyMode
from bot.model import TOO_OLD, Chat, ChatKind
from config.translations import load_translations
from tests.builders import PERSON, actions, labelled, labels, written
from tests.handlers.conftest import Room

GROUP = Chat(platform="telegram", id="-5")
TOPIC = Chat(platform="telegram", id="-5", thread="44")
SLACK = Chat(platform="slack", id="C1")


def first_line(message: Message) -> str:
    return written(message).split("\n")[0]


@pytest.mark.parametrize("chat", [GROUP, TOPIC, SLACK])
def test_a_change_names_who_made_it(room: Room, chat: Chat) -> None:
    by = {"person_name": "Aliya"}
    assert first_line(room.types("/follow gold", chat, ChatKind.GROUP, **by)).endswith(" · added by Aliya")
    assert first_line(room.types("/edit gold -> zinc", chat, ChatKind.GROUP, **by)).endswith(" · changed by Aliya")
    gone = room.types("/unfollow zinc", chat, ChatKind.GROUP, **by)
    assert first_line(gone).endswith(" · removed by Aliya")
    again = room.presses(actions(gone)[0], chat, ChatKind.GROUP, person_name="Bolat")
    assert first_line(again).endswith(" · added by Bolat")
    read = room.types("/languages ru", chat, ChatKind.GROUP, **by)
    assert first_line(read) == "This chat gets articles in **Russian** · changed by Aliya"
    assert not read.private
    asked = room.types("/unfollow all", chat, ChatKind.GROUP, **by)
    assert "Aliya" not in written(asked)
    everything = room.presses(actions(asked)[0], chat, ChatKind.GROUP, **by)
    assert first_line(everything) == "This chat unfollowed its only topic · removed by Aliya"
    assert everything.reply_mode is ReplyMode.REPLACE


@pytest.mark.parametrize(
    ("language", "followed"),
    [
        ("en", "✅ This chat follows **gold** · added by Алия"),
        ("ru", "✅ Этот чат следит за темой **gold** · Алия"),
        ("kk", "✅ Бұл чат **gold** тақырыбын қадағалайды · Алия"),
    ],
)
def test_in_each_language_the_name_stands_alone_without_an_ending(room: Room, language: str, followed: str) -> None:
    room.knows(translators=load_translations())
    message = room.types("/follow gold", GROUP, ChatKind.GROUP, person_name="Алия", language=language)
    assert first_line(message) == followed


def test_the_language_of_the_name_is_that_of_the_answer(room: Room) -> None:
    room.knows(translators=load_translations())
    room.types("/following", GROUP, ChatKind.GROUP, language="en")
    message = room.types("/language kk", GROUP, ChatKind.GROUP, person_name="Алия", language="en")
    assert first_line(message) == "Мұнда қазақша сөйлеймін · Алия"


def test_what_changes_nothing_names_nobody(room: Room) -> None:
    by = {"person_name": "Aliya"}
    room.types("/follow gold", GROUP, ChatKind.GROUP)
    for text in (
        "/follow gold",
        "/unfollow zinc",
        "/following",
        "/languages xx",
        "/follow (",
        "/edit gold",
        "/languages",
    ):
        assert "Aliya" not in written(room.types(text, GROUP, ChatKind.GROUP, **by)), text


@pytest.mark.parametrize("name", ["", "\u3164", "\u200b\u202e"])
def test_somebody_without_a_name_is_not_named(room: Room, name: str) -> None:
    said = room.types("/follow gold", GROUP, ChatKind.GROUP, person_name=name)
    assert first_line(said) == "✅ This chat follows **gold**"


def test_alone_with_the_bot_nobody_is_named(room: Room) -> None:
    assert "Aliya" not in written(room.types("/follow gold", PERSON, person_name="Aliya"))


def test_an_unfollow_in_the_menu_of_an_alert_says_on_its_button_who_made_it(room: Room) -> None:
    room.read_since()
    room.types("/follow gold", GROUP, ChatKind.GROUP)
    article_id = room.publish("Gold is dear")
    opened = room.presses(f"more {article_id}", GROUP, ChatKind.GROUP)
    gone = room.presses(labelled(opened, "Unfollow"), GROUP, ChatKind.GROUP, person_name="Aliya")
    assert labels(gone)[0] == ["Undo: gold · Aliya"]
    assert room.follows(GROUP) == []


def test_who_may_not_change_opens_the_menu_of_an_alert_to_ask_why_or_save_and_no_more(room: Room) -> None:
    room.read_since()
    room.types("/follow gold", GROUP, ChatKind.GROUP)
    article_id = room.publish("Gold is dear")
    opened = room.presses(f"more {article_id}", GROUP, ChatKind.GROUP, may_change=False)
    assert labels(opened)[-2:] == [["☆ Save", "Why this?"], ["‹ Close"]]
    assert not any("nfollow" in label or "eadlines" in label or "Mode" in label for (label, *_) in labels(opened))
    why = room.presses(labelled(opened, "Why"), GROUP, ChatKind.GROUP, may_change=False)
    assert "gold" in written(why)
    refused = room.presses("unfollow #1 1", GROUP, ChatKind.GROUP, may_change=False)
    assert refused.private
    assert not refused.buttons
    assert refused.reply_mode is ReplyMode.NEW
    assert room.follows(GROUP) == ["gold"]


def test_nothing_is_offered_that_would_be_refused(room: Room) -> None:
    for follows in ("/following", "/follow gold, zinc"):
        room.types(follows, GROUP, ChatKind.GROUP)
        for text in (
            "/following",
            "/digest week",
            "/try gold",
            "/try",
            "/languages",
            "/language",
            "/why",
            "/start",
            "",
        ):
            for action in actions(room.types(text, GROUP, ChatKind.GROUP, may_change=False)):
                told = written(room.presses(action, GROUP, ChatKind.GROUP, may_change=False))
                assert told != "Only admins can change this chat's topics.", action


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "reply “why”"), ("ru", "словом «почему»"), ("kk", "«неге» деп жауап")],
)
def test_a_topic_that_somebody_names_who_may_not_change_is_not_offered(room: Room, language: str, words: str) -> None:
    room.knows(translators=load_translations())
    message = room.types("gold", GROUP, ChatKind.GROUP, may_change=False, language=language)
    assert words in written(message)
    assert not message.buttons


def test_where_rights_could_not_be_seen_it_says_so(room: Room) -> None:
    said = room.types("gold", GROUP, ChatKind.GROUP, may_change=False, rights_seen=False)
    assert "couldn't see whether you're an admin" in written(said)


@pytest.mark.parametrize("kind", [ChatKind.GROUP, ChatKind.PRIVATE])
@pytest.mark.parametrize("action", ["frobnicate", "packs 12 x", "☃ 1", "x" * 60])
def test_a_button_of_another_release_has_expired(room: Room, kind: ChatKind, action: str) -> None:
    message = room.presses(action, GROUP if kind is ChatKind.GROUP else PERSON, kind)
    assert written(message) == "This button has expired."
    assert message.private
    assert not message.buttons


#: of messages long ago, pressed twice, or made up by a client of somebody's own
PRESSED = (
    "follow #999", "follow #", "follow", "anyway #999", "anyway", "undo #999", "undo @1 #999", "undo", "restore",
    "unfollow #999", "unfollow #999 1", "unfollow page 99", "unfollow", "edit #999 gold", "edit", "edit anyway #1 #999",
    "only #999", "only", "leave #999 x", "leave", "reads xx", "reads", "languages toggle xx", "language xx", "why 999",
    "why", "more 999", "more", "less 999", "less x", "page", "page 2", "page 9 digest week", "page 2 follow gold",
    "page 1 page 1 digest", "for -100 follow gold", "for", "for -100 for -200 x", "try #999", "digest", "start x",
    "manage done", "manage -1009 x", "lost x", "migrated -7", "opened", "help",
)  # fmt: skip


@pytest.mark.parametrize("kind", [ChatKind.GROUP, ChatKind.PRIVATE])
def test_a_button_pressed_late_twice_or_made_up_does_no_harm(room: Room, kind: ChatKind) -> None:
    chat = GROUP if kind is ChatKind.GROUP else PERSON
    other = Chat(platform="telegram", id="-77")
    room.types("/follow silver, secret plan", other, ChatKind.GROUP)
    room.types("/follow zinc", chat, kind)
    for action in (*PRESSED, *PRESSED):
        message = room.presses(action, chat, kind, person_name="Aliya")
        assert message.paragraphs or message.reply_mode is ReplyMode.BUTTONS or message.silent, action
        assert "secret" not in written(message)
        assert room.follows(chat) == ["zinc"], action
    assert room.follows(other) == ["silver", "secret plan"]
    for _ in range(2):
        room.presses("unfollow all yes", chat, kind)
        assert room.follows(chat) == []


@pytest.mark.parametrize(
    ("language", "words"), [("en", "too old"), ("ru", "слишком стар"), ("kk", "тым ескі"), ("uz", "слишком стар")]
)
def test_a_press_whose_topic_nobody_tells_is_refused_in_the_language_of_who_pressed(
    room: Room, language: str, words: str
) -> None:
    room.knows(translators=load_translations())
    message = room.presses("x", GROUP, ChatKind.GROUP, name=TOO_OLD, topic_known=False, language=language)
    assert words in written(message)
    assert message.private
    assert len(written(message)) <= 200
    assert room.store.chats.get(GROUP) is None


def test_who_may_not_change_what_is_followed_is_not_told_how_to(room: Room) -> None:
    for typed, offered in (("/following", []), ("/digest", [["Digest of everything"]])):
        message = room.types(typed, GROUP, ChatKind.GROUP, may_change=False)
        assert written(message) == "This chat doesn't follow anything yet."
        assert labels(message) == offered
