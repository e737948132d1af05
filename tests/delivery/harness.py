"""A deliverer over a store, in virtual time, and the words to speak of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.delivery.deliver import Deliverer
from bot.model import ChatKind
from bot.platforms.protocol import Platform
from bot.storage import schema as t
from tests.storage.conftest import NOW, Room, chat
from tests.virtual import wall


class Clock:
    """The wall's clock, which somebody may set."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return wall() + self.ahead


def owe(
    room: Room, chats: int, articles: int = 1, *, platform: str = "telegram", kind: ChatKind = ChatKind.PRIVATE
) -> None:
    """Chats "0", "1" … (groups "-0" …) follow AI, and are owed articles on it."""
    names = [f"-{number}" if kind is ChatKind.GROUP else str(number) for number in range(chats)]
    for name in names:
        room.meet(chat(name, platform=platform), kind)
        query_id = room.follow(chat(name, platform=platform), "AI")
        room.meet(chat(name, platform=platform), kind)
    for number in range(articles):
        room.read(room.enter(number), query_id)


def story(room: Room, number: int, query: str, names: list[str], at: datetime) -> None:
    """One article for all those chats."""
    for name in names:
        query_id = room.follow(chat(name), query, NOW)
    room.read(room.enter(number, at=at), query_id, at=at)


def rows(room: Room) -> list[dict[str, Any]]:
    """The deliveries as they stand in the table, by chat and article."""
    with room.store.database.engine.connect() as db:
        found = db.execute(select(t.delivery).order_by(t.delivery.c.chat_id, t.delivery.c.article_id))
        return [dict(row) for row in found.mappings()]


@asynccontextmanager
async def delivering(
    room: Room,
    *platforms: Platform,
    clock: Callable[[], datetime] = wall,
    refused: list[tuple[str, str]] | None = None,
) -> AsyncIterator[Deliverer]:
    heard = refused if refused is not None else []
    deliverer = Deliverer(
        outbox=room.store.outbox,
        platforms=platforms,
        clock=clock,
        on_refused=lambda name, reason: heard.append((name, reason)),
    )
    task = asyncio.create_task(deliverer.run())
    try:
        yield deliverer
    finally:
        deliverer.stop()
        await asyncio.wait_for(task, 10)


async def settled(room: Room, within: float = 10.0, **states: int) -> None:
    """Wait until so many deliveries stand in each state."""
    async with asyncio.timeout(within):
        while room.store.outbox.count_deliveries() != states:  # the table is what is waited for
            await asyncio.sleep(0.01 if within <= 10 else within / 1000)
