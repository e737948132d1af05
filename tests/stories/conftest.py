"""What several stories need."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from bot.delivery import deliver, pace
from bot.storage.store import Store
from tests.storage.conftest import Room
from tests.stories.worker_process import Counter


@pytest.fixture
def stores(database_url: str) -> Iterator[Callable[[], Store]]:
    """Open the same database for any number of workers."""
    made: list[Store] = []

    def another() -> Store:
        made.append(Store.open(database_url))
        return made[-1]

    yield another
    for store in made:
        store.close()


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = Store.open(database_url)
    yield made
    made.close()


@pytest.fixture
def room(database_url: str) -> Iterator[Room]:
    made = Room(database_url)
    yield made
    made.store.close()


@pytest.fixture
def frequent_upkeep(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found is owed at once, and one edit follows another."""
    monkeypatch.setattr(deliver, "MAINTAIN_EVERY", 0.05)
    monkeypatch.setattr(pace, "EDIT_EVERY", 0.1)


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    """Counts what workers in processes of their own send."""
    async with Counter() as made:
        yield made
