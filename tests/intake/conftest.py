"""One event loop and one child process that parses for all tests: to start it for each took half of their time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.intake.reader import Reader
from tests.intake.press import Press
from tests.intake.room import Room
from tests.intake.site import Site

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests of this folder in the loop in which the reader lives."""
    for item in items:
        if HERE in item.path.parents and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def reader() -> AsyncIterator[Reader]:
    """For tests that are not about the child process itself; if it was killed, the next body starts another."""
    made = Reader()
    yield made
    await made.close()


@pytest_asyncio.fixture(loop_scope="session")
async def site() -> AsyncIterator[Site]:
    async with Site() as made:
        yield made


@pytest_asyncio.fixture(loop_scope="session")
async def room(site: Site, database_url: str, reader: Reader) -> AsyncIterator[Room]:
    made = Room(site, database_url, reader=reader)
    yield made
    await made.close()


@pytest_asyncio.fixture(loop_scope="session")
async def press(site: Site, database_url: str, reader: Reader) -> AsyncIterator[Press]:
    made = Press(site, database_url, reader=reader)
    await made.opens()
    yield made
    await made.close()
