"""Memory of `python -m bot run` with both platforms and the web app: python -m tests.benchmarks.bench_memory [ARTICLES]

- at rest, all its processes, after both platforms have answered and the pages were shown
- over so many articles (10,000, in a soak 100,000), each from its entry to its alerts: whether it grows

PSS, as the kernel counts it: what processes share is divided between them. Beside it a bare interpreter.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from random import Random

import aiohttp
from aiohttp import web
from sqlalchemy import create_engine, text

from tests.benchmarks.bench_flow import descendants, pss
from tests.platforms.slack.server import APP_TOKEN, BOT_TOKEN, SlackServer
from tests.platforms.telegram.server import TOKEN, TelegramServer
from tests.stories.test_hubs import free_port

GOAL_MB = 220
FLAT = 5  #: percent
START = 600  #: seconds at most until it is up, and until it answers
ARTICLES = 10_000
A_FEED = 100  #: entries of one
HOSTS = tuple(f"127.0.0.{number}" for number in range(2, 14))  #: of one alone only so many pages are asked for at once
SETTLED = 0.2  #: the share of articles after which caches are full
WORDS = (
    *("port", "waste", "grain", "border", "rail", "water", "energy", "school", "budget", "culture", "газ", "порт"),
    *("вода", "школа", "бюджет", "су", "қала", "астық"),
)


def show(what: str, figure: str, goal: str = "") -> None:
    print(f"{what:<58} {figure:>30}   {goal}", flush=True)


class FastSite:
    """A feed with other entries each time that it is asked for, until there were enough; pages of some kilobytes."""

    def __init__(self) -> None:
        self.left = 0  #: articles that are still to be published
        self._numbers = itertools.count(1)
        self._chance = Random(7)
        self._items: dict[str, list[str]] = {}
        self.port = 0

    def _item(self, host: str) -> str:
        number, at = next(self._numbers), format_datetime(datetime.now(UTC))
        title = f"{' '.join(self._chance.sample(WORDS, 4))} {number}"
        link = f"http://{host}:{self.port}/a_{number}.html"
        return f"<item><title>{title}</title><link>{link}</link><guid>{number}</guid><pubDate>{at}</pubDate></item>"

    def source(self, host: str) -> str:
        """Its table in the sources file."""
        key = host.replace(".", "-")
        feed = f"http://{host}:{self.port}/feed.xml"
        return f'[[source]]\nkey = "h{key}"\nname = "{host}"\nlanguage = "en"\nfeed = "{feed}"\nevery = 1\n'

    async def _feed(self, request: web.Request) -> web.Response:
        host = request.url.host or ""
        entries = min(self.left, A_FEED)
        if entries or host not in self._items:
            self._items[host] = [self._item(host) for _ in range(max(entries, 1))]
            self.left -= entries
        body = f'<rss version="2.0"><channel><title>A</title>{"".join(self._items[host])}</channel></rss>'
        return web.Response(text=body, content_type="application/rss+xml")

    async def _page(self, request: web.Request) -> web.Response:
        said = " ".join(self._chance.choices(WORDS, k=300))
        body = f"<html><body><article><h1>News</h1><p>{said}.</p></article></body></html>"
        return web.Response(text=body, content_type="text/html")

    @asynccontextmanager
    async def publishing(self) -> AsyncIterator[None]:
        app = web.Application()
        app.router.add_get("/feed.xml", self._feed)
        app.router.add_get(r"/a_{number:\d+}.html", self._page)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "0.0.0.0", 0).start()
        self.port = runner.addresses[0][1]
        yield
        await runner.cleanup()


def tree(pid: int) -> list[int]:
    return [pid, *descendants(pid)]


def megabytes(pid: int) -> float:
    return sum(pss(each) for each in tree(pid)) / 1024


def parts(pid: int) -> str:
    """What each process takes, the program itself first."""
    return " + ".join(f"{pss(each) / 1024:.0f}" for each in tree(pid))


def count(url: str) -> int:
    engine = create_engine(url)
    try:
        with engine.connect() as db:
            return int(db.execute(text("SELECT count(*) FROM article WHERE matched_at IS NOT NULL")).scalar() or 0)
    finally:
        engine.dispose()


async def until(url: str, articles: int) -> None:
    while await asyncio.to_thread(count, url) < articles:
        await asyncio.sleep(0.5)


async def measure(folder: Path, articles: int) -> None:
    site, port, url = FastSite(), free_port(), f"sqlite:///{folder}/jarshy.db"
    async with TelegramServer() as telegram, SlackServer() as slack, site.publishing():
        (folder / "sources.toml").write_text("".join(site.source(host) for host in HOSTS))
        environment = {
            "PATH": os.defpath,
            "DATABASE_URL": url,
            "JARSHY_SOURCES": str(folder / "sources.toml"),
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram.url,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": slack.url,
            "PORT": str(port),
            "LOG_LEVEL": "WARNING",
        }
        bot = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", env=environment)
        await started(bot, port)
        await used(telegram, slack, port)
        await asyncio.sleep(10)
        show("at rest, all processes (PSS)", f"{megabytes(bot.pid):.0f} MB: {parts(bot.pid)}", f"goal {GOAL_MB} MB")
        bare = await asyncio.create_subprocess_exec(sys.executable, "-c", "import time; time.sleep(60)")
        await asyncio.sleep(1)
        show("  yardstick: an interpreter that sleeps", f"{pss(bare.pid) / 1024:.0f} MB")
        bare.kill()
        await bare.wait()
        await soak(site, url, bot.pid, articles)
        bot.terminate()
        assert await bot.wait() == 0


async def started(bot: asyncio.subprocess.Process, port: int) -> None:
    """Everything is up: on a slow or busy machine this takes longer than the servers wait for an answer."""
    async with asyncio.timeout(START), aiohttp.ClientSession() as client:
        while True:
            assert bot.returncode is None
            with suppress(aiohttp.ClientError):
                async with client.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    if answer.ok:
                        return
            await asyncio.sleep(0.2)


async def sent(server: TelegramServer | SlackServer, method: str) -> None:
    """It was answered, however slow the machine is."""
    async with asyncio.timeout(START):
        while not server.of(method):
            await asyncio.sleep(0.1)


async def used(telegram: TelegramServer, slack: SlackServer, port: int) -> None:
    """Both platforms have answered, and the pages were shown."""
    await telegram.say("/follow port")
    await sent(telegram, "sendMessage")
    await slack.slash("/follow", "waste")
    await sent(slack, "respond")
    async with aiohttp.ClientSession() as client:
        for path in ("/", "/healthz", "/readyz", "/metrics"):
            async with client.get(f"http://127.0.0.1:{port}{path}") as answer:
                await answer.read()


async def soak(site: FastSite, url: str, pid: int, articles: int) -> None:
    began, settled = time.perf_counter(), int(articles * SETTLED)
    site.left = settled
    await until(url, settled)
    first = [megabytes(pid)]
    site.left = articles - settled
    seen = []
    for share in range(1, 9):
        await until(url, settled + (articles - settled) * share // 8)
        seen.append(megabytes(pid))
    took = time.perf_counter() - began
    grown = (sum(seen[-3:]) / 3 / (sum([*first, *seen[:2]]) / 3) - 1) * 100
    show(f"after {settled:,} of {articles:,} articles", f"{first[0]:.0f} MB")
    show("  then, eight times", " ".join(f"{each:.0f}" for each in seen) + " MB")
    show("  from the first three to the last three", f"{grown:+.1f} %", f"goal ±{FLAT} %")
    show("  articles", f"{articles / took:.0f}/s")
    show("  of it, each process", parts(pid))


def main() -> None:
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(Path(folder), articles))


if __name__ == "__main__":
    main()
