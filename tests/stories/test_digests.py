"""Digests on time, through the real clients: set in words, sent at their time, once, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.model import ChatKind, Command, FollowMode
from bot.platforms import answering
from bot.platforms.protocol import Platform
from bot.platforms.telegram import listener as telegram_listener
from bot.rules import Rules
from bot.storage.store import Store
from bot.worker.run import App
from config.translations import load_translations
from tests.platforms.slack.server import SlackServer
from tests.platforms.telegram.server import TelegramServer
from tests.storage.conftest import Room, chat
from tests.stories.running import slack_at, telegram_at, until

pytestmark = pytest.mark.usefixtures("short_rests")


@pytest.fixture(autouse=True)
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(telegram_listener, "PAUSES", (0.05,))


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2024, 2, 29, 9, 0, tzinfo=UTC)  #: 15:00 in Almaty, the day before its clocks are set

    def __call__(self) -> datetime:
        return self.now


def letters_with(server: TelegramServer, words: str) -> list[str]:
    return [sent["text"] for sent in server.of("sendMessage") if words in sent["text"]]


async def test_a_digest_comes_once_a_day_across_the_clocks_and_once_after_an_outage(
    database_url: str, stores: Callable[[], Store]
) -> None:
    room, clock = Room(database_url), Clock()
    rules = Rules(translators=load_translations("en"))
    async with TelegramServer() as server:
        app = App(store=stores(), rules=rules, sources=[], platforms=[telegram_at(server)], clock=clock)
        await app.start()
        try:
            who = chat("5")
            room.store.chats.upsert(
                Command(chat=who, kind=ChatKind.PRIVATE, name="start", text="", language="ru"),
                clock.now,
                timezone="Asia/Almaty",
            )
            query_id = room.follow(who, "AI", clock.now)
            await server.say("присылай дайджест каждое утро в 8:30", 5, person=5)
            await until(lambda: bool(letters_with(server, "завтра в 08:30")))
            room.match(room.add_article(1, at=clock.now), query_id, at=clock.now)
            clock.now = datetime(2024, 3, 1, 2, 30, tzinfo=UTC)  # 8:30, were it not for the clocks
            await app.chores.enqueue_digests()
            assert letters_with(server, "🗞") == []
            clock.now += timedelta(hours=1)
            for _ in range(2):
                await app.chores.enqueue_digests()
            await until(lambda: bool(letters_with(server, "🗞 1 новая: AI 1")))
        finally:
            await app.stop()
        clock.now += timedelta(days=3, hours=2)
        again = App(store=stores(), rules=rules, sources=[], platforms=[telegram_at(server)], clock=clock)
        await again.start()
        try:
            await again.chores.enqueue_digests()
            await until(lambda: bool(letters_with(server, "Ничего нового")))
            (late,) = letters_with(server, "Ничего нового")
            assert "Должен был прийти" in late
            await again.chores.enqueue_digests()
        finally:
            await again.stop()
        assert len(letters_with(server, "🗞")) == 2
    room.store.close()


async def test_on_slack_a_long_one_has_a_button_for_more(database_url: str, stores: Callable[[], Store]) -> None:
    room, clock = Room(database_url), Clock()
    who = chat("D1", platform="slack")
    async with SlackServer() as server:
        app = App(store=stores(), rules=Rules(), sources=[], platforms=[slack_at(server)], clock=clock)
        query_id = room.follow(who, "AI", clock.now)
        room.store.digests.set(who, tuple(range(7)), (510,), clock.now)
        for number in range(60):
            article = room.add_article(number, at=clock.now, title=f"A long title of news {number}" * 4)
            room.match(article, query_id, at=clock.now)
        await app.start()
        try:
            clock.now += timedelta(days=1)
            await app.chores.enqueue_digests()
            await until(lambda: any("60 new: AI 60" in str(sent) for sent in server.of("chat.postMessage")))
            (sent,) = [each for each in server.of("chat.postMessage") if "60 new" in str(each)]
            assert "page 2 digest +" in str(sent)
        finally:
            await app.stop()
    room.store.close()


async def test_one_whose_answer_was_lost_is_asked_about_and_shown_in_place_of_the_question(sqlite_url: str) -> None:
    room, clock = Room(sqlite_url), Clock()
    telegram_chat, slack_chat = chat("5"), chat("D1", platform="slack")
    for who in (telegram_chat, slack_chat):
        query_id = room.follow(who, "AI", clock.now)
        room.store.attention.set(who, query_id, mode=FollowMode.DIGEST)
        room.store.digests.set(who, tuple(range(7)), (510,), clock.now)
    room.match(room.add_article(1, at=clock.now), query_id, at=clock.now)
    async with TelegramServer() as telegram, SlackServer() as slack:
        platforms: list[Platform] = [telegram_at(telegram), slack_at(slack)]
        app = App(store=room.store, rules=Rules(), sources=[], platforms=platforms, clock=clock)
        await app.start()
        try:
            telegram.lose("sendMessage")
            slack.lose("chat.postMessage")
            clock.now += timedelta(days=1)
            await app.chores.enqueue_digests()
            await telegram.receives("sendMessage"), await slack.receives("chat.postMessage")
            await until(lambda: room.store.outbox.count_letters() == {"pending": 2})
            clock.now += timedelta(minutes=1)
            (_, line), (_, posted) = (
                await telegram.receives("sendMessage", 2), await slack.receives("chat.postMessage", 2),
            )  # fmt: skip
            assert ("may not have arrived" in line["text"], line["disable_notification"]) == (True, "true")
            assert "may not have arrived" in str(posted)
            (action,) = re.findall(r"digest \+\w+ \+\w+", str(line))
            assert action in str(posted)
            await telegram.press(action, 5, person=5, message_id=1002)
            await slack.press(action, "D1")
            (shown,) = await telegram.receives("editMessageText")
            assert ("🗞 1 new: AI 1" in shown["text"], shown["message_id"]) == (True, "1002")
            await until(lambda: "🗞 1 new: AI 1" in str(slack.of("respond")))
        finally:
            await app.stop()
        assert len(letters_with(telegram, "🗞 1 new")) == 1
    room.store.close()
