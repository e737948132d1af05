"""What this process has counted is written to the table of figures, a few times a minute and at the end.

    counter ─ take ─▶ the table of figures ─ if the database fails: give back, and try again later

kill -9 loses what was counted since the last time, EVERY at most.
"""

from __future__ import annotations

import asyncio
from collections import Counter as Multiset
from collections.abc import Callable
from datetime import datetime

import structlog

from bot import bugs, figures
from bot.bugs import report_failure
from bot.counting import Counter
from bot.storage.store import Figures

log = structlog.get_logger(__name__)

EVERY = 15.0  #: seconds between two writes
LAST_TIME_LIMIT = 2.0  #: seconds for the last one


class CountKeeper:
    """Writes down what one Counter has counted, and the bugs of this process."""

    def __init__(self, counter: Counter, rows: Figures, clock: Callable[[], datetime]) -> None:
        self._counter = counter
        self._rows = rows
        self._clock = clock
        self._bugs: Multiset[str] = Multiset()  # those that are counted already

    async def run(self) -> None:
        """Write forever."""
        while True:
            await asyncio.sleep(EVERY)
            await self.write()

    async def finish(self) -> None:
        """Write what is left; what the database does not take in LAST_TIME_LIMIT is lost."""
        try:
            await asyncio.wait_for(self.write(), LAST_TIME_LIMIT)
        except TimeoutError:
            log.warning("figures not written in time")

    async def write(self) -> None:
        """Write what was counted since the last time; never raises."""
        self._count_bugs()
        counts = self._counter.take()
        if not counts:
            return
        try:
            await asyncio.to_thread(self._rows.add, counts, self._clock())
        except Exception as error:
            self._counter.give_back(counts)
            report_failure("figures not written, retrying", error)

    def _count_bugs(self) -> None:
        for event, count in (bugs.counts - self._bugs).items():
            self._counter.add(figures.BUGS, event, by=count)
        self._bugs = Multiset(bugs.counts)
