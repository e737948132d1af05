"""What a worker has planned: the next poll of each source, and its chores, by the machine's clock."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.schedulers.base import BaseScheduler

from bot.model import Source
from bot.worker.chores import Chore, Chores


def plan_earlier(scheduler: BaseScheduler, span: timedelta) -> None:
    """Whatever is planned comes as much earlier."""
    for job in scheduler.get_jobs():
        if job.next_run_time is not None:
            job.modify(next_run_time=job.next_run_time - span)


class Timetable:
    """Calls polls and chores when it is their time."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock  # the machine's, by which the scheduler plans
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def start(self) -> None:
        """Call what is planned from now on; what was due before is called at once."""
        self._scheduler.start()

    def stop(self) -> None:
        """Call nothing more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def plan_earlier(self, span: timedelta) -> None:
        """Whatever is planned comes as much earlier: the clock was set back."""
        plan_earlier(self._scheduler, span)

    def plan_poll(self, poll: Callable[[Source], Awaitable[None]], source: Source, delay: timedelta) -> None:
        """Poll a source after a delay; its earlier plan, if it has not begun, is replaced."""
        self._scheduler.add_job(
            poll,
            "date",
            args=[source],
            run_date=self._clock() + delay,
            id=f"poll:{source.key}",
            replace_existing=True,
            max_instances=2,  # a poll that took long schedules the next one for now, while it ends
            misfire_grace_time=None,
        )

    def plan_chores(self, chores: Chores) -> None:
        """Attempt each chore at its interval."""
        often = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        for chore, every in chores.schedule():
            self._scheduler.add_job(chores.attempt, "interval", args=[chore], seconds=every.total_seconds(), **often)

    def attempt_soon(self, chores: Chores, chore: Chore) -> None:
        """Attempt a chore now, or at the start, besides its interval; once we have stopped, nothing is called."""
        self._scheduler.add_job(chores.attempt, args=[chore], misfire_grace_time=None)
