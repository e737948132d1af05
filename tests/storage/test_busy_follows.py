"""Chats are found of which a follow brings more than anybody reads, and told once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.model import Cause, Chat, FollowMode
from bot.storage import busy_follows
from bot.storage.busy_follows import BusyChats
from tests.storage.conftest import NOW, Room, chat, later, letter, room_with

MINE, THEIRS = chat("1"), chat("2")
SINCE, LONG_AGO = NOW - timedelta(days=3), NOW - timedelta(days=30)
LEAST = 3


def bring_many(room: Room) -> None:
    """Two chats have followed AI for long, and it brought four articles; the first follows metro too: two."""
    old = NOW - timedelta(days=9)
    ai = room.follow(MINE, "AI", old)
    metro = room.follow(MINE, "metro", old)
    room.follow(THEIRS, "AI", old)
    for number in range(4):
        at = NOW - timedelta(hours=number + 1)
        room.match(room.add_article(number, at=at), ai, *([metro] if number < 2 else []), at=at)
    room.fan_out()


busy = room_with(bring_many)


def find(room: Room, least: int = LEAST, *, also: int = 0, cursor: int = 0, now: datetime = NOW) -> BusyChats:
    also = also or least
    return room.store.busy_follows.find(SINCE, least, also=also, now=now, not_offered_since=LONG_AGO, cursor=cursor)


def found(room: Room, least: int = LEAST, also: int = 0) -> dict[str, list[tuple[str, int]]]:
    return {one.id: [(each.typed, each.alerts) for each in some] for one, some in find(room, least, also=also).chats}


def choose(room: Room, who: Chat, typed: str, **fields: Any) -> None:
    one = next(each for each in room.store.follows.subscriptions(who) if each.typed == typed)
    room.store.attention.set(who, one.query_id, **fields)


def test_what_brings_so_many_is_found_the_busiest_first(busy: Room) -> None:
    assert found(busy) == {"1": [("AI", 4)], "2": [("AI", 4)]}
    assert found(busy, 2) == {"1": [("AI", 4), ("metro", 2)], "2": [("AI", 4)]}
    assert found(busy, 5) == {}


def test_what_brings_half_as_much_is_named_beside_it_and_not_without(busy: Room) -> None:
    assert found(busy, 4, also=2) == {"1": [("AI", 4), ("metro", 2)], "2": [("AI", 4)]}
    assert found(busy, 5, also=2) == {}


@pytest.mark.parametrize(
    "chosen",
    [
        pytest.param({"mode": FollowMode.DIGEST}, id="it comes in digests only"),
        pytest.param({"rings": True}, id="it always rings"),
        pytest.param({"muted_until": later(hours=1)}, id="it is muted"),
        pytest.param({"offered_at": NOW - timedelta(days=1)}, id="the chat was told yesterday"),
    ],
)
def test_what_was_meant_so_is_not_offered(busy: Room, chosen: dict[str, Any]) -> None:
    choose(busy, MINE, "AI", **chosen)
    assert found(busy) == {"2": [("AI", 4)]}


@pytest.mark.parametrize(
    "chosen",
    [
        pytest.param({"mode": FollowMode.SILENT}, id="it is silent"),
        pytest.param({"muted_until": NOW}, id="it was muted"),
        pytest.param({"offered_at": LONG_AGO}, id="the chat was told a month ago"),
    ],
)
def test_what_still_floods_is_offered(busy: Room, chosen: dict[str, Any]) -> None:
    choose(busy, MINE, "AI", **chosen)
    assert set(found(busy)) == {"1", "2"}


def test_a_chat_that_was_told_of_one_follow_is_not_told_of_another(busy: Room) -> None:
    choose(busy, MINE, "metro", offered_at=NOW - timedelta(days=1))
    assert set(found(busy)) == {"2"}


def test_a_young_follow_is_given_time(busy: Room) -> None:
    ai = busy.follow(chat("3"), "AI", NOW - timedelta(days=1))
    assert ai
    assert set(found(busy)) == {"1", "2"}


def test_a_chat_that_rests_or_is_lost_is_left_alone(busy: Room) -> None:
    busy.store.chats.deactivate(MINE, Cause.REPORTED_LOST, NOW, "")
    assert set(found(busy)) == {"2"}


def test_all_are_looked_at_batch_after_batch(busy: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(busy_follows, "BATCH", 1)
    first = find(busy)
    assert [one.id for one, _ in first.chats] == ["1"]
    second = find(busy, cursor=first.cursor)
    assert [one.id for one, _ in second.chats] == ["2"]
    assert find(busy, cursor=second.cursor) == BusyChats(chats=(), cursor=0)


def test_a_chat_is_told_once_however_many_workers_try(busy: Room) -> None:
    (mine, (ai,)), _ = find(busy).chats
    told = [
        busy.store.busy_follows.offer(mine, [ai.query_id], letter(mine), NOW, not_offered_since=LONG_AGO)
        for _ in range(2)
    ]
    assert told == [True, False]
    assert len(busy.store.outbox.claim("telegram", NOW, 9)) >= 1
    one = next(each for each in busy.store.follows.subscriptions(mine) if each.typed == "AI")
    assert one.attention.offered_at == NOW
    assert set(found(busy)) == {"2"}
