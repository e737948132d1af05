"""What the public page costs, with a million deliveries behind it: python -m tests.benchmarks.bench_front

The facts, on each database; then the page over the wire, beside a bare handler that answers as many bytes, in the same
run and from the same client: only the ratio says something.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import aiohttp
from aiohttp import web
from aiohttp.typedefs import Handler
from sqlalchemy import insert, text

from bot.answers.front import front
from bot.figures import ALERTS_SENT
from bot.model import Source, Way
from bot.storage import schema as t
from bot.storage.store import Store
from bot.web.server import WebServer
from bot.worker.public import public_routes, web_middlewares, web_pages
from config.settings import Settings
from tests.benchmarks.bench_delivery import a_store, show
from tests.databases import KINDS

SOURCES, ARTICLES, DELIVERIES = 20, 100_000, 1_000_000
SPAN = timedelta(days=30)  #: over which the articles were read
ROUNDS, GOAL_MS = 15, 150.0
REQUESTS, AT_ONCE = 1_500, 16


def fill(store: Store, now: datetime) -> None:
    """Sources that are read, articles of a month, and what was sent of them."""
    keys = [f"s{number}" for number in range(SOURCES)]
    sources = [
        Source(key=key, name=f"Source {key}", language="en", ways=(Way(url=f"https://{key}.example/"),)) for key in keys
    ]
    store.sources.sync(sources, now)
    rows = [
        {"source_key": keys[number % SOURCES], "title": "T", "teaser": "", "page_state": "read", "silent": False,
         "published_at": now - SPAN * (number / ARTICLES), "first_seen_at": now - SPAN * (number / ARTICLES)}
        for number in range(ARTICLES)
    ]  # fmt: skip
    with store.database.write_transaction() as db:
        for start in range(0, ARTICLES, 10_000):
            db.execute(insert(t.article), rows[start : start + 10_000])
        db.execute(t.source.update().values(last_ok_at=now))
        each = DELIVERIES // ARTICLES
        db.execute(
            text(
                "INSERT INTO delivery (article_id, chat_id, lane, state, fair_at, not_before, attempts, plain, alone,"
                " sent_at) SELECT a.id, c.n, 'telegram', 'sent', 0, a.first_seen_at, 1, false, false, a.first_seen_at"
                " FROM article a, (WITH RECURSIVE up(n) AS"
                f" (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < {each}) SELECT n FROM up) c"
            )
        )
    for hour in range(48):
        for lane in ("telegram", "slack", "slack:T1"):
            store.figures.add({(ALERTS_SENT.name, (("lane", lane),)): 500.0}, now - timedelta(hours=hour))
    with store.database.engine.connect() as db:
        db.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")


def facts(store: Store, now: datetime) -> float:
    """Milliseconds until they are found out: the median."""
    spent = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        found = front(store, zone=ZoneInfo("Asia/Almaty"), bot="telegram:1", now=now)
        spent.append((time.perf_counter() - began) * 1_000)
    assert len(found.sources) == SOURCES
    assert found.articles_today > 0
    assert found.alerts_today > 0
    return statistics.median(spent)


async def served(store: Store) -> tuple[float, float, int]:
    """Requests a second: of the page, and of a bare handler; bytes of the page."""
    settings = Settings.model_validate({"database_url": "sqlite://"})
    pages = web_pages(settings)
    routes = public_routes(settings, store, pages, lambda: datetime.now(UTC))
    server = WebServer(0, routes, middlewares=web_middlewares(settings, pages), host="127.0.0.1")
    await server.start()
    async with aiohttp.ClientSession() as client:
        address = f"http://127.0.0.1:{server.port}/"
        async with client.get(address) as answer:
            page = await answer.read()
        bare = WebServer(0, [web.get("/", _answering(page))], host="127.0.0.1")
        await bare.start()
        ours = await _rate(client, address)
        theirs = await _rate(client, f"http://127.0.0.1:{bare.port}/")
    await bare.stop()
    await server.stop()
    return ours, theirs, len(page)


def _answering(page: bytes) -> Handler:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(body=page, content_type="text/html")

    return answer


async def _rate(client: aiohttp.ClientSession, address: str) -> float:
    async def ask(count: int) -> None:
        for _ in range(count):
            async with client.get(address) as answer:
                assert answer.status == 200
                await answer.read()

    began = time.perf_counter()
    await asyncio.gather(*(ask(REQUESTS // AT_ONCE) for _ in range(AT_ONCE)))
    return REQUESTS // AT_ONCE * AT_ONCE / (time.perf_counter() - began)


def main() -> int:
    missed = []
    for kind in KINDS:
        with a_store(kind) as store:
            now = datetime.now(UTC).replace(hour=12)
            fill(store, now)
            took = facts(store, now)
            show(
                f"the facts of the page, {kind}, {DELIVERIES:,} deliveries", f"{took:.0f} ms", f"goal {GOAL_MS:.0f} ms"
            )
            if took >= GOAL_MS:
                missed.append(kind)
            ours, bare, size = asyncio.run(served(store))
            show(f"  the page, {size / 1_000:.0f} kB, over the wire", f"{ours:.0f}/s", f"a bare handler {bare:.0f}/s")
    print(f"Missed: {', '.join(missed)}" if missed else "None was missed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
