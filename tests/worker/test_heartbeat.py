"""A service elsewhere is called while news comes in and goes out, and its address is told to nobody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.process import new_holder
from bot.rules import Rules
from bot.storage.store import WORKER_PREFIX, Store
from bot.worker import heartbeat
from bot.worker.heartbeat import Heartbeat
from bot.worker.run import App
from tests.builders import finished_poll
from tests.fakes import FakePlatform
from tests.storage.conftest import SOURCE

SECRET = "ping/9b1c-secret-қ?key=hidden"


class Service:
    """A service on loopback that is called."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.status = 200
        self._runner = web.AppRunner(self._app())

    def _app(self) -> web.Application:
        app = web.Application()
        app.add_routes([web.get("/{path:.*}", self._called)])
        return app

    async def _called(self, request: web.Request) -> web.Response:
        self.calls.append(request.path_qs)
        return web.Response(status=self.status)

    async def start(self) -> None:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()

    async def stop(self) -> None:
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}/{SECRET}"


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    made = Service()
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
def store(database_url: str) -> Store:
    """One that fares well."""
    made, now, holder = Store.open(database_url), datetime.now(UTC), new_holder()
    made.sources.sync([SOURCE], now)
    made.sources.finish_poll("kt-eng", finished_poll(), now)
    made.leases.acquire(holder, [WORKER_PREFIX + holder])
    return made


def now() -> datetime:
    return datetime.now(UTC)


async def test_it_is_called_while_all_is_well(store: Store, service: Service) -> None:
    beating = Heartbeat(service.url, now)
    assert [await beating.beat(store) for _ in range(2)] == [True, True]
    assert len(service.calls) == 2
    store.close()


async def test_it_is_not_called_when_no_source_is_fresh_which_is_logged_once(store: Store, service: Service) -> None:
    beating = Heartbeat(service.url, lambda: now() + timedelta(hours=3))
    with capture_logs() as logs:
        assert [await beating.beat(store) for _ in range(3)] == [False] * 3
        store.sources.finish_poll("kt-eng", finished_poll(), now() + timedelta(hours=3))
        assert await beating.beat(store)
    said = [log["event"] for log in logs]
    assert said == ["no heartbeat: news does not come in or go out", "heartbeat goes on"]
    assert len(service.calls) == 1
    store.close()


async def test_a_failing_service_is_logged_once_without_its_address(store: Store, service: Service) -> None:
    service.status = 500
    beating = Heartbeat(service.url, now)
    with capture_logs() as logs:
        assert [await beating.beat(store) for _ in range(3)] == [False] * 3
        await service.stop()
        assert not await beating.beat(store)
        nowhere = Heartbeat("http://no-such-host.invalid/" + SECRET, now)
        assert not await nowhere.beat(store)
    assert [log["event"] for log in logs] == ["heartbeat not taken, retrying"] * 2
    assert "secret" not in str(logs)
    assert "hidden" not in str(logs)
    store.close()


async def test_a_service_that_hangs_is_given_up(
    store: Store, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeat, "TIME_LIMIT", 0.0001)
    assert not await Heartbeat(service.url, now).beat(store)
    store.close()


async def test_the_worker_that_does_the_chores_calls_it(store: Store, service: Service) -> None:
    app = App(store=store, rules=Rules(), sources=[], platforms=[FakePlatform()], heartbeat=Heartbeat(service.url, now))
    await app.chores.beat()
    assert service.calls == [], "another worker does the chores"
    await app.leases.refresh()
    await app.chores.beat()
    await app.leases.release_all()
    assert len(service.calls) == 1
    store.close()
