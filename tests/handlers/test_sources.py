"""/sources: what is read and how fresh it is, a tick for each source that the chat gets."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.i18n.catalogue import intake
from bot.i18n.text import Phrase
from bot.messages.message import Message, ReplyMode
from bot.model import Chat, ChatKind, Command, Source, Way
from bot.platforms.slack.commands import FACTS as SLACK_FACTS
from bot.platforms.telegram.commands import FACTS
from tests.builders import NOW, PERSON, actions, finished_poll, labels, written
from tests.handlers.conftest import KAZAKH, RUSSIAN, SOURCE, Room, world

TENGRI = Source(key="tengrinews", name="Tengrinews", language="ru", ways=(Way(url="http://127.0.0.1/t"),))
GROUP = Chat(platform="telegram", id="-5")
CHANNEL = Chat(platform="telegram", id="-100")


def many(count: int) -> list[Source]:
    return [
        Source(key=f"s{number:03}", name=f"Site {number:03}", language="ru", ways=(Way(url=f"http://s{number}.kz/"),))
        for number in range(count)
    ]


@world
def reading(room: Room) -> Room:
    return room.reads(SOURCE, RUSSIAN, TENGRI)


def tick(message: Message, name: str) -> str:
    """The action of the tick of the source with that name."""
    return next(button.action for row in message.buttons for button in row if name in button.label)


def out(room: Room, chat: Chat = PERSON) -> tuple[str, ...]:
    record = room.store.chats.get(chat)
    assert record is not None
    return record.left_out


def test_the_list_tells_what_is_read_and_how_fresh_it_is(reading: Room) -> None:
    message = reading.types("/sources")
    assert written(message) == (
        "I read 3 sources:\n"
        "✓ Kazakhstan Today · EN · 2 minutes ago\n"
        "✓ Kazakhstan Today · RU · 2 minutes ago\n"
        "✓ Tengrinews · RU · 2 minutes ago\n\n"
        "Tap one to leave it out or bring it back.\n\n"
        "Is a site missing? /add https://…"
    )
    assert labels(message) == [["✓ Kazakhstan Today · EN"], ["✓ Kazakhstan Today · RU"], ["✓ Tengrinews · RU"]]


def test_a_source_that_fails_says_since_when_and_one_never_read_says_so(reading: Room) -> None:
    reading.store.sources.fail_poll("tengrinews", Phrase(intake.HTML_FOR_FEED), next_poll_at=None, now=NOW)
    reading.store.sources.sync([SOURCE, TENGRI, KAZAKH], NOW)
    text = written(reading.types("/sources"))
    assert "✓ Tengrinews · RU · can't be reached since 14:00" in text
    assert "✓ Kazakhstan Today · KK · not read yet" in text


def test_a_source_that_has_been_silent_says_since_when(reading: Room) -> None:
    for hours in range(40, 60):
        reading.publish(f"Rain {hours}", ago=timedelta(hours=hours), source=TENGRI)
    assert "✓ Tengrinews · RU · nothing new since 23 Nov, 22:00" in written(reading.types("/sources"))


def test_a_tap_leaves_a_source_out_in_place_and_another_brings_it_back(reading: Room) -> None:
    action = tick(reading.types("/sources"), "Tengrinews")
    message = reading.presses(action)
    assert message.reply_mode is ReplyMode.REPLACE
    assert "I read 3 sources, left out here: 1\n" in written(message)
    assert "— Tengrinews · RU · left out" in written(message)
    assert labels(message)[2] == ["— Tengrinews · RU"]
    assert out(reading) == ("tengrinews",)
    message = reading.presses(tick(message, "Tengrinews"))
    assert labels(message)[2] == ["✓ Tengrinews · RU"]
    assert out(reading) == ()


def test_a_tick_that_is_tapped_twice_or_from_an_old_list_does_what_it_said(reading: Room) -> None:
    action = tick(reading.types("/sources"), "Tengrinews")
    reading.presses(action)
    assert "— Tengrinews" in written(reading.presses(action))
    assert out(reading) == ("tengrinews",)


def test_the_last_source_stays_and_that_is_said(reading: Room) -> None:
    for name in ("RU", "EN"):
        message = reading.presses(tick(reading.types("/sources"), f"Today · {name}"))
    message = reading.presses(tick(message, "Tengrinews"))
    assert written(message).startswith("One source has to stay, or you'd get no news at all.\n\nI read 3 sources, left")
    assert out(reading) == ("kt-eng", "kt-rus")


def test_where_every_source_that_stayed_is_gone_that_is_said(reading: Room) -> None:
    reading.presses(tick(reading.types("/sources"), "Tengrinews"))
    reading.store.sources.sync([TENGRI], NOW)
    assert written(reading.types("/sources")).startswith("Every source is left out, so no news will come. Bring")


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("off tengrinews", ("tengrinews",)),
        ("OFF Tengrinews ", ("tengrinews",)),
        ("off Kazakhstan  Today", ("kt-eng", "kt-rus")),
        ("off kt-rus", ("kt-rus",)),
        ("on tengrinews", ()),
        ("off 25", ()),
        ("off", ()),
        ("tengrinews", ()),
        ("off all", ()),
        ("off " + "я" * 10_000, ()),
        ("off 🙂\u200f", ()),
    ],
)
def test_what_is_typed_names_a_source_by_its_key_or_its_name(reading: Room, typed: str, left: tuple[str, ...]) -> None:
    assert reading.types(f"/sources {typed}").paragraphs
    assert out(reading) == left


def test_all_are_brought_back_by_a_word(reading: Room) -> None:
    reading.types("/sources off tengrinews")
    reading.types("/sources off kt-rus")
    assert written(reading.types("/sources on all")).startswith("I read 3 sources:")
    assert out(reading) == ()


def test_a_name_that_nothing_has_is_named(reading: Room) -> None:
    assert written(reading.types("/sources off Reuters")).startswith(
        "**Reuters** isn't among my sources.\n\nI read 3 sources:"
    )


def test_a_tick_of_a_source_that_is_gone_says_so(reading: Room) -> None:
    action = tick(reading.types("/sources"), "Tengrinews")
    reading.store.sources.sync([SOURCE], NOW)
    assert written(reading.presses(action)).startswith("I no longer read that source.\n\nI read 1 source:")
    assert out(reading) == ()


def test_many_sources_stand_on_pages_that_turn_in_place(room: Room) -> None:
    room.reads(*many(20))
    message = room.types("/sources")
    assert "Page 1 of 3" in written(message)
    assert labels(message)[-1] == ["More"]
    message = room.presses(actions(message)[-1])
    assert message.reply_mode is ReplyMode.REPLACE
    assert labels(message)[0] == ["✓ Site 008 · RU"]
    assert labels(message)[-1] == ["Back", "More"]
    message = room.presses(tick(message, "Site 010"))
    assert labels(message)[2] == ["— Site 010 · RU"], "the page stays"
    assert "left out here: 1" in written(room.presses("sources 3"))
    assert "Page 3 of 3" in written(room.presses("sources 99"))
    assert "Page 1 of 3" in written(room.types("/sources 0"))
    assert "Page 2 of 3" in written(room.types("/sources off s012")), "the page of what was typed"


def test_no_action_is_too_long_even_for_a_channel_and_a_key_of_64_letters(room: Room) -> None:
    key = "қ" * 64
    room.reads(Source(key=key, name="N" * 100, language="kk", ways=(Way(url="http://127.0.0.1/k"),)), SOURCE)
    message = room.types("/sources", kind=ChatKind.GROUP, chat=GROUP)
    assert max(len(action.encode()) for action in actions(message)) <= 64 - 26
    room.presses(tick(message, "NN"), GROUP, ChatKind.GROUP)
    assert out(room, GROUP) == (key,)


def test_who_may_not_change_a_group_sees_the_list_without_ticks_to_tap(reading: Room) -> None:
    message = reading.types("/sources", GROUP, ChatKind.GROUP, may_change=False)
    assert "✓ Tengrinews" in written(message)
    assert "Tap one" not in written(message)
    assert message.buttons == ()
    action = tick(reading.types("/sources", GROUP, ChatKind.GROUP), "Tengrinews")
    assert "Only admins" in written(reading.presses(action, GROUP, ChatKind.GROUP, may_change=False))
    assert "Only admins" in written(reading.types("/sources off kt-eng", GROUP, ChatKind.GROUP, may_change=False))
    assert out(reading, GROUP) == ()


def test_a_group_leaves_out_for_itself_alone(reading: Room) -> None:
    reading.types("/sources")
    reading.presses(tick(reading.types("/sources", GROUP, ChatKind.GROUP), "Tengrinews"), GROUP, ChatKind.GROUP)
    assert out(reading, GROUP) == ("tengrinews",)
    assert out(reading) == ()


def test_a_managed_channel_leaves_out_from_the_private_chat(reading: Room) -> None:
    reading.store.chats.upsert(Command(chat=PERSON, kind=ChatKind.PRIVATE, name="", text=""), NOW, timezone="UTC")
    reading.happens("manage -100 Gazette")
    message = reading.types("/sources")
    assert written(message).startswith("For **Gazette**:")
    message = reading.presses(tick(message, "Tengrinews"))
    assert "left out here: 1" in written(message)
    assert out(reading, CHANNEL) == ("tengrinews",)
    assert out(reading) == ()
    for name in ("RU", "EN"):
        message = reading.presses(tick(message, f"Today · {name}"))
    assert "the channel would get no news" in written(message) or out(reading, CHANNEL) == ("kt-rus", "tengrinews")


def test_without_sources_that_is_said(room: Room) -> None:
    room.store.sources.sync([], NOW)
    assert written(room.types("/sources")).startswith("I don't read any source yet.")


def test_what_is_left_out_is_not_counted_in_answers(reading: Room) -> None:
    reading.publish("Gold is found", source=TENGRI)
    reading.publish("Gold in Aktau", source=SOURCE)
    reading.types("/follow gold")
    assert "2 articles" in written(reading.types("/try gold"))
    assert "gold** · ≈2 a month" in written(reading.types("/following"))
    reading.types("/sources off tengrinews")
    assert "1 article in" in written(reading.types("/try gold"))
    assert "gold** · ≈1 a month" in written(reading.types("/following"))
    digest = written(reading.types("/digest today"))
    assert "Gold in Aktau" in digest
    assert "Gold is found" not in digest
    assert "Gold is found" not in written(reading.types("/digest today all"))


def test_a_source_that_is_left_out_and_silent_is_no_excuse_of_a_short_digest(reading: Room) -> None:
    reading.store.sources.fail_poll("tengrinews", Phrase(intake.HTML_FOR_FEED), next_poll_at=None, now=NOW)
    assert "Tengrinews" in written(reading.types("/digest today all"))
    reading.types("/sources off tengrinews")
    assert "Tengrinews" not in written(reading.types("/digest today all"))


def test_why_says_that_the_source_is_left_out_and_brings_it_back(reading: Room) -> None:
    reading.types("/follow gold")
    reading.types("/sources off tengrinews")
    number = reading.publish("Gold is found", source=TENGRI, ago=timedelta(0))
    reading.shares_out()
    message = reading.presses(f"why {number}")
    assert written(message).endswith("You left out **Tengrinews**: /sources")
    assert labels(message) == [["Bring back Tengrinews"]]
    message = reading.presses(actions(message)[0])
    assert message.reply_mode is ReplyMode.NEW, "the article stays above it"
    assert out(reading) == ()
    assert not reading.presses(f"why {number}").buttons


def test_why_in_a_group_offers_that_to_who_may_change_it_alone(reading: Room) -> None:
    reading.types("/sources off tengrinews", GROUP, ChatKind.GROUP)
    number = reading.publish("Rain", source=TENGRI)
    reading.types("/follow gold", GROUP, ChatKind.GROUP)
    reading.types("/follow rain Aktau", GROUP, ChatKind.GROUP)
    message = reading.presses(f"why {number}", GROUP, ChatKind.GROUP, may_change=False)
    assert "**Tengrinews** is left out in this chat: /sources" in written(message)
    assert message.buttons == ()


def test_what_was_owed_and_then_left_out_says_so(reading: Room) -> None:
    reading.types("/follow gold")
    number = reading.publish("Gold is found", source=TENGRI, ago=timedelta(0))
    reading.shares_out()
    reading.types("/sources off tengrinews")
    assert written(reading.presses(f"why {number}")).endswith("It was dropped: its source is left out here.")


@pytest.mark.parametrize("facts", [FACTS, SLACK_FACTS])
def test_the_list_is_one_message_on_both_platforms(room: Room, facts: object) -> None:
    room.reads(*many(200))
    message = room.types("/sources", facts=facts)
    assert "Page 1 of 25" in written(message)
    assert len(message.buttons) == 9


def test_a_poll_that_ends_meanwhile_shows(reading: Room) -> None:
    reading.later(timedelta(minutes=7))
    reading.store.sources.finish_poll("tengrinews", finished_poll(), reading.now)
    assert "✓ Tengrinews · RU · just now" in written(reading.types("/sources"))


def test_a_source_that_joins_later_does_not_shorten_what_the_others_tell(reading: Room) -> None:
    reading.publish("Gold is found", source=TENGRI, ago=timedelta(days=9))
    new = Source(key="new", name="New", language="ru", ways=(Way(url="http://127.0.0.1/new"),))
    reading.store.sources.sync([SOURCE, RUSSIAN, TENGRI, new], NOW)
    reading.store.sources.finish_poll("new", finished_poll(), NOW - timedelta(minutes=3))
    assert "1 article in the last 30 days" in written(reading.types("/try gold"))
