"""/privacy, /mydata and /forgetme: what is kept, had and deleted, by whom and for whom."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.messages.access_letters import AccessLetters
from bot.messages.message import Message, ReplyMode
from bot.messages.payload import from_json
from bot.model import Chat, ChatKind, Guest, Letter, Standing
from config.translations import load_translations
from tests.builders import PERSON, actions, labels, written
from tests.handlers.conftest import Room

GROUP = Chat(platform="telegram", id="-5")
TOPIC = Chat(platform="telegram", id="-5", thread="9")
CHANNEL = Chat(platform="telegram", id="-100")
ADMIN: dict[str, Any] = {"person": "1", "person_name": "Aida", "title": "Newsroom"}
DOCUMENT = Path(__file__).resolve().parents[2] / "docs/privacy.md"


def group(room: Room, typed: str, chat: Chat = GROUP, **more: Any) -> Message:
    return room.types(typed, chat, ChatKind.GROUP, **(ADMIN | more))


def press(room: Room, action: str, chat: Chat = GROUP, **more: Any) -> Message:
    return room.presses(action, chat, ChatKind.GROUP, **(ADMIN | more))


def copy(message: Message) -> dict[str, Any]:
    assert message.attachment is not None
    assert message.attachment.name == "jarshy-data.json"
    found: dict[str, Any] = json.loads(message.attachment.content)
    return found


def letters(room: Room) -> list[Letter]:
    return [each for each in room.store.outbox.claim("telegram", room.now, 9) if isinstance(each, Letter)]


def manages(room: Room) -> None:
    room.types("/start")
    room.happens(f"manage {CHANNEL.id} News", person="1")


# ----------------------------------------------------------------------------------------------------------- privacy


def test_it_is_said_what_is_kept_and_for_how_long(room: Room) -> None:
    room.knows(retention=timedelta(days=7), keep_lost=timedelta(days=30))
    message = room.types("/privacy")
    said = written(message)
    assert said.startswith("🔒 I keep your topics, settings and saved articles, and which alerts you got.")
    assert "deleted after about 7 days" in said
    assert "can't reach a chat for 30 days" in said
    assert actions(message) == ["mydata", "forgetme"]


def test_a_workspace_is_told_what_is_kept_of_it_and_nobody_else(room: Room) -> None:
    installed = Chat(platform="slack", id="D1", workspace="T1")
    assert "an encrypted token until I'm removed" in written(room.types("/privacy", installed))
    assert "encrypted" not in written(room.types("/privacy"))


def test_who_may_not_press_a_button_is_not_offered_it(room: Room) -> None:
    message = group(room, "/privacy", may_change=False)
    assert written(message).startswith("🔒 I keep this chat's topics")
    assert actions(message) == []


# ------------------------------------------------------------------------------------------------------------- mydata


def test_a_person_is_given_all_that_is_kept(room: Room) -> None:
    room.types('/follow "electric cars", AI')
    kept = copy(room.types("/mydata"))
    assert [each["topic"] for each in kept["topics"]] == ['"electric cars"', "AI"]
    assert kept["chat"]["id"] == PERSON.id


def test_the_document_names_every_key(room: Room) -> None:
    room.types("/follow AI")
    kept = copy(room.types("/mydata"))
    table = DOCUMENT.read_text(encoding="utf-8").partition("| key | what it is |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)`", table, re.MULTILINE) == list(kept)


def test_a_groups_goes_in_private_to_the_administrator_who_asked(room: Room) -> None:
    group(room, "/follow AI")
    room.types("/start")
    message = group(room, "/mydata")
    assert written(message) == "📄 I've sent you the file in private."
    assert message.attachment is None
    (letter,) = letters(room)
    assert letter.chat == PERSON
    told = from_json(letter.payload)
    assert written(told).startswith("📄 Everything I keep about **Newsroom**, as a file.")
    assert copy(told)["chat"]["id"] == GROUP.id


@pytest.mark.parametrize("paused", [False, True])
def test_who_has_no_private_chat_with_the_bot_is_told_how(room: Room, paused: bool) -> None:
    if paused:
        room.types("/start")
        room.happens("lost")
    message = group(room, "/mydata")
    assert written(message).startswith("I can send that only in private")
    assert letters(room) == []


def test_the_chat_can_be_opened_with_a_button_where_it_has_an_address(room: Room) -> None:
    from dataclasses import replace

    from tests.handlers.conftest import FACTS

    facts = replace(FACTS["telegram"], address="https://t.me/JarshyBot")
    message = group(room, "/mydata", facts=facts)
    assert [each.opens for row in message.buttons for each in row] == ["https://t.me/JarshyBot"]


def test_who_writes_as_the_group_is_asked_to_write_as_a_person(room: Room) -> None:
    assert "under your own name" in written(group(room, "/mydata", person="", person_name=""))


def test_on_slack_a_person_can_be_written_to_at_once(room: Room) -> None:
    channel = Chat(platform="slack", id="C1")
    message = room.types("/mydata", channel, ChatKind.GROUP, person="U7")
    assert written(message) == "📄 I've sent you the file in private."
    (letter,) = [each for each in room.store.outbox.claim("slack", room.now, 9) if isinstance(each, Letter)]
    assert letter.chat == Chat(platform="slack", id="U7")
    assert written(from_json(letter.payload)).startswith("📄 Everything I keep about the group, as a file.")


def test_a_member_is_told_that_it_is_for_administrators(room: Room) -> None:
    for typed in ("/mydata", "/forgetme"):
        message = group(room, typed, may_change=False)
        assert written(message) == "Only admins can get or delete what I keep about this chat."
        unseen = group(room, typed, may_change=False, rights_seen=False)
        assert "couldn't see whether you're an admin" in written(unseen)


def test_a_channels_is_given_to_who_manages_it(room: Room) -> None:
    manages(room)
    room.types("/follow AI")
    message = room.types("/mydata")
    assert written(message).startswith("For **News**:\n\n📄 Everything I keep about the channel")
    assert copy(message)["chat"]["id"] == CHANNEL.id
    assert copy(message)["managed_by"] == 1


# ----------------------------------------------------------------------------------------------------------- forgetme


def test_everything_is_deleted_after_a_question_and_who_writes_again_starts_anew(room: Room) -> None:
    room.types("/follow AI, waste")
    question = room.types("/forgetme")
    assert written(question) == (
        "Delete everything I keep about you? That can't be undone.\n\n"
        "2 topics, all settings, saved articles and the history go. Want to keep the topics? /export"
    )
    yes, no = actions(question)
    assert written(room.presses(no)) == "Nothing was deleted."
    assert room.follows() == ["AI", "waste"]
    done = room.presses(yes)
    assert written(done).startswith("🗑 Done. I've deleted everything about you")
    assert done.reply_mode is ReplyMode.REPLACE
    assert room.store.chats.get(PERSON) is None
    assert written(room.presses(yes)).startswith("🗑 Done.")  # pressed twice
    assert room.store.chats.get(PERSON) is None
    assert written(room.types("/following")).startswith("You don't follow anything yet.")


def test_where_only_a_list_may_use_the_bot_it_is_said_that_one_goes_off_it(room: Room) -> None:
    who: dict[str, Any] = {"person": PERSON.id, "person_name": "Алия"}
    guest = Guest(platform="telegram", id=PERSON.id, name="Алия")
    room.knows(closed=True, operators=frozenset({("telegram", "77")}))
    letters_to = AccessLetters(translators=room.rules.translators, timezone="Asia/Almaty", now=room.now)
    room.store.allowed.decide([guest], Standing.ALLOWED, "Boss", letters_to, room.now)
    room.types("/follow AI", **who)
    (listed,) = copy(room.types("/mydata", **who))["access"]
    assert (listed["name"], listed["standing"], listed["changed_by"]) == ("Алия", "allowed", "Boss")
    question = room.types("/forgetme", **who)
    assert "have to be let in again" in written(question)
    room.presses(actions(question)[0], **who)
    assert "not open to everybody" in written(room.types("/follow AI", **who))


def test_an_operator_needs_nobody_to_be_let_in(room: Room) -> None:
    room.knows(closed=True, operators=frozenset({("telegram", PERSON.id)}))
    assert "let in again" not in written(room.types("/forgetme", person=PERSON.id))


@pytest.mark.parametrize("age", [timedelta(hours=1, seconds=1), timedelta(days=31), timedelta(seconds=-1)])
def test_a_button_of_long_ago_asks_again(room: Room, age: timedelta) -> None:
    room.types("/follow AI")
    yes = actions(room.types("/forgetme"))[0]
    room.later(age)
    assert written(room.presses(yes)).startswith("Delete everything I keep about you?")
    assert room.follows() == ["AI"]


@pytest.mark.parametrize("typed", ["/forgetme yes 1764061200", "/forgetme all", "/forgetme yes 99999999999"])
def test_typed_it_only_asks(room: Room, typed: str) -> None:
    room.types("/follow AI")
    assert written(room.types(typed)).startswith("Delete everything I keep about you?")
    assert room.follows() == ["AI"]


def test_somebody_elses_button_deletes_nothing_of_others(room: Room) -> None:
    group(room, "/follow AI")
    yes = actions(group(room, "/forgetme"))[0]
    assert written(press(room, yes, may_change=False, person="9")).startswith("Only admins")
    assert room.follows(GROUP) == ["AI"]
    other = Chat(platform="telegram", id="2")
    room.types("/follow AI", other)
    room.presses(yes, other)
    assert room.follows(GROUP) == ["AI"]
    assert room.follows(other) == []  # it is about the chat in which it is pressed


def test_a_topic_of_a_group_is_deleted_alone_or_with_all(room: Room) -> None:
    for where in (GROUP, TOPIC):
        group(room, "/follow AI", where)
    question = group(room, "/forgetme", TOPIC)
    assert labels(question) == [["Delete only here"], ["Delete the whole group's"], ["Keep it"]]
    here, whole, _ = actions(question)
    press(room, here, TOPIC)
    assert (room.follows(GROUP), room.follows(TOPIC)) == (["AI"], [])
    group(room, "/follow AI", TOPIC)
    press(room, whole, TOPIC)
    assert room.store.chats.get(GROUP) is room.store.chats.get(TOPIC) is None


def test_in_a_group_it_is_said_who_did_it(room: Room) -> None:
    group(room, "/follow AI")
    yes = actions(group(room, "/forgetme"))[0]
    assert "Aida" in written(press(room, yes))


def test_channels_of_a_forgotten_manager_keep_theirs(room: Room) -> None:
    manages(room)
    room.types("/follow AI")
    room.types("/manage done")
    question = room.types("/forgetme")
    assert "Channels that you manage keep theirs." in written(question)
    room.presses(actions(question)[0])
    assert room.follows(CHANNEL) == ["AI"]
    assert room.store.chats.manager(CHANNEL) is None


def test_a_channels_data_are_deleted_by_who_manages_it(room: Room) -> None:
    manages(room)
    room.types("/follow AI")
    question = room.types("/forgetme")
    assert written(question).startswith("For **News**:\n\nDelete everything I keep about the channel?")
    assert all(len(action.encode()) <= 64 for action in actions(question))
    done = room.presses(actions(question)[0])
    assert "I've deleted everything about the channel" in written(done)
    assert room.store.chats.get(CHANNEL) is None
    assert room.store.chats.get(PERSON) is not None


def test_in_a_channel_itself_nothing_is_deleted(room: Room) -> None:
    manages(room)
    message = room.types("/forgetme", CHANNEL, ChatKind.CHANNEL)
    assert message.silent
    assert letters(room) == []


@pytest.mark.parametrize(
    ("language", "question", "done"),
    [
        ("ru", "Удалить всё, что я о вас храню? Отменить это нельзя.", "🗑 Готово. Всё о вас удалено"),
        ("kk", "Сіз туралы сақталғанның бәрін жоямын ба? Оны қайтару мүмкін емес.", "🗑 Дайын. Сіз туралы бәрі жойылды"),
    ],
)
def test_it_is_asked_and_answered_in_the_language_of_the_chat(
    room: Room, language: str, question: str, done: str
) -> None:
    room.knows(translators=load_translations())
    asked = room.types("/forgetme", language=language)
    assert written(asked) == question
    assert written(room.presses(actions(asked)[0], language=language)).startswith(done)
