"""From a row of the outbox to the wire and back: a real store, the real Deliverer, a real platform.

harness.add_article("7", "8")                       # chats that follow AI are owed one article each
async with harness.delivering(platform):
    await harness.wait_state("7", DeliveryState.SENT)
harness.row("7"), harness.chat("7"), harness.follows("7"), harness.refused
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, bindparam, event, select

from bot.delivery.deliver import Deliverer
from bot.delivery.lane import Lane
from bot.i18n.translator import ENGLISH
from bot.model import Chat, DeliveryState
from bot.platforms.protocol import Platform
from bot.storage import schema as t
from tests.databases import Fill, sqlite_file
from tests.delivery.harness import follow_all
from tests.storage.conftest import Room

_columns = (t.delivery.c.state, t.delivery.c.detail, t.delivery.c.attempts, t.delivery.c.plain, t.delivery.c.not_before)
#: built once, for it is asked again and again
ROWS = (
    select(*_columns)
    .join(t.chat, t.chat.c.id == t.delivery.c.chat_id)
    .where(t.chat.c.native_id == bindparam("name"))
    .order_by(t.delivery.c.article_id)
)


def logged(capsys: pytest.CaptureFixture[str]) -> str:
    """The log in lower case, without the backslashes of quoted quotes."""
    return capsys.readouterr().out.casefold().replace("\\", "")


@dataclass(frozen=True, kw_only=True)
class Row:
    """A delivery as stored."""

    state: str
    reason: str
    attempts: int
    plain: bool
    not_before: datetime


@dataclass(frozen=True, kw_only=True)
class ChatState:
    """A chat as stored."""

    paused: bool
    pause_detail: str


def with_source(url: str) -> None:
    """What every harness begins with."""
    Room(url).store.close()


def owe(room: Room, platform: str, names: tuple[str, ...], number: int, title: str) -> None:
    """Let these chats follow AI, and owe them an article on it."""
    query_id = follow_all(room, list(names), "AI", platform=platform)
    room.match(room.add_article(number, title=title), query_id)


@cache
def with_article(platform: str, names: tuple[str, ...], title: str) -> Fill:
    """Writes the first article that is owed: most tests begin with the same."""

    def write(url: str) -> None:
        room = Room(url, has_source=True)
        owe(room, platform, names, 1, title)
        room.store.close()

    return write


class OutboxHarness:
    """One store, one platform, and a clock that is advanced by hand."""

    def __init__(self, folder: Path, platform: str) -> None:
        self.refused: list[tuple[str, str]] = []  #: reports of refused tokens
        self._folder = folder
        self._room: Room | None = None
        self._platform = platform
        self._ahead = timedelta()
        self._articles = 0
        self._lanes: list[Lane] = []
        self._waiting: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None  #: for other threads

    @property
    def room(self) -> Room:
        return self._room or self._open()

    def _open(self, *fills: Fill) -> Room:
        self._room = Room(sqlite_file(self._folder, with_source, *fills), has_source=True)
        engine = self._room.store.database.engine
        event.listen(engine, "commit", self._note)  # before any thread calls listeners
        event.listen(engine, "checkin", self._hear)
        return self._room

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def advance(self, **span: float) -> None:
        """Advance the clock, and look for what is due at once."""
        self._ahead += timedelta(**span)
        for lane in self._lanes:
            lane.wake()

    def add_article(self, *names: str, title: str = "") -> None:
        """Owe one more article to these chats."""
        self._articles += 1
        if self._room is None:
            self._open(with_article(self._platform, names, title))
        else:
            owe(self._room, self._platform, names, self._articles, title)

    def at(self, name: str) -> Chat:
        return Chat(platform=self._platform, id=name)

    @asynccontextmanager
    async def delivering(self, platform: Platform) -> AsyncIterator[None]:
        deliverer = Deliverer(
            outbox=self.room.store.outbox,
            platforms=[platform],
            clock=self.now,
            on_refused=lambda name, reason: self.refused.append((name, ENGLISH(reason))),
        )
        self._lanes = deliverer._lanes
        task = asyncio.create_task(deliverer.run())
        try:
            yield
        finally:
            deliverer.stop()
            await asyncio.wait_for(task, 10)

    async def wait_state(self, name: str, state: DeliveryState, *, rows: int = 1, attempts: int = 0) -> None:
        """Wait until so many of a chat's rows are in that state, after so many attempts."""
        await self._wait(
            lambda: sum(row.state == state and row.attempts >= attempts for row in self.rows(name)) >= rows
        )

    async def wait_attempts(self, name: str, attempts: int) -> None:
        """Wait until a chat's only row had so many attempts and has its verdict."""
        await self._wait(lambda: self.row(name).attempts >= attempts and self.row(name).state != DeliveryState.SENDING)

    async def _wait(self, reached: Callable[[], bool]) -> None:
        """Wait until so; that is asked only after another thread has written, for asking costs most."""
        done = asyncio.Event()
        self._waiting = asyncio.get_running_loop(), done
        try:
            async with asyncio.timeout(15):
                while not reached():
                    with suppress(TimeoutError):  # the last word is that of the time-out above
                        await asyncio.wait_for(done.wait(), 1)
                    done.clear()
        finally:
            self._waiting = None

    def _note(self, connection: Connection) -> None:
        """A transaction will have ended; most only read."""
        connection.info["wrote"] = connection.get_execution_options().get("writes", False)

    def _hear(self, _: object, record: Any) -> None:
        """A connection was given back; by another thread than that which waits, and after it wrote."""
        wrote = record.info.pop("wrote", False)
        if wrote and self._waiting is not None and threading.current_thread() is not threading.main_thread():
            loop, done = self._waiting
            loop.call_soon_threadsafe(done.set)

    async def wait_refused(self) -> None:
        """Wait until a refused token is reported."""
        async with asyncio.timeout(15):
            while not self.refused:
                await asyncio.sleep(0.01)

    def row(self, name: str) -> Row:
        (found,) = self.rows(name)
        return found

    def rows(self, name: str) -> list[Row]:
        """A chat's deliveries, oldest article first."""
        with self.room.store.database.engine.connect() as db:
            found = db.execute(ROWS, {"name": name}).all()
        return [
            Row(state=row[0], reason=row[1] or "", attempts=row[2], plain=row[3], not_before=row[4]) for row in found
        ]

    def chat(self, name: str) -> ChatState:
        statement = select(t.chat.c.paused_at, t.chat.c.pause_detail).where(t.chat.c.native_id == name)
        with self.room.store.database.engine.connect() as db:
            paused_at, reason = db.execute(statement).one()
        return ChatState(paused=paused_at is not None, pause_detail=reason or "")

    def follows(self, name: str) -> list[str]:
        return [each.typed for each in self.room.store.follows.subscriptions(self.at(name))]

    def close(self) -> None:
        self.room.store.close()
