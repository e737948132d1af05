"""Follows stay with their chat, through unfollowing, loss, return and migration."""

from __future__ import annotations

import pytest

from bot.model import ChatKind, Command, Sent
from bot.storage import schema
from bot.storage import schema as t
from tests.storage.conftest import NOW, Room, chat, later, record


def test_a_chat_follows_a_query_once_in_its_own_words(room: Room) -> None:
    first = room.follow(chat(), "AI")
    assert not room.store.subscribe(chat(), first, "ai", NOW)
    second = room.follow(chat(), "waste")
    assert [(follow.query_id, follow.typed) for follow in room.store.subscriptions(chat())] == [
        (first, "AI"),
        (second, "waste"),
    ]
    assert room.follow(chat("2"), "AI") == first, "queries are shared"
    assert room.store.query(first) == ("AI", "AI")
    assert room.store.query(99) is None


def test_unfollow_drops_what_is_pending_for_that_follow_alone(room: Room) -> None:
    ai, waste = room.follow(chat(), "AI"), room.follow(chat(), "waste")
    room.read(room.enter(1), ai)
    room.read(room.enter(2), ai, waste)
    room.fan_out()
    assert room.store.unsubscribe(chat(), ai, NOW)
    assert not room.store.unsubscribe(chat(), ai, NOW)
    (left,) = room.claim()
    assert [reason.typed for reason in left.reasons] == ["waste"]
    assert room.store.owed() == {"dropped": 1, "sending": 1}


def test_unfollow_all_leaves_nothing_pending(room: Room) -> None:
    room.read(room.enter(1), room.follow(chat(), "AI"), room.follow(chat(), "waste"))
    room.fan_out()
    assert room.store.unsubscribe_all(chat(), NOW) == 2
    assert room.store.unsubscribe_all(chat("stranger"), NOW) == 0
    assert room.claim() == []


def test_a_lost_chat_rests_is_counted_for_and_wakes_with_its_follows(room: Room) -> None:
    ai = room.follow(chat(), "AI")
    room.read(room.enter(1), ai)
    room.fan_out()
    room.store.lose(chat(), "blocked", NOW)
    room.read(room.enter(2), ai, at=later(hours=1))
    room.fan_out()
    assert room.claim(at=later(hours=1)) == []
    asleep = room.store.chat_row(chat())
    assert asleep is not None
    assert (asleep.resting, asleep.missed) == (True, 2)
    woken = room.store.meet(Command(chat=chat(), kind=ChatKind.PRIVATE, name="start", text=""), later(hours=2))
    assert (woken.resting, woken.missed) == (True, 2)
    again = room.store.chat_row(chat())
    assert again is not None
    assert (again.resting, again.missed) == (False, 0)
    assert [follow.typed for follow in room.store.subscriptions(chat())] == ["AI"]
    room.store.lose(chat(), "blocked", later(hours=3))
    asleep = room.store.chat_row(chat())
    assert asleep is not None
    assert asleep.missed == 0, "what was told is not told twice"


def test_a_lost_group_takes_its_topics_along_and_a_lost_topic_goes_alone(room: Room) -> None:
    for thread in ("", "5", "6"):
        room.follow(chat("-1", thread=thread), "AI")
    room.store.lose(chat("-1", thread="5"), "topic deleted", NOW)
    state = {thread: room.store.chat_row(chat("-1", thread=thread)) for thread in ("", "5", "6")}
    assert {thread for thread, row in state.items() if row and row.resting} == {"5"}
    room.store.lose(chat("-1"), "kicked", NOW)
    state = {thread: room.store.chat_row(chat("-1", thread=thread)) for thread in ("", "5", "6")}
    assert {thread for thread, row in state.items() if row and row.resting} == {"", "5", "6"}


def test_a_migrated_group_keeps_its_follows_and_what_is_pending(room: Room) -> None:
    ai = room.follow(chat("-1"), "AI")
    room.read(room.enter(1), ai)
    room.fan_out()
    room.store.readdress(chat("-1"), "-100", NOW)
    (delivery,) = room.claim()
    assert delivery.chat == chat("-100")
    assert room.store.chat_row(chat("-1")) is None


def test_a_migrated_group_is_merged_with_what_the_new_one_has(room: Room) -> None:
    ai, waste = room.follow(chat("-1"), "AI"), room.follow(chat("-1"), "waste")
    room.follow(chat("-100"), "AI")
    room.read(room.enter(1), ai)
    room.read(room.enter(2), waste)
    room.fan_out()
    room.meet(chat("boss"))
    room.store.manage(chat("boss"), chat("-1"))
    room.store.readdress(chat("-1"), "-100", NOW)
    assert [follow.typed for follow in room.store.subscriptions(chat("-100"))] == ["waste", "AI"]
    target = room.store.managing(chat("boss"))
    assert target is not None
    assert target.chat == chat("-100")
    carried = []
    while claimed := room.claim():
        carried += [delivery.article.id for delivery in claimed]
        for delivery in claimed:
            record(room.store, delivery, Sent(ref="1"), None, NOW)
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
def test_of_an_article_that_both_groups_are_owed_the_row_that_came_further_stays(
    room: Room, old: str, new: str, expected: str
) -> None:
    room.follow(chat("-1"), "AI")
    room.read(room.enter(1), room.follow(chat("-100"), "AI"))
    room.fan_out()
    with room.store._engine.begin() as db:
        for row, state in ((1, old), (2, new)):
            db.execute(t.delivery.update().where(t.delivery.c.chat_id == row).values(state=state))
    room.store.readdress(chat("-1"), "-100", NOW)
    assert room.store.owed() == {expected: 1}
    room.store.readdress(chat("-100"), "-100", NOW)
    assert room.store.owed() == {expected: 1}, "a move to where it is changes nothing"


def test_a_private_chat_speaks_for_a_channel_until_done(room: Room) -> None:
    room.meet(chat("me"))
    room.meet(chat("-100"), ChatKind.CHANNEL)
    assert room.store.managing(chat("me")) is None
    room.store.manage(chat("me"), chat("-100"))
    target = room.store.managing(chat("me"))
    assert target is not None
    assert target.kind is ChatKind.CHANNEL
    room.store.manage(chat("me"), None)
    assert room.store.managing(chat("me")) is None


def test_a_chat_keeps_its_zone_and_takes_on_its_new_title(room: Room) -> None:
    room.meet(chat())
    with room.store._writing() as db:
        db.execute(schema.chat.update().values(timezone="Europe/Berlin"))
    named = Command(chat=chat(), kind=ChatKind.GROUP, name="start", text="", title="Desk")
    row = room.store.meet(named, NOW)
    assert (row.timezone, row.title, row.kind) == ("Europe/Berlin", "Desk", ChatKind.GROUP)
