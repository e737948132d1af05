"""A worker that delivers to a counting server on loopback, in a process that can be killed, frozen and restarted.

prepared tables ─▶ App with its leases, in its process ─▶ socket ─▶ Counter: how many messages each chat got
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
from collections import Counter as Counts
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType

from bot import process
from bot.delivery import deliver, recorder, rounds
from bot.matching.query import GRAMMAR
from bot.messages.message import Message
from bot.model import Chat, Entry, Match, Source, Way
from bot.platforms.protocol import Platform
from bot.platforms.telegram import TelegramPlatform
from bot.rules import Rules
from bot.storage import engine, schema
from bot.storage import leases as stored
from bot.storage.store import Store
from bot.worker import leases
from bot.worker.run import App
from config.logs import configure
from tests import programs
from tests.fakes import FakePlatform

SOURCE = Source(
    key="kt-eng", name="Kazakhstan Today", language="en", ways=(Way(url="http://127.0.0.1/rss"),), enabled=False
)
EDITED = "edit "  #: before the id of a chat in which a message was edited
CONNECTIONS = 20  #: messages that the counter accepts in parallel
LIMITLESS = 1e9  #: messages a second: only the database and the processor limit it
FASTEST = 1000.0  #: messages a second: the highest limit of a platform, Telegram's if paid for


@dataclass(frozen=True, kw_only=True)
class WorkerOptions:
    """How a worker runs."""

    url: str
    port: int = 0
    telegram: str = ""  #: the address of a server of Telegram, to which the real client sends; "": the counter counts
    token: str = ""  #: of the bot there
    rate: float = LIMITLESS  #: messages a second
    file_limit: int | None = None  #: bytes that a file may have, to simulate a full disk
    lease: float | None = None  #: duration of a lease in seconds, instead of the default
    hidden: bool = False  #: True: others can't see that its process has ended, as on another machine
    retry_delay: float | None = None  #: seconds of the pause after an error of the database


class SocketPlatform(FakePlatform):
    """A platform whose messages go to the counter, each acknowledged by it."""

    def __init__(self, port: int, rate: float) -> None:
        super().__init__(rate=rate, chat_rate=LIMITLESS)
        self._port = port
        self._free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
        self._opened = 0

    async def send(
        self, chat: Chat, message: Message, *, plain: bool = False, reply_to: str | None = None
    ) -> tuple[str, ...]:
        return (await self._tell(chat.id),)

    async def edit(self, chat: Chat, ref: str, message: Message, *, plain: bool = False) -> None:
        await self._tell(f"{EDITED}{chat.id}")

    async def _tell(self, what: str) -> str:
        if self._free.empty() and self._opened < CONNECTIONS:
            self._opened += 1
            self._free.put_nowait(await asyncio.open_connection("127.0.0.1", self._port))
        reader, writer = await self._free.get()
        writer.write(f"{what}\n".encode())
        ref = await reader.readline()
        self._free.put_nowait((reader, writer))
        return ref.decode().strip()


def live(life: WorkerOptions) -> None:
    """Run the worker in its process, until SIGTERM."""
    configure(level="CRITICAL")
    if life.file_limit is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (life.file_limit, resource.RLIM_INFINITY))
    if life.hidden:
        process.PROC = Path("/nowhere")
    if life.retry_delay is not None:
        deliver.RETRY_DELAY = rounds.RETRY_DELAY = recorder.RETRY_DELAY = life.retry_delay
        engine.BUSY_TIMEOUT_MS = 200
    if life.lease is not None:
        stored.DURATION = timedelta(seconds=life.lease)
        leases.RENEW_EVERY, leases.TRUST_FOR = life.lease / 3, life.lease * 0.9
        engine.TIMEOUTS["idle_in_transaction_session_timeout"] = f"{life.lease / 2}s"
    asyncio.run(_live(life))


async def _live(life: WorkerOptions) -> None:
    store = Store.open(life.url)
    app = App(store=store, rules=Rules(), sources=[SOURCE], platforms=[_platform(life)])
    try:
        await app.start()
        await app.wait()
    finally:
        await app.stop()
        store.close()


def _platform(life: WorkerOptions) -> Platform:
    if not life.telegram:
        return SocketPlatform(life.port, life.rate)
    return TelegramPlatform(token=life.token, api_url=life.telegram, rate=life.rate, paid_broadcast=True)


async def begin(life: WorkerOptions) -> programs.Program:
    """Start a worker in a process of its own."""
    return await programs.start("tests.stories.worker_process", json.dumps(asdict(life)))


class Counter:
    """The server: counts the messages of each chat, and acknowledges them. Used with `async with`."""

    def __init__(self) -> None:
        self.got: Counts[str] = Counts()
        self.port = 0
        self.open = asyncio.Event()  #: cleared: nothing is acknowledged until it is set again
        self.open.set()
        self._news = asyncio.Condition()
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> Counter:
        self._server = await asyncio.start_server(self._take, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self.open.set()
        self._server.close()
        for writer in self._writers:
            writer.close()
        await self._server.wait_closed()

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        with suppress(ConnectionError):  # its worker was killed
            while line := await reader.readline():
                async with self._news:
                    self.got[line.decode().strip()] += 1
                    self._news.notify_all()
                await self.open.wait()
                writer.write(f"{self.got.total()}\n".encode())
                await writer.drain()
        self._writers.discard(writer)
        writer.close()

    async def counts(self, total: int, within: float = 60) -> None:
        """Wait until so many messages have arrived."""
        async with asyncio.timeout(within), self._news:
            await self._news.wait_for(lambda: self.got.total() >= total)

    async def reaches(self, chats: int, within: float = 60) -> None:
        """Wait until so many chats have got a message."""
        async with asyncio.timeout(within), self._news:
            await self._news.wait_for(lambda: len(self.got) >= chats)

    async def closed(self, within: float = 10) -> None:
        """Wait until all has arrived that a worker wrote before it ended."""
        async with asyncio.timeout(within):
            while self._writers:
                await asyncio.sleep(0.005)

    async def unrecorded(self, store: Store, within: float = 10) -> int:
        """The number of messages that arrived and are not recorded, after their worker has ended."""
        await self.closed(within)
        return self.got.total() - (await asyncio.to_thread(store.outbox.count_deliveries)).get("sent", 0)

    @property
    def repeats(self) -> int:
        return self.got.total() - len(self.got)


def owe(store: Store, chats: int, *, article: int = 1) -> None:
    """Let so many chats follow one query, and owe each of them an article."""
    now = datetime.now(UTC)
    store.sources.sync([SOURCE], now)
    query_id = store.follows.upsert_query("AI", "AI", now, grammar=GRAMMAR)
    if article == 1:
        places = {"platform": "telegram", "thread": "", "kind": "private", "title": "", "timezone": "UTC"}
        rows = [{"native_id": str(row), "created_at": now, **places} for row in range(1, chats + 1)]
        asked = {"query_id": query_id, "typed": "AI", "created_at": now}
        follows = [{"chat_id": row, **asked} for row in range(1, chats + 1)]
        with store.database.write_transaction() as db:
            db.execute(schema.chat.insert(), rows)
            db.execute(schema.subscription.insert(), follows)
            db.exec_driver_sql("ANALYZE")  # a database in use has statistics
    entry = Entry(guid=None, link=None, title=f"Title {article}", teaser="AI", published_at=now)
    article_id = store.articles.add_entry(SOURCE, entry, [], silent=False, page_due_at=None, now=now)
    assert article_id is not None
    last_follow_id, _ = store.follows.queries_after(0)
    match = Match(query_id=query_id, sentence="AI", spans=((0, 2),))
    assert store.articles.store_matches(article_id, matches=[match], last_follow_id=last_follow_id, now=now)


def in_flight(store: Store) -> int:
    """The number of rows that a worker has claimed and not recorded."""
    return store.outbox.count_deliveries().get("sending", 0)


async def all_sent(store: Store, count: int, within: float = 60) -> None:
    """Wait until so many deliveries are recorded as sent."""
    async with asyncio.timeout(within):
        while (await asyncio.to_thread(store.outbox.count_deliveries)).get("sent") != count:
            await asyncio.sleep(0.02)


async def ended(child: programs.Program, within: float = 10) -> int:
    """Wait for the exit code."""
    return await asyncio.wait_for(child.wait(), within)


if __name__ == "__main__":
    live(WorkerOptions(**json.loads(sys.argv[1])))
