"""Figures, timed: python -m tests.benchmarks.bench_figures

/metrics and /readyz over a million deliveries, and what counting costs; each beside a yardstick of the same run.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import aiohttp
from sqlalchemy import insert, literal, select, text

from bot.counting import Counter
from bot.figures import ALERTS_SENT, FIGURES, HANDLING_LATENCY
from bot.storage import schema as t
from bot.storage.store import Store
from bot.web import look
from bot.web.metrics import Metrics
from bot.web.ready import Readiness
from bot.web.server import WebServer
from tests.databases import KINDS, PostgreSQL, fresh

NOW = datetime.now(UTC)
CHATS, ARTICLES = 10_000, 100
SOURCES = 40
TIMES = 15
SERVER = PostgreSQL()


def show(what: str, figure: str, goal: str = "") -> None:
    print(f"{what:<66} {figure:>26}   {goal}", flush=True)


def fill(store: Store) -> None:
    """A million deliveries: most are sent, some pending, held, failed or dropped; and two days of figures."""
    with store.database.write_transaction() as db:
        place = {"platform": "telegram", "kind": "private", "timezone": "Asia/Almaty", "created_at": NOW}
        db.execute(insert(t.chat), [{"native_id": str(number), **place} for number in range(CHATS)])
        polled = {"language": "en", "every": 300, "enabled": True, "last_ok_at": NOW, "failures": 0}
        db.execute(insert(t.source), [{"key": f"s{number}", "name": "S", **polled} for number in range(SOURCES)])
    for article in range(1, ARTICLES + 1):
        state = {97: "pending", 98: "held", 99: "failed", 100: "dropped"}.get(article, "sent")
        rows = select(
            literal(article), t.chat.c.id, literal("telegram"), literal(state), literal(NOW.timestamp()), literal(NOW),
            literal(0), literal(False), literal(False), literal(False), literal(False),
        )  # fmt: skip
        names = ("article_id", "chat_id", "lane", "state", "fair_at", "not_before", "attempts", "plain", "alone")
        with store.database.write_transaction() as db:
            db.execute(t.delivery.insert().from_select([*names, "rings", "quiet"], rows))
    with store.database.engine.execution_options(writes=True).begin() as db:
        db.execute(text("ANALYZE"))
    for number in range(SOURCES):
        counter = Counter()
        for figure in FIGURES:
            values = [f"s{number}" if label == "source" else "telegram" for label in figure.labels]
            (counter.observe(figure, 1.0, *values) if figure.buckets else counter.add(figure, *values))
        counts = counter.take()
        for hour in range(48):
            store.figures.add(counts, datetime.fromtimestamp(NOW.timestamp() - 3600 * hour, UTC))


async def served(store: Store) -> None:
    """The answers of a server, each looked up anew."""
    clock = lambda: datetime.now(UTC)  # noqa: E731 - as the worker's
    metrics, ready = Metrics(store, clock, None), Readiness(store.vitals, clock)
    for each in (metrics, ready):
        each._look._keep = 0.0
    server = WebServer(0, [*metrics.routes(), *ready.routes()], host="127.0.0.1")
    await server.start()
    async with aiohttp.ClientSession() as client:
        for path, goal in (("healthz", "yardstick"), ("readyz", "< 150 ms"), ("metrics", "< 150 ms")):
            took = []
            for _ in range(TIMES):
                began = time.perf_counter()
                async with client.get(f"http://127.0.0.1:{server.port}/{path}") as answer:
                    await answer.read()
                took.append(time.perf_counter() - began)
            show(f"/{path}, {store.database.dialect}", f"{statistics.median(took) * 1000:.1f} ms", goal)
    await server.stop()


def counting() -> None:
    """The price of counting one alert, and of what a lane does besides at least: to make its message's text."""
    counter = Counter()
    show("to count one", f"{timed(lambda: counter.add(ALERTS_SENT, 'telegram')):.2f} µs")
    show("to measure one", f"{timed(lambda: counter.observe(HANDLING_LATENCY, 1.7, 'telegram')):.2f} µs")
    show("yardstick: to format a date", f"{timed(lambda: f'{NOW:%Y-%m-%d %H:%M}'):.2f} µs")


def count_all(store: Store) -> None:
    with store.database.read_transaction() as db:
        db.execute(text("SELECT count(*) FROM delivery WHERE attempts >= 0"))


def timed(action: Callable[[], object], times: int = 20_000) -> float:
    """Microseconds a call."""
    began = time.perf_counter()
    for _ in range(times):
        action()
    return (time.perf_counter() - began) / times * 1e6


def main() -> None:
    """Both databases, then counting."""
    look.LIMIT = 60.0
    for kind in KINDS:
        with tempfile.TemporaryDirectory() as folder, fresh(kind, SERVER, Path(folder)) as url:
            store = Store.open(url)
            fill(store)
            asyncio.run(served(store))
            everything = f"{timed(partial(count_all, store), TIMES) / 1000:.1f} ms"
            show(f"yardstick: to count a million rows, {kind}", everything)
            store.close()
    SERVER.stop()
    counting()


if __name__ == "__main__":
    main()
