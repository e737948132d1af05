"""A deliverer over a store, in virtual time, with helpers for tests."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, select

from bot.delivery import deliver, lane, rounds
from bot.delivery.deliver import Deliverer
from bot.i18n.translator import ENGLISH
from bot.matching.query import GRAMMAR
from bot.model import ChatKind
from bot.platforms.protocol import Platform
from bot.storage import schema as t
from tests.many import add_articles
from tests.storage.conftest import NOW, Room, chat
from tests.virtual import wall_clock

RARELY = 5.0  #: seconds
LOOKS = 50  #: of so many, one counts whatever was heard: another connection may have written


class Clock:
    """A wall clock that can be set."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return wall_clock() + self.ahead


def owe(
    room: Room, chats: int, articles: int = 1, *, platform: str = "telegram", kind: ChatKind = ChatKind.PRIVATE
) -> None:
    """Let chats "0", "1" … (groups "-0" …) follow AI, and owe them articles on it."""
    names = [f"-{number}" if kind is ChatKind.GROUP else str(number) for number in range(chats)]
    query_id = follow_all(room, names, "AI", platform=platform, kind=kind)
    add_articles(room, [(number, NOW) for number in range(articles)], query_id)


def story(room: Room, number: int, query: str, names: list[str], at: datetime) -> None:
    """Owe one article to all these chats."""
    query_id = follow_all(room, names, query)
    room.match(room.add_article(number, at=at), query_id, at=at)


def follow_all(
    room: Room, names: list[str], typed: str, *, platform: str = "telegram", kind: ChatKind = ChatKind.PRIVATE
) -> int:
    """Let these chats follow a query, and return its id; new ones all at once, as if each had asked for it."""
    query_id = room.store.follows.upsert_query(typed, typed, NOW, grammar=GRAMMAR)
    stored = select(t.chat.c.native_id, t.chat.c.id).where(t.chat.c.platform == platform)
    with room.store.database.write_transaction() as db:
        known = {row.native_id for row in db.execute(stored)}
        place = {"platform": platform, "kind": kind, "timezone": "Asia/Almaty", "created_at": NOW}
        new = [name for name in names if name not in known]
        if new:
            db.execute(t.chat.insert(), [{"native_id": name, **place} for name in new])
            ids = {row.native_id: row.id for row in db.execute(stored)}
            asked = {"query_id": query_id, "typed": typed, "created_at": NOW}
            db.execute(t.subscription.insert(), [{"chat_id": ids[name], **asked} for name in new])
    for name in (name for name in names if name in known):
        room.follow(chat(name, platform=platform), typed)
        room.add_chat(chat(name, platform=platform), kind)
    return query_id


@pytest.fixture
def rare_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The outbox is looked into every five seconds unless something happens: a long wait in virtual time costs less."""
    monkeypatch.setattr(deliver, "MAINTAIN_EVERY", RARELY)
    for module in (lane, rounds):
        monkeypatch.setattr(module, "POLL_EVERY", RARELY)


def rows(room: Room) -> list[dict[str, Any]]:
    """The rows of the table of deliveries, by chat and article."""
    with room.store.database.engine.connect() as db:
        found = db.execute(select(t.delivery).order_by(t.delivery.c.chat_id, t.delivery.c.article_id))
        return [dict(row) for row in found.mappings()]


@asynccontextmanager
async def delivering(
    room: Room,
    *platforms: Platform,
    clock: Callable[[], datetime] = wall_clock,
    refused: list[tuple[str, str]] | None = None,
    outages: list[tuple[str, bool]] | None = None,
) -> AsyncIterator[Deliverer]:
    refusals = refused if refused is not None else []
    told = outages if outages is not None else []
    deliverer = Deliverer(
        outbox=room.store.outbox,
        platforms=platforms,
        clock=clock,
        on_refused=lambda name, reason: refusals.append((name, ENGLISH(reason))),
        on_mass_refusal=lambda name, under_way: told.append((name, under_way)),
    )
    task = asyncio.create_task(deliverer.run())
    try:
        yield deliverer
    finally:
        deliverer.stop()
        await asyncio.wait_for(task, 10)


async def settled(room: Room, within: float = 10.0, **states: int) -> None:
    """Wait until so many deliveries are in each state."""
    step = 0.01 if within <= 10 else within / 1000
    await reached(room, lambda: room.store.outbox.count_deliveries() == states, within=within, step=step)


async def reached(room: Room, so: Callable[[], bool], *, within: float, step: float) -> None:
    """Wait until it is so; it is asked only after something was written, for to ask costs the most."""
    with writes(room) as heard:
        async with asyncio.timeout(within):
            for look in itertools.count():
                if heard or look % LOOKS == 0:
                    heard.clear()
                    if so():
                        return
                await asyncio.sleep(step)


@contextmanager
def writes(room: Room) -> Iterator[list[Connection]]:
    """The connections of the room that have written, until the list is cleared."""
    engine = room.store.database.engine
    heard: list[Connection] = []

    def hear(connection: Connection) -> None:
        if connection.get_execution_options().get("writes"):
            heard.append(connection)

    event.listen(engine, "commit", hear)
    try:
        yield heard
    finally:
        event.remove(engine, "commit", hear)
