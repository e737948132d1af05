"""From the call of a platform to the answer on the wire: what was acknowledged is answered, and nothing twice."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.platforms import answering
from bot.platforms.slack import SlackPlatform
from bot.platforms.telegram import TelegramPlatform, hook
from bot.platforms.telegram import listener as telegram_listener
from bot.rules import Rules
from bot.storage import schema as t
from bot.storage.store import Store
from bot.web.server import WebServer
from bot.worker import calls, leases
from bot.worker.calls import StoredCalls
from bot.worker.run import App
from bot.worker.serving import Wake, web_routes
from config.settings import Settings
from tests import programs
from tests.platforms.slack.server import BOT_TOKEN, SIGNING_SECRET, SlackServer
from tests.platforms.telegram.server import TOKEN, TelegramServer
from tests.stories.running import telegram_at, until, working
from tests.stories.test_hubs import free_port
from tests.stories.test_updates import all_answered

KILLS = 3  # two of workers: an answer that is cut off three times is given up


@pytest.fixture(autouse=True)
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "RENEW_EVERY", 0.05)
    monkeypatch.setattr(answering, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(calls, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(calls, "LOOK_SELDOM", 0.05)
    monkeypatch.setattr(telegram_listener, "PAUSES", (0.05,))
    monkeypatch.setattr(hook, "CHECK_EVERY", 0.05)


class Room:
    """Both platforms on loopback, and where they call."""

    def __init__(self, telegram: TelegramServer, slack: SlackServer) -> None:
        self.telegram, self.slack = telegram, slack
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        slack.request_url = self.url

    def web(self, store: Store, wake: Wake = lambda lanes: None) -> WebServer:
        settings = Settings(telegram_bot_token=TOKEN, slack_signing_secret=SIGNING_SECRET, public_url=self.url)
        return WebServer(self.port, web_routes(settings, store, wake), host="127.0.0.1")

    def app(self, store: Store, *, serving: bool = False) -> App:
        box = StoredCalls(store.calls, called=True)
        telegram = TelegramPlatform(token=TOKEN, api_url=self.telegram.url, public_url=self.url)
        slack = SlackPlatform(bot_token=BOT_TOKEN, api_url=self.slack.url)
        web = self.web(store, box.wake) if serving else None
        return App(store=store, rules=Rules(), sources=[], platforms=[telegram, slack], calls=box, web=web)


@asynccontextmanager
async def rooms() -> AsyncIterator[Room]:
    async with TelegramServer() as telegram, SlackServer() as slack:
        yield Room(telegram, slack)


@asynccontextmanager
async def at_work(app: App) -> AsyncIterator[None]:
    await app.start()
    try:
        yield
    finally:
        await app.stop()


def unread(store: Store) -> int:
    with store.database.read_transaction() as db:
        return int(db.scalar(select(func.count()).select_from(t.call).where(t.call.c.body.is_not(None))) or 0)


async def test_what_both_platforms_call_for_is_answered_and_what_it_said_is_forgotten(
    stores: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "LOOK_EVERY", 60.0)  # in the same process nobody waits for a look
    store = stores()
    async with rooms() as room, at_work(room.app(stores(), serving=True)):
        await room.telegram.say("/follow ЖИ")
        assert await room.slack.acks(await room.slack.slash("/follow", "AI", channel="D1")) < 3
        await room.slack.mention("follow waste")
        await room.telegram.receives("sendMessage")
        await room.slack.receives("chat.postMessage", 2)
        await room.slack.press("unfollow waste")
        await until(lambda: all_answered(store, 4))
        await until(lambda: unread(store) == 0)
        assert "ЖИ" in room.telegram.texts()[0]
        assert room.telegram.of("getUpdates") == []
        assert room.slack.asked["apps.connections.open"] == 0
        assert (set(room.telegram.answers), set(room.slack.statuses)) == ({200}, {200})


async def test_what_another_process_is_called_for_is_answered_by_who_listens(stores: Callable[[], Store]) -> None:
    store = stores()
    async with rooms() as room:
        web = room.web(stores())
        await web.start()
        async with at_work(room.app(stores())), at_work(room.app(stores())):
            for number in range(5):
                await room.telegram.say(f"/follow word{number}", 100 + number)
                await room.slack.slash("/follow", "AI", channel=f"D{number}")
            await until(lambda: all_answered(store, 10))
            assert len(room.telegram.texts()) == 5
            assert len(room.slack.of("chat.postMessage")) == 5
        await web.stop()


async def test_what_was_called_for_while_no_worker_ran_is_answered_by_the_next_one_in_its_order(
    stores: Callable[[], Store],
) -> None:
    store = stores()
    async with rooms() as room:
        async with at_work(room.app(stores())):
            await room.telegram.receives("setWebhook")
        web = room.web(stores())
        await web.start()
        for number in range(12):
            await room.telegram.say(f"/follow word{number}")
        await until(lambda: unread(store) == 12)
        assert room.telegram.texts() == []
        async with at_work(room.app(stores())):
            await until(lambda: all_answered(store, 12))
        await web.stop()
    assert [f"word{number}" in text for number, text in enumerate(room.telegram.texts())] == [True] * 12


async def test_a_database_that_is_away_loses_nothing_because_nothing_is_acknowledged(
    stores: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.storage import engine

    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 100)
    monkeypatch.setitem(engine.TIMEOUTS, "lock_timeout", "100ms")
    store = stores()
    async with rooms() as room, at_work(room.app(stores(), serving=True)):
        await room.telegram.receives("setWebhook")
        with store.database.write_transaction() as db:
            if db.dialect.name == "postgresql":
                db.exec_driver_sql("LOCK TABLE call IN ACCESS EXCLUSIVE MODE")
            await room.telegram.say("/help")
            await until(lambda: 503 in room.telegram.answers)
        await room.telegram.receives("sendMessage")
        await until(lambda: all_answered(store, 1))
    assert len(room.telegram.texts()) == 1


async def test_no_update_is_lost_when_the_way_of_telegram_is_changed_and_changed_back(
    stores: Callable[[], Store],
) -> None:
    store = stores()

    async def answered(count: int) -> None:
        await until(lambda: all_answered(store, count))

    async with rooms() as room:
        for turn in range(4):
            called = turn % 2 == 0
            platform = TelegramPlatform(token=TOKEN, api_url=room.telegram.url, public_url=room.url)
            web = room.web(stores())
            await web.start()
            async with working(stores(), platform if called else telegram_at(room.telegram)):
                await room.telegram.say("/help", 10 + 2 * turn)
                await answered(2 * turn + 1)
                assert bool(room.telegram.webhook) is called
            await room.telegram.say("/help", 11 + 2 * turn)  # while nobody listens
            await web.stop()
        async with working(stores(), telegram_at(room.telegram)):
            await answered(8)
    told = Counter(sent["chat_id"] for sent in room.telegram.of("sendMessage"))
    assert told == {str(10 + number): 1 for number in range(8)}


# ------------------------------------------------------------------------------------------------- real processes


class Processes:
    """`python -m bot web` and two workers, any of which may be killed and started again."""

    def __init__(self, folder: Path, room: Room, database_url: str) -> None:
        sources = folder / "sources.toml"
        sources.write_text("[[source]]\nkey = 'n'\nname = 'N'\nlanguage = 'en'\nfeed = 'http://127.0.0.1:9/rss'\n")
        self._room = room
        self._environment = os.environ | {
            "DATABASE_URL": database_url,
            "JARSHY_SOURCES": str(sources),
            "TELEGRAM_API_URL": room.telegram.url,
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "SLACK_API_URL": room.slack.url,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "PUBLIC_URL": room.url,
            "PORT": str(room.port),
        }
        self._path = folder / "log"
        self._log = self._path.open("ab")
        self._children: dict[str, programs.Program] = {}

    async def __aenter__(self) -> Processes:
        return self

    async def __aexit__(self, *_: object) -> None:
        for name, child in self._children.items():
            if child.returncode is None:  # a claim has failed
                await self.kill(name)
        self._log.close()

    async def start(self, name: str) -> None:
        self._children[name] = await programs.start(
            "bot", name.split()[0], env=self._environment, stdout=self._log, stderr=programs.STDOUT
        )

    async def kill(self, name: str) -> None:
        self._children[name].kill()
        await self._children[name].wait()

    async def is_there(self) -> None:
        """Wait until the web app answers."""
        async with asyncio.timeout(60), aiohttp.ClientSession() as client:
            while True:
                try:
                    async with client.get(f"{self._room.url}/healthz") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientError:
                    await asyncio.sleep(0.05)

    async def end(self) -> list[int | None]:
        """End all by SIGTERM; their exit codes."""
        for child in self._children.values():
            child.send_signal(signal.SIGTERM)
        return [await asyncio.wait_for(child.wait(), 60) for child in self._children.values()]

    def said(self) -> str:
        """All that they have logged."""
        return self._path.read_text(encoding="utf-8")


def begun(store: Store) -> Counter[str]:
    """How often the answer to each chat was begun."""
    with store.database.read_transaction() as db:
        rows = db.execute(select(t.update.c.lane, t.update.c.attempts)).all()
    return Counter({lane: sum(row.attempts - 1 for row in rows if row.lane == lane) for lane in {r.lane for r in rows}})


async def test_a_web_process_and_two_workers_are_killed_at_random_and_every_call_that_was_acknowledged_is_answered(
    tmp_path: Path, database_url: str, stores: Callable[[], Store]
) -> None:
    store, chance = stores(), random.Random()
    async with rooms() as room, Processes(tmp_path, room, database_url) as processes:
        for name in ("web", "worker 1", "worker 2"):
            await processes.start(name)
        await processes.is_there()
        await room.telegram.receives("setWebhook")
        asked: dict[str, str] = {}  # channels, by the names of their calls

        async def ask() -> None:
            number = len(asked)
            await room.telegram.say("/follow AI", 1_000 + number)
            asked[await room.slack.write("follow AI", channel=f"D{number}")] = f"D{number}"
            await asyncio.sleep(chance.random() / 4)

        for kill in range(KILLS):
            for _ in range(chance.randint(1, 8)):
                await ask()
            name = "web" if kill % 3 == 0 else f"worker {chance.randint(1, 2)}"
            await processes.kill(name)
            await processes.start(name)
            if kill % 3 == 2:
                await processes.is_there()
        await processes.is_there()
        await ask()
        taken = {channel for name, channel in asked.items() if name in room.slack.acked}
        chats = {str(1_000 + number) for number in range(len(asked))}
        await until(lambda: chats <= {sent["chat_id"] for sent in room.telegram.of("sendMessage")}, patience=300)
        await until(lambda: taken <= {sent["channel"] for sent in room.slack.of("chat.postMessage")}, patience=300)
        await until(lambda: unread(store) == 0)
        again = begun(store)
        await until(lambda: store.leases.count_workers() == 2, patience=300)
        assert await processes.end() == [0, 0, 0]
        assert "Traceback" not in processes.said(), processes.said()
    told = Counter(sent["chat_id"] for sent in room.telegram.of("sendMessage"))
    said = Counter(sent["channel"] for sent in room.slack.of("chat.postMessage"))
    assert taken, "some were acknowledged"
    assert told.total() - len(told) <= again["telegram"], "only what was cut off is said again"
    assert said.total() - len(said) <= again["slack"]
