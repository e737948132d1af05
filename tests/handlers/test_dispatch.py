from __future__ import annotations

from datetime import timedelta

import pytest

import handlers
from bot.messages.message import SILENCE, Message, ReplyMode
from bot.model import Chat, ChatKind, PlatformFacts
from bot.platforms.slack.commands import GROUP_MESSAGE_FACTS
from tests.builders import actions, labels, written
from tests.handlers.conftest import Room

GROUP = Chat(platform="telegram", id="-5")
SLACK = Chat(platform="slack", id="C1")
CHANNEL = Chat(platform="telegram", id="-1001")


def test_at_most_eight_commands_stand_in_a_menu() -> None:
    assert sum(spec.menu for spec in handlers.COMMANDS) <= 8
    assert all(spec.usage.startswith(spec.name) for spec in handlers.COMMANDS)


def test_added_to_a_group_where_it_can_t_post_it_says_how_to_let_it_in(room: Room) -> None:
    assert "/invite @Jarshy" in written(room.types("/start", SLACK, ChatKind.GROUP, can_post=False))


def test_added_to_a_channel_it_writes_privately_to_who_added_it(room: Room) -> None:
    message = room.happens("start", CHANNEL, ChatKind.CHANNEL, title="Gazette")
    assert message.private
    assert written(message) == ("I'm in **Gazette** and can post there.\n\nChoose its topics here: /manage")
    assert (labels(message), actions(message)) == ([["Manage Gazette"]], ["manage to -1001"])
    assert "now managing **Gazette**" in written(room.presses("manage to -1001"))
    barred = room.happens("start", CHANNEL, ChatKind.CHANNEL, can_post=False)
    assert "I'm in **the channel**, but I can't post there yet" in written(barred)
    assert barred.buttons == ()


def test_in_a_group_message_nobody_is_told_to_invite_it(room: Room) -> None:
    for typed in ("/start", "/follow AI"):
        message = room.types(typed, SLACK, ChatKind.GROUP, can_post=False, facts=GROUP_MESSAGE_FACTS)
        assert "invite" not in written(message)
        assert "message me directly" in written(message)
    assert room.follows(SLACK) == []


def test_a_chat_that_was_never_lost_is_not_greeted_again(room: Room) -> None:
    room.types("/follow gold", GROUP, ChatKind.GROUP)
    assert room.happens("start", GROUP, ChatKind.GROUP) == SILENCE
    assert "I'm **Jarshy**" in written(room.types("/start", GROUP, ChatKind.GROUP))
    room.happens("lost kicked", GROUP, ChatKind.GROUP)
    assert "I'm **Jarshy**" in written(room.happens("start", GROUP, ChatKind.GROUP))


@pytest.mark.parametrize("first", ["migrated -100777", "start moved"])
def test_a_group_that_moved_is_not_greeted_and_goes_on(room: Room, first: str) -> None:
    new = Chat(platform="telegram", id="-100777")
    room.types("/follow gold", GROUP, ChatKind.GROUP)
    room.happens("lost kicked", GROUP, ChatKind.GROUP)
    told = {"migrated -100777": GROUP, "start moved": new}
    for event in (first, *(event for event in told if event != first)):
        assert room.happens(event, told[event], ChatKind.GROUP).paragraphs == ()
    assert room.follows(new) == ["gold"]
    row = room.store.chats.get(new)
    assert row is not None
    assert not row.paused


def test_a_group_that_moved_is_told_what_it_missed(room: Room) -> None:
    room.types("/follow gold", GROUP, ChatKind.GROUP)
    room.publish("Gold is found", ago=timedelta(0))
    room.shares_out().happens("lost silenced", GROUP, ChatKind.GROUP)
    room.happens("migrated -100777", GROUP, ChatKind.GROUP)
    message = room.happens("start moved", Chat(platform="telegram", id="-100777"), ChatKind.GROUP)
    assert written(message) == "I was away: you missed 1 alert."
    assert not message.silent


def test_what_is_forwarded_is_explained_and_not_obeyed(room: Room) -> None:
    room.types("/follow gold")
    for typed, repeated in (
        ("/follow AI", "/follow AI"),
        ("/unfollow all", "/unfollow all"),
        ("стоп", "/unfollow all"),
    ):
        assert f"type it yourself: {repeated}" in written(room.types(typed, forwarded=True))
    assert "Follow **zinc**?" in written(room.types("zinc", forwarded=True))
    assert "I haven't seen" in written(room.types("https://kt.kz/eng/a_1.html", forwarded=True))
    assert room.follows() == ["gold"]


@pytest.mark.parametrize("hello", ["hi", "Привет!", "Сәлем"])
def test_a_greeting_is_answered_with_what_this_is(room: Room, hello: str) -> None:
    assert "I'm **Jarshy**" in written(room.types(hello))


def test_a_greeting_is_not_about_the_channel_that_one_speaks_for(room: Room) -> None:
    manage(room)
    assert "I'm **Jarshy**" in written(room.types("hi"))
    room.types("/follow gold")
    assert "For **Gazette**" in written(room.types("stop"))


def test_an_address_of_a_site_is_followed_as_its_words(room: Room) -> None:
    message = room.types("/follow https://kaspi.kz, http://www.kt.kz/")
    for action in actions(message):
        room.presses(action)
    assert room.follows() == ["kaspi.kz", "kt.kz"]


@pytest.mark.parametrize("name", ["follow", "try"])
def test_a_link_to_be_followed_is_explained(room: Room, name: str) -> None:
    assert "I haven't seen [https://kt.kz/eng/a_1.html]" in written(room.types(f"/{name} https://kt.kz/eng/a_1.html"))
    assert room.follows() == []


def test_plain_text_is_offered_as_a_follow(room: Room) -> None:
    message = room.types("gold  silver, AI")
    assert labels(message) == [["Follow «gold silver»"], ["Follow «AI»"]]
    assert "Follow **gold silver**?\nFinds: articles with both **gold** and **silver**" in written(message)
    assert room.follows() == []
    room.presses(actions(message)[0])
    assert room.follows() == ["gold silver"]


def test_an_offer_says_how_the_text_was_read(room: Room) -> None:
    said = written(room.types("gold in the mine"))
    assert said.startswith("Follow **gold in the mine**?\nFinds: articles with both **gold** and **mine**\n")
    assert "\nRead as: gold + mine · left out: in, the" in said


@pytest.mark.parametrize(
    ("typed", "words", "nearest"),
    [
        ("", "Type a topic you're interested in", []),
        ('"gold', "quote", [['Follow «"gold"»']]),
        ("-gold", "**-gold**: ", []),
        ("x" * 201, "is too long: 201 characters", []),
        ("the", "Type a topic you're interested in", []),
    ],
)
def test_plain_text_that_can_t_be_followed_is_answered_kindly(
    room: Room, typed: str, words: str, nearest: list[list[str]]
) -> None:
    message = room.types(typed)
    assert words in written(message)
    assert "All commands: /help" in written(message)
    assert labels(message) == nearest


def test_a_command_needs_no_slash(room: Room) -> None:
    assert written(room.types("Digest today")) == written(room.types("/digest today"))
    room.types("follow gold")
    assert room.follows() == ["gold"]


def test_a_long_plain_list_is_offered_in_part(room: Room) -> None:
    message = room.types(",".join(f"thing{n}" for n in range(8)))
    assert len(labels(message)) == 5
    assert "These are the first 5 of 8 follows." in written(message)


def test_an_unknown_command_hints_at_the_nearest(room: Room) -> None:
    assert "I don't know **folow**. Did you mean /follow?" in written(room.types("/folow AI"))
    assert written(room.types("/xyz")) == "I don't know **xyz**.\n\nAll commands: /help"


def test_an_unknown_command_in_a_group_is_another_bot_s(room: Room) -> None:
    assert room.types("/xyz", GROUP, ChatKind.GROUP) == SILENCE
    assert room.store.chats.get(GROUP) is None
    assert "I don't know" in written(room.types("/xyz", SLACK, ChatKind.GROUP))  # there it can only be meant for us


def manage(room: Room) -> Message:
    return room.happens("manage -1001 Gazette")


def test_what_differs_between_platforms_is_what_a_platform_says_of_itself(room: Room) -> None:
    town = Chat(platform="telegram", id="-7")  # a name decides nothing
    facts = PlatformFacts(mention="@crier", invitation="/let in the crier")
    assert "@crier why" in written(room.types("/why", town, ChatKind.GROUP, facts=facts))
    assert "/let in the crier" in written(room.types("/start", town, ChatKind.GROUP, facts=facts, can_post=False))
    assert "I don't know" in written(room.types("/xyz", town, ChatKind.GROUP, facts=facts))
    assert "Telegram channels" in written(room.types("/manage", town, facts=facts))
    square = PlatformFacts(shared_groups=True, replies=True, manages_channels=True)
    assert "Or reply /why to an alert" in written(room.types("/why", SLACK, facts=square))
    assert room.types("/xyz", SLACK, ChatKind.GROUP, facts=square) == SILENCE
    assert labels(room.types("/manage", SLACK, facts=square)) == [["Choose a channel"]]


def missed(room: Room, count: int) -> None:
    """The chat follows gold, is owed some articles, and is lost."""
    room.types("/follow gold")
    for number in range(count):
        room.publish(f"Gold {number}", ago=timedelta(0))
    while room.store.outbox.fan_out(room.now):
        pass
    assert room.happens("lost blocked") == SILENCE


def test_a_chat_that_wakes_is_told_what_it_missed_and_offered_a_digest(room: Room) -> None:
    missed(room.read_since(), 2)
    message = room.types("/following")
    assert written(message).startswith("I was away: you missed 2 alerts.")
    assert labels(message)[0] == ["Digest of the week"]
    assert "**gold** · ≈2 a month" in written(message)
    assert "I was away" not in written(room.types("/following"))


def test_what_was_missed_is_offered_as_a_digest_once(room: Room) -> None:
    missed(room, 2)
    assert labels(room.types("/following")) == [["Digest of the week"], ["gold"], ["Unfollow …"]]


def test_a_digest_of_the_week_is_not_offered_below_itself(room: Room) -> None:
    missed(room, 1)
    message = room.types("/digest week")
    assert "you missed 1 alert" in written(message)
    assert "digest week" not in actions(message)


def test_what_was_missed_is_told_in_a_message_of_its_own_if_a_button_woke_the_chat(room: Room) -> None:
    missed(room, 1)
    message = room.presses("more 1")
    assert message.reply_mode is ReplyMode.NEW
    assert "you missed 1 alert." in written(message)


def test_a_chat_that_missed_nothing_is_told_nothing(room: Room) -> None:
    missed(room, 0)
    assert "I was away" not in written(room.types("/start"))


def test_a_group_that_moved_keeps_what_it_follows(room: Room) -> None:
    room.types("/follow gold", GROUP, ChatKind.GROUP)
    assert room.happens("migrated -100777", GROUP, ChatKind.GROUP) == SILENCE
    assert room.follows(Chat(platform="telegram", id="-100777")) == ["gold"]
    assert room.happens("migrated", GROUP, ChatKind.GROUP) == SILENCE


def test_time_passes_for_freshness(room: Room) -> None:
    room.read_since()
    room.later(timedelta(minutes=3))
    assert "Kazakhstan Today · 5 minutes ago" in written(room.types("/start"))
