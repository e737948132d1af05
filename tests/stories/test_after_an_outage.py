"""Very much comes at once after an outage: nothing of it is lost, and who follows little has an alert of each.

How few messages those get who follow a common word is in tests/delivery/test_limits.py, in virtual time.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery import rounds
from bot.model import Chat, DeliveryState, Source
from bot.platforms.limits import TELEGRAM_CHAT_RATE
from bot.platforms.telegram import platform as telegram_platform
from bot.worker.run import App
from tests.intake.room import Newsroom
from tests.intake.site import Site, source
from tests.platforms.telegram.kept import Shown
from tests.platforms.telegram.server import TelegramServer
from tests.storage.conftest import Room
from tests.stories.running import RULES, is_in, telegram_at, until

pytestmark = pytest.mark.usefixtures("frequent_upkeep")
PERSON, OTHER = Chat(platform="telegram", id="7"), Chat(platform="telegram", id="8")
COUNT = 30
TOPICS = [
    "a bridge",
    "a school",
    "a fire",
    "a harvest",
    "a tram",
    "a court",
    "a museum",
    "a lake",
    "a budget",
    "a match",
]


@asynccontextmanager
async def reading(room: Room, server: TelegramServer, read: Source) -> AsyncIterator[App]:
    app = App(store=room.store, rules=replace(RULES, sources=(read,)), sources=[read], platforms=[telegram_at(server)])
    await app.start()
    try:
        yield app
    finally:
        await app.stop()


async def test_what_comes_all_at_once_after_an_outage_reaches_everybody_once(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "RESTS", (0.2, 0.5, 1.0))
    monkeypatch.setattr(telegram_platform, "TELEGRAM_CHAT_RATE", TELEGRAM_CHAT_RATE)  # what would come faster is folded
    async with Site() as site, TelegramServer() as server:
        news, read = Newsroom(site), replace(source(feed=f"{site.url}/rss"), every=1)
        news.publishes(0, "Rain", at=datetime.now(UTC) - timedelta(days=2))
        async with reading(room, server, read):
            for chat, topic in ((7, "AI"), (8, "harvest")):
                await server.say(f"/follow {topic}", chat, person=chat)
            await server.receives("sendMessage", 2)
            await until(lambda: bool(room.store.sources.poll_state(read.key).first_polled_at))
        first = datetime.now(UTC) - timedelta(minutes=COUNT)
        for number in range(1, COUNT + 1):
            title = f"AI and {TOPICS[number % 10]} of {chr(64 + number % 26)}{number * 7919}"
            news.publishes(number, title, f"AI helps with {TOPICS[number % 10]}.", at=first + timedelta(minutes=number))
        async with reading(room, server, read):
            await until(lambda: all(_is_told(room, PERSON, each) for each in room.articles()[1:]))
            await until(lambda: len(server.kept.of(8)) > COUNT // 10)
    assert len(room.articles()) == COUNT + 1
    sent = sum(is_in(room, PERSON, each, DeliveryState.SENT) for each in room.articles())
    assert sum(_carried(each) for each in server.kept.of(7)[1:]) == sent, "each is in one of them, or joined it"
    assert len(server.kept.of(8)) - 1 == COUNT // 10, "who follows little gets an alert of each"


def _is_told(room: Room, who: Chat, article_id: int) -> bool:
    return any(is_in(room, who, article_id, state) for state in (DeliveryState.SENT, DeliveryState.JOINED))


def _carried(message: Shown) -> int:
    """How many articles a message tells of, by its first line: `23 new: AI — …`."""
    first = message.text.removeprefix("<b>").split()
    return int(first[0]) if first[1] == "new:" else 1
