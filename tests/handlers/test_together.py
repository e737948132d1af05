"""What was built apart fits together: each screen leads back, what is said in one place holds in the others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.messages.message import Message, ReplyMode
from bot.model import Chat, ChatKind, Command
from config.translations import load_translations
from handlers.actions import action_of
from tests.builders import PERSON, actions, labels, written
from tests.handlers.conftest import CONCEPTS, FACTS, Room, world

GROUP = Chat(platform="telegram", id="-100123")
CHANNEL = "-1001234567890"
#: a screen of the settings, or below one
WITHIN = ("quiet", "digest", "sources", "language", "languages", "zone")


@world
def reader(room: Room) -> Room:
    room.knows(translators=load_translations(), concepts=CONCEPTS).read_since()
    room.types("/follow AI, waste")
    room.later(timedelta(minutes=10))
    return room


def buttons(message: Message) -> Iterator[str]:
    return (button.action for row in message.buttons for button in row if button.action)


@pytest.mark.parametrize("name", WITHIN)
def test_every_screen_of_the_settings_stays_in_place_and_leads_back(reader: Room, name: str) -> None:
    seen: set[str] = set()
    wanted = [f"settings {name}"]
    while wanted:
        action = wanted.pop()
        seen.add(action)
        screen = reader.presses(action)
        assert screen.reply_mode is ReplyMode.REPLACE, action
        assert actions(screen)[-1] == "settings home", action
        wanted += [each for each in buttons(screen) if each.startswith(f"settings {name}") and each not in seen]
    assert "Your settings" in written(reader.presses("settings home")) or name == "language"


def test_a_screen_of_the_settings_is_typed_by_its_name(reader: Room) -> None:
    assert written(reader.types("/settings quiet hours 23-8")).startswith(
        "🌙 Quiet every day from **23:00** to **08:00**"
    )
    assert "**23:00–08:00**" in written(reader.types("/settings"))
    assert written(reader.types("/settings дайджест daily 09:00")).startswith("⏰ Digest **every day** at")
    assert written(reader.types("/settings teamwork on")).startswith(
        "In this chat there is no such setting: Sharing out"
    )


def test_all_that_a_channel_s_settings_lead_to_is_about_the_channel_and_fits_a_button(reader: Room) -> None:
    reader.happens(f"manage {CHANNEL} Gazette")
    reader.types("/follow gold for @aigul")
    seen: set[str] = set()
    wanted = [*buttons(reader.types("/settings")), *buttons(reader.types("/following"))]
    while wanted:
        action = wanted.pop()
        if action in seen or action == "manage done":
            continue
        seen.add(action)
        assert action.startswith(f"for {CHANNEL} "), action
        assert len(action.encode()) <= FACTS["telegram"].button_bytes, action
        name, _, text = action.removeprefix(f"for {CHANNEL} ").partition(" ")
        pressed = Command(chat=PERSON, kind=ChatKind.PRIVATE, name=name, text=text, button=True)
        found = action_of(pressed)
        assert found is not None, action
        if not found.is_change(pressed):
            wanted += buttons(reader.presses(action))
    assert len(seen) > 40
    assert reader.follows(PERSON) == ["AI", "waste"]


@pytest.mark.parametrize("said", ["mute waste", "заглуши waste", "отключи звук у waste"])
def test_to_mute_a_topic_never_unfollows_it(reader: Room, said: str) -> None:
    assert written(reader.types(said)) == "🔇 Mute **waste** for how long?"
    assert reader.follows(PERSON) == ["AI", "waste"]


def test_to_mute_what_comes_with_other_topics_offers_to_leave_it_out(reader: Room) -> None:
    reader.publish("AI concert")
    assert labels(reader.types("mute concert")) == [["AI -concert"]]


def test_who_wants_no_notifications_may_only_pause(reader: Room) -> None:
    question = reader.types("отключи уведомления")
    assert actions(question)[-1] == "pause"
    assert reader.presses("pause").reply_mode is ReplyMode.REPLACE
    assert written(reader.types("отключи уведомления на час")).startswith("⏸ Paused until")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("/mode AI digest", "typed"),
        ("/mode all digest", "typed"),
        ("/follow gold digest only", "typed"),
        ("settings mode digest", "pressed"),
        ("mode #1 digest rate 1", "pressed"),
    ],
)
def test_where_no_digest_comes_digest_only_says_so(reader: Room, text: str, kind: str) -> None:
    answer = reader.types if kind == "typed" else reader.presses
    assert "No digest comes by itself yet." in written(answer(text))
    reader.types("/digest daily 9:00")
    assert "No digest comes by itself yet." not in written(answer(text))


def test_without_digests_new_topics_can_have_alerts_again(reader: Room) -> None:
    reader.types("/settings mode digest")
    reader.types("/digest daily 9:00")
    assert "digest alerts" in actions(reader.types("/digest off"))
    reader.presses("digest alerts")
    assert "New topics: **At once**" in written(reader.types("/settings"))


def test_status_tells_what_goes_from_what_is_held_by_the_same_cause(reader: Room) -> None:
    reader.types("/quiet 12-16")
    reader.publish("AI first", ago=timedelta(minutes=1))
    reader.shares_out().types("/quiet off")
    reader.types("/pause 1h")
    reader.publish("AI second", ago=timedelta(minutes=1))
    lines = written(reader.shares_out().types("/status")).splitlines()
    assert lines[2:4] == ["1 alert is on its way", "1 alert is held until 15:10"]
