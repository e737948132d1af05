"""Writes what comes one by one in batches: all that waits is one batch, and what comes meanwhile is the next.

put ─▶ waiting ─ one writer takes all ─▶ write ─▶ each that put something learns what came of it
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

MOST = 500  #: items of a batch

T = TypeVar("T")


class Batches(Generic[T]):
    """Belongs to one event loop."""

    def __init__(self, write: Callable[[list[T]], Awaitable[Sequence[bool | Exception]]]) -> None:
        """`write` says what came of each of these items: an answer, or an error, which is raised where it was put."""
        self._write = write
        self._waiting: list[tuple[T, asyncio.Future[bool]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def put(self, item: T) -> bool:
        """What came of it, once it is written."""
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        return await done

    async def _write_all(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                results = await self._write([item for item, _ in batch])
                for (_, done), result in zip(batch, results, strict=True):
                    if done.done():  # who put it waits no more
                        continue
                    if isinstance(result, Exception):
                        done.set_exception(result)
                    else:
                        done.set_result(result)
        finally:
            self._writing = None
