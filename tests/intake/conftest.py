from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.intake.room import Room
from tests.intake.site import Site


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with Site() as made:
        yield made


@pytest.fixture
async def room(site: Site, tmp_path: Path) -> AsyncIterator[Room]:
    made = Room(site, f"sqlite:///{tmp_path}/jarshy.db")
    yield made
    await made.close()
