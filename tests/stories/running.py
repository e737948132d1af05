"""A worker with real clients against servers on loopback, the articles of a story that come to it, and waiting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from bot.model import Chat, DeliveryState
from bot.platforms.protocol import Platform
from bot.platforms.slack import SlackPlatform
from bot.platforms.telegram import TelegramPlatform
from bot.rules import Rules
from bot.storage.store import Store
from bot.worker.run import App
from config.translations import load_translations
from tests.platforms.slack.server import APP_TOKEN, BOT_TOKEN, SlackServer
from tests.platforms.telegram.server import TOKEN, TelegramServer
from tests.storage.conftest import Room
from tests.telling import joins

RULES = Rules(translators=load_translations())


@asynccontextmanager
async def working(store: Store, platform: Platform, rules: Rules | None = None) -> AsyncIterator[App]:
    app = App(store=store, rules=rules or Rules(), sources=[], platforms=[platform])
    await app.start()
    try:
        yield app
    finally:
        await app.stop()


@asynccontextmanager
async def at_work(room: Room, *platforms: Platform) -> AsyncIterator[App]:
    """A worker that speaks every language, and sends what `publish` brings."""
    app = App(store=room.store, rules=RULES, sources=[], platforms=platforms)
    await app.start()
    try:
        yield app
    finally:
        await app.stop()


def publish(
    room: Room,
    app: App | None,
    who: Chat,
    number: int,
    first_id: int | None,
    *,
    new: tuple[str, ...] | None = None,
    follow: int = 0,
) -> int:
    """An article comes to all who follow what this chat follows, and joins the story of the first one.

    `app` None: no worker runs; `new`: what it says that is new; `follow`: the place of the one of its follows that it
    answers.
    """
    now = datetime.now(UTC)
    article_id = room.add_article(number, at=now - timedelta(minutes=9 - number), title=f"AI story {number}")
    assert article_id is not None
    joins(room.store, article_id, first_id, now, new=new)
    query_id = room.store.follows.subscriptions(who)[follow].query_id
    room.match(article_id, query_id, at=now)
    if app is not None:
        app._deliverer.wake()
    return article_id


def is_in(room: Room, who: Chat, article_id: int, state: DeliveryState) -> bool:
    """Is that the state of what the chat is owed of an article?"""
    record = room.store.outbox.delivery_record(who, article_id)
    return record is not None and record.state is state


def telegram_at(server: TelegramServer) -> TelegramPlatform:
    return TelegramPlatform(token=TOKEN, api_url=server.url)


def slack_at(server: SlackServer) -> SlackPlatform:
    return SlackPlatform(bot_token=BOT_TOKEN, app_token=APP_TOKEN, api_url=server.url)


async def until(true: Callable[[], bool], patience: float = 120) -> None:
    """Wait until it is true; it may ask the database, which it does the more seldom the longer it waits."""
    pause = 0.01
    async with asyncio.timeout(patience):
        while not await asyncio.to_thread(true):
            await asyncio.sleep(pause)
            pause = min(pause * 1.25, 0.1)
