"""What opens again is heard: what was held goes out, what was missed is told with a button for the digest."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.model import Chat, ChatKind
from bot.platforms import answering
from bot.platforms.protocol import Platform
from bot.platforms.telegram import listener as telegram_listener
from bot.rules import Rules
from bot.worker.run import App
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import TelegramServer
from tests.storage.conftest import Room
from tests.stories.running import slack_at, telegram_at, until

PERSON = Chat(platform="telegram", id="7")
TOPIC = Chat(platform="telegram", id="-5", thread="9")
CHANNEL = Chat(platform="slack", id="C1")


@pytest.fixture(autouse=True)
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(telegram_listener, "PAUSES", (0.05,))


@asynccontextmanager
async def working(room: Room, platform: Platform) -> AsyncIterator[Callable[[Chat, int], None]]:
    """A worker; the function owes a chat so many articles more."""
    app = App(store=room.store, rules=Rules(), sources=[], platforms=[platform])
    numbers = iter(range(1, 100))

    def owe(who: Chat, count: int) -> None:
        now = datetime.now(UTC)
        for _ in range(count):
            query_id = room.store.follows.subscriptions(who)[0].query_id
            room.match(room.add_article(next(numbers), at=now), query_id, at=now)
        app._deliverer.wake()

    await app.start()
    try:
        yield owe
    finally:
        await app.stop()


def follow(room: Room, who: Chat, kind: ChatKind) -> None:
    room.follow(who, "AI", datetime.now(UTC))
    room.add_chat(who, kind, datetime.now(UTC))


def is_paused(room: Room, who: Chat) -> bool:
    found = room.store.chats.get(who)
    return found is not None and found.paused


def waits(room: Room) -> bool:
    return bool(room.store.chats.count_waiting())


def buttons(sent: dict[str, Any]) -> list[str]:
    if "reply_markup" in sent:
        return [key["callback_data"] for row in json.loads(sent["reply_markup"])["inline_keyboard"] for key in row]
    return [key["value"] for block in sent["blocks"] if block["type"] == "actions" for key in block["elements"]]


async def test_who_unblocks_the_bot_in_the_profile_is_told_what_was_missed(room: Room) -> None:
    follow(room, PERSON, ChatKind.PRIVATE)
    async with TelegramServer() as server, working(room, telegram_at(server)) as owe:
        server.refuse(403, "Forbidden: bot was blocked by the user", chat=7)
        owe(PERSON, 2)
        await until(lambda: room.store.outbox.count_deliveries() == {"dropped": 2})
        assert is_paused(room, PERSON)
        server.relent()
        await server.membership(7, "private", "kicked", "member")
        (told,) = await server.receives("sendMessage")
        owe(PERSON, 1)
        _, alert = await server.receives("sendMessage", 2)
    assert "you missed 2 alerts" in told["text"]
    assert "digest week" in buttons(told)
    assert "Title" in alert["text"]


async def test_a_topic_that_is_opened_again_gets_what_was_held_for_it(room: Room) -> None:
    follow(room, TOPIC, ChatKind.GROUP)
    async with TelegramServer() as server, working(room, telegram_at(server)) as owe:
        server.refuse(400, "Bad Request: TOPIC_CLOSED", chat=-5)
        owe(TOPIC, 2)
        await until(lambda: waits(room))
        server.relent()
        topic = {"message_thread_id": 9, "is_topic_message": True, "forum_topic_reopened": {}}
        await server.happen(message=server.message("", -5, kind="supergroup") | topic)
        await until(lambda: room.store.outbox.count_deliveries() == {"sent": 2})
        sent = server.of("sendMessage")
    assert {each["message_thread_id"] for each in sent} == {"9"}
    assert all("Title" in each["text"] for each in sent), "nothing was missed"


@pytest.mark.parametrize(("archived", "opened"), [("channel_archive", "channel_unarchive"),
                                                  ("group_archive", "group_unarchive")])  # fmt: skip
async def test_a_channel_that_is_unarchived_is_told_what_it_missed(room: Room, archived: str, opened: str) -> None:
    follow(room, CHANNEL, ChatKind.GROUP)
    async with SlackServer() as server, working(room, slack_at(server)) as owe:
        await server.event(type=archived, channel="C1", user="U7")
        await until(lambda: is_paused(room, CHANNEL))
        owe(CHANNEL, 1)
        await until(lambda: room.store.outbox.count_deliveries() == {"dropped": 1})
        await server.event(type=opened, channel="C1", user="U7")
        (told,) = await server.receives("chat.postMessage")
        owe(CHANNEL, 1)
        _, alert = await server.receives("chat.postMessage", 2)
    assert "you missed 1 alert" in told["text"]
    assert "digest week" in buttons(told)
    assert "Title" in alert["text"]


async def test_a_channel_whose_id_changes_keeps_its_follows_and_what_it_is_owed(room: Room) -> None:
    follow(room, CHANNEL, ChatKind.GROUP)
    async with SlackServer() as server, working(room, slack_at(server)) as owe:
        server.refuse("channel_not_found", channel="C1")
        owe(CHANNEL, 1)
        await until(lambda: waits(room))
        server.members.add("C2")
        await server.event(type="channel_id_changed", old_channel_id="C1", new_channel_id="C2")
        (alert,) = await server.receives("chat.postMessage")
    assert alert["channel"] == "C2"
    assert room.store.follows.subscriptions(CHANNEL) == []
