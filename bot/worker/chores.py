"""Work that is nobody's turn: done now and then, for all workers by the one that holds the lease of the chores.

after a start   tell chats of follows read anew ─ write the words that are missing
every minute    operators ─ chats of follows read anew
every hour      drop what retention asks to drop ─ write the words that are missing
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.bugs import report_failure
from bot.worker.leases import CHORES, LeaseKeeper
from bot.worker.notices import Notifier

NOTIFY_EVERY = timedelta(minutes=1)  #: how often failures are looked for, to tell the operator
SWEEP_EVERY = timedelta(hours=1)
WORDS_AT_ONCE = 25  #: articles; writing the words of more would keep other writers waiting


class Chores:
    """What one worker does for all."""

    def __init__(
        self,
        *,
        leases: LeaseKeeper,
        notifier: Notifier,
        clock: Callable[[], datetime],
        operators: bool,
        retention: timedelta,
    ) -> None:
        """`operators`: are there any to be told; `retention`: how long the bodies of articles are kept."""
        self._leases = leases
        self._notifier = notifier
        self._clock = clock
        self._operators = operators
        self._retention = retention

    def schedule(self) -> tuple[tuple[Callable[[], Awaitable[None]], timedelta], ...]:
        """Each chore, and how often it is due."""
        return (
            (self.look_after_operators, NOTIFY_EVERY),
            (self.tell_rereading, NOTIFY_EVERY),
            (self.sweep, SWEEP_EVERY),
        )

    async def after_start(self) -> None:
        """What an upgrade leaves to do."""
        await self.attempt(self.tell_rereading)
        await self.attempt(self.write_words)

    async def attempt(self, chore: Callable[[], Awaitable[None]]) -> None:
        """Do a chore; what fails is done at its next turn."""
        try:
            await chore()
        except Exception as error:
            report_failure("a chore failed", error, chore=getattr(chore, "__name__", ""))

    async def look_after_operators(self) -> None:
        """Tell operators what fails and what is well again, unless another worker does."""
        if self._operators and self._leases.store_under_lease(CHORES) is not None:
            await self._notifier.tell_operators(self._clock())

    async def tell_rereading(self) -> None:
        """Tell chats whose follows mean something else by a newer grammar, unless another worker does."""
        if self._leases.store_under_lease(CHORES) is not None:
            await self._notifier.tell_rereading(self._clock())

    async def sweep(self) -> None:
        """Drop what retention asks to drop, unless another worker does."""
        now, store = self._clock(), self._leases.store_under_lease(CHORES)
        if store is not None:
            await asyncio.to_thread(store.sweep, now, bodies_before=now - self._retention)
            await self.write_words()

    async def write_words(self) -> None:
        """Write the words by which the archive is searched where they are missing: after an upgrade, or a sweep."""
        while (store := self._leases.store_under_lease(CHORES)) is not None:
            if not await asyncio.to_thread(store.search.index_words, WORDS_AT_ONCE):
                return
