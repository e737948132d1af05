"""A claim of which nobody knows what it took is given back before the next one.

claim ─┬─▶ what it took
       └─ the database failed: it may have taken something ─▶ the next time: given back ─▶ claim
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, TypeVar

from bot.errors import StorageError
from bot.storage.claims import claim_end
from bot.storage.store import Outbox

T = TypeVar("T")


class Claiming:
    """Claims for a lane, one at a time.

    Otherwise a COMMIT whose answer is lost, or a failure to read what was claimed, would leave chats that nobody sends
    anything to: a worker's own claims are its own as long as it runs. What a bug meets stays claimed, for the next
    claim would meet it again, and nothing else would ever be sent.
    """

    def __init__(self, worker: str, clock: Callable[[], datetime]) -> None:
        self._worker = worker
        self._clock = clock
        self._unknown: datetime | None = None  # the end of a claim of which nobody knows what it took

    async def claim(
        self, outbox: Outbox, claim: Callable[..., list[T]], lane: str, limit: int, busy: Collection[int], **how: Any
    ) -> list[T]:
        """What a claim takes: `outbox.claim` or `outbox.claim_edits`.

        Raises:
            StorageError: the database failed; what the claim took is given back the next time.
        """
        if self._unknown is not None:
            await asyncio.to_thread(outbox.give_back, self._unknown, self._worker)
        now = self._clock()
        self._unknown = until = claim_end(now)
        try:
            claimed = await asyncio.to_thread(claim, lane, now, limit, busy, worker=self._worker, until=until, **how)
        except Exception as error:
            if not isinstance(error, StorageError):
                self._unknown = None
            raise
        self._unknown = None
        return claimed
