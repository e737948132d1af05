"""Who watches over the program asks /readyz and /metrics, and is answered even if the database is away or hangs."""

from __future__ import annotations

import asyncio
import itertools
import re
import threading
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from bot.counting import Counter
from bot.figures import ALERTS_SENT, FIGURES, HANDLING_LATENCY
from bot.process import new_holder
from bot.storage.store import WORKER_PREFIX, Store
from bot.web import look
from bot.web.look import Look
from bot.web.metrics import Metrics, _is_inner
from bot.web.ready import Readiness
from bot.web.server import WebServer
from tests.builders import finished_poll
from tests.databases import PostgreSQL
from tests.storage.conftest import SOURCE

TOKEN = "a token of sixteen"


class Room:
    """A web server over a store that fares well, and a client."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self.store = Store.open(url)
        self.holder = new_holder()
        self.now = datetime.now(UTC)
        self.store.sources.sync([SOURCE], self.now)
        self.store.sources.finish_poll("kt-eng", finished_poll(), self.now)
        self.store.leases.acquire(self.holder, [WORKER_PREFIX + self.holder])
        ready = Readiness(self.store.vitals, lambda: self.now)
        metrics = Metrics(self.store, lambda: self.now, token)
        routes: Sequence[web.RouteDef] = [*ready.routes(), *metrics.routes()]
        self.server = WebServer(0, routes, host="127.0.0.1")
        self.client = aiohttp.ClientSession()

    async def ready(self) -> tuple[int, dict[str, Any]]:
        async with self.client.get(f"http://127.0.0.1:{self.server.port}/readyz") as answer:
            return answer.status, await answer.json()

    async def metrics(self, **headers: str) -> tuple[int, str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.client.get(f"http://127.0.0.1:{self.server.port}/metrics", headers=named) as answer:
            return answer.status, await answer.text()

    async def close(self) -> None:
        await self.client.close()
        await self.server.stop()
        self.store.close()


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.ready.KEEP", 0.0)
    monkeypatch.setattr("bot.web.metrics.KEEP", 0.0)


@pytest.fixture
async def room(database_url: str) -> AsyncIterator[Room]:
    made = Room(database_url)
    await made.server.start()
    yield made
    await made.close()


async def test_what_is_well_is_ready(room: Room) -> None:
    status, body = await room.ready()
    assert (status, body["ready"]) == (200, True)
    assert list(body["checks"]) == ["database", "schema", "workers", "sources", "outbox"]


async def test_it_says_which_check_fails_and_since_when(room: Room) -> None:
    room.store.leases.release(room.holder)
    read_at, room.now = room.now, room.now + timedelta(hours=1)
    status, body = await room.ready()
    assert (status, body["ready"]) == (503, False)
    checks = body["checks"]
    stale_since = (read_at + timedelta(minutes=15)).isoformat(timespec="seconds")
    assert checks["sources"] == {"ok": False, "since": stale_since}
    assert checks["workers"] == {"ok": False, "since": room.now.isoformat(timespec="seconds")}
    assert checks["outbox"] == {"ok": True}
    room.now += timedelta(minutes=5)
    assert (await room.ready())[1]["checks"]["workers"] == checks["workers"], "since when stays"


async def test_a_schema_of_another_release_is_named(room: Room) -> None:
    with room.store.database.write_transaction() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    status, body = await room.ready()
    assert status == 503
    assert body["checks"]["schema"]["where"][0] == "9999"


async def test_a_database_that_is_away_is_told_and_well_again_when_it_is_back(server: PostgreSQL) -> None:
    with server.fresh() as url:
        room = Room(url)
        await room.server.start()
        server.leave(url)
        status, body = await room.ready()
        assert (status, list(body["checks"])) == (503, ["database"])
        assert await room.metrics() == (200, _only_down())
        server.come_back(url)
        assert (await room.ready())[0] == 200
        await room.close()


def _only_down() -> str:
    meaning = "1 if the database answers, 0 if it does not."
    return f"# HELP jarshy_database_up {meaning}\n# TYPE jarshy_database_up gauge\njarshy_database_up 0.0\n"


async def test_a_database_that_hangs_hangs_nobody(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look, "LIMIT", 0.05)
    hanging = threading.Event()

    def hang(now: datetime) -> None:
        hanging.wait(30)

    monkeypatch.setattr(room.store.vitals, "read", hang)
    answers = await asyncio.gather(*(room.ready() for _ in range(20)))
    assert {status for status, _ in answers} == {503}
    async with room.client.get(f"http://127.0.0.1:{room.server.port}/healthz") as answer:
        assert answer.status == 200, "it is alive"
    monkeypatch.undo()
    hanging.set()


async def test_one_look_serves_all_who_ask_at_once_and_for_a_while() -> None:
    looks = itertools.count(1)
    seeing = Look(lambda: next(looks), keep=60.0)
    assert await asyncio.gather(*(seeing.see() for _ in range(9))) == [1] * 9
    assert await seeing.see() == 1


async def test_what_all_processes_counted_is_in_the_exposition(room: Room) -> None:
    for seconds in (0.3, 0.7, 4.0, 99_999.0):
        counter = Counter()
        counter.add(ALERTS_SENT, 'slack:Қ"1')
        counter.observe(HANDLING_LATENCY, seconds, "telegram")
        room.store.figures.add(counter.take(), room.now)
    status, body = await room.metrics()
    assert status == 200
    families = {family.name: family for family in text_string_to_metric_families(body)}
    for figure in FIGURES:
        assert figure.name.removesuffix("_total") in families
    (sent,) = families["jarshy_alerts_sent"].samples
    assert (sent.name, sent.labels, sent.value) == ("jarshy_alerts_sent_total", {"lane": 'slack:Қ"1'}, 4)
    times = families["jarshy_handling_latency_seconds"].samples
    buckets = {sample.labels["le"]: sample.value for sample in times if sample.name.endswith("_bucket")}
    assert [buckets[bound] for bound in ("0.5", "1.0", "2.5", "5.0", "14400.0", "+Inf")] == [1, 2, 2, 3, 3, 4]
    assert {sample.name.rpartition("_")[2]: sample.value for sample in times if "le" not in sample.labels} == {
        "count": 4,
        "sum": pytest.approx(100_004.0),
    }
    assert families["jarshy_workers"].samples[0].value == 1
    assert families["jarshy_source_last_success_timestamp_seconds"].samples[0].value == room.now.timestamp()


async def test_what_another_release_counted_by_other_labels_is_left_out(room: Room) -> None:
    other = {(ALERTS_SENT.name, (("platform", "telegram"),)): 7.0, ("jarshy_old_total", ()): 1.0}
    room.store.figures.add(other | {(ALERTS_SENT.name, (("lane", "telegram"),)): 2.0}, room.now)
    _, body = await room.metrics()
    assert 'jarshy_alerts_sent_total{lane="telegram"} 2.0' in body
    assert "platform" not in re.findall(r"\njarshy_alerts_sent.*", body)[0]
    assert "jarshy_old" not in body


async def test_openmetrics_is_told_to_who_asks_for_it(room: Room) -> None:
    status, body = await room.metrics(Accept="application/openmetrics-text; version=1.0.0")
    assert status == 200
    assert body.endswith("# EOF\n")


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
async def test_without_a_token_what_a_proxy_passes_on_is_refused(room: Room, name: str) -> None:
    assert (await room.metrics())[0] == 200
    status, body = await room.metrics(**{name: "127.0.0.1"})
    assert status == 403
    assert "JARSHY_ADMIN_TOKEN" in body


async def test_with_a_token_only_its_bearer_may(sqlite_url: str) -> None:
    room = Room(sqlite_url, TOKEN)
    await room.server.start()
    for wrong in ({}, {"Authorization": "Bearer"}, {"Authorization": f"Basic {TOKEN}"}, {"Authorization": "Bearer қ"}):
        assert (await room.metrics(**wrong))[0] == 401, wrong
    assert (await room.metrics(Authorization=f"Bearer {TOKEN}", X_Forwarded_For="203.0.113.7"))[0] == 200
    await room.close()


@pytest.mark.parametrize(
    ("address", "inner"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("10.1.2.3", True),
        ("::ffff:192.168.0.7", True),
        ("fe80::1%eth0", True),
        (None, True),
        ("8.8.8.8", False),
        ("::ffff:8.8.8.8", False),
        ("2606:4700::1111", False),
        ("somewhere", False),
    ],
)
def test_inner_networks_are_told_from_the_outside(address: str | None, inner: bool) -> None:
    assert _is_inner(address) is inner
