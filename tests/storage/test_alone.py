"""What a follow wants only if no other language has it waits until that is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.model import (
    Attention,
    Cause,
    Chat,
    Delivery,
    DeliveryState,
    Entry,
    FollowMode,
    Key,
    KeyKind,
    QuietHours,
    Sent,
    Source,
    Way,
)
from bot.storage import schema as t
from bot.storage.store import Store
from tests.storage.conftest import NOW, SOURCE, Room, chat, record, room_with

MINE, THEIRS = chat("1"), chat("2")
SIX = timedelta(hours=6)
OVER = NOW + SIX
KAZAKH = Source(key="kt-kaz", name="Kazakhstan Today", language="kk", ways=(Way(url="http://127.0.0.1/kaz"),))


def begin(room: Room) -> None:
    """One chat follows AI, and wants only what no other language has for six hours."""
    room.store.sources.sync([SOURCE, KAZAKH], NOW)
    room.follow(MINE, "AI")
    room.store.attention.set(MINE, 1, alone_for=SIX)


room = room_with(begin)


def publish(room: Room, *queries: int, story: int = 0, source: Source = SOURCE, at: datetime = NOW) -> int:
    """An article comes; one with a story is of that event."""
    number = len(room.articles()) + 1
    entry = Entry(guid=None, link=f"http://127.0.0.1/{number}", title=f"Title {number}", teaser="", published_at=at)
    keys = (Key(kind=KeyKind.ID, value=f"{source.key} {number}"),)
    article_id = room.store.articles.add_entry(source, entry, keys, silent=False, page_due_at=at, now=at)
    assert article_id is not None
    room.match(article_id, *queries, at=at)
    with room.store.database.write_transaction() as db:
        values = {"story_id": story or None, "language": source.language}
        db.execute(update(t.article).where(t.article.c.id == article_id).values(values))
    room.fan_out(at)
    return article_id


def state(room: Room, number: int, who: Chat = MINE) -> tuple[DeliveryState, datetime, Cause | None]:
    found = room.store.outbox.delivery_record(who, number)
    assert found is not None
    return found.state, found.not_before, found.cause


def sent_at(room: Room, now: datetime) -> list[Delivery]:
    """What goes out then."""
    room.store.outbox.advance_quiet(now)
    room.store.outbox.release_held(now, 9)
    return room.claim(at=now)


def test_it_is_held_for_six_hours_and_then_sent_with_that_being_said(room: Room) -> None:
    number = publish(room, 1, story=1)
    assert state(room, number) == (DeliveryState.HELD, OVER, Cause.ALONE)
    assert sent_at(room, OVER - timedelta(seconds=1)) == []
    (delivery,) = sent_at(room, OVER)
    assert delivery.alone_for == SIX
    assert [each.typed for each in delivery.reasons] == ["AI"]


def test_it_waits_from_when_it_was_first_seen_however_late_it_is_shared_out(room: Room) -> None:
    number = room.add_article(1)
    room.match(number, 1)
    room.fan_out(NOW + timedelta(hours=7))
    (delivery,) = sent_at(room, NOW + timedelta(hours=7))
    assert delivery.alone_for == SIX


def test_it_is_dropped_if_another_language_has_it_by_then(room: Room) -> None:
    number = publish(room, 1, story=1)
    other = publish(room, story=1, source=KAZAKH, at=OVER - timedelta(minutes=1))
    assert sent_at(room, OVER) == []
    assert state(room, number)[::2] == (DeliveryState.DROPPED, Cause.NOT_ALONE)
    found = room.store.alone.elsewhere(number)
    assert found is not None
    assert found.id == other


def test_it_is_dropped_if_another_language_had_it_before(room: Room) -> None:
    publish(room, story=1, source=KAZAKH, at=NOW - timedelta(hours=1))
    number = publish(room, 1, story=1)
    assert sent_at(room, OVER) == []
    assert state(room, number)[0] is DeliveryState.DROPPED


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(lambda room: publish(room, story=1), id="of the same language"),
        pytest.param(lambda room: publish(room, story=2, source=KAZAKH), id="of another event"),
        pytest.param(lambda room: publish(room, source=KAZAKH), id="of no event"),
    ],
)
def test_other_articles_do_not_count(room: Room, other: Callable[[Room], int]) -> None:
    publish(room, 1, story=1)
    other(room)
    (delivery,) = sent_at(room, OVER)
    assert delivery.alone_for == SIX


def test_an_article_of_no_event_is_alone(room: Room) -> None:
    publish(room, 1)
    publish(room, source=KAZAKH)
    assert [each.alone_for for each in sent_at(room, OVER)] == [SIX]


def test_what_comes_after_the_span_is_too_late_to_count(room: Room) -> None:
    publish(room, 1, story=1)
    room.store.outbox.release_held(OVER, 9)
    publish(room, story=1, source=KAZAKH, at=OVER + timedelta(minutes=1))
    (delivery,) = room.claim(at=OVER + timedelta(minutes=2))
    assert delivery.alone_for == SIX


def test_another_follow_brings_it_at_once_and_is_its_only_reason(room: Room) -> None:
    waste = room.follow(MINE, "waste")
    publish(room, 1, waste)
    (delivery,) = room.claim()
    assert [each.typed for each in delivery.reasons] == ["waste"]
    assert delivery.alone_for is None


def test_of_two_such_follows_the_shorter_span_decides(room: Room) -> None:
    waste = room.follow(MINE, "waste")
    room.store.attention.set(MINE, waste, alone_for=timedelta(hours=1))
    number = publish(room, 1, waste)
    assert state(room, number)[1] == NOW + timedelta(hours=1)
    (delivery,) = sent_at(room, NOW + timedelta(hours=1))
    assert delivery.alone_for == timedelta(hours=1)


@pytest.mark.parametrize(
    "chosen", [{"mode": FollowMode.DIGEST}, {"muted_until": NOW + timedelta(days=1)}], ids=["in digests only", "muted"]
)
def test_a_follow_without_alerts_brings_nothing_at_once(room: Room, chosen: dict[str, object]) -> None:
    waste = room.follow(MINE, "waste")
    room.store.attention.set(MINE, waste, **chosen)
    number = publish(room, 1, waste)
    assert state(room, number)[2] is Cause.ALONE
    assert [each.alone_for for each in sent_at(room, OVER)] == [SIX]


def test_such_a_follow_that_is_muted_brings_nothing(room: Room) -> None:
    room.store.attention.set(MINE, 1, muted_until=NOW + timedelta(days=1))
    number = publish(room, 1)
    assert room.store.outbox.delivery_record(MINE, number) is None


def test_other_chats_wait_for_nothing(room: Room) -> None:
    room.follow(THEIRS, "AI")
    number = publish(room, 1)
    assert [(each.chat, each.alone_for) for each in room.claim()] == [(THEIRS, None)]
    assert state(room, number)[2] is Cause.ALONE


def test_one_that_is_unfollowed_while_it_waits_is_not_sent(room: Room) -> None:
    number = publish(room, 1)
    room.store.follows.unsubscribe(MINE, 1, NOW)
    assert sent_at(room, OVER) == []
    assert state(room, number)[::2] == (DeliveryState.DROPPED, Cause.UNFOLLOWED)


def test_quiet_hours_hold_it_again_when_the_span_is_over(room: Room) -> None:
    room.store.preferences.set_quiet_hours(MINE, QuietHours(start=13 * 60, end=23 * 60), NOW)
    number = publish(room, 1)
    assert state(room, number) == (DeliveryState.HELD, OVER, Cause.ALONE)
    assert sent_at(room, OVER) == []
    assert state(room, number)[2] is Cause.QUIET
    publish(room, story=1, source=KAZAKH, at=OVER + timedelta(minutes=1))
    assert [each.alone_for for each in sent_at(room, NOW + timedelta(hours=9))] == [SIX]


def test_a_chat_that_ends_its_quiet_hours_or_wakes_lets_none_go(room: Room) -> None:
    number = publish(room, 1)
    room.store.quiet.snooze(MINE, OVER, NOW)
    room.store.quiet.resume(MINE, NOW)
    room.store.chats.wake(MINE, NOW)
    assert state(room, number) == (DeliveryState.HELD, OVER, Cause.ALONE)


def test_a_new_program_goes_on_from_there(room: Room) -> None:
    number = publish(room, 1, story=1)
    again = Store.open(room.url)
    again.outbox.release_held(OVER, 9)
    (delivery,) = again.outbox.claim("telegram", OVER, 9)
    assert isinstance(delivery, Delivery)
    record(again, delivery, Sent(refs=("m1",)), None, OVER)
    again.close()
    assert state(room, number)[0] is DeliveryState.SENT


def test_it_is_stored_with_the_follow_and_moves_with_it(room: Room) -> None:
    new = room.store.follows.upsert_query("waste", "waste", NOW, grammar=1)
    room.store.follows.edit(MINE, 1, new, "waste", {}, NOW)
    (follow,) = room.store.follows.subscriptions(MINE)
    assert follow.attention == Attention(alone_for=SIX)
    room.store.attention.set(MINE, new, alone_for=None)
    (follow,) = room.store.follows.subscriptions(MINE)
    assert follow.attention == Attention()


def test_nothing_is_claimed_to_be_alone_before_the_span_is_over(room: Room) -> None:
    room.store.attention.set(MINE, 1, alone_for=None)
    publish(room, 1)
    room.store.attention.set(MINE, 1, alone_for=SIX)
    assert [each.alone_for for each in room.claim()] == [None]


def test_of_archived_articles_those_are_not_alone_that_others_had_or_may_have_yet(room: Room) -> None:
    old = publish(room, 1, story=1, at=NOW - timedelta(hours=9))
    late = publish(room, story=1, source=KAZAKH, at=NOW - timedelta(hours=8))
    alone = publish(room, 1, story=2, at=NOW - timedelta(hours=9))
    publish(room, story=2, source=KAZAKH, at=NOW - timedelta(hours=1))
    young = publish(room, 1, at=NOW - timedelta(hours=5))
    articles = [each for number in (old, late, alone, young) if (each := room.store.articles.get(number))]
    assert room.store.alone.not_alone(articles, SIX, NOW) == {old, late, young}
