"""The operator's page over a million deliveries, timed: python -m tests.benchmarks.bench_status

20,000 articles with texts, each owed to 50 of 50,000 chats; most were sent, many wait at night, some were given up long
ago. Pages are asked over HTTP, as a browser does; /healthz of the same server, in the same run, is the yardstick.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import time
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from sqlalchemy import Select, case, insert, literal, select

from bot.counting import Counter, Counts
from bot.figures import ALERTS_SENT, ARTICLES_STORED, HANDLING_LATENCY, PLATFORM_CALL, REFUSALS
from bot.model import Source, Way
from bot.storage import schema as t
from bot.storage.store import Store
from bot.web.server import WebServer
from bot.worker.operating import operator_routes
from bot.worker.public import web_middlewares, web_pages
from bot.worker.run import utc_now
from config.settings import Settings
from tests.benchmarks.bench_delivery import SERVER, _execute, a_store, show
from tests.databases import KINDS

ARTICLES, EACH, CHATS, SOURCES = 20_000, 50, 50_000, 40
ROUNDS, GOAL_MS = 9, 150.0
TOKEN = "a-token-for-the-benchmark"  # of a server on loopback
WORKSPACES = ("", "T1", "T2", "T3")

SEARCHES = {
    "all, newest first": "",
    "a page in the middle": "after=10000-25000",
    "a word of the newest titles": "words=number",
    "a word of few titles": "words=жолы",
    "a word of no title": "words=missing",
    "two words and a state that is rare": "words=headline+number&state=failed",
    "one chat by its id": "chat=30001",
    "chats by a word of their names": "chat=Кітапхана",
    "a name that no chat has": "chat=missing",
    "sent": "state=sent",
    "given up, long ago": "state=failed",
    "on hold": "state=held",
    "dropped, one lane": "state=dropped&lane=slack:T3",
    "to be sent": "state=pending",
    "a lane that has nothing": "lane=discord",
    "three days of last week": "since=2026-01-10T00:00&until=2026-01-13T00:00&state=failed",
}


def fill(store: Store, deliveries: int) -> None:
    """Articles over 30 days up to now, chats, and what is owed."""
    articles, now = deliveries // EACH, utc_now()
    sources = [
        Source(key=f"s{number}", name=f"Source {number}", language="en", ways=(Way(url="http://127.0.0.1/"),))
        for number in range(SOURCES)
    ]
    store.sources.sync(sources, now)
    span = timedelta(days=30) / articles
    with store.database.engine.execution_options(writes=True).begin() as db:
        for first in range(1, CHATS + 1, 10_000):
            db.execute(insert(t.chat), [_chat(row, now) for row in range(first, first + 10_000)])
        for first in range(1, articles + 1, 1_000):
            rows = range(first, min(first + 1_000, articles + 1))
            db.execute(insert(t.article), [_article(row, now - span * (articles - row)) for row in rows])
        db.execute(insert(t.delivery).from_select(COLUMNS, owed(articles)))
    for hour in range(24):
        store.figures.add(_counted(), now - timedelta(hours=hour))
    _execute(store, "ANALYZE")


def _chat(row: int, now: datetime) -> dict[str, object]:
    workspace = WORKSPACES[row % 4]
    return {
        "id": row,
        "platform": "slack" if workspace else "telegram",
        "workspace": workspace,
        "native_id": str(row),
        "thread": "",
        "kind": "group",
        "title": f"Кітапхана {row}" if row % 1_000 == 0 else f"Chat number {row}",
        "timezone": "Asia/Almaty",
        "created_at": now,
        "paused_at": now if row % 9 == 0 else None,
        "pause_cause": "blocked" if row % 9 == 0 else None,
        "waits_until": now if row % 50 == 1 else None,
        "wait_cause": "no_rights" if row % 50 == 1 else None,
        "refused_since": now if row % 50 == 1 else None,
    }


def _article(row: int, at: datetime) -> dict[str, object]:
    return {
        "id": row,
        "source_key": f"s{row % SOURCES}",
        "url": f"https://news.example/{row}",
        "title": f"A headline of middling length, number {row}" + (" Қазақстан темір жолы" if row % 997 == 0 else ""),
        "teaser": "A teaser that says a little more. " * 5,
        "body": "A sentence of the text, as long as most. " * 75,
        "published_at": at,
        "first_seen_at": at,
        "page_state": "read",
        "silent": False,
        "matched_at": at,
    }


COLUMNS = ["article_id", "chat_id", "lane", "state", "fair_at", "not_before", "attempts", "plain", "alone", "cause",
           "first_attempt_at", "sent_at"]  # fmt: skip


def owed(articles: int) -> Select[Any]:
    """What is owed: old failures, a night's alerts on hold, what is being sent, all else sent or dropped."""
    a, c, number = t.article.c, t.chat.alias().c, t.chat.alias("number").c
    chat = (a.id * 53 + number.id * 997) % CHATS + 1
    turn = (a.id * 31 + number.id) % 1_000
    state = case(
        ((a.id < articles // 10) & (turn < 50), "failed"),
        ((turn < 150) & (turn >= 100), "dropped"),
        (a.id > articles * 97 // 100, case((turn < 300, "pending"), else_="held")),
        else_="sent",
    )
    lane = case((c.workspace == "", c.platform), else_=c.platform + ":" + c.workspace)
    cause = case((state == "failed", "timeout"), (state == "dropped", "chat_paused"), (state == "held", "quiet"))
    tried = case((state.in_(["sent", "failed"]), a.first_seen_at))
    sent = case((state == "sent", a.first_seen_at))
    values = (a.id, c.id, lane, state, literal(1.0) * a.id, a.first_seen_at, literal(1), literal(False), literal(False),
              cause, tried, sent)  # fmt: skip
    return select(*values).where(number.id <= EACH, c.id == chat)


def _counted() -> Counts:
    counter = Counter()
    for lane in ("telegram", "slack:T1", "slack:T2", "slack:T3"):
        counter.add(ALERTS_SENT, lane, by=900)
        counter.add(REFUSALS, lane, "blocked", by=3)
        for seconds in (0.3, 2.0, 7.0, 45.0):
            counter.observe(HANDLING_LATENCY, seconds, lane)
            counter.observe(PLATFORM_CALL, seconds / 10, lane)
    for number in range(SOURCES):
        counter.add(ARTICLES_STORED, f"s{number}", by=5)
    return counter.take()


async def timed(client: aiohttp.ClientSession, path: str) -> tuple[float, float]:
    """The median time of several answers, and the processor's time of this process for one, in ms.

    The first answer, which compiles a template, is not counted.
    """
    spent, began_at = [], 0.0
    for turn in range(ROUNDS + 1):
        began = time.perf_counter()
        async with client.get(path) as answer:
            await answer.read()
            assert answer.status == 200, (path, answer.status)
        spent.append((time.perf_counter() - began) * 1_000)
        began_at = time.process_time() if turn == 0 else began_at
    return statistics.median(spent[1:]), (time.process_time() - began_at) * 1_000 / ROUNDS


async def measure(store: Store) -> list[str]:
    settings = Settings.model_validate({"jarshy_admin_token": TOKEN})
    pages = web_pages(settings)
    routes = operator_routes(settings, store, pages, utc_now)
    server = WebServer(0, routes, middlewares=web_middlewares(settings, pages), host="127.0.0.1")
    await server.start()
    missed = []
    headers = {"Authorization": f"Bearer {TOKEN}", "Accept": "text/html"}
    asked = {"the page": "/status", "chats at rest": "/status/chats", "chats that wait": "/status/chats?which=waiting"}
    asked |= {name: f"/status/deliveries?{query}" for name, query in SEARCHES.items()}
    async with aiohttp.ClientSession(f"http://127.0.0.1:{server.port}", headers=headers) as client:
        yardstick, _ = await timed(client, "/healthz")
        for name, path in asked.items():
            median, processor = await timed(client, path)
            figure = f"{median:.0f} ms, processor {processor:.0f} ms"
            show(f"  {name}", figure, f"goal {GOAL_MS:.0f} ms, {median / yardstick:.0f} x /healthz")
            if median >= GOAL_MS:
                missed.append(name)
    await server.stop()
    return missed


def main(deliveries: int) -> int:
    missed = []
    for kind in KINDS:
        with a_store(kind) as store:
            began = time.perf_counter()
            fill(store, deliveries)
            show(f"{deliveries:,} deliveries, {kind}", f"made in {time.perf_counter() - began:.0f} s")
            missed += [f"{name} ({kind})" for name in asyncio.run(measure(store))]
    SERVER.stop()
    print(f"Goal: every median under {GOAL_MS:.0f} ms. {f'Missed: {missed}' if missed else 'None was missed.'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES * EACH))
