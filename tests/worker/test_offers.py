"""Who gets too much is told by day, in the right chat, once a month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.messages.message import Message
from bot.messages.payload import from_json
from bot.model import Chat, ChatKind, Command, Letter
from bot.rules import Rules
from bot.worker import offers
from bot.worker.offers import offer_fewer
from config.translations import load_translations
from tests.builders import actions, written
from tests.storage.conftest import Room, chat

NOON = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)  #: noon in Almaty
NIGHT = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
RULES = Rules(translators=load_translations())
MINE, CHANNEL = chat("1"), chat("-1001")
OLD = NOON - timedelta(days=9)


@pytest.fixture
def room(sqlite_url: str) -> Iterator[Room]:
    made = Room(sqlite_url)
    yield made
    made.store.close()


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """One alert a day is too many."""
    monkeypatch.setattr(offers, "TOO_MANY", 1)
    monkeypatch.setattr(offers, "NAMED_FROM", 1)


def add_chat(room: Room, who: Chat, kind: ChatKind, title: str = "") -> None:
    command = Command(chat=who, kind=kind, name="start", text="", title=title, language="en")
    room.store.chats.upsert(command, OLD, timezone="Asia/Almaty")


def flood(room: Room, who: Chat, at: datetime = NOON) -> None:
    """Four articles about AI and metro in the last days."""
    queries = [room.follow(who, typed, OLD) for typed in ("AI", "metro")]
    for number in range(4):
        seen = at - timedelta(hours=number + 1)
        room.match(room.add_article(number, at=seen), *queries, at=seen)
    room.fan_out(at)


def letters(room: Room, now: datetime) -> list[tuple[Chat, Message]]:
    claimed = room.store.outbox.claim("telegram", now, 99)
    return [(each.chat, from_json(each.payload)) for each in claimed if isinstance(each, Letter)]


def test_it_is_told_once_a_month_however_often_the_chore_runs(room: Room) -> None:
    add_chat(room, MINE, ChatKind.PRIVATE)
    flood(room, MINE)
    assert [offer_fewer(room.store, RULES, NOON) for _ in range(2)] == [0, 0]
    ((to, message),) = letters(room, NOON)
    assert to == MINE
    assert "**AI** · ≈1 alert a day\n**metro** · ≈1 alert a day" in written(message)
    assert message.quiet


def test_after_a_month_it_is_told_again(room: Room) -> None:
    add_chat(room, MINE, ChatKind.PRIVATE)
    flood(room, MINE)
    for one in room.store.follows.subscriptions(MINE):
        room.store.attention.set(MINE, one.query_id, offered_at=NOON - timedelta(days=31))
    offer_fewer(room.store, RULES, NOON)
    assert len(letters(room, NOON)) == 1


def test_nobody_is_told_at_night(room: Room) -> None:
    add_chat(room, MINE, ChatKind.PRIVATE)
    flood(room, MINE, NIGHT)
    offer_fewer(room.store, RULES, NIGHT)
    assert all(each.attention.offered_at is None for each in room.store.follows.subscriptions(MINE))
    offer_fewer(room.store, RULES, NIGHT + timedelta(hours=8))
    assert len(letters(room, NIGHT + timedelta(hours=8))) == 1


def test_of_a_channel_who_manages_it_is_told_and_nobody_if_nobody_does(room: Room) -> None:
    flood(room, CHANNEL)
    add_chat(room, CHANNEL, ChatKind.CHANNEL, "News")
    offer_fewer(room.store, RULES, NOON)
    assert all(each.attention.offered_at is None for each in room.store.follows.subscriptions(CHANNEL))
    add_chat(room, MINE, ChatKind.PRIVATE)
    room.store.chats.manage(MINE, CHANNEL, NOON)
    offer_fewer(room.store, RULES, NOON)
    ((to, message),) = letters(room, NOON)
    assert to == MINE
    assert "This is about **News**." in written(message)
    assert all(action.startswith("for -1001 ") for action in actions(message))


def test_at_most_three_topics_are_named_the_busiest_first(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offers, "MOST", 1)
    add_chat(room, MINE, ChatKind.PRIVATE)
    flood(room, MINE)
    offer_fewer(room.store, RULES, NOON)
    ((_, message),) = letters(room, NOON)
    assert "**AI** brings about 1 alert a day" in written(message)
    assert actions(message) == ["narrow #1 title", "daily #1"]
