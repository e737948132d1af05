"""How a worker ends: by a signal, by `quit`, by a task that fails, or because no platform takes its token.

wait ─▶ finish what is in flight, for SHUTDOWN_TIMEOUT ─▶ release the leases, for RELEASE_TIMEOUT
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from typing import Any

import structlog

from bot.bugs import report_failure
from bot.errors import StatedProblem
from bot.i18n.catalogue import worker as texts
from bot.i18n.text import Phrase, combined
from bot.worker.leases import LeaseKeeper
from bot.worker.tokens import HOPELESS_AFTER

log = structlog.get_logger(__name__)

_Work = Coroutine[Any, Any, None]

#: seconds for messages in flight to finish when stopped; with what follows, less than the ten that hosts leave
SHUTDOWN_TIMEOUT = 4.0
RELEASE_TIMEOUT = 1.0  #: seconds for releasing our leases when stopped


class Ending:
    """Waits until a worker is to end."""

    def __init__(self) -> None:
        self._quit = asyncio.Event()
        self._problem: StatedProblem | None = None  #: why it ends by itself

    def quit(self) -> None:
        """Make `wait` return; may be called from a signal handler of the loop."""
        self._quit.set()

    def quit_on_signals(self) -> None:
        """Make `wait` return at SIGTERM and SIGINT."""
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, self.quit)

    def quit_without_platforms(self, reasons: Mapping[str, Phrase], titles: Mapping[str, str]) -> None:
        """Nobody can be told, but whoever sees that the program has ended. `reasons` and `titles`: by platform."""
        said = [
            Phrase(texts.PLATFORM_AND_REASON, {"platform": titles.get(name, name), "reason": reason})
            for name, reason in sorted(reasons.items())
        ]
        hours, all_said = round(HOPELESS_AFTER / 3600), combined(said, texts.REASONS)
        self._problem = StatedProblem(texts.NO_PLATFORM_LEFT, hours=hours, reasons=all_said)
        self.quit()

    async def wait(self, tasks: Sequence[asyncio.Task[None]]) -> None:
        """Wait for a signal or `quit`, or until one of these endless tasks fails.

        Raises:
            the exception that ended such a task.
            StatedProblem: all platforms have refused their tokens for long.
        """
        waiting = asyncio.create_task(self._quit.wait())
        done, _ = await asyncio.wait([waiting, *tasks], return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        for task in done:
            task.result()
        if self._problem is not None:
            raise self._problem


class Running:
    """The tasks of a worker, from its start to its end."""

    def __init__(self) -> None:
        self.endless: list[asyncio.Task[None]] = []  #: none before the start
        self._sending: asyncio.Task[None] | None = None
        self._following: asyncio.Task[None] | None = None
        self._all: list[asyncio.Task[None]] = []

    def start(self, *, sending: _Work, following: _Work, others: Iterable[_Work], once: _Work) -> None:
        """Start what delivers, what follows the leases, whatever else is endless, and what is done once."""
        self._following = asyncio.create_task(following)
        self._sending = asyncio.create_task(sending)
        self.endless = [self._sending, *map(asyncio.create_task, others), self._following]
        self._all = [*self.endless, asyncio.create_task(once)]

    async def stop_following(self) -> None:
        """From now on no listener is started."""
        if self._following is not None:
            self._following.cancel()
            await asyncio.wait([self._following])

    async def finish(self) -> None:
        """Wait for messages in flight, and cancel the rest.

        Connections and leases are held meanwhile: a message that is cut off may have been sent.
        """
        if self._sending is not None:
            await asyncio.wait([self._sending], timeout=SHUTDOWN_TIMEOUT)
        for task in self._all:
            task.cancel()
        await asyncio.gather(*self._all, return_exceptions=True)


async def release(leases: LeaseKeeper) -> None:
    """Release our leases, so that other workers need not wait until they expire."""
    try:
        await asyncio.wait_for(leases.release_all(), RELEASE_TIMEOUT)
    except TimeoutError:
        log.warning("leases not released in time: they will expire")
    except Exception as error:
        report_failure("leases not released: they will expire", error)
