"""What changes while a worker runs, and who is to know it.

sources approved or switched off ─▶ notices, alerts, intake, leases
workspaces come and go           ─▶ lanes, listeners, notices, leases
leases acquired and lost         ─▶ listeners, intake
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.delivery.deliver import Deliverer
from bot.messages.summary import AlertContext
from bot.model import Source
from bot.platforms.protocol import Platform
from bot.worker.intake import Intake
from bot.worker.leases import LeaseKeeper
from bot.worker.listeners import Listeners
from bot.worker.notices import Notifier
from bot.worker.served import Served


class Following:
    """Tells each part of a worker what has changed."""

    def __init__(
        self,
        served: Served,
        *,
        leases: LeaseKeeper,
        leases_changed: asyncio.Event,
        notifier: Notifier,
        deliverer: Deliverer,
        listeners: Listeners,
        intake: Intake,
    ) -> None:
        """`leases_changed` is set after each refresh of the leases."""
        self._served = served
        self._leases = leases
        self._leases_changed = leases_changed
        self._notifier = notifier
        self._deliverer = deliverer
        self._listeners = listeners
        self._intake = intake
        self._running = False  # from the start of the worker on, leases are refreshed at every change

    async def run(self) -> None:
        """Start and stop listeners and schedule the polls of new sources whenever our leases change."""
        self._running = True
        while True:
            await self._leases_changed.wait()
            self._leases_changed.clear()
            await self._listeners.follow_leases()
            await self._intake.follow_leases()

    async def adopt(self, sources: Sequence[Source]) -> None:
        """These are the sources now: whoever polls, reads, answers or tells of them knows."""
        self._served.adopt(sources)
        self._notifier.adopt(self._served.rules)
        self._deliverer.adopt(AlertContext.of(self._served.rules))
        self._intake.adopt(self._served.sources)
        self._leases.adopt(self._served.source_keys)
        if self._running:  # they are refreshed soon in any case, but somebody waits for the news of that source
            await self._leases.refresh()

    async def change_platforms(self, added: Sequence[Platform], removed: Sequence[Platform]) -> None:
        """Workspaces have come and gone: whoever sends, listens, answers or tells of them knows."""
        await asyncio.gather(*(self._end(platform) for platform in removed))
        self._served.change_platforms(added, removed)
        for platform in added:
            self._notifier.serves(platform.name)
            self._deliverer.add(platform)
            self._listeners.add(platform)
        self._notifier.adopt(self._served.rules)
        self._notifier.adopt_platforms(self._served.titles)
        self._leases.adopt_platforms(self._served.leased)
        if self._running:
            await self._leases.refresh()

    async def _end(self, platform: Platform) -> None:
        await self._deliverer.remove(platform.name)
        await self._listeners.remove(platform)
        await platform.sender.close()
