"""/status: one screen that says whether all is well, what is held and why, and what was sent last."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.model import Cause, Chat, ChatKind, GiveUp, Letter, Outcome, QuietHours, Sent
from bot.storage import schema as t
from config.translations import load_translations
from tests.builders import PERSON, actions, plain_words, written
from tests.handlers.conftest import KAZAKH, RUSSIAN, SOURCE, Room

GROUP = Chat(platform="telegram", id="-5")
CHANNEL = Chat(platform="telegram", id="-100")
HOUR = timedelta(hours=1)


def follows_ai(room: Room, chat: Chat = PERSON, kind: ChatKind = ChatKind.PRIVATE) -> None:
    room.types("/follow AI", chat, kind)
    room.later(timedelta(minutes=1))


def sets(room: Room, chat: Chat = PERSON, **values: Any) -> None:
    """Columns of the chat, as other commands set them."""
    with room.store.database.write_transaction() as db:
        db.execute(t.chat.update().where(t.chat.c.native_id == chat.id).values(**values))


def test_a_chat_that_follows_nothing_is_told_how_to_begin(room: Room) -> None:
    message = room.read_since().types("/status")
    assert written(message) == (
        "You don't follow anything yet. Try /follow AI, or tap one:\n"
        "1 source read 2 minutes ago\n\n"
        "No alerts sent lately."
    )
    assert actions(message) == ["follow AI", "follow waste", "follow Aktau"]


def test_where_all_is_well_the_last_alerts_say_how_fast_they_were(room: Room) -> None:
    follows_ai(room.read_since())
    room.publish("AI in Aktau", "AI.", ago=timedelta(minutes=1))
    room.sends(Sent(refs=("1",)))
    assert written(room.types("/status")) == (
        "✅ All good · 1 topic\n"
        "1 source read 3 minutes ago\n\n"
        "Last alerts:\n"
        "[• AI in Aktau]\n"
        "published 14:00, sent 14:01"
    )


def test_only_the_last_three_alerts_are_shown(room: Room) -> None:
    follows_ai(room)
    for number in range(5):
        room.publish(f"AI {number}", "AI.", ago=timedelta(seconds=9))
        room.sends(Sent(refs=(str(number),)))
        room.later(timedelta(minutes=1))
    shown = written(room.types("/status"))
    assert [f"AI {number}" in shown for number in range(5)] == [False, False, True, True, True]
    assert shown.index("AI 4") < shown.index("AI 2")


@pytest.mark.parametrize(
    ("values", "first"),
    [
        ({"snoozed_until": HOUR}, "⏸ Paused until 15:01"),
        ({"snoozed_until": timedelta(days=2)}, "⏸ Paused until 27 Nov, 14:01"),
        ({"quiet_from": -HOUR, "quiet_until": HOUR}, "🌙 Quiet until 15:01"),
        ({"quiet_from": HOUR, "quiet_until": 2 * HOUR}, "✅ All good · 1 topic"),
        ({"snoozed_until": -HOUR}, "✅ All good · 1 topic"),
    ],
)
def test_the_first_line_says_that_a_chat_is_quiet(room: Room, values: dict[str, timedelta], first: str) -> None:
    follows_ai(room)
    sets(room, PERSON, **{name: room.now + span for name, span in values.items()})
    assert written(room.types("/status")).splitlines()[0] == first


def test_what_is_held_is_counted_with_its_end(room: Room) -> None:
    follows_ai(room)
    room.store.preferences.set_quiet_hours(PERSON, QuietHours(start=0, end=1201), room.now)
    for number in range(2):
        room.publish(f"AI {number}", "AI.", ago=timedelta(seconds=9))
    room.shares_out()
    lines = written(room.types("/status")).splitlines()
    assert lines[:3] == ["🌙 Quiet until 20:01", "1 topic", "2 alerts are held until 20:01"]


def test_what_is_about_to_be_sent_and_the_next_digest_are_told(room: Room) -> None:
    follows_ai(room)
    room.publish("AI", "AI.", ago=timedelta(seconds=9))
    room.shares_out()
    record = room.store.chats.get(PERSON)
    assert record is not None
    schedule = {"chat_id": record.id, "weekdays": "0", "minutes": "510", "since_at": room.now}
    schedule |= {"next_at": room.now + timedelta(hours=18, minutes=29)}
    with room.store.database.write_transaction() as db:
        db.execute(t.digest_schedule.insert().values(schedule))
    lines = written(room.types("/status")).splitlines()
    assert lines[1:3] == ["1 alert is on its way", "Next digest: 26 Nov, 08:30"]


def test_of_a_channel_that_refuses_it_is_said_why_and_when_it_is_tried_again(room: Room) -> None:
    manages(room)
    room.types("/follow AI")
    room.later(timedelta(minutes=1))
    sets(room, CHANNEL, waits_until=room.now + HOUR, wait_cause="no_rights", refusals=1)
    room.publish("AI", "AI.", ago=timedelta(seconds=9))
    room.shares_out()
    lines = written(room.types("/status")).splitlines()
    assert lines[:5] == [
        "For **News**:",
        "",
        "⚠️ I can't send here: the bot isn't allowed to post there",
        "1 topic",
        "1 alert waits for the next try, 15:01: the bot isn't allowed to post there",
    ]


def manages(room: Room) -> None:
    room.types("/start")
    room.happens(f"manage {CHANNEL.id} News", person="1")


def test_what_could_not_be_sent_is_told_for_a_day(room: Room) -> None:
    follows_ai(room)
    room.publish("AI", "AI.", ago=timedelta(seconds=9))
    room.sends(GiveUp(cause=Cause.BAD_MESSAGE, detail="Bad Request: wrong"))
    first = "⚠️ 1 alert couldn't be sent in the last 24 hours: Bad Request: wrong"
    assert written(room.types("/status")).splitlines()[:2] == [first, "1 topic"]
    room.later(timedelta(days=1, minutes=5))
    assert written(room.types("/status")).splitlines()[0] == "✅ All good · 1 topic"


def test_sources_with_trouble_are_named_and_those_left_out_are_not(room: Room) -> None:
    follows_ai(room.reads(SOURCE, RUSSIAN, KAZAKH))
    more = [SOURCE.__class__(key=f"s{n}", name=f"S{n}", language="ru", ways=SOURCE.ways) for n in range(3)]
    room.knows(sources=(SOURCE, RUSSIAN, KAZAKH, *more)).store.sources.sync([SOURCE, RUSSIAN, KAZAKH, *more], room.now)
    room.store.sources.fail_poll("kt-rus", plain_words("down"), next_poll_at=room.now, now=room.now)
    lines = written(room.types("/status")).splitlines()
    assert lines[1] == "2 sources read 3 minutes ago"
    assert "Kazakhstan Today (Russian) · can't be reached since 14:01" in lines
    assert "2 more sources have trouble: /sources" in lines
    room.types("/sources off kt-rus")
    assert "Kazakhstan Today (Russian)" not in written(room.types("/status"))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", ("✅ Всё в порядке · 1 тема", "опубликовано 14:00")),
        ("kk", ("✅ Бәрі жақсы · 1 тақырып", "жарияланды 14:00")),
    ],
)
def test_it_is_said_in_the_language_of_the_chat(room: Room, language: str, said: tuple[str, str]) -> None:
    room.knows(translators=load_translations())
    room.types("/follow AI", language=language)
    room.later(timedelta(minutes=1))
    room.publish("AI", "AI.", ago=timedelta(minutes=1))
    room.sends(Sent(refs=("1",)))
    shown = written(room.types("/status", language=language))
    assert all(each in shown for each in said)


def test_everybody_in_a_group_may_ask(room: Room) -> None:
    follows_ai(room, GROUP, ChatKind.GROUP)
    message = room.types("/status", GROUP, ChatKind.GROUP, may_change=False)
    assert written(message).startswith("✅ All good · 1 topic")
    assert message.private


def test_a_digest_that_may_have_arrived_is_named_for_a_day_with_how_to_get_it(room: Room) -> None:
    follows_ai(room)
    room.types("/digest daily 8:30")
    room.now += timedelta(days=1)
    assert room.store.digests.enqueue_due(room.now)[0] == 1
    (owed,) = room.store.outbox.claim("telegram", room.now, 9)
    assert isinstance(owed, Letter)
    room.store.outbox.begin([owed.id], room.now)
    line = "⚠️ The digest of 08:30 may not have arrived: /digest last"
    assert line not in written(room.types("/status")), "it is being sent"
    room.store.outbox.recover()
    assert line in written(room.types("/status")).splitlines()
    room.store.outbox.record_outcomes(
        [
            Outcome(
                deliveries=tuple(room.store.outbox.claim("telegram", room.now, 9)),
                verdict=Sent(refs=("1",)),
                at=room.now,
            )
        ]
    )
    assert line in written(room.types("/status")).splitlines(), "only the line that asks went out"
    room.now += timedelta(days=1, minutes=1)
    assert "may not have arrived" not in written(room.types("/status"))
