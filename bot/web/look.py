"""A look into the database for many who ask: one at a time, kept for a moment, and given up in time.

ask ─ kept? ─ yes ─▶ it
           └─ no ─▶ wait for the look that is under way, or begin one, but no longer than LIMIT
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

T = TypeVar("T")

LIMIT = 2.0  #: seconds that a look may take; its caller is told then that the database gives no answer


class Look(Generic[T]):
    """Looks in a thread of its own: a database that hangs holds that one, and nobody else's."""

    def __init__(self, look: Callable[[], T], *, keep: float) -> None:
        """`keep`: seconds for which what was seen is told again."""
        self._look = look
        self._keep = keep
        self._thread = ThreadPoolExecutor(1, "look")
        self._under_way: asyncio.Future[T] | None = None
        self._seen: tuple[float, T] | None = None

    async def see(self) -> T:
        """What is seen.

        Raises:
            TimeoutError: no answer within LIMIT.
            whatever the look raises.
        """
        loop = asyncio.get_running_loop()
        if self._seen is not None and loop.time() - self._seen[0] < self._keep:
            return self._seen[1]
        if self._under_way is None or self._under_way.done():
            self._under_way = loop.run_in_executor(self._thread, self._look)
            self._under_way.add_done_callback(_taken)
        seen = await asyncio.wait_for(asyncio.shield(self._under_way), LIMIT)
        self._seen = loop.time(), seen
        return seen


def _taken(look: asyncio.Future[T]) -> None:
    """What fails when nobody waits for it any more is no news."""
    if not look.cancelled():
        look.exception()
