"""What a platform is saying: when it is stopped that is finished, else nobody would know whether an alert was taken."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

FAREWELL = 3.0  #: seconds that answers and alerts under way get to finish


class UnderWay:
    """Answers and alerts of one platform."""

    def __init__(self) -> None:
        self._answers: set[asyncio.Task[None]] = set()
        self._alerts: set[asyncio.Future[None]] = set()  # done when an alert has its verdict

    def answering(self, task: asyncio.Task[None]) -> None:
        """Somebody is being answered."""
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    @contextmanager
    def sending(self) -> Iterator[None]:
        """An alert is being sent."""
        alert: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._alerts.add(alert)
        try:
            yield
        finally:
            self._alerts.discard(alert)
            alert.set_result(None)

    async def finish(self) -> None:
        """Wait until all is said; answers that take too long are cut off."""
        if self._answers or self._alerts:
            await asyncio.wait({*self._answers, *self._alerts}, timeout=FAREWELL)
        for task in self._answers:
            task.cancel()
        await asyncio.gather(*self._answers, return_exceptions=True)
