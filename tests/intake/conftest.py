from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.intake.press import Press
from tests.intake.room import Room
from tests.intake.site import Site


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with Site() as made:
        yield made


@pytest.fixture
async def room(site: Site, database_url: str) -> AsyncIterator[Room]:
    made = Room(site, database_url)
    yield made
    await made.close()


@pytest.fixture
async def press(site: Site, database_url: str) -> AsyncIterator[Press]:
    made = Press(site, database_url)
    await made.opens()
    yield made
    await made.close()
