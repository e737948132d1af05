"""Which sources a worker knows: what operators switch off, another process's operators too, is gone within seconds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from bot.model import Source, Way
from bot.storage.store import Store
from bot.worker.source_list import SourceList
from tests.builders import NOW

SOURCES = [
    Source(key=key, name=key.upper(), language="en", ways=(Way(url=f"http://127.0.0.1/{key}"),)) for key in ("a", "b")
]
WITHOUT_A = [replace(SOURCES[0], enabled=False), SOURCES[1]]


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = Store.open(database_url)
    yield made
    made.close()


class Told:
    """What a worker was told."""

    def __init__(self, store: Store) -> None:
        self.lists: list[Sequence[Source]] = []
        self.sources = SourceList(SOURCES, store, self._note)

    async def _note(self, sources: Sequence[Source]) -> None:
        self.lists.append(sources)


async def test_a_source_that_is_switched_off_is_disabled_until_it_is_switched_on(store: Store) -> None:
    told = Told(store)
    await told.sources.start(NOW)
    store.switches.switch_off("a", NOW)
    await told.sources.follow()
    await told.sources.follow()
    store.switches.switch_on("a", NOW)
    await told.sources.follow()
    assert told.lists == [WITHOUT_A, SOURCES]


async def test_a_worker_that_starts_later_knows_it_too(store: Store) -> None:
    store.sources.sync(SOURCES, NOW)
    store.switches.switch_off("a", NOW)
    told = Told(store)
    await told.sources.start(NOW)
    await told.sources.follow()
    assert told.lists == [WITHOUT_A]
