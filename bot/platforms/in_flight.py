"""What a platform is doing: when it is stopped that is finished, else nobody would know whether an alert was taken."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterator
from contextlib import contextmanager

import structlog

log = structlog.get_logger(__name__)

FAREWELL = 3.0  #: seconds that answers and alerts in flight get to finish


class InFlight:
    """The messages that a sender has begun to send."""

    def __init__(self) -> None:
        self._sends: set[asyncio.Future[None]] = set()

    @contextmanager
    def track(self) -> Iterator[None]:
        """A message is being sent."""
        send: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sends.add(send)
        try:
            yield
        finally:
            self._sends.discard(send)
            send.set_result(None)

    async def finish(self) -> None:
        """Wait until all of them have ended, but not for ever."""
        if self._sends:
            await asyncio.wait(self._sends, timeout=FAREWELL)


class ChatQueues:
    """The work of a listener: chats side by side, each in the order in which it asked."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._latest: dict[Hashable, asyncio.Task[None]] = {}  #: a chat's last work: the next follows it

    def put(self, chat: Hashable, work: Callable[[], Awaitable[None]]) -> None:
        """Do this once all that the chat asked before is done; a fault in it is logged and leaves the next alone."""
        task = asyncio.create_task(_follow(self._latest.get(chat), work))
        self._latest[chat] = task
        self._tasks.add(task)
        task.add_done_callback(lambda done: self._forget(chat, done))

    def _forget(self, chat: Hashable, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if self._latest.get(chat) is task:
            del self._latest[chat]

    async def finish(self) -> None:
        """Wait until all is done; what takes too long is cut off."""
        tasks = set(self._tasks)
        if tasks:
            await asyncio.wait(tasks, timeout=FAREWELL)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _follow(before: asyncio.Task[None] | None, work: Callable[[], Awaitable[None]]) -> None:
    if before is not None:
        await asyncio.wait([before])
    try:
        await work()
    except Exception:
        log.exception("what came in was not answered")
