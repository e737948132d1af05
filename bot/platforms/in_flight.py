"""Work in flight on a platform, finished before it stops: otherwise it is unknown whether an alert was sent.

And calls in flight that several wait for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from bot.bugs import report_bug

T = TypeVar("T")

FINISH_TIMEOUT = 3.0  #: seconds for answers and messages in flight to finish when stopped


class InFlight:
    """The messages that a sender is sending."""

    def __init__(self) -> None:
        self._sends: set[asyncio.Future[None]] = set()

    @contextmanager
    def track(self) -> Iterator[None]:
        """Mark a message as in flight while the block runs."""
        send: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sends.add(send)
        try:
            yield
        finally:
            self._sends.discard(send)
            send.set_result(None)

    async def finish(self) -> None:
        """Wait until all of them have ended, FINISH_TIMEOUT at most."""
        if self._sends:
            await asyncio.wait(self._sends, timeout=FINISH_TIMEOUT)


class SharedCall(Generic[T]):
    """A call that is made once at a time: who asks meanwhile shares its result."""

    def __init__(self, call: Callable[[], Coroutine[Any, Any, T]]) -> None:
        self._call = call
        self._running: asyncio.Task[T] | None = None

    async def __call__(self) -> T:
        """The result; who stops waiting for it ends it for nobody else."""
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._call())
        return await asyncio.shield(self._running)


class ChatQueues:
    """A queue of work for each chat: chats run in parallel, the work of one chat in its order."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._latest: dict[Hashable, asyncio.Task[None]] = {}  #: the last work of each chat, which the next one awaits

    def put(self, chat: Hashable, work: Callable[[], Awaitable[None]]) -> None:
        """Enqueue work of a chat; a bug in it is reported, and does not affect the next one."""
        task = asyncio.create_task(_run_after(self._latest.get(chat), work))
        self._latest[chat] = task
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._forget(chat, done))

    def _forget(self, chat: Hashable, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if self._latest.get(chat) is task:
            del self._latest[chat]

    async def finish(self) -> None:
        """Wait until all is done, FINISH_TIMEOUT at most; then cancel the rest."""
        tasks = set(self._tasks)
        if tasks:
            await asyncio.wait(tasks, timeout=FINISH_TIMEOUT)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _run_after(before: asyncio.Task[None] | None, work: Callable[[], Awaitable[None]]) -> None:
    if before is not None:
        await asyncio.wait([before])
    try:
        await work()
    except Exception as error:
        report_bug("update not answered", error)
