"""A crowd costs as much as one visitor, and what was found out is shown while the database is away."""

from __future__ import annotations

import asyncio
import threading

import pytest

from bot.errors import StorageError
from bot.i18n.catalogue import storage as texts
from bot.web.cached import Cached


class Facts:
    """What is found out, by a clock that the test turns; it counts how often it is."""

    def __init__(self) -> None:
        self.found, self.away, self.seconds = 0, False, 0.0
        self.open = threading.Event()
        self.open.set()
        self.cached = Cached(self.find, fresh=10, stale=60, elapsed=lambda: self.seconds)

    def find(self) -> int:
        self.open.wait()
        if self.away:
            raise StorageError(texts.LEASE_LOST, lease="none")
        self.found += 1
        return self.found


async def test_it_is_not_found_out_again_while_it_is_fresh() -> None:
    facts = Facts()
    assert [await facts.cached.get(), await facts.cached.get()] == [1, 1]
    facts.seconds = 10
    assert await facts.cached.get() == 2


async def test_a_crowd_that_comes_at_once_waits_for_one_answer() -> None:
    facts = Facts()
    facts.open.clear()
    crowd = [asyncio.create_task(facts.cached.get()) for _ in range(50)]
    await asyncio.sleep(0)
    facts.open.set()
    assert await asyncio.gather(*crowd) == [1] * 50


async def test_while_the_database_is_away_it_is_shown_as_it_was_but_not_for_ever() -> None:
    facts = Facts()
    await facts.cached.get()
    facts.away, facts.seconds = True, 59
    assert await facts.cached.get() == 1
    facts.seconds = 60
    with pytest.raises(StorageError):
        await facts.cached.get()
    facts.away = False
    assert await facts.cached.get() == 2


async def test_nothing_is_shown_that_was_never_found_out() -> None:
    facts = Facts()
    facts.away = True
    with pytest.raises(StorageError):
        await facts.cached.get()


async def test_who_leaves_does_not_leave_the_others_waiting() -> None:
    facts = Facts()
    facts.open.clear()
    first, second = (asyncio.create_task(facts.cached.get()) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    facts.open.set()
    assert await second in (1, 2)
