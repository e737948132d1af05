"""What many ask for and is found out once: a crowd costs as much as one visitor."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from bot.bugs import report_failure
from bot.errors import StorageError

T = TypeVar("T")


class Cached(Generic[T]):
    """A value that is found out in a thread, again when it has become old."""

    def __init__(
        self,
        find: Callable[[], T],
        *,
        fresh: float,
        stale: float,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        """It is not asked for again within `fresh` seconds; while the database is away it is shown for `stale`."""
        self._find, self._elapsed = find, elapsed
        self._fresh, self._stale = fresh, stale
        self._found: tuple[float, T] | None = None
        self._finding = asyncio.Lock()

    async def get(self) -> T:
        """The value; who comes while it is being found out waits for that.

        Raises:
            StorageError: the database is away, and has been for long.
        """
        async with self._finding:
            if self._found is not None and self._elapsed() - self._found[0] < self._fresh:
                return self._found[1]
            try:
                value = await asyncio.to_thread(self._find)
            except StorageError as error:
                if self._found is None or self._elapsed() - self._found[0] >= self._stale:
                    raise
                report_failure("not found out again, shown as it was", error)
                return self._found[1]
            self._found = (self._elapsed(), value)
            return value
