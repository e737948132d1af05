"""A worker with a real client against a server on loopback, and waiting for what it does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.platforms.protocol import Platform
from bot.platforms.slack import SlackPlatform
from bot.platforms.telegram import TelegramPlatform
from bot.rules import Rules
from bot.storage.store import Store
from bot.worker.run import App
from tests.platforms.slack.server import APP_TOKEN, BOT_TOKEN, SlackServer
from tests.platforms.telegram.server import TOKEN, TelegramServer


@asynccontextmanager
async def working(store: Store, platform: Platform, rules: Rules | None = None) -> AsyncIterator[App]:
    app = App(store=store, rules=rules or Rules(), sources=[], platforms=[platform])
    await app.start()
    try:
        yield app
    finally:
        await app.stop()


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
