"""What a lane may claim: from the outbox, while we hold the lease of its platform.

lease ─▶ offered ─▶ taken over, once everything of ours is recorded ─▶ claims, as long as the lease is ours

claim ─┬─▶ what it took
       └─ the database failed: it may have taken something ─▶ the next time: given back ─▶ claim
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, TypeVar

from bot.errors import StorageError
from bot.model import Edit, Sendable
from bot.storage.claims import claim_end
from bot.storage.store import Outbox

T = TypeVar("T")

#: Returns the outbox to claim from while we hold the sender's lease of a platform, and None otherwise; always the same
#: object while the lease has not changed hands.
OutboxUnderLease = Callable[[str], Outbox | None]


class Claims:
    """The claims of one lane, one at a time.

    One of which nobody knows what it took is given back before the next one. Otherwise a COMMIT whose answer is lost,
    or a failure to read what was claimed, would leave chats that nobody sends anything to: a worker's own claims are
    its own as long as it runs. What a bug meets stays claimed, for the next claim would meet it again, and nothing else
    would ever be sent.
    """

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
        self._unknown: datetime | None = None  # the end of a claim of which nobody knows what it took

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
        """Claim what some chats are owed, in the fair order; `busy`: ids of those that get nothing now.

        Raises:
            StorageError: the database failed; what the claim took is given back the next time.
        """
        return await self._claimed(outbox, outbox.claim, chats, busy, per_chat=per_chat)

    async def claim_edits(self, outbox: Outbox, most: int, busy: Collection[int]) -> list[Edit]:
        """Claim some edits, in the fair order; `busy`: ids of the chats in which none may go now.

        Raises:
            StorageError: as of `claim`.
        """
        return await self._claimed(outbox, outbox.claim_edits, most, busy)

    async def _claimed(
        self, outbox: Outbox, claim: Callable[..., list[T]], most: int, busy: Collection[int], **how: Any
    ) -> list[T]:
        if self._unknown is not None:
            await asyncio.to_thread(outbox.give_back, self._unknown, self._worker)
        now = self._clock()
        self._unknown = until = claim_end(now)
        try:
            took = await asyncio.to_thread(claim, self.lane, now, most, busy, worker=self._worker, until=until, **how)
        except Exception as error:
            if not isinstance(error, StorageError):
                self._unknown = None
            raise
        self._unknown = None
        return took
