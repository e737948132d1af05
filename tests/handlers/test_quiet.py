"""Quiet hours, pauses and muted topics: by command, by button and in plain words, in three languages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.messages.message import Message, ReplyMode
from bot.model import Cause, Chat, ChatKind, DeliveryState, FollowMode, QuietHours, Sent
from bot.platforms.typed_text import spoken_command
from config.translations import load_translations
from tests.builders import PERSON, actions, labels, written
from tests.handlers.conftest import CONCEPTS, Room, world

NIGHT = QuietHours(start=23 * 60, end=8 * 60)
GROUP = Chat(platform="telegram", id="-100")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MORNING = 18 * HOUR  #: until eight in Almaty: it is 14:00 there


@world
def reader(room: Room) -> Room:
    """A person who follows AI and waste for a day."""
    room.knows(translators=load_translations(), concepts=CONCEPTS)
    room.later(-DAY)
    room.types("/follow AI, waste")
    room.later(DAY)
    return room


def said(room: Room, text: str, **fields: object) -> Message:
    """The answer to what is typed, by any name and in plain words."""
    name, rest = spoken_command(text)
    return room.types(f"/{name} {rest}", **fields)  # type: ignore[arg-type]


def hours(room: Room, who: Chat = PERSON) -> QuietHours | None:
    found = room.store.chats.get(who)
    return found.preferences.quiet_hours if found else None


def first(room: Room, text: str, **fields: object) -> str:
    """The first line of the answer."""
    return written(said(room, text, **fields)).partition("\n")[0]


# ---------------------------------------------------------------------------------------------------- quiet hours


@pytest.mark.parametrize(
    "text",
    [
        "/quiet 23-8", "/quiet 23:00–08:00", "/quiet с 23 до 8", "/тихо 11 вечера - 8 утра", "/тыныш 23-тен 8-ге дейін",
        "не беспокой ночью", "тыныш уақыт 23-8", "don't wake me at night",
    ],
)  # fmt: skip
def test_quiet_hours_are_set_however_they_are_asked_for(reader: Room, text: str) -> None:
    message = said(reader, text)
    assert hours(reader) == NIGHT
    assert written(message) == (
        "🌙 Quiet every day from **23:00** to **08:00**.\n"
        "What comes meanwhile waits, and arrives at 08:00 as one message without a sound.\n\nIt's 14:00 here now."
    )
    assert actions(message) == ["quiet off"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("/quiet 8-8", "From 08:00 to 08:00 would be quiet all day. For nights: /quiet 23-8. "
                       "To pause everything: /pause 2h"),
        ("/quiet 25-8", "**25** isn't a time of day. Try /quiet 23-8"),
        ("/quiet 23-8:75", "**8:75** isn't a time of day. Try /quiet 23-8"),
        ("/quiet nights only", "I don't understand **nights only**. Try /quiet 23-8 or /quiet off"),
        ("/quiet 23", "I don't understand **23**. Try /quiet 23-8 or /quiet off"),
    ],
)  # fmt: skip
def test_hours_that_are_none_are_refused_with_what_would_be_right(reader: Room, text: str, line: str) -> None:
    assert first(reader, text) == line
    assert hours(reader) is None


@pytest.mark.parametrize("text", ["/quiet off", "/тихо выкл", "/тыныш өшіру", "turn off quiet hours", "/quiet cancel"])
def test_quiet_hours_are_turned_off_and_what_waited_goes(reader: Room, text: str) -> None:
    reader.types("/quiet 12-16")
    reader.publish("AI finds waste")
    reader.shares_out()
    assert written(said(reader, text)).startswith(
        "🔔 Quiet hours are off.\n1 alert that waited is on its way.\n\nIt's 14:00 here now."
    )
    assert hours(reader) is None


def test_alone_it_shows_them_and_offers_the_usual_ones(reader: Room) -> None:
    message = reader.types("/quiet")
    assert reader.types("/quiet on") == message, "from when until when is to be said"
    assert labels(message) == [["23:00–08:00", "22:00–07:00", "00:00–09:00"]]
    message = reader.presses(actions(message)[0])
    assert hours(reader) == NIGHT
    assert message.reply_mode is ReplyMode.REPLACE
    assert labels(message) == [["22:00–07:00", "00:00–09:00"], ["Turn off"]]
    assert "It's quiet now, until 16:00." in written(reader.types("/quiet 12-16"))
    assert "quiet off" not in actions(reader.presses("quiet off"))


def test_a_group_hears_who_changed_them_and_who_may_not_is_offered_nothing(reader: Room) -> None:
    group = {"chat": GROUP, "kind": ChatKind.GROUP}
    assert first(reader, "/quiet 23-8", person_name="Aliya", **group) == (
        "🌙 Quiet every day from **23:00** to **08:00** · changed by Aliya"
    )
    assert first(reader, "/pause 2h", person_name="Aliya", **group) == "⏸ Paused until 16:00 · changed by Aliya"
    assert hours(reader) is None
    assert actions(reader.types("/quiet", may_change=False, **group)) == []  # type: ignore[arg-type]
    assert "Only admins" in written(reader.types("/quiet off", may_change=False, **group))  # type: ignore[arg-type]
    assert hours(reader, GROUP) == NIGHT


# ---------------------------------------------------------------------------------------------------- a pause


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("/pause 2h", "⏸ Paused until 16:00."),
        ("/pause 30m", "⏸ Paused until 14:30."),
        ("/пауза до завтра 9:00", "⏸ Paused until 26 Nov, 09:00."),
        ("/үзіліс 1 күн", "⏸ Paused until 26 Nov, 14:00."),
        ("/pause until Monday", "⏸ Paused until 1 Dec, 08:00."),
        ("/snooze дүйсенбіге дейін", "⏸ Paused until 1 Dec, 08:00."),
        ("не пиши до понедельника", "⏸ Paused until 1 Dec, 08:00."),
        ("/mute all 2h", "⏸ Paused until 16:00."),
        ("/pause -5", "I don't understand **-5**. Try /pause 2h or /pause until Monday"),
        ("/pause 5", "I don't understand **5**. Try /pause 2h or /pause until Monday"),
        ("/pause -5m", "**-5m** is already over. Try /pause 2h or /pause until Monday"),
        ("/pause 0h", "**0h** is already over. Try /pause 2h or /pause until Monday"),
        ("/pause until 1.11.2025", "**until 1.11.2025** is already over. Try /pause 2h or /pause until Monday"),
        ("/pause 31 days", "A pause lasts 30 days at most. To get no alerts at all: /unfollow all"),
        ("/pause 999999d", "A pause lasts 30 days at most. To get no alerts at all: /unfollow all"),
        ("/pause until 1 March", "A pause lasts 30 days at most. To get no alerts at all: /unfollow all"),
        ("/pause until 25:00", "**25:00** isn't a time of day. Try /pause until Monday"),
        ("/pause 31.02", "**31.02** isn't a date."),
    ],
)
def test_a_pause_as_it_is_typed(reader: Room, text: str, line: str) -> None:
    assert first(reader, text) == line
    record = reader.store.chats.get(PERSON)
    assert record is not None
    assert (record.snoozed_until_at is not None) == line.startswith("⏸")


def test_alone_it_asks_for_how_long_and_offers_to_resume(reader: Room) -> None:
    message = reader.types("/pause")
    assert labels(message) == [["1 hour", "3 hours"], ["Until tomorrow", "7 days"]]
    assert written(reader.presses("pause tomorrow")).startswith("⏸ Paused until 26 Nov, 08:00.")
    message = said(reader, "/пауза")
    assert written(message).splitlines()[:2] == ["⏸ Paused until 26 Nov, 08:00.", "Pause alerts for how long?"]
    assert actions(message)[-1] == "resume"
    assert actions(reader.types("/pause", may_change=False)) == []


def test_a_pause_that_ends_in_quiet_hours_says_when_what_waits_arrives(reader: Room) -> None:
    reader.types("/quiet 23-8")
    assert written(reader.types("/pause 12h")).splitlines()[1] == (
        "What comes meanwhile waits until 26 Nov, 08:00, when your quiet hours end, and arrives as one message."
    )


def test_a_day_begins_when_quiet_hours_end_in_the_morning(reader: Room) -> None:
    reader.types("/quiet 23-7:30")
    assert first(reader, "/pause tomorrow") == "⏸ Paused until 26 Nov, 07:30."
    reader.types("/quiet 12-16")
    assert first(reader, "/pause tomorrow") == "⏸ Paused until 26 Nov, 08:00."


def test_what_comes_in_a_pause_goes_when_it_is_ended(reader: Room) -> None:
    reader.types("/pause 2h")
    article = reader.publish("AI finds waste")
    reader.shares_out()
    record = reader.store.outbox.delivery_record(PERSON, article)
    assert record is not None
    assert (record.state, record.cause) == (DeliveryState.HELD, Cause.QUIET)
    assert written(said(reader, "жалғастыр")) == "▶️ Alerts are on again.\n1 alert that waited is on its way."
    assert written(reader.types("/resume")) == "▶️ Alerts are on: nothing is paused."


def test_resume_in_quiet_hours_says_when_they_begin_again(reader: Room) -> None:
    reader.types("/quiet 12-16")
    assert written(reader.types("/resume")).splitlines()[-1] == "Next quiet hours: from 26 Nov, 12:00."
    reader.types("/quiet 23-8")
    reader.types("/pause 2h")
    assert written(reader.presses("resume")).splitlines()[-1] == "Next quiet hours: from 23:00."


# ---------------------------------------------------------------------------------------------------- muted topics


def muted(room: Room) -> dict[str, timedelta]:
    follows = room.store.follows.subscriptions(PERSON)
    return {each.typed: at - room.now for each in follows if (at := each.attention.muted_until_at)}


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("/mute AI 1h", {"AI": HOUR}),
        ("/заглушить AI на день", {"AI": DAY}),
        ("/mute ai for a week", {"AI": 7 * DAY}),
        ("mute waste 2h", {"waste": 2 * HOUR}),
        ("/mute AI until tomorrow", {"AI": MORNING}),
        ("/mute қалдық 1h", {"waste": HOUR}),
        ("/mute AI, waste 2h", {"AI": 2 * HOUR, "waste": 2 * HOUR}),
        ("/mute AI, sports 2h", {}),
        ("/mute AI, waste", {}),
        ("/mute , 1h", {}),
        ("/mute AI", {}),
        ("/mute", {}),
        ("/mute AI -5", {}),
        ("/mute AI 90 days", {}),
        ("/mute sports 1h", {}),
    ],
)
def test_a_topic_is_muted_as_it_is_typed(reader: Room, text: str, spans: dict[str, timedelta]) -> None:
    said(reader, text)
    assert muted(reader) == spans


def test_a_muted_topic_brings_nothing_and_can_be_unmuted(reader: Room) -> None:
    message = reader.types("/mute AI 1h")
    assert written(message) == ("🔇 **AI** is muted until 15:00.\nNo alerts until then. Digests still have the news.")
    reader.publish("AI again")
    reader.shares_out()
    assert reader.store.outbox.count_deliveries() == {}
    assert written(reader.presses(actions(message)[0])) == "🔔 **AI** brings alerts again."
    assert muted(reader) == {}


def test_what_is_muted_is_listed_and_unmuted_by_name_by_button_or_at_once(reader: Room) -> None:
    assert written(reader.types("/mute")) == "🔔 No topic is muted. To mute one for a while: /mute AI 2h"
    reader.types("/mute AI 1h")
    reader.types("/mute waste 2h")
    for text in ("/mute", "/unmute"):
        assert written(reader.types(text)) == "🔇 Muted for a while:\n**AI** · until 15:00\n**waste** · until 16:00"
    assert actions(reader.types("/mute", may_change=False)) == []
    assert written(reader.types("/unmute AI")) == "🔔 **AI** brings alerts again."
    assert written(reader.types("/unmute AI")) == "🔔 **AI** isn't muted."
    assert written(reader.types("/unmute sports")) == "You don't follow **sports**."
    assert written(reader.types("/unmute")) == "🔔 **waste** brings alerts again."
    reader.types("/mute AI 1h")
    reader.types("/mute waste 2h")
    reader.types("/unmute all")
    assert muted(reader) == {}
    assert written(reader.types("/unmute")).startswith("🔔 No topic is muted.")


def test_a_topic_that_was_tuned_is_still_called_what_it_was(reader: Room) -> None:
    reader.types("/mode AI headlines")
    assert written(reader.types("/mute AI 1h")).startswith("🔇 **title:AI** is muted until 15:00.")
    assert written(reader.types("/unmute AI")) == "🔔 **title:AI** brings alerts again."
    reader.types("/follow AI -war")
    assert "don't follow **AI**" in written(reader.types("/mute AI 1h")), "it may be either"
    assert written(reader.types("/mute AI -war 1h")).startswith("🔇 **AI -war**")


def test_what_is_like_what_was_named_is_offered(reader: Room) -> None:
    message = reader.types("/mute wast 1h")
    assert written(message) == "You don't follow **wast**.\nDid you mean this?"
    assert labels(message) == [["waste"]]
    assert written(reader.presses(actions(message)[0])) == "🔇 Mute **waste** for how long?"
    reader.types("/mute waste 1h")
    assert written(reader.presses(actions(reader.types("/unmute wast"))[0])) == "🔔 **waste** brings alerts again."


def test_without_a_time_it_asks_for_how_long(reader: Room) -> None:
    message = reader.types("/mute AI")
    assert labels(message) == [["1 hour", "1 day", "7 days"]]
    assert written(reader.presses(actions(message)[1])).startswith("🔇 **AI** is muted until 26 Nov, 14:00.")
    assert actions(reader.types("/mute waste", may_change=False)) == []


def test_nothing_is_muted_where_nothing_is_followed(room: Room) -> None:
    assert "don't follow anything" in written(room.types("/mute AI 1h"))


def test_under_an_alert_the_choice_opens_in_place_with_undo(reader: Room) -> None:
    article = reader.publish("AI finds waste")
    reader.sends(Sent(refs=("7",)))
    number = reader.store.follows.subscriptions(PERSON)[0].query_id
    choice = reader.presses(f"mute #{number} {article}")
    assert choice.reply_mode is ReplyMode.BUTTONS
    assert labels(choice) == [["1 hour", "1 day", "7 days"], ["Back"]]
    menu = reader.presses(actions(choice)[1])
    assert muted(reader) == {"AI": DAY}
    assert labels(menu)[0] == ["Undo: AI muted until 26 Nov, 14:00"]
    menu = reader.presses(actions(menu)[0])
    assert muted(reader) == {}
    assert labels(menu)[0] == ["AI …", "waste …"]
    assert actions(reader.presses(actions(choice)[-1])) == actions(menu)
    today = reader.presses(f"mute #{number} {article} 1h")
    assert labels(today)[0] == ["Undo: AI muted until 15:00"]


def test_a_button_of_a_topic_that_is_gone_changes_nothing(reader: Room) -> None:
    article = reader.publish("AI finds waste")
    number = reader.store.follows.subscriptions(PERSON)[0].query_id
    reader.types("/unfollow AI")
    assert labels(reader.presses(f"mute #{number} {article} 1h"))[-3] == ["Unfollow waste"]
    assert written(reader.presses(f"mute #{number} 1h")) == "This button has expired."
    assert written(reader.presses(f"unmute #{number}")) == "This button has expired."
    other = Chat(platform="telegram", id="99")
    assert written(reader.presses(f"mute #{number + 1} 1h", other)) == "This button has expired."
    assert muted(reader) == {}
    assert "don't follow" in written(reader.types(f"/mute #{number + 1} 1h"))


def test_in_a_group_a_muted_topic_names_who_muted_it_and_other_bots_are_left_alone(reader: Room) -> None:
    group = {"chat": GROUP, "kind": ChatKind.GROUP, "person_name": "Aliya"}
    reader.types("/follow AI", **group)  # type: ignore[arg-type]
    article = reader.publish("AI finds more")
    number = reader.store.follows.subscriptions(GROUP)[0].query_id
    menu = reader.presses(f"mute #{number} {article} 1h", **group)  # type: ignore[arg-type]
    assert labels(menu)[0] == ["Undo: AI muted · Aliya"]
    for text in ("/mute @spammer 1h", "/unmute @spammer"):
        assert reader.types(text, **group).silent  # type: ignore[arg-type]
    assert reader.types("/mute", reply_to="12", **group).silent  # type: ignore[arg-type]


# ---------------------------------------------------------------------------------------------------- why


def test_why_says_of_what_is_held_until_when_and_for_what(reader: Room) -> None:
    reader.types("/quiet 12-16")
    article = reader.publish("AI finds waste")
    reader.shares_out()
    assert written(reader.presses(f"why {article}")).splitlines()[-1] == "Held until 25 Nov, 16:00: quiet hours here."
    reader.types("/pause 1 day")
    assert written(reader.presses(f"why {article}")).splitlines()[-1] == (
        "Held until 26 Nov, 14:00: alerts are paused here."
    )


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("ru", ("🌙 Тихие часы: каждый день с **23:00** до **08:00**.", "⏸ Пауза до 16:00.")),
        ("kk", ("🌙 Тыныш уақыт: күн сайын **23:00** – **08:00**.", "⏸ Үзіліс, аяқталуы: 16:00.")),
    ],
)
def test_it_is_said_in_the_language_of_the_chat(reader: Room, language: str, lines: tuple[str, str]) -> None:
    reader.types(f"/language {language}")
    assert (first(reader, "/quiet 23-8"), first(reader, "/pause 2h")) == lines
    assert (
        written(reader.types("/pause -5"))
        .splitlines()[0]
        .endswith(
            {"ru": "/pause 2h или /pause до понедельника", "kk": "/pause 2h немесе /pause дүйсенбіге дейін"}[language]
        )
    )


def test_a_follow_in_digests_only_can_be_muted_too(reader: Room) -> None:
    number = reader.store.follows.subscriptions(PERSON)[0].query_id
    reader.store.attention.set(PERSON, number, mode=FollowMode.DIGEST)
    reader.types("/mute AI 1h")
    follow = reader.store.follows.subscriptions(PERSON)[0]
    assert (follow.attention.mode, follow.attention.muted_until_at) == (FollowMode.DIGEST, reader.now + HOUR)
