"""An alert that waits whether its story stays in one language tells nobody of it yet."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.model import Cause, DeliveryState, FollowUps, Sent
from bot.storage import schema as t
from tests.storage.conftest import NOW, ONE, Room, record, room_with

SIX = timedelta(hours=6)
OVER = NOW + SIX
ALONE, AI = 1, 2


def begin(room: Room) -> None:
    """A chat follows all that stays in one language, and AI."""
    room.follow(ONE, "lang:kk")
    room.follow(ONE, "AI")
    room.store.attention.set(ONE, ALONE, alone_for=SIX)


room = room_with(begin)


def publish(room: Room, *queries: int, language: str = "kk", at: datetime = NOW, news: bool = False) -> int:
    """One more article of the one story."""
    number = len(room.articles())
    article_id = room.add_article(number, at=at)
    assert article_id is not None
    room.match(article_id, *queries, at=at)
    with room.store.database.write_transaction() as db:
        db.execute(update(t.article).where(t.article.c.id == article_id).values(language=language))
    room.tell(1, article_id, news={article_id: ["New."]} if news else None)
    room.fan_out(at)
    return article_id


waiting = room_with(begin, lambda room: publish(room, ALONE))


def release(room: Room, at: datetime = OVER) -> None:
    room.store.outbox.release_held(at, 9)


def cause(room: Room, number: int) -> Cause | None:
    found = room.store.outbox.delivery_record(ONE, number)
    return found.cause if found else None


def test_what_waits_for_the_same_joins_it_and_comes_with_it(waiting: Room) -> None:
    publish(waiting, ALONE, at=NOW + timedelta(hours=1))
    assert waiting.owed() == {1: ("held", None), 2: ("joined", 1)}
    release(waiting)
    (delivery,) = waiting.claim(at=OVER)
    assert (delivery.alone_for, [each.id for each in delivery.also]) == (SIX, [2])


def test_what_waits_for_the_same_is_dropped_with_it(waiting: Room) -> None:
    publish(waiting, ALONE, at=NOW + timedelta(hours=1))
    publish(waiting, language="ru", at=NOW + timedelta(hours=2))
    release(waiting)
    assert {number: state for number, (state, _) in waiting.owed().items()} == {1: "dropped", 2: "dropped"}
    assert cause(waiting, 1) is cause(waiting, 2) is Cause.NOT_ALONE
    assert waiting.claim(at=OVER) == []


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_what_another_follow_brings_does_not_wait_for_it(waiting: Room, language: str) -> None:
    publish(waiting, ALONE, at=NOW)
    publish(waiting, AI, language=language)
    assert waiting.owed() == {1: ("held", None), 2: ("joined", 1), 3: ("pending", None)}
    assert [each.article.id for each in waiting.claim()] == [3]


def test_what_another_follow_brought_is_told_of_once(waiting: Room) -> None:
    publish(waiting, ALONE)
    publish(waiting, AI)
    (sent,) = waiting.claim()
    record(waiting.store, sent, Sent(refs=("m1",)), None, NOW)
    with waiting.store.database.write_transaction() as db:
        db.execute(update(t.delivery).where(t.delivery.c.article_id == 3).values(alone=True))
    release(waiting)
    assert waiting.owed() == {1: ("joined", 3), 2: ("joined", 3), 3: ("sent", None)}
    assert waiting.claim(at=OVER) == []
    assert set(waiting.edits()) == {(1, 3)}


def test_where_stories_are_told_apart_each_comes_by_itself(room: Room) -> None:
    room.store.preferences.set(ONE, stories=False)
    publish(room, ALONE)
    publish(room, AI)
    publish(room, ALONE)
    assert room.owed() == {1: ("held", None), 2: ("pending", None), 3: ("held", None)}
    release(room)
    assert [each.article.id for each in room.claim(at=OVER)] == [1]


def test_what_waits_joins_what_the_chat_was_told_of_before(room: Room) -> None:
    publish(room, AI)
    publish(room, ALONE)
    assert room.owed() == {1: ("pending", None), 2: ("joined", 1)}


def test_a_later_one_joins_what_another_follow_brought(waiting: Room) -> None:
    publish(waiting, AI)
    publish(waiting, AI)
    assert waiting.owed() == {1: ("held", None), 2: ("pending", None), 3: ("joined", 2)}


def test_a_follow_up_waits_too_and_answers_it(room: Room) -> None:
    room.store.preferences.set(ONE, follow_ups=FollowUps.NEW)
    publish(room, ALONE)
    second = publish(room, ALONE, at=NOW + timedelta(hours=4), news=True)
    assert room.owed() == {1: ("held", None), 2: ("held", 1)}
    release(room)
    (first,) = room.claim(at=OVER)
    record(room.store, first, Sent(refs=("m1",)), None, OVER)
    release(room, NOW + timedelta(hours=10))
    (reply,) = room.claim(at=NOW + timedelta(hours=10))
    assert (reply.article.id, reply.reply_to, reply.alone_for) == (second, "m1", SIX)


def test_a_chat_without_such_follows_is_told_as_ever(room: Room) -> None:
    publish(room, AI)
    publish(room, AI)
    assert room.owed() == {1: ("pending", None), 2: ("joined", 1)}
    found = room.store.outbox.delivery_record(ONE, 1)
    assert found is not None
    assert found.state is DeliveryState.PENDING
