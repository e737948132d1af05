"""Scheduled work goes on when the machine's clock is set back: the scheduler plans by it, and would wait until then.

every LOOK_EVERY: was the clock set back since the last look? ─▶ whatever is planned comes as much earlier (timetable)

A clock that is set forward needs nothing: what is overdue then is done at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

log = structlog.get_logger(__name__)

LOOK_EVERY = 1.0  #: seconds
TOLERATED = timedelta(seconds=5)  #: that the clock may be set back, and all that is planned is later by as much


class ClockWatch:
    """Watches the clock by which the scheduler plans."""

    def __init__(self, clock: Callable[[], datetime], on_set_back: Callable[[timedelta], None]) -> None:
        self._clock = clock
        self._on_set_back = on_set_back

    async def run(self) -> None:
        """Watch it forever."""
        loop = asyncio.get_running_loop()
        while True:
            before, began = self._clock(), loop.time()
            await asyncio.sleep(LOOK_EVERY)
            set_back = before + timedelta(seconds=loop.time() - began) - self._clock()
            if set_back > TOLERATED:
                log.warning("the clock was set back: what is planned comes as early as before", by=str(set_back))
                self._on_set_back(set_back)
