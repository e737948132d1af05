"""What a chat says is not the same story is told by itself there, and only there; taken back, it is not told twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.model import Cause, ChatKind, DeliveryState, Sent
from bot.storage import schema as t
from bot.storage.store import Store
from tests.storage.conftest import NOW, Room, chat, later, record, room_with
from tests.storage.test_concurrency import beside
from tests.telling import is_one_story, is_shown_under

MINE, THEIRS = chat("1"), chat("2")


def tell(room: Room) -> None:
    """Two chats got an alert, and another article of its story is shown under it."""
    for who in (MINE, THEIRS):
        query = room.follow(who, "AI", at=later(hours=-1))
    head, other = (number for each in (1, 2) if (number := room.add_article(each)) is not None)
    is_one_story(room.store, NOW, head, other)
    for number in (head, other):
        room.match(number, query)
    room.fan_out()
    for each in room.claim():
        record(room.store, each, Sent(refs=(f"{each.chat.id}0{each.article.id}",)), None, NOW)
    is_shown_under(room.store, other, head)


told_of = room_with(tell)


@pytest.fixture
def told(told_of: Room) -> tuple[Room, int, int]:
    """That, the first article and the other one."""
    head, other = told_of.articles()
    return told_of, head, other


def state(room: Room, article_id: int) -> DeliveryState | None:
    found = room.store.outbox.delivery_record(MINE, article_id)
    return found.state if found else None


def edits(room: Room) -> list[tuple[int, int]]:
    """The alerts that are to be edited, each with how often that was asked for."""
    with room.store.database.read_transaction() as db:
        rows = db.execute(select(t.edit.c.article_id, t.edit.c.asked).order_by(t.edit.c.article_id))
        return [(row.article_id, row.asked) for row in rows]


def test_it_is_told_by_itself_and_the_alert_that_showed_it_is_edited(told: tuple[Room, int, int]) -> None:
    room, head, other = told
    assert room.store.story_splits.separable(MINE, [head, other]) == {other}
    assert room.store.story_splits.split(MINE, other, "Aliya", later(minutes=5))
    assert (state(room, head), state(room, other)) == (DeliveryState.SENT, DeliveryState.PENDING)
    assert edits(room) == [(head, 1)]
    (owed,) = room.claim(at=later(minutes=5))
    assert (owed.chat, owed.article.id) == (MINE, other)
    assert room.store.story_splits.of(MINE) == {other: "Aliya"}
    assert room.store.story_splits.of(THEIRS) == {}, "there it is one story still"
    assert room.store.story_splits.separable(MINE, [head, other]) == frozenset()


def test_said_twice_it_is_told_once(told: tuple[Room, int, int]) -> None:
    room, _, other = told
    assert room.store.story_splits.split(MINE, other, "Aliya", NOW)
    for owed in room.claim():
        record(room.store, owed, Sent(refs=("9",)), None, NOW)
    assert not room.store.story_splits.split(MINE, other, "Dana", NOW)
    assert state(room, other) is DeliveryState.SENT
    assert room.claim() == []
    assert room.store.story_splits.of(MINE) == {other: "Aliya"}
    assert room.store.story_splits.count(NOW - timedelta(days=7)) == 1
    assert room.store.story_splits.count(later(seconds=1)) == 0


def test_taken_back_before_it_was_sent_it_is_shown_where_it_was(told: tuple[Room, int, int]) -> None:
    room, head, other = told
    room.store.story_splits.split(MINE, other, "", NOW)
    assert room.store.story_splits.rejoin(MINE, other, later(seconds=1))
    assert state(room, other) is DeliveryState.JOINED
    assert room.store.story_splits.separable(MINE, [head, other]) == {other}
    assert edits(room) == [(head, 2)], "it shows it again"
    assert room.claim() == []
    assert not room.store.story_splits.rejoin(MINE, other, later(seconds=2))
    assert room.store.story_splits.count(NOW) == 0


def test_where_the_chat_is_quiet_it_waits_for_the_end_of_that(told: tuple[Room, int, int]) -> None:
    room, head, other = told
    room.store.quiet.snooze(MINE, later(hours=2), NOW)
    room.store.story_splits.split(MINE, other, "", NOW)
    record = room.store.outbox.delivery_record(MINE, other)
    assert record is not None
    assert (record.state, record.cause, record.not_before) == (DeliveryState.HELD, Cause.QUIET, later(hours=2))
    assert room.store.story_splits.rejoin(MINE, other, later(minutes=1))
    assert state(room, other) is DeliveryState.JOINED
    room.store.story_splits.split(MINE, other, "", later(minutes=2))
    room.store.quiet.resume(MINE, later(hours=1))
    assert [each.article.id for each in room.claim(at=later(hours=1))] == [other]
    assert edits(room)[0][0] == head


def test_taken_back_after_it_was_sent_it_stays_sent(told: tuple[Room, int, int]) -> None:
    room, _, other = told
    room.store.story_splits.split(MINE, other, "", NOW)
    for owed in room.claim():
        record(room.store, owed, Sent(refs=("9",)), None, NOW)
    assert room.store.story_splits.rejoin(MINE, other, NOW)
    assert state(room, other) is DeliveryState.SENT
    assert room.store.story_splits.of(MINE) == {}


def test_two_who_say_so_at_once_have_it_told_once(told: tuple[Room, int, int]) -> None:
    room, head, other = told
    second = Store.open(room.url)
    said: list[bool] = []
    beside(
        lambda: said.append(room.store.story_splits.split(MINE, other, "Aliya", NOW)),
        lambda: said.append(second.story_splits.split(MINE, other, "Dana", NOW)),
    )
    second.close()
    assert sorted(said) == [False, True]
    assert edits(room) == [(head, 1)]
    assert len(room.claim()) == 1


def test_taken_out_and_put_back_at_once_it_is_one_or_the_other(told: tuple[Room, int, int]) -> None:
    room, head, other = told
    second = Store.open(room.url)
    for _ in range(5):
        beside(
            lambda: room.store.story_splits.split(MINE, other, "", NOW),
            lambda: second.story_splits.rejoin(MINE, other, NOW),
        )
        is_out = other in room.store.story_splits.of(MINE)
        assert state(room, other) is (DeliveryState.PENDING if is_out else DeliveryState.JOINED)
        assert room.store.story_splits.separable(MINE, [head, other]) == (frozenset() if is_out else {other})
    second.close()


def test_a_follow_up_that_waits_is_no_reply_any_more(told: tuple[Room, int, int]) -> None:
    room, head, other = told
    with room.store.database.write_transaction() as db:
        db.execute(t.delivery.update().where(t.delivery.c.article_id == other).values(state="pending"))
    assert room.store.story_splits.split(MINE, other, "", NOW)
    with room.store.database.read_transaction() as db:
        rows = select(t.delivery.c.head_id).where(t.delivery.c.article_id == other).order_by(t.delivery.c.chat_id)
        assert db.scalars(rows).all() == [None, head], "the other chat's is one still"
    assert edits(room) == [], "the alert never showed it"


def test_what_never_came_can_be_taken_out_too_and_nothing_is_sent(room: Room) -> None:
    room.add_chat(MINE)
    first, other = (number for each in (1, 2) if (number := room.add_article(each)) is not None)
    is_one_story(room.store, NOW, first, other)
    assert room.store.story_splits.split(MINE, other, "", NOW)
    assert room.store.outbox.delivery_record(MINE, other) is None
    assert room.store.story_splits.rejoin(MINE, other, NOW)
    assert room.store.outbox.delivery_record(MINE, other) is None


def test_an_article_of_no_story_is_not_taken_out_of_one(room: Room) -> None:
    room.add_chat(MINE)
    number = room.add_article(1)
    assert number is not None
    assert not room.store.story_splits.split(MINE, number, "", NOW)
    assert not room.store.story_splits.split(MINE, 999, "", NOW)
    assert room.store.story_splits.of(MINE) == {}


def test_it_goes_with_a_group_that_becomes_another_chat(told: tuple[Room, int, int]) -> None:
    room, _, other = told
    room.store.story_splits.split(MINE, other, "Aliya", NOW)
    room.add_chat(chat("-100"), ChatKind.GROUP)
    room.store.chats.migrate(MINE, "-100", NOW)
    assert room.store.story_splits.of(chat("-100")) == {other: "Aliya"}


def test_it_is_forgotten_with_the_chat(told: tuple[Room, int, int]) -> None:
    room, _, other = told
    room.store.story_splits.split(MINE, other, "Aliya", NOW)
    kept = room.store.kept.about(MINE)
    assert kept is not None
    (one,) = kept["not_same_story"]
    assert (one["person_name"], one["title"]) == ("Aliya", "Title 2")
    room.store.forgetting.forget(MINE)
    assert room.store.story_splits.count(NOW) == 0
