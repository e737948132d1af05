"""How a chat wants to be reached decides what it is owed, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.model import Attention, Cause, Chat, DeliveryState, FollowMode, Preferences, QuietHours
from tests.storage.conftest import NOW, Room, chat, room_with

MINE, THEIRS = chat("1"), chat("2")
MORNING = NOW + timedelta(hours=9)
HOURS = QuietHours(start=13 * 60, end=23 * 60)  #: in Almaty it is 14:00


def follow_both(room: Room) -> None:
    """Two chats follow AI."""
    room.follow(MINE, "AI")
    room.follow(THEIRS, "AI")


both = room_with(follow_both)


def choose(room: Room, query: str, who: Chat = MINE, **fields: Any) -> None:
    follow = next(each for each in room.store.follows.subscriptions(who) if each.typed == query)
    room.store.attention.set(who, follow.query_id, **fields)


def publish(room: Room, *queries: int) -> int:
    number = room.add_article(1)
    assert number is not None
    room.match(number, *(queries or (1,)))
    room.fan_out()
    return number


def owed(room: Room, at: Any = NOW) -> set[str]:
    return {each.chat.id for each in room.store.outbox.claim("telegram", at, 9)}


def record(room: Room, number: int, who: Chat = MINE) -> tuple[DeliveryState, Any, Cause | None]:
    found = room.store.outbox.delivery_record(who, number)
    assert found is not None
    return found.state, found.not_before, found.cause


@pytest.mark.parametrize(
    ("chosen", "chats"),
    [
        pytest.param({"mode": FollowMode.DIGEST}, {"2"}, id="only in digests"),
        pytest.param({"muted_until": MORNING}, {"2"}, id="muted"),
        pytest.param({"muted_until": NOW}, {"1", "2"}, id="muted until now"),
        pytest.param({"mode": FollowMode.SILENT}, {"1", "2"}, id="silent"),
        pytest.param({"rings": True}, {"1", "2"}, id="rings"),
    ],
)
def test_who_is_owed_an_article(both: Room, chosen: dict[str, Any], chats: set[str]) -> None:
    choose(both, "AI", **chosen)
    publish(both)
    assert owed(both) == chats


def test_another_follow_that_the_article_answers_brings_it_all_the_same(both: Room) -> None:
    waste = both.follow(MINE, "waste")
    choose(both, "AI", mode=FollowMode.DIGEST)
    publish(both, 1, waste)
    assert owed(both) == {"1", "2"}


def test_in_quiet_hours_an_article_is_held_until_they_end(both: Room) -> None:
    both.store.preferences.set_quiet_hours(MINE, HOURS, NOW)
    number = publish(both)
    assert record(both, number) == (DeliveryState.HELD, MORNING, Cause.QUIET)
    assert owed(both) == {"2"}
    assert both.store.outbox.release_held(MORNING, 9) == 1
    (delivery,) = both.store.outbox.claim("telegram", MORNING, 9)
    assert (delivery.chat, getattr(delivery, "cause", None)) == (MINE, Cause.QUIET)


def test_what_rings_comes_in_quiet_hours_too(both: Room) -> None:
    both.store.preferences.set_quiet_hours(MINE, HOURS, NOW)
    choose(both, "AI", rings=True)
    publish(both)
    (mine,) = (each for each in both.claim() if each.chat == MINE)
    assert mine.rings
    assert mine.reasons[0].attention == Attention(rings=True)


def test_what_was_owed_before_quiet_hours_began_is_held_when_it_is_claimed(both: Room) -> None:
    number = publish(both)
    both.store.preferences.set_quiet_hours(MINE, HOURS, NOW)
    assert owed(both) == {"2"}
    assert record(both, number) == (DeliveryState.HELD, MORNING, Cause.QUIET)


def test_quiet_hours_that_have_not_begun_or_are_over_hold_nothing(both: Room) -> None:
    both.store.preferences.set_quiet_hours(MINE, QuietHours(start=14 * 60 + 1, end=23 * 60), NOW)
    over = QuietHours(start=13 * 60, end=14 * 60)
    both.store.preferences.set_quiet_hours(THEIRS, over, NOW - timedelta(minutes=1))
    publish(both)
    assert owed(both) == {"1", "2"}


def test_a_chat_that_wakes_from_refusals_stays_quiet(both: Room) -> None:
    both.store.preferences.set_quiet_hours(MINE, HOURS, NOW)
    number = publish(both)
    both.store.chats.wake(MINE, NOW)
    assert record(both, number) == (DeliveryState.HELD, MORNING, Cause.QUIET)


def test_an_edited_follow_reaches_its_chat_as_before(both: Room) -> None:
    choose(both, "AI", mode=FollowMode.DIGEST, mentions=["@aigul"])
    new = both.store.follows.upsert_query("waste", "waste", NOW, grammar=1)
    assert both.store.follows.edit(MINE, 1, new, "waste", {}, NOW)
    (follow,) = both.store.follows.subscriptions(MINE)
    before = FollowMode.INSTANT
    assert follow.attention == Attention(mode=FollowMode.DIGEST, mode_before=before, mentions=("@aigul",))


def test_settings_are_kept_one_by_one(both: Room) -> None:
    both.store.preferences.set(MINE, silent=True)
    both.store.preferences.set(MINE, mentions_silent=True)
    both.store.preferences.set_quiet_hours(MINE, HOURS, NOW)
    stored = both.store.chats.get(MINE)
    assert stored is not None
    assert stored.preferences == Preferences(silent=True, mentions_silent=True, quiet_hours=HOURS)
    both.store.preferences.set_quiet_hours(MINE, None, NOW)
    publish(both)
    (mine,) = (each for each in both.claim() if each.chat == MINE)
    assert mine.preferences == Preferences(silent=True, mentions_silent=True)


SILENT = Attention(mode=FollowMode.SILENT)


def attention(room: Room, typed: str = "AI") -> Attention:
    return next(each.attention for each in room.store.follows.subscriptions(MINE) if each.typed == typed)


def test_what_is_followed_afresh_begins_anew_and_what_is_brought_back_comes_as_before(both: Room) -> None:
    follows = both.store.follows
    number = next(each.query_id for each in follows.subscriptions(MINE))
    choose(both, "AI", mode=FollowMode.DIGEST, mentions=("@aigul",))
    before = attention(both)
    follows.unsubscribe(MINE, number, NOW)
    assert follows.subscribe(MINE, number, "AI", NOW)
    assert attention(both) == before, "an Undo brings it back"
    follows.unsubscribe(MINE, number, NOW)
    assert follows.subscribe(MINE, number, "AI", NOW, attention=SILENT)
    assert attention(both) == SILENT
    assert not follows.subscribe(MINE, number, "AI", NOW, attention=Attention())
    assert attention(both) == SILENT, "what is followed already stays as it is"
    follows.unsubscribe(MINE, number, NOW)
    follows.subscribe(MINE, number, "AI", NOW, attention=Attention(rings=True, muted_until_at=MORNING, mentions=("x",)))
    assert attention(both) == Attention(rings=True, muted_until_at=MORNING, mentions=("x",))
    assert {each.attention for each in follows.subscriptions(THEIRS)} == {Attention()}


def test_a_follow_that_becomes_one_that_is_followed_already_leaves_that_as_it_is(both: Room) -> None:
    metro = both.follow(MINE, "metro")
    number = next(each.query_id for each in both.store.follows.subscriptions(MINE) if each.typed == "AI")
    choose(both, "AI", mode=FollowMode.SILENT)
    assert both.store.follows.edit(MINE, number, metro, "metro", {}, NOW)
    assert attention(both, "metro") == Attention()
