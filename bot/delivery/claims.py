"""What a lane may claim: from the outbox, while we hold the lease of its platform.

lease ─▶ offered ─▶ taken over, once everything of ours is recorded ─▶ claims, as long as the lease is ours
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime

from bot.model import Edit, Sendable
from bot.storage.store import Outbox

#: Returns the outbox to claim from while we hold the sender's lease of a platform, and None otherwise; always the same
#: object while the lease has not changed hands.
OutboxUnderLease = Callable[[str], Outbox | None]


class Claims:
    """The claims of one lane."""

    def __init__(
        self,
        lane: str,
        *,
        outbox: Outbox,
        under_lease: OutboxUnderLease | None,
        clock: Callable[[], datetime],
        worker: str,
    ) -> None:
        """`under_lease` None: no lease is needed, and all is claimed from `outbox`."""
        self.lane = lane  #: its name
        #: that of the last claim; None: another worker may have claimed before us
        self.outbox = outbox if under_lease is None else None
        self._under_lease = under_lease or (lambda _lane: outbox)
        self._clock = clock
        self._worker = worker

    def offered(self) -> Outbox | None:
        """The outbox to claim from; None: the lane is another worker's."""
        return self._under_lease(self.lane)

    @property
    def are_ours(self) -> bool:
        """Do we still hold the lease under which we claimed?"""
        return self.outbox is not None and self.offered() is self.outbox

    async def take_over(self, outbox: Outbox) -> None:
        """Release what the previous sender had claimed: from now on this is the outbox of our claims."""
        await asyncio.to_thread(outbox.take_over, self.lane)
        self.outbox = outbox

    async def claim(self, outbox: Outbox, chats: int, busy: Collection[int], *, per_chat: int) -> list[Sendable]:
        """Claim what some chats are owed, in the fair order; `busy`: ids of those that get nothing now."""
        claim, now = outbox.claim, self._clock()
        return await asyncio.to_thread(claim, self.lane, now, chats, busy, per_chat=per_chat, worker=self._worker)

    async def claim_edits(self, outbox: Outbox, most: int, busy: Collection[int]) -> list[Edit]:
        """Claim some edits, in the fair order; `busy`: ids of the chats in which none may go now."""
        return await asyncio.to_thread(outbox.claim_edits, self.lane, self._clock(), most, busy, worker=self._worker)
