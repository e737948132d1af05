"""When a worker polls its sources: as their rows say, also after a restart and for another worker's sources."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from bot.errors import StorageError
from bot.model import Source, Way
from bot.rules import Rules
from bot.storage.store import Store
from bot.worker.polls import RING_PAUSE, STAGGER, Polls
from bot.worker.run import App
from tests.builders import finished_poll, plain_words
from tests.fakes import FakePlatform
from tests.intake.site import Site, item, rss
from tests.stories.running import until

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
SOURCES = [
    Source(key=f"s{number}", name=f"S {number}", language="en", ways=(Way(url="http://127.0.0.1:9/rss"),), every=300)
    for number in range(3)
]


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    made = Store.open(database_url)
    made.sources.sync(SOURCES, NOW)
    yield made
    made.close()


class Worker:
    """The sources that it holds, what it scheduled, and what its polls answer."""

    def __init__(self, store: Store, *held: str) -> None:
        self.held = set(held)
        self.scheduled: list[tuple[str, timedelta]] = []
        self.due_at: datetime | None = NOW + timedelta(seconds=90)
        self.rung_while_polling = False
        self.error: Exception | None = None
        self.now, self.tick = NOW, timedelta(0)  # a real clock goes on between two looks at it
        self.polls = Polls(
            sources=SOURCES,
            rows=store.sources,
            poll=self._poll,
            owned_sources=lambda: dict.fromkeys(self.held),
            schedule=lambda source, delay: self.scheduled.append((source.key, delay)),
            clock=self._clock,
        )

    def _clock(self) -> datetime:
        self.now += self.tick
        return self.now

    async def _poll(self, source: Source) -> datetime | None:
        if self.rung_while_polling:
            self.polls.ring(source.key)
        if self.error is not None:
            raise self.error
        return self.due_at

    def told(self) -> list[tuple[str, timedelta]]:
        told, self.scheduled = self.scheduled, []
        return told


def polled(store: Store, key: str, next_poll_at: datetime) -> None:
    store.sources.finish_poll(key, finished_poll(next_poll_at), NOW)


async def test_a_new_source_is_polled_at_once_and_others_when_their_rows_say(store: Store) -> None:
    polled(store, "s1", NOW + timedelta(minutes=4))
    polled(store, "s2", NOW - timedelta(minutes=4))
    worker = Worker(store, "s0", "s1", "s2")
    await worker.polls.follow()
    assert worker.told() == [("s0", timedelta(0)), ("s1", timedelta(minutes=4)), ("s2", 2 * STAGGER)]
    await worker.polls.follow()
    assert worker.told() == [], "they are scheduled already"


async def test_a_row_from_when_the_interval_was_longer_delays_a_source_by_an_hour_at_most(store: Store) -> None:
    polled(store, "s0", NOW + timedelta(days=1))
    worker = Worker(store, "s0")
    await worker.polls.follow()
    assert worker.told() == [("s0", timedelta(hours=1))]


async def test_after_a_poll_the_next_one_is_scheduled_and_after_a_failure_of_ours_the_interval(store: Store) -> None:
    worker = Worker(store, "s0")
    await worker.polls.run(SOURCES[0])
    worker.due_at = None
    await worker.polls.run(SOURCES[0])
    assert worker.told() == [("s0", timedelta(seconds=90)), ("s0", timedelta(seconds=300))]


async def test_a_source_whose_lease_was_lost_is_scheduled_again_when_it_comes_back(store: Store) -> None:
    worker = Worker(store, "s0")
    await worker.polls.follow()
    worker.held.clear()
    await worker.polls.run(SOURCES[0])
    worker.held.add("s0")
    await worker.polls.follow()
    assert worker.told() == [("s0", timedelta(0))] * 2


async def test_a_source_whose_hub_rings_is_polled_soon_also_if_it_rings_during_a_poll(store: Store) -> None:
    worker = Worker(store, "s0")
    worker.polls.ring("s0")
    worker.polls.ring("s1")
    assert worker.told() == [("s0", timedelta(0))], "s1 is another worker's"
    worker.rung_while_polling = True
    await worker.polls.run(SOURCES[0])
    assert worker.told() == [("s0", RING_PAUSE)]
    worker.polls.ring("s0")
    assert worker.told() == [("s0", RING_PAUSE)], "a hub that rings for each article brings one poll"


async def test_while_the_database_is_away_sources_are_polled_at_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> dict[str, datetime | None]:
        raise StorageError(plain_words("database is away"))

    monkeypatch.setattr(store.sources, "next_polls", away)
    worker = Worker(store, "s0")
    await worker.polls.follow()
    assert worker.told() == [("s0", timedelta(0))]


async def test_a_poll_that_fails_in_a_way_that_nobody_expected_is_not_the_last(store: Store) -> None:
    worker = Worker(store, "s0")
    worker.error = TypeError("planted")
    await worker.polls.run(SOURCES[0])
    assert worker.told() == [("s0", timedelta(seconds=300))]


async def test_a_source_that_answers_more_slowly_than_it_is_polled_goes_on_being_polled(store: Store) -> None:
    async with Site() as site:

        async def slowly(request: web.Request) -> web.Response:
            await asyncio.sleep(1.3)
            return web.Response(text=rss(item("News", f"{site.url}/1")))

        site.does("/rss", slowly)
        source = replace(SOURCES[0], ways=(Way(url=f"{site.url}/rss"),), every=1)
        app = App(store=store, rules=Rules(), sources=[source], platforms=[FakePlatform()])
        await app.start()
        await until(lambda: site.paths().count("/rss") >= 4)
        await app.stop()


async def test_a_restart_does_not_poll_a_source_before_it_is_due(store: Store) -> None:
    async with Site() as site:
        site.says("/rss", rss(item("News", f"{site.url}/1")))
        site.says("/new", rss(item("More", f"{site.url}/2")))
        sources = [replace(SOURCES[0], key=key, ways=(Way(url=f"{site.url}/{key}"),)) for key in ("rss", "new")]
        for running in (sources[:1], sources):
            app = App(store=store, rules=Rules(), sources=running, platforms=[FakePlatform()])
            await app.start()
            await until(lambda: all(health.first_polled_at for health in store.sources.health(NOW)))
            await app.stop()
        asked = site.paths()
    assert (asked.count("/rss"), asked.count("/new")) == (1, 1)


async def test_a_source_that_an_operator_wants_polled_is_polled_soon_once(store: Store) -> None:
    polled(store, "s0", NOW + timedelta(minutes=4))
    worker = Worker(store, "s0")
    await worker.polls.follow()
    await worker.polls.look()
    assert worker.told() == [("s0", timedelta(minutes=4))]
    store.switches.poll_now("s0", NOW)
    store.switches.poll_now("s1", NOW)
    await worker.polls.look()
    await worker.polls.look()
    assert worker.told() == [("s0", timedelta(0))], "s1 is another worker's"


async def test_a_press_between_the_lease_and_the_first_look_counts(store: Store) -> None:
    polled(store, "s0", NOW + timedelta(minutes=4))
    worker = Worker(store, "s0")
    await worker.polls.follow()
    store.switches.poll_now("s0", NOW + timedelta(seconds=30))  # by a clock that is ahead of ours
    worker.told()
    await worker.polls.look()
    assert worker.told() == [("s0", timedelta(0))]


async def test_a_poll_that_names_its_next_one_rings_nobody(store: Store) -> None:
    worker = Worker(store, "s0")
    await worker.polls.follow()
    await worker.polls.run(SOURCES[0])
    polled(store, "s0", NOW + timedelta(seconds=90))
    worker.told()
    await worker.polls.look()
    assert worker.told() == []


async def test_a_poll_rings_nobody_while_the_clock_goes_on(store: Store) -> None:
    worker = Worker(store, "s0")
    worker.tick = timedelta(milliseconds=1)
    await worker.polls.follow()
    for poll in range(3):
        worker.due_at = worker.now + timedelta(seconds=90 + poll)
        polled(store, "s0", worker.due_at)
        await worker.polls.run(SOURCES[0])
        worker.told()
        await worker.polls.look()
        assert worker.told() == []


async def test_a_row_that_stays_in_the_past_does_not_ring_again_and_again(store: Store) -> None:
    polled(store, "s0", NOW - timedelta(minutes=1))
    worker = Worker(store, "s0")
    await worker.polls.follow()
    await worker.polls.run(SOURCES[0])  # nothing could be written
    worker.told()
    for _ in range(3):
        await worker.polls.look()
    assert worker.told() == []
