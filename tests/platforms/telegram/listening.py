"""A Telegram bot that listens, and shortened constants."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from types import ModuleType
from typing import Any

from bot.model import Chat
from bot.platforms.protocol import ProfileTexts
from bot.platforms.telegram import TelegramPlatform
from tests.platforms.recording_host import RecordingHost, listening
from tests.platforms.telegram.server import TOKEN, TelegramServer

CHAT = Chat(platform="telegram", id="7")


@contextmanager
def shortened(room: ModuleType, **values: object) -> Iterator[None]:
    """Shorten constants of a module for a while."""
    before = {name: getattr(room, name) for name in values}
    for name, value in values.items():
        setattr(room, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(room, name, value)


PROFILE = ProfileTexts(menu=(("follow", "hear"), ("manage", "x")), description="d", short_description="s")


@asynccontextmanager
async def listening_bot(
    server: TelegramServer,
    host: RecordingHost | None = None,
    *,
    profile: Mapping[str, ProfileTexts] | None = None,
    **more: Any,
) -> AsyncIterator[TelegramPlatform]:
    """`profile` None: a short one."""
    texts = {"": PROFILE} if profile is None else profile
    made = TelegramPlatform(
        token=TOKEN, api_url=server.url + "/", operators=frozenset({"7"}), profile=texts, **more,
    )  # fmt: skip
    async with listening(made, host) as platform:
        yield platform
