"""Follows stay with their chat, through unfollowing, loss, return and migration."""

from __future__ import annotations

import pytest

from bot.model import Cause, ChatKind, Command, Sent
from bot.storage import schema
from bot.storage import schema as t
from tests.storage.conftest import NOW, Room, chat, later, record


def test_a_chat_follows_a_query_once_in_its_own_words(room: Room) -> None:
    first = room.follow(chat(), "AI")
    assert not room.store.follows.subscribe(chat(), first, "ai", NOW)
    second = room.follow(chat(), "waste")
    assert [(follow.query_id, follow.typed) for follow in room.store.follows.subscriptions(chat())] == [
        (first, "AI"),
        (second, "waste"),
    ]
    assert room.follow(chat("2"), "AI") == first, "queries are shared"
    assert room.store.follows.query(first) == ("AI", "AI")
    assert room.store.follows.query(99) is None


def test_unfollow_drops_only_what_no_other_follow_asks_for(room: Room) -> None:
    ai, waste = room.follow(chat(), "AI"), room.follow(chat(), "waste")
    room.match(room.add_article(1), ai)
    room.match(room.add_article(2), ai, waste)
    room.fan_out()
    assert room.store.follows.unsubscribe(chat(), ai, NOW)
    assert not room.store.follows.unsubscribe(chat(), ai, NOW)
    (left,) = room.claim()
    assert [reason.typed for reason in left.reasons] == ["waste"]
    assert room.store.outbox.count_deliveries() == {"dropped": 1, "sending": 1}


def test_unfollow_all_leaves_nothing_pending(room: Room) -> None:
    room.match(room.add_article(1), room.follow(chat(), "AI"), room.follow(chat(), "waste"))
    room.fan_out()
    assert room.store.follows.unsubscribe_all(chat(), NOW) == 2
    assert room.store.follows.unsubscribe_all(chat("stranger"), NOW) == 0
    assert room.claim() == []


def test_a_lost_chat_is_paused_its_missed_alerts_counted_and_its_follows_kept(room: Room) -> None:
    ai = room.follow(chat(), "AI")
    room.match(room.add_article(1), ai)
    room.fan_out()
    room.store.chats.deactivate(chat(), Cause.BLOCKED, NOW)
    room.match(room.add_article(2), ai, at=later(hours=1))
    room.fan_out()
    assert room.claim(at=later(hours=1)) == []
    asleep = room.store.chats.get(chat())
    assert asleep is not None
    assert (asleep.paused, asleep.missed) == (True, 2)
    woken = room.store.chats.upsert(
        Command(chat=chat(), kind=ChatKind.PRIVATE, name="start", text=""), later(hours=2), timezone="Asia/Almaty"
    )
    assert (woken.paused, woken.missed) == (True, 2)
    again = room.store.chats.get(chat())
    assert again is not None
    assert (again.paused, again.missed) == (False, 0)
    assert [follow.typed for follow in room.store.follows.subscriptions(chat())] == ["AI"]
    room.store.chats.deactivate(chat(), Cause.BLOCKED, later(hours=3))
    asleep = room.store.chats.get(chat())
    assert asleep is not None
    assert asleep.missed == 0, "missed alerts are counted once"


def test_a_lost_group_is_paused_with_its_topics_and_a_lost_topic_alone(room: Room) -> None:
    for thread in ("", "5", "6"):
        room.follow(chat("-1", thread=thread), "AI")
    room.store.chats.deactivate(chat("-1", thread="5"), Cause.TOPIC_CLOSED, NOW)
    state = {thread: room.store.chats.get(chat("-1", thread=thread)) for thread in ("", "5", "6")}
    assert {thread for thread, row in state.items() if row and row.paused} == {"5"}
    room.store.chats.deactivate(chat("-1"), Cause.KICKED, NOW)
    state = {thread: room.store.chats.get(chat("-1", thread=thread)) for thread in ("", "5", "6")}
    assert {thread for thread, row in state.items() if row and row.paused} == {"", "5", "6"}


def test_a_migrated_group_keeps_its_follows_and_what_is_pending(room: Room) -> None:
    ai = room.follow(chat("-1"), "AI")
    room.match(room.add_article(1), ai)
    room.fan_out()
    room.store.chats.migrate(chat("-1"), "-100", NOW)
    (delivery,) = room.claim()
    assert delivery.chat == chat("-100")
    assert room.store.chats.get(chat("-1")) is None


def test_a_migrated_group_is_merged_with_what_the_new_one_has(room: Room) -> None:
    ai, waste = room.follow(chat("-1"), "AI"), room.follow(chat("-1"), "waste")
    room.follow(chat("-100"), "AI")
    room.match(room.add_article(1), ai)
    room.match(room.add_article(2), waste)
    room.fan_out()
    room.add_chat(chat("boss"))
    room.store.chats.manage(chat("boss"), chat("-1"), NOW)
    room.store.chats.migrate(chat("-1"), "-100", NOW)
    assert [follow.typed for follow in room.store.follows.subscriptions(chat("-100"))] == ["waste", "AI"]
    target = room.store.chats.managed_channel(chat("boss"))
    assert target is not None
    assert target.chat == chat("-100")
    carried = []
    while claimed := room.claim():
        carried += [delivery.article.id for delivery in claimed]
        for delivery in claimed:
            record(room.store, delivery, Sent(refs=("1",)), None, NOW)
    assert carried == [1, 2]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("pending", "pending", "pending"),
        ("sent", "pending", "sent"),
        ("pending", "sent", "sent"),
        ("pending", "dropped", "pending"),
        ("dropped", "pending", "pending"),
        ("failed", "dropped", "failed"),
        ("dropped", "dropped", "dropped"),
    ],
)
def test_of_an_article_that_both_groups_are_owed_the_row_in_the_stronger_state_stays(
    room: Room, old: str, new: str, expected: str
) -> None:
    room.follow(chat("-1"), "AI")
    room.match(room.add_article(1), room.follow(chat("-100"), "AI"))
    room.fan_out()
    with room.store.database.engine.begin() as db:
        for row, state in ((1, old), (2, new)):
            db.execute(t.delivery.update().where(t.delivery.c.chat_id == row).values(state=state))
    room.store.chats.migrate(chat("-1"), "-100", NOW)
    assert room.store.outbox.count_deliveries() == {expected: 1}
    room.store.chats.migrate(chat("-100"), "-100", NOW)
    assert room.store.outbox.count_deliveries() == {expected: 1}, "a migration to the same id changes nothing"


def test_a_private_chat_manages_a_channel_until_done(room: Room) -> None:
    room.add_chat(chat("me"))
    room.add_chat(chat("-100"), ChatKind.CHANNEL)
    assert room.store.chats.managed_channel(chat("me")) is None
    room.store.chats.manage(chat("me"), chat("-100"), NOW)
    target = room.store.chats.managed_channel(chat("me"))
    assert target is not None
    assert target.kind is ChatKind.CHANNEL
    room.store.chats.stop_managing(chat("me"))
    assert room.store.chats.managed_channel(chat("me")) is None


def test_a_chat_keeps_its_time_zone_and_gets_its_new_title(room: Room) -> None:
    room.add_chat(chat())
    with room.store.database.write_transaction() as db:
        db.execute(schema.chat.update().values(timezone="Europe/Berlin"))
    named = Command(chat=chat(), kind=ChatKind.GROUP, name="start", text="", title="Desk")
    row = room.store.chats.upsert(named, NOW, timezone="Asia/Almaty")
    assert (row.timezone, row.title, row.kind) == ("Europe/Berlin", "Desk", ChatKind.GROUP)


def language_of(room: Room, name: str = "1") -> str | None:
    record = room.store.chats.get(chat(name))
    assert record is not None
    return record.language


def speak(room: Room, language: str, name: str = "1") -> None:
    """Somebody with that language writes in a chat."""
    asked = Command(chat=chat(name), kind=ChatKind.GROUP, name="start", text="", language=language)
    assert room.store.chats.upsert(asked, NOW, timezone="Asia/Almaty").language == language_of(room, name)


def test_the_language_of_a_chat_is_that_of_the_first_person_who_has_one(room: Room) -> None:
    speak(room, "")
    assert language_of(room) is None
    speak(room, "kk-KZ")
    assert language_of(room) == "kk"
    speak(room, "ru")
    speak(room, "")
    assert language_of(room) == "kk"


def test_a_language_that_was_chosen_stays_and_is_that_of_one_chat(room: Room) -> None:
    speak(room, "en")
    speak(room, "en", "2")
    room.store.chats.set_language(chat(), "ru")
    speak(room, "kk")
    assert (language_of(room), language_of(room, "2")) == ("ru", "en")


def test_what_is_owed_names_the_language_of_its_chat(room: Room) -> None:
    room.match(room.add_article(1), room.follow(chat(), "AI"), room.follow(chat("2"), "waste"))
    speak(room, "kk")
    room.fan_out()
    assert {owed.chat.id: owed.language for owed in room.claim()} == {"1": "kk", "2": None}
