"""Several workers, one database: each task is done by one of them, and by another when that one ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot import bugs
from bot.delivery import deliver, recorder, rounds
from bot.errors import StatedProblem
from bot.i18n.catalogue import causes
from bot.model import ChatKind, Command, Entry, Source, Way
from bot.rules import Rules
from bot.storage import engine
from bot.storage.store import Store
from bot.worker import leases, listeners, tokens
from bot.worker.run import App
from tests.builders import plain_words
from tests.databases import PostgreSQL
from tests.fakes import FakePlatform
from tests.storage.conftest import chat
from tests.stories.running import until
from tests.stories.worker_process import SOURCE, owe

BOSS = frozenset({("telegram", "77")})
FEEDS = [
    Source(key=f"s{number}", name=f"S {number}", language="en", ways=(Way(url="http://127.0.0.1:9/rss"),), every=300)
    for number in range(4)
]


class Clock:
    """A clock that is advanced by hand."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture(autouse=True)
def short_intervals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten intervals, so that tests need not wait."""
    monkeypatch.setattr(leases, "RENEW_EVERY", 0.05)
    monkeypatch.setattr(tokens, "PAUSES", (0.0, 0.05))
    monkeypatch.setattr(listeners, "START_PAUSES", (0.05,))
    for module in (deliver, rounds, recorder):
        monkeypatch.setattr(module, "RETRY_DELAY", 0.1)


@asynccontextmanager
async def working(store: Store, *platforms: FakePlatform, **more: object) -> AsyncIterator[App]:
    sources = more.pop("sources", [SOURCE])
    app = App(store=store, rules=Rules(), sources=sources, platforms=platforms, **more)  # type: ignore[arg-type]  # as the test says
    await app.start()
    try:
        yield app
    finally:
        await app.stop()


def sent(store: Store) -> int:
    return store.outbox.count_deliveries().get("sent", 0)


def read_by(app: App) -> set[str]:
    return set(app.leases.owned_sources())


async def test_one_worker_listens_and_sends_and_the_next_one_continues_when_it_stops(
    stores: Callable[[], Store],
) -> None:
    first, second = FakePlatform(), FakePlatform()
    store = stores()
    async with working(stores(), second) as later, working(stores(), first):
        assert second.host is not None
        assert first.host is None, "Telegram has one poller"
        owe(store, 20)
        await second.wait_sent(20)
        await later.stop()
        await until(lambda: first.host is not None)
        owe(store, 20, article=2)
        await first.wait_sent(20)
        await until(lambda: sent(store) == 40)
    assert (len(first.sent), len(second.sent)) == (20, 20)


async def test_sources_are_shared_and_go_to_the_remaining_worker(stores: Callable[[], Store]) -> None:
    keys = {source.key for source in FEEDS}
    async with working(stores(), FakePlatform(), sources=FEEDS) as first:
        assert read_by(first) == keys
        async with working(stores(), FakePlatform(), sources=FEEDS) as second:
            await until(lambda: len(read_by(first)) == len(read_by(second)) == 2)
            assert read_by(first) | read_by(second) == keys
        await until(lambda: read_by(first) == keys)


async def test_a_disabled_source_is_leased_only_until_its_articles_are_matched(stores: Callable[[], Store]) -> None:
    store, entered_at = stores(), datetime.now(UTC) - timedelta(hours=1)
    store.sources.sync([replace(SOURCE, enabled=True)], entered_at)
    entry = Entry(guid=None, link="http://127.0.0.1:9/1", title="A", teaser="", published_at=entered_at)
    store.articles.add_entry(SOURCE, entry, [], silent=False, page_due_at=entered_at, now=entered_at)
    async with working(stores(), FakePlatform(), sources=[SOURCE, *FEEDS]) as app:
        assert read_by(app) == {SOURCE.key, *(source.key for source in FEEDS)}
        await until(lambda: store.sources.unfinished() == [])
        await until(lambda: read_by(app) == {source.key for source in FEEDS})


async def test_a_source_whose_lease_a_worker_acquires_is_polled_at_once(stores: Callable[[], Store]) -> None:
    store = stores()
    async with working(stores(), FakePlatform()):
        async with working(stores(), FakePlatform(), sources=[replace(SOURCE, enabled=True, ways=FEEDS[0].ways)]):
            pass
        assert store.sources.health(datetime.now(UTC))[0].failures == 0, "the other worker polls it"
    async with working(stores(), FakePlatform(), sources=[replace(SOURCE, enabled=True, ways=FEEDS[0].ways)]):
        await until(lambda: store.sources.health(datetime.now(UTC))[0].failures == 1)


async def test_chores_are_done_by_one_worker(stores: Callable[[], Store]) -> None:
    store, first, second = stores(), FakePlatform(), FakePlatform()
    old = datetime.now(UTC) - timedelta(days=60)
    async with working(stores(), first, operators=BOSS) as app, working(stores(), second, operators=BOSS) as other:
        owe(store, 1)
        await first.wait_sent(1)
        store.sources.fail_poll("kt-eng", plain_words("503"), next_poll_at=None, now=old)
        store.sources.sync([replace(SOURCE, enabled=True)], old)
        for each in (other, app, other):
            await each.chores.notify_operators()
            await each.chores.sweep()
        await first.wait_sent(2)
    assert [who.id for who, _, _ in first.sent] == ["1", "77"]
    assert second.sent == []


async def test_a_worker_that_does_no_chores_tells_of_its_own_platform(stores: Callable[[], Store]) -> None:
    slack, telegram, store = FakePlatform("slack"), FakePlatform(), stores()
    store.chats.upsert(
        Command(chat=chat("U1", platform="slack"), kind=ChatKind.PRIVATE, name="start", text=""),
        datetime.now(UTC),
        timezone="UTC",
    )
    bosses = frozenset({("slack", "U1")})
    async with (
        working(stores(), slack, operators=bosses),
        working(stores(), telegram, FakePlatform("slack"), operators=bosses) as app,
    ):
        assert app.leases.store_under_lease(leases.CHORES) is None
        telegram.refuses = True
        app.host.refused("telegram", plain_words("revoked"))
        await slack.wait_sent(1)
        telegram.refuses = False
        await slack.wait_sent(2)
    assert telegram.host is not None
    assert len(slack.sent) == 2


async def test_a_token_refused_at_a_take_over_stops_no_other_platform(stores: Callable[[], Store]) -> None:
    class Refused(FakePlatform):
        async def start(self, *_: object) -> None:
            self.refuses = True
            raise StatedProblem(causes.TOKEN_REFUSED)

    async with (
        working(stores(), FakePlatform()) as first,
        working(stores(), Refused(), FakePlatform("slack")) as second,
    ):
        await first.stop()
        await until(lambda: "telegram" in second.notifier.refusals)
    with pytest.raises(StatedProblem):
        async with working(stores(), Refused()):
            pass


async def test_a_bug_in_a_take_over_is_counted_and_retried(stores: Callable[[], Store]) -> None:
    class Faulty(FakePlatform):
        faults = 1

        async def start(self, *given: object) -> None:
            self.faults -= 1
            if self.faults == 0:
                raise OSError("no route")
            await super().start(*given)  # type: ignore[arg-type]  # what was given

    second, event = Faulty(), "taking over a platform failed, retrying"
    counted = bugs.counts[event]
    async with working(stores(), FakePlatform()) as first, working(stores(), second):
        await first.stop()
        await until(lambda: second.host is not None)
    assert bugs.counts[event] == counted + 1


async def test_postgresql_goes_away_and_comes_back_and_nothing_is_lost_or_comes_twice(server: PostgreSQL) -> None:
    with server.fresh() as url:
        store, platform = Store.open(url), FakePlatform()
        other = Store.open(url)
        gate = platform.hold()
        async with working(store, platform):
            owe(other, 50)
            await platform.wait_started(10)
            await asyncio.to_thread(server.leave, url)
            gate.set()
            await platform.wait_sent(10)
            await asyncio.sleep(0.5)  # some refreshes and retries without a database
            await asyncio.to_thread(server.come_back, url)
            await until(lambda: sent(other) == 50)
            owe(other, 50, article=2)
            await until(lambda: sent(other) == 100)
        assert len(platform.sent) == 100
        store.close()
        other.close()


async def test_a_database_that_is_locked_for_a_while_holds_up_and_repeats_nothing(
    stores: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 100)
    monkeypatch.setitem(engine.TIMEOUTS, "lock_timeout", "100ms")
    platform, store = FakePlatform(), stores()
    gate = platform.hold()
    async with working(stores(), platform):
        owe(store, 50)
        await platform.wait_started(10)
        with store.database.write_transaction() as db:
            if db.dialect.name == "postgresql":
                db.exec_driver_sql("LOCK TABLE delivery, lease, fanout IN ACCESS EXCLUSIVE MODE")
            gate.set()
            await asyncio.sleep(0.6)  # longer than any lock timeout
        await until(lambda: sent(store) == 50)
    assert len(platform.sent) == 50


@pytest.mark.parametrize("hours", [-5, 5])
async def test_a_clock_that_jumps_loses_nothing_and_repeats_nothing(stores: Callable[[], Store], hours: int) -> None:
    clock, platform, store = Clock(), FakePlatform(rate=100), stores()
    async with working(stores(), platform, clock=clock):
        owe(store, 60)
        await platform.wait_sent(10)
        clock.ahead = timedelta(hours=hours)
        await platform.wait_sent(30)
        clock.ahead = timedelta()
        await until(lambda: sent(store) == 60)
    assert [who for who, _, _ in platform.sent].count(chat("1")) == 1
    assert len(platform.sent) == 60


async def test_a_worker_that_can_not_renew_stops_listening_and_sending_until_it_can(
    stores: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    platform, store = FakePlatform(), stores()
    async with working(stores(), platform) as app:
        monkeypatch.setattr(leases, "TRUST_FOR", -1.0)  # as if it had been frozen for longer than its lease
        await until(lambda: platform.stopped)
        owe(store, 5)
        await until(lambda: store.outbox.count_deliveries() == {"pending": 5})
        assert read_by(app) == set()
        monkeypatch.setattr(leases, "TRUST_FOR", 10.0)
        await until(lambda: sent(store) == 5)
    assert len(platform.sent) == 5
