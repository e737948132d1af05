"""A feed names a hub: `python -m bot run` asks it, is told of an article, and alerts long before its next poll."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
import secrets
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from tests import programs
from tests.intake.site import Site, item, page, rss, story
from tests.platforms.telegram.server import TOKEN, TelegramServer


class PublishingSite:
    """A site that has a feed with a hub; the hub verifies as the specification says."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._items: list[str] = []
        self.asked: list[dict[str, str]] = []
        self.challenges: list[str] = []
        self._tasks: set[asyncio.Task[None]] = set()
        site.does("/hub", self._subscribe)
        self.publish("An old one")

    def publish(self, title: str) -> None:
        path = f"/{len(self._items)}.html"
        self._items.insert(0, item(title, self._site.url + path, date=format_datetime(datetime.now(UTC))))
        self._site.says(path, page(story(f"{title} in full.")))
        links = f'</rss>; rel="self", <{self._site.url}/hub>; rel="hub"'
        self._site.says("/rss", rss(*self._items), headers={"Link": links})

    def feed_requests(self) -> int:
        return self._site.paths().count("/rss")

    async def _subscribe(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append(form)
        task = asyncio.create_task(self._verify(form))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return web.Response(status=202)

    async def _verify(self, form: dict[str, str]) -> None:
        asked = {
            "hub.mode": "subscribe",
            "hub.topic": form["hub.topic"],
            "hub.challenge": "c7",
            "hub.lease_seconds": "3600",
        }
        async with (
            aiohttp.ClientSession() as client,
            client.get(f"{form['hub.callback']}?{urlencode(asked)}") as answer,
        ):
            self.challenges.append(await answer.text())

    async def deliver(self, *, secret: str | None = None) -> int:
        form, body = self.asked[-1], b"the feed, or a part of it"
        signature = hmac.new((secret or form["hub.secret"]).encode(), body, hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature": f"sha256={signature}"}
        async with (
            aiohttp.ClientSession() as client,
            client.post(form["hub.callback"], data=body, headers=headers) as answer,
        ):
            return answer.status


@asynccontextmanager
async def running(folder: Path, site: Site, telegram: TelegramServer, port: int) -> AsyncIterator[None]:
    (folder / "sources.toml").write_text(
        f"[[source]]\nkey = 'n'\nname = 'N'\nlanguage = 'en'\nfeed = '{site.url}/rss'\nevery = 3000\n", encoding="utf-8"
    )
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder}/jarshy.db",
        "JARSHY_SOURCES": str(folder / "sources.toml"),
        "TELEGRAM_API_URL": telegram.url,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PORT": str(port),
    }
    child = await programs.start("bot", "run", env=environment, stdout=programs.PIPE, stderr=programs.STDOUT)
    try:
        yield
    finally:
        child.send_signal(signal.SIGTERM)
        said, _ = await asyncio.wait_for(child.communicate(), 60)
        assert child.returncode == 0, said.decode()


def free_port() -> int:
    """One below those that the system gives to servers and connections that ask for any."""
    while True:
        port = 12_000 + secrets.randbelow(20_000)
        with socket.socket() as taken, suppress(OSError):
            taken.bind(("127.0.0.1", port))
            return port


async def test_a_hub_is_asked_is_confirmed_and_its_ring_brings_an_article_at_once(tmp_path: Path) -> None:
    async with Site() as site, TelegramServer() as telegram:
        publisher, port = PublishingSite(site), free_port()
        async with running(tmp_path, site, telegram, port), asyncio.timeout(60):
            await telegram.say("/follow depot")
            await telegram.receives("sendMessage")
            while not publisher.challenges:
                await asyncio.sleep(0.02)
            assert publisher.challenges == ["c7"]
            assert publisher.feed_requests() == 1, "nobody rang"
            publisher.publish("A depot opens")
            requests = publisher.feed_requests()
            assert await publisher.deliver(secret="guessed") == 202
            await asyncio.sleep(2)
            assert publisher.feed_requests() == requests, "a forged delivery brings nothing"
            assert await publisher.deliver() == 202
            while not any("A <b>depot</b> opens" in sent["text"] for sent in telegram.of("sendMessage")):
                await asyncio.sleep(0.02)
            assert publisher.feed_requests() == requests + 1
        async with running(tmp_path, site, telegram, port), asyncio.timeout(60):
            publisher.publish("Another depot opens")
            while await publisher_delivered(publisher) is None:
                await asyncio.sleep(0.1)
            while not any("Another <b>depot</b> opens" in sent["text"] for sent in telegram.of("sendMessage")):
                await asyncio.sleep(0.02)
        assert len(publisher.asked) == 1, "the hub is known after a restart, and is not asked again"


async def publisher_delivered(publisher: PublishingSite) -> int | None:
    """Deliver, once the program listens."""
    try:
        return await publisher.deliver()
    except aiohttp.ClientConnectorError:
        return None
