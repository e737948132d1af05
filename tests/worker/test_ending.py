"""The tasks of a worker: messages in flight are waited for, and nothing else."""

from __future__ import annotations

import asyncio

from bot.worker.ending import SHUTDOWN_TIMEOUT, Running
from tests.virtual import in_virtual_time


class Part:
    """A part of a worker that works for so many seconds, unless it is cancelled."""

    def __init__(self) -> None:
        self.ended = ""

    async def works(self, seconds: float) -> None:
        try:
            await asyncio.sleep(seconds)
            self.ended = "done"
        except asyncio.CancelledError:
            self.ended = "cancelled"
            raise


async def ended(sending: float, once: float) -> tuple[str, str, str, str]:
    """How delivery, following, another part and what is done once end."""
    running, parts = Running(), [Part() for _ in range(4)]
    delivery, following, other, first = parts
    running.start(
        sending=delivery.works(sending),
        following=following.works(3600),
        others=[other.works(3600)],
        once=first.works(once),
    )
    await asyncio.sleep(1)
    assert len(running.endless) == 3
    await running.stop_following()
    assert (following.ended, other.ended) == ("cancelled", "")
    await running.finish()
    return delivery.ended, following.ended, other.ended, first.ended


@in_virtual_time
async def test_what_is_in_flight_is_finished_and_the_rest_cancelled() -> None:
    assert await ended(sending=1 + SHUTDOWN_TIMEOUT / 2, once=0.5) == ("done", "cancelled", "cancelled", "done")


@in_virtual_time
async def test_what_does_not_finish_in_time_is_cancelled_too() -> None:
    assert await ended(sending=3600, once=3600) == ("cancelled",) * 4


@in_virtual_time
async def test_a_worker_that_was_not_started_has_nothing_to_finish() -> None:
    running = Running()
    await running.stop_following()
    await running.finish()
    assert running.endless == []
