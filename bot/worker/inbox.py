"""What platforms told this worker, or another process: rows of the store, answered under the lease of the listener."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

import structlog

from bot.errors import LeaseLostError
from bot.i18n.catalogue import storage as texts
from bot.model import Received
from bot.storage.store import Updates
from bot.worker.leases import LISTENER, LeaseKeeper

log = structlog.get_logger(__name__)


class StoredInbox:
    """The Inbox of a worker."""

    def __init__(self, *, updates: Updates, leases: LeaseKeeper, clock: Callable[[], datetime]) -> None:
        self._updates = updates
        self._leases = leases
        self._clock = clock

    async def receive(self, received: Sequence[Received]) -> list[Received]:
        """Store what came in, whoever holds the lease now: it was told to us, and somebody will answer it."""
        return await asyncio.to_thread(self._updates.receive, received, self._clock())

    async def unanswered(self, lane: str, busy: Collection[str]) -> list[Received]:
        """What is to be answered still; what nobody waits for any more is given up, and the log says so."""
        waiting = await asyncio.to_thread(self._updates.pending, lane, busy)
        if not waiting:  # as it mostly is
            return []
        given_up = await asyncio.to_thread(self._updates.give_up, lane, busy, self._clock())
        if not given_up:
            return waiting
        log.warning("updates given up: too late, or tried too often", lane=lane, updates=given_up)
        return await asyncio.to_thread(self._updates.pending, lane, busy)

    async def begin(self, received: Received) -> bool:
        """Its answer begins, if it is ours to answer there."""
        lease = LISTENER + received.command.chat.lane
        store = self._leases.store_under_lease(lease)
        if store is None:
            raise LeaseLostError(texts.LEASE_LOST, lease=lease)
        return await asyncio.to_thread(store.updates.begin, received)

    async def finish(self, received: Received) -> None:
        """It is answered, and stays so if the lease was lost meanwhile."""
        await asyncio.to_thread(self._updates.finish, received)
