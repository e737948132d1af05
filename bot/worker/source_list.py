"""The sources that a worker knows: those of the file, and those that operators have approved or switched off since.

every FOLLOW_EVERY: what is approved, what is off now? ─▶ it has changed ─▶ leases, polls, pages and answers know it
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from bot.bugs import report_failure
from bot.model import Source, with_approved, without
from bot.storage.store import Store

FOLLOW_EVERY = 5.0  #: seconds; each worker looks for itself: the operator's press may be another one's


class SourceList:
    """Follows which sources there are."""

    def __init__(
        self, configured: Sequence[Source], store: Store, on_change: Callable[[Sequence[Source]], Awaitable[None]]
    ) -> None:
        """`configured`: of the file; `on_change` is given all sources, the disabled ones too."""
        self._configured = configured
        self._store = store
        self._on_change = on_change
        self._known: list[Source] = list(configured)

    async def start(self, now: datetime) -> None:
        """Store the sources, and tell of those that are not in the file."""
        await self._tell(await asyncio.to_thread(self._store.sources.sync, self._configured, now))

    async def run(self) -> None:
        """Follow them forever."""
        while True:
            await asyncio.sleep(FOLLOW_EVERY)
            try:
                await self.follow()
            except Exception as error:  # they are as they were
                report_failure("sources not followed", error)

    async def follow(self) -> None:
        """Tell of the sources if they have changed."""
        approved = await asyncio.to_thread(self._store.proposals.approved)
        switched_off = await asyncio.to_thread(self._store.switches.switched_off)
        await self._tell(without(with_approved(self._configured, approved), switched_off))

    async def _tell(self, sources: list[Source]) -> None:
        if sources != self._known:
            self._known = sources
            await self._on_change(sources)
