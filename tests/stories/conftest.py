"""What several stories need."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from bot.storage.store import Store


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
