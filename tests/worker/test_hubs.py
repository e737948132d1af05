"""A worker asks the hubs of its sources, and hears them also if they call another process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import PassingFetchError, StorageError
from bot.i18n.catalogue import intake as texts
from bot.model import Source, Way
from bot.storage.hubs import ASK_AGAIN
from bot.storage.store import Store
from bot.worker import hubs
from bot.worker.hubs import HubWatch
from tests.builders import plain_words

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)
SOURCES = [Source(key=key, name=key, language="en", ways=(Way(url=f"https://{key}.example/"),)) for key in ("a", "b")]


class Room:
    """A worker that holds source a, and the hubs of a and b."""

    def __init__(self, url: str) -> None:
        self.store = Store.open(url)
        self.store.sources.sync(SOURCES, NOW)
        for source in SOURCES:
            self.store.hubs.name(source.key, f"https://hub.example/{source.key}", source.url, NOW)
        self.now = NOW
        self.asked: list[Mapping[str, str]] = []
        self.rung: list[str] = []
        self.refuses = False
        self.watch = HubWatch(
            hubs=self.store.hubs,
            public_url="https://we.example",
            ask=self._ask,
            ring=self.rung.append,
            owned_sources=lambda: {"a": None},
            clock=lambda: self.now,
        )

    async def _ask(self, url: str, form: Mapping[str, str], source_key: str) -> None:
        assert url == "https://hub.example/a"
        self.asked.append(form)
        if self.refuses:
            raise PassingFetchError(texts.NO_ANSWER_IN_TIME, seconds="30")

    def path(self, key: str) -> str:
        (hub,) = self.store.hubs.to_ask([key], NOW + timedelta(days=100))
        return hub.path


@pytest.fixture
async def room(database_url: str) -> AsyncIterator[Room]:
    made = Room(database_url)
    yield made
    made.store.close()


async def test_the_hub_of_a_source_of_ours_is_asked_for_its_topic_with_a_secret(room: Room) -> None:
    await room.watch.ask()
    (form,) = room.asked
    assert form["hub.mode"] == "subscribe"
    assert form["hub.topic"] == "https://a.example/"
    assert form["hub.callback"] == f"https://we.example/websub/{room.path('a')}"
    assert len(form["hub.secret"]) > 32


async def test_a_hub_that_is_away_is_asked_again_later(room: Room) -> None:
    room.refuses = True
    await room.watch.ask()
    await room.watch.ask()
    assert len(room.asked) == 1
    room.now += ASK_AGAIN
    await room.watch.ask()
    assert len(room.asked) == 2


async def test_what_another_process_was_told_of_our_source_is_heard_once(room: Room) -> None:
    for key in ("a", "b"):
        room.store.hubs.ring(room.path(key), NOW)
    await room.watch.hear()
    await room.watch.hear()
    assert room.rung == ["a"]


async def test_a_new_hub_is_asked_at_the_next_look(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "RING_EVERY", 0.01)
    monkeypatch.setattr(hubs, "ASK_EVERY", 1_000_000)
    running = asyncio.create_task(room.watch.run())
    async with asyncio.timeout(20):
        while len(room.asked) < 1:
            await asyncio.sleep(0.01)
        room.store.hubs.name("a", "https://hub.example/a", "https://a.example/rss", NOW)
        room.watch.look()
        while len(room.asked) < 2:
            await asyncio.sleep(0.01)
    assert room.asked[1]["hub.topic"] == "https://a.example/rss"
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_database_that_is_away_for_a_while_ends_nothing(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "RING_EVERY", 0.01)
    away, read = iter([True, True]), room.store.hubs.take_ringing

    def take_ringing(keys: list[str]) -> list[str]:
        if next(away, False):
            raise StorageError(plain_words("database is away"))
        return read(keys)

    monkeypatch.setattr(room.store.hubs, "take_ringing", take_ringing)
    room.store.hubs.ring(room.path("a"), NOW)
    running = asyncio.create_task(room.watch.run())
    async with asyncio.timeout(20):
        while not room.rung:
            await asyncio.sleep(0.01)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
