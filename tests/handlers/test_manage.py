"""Speaking for a channel: choosing it, what is about it, and when that ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.messages.message import SILENCE, Message
from bot.model import Chat, ChatKind, Command
from config.translations import load_translations
from handlers.manage import after_idle
from handlers.request import Request
from tests.builders import PERSON, actions, labels, written
from tests.handlers.conftest import Room

GROUP = Chat(platform="telegram", id="-5")
SLACK = Chat(platform="slack", id="C1")
CHANNEL = Chat(platform="telegram", id="-1001")
HOUR = timedelta(hours=1)


def manage(room: Room) -> Message:
    return room.happens("manage -1001 Gazette")


def test_manage_offers_the_choice_of_a_channel(room: Room) -> None:
    message = room.types("/manage")
    assert [(button.label, button.request_channel) for row in message.buttons for button in row] == [
        ("Choose a channel", True)
    ]


def test_a_chosen_channel_is_spoken_for_until_done(room: Room) -> None:
    assert labels(manage(room)) == [["How posts look", "Done"]]
    text = written(room.types("/follow gold"))
    assert text.startswith("For **Gazette**:\n\n✅ The channel follows **gold**")
    assert room.follows(CHANNEL) == ["gold"]
    assert "For **Gazette**" in written(room.types("/following"))
    assert "For **Gazette**" in written(room.types("/digest week"))
    assert "You're managing **Gazette**" in written(room.types("/manage"))
    assert labels(room.types("/manage other")) == [["Choose a channel"]]
    assert labels(room.types("/manage")) == [["How posts look"], ["Another channel", "Done"]]
    assert "Done with **Gazette**" in written(room.presses("manage done"))
    room.types("/follow zinc")
    assert room.follows(PERSON) == ["zinc"]
    assert "You're not managing a channel" in written(room.presses("manage done"))


def test_a_channel_s_buttons_are_about_the_channel_even_after_done(room: Room) -> None:
    manage(room)
    room.types("/follow gold")
    rows = room.types("/unfollow all")
    yes = actions(rows)[0]
    assert yes == "for -1001 unfollow all yes"
    room.presses("manage done")
    room.types("/follow zinc")
    assert "You're no longer managing that channel" in written(room.presses(yes))
    assert (room.follows(PERSON), room.follows(CHANNEL)) == (["zinc"], ["gold"])
    manage(room)
    room.presses(yes)
    assert (room.follows(PERSON), room.follows(CHANNEL)) == (["zinc"], [])


def test_the_chat_s_own_buttons_stay_its_own_while_it_speaks_for_a_channel(room: Room) -> None:
    own = actions(room.types("/follow waste Aktau"))[0]
    manage(room)
    room.presses(own)
    assert room.follows(PERSON) == ["waste", "Aktau"]
    assert room.follows(CHANNEL) == []


def test_nobody_takes_a_channel_or_moves_a_chat_by_typing(room: Room) -> None:
    room.types("/follow gold", GROUP, ChatKind.GROUP)
    assert labels(room.types("/manage -1001 Gazette")) == [["Choose a channel"]]
    assert room.store.chats.managed_channel(PERSON) is None
    for text in ("/lost x", "/migrated -100777", "/undo #1", "/more 1", "/anyway gold", "/only #1", "/reads ru"):
        assert room.types(text, GROUP, ChatKind.GROUP) == SILENCE
    assert room.follows(GROUP) == ["gold"]
    row = room.store.chats.get(GROUP)
    assert row is not None
    assert not row.paused


def test_every_button_of_a_channel_s_answer_fits_into_a_button(room: Room) -> None:
    room.happens("manage -1009999999999999 Gazette")
    long = "очень длинный запрос о многих вещах сразу"
    room.types(f"/follow {long}")
    for text in (
        "/digest это слишком", "/digest nothing", "/follow waste Aktau", "/unfollow", "gold", "/languages",
        f"/try {long}", f'/follow "{long}', f"/digest week ({long}", f"/edit waste -> {long} -чего-то",
        f"/edit waste -> (({long}", long,
    ):  # fmt: skip
        assert all(len(action.encode()) <= 64 for action in actions(room.types(text)))


def test_a_channel_where_one_may_not_change_or_it_can_t_post_is_not_taken(room: Room) -> None:
    assert "Only admins of **Gazette**" in written(room.happens("manage -1001 Gazette", may_change=False))
    barred = written(room.happens("manage -1001", can_post=False))
    assert "Make me an admin of the channel with “Post messages”." in barred
    assert room.store.chats.managed_channel(PERSON) is None


def test_a_channel_that_was_lost_since_is_named(room: Room) -> None:
    manage(room)
    room.happens("lost kicked", CHANNEL, ChatKind.CHANNEL)
    message = room.types("/follow gold")
    assert "I can't post in **Gazette** any more" in written(message)
    assert room.follows(CHANNEL) == []


def test_a_channel_without_a_name_is_named_by_its_number(room: Room) -> None:
    room.happens("manage -1001")
    assert "For **channel -1001**" in written(room.types("/following"))


@pytest.mark.parametrize(
    ("chat", "kind", "words"),
    [
        (GROUP, ChatKind.GROUP, "in a private chat with me"),
        (SLACK, ChatKind.GROUP, "That's for Telegram channels"),
        (Chat(platform="terminal", id="1"), ChatKind.TERMINAL, "That's for Telegram channels"),
    ],
)
def test_elsewhere_channels_can_t_be_managed(room: Room, chat: Chat, kind: ChatKind, words: str) -> None:
    assert words in written(room.types("/manage -1001 Gazette", chat, kind))


SPORT = Chat(platform="telegram", id="-1002")


def test_a_channel_is_about_itself_for_an_hour_after_its_last_use_and_then_the_chat_says_so(room: Room) -> None:
    manage(room)
    room.later(HOUR - timedelta(minutes=1))
    assert written(room.types("/follow gold")).startswith("For **Gazette**")
    room.later(HOUR)
    assert written(room.types("/follow zinc")).startswith("For **Gazette**"), "it was used an hour ago"
    room.later(HOUR + timedelta(minutes=1))
    message = room.types("/follow silver")
    left = "An hour has passed, so this is about your own chat, not **Gazette**."
    assert written(message).startswith(f"{left}\n\n✅ Following **silver**")
    assert labels(message)[-1] == ["Continue with Gazette"]
    assert (room.follows(CHANNEL), room.follows(PERSON)) == (["gold", "zinc"], ["silver"])
    assert "hour" not in written(room.types("/following")), "it is said once"
    assert "now managing **Gazette**" in written(room.presses(actions(message)[-1]))
    assert written(room.types("/following")).startswith("For **Gazette**")


@pytest.mark.parametrize("typed", ["gold", "/digest", "/unfollow gold", "/posts", "/languages en"])
def test_whatever_would_have_been_about_the_channel_says_that_it_is_not(room: Room, typed: str) -> None:
    manage(room)
    room.later(2 * HOUR)
    message = room.types(typed)
    assert written(message).startswith("An hour has passed")
    assert actions(message).count("manage to -1001") == 1


@pytest.mark.parametrize("typed", ["/help", "/start", "hi"])
def test_what_is_about_no_chat_leaves_a_channel_be(room: Room, typed: str) -> None:
    manage(room)
    room.later(2 * HOUR)
    assert "An hour" not in written(room.types(typed))
    assert "An hour" in written(room.types("/following"))


def test_a_button_about_the_channel_still_works_after_the_hour_and_counts_as_use(room: Room) -> None:
    manage(room)
    pressed = actions(room.types("/following"))[0]
    room.later(2 * HOUR)
    assert written(room.presses(pressed)).startswith("For **Gazette**")
    assert written(room.types("/following")).startswith("For **Gazette**")


def test_after_an_hour_manage_asks_which_channel(room: Room) -> None:
    manage(room)
    room.later(2 * HOUR)
    message = room.types("/manage")
    assert written(message) == "Which channel?"
    assert actions(message) == ["manage to -1001", "manage other"]


def test_the_channels_managed_before_are_buttons_the_last_one_first(room: Room) -> None:
    room.happens("manage -1002 Sport")
    room.later(timedelta(minutes=1))
    manage(room)
    assert labels(room.types("/manage")) == [["How posts look"], ["Sport"], ["Another channel", "Done"]]
    room.presses("manage done")
    message = room.types("/manage")
    assert labels(message) == [["Gazette"], ["Sport"], ["Another channel"]]
    assert "now managing **Sport**" in written(room.presses(actions(message)[1]))
    room.types("/follow football")
    assert room.follows(SPORT) == ["football"]


@pytest.mark.parametrize(
    ("language", "left", "back"),
    [
        ("ru", "Прошёл час, поэтому это уже о вашем чате, а не о канале **Айна**.", "Продолжить: Айна"),
        ("kk", "Бір сағат өтті, сондықтан бұл енді **Айна** арнасына емес,", "Жалғастыру: Айна"),
    ],
)
def test_that_the_hour_has_passed_is_said_in_the_language_of_the_person(
    room: Room, language: str, left: str, back: str
) -> None:
    room.knows(translators=load_translations()).happens("manage -1001 Айна", language=language)
    room.later(2 * HOUR)
    message = room.types("/follow алтын", language=language)
    assert written(message).startswith(left)
    assert labels(message)[-1] == [back]


def test_who_is_no_administrator_any_more_gets_no_channel_back_and_it_leaves_the_list(room: Room) -> None:
    manage(room)
    room.presses("manage done")
    assert written(room.presses("manage to -1001", may_change=False)).startswith("Only admins of **Gazette**")
    assert room.store.chats.managed_channel(PERSON) is None
    assert labels(room.types("/manage")) == [["Choose a channel"]]


def test_a_number_on_a_button_tells_a_stranger_nothing_and_takes_no_group(room: Room) -> None:
    manage(room)
    room.types("/follow gold", GROUP, ChatKind.GROUP, title="Newsroom")
    stranger = Chat(platform="telegram", id="9")
    for action in ("manage to -1001", "manage to -5", "manage to -77"):
        message = room.presses(action, stranger, may_change=False)
        assert labels(message) == [["Choose a channel"]]
        assert "Gazette" not in written(message)
    assert labels(room.presses("manage to -5")) == [["Choose a channel"]]
    assert labels(room.types("/manage to -1001", stranger)) == [["Choose a channel"]], "typed, nobody asked for rights"
    assert room.store.chats.managed_channel(stranger) is None


def test_where_rights_can_not_be_seen_nothing_is_taken(room: Room) -> None:
    manage(room)
    room.presses("manage done")
    assert "couldn't see" in written(room.presses("manage to -1001", may_change=False, rights_seen=False))
    assert len(room.store.chats.managed_channels(PERSON, 9)) == 1


def test_a_channel_where_it_can_not_post_any_more_is_not_managed_again(room: Room) -> None:
    manage(room)
    room.happens("lost kicked", CHANNEL, ChatKind.CHANNEL)
    assert "I can't post in **Gazette** any more" in written(room.types("/manage"))
    room.presses("manage done")
    assert "I can't post in **Gazette** any more" in written(room.presses("manage to -1001"))
    room.happens("start", CHANNEL, ChatKind.CHANNEL, title="Gazette")
    assert "now managing **Gazette**" in written(room.presses("manage to -1001"))


def test_a_channel_is_named_as_it_is_called_now(room: Room) -> None:
    manage(room)
    assert room.happens("renamed City news", CHANNEL, ChatKind.CHANNEL) == SILENCE
    assert "managing **City news**" in written(room.types("/manage"))
    assert room.happens("renamed Nobody's", SPORT, ChatKind.CHANNEL) == SILENCE
    assert room.store.chats.get(SPORT) is None


def test_where_nothing_is_answered_the_channel_is_left_only_later(room: Room) -> None:
    manage(room)
    room.later(2 * HOUR)
    asked = Command(chat=PERSON, kind=ChatKind.PRIVATE, name="", text="")
    request = Request.of(asked, None, rules=room.rules, store=room.store, now=room.now)
    assert after_idle(SILENCE, request) == SILENCE
    assert written(room.types("/following")).startswith("An hour has passed")


def test_two_administrators_manage_the_same_channel_at_once(room: Room) -> None:
    other = Chat(platform="telegram", id="2")
    manage(room)
    room.happens("manage -1001 Gazette", other)
    room.types("/follow gold")
    room.types("/follow zinc", other)
    assert room.follows(CHANNEL) == ["gold", "zinc"]
    room.presses("manage done")
    assert written(room.types("/following", other)).startswith("For **Gazette**")
