"""A program that nobody asks anything asks little itself: the real one on loopback, its requests and lines counted.

Only too much is looked for, by the time that has really gone by: a busy machine makes it less.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from tests.platforms.slack.server import APP_TOKEN, BOT_TOKEN, SlackServer
from tests.platforms.telegram.server import TOKEN, TelegramServer
from tests.stories.test_hubs import free_port
from tests.stories.test_secrets import Program

QUICK, SLOW = 2, 60  #: seconds between two polls
SOONER = 0.75  #: of that time, at least: polls are spread a little
POLLS = 6  #: of the quick feed, by which the time goes
LINES = 6  #: at start: who it is, its leases …
ITEM = "<item><title>{0} news</title><link>http://127.0.0.1/{0}</link><guid>{0}</guid></item>"


class Site:
    """Feeds that are as they were."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.port = free_port()

    async def serve(self, request: web.Request) -> web.Response:
        name = request.path.strip("/")
        self.asked[name] += 1
        if name == "unchanged" and request.headers.get("If-None-Match") == '"1"':
            return web.Response(status=304)
        body = f"<rss><channel><title>A</title>{ITEM.format(name)}</channel></rss>"
        return web.Response(text=body, content_type="application/rss+xml", headers={"ETag": '"1"'})

    def sources(self, path: Path) -> Path:
        tables = [
            f'[[source]]\nkey = "{name}"\nname = "{name}"\nlanguage = "en"\n'
            f'feed = "http://127.0.0.1:{self.port}/{name}"\nevery = {every}\n'
            for name, every in {"quick": QUICK, "same": SLOW, "unchanged": SLOW}.items()
        ]
        path.write_text("\n".join(tables), encoding="utf-8")
        return path


@asynccontextmanager
async def site() -> AsyncIterator[Site]:
    made, app = Site(), web.Application()
    app.router.add_get("/{name:.*}", made.serve)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", made.port).start()
    yield made
    await runner.cleanup()


async def test_an_idle_program_polls_as_often_as_it_should_and_repeats_nothing_else(tmp_path: Path) -> None:
    async with asyncio.timeout(300), TelegramServer() as telegram, SlackServer() as slack, site() as news:
        variables = {
            "LOG_LEVEL": "INFO",
            "DATABASE_URL": f"sqlite:///{tmp_path / 'news.db'}",
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": telegram.url,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": slack.url,
            "JARSHY_SOURCES": str(news.sources(tmp_path / "sources.toml")),
        }
        began = time.monotonic()
        async with Program(tmp_path, **variables) as program:
            while news.asked["quick"] < POLLS:
                await asyncio.sleep(0.05)
            seconds, asked = time.monotonic() - began, dict(news.asked)
            calls = Counter(call.method for call in telegram.attempts)
            printed = program.printed.splitlines()
            opened, identified = slack.sockets_opened, slack.asked["auth.test"]
    for name, every in {"quick": QUICK, "same": SLOW, "unchanged": SLOW}.items():
        assert 1 <= asked[name] <= seconds / (every * SOONER) + 1, "nobody rang"
    assert calls["getMe"] <= 2
    assert calls["getUpdates"] <= seconds / 25 + 2, "it waits until there is something"
    assert {method: count for method, count in calls.items() if method.startswith("set") and count > 8} == {}
    assert (opened, identified) == (1, 1)
    assert len(printed) <= LINES, printed
