"""From an update that came in to its answer, on every platform whose updates are stored.

    receive:  store it, unless it came before ─┐
    look:     what a crash or another process  ─┴▶ its chat's turn ─▶ begin ─▶ check ─▶ Host.answer ─▶ send ─▶ finish
              has left unanswered

An answer that is cut off by the end of the process is given again by who listens next, so it may be given twice; an
update is never lost.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import structlog

from bot.bugs import report_bug, report_failure, unquoted
from bot.errors import LeaseLostError, SendError, StorageError
from bot.model import Received
from bot.platforms.in_flight import ChatQueues
from bot.platforms.protocol import Host, Sender

log = structlog.get_logger(__name__)
T = TypeVar("T")

LOOK_EVERY = 5.0  #: seconds between two looks for updates that another process has stored
AFTER_FAULT = 1.0  #: seconds before the database is asked again


async def _nothing(_received: Received) -> None:
    """Nothing is shown meanwhile."""


class Answerer:
    """Has the updates of one platform answered: chats side by side, each in its order, every update once."""

    def __init__(
        self,
        platform: str,
        sender: Sender,
        *,
        check: Callable[[Received, Host], Awaitable[Received]],
        close: Callable[[Received], Awaitable[None]] = _nothing,
    ) -> None:
        """`check` asks the platform what the answer depends on; `close` ends what the platform shows meanwhile.

        The sender does that itself before it sends an answer, so `close` is for when there is none.
        """
        self._platform = platform
        self._sender = sender
        self._check = check
        self._close = close
        self._host: Host | None = None
        self._looking: asyncio.Task[None] | None = None
        self._in_turn = asyncio.Lock()  # what came first is answered first, however long it takes to store it
        self._busy: set[str] = set()  #: updates that wait for their answer in this process
        self._queues = ChatQueues()

    async def start(self, host: Host) -> None:
        """Answer what was left unanswered, and what comes from now on; nothing to do where it was begun."""
        if self._looking is None:
            self._host = host
            await self._look(host)  # before anything new comes, for the order
            self._looking = asyncio.create_task(self._look_again(host))

    async def stop(self) -> None:
        """Look no more, and finish the answers in flight; what is cut off is answered by who listens next."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait([self._looking])
            self._looking = None
        await self._queues.finish()

    async def receive(self, received: Sequence[Received]) -> None:
        """Store what came in, and have it answered, unless it came before. When this returns it can't be lost.

        Raises:
            StorageError: it is not stored, and not answered.
        """
        host = self._started()
        async with self._in_turn:
            try:
                new = await host.inbox.receive(received)
            except StorageError:
                raise
            except Exception as error:  # told again for ever, it would make us deaf
                report_bug("what came in can't be stored, answered without", error, platform=self._platform)
                for each in received:
                    self.answer_unstored(each)
                return
            for each in new:
                self._put(each, host)

    def answer_unstored(self, received: Received) -> None:
        """Have it answered though it could not be stored: the end of this process would lose it."""
        host, came_at = self._started(), time.monotonic()
        self._queues.put(_chat(received), lambda: self._respond(received, host, came_at))

    def _started(self) -> Host:
        assert self._host is not None, "not started"  # noqa: S101 - a slip of ours, not of a person
        return self._host

    async def _look_again(self, host: Host) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY)
            await self._look(host)

    async def _look(self, host: Host) -> None:
        try:
            for received in await host.inbox.unanswered(self._platform, tuple(self._busy)):
                self._put(received, host)
        except Exception as error:
            report_failure("unanswered updates not looked for, retrying", error, platform=self._platform)

    def _put(self, received: Received, host: Host) -> None:
        if received.update_id not in self._busy:
            self._busy.add(received.update_id)
            came_at = time.monotonic()
            self._queues.put(_chat(received), lambda: self._answer(received, host, came_at))

    async def _answer(self, received: Received, host: Host, came_at: float) -> None:
        try:
            if await self._insist(lambda: host.inbox.begin(received)):
                await self._respond(received, host, came_at)
                await self._insist(lambda: host.inbox.finish(received))
        except LeaseLostError:
            log.info("left to the worker that answers there now", platform=self._platform)
        finally:
            self._busy.discard(received.update_id)

    async def _respond(self, received: Received, host: Host, came_at: float) -> None:
        """Answer it. One that can't be sent is logged, and so is a fault of ours: a second try would end as the first.

        Only what ends the process leaves an update unanswered.
        """
        where = {"platform": self._platform, "chat": received.command.chat.id}  # a name may be what somebody typed
        handed_over = False
        try:
            checked = await self._insist(lambda: self._check(received, host))
            message = await host.answer(checked.command)
            if not message.silent:
                handed_over = True
                await self._sender.answer(checked, message, host.count_sent)
                host.answered(checked.command, time.monotonic() - came_at)
        except SendError as error:
            reason = unquoted(str(error), (received.command.name, received.command.text))
            log.warning("answer not sent", verdict=type(error.verdict).__name__, reason=reason, **where)
        except Exception as error:
            report_bug("what came in was not answered", error, **where)
        finally:
            if not handed_over:
                await self._close(received)

    async def _insist(self, step: Callable[[], Awaitable[T]]) -> T:
        """Try again while the database is locked, full or away."""
        while True:
            try:
                return await step()
            except LeaseLostError:
                raise
            except StorageError as error:
                report_failure("an update waits for the database", error, platform=self._platform)
                await asyncio.sleep(AFTER_FAULT)


def _chat(received: Received) -> tuple[str, str]:
    """Whose turn it is: a chat's topics are one with it."""
    return received.command.chat.workspace, received.command.chat.id
