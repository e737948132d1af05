"""A clock that is set back holds up nothing that is scheduled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.worker import clock_watch
from bot.worker.clock_watch import ClockWatch
from bot.worker.timetable import plan_earlier

HOUR = timedelta(hours=1)


class Machine:
    """A machine whose clock was an hour ahead when all was planned, and is set right by `set_back`."""

    def __init__(self) -> None:
        self.ahead = HOUR
        self.scheduler = AsyncIOScheduler(timezone=UTC)
        self.done = asyncio.Event()

    def clock(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    async def call(self) -> None:
        self.done.set()

    def set_back(self, span: timedelta = HOUR) -> None:
        self.ahead -= span


@pytest.fixture
async def machine(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Machine]:
    monkeypatch.setattr(clock_watch, "LOOK_EVERY", 0.02)
    made = Machine()
    made.scheduler.start()
    watching = asyncio.create_task(ClockWatch(made.clock, partial(plan_earlier, made.scheduler)).run())
    await asyncio.sleep(0)
    yield made
    watching.cancel()
    made.scheduler.shutdown(wait=False)


async def test_what_is_planned_once_comes_as_early_as_before(machine: Machine) -> None:
    machine.scheduler.add_job(machine.call, "date", run_date=machine.clock() + timedelta(seconds=0.3))
    machine.set_back()
    await asyncio.wait_for(machine.done.wait(), 10)


async def test_what_is_planned_again_and_again_goes_on(machine: Machine) -> None:
    first = machine.clock() + timedelta(seconds=0.2)
    machine.scheduler.add_job(machine.call, "interval", seconds=0.2, next_run_time=first)
    machine.set_back()
    for _ in range(3):
        await asyncio.wait_for(machine.done.wait(), 10)
        machine.done.clear()


async def test_a_clock_that_goes_as_it_should_changes_nothing(machine: Machine) -> None:
    at = machine.clock() + timedelta(seconds=30)
    job = machine.scheduler.add_job(machine.call, "date", run_date=at)
    machine.set_back(timedelta(seconds=-7200))
    await asyncio.sleep(0.1)
    machine.set_back(timedelta(seconds=4))
    await asyncio.sleep(0.1)
    assert job.next_run_time == at
    assert not machine.done.is_set()
