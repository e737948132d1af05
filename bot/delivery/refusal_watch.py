"""Watches a lane for a mass refusal, and makes good what it did to the chats.

verdict ─▶ it begins: chats that were lost are only refused ─▶ it is over: all that were refused are tried again
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.bugs import report_failure
from bot.delivery.claims import Claims
from bot.delivery.mass_refusal import WITHIN, MassRefusal
from bot.model import Cause, ChatHealth, ChatLost, ChatRefused, OutboxItem, Sent, Verdict

log = structlog.get_logger(__name__)

RETRY_DELAY = 5.0  #: seconds until the next attempt after the database failed

#: called with a platform's name; True: all of its chats wait, False: that is over
OnMassRefusal = Callable[[str, bool], None]


class RefusalWatch:
    """The mass refusals of one lane."""

    def __init__(self, claims: Claims, *, clock: Callable[[], datetime], on_mass_refusal: OnMassRefusal) -> None:
        self._name = claims.lane
        self._claims = claims
        self._clock = clock
        self._on_mass_refusal = on_mass_refusal
        self._mass_refusal = MassRefusal()
        self._since: datetime | None = None  # chats that were refused since then are concerned
        self._correcting: set[asyncio.Task[None]] = set()

    @property
    def under_way(self) -> bool:
        """Do all chats wait until one is accepted?"""
        return self._mass_refusal.under_way

    def probe_at(self) -> float:
        """When one message may be tried; 0: nothing needs to wait."""
        return self._mass_refusal.probe_at() or 0.0

    def seen(self, carried: OutboxItem, verdict: Verdict, started: float) -> Verdict:
        """Take note of a verdict on what a message carried; returns it as it is to be recorded.

        In a mass refusal no chat is lost.
        """
        now = asyncio.get_running_loop().time()
        if isinstance(verdict, Sent) and self._mass_refusal.accepted(now, started):
            log.warning("chats are accepted again", platform=self._name)
            self._on_mass_refusal(self._name, False)
            self._correct(over=True)
        if not isinstance(verdict, (ChatLost, ChatRefused)):
            return verdict
        if not self._refused_before(carried.health) and self._mass_refusal.refused(carried.chat_id, now):
            self._since = self._clock() - timedelta(seconds=WITHIN)
            log.error(
                "many chats are refused: all wait until one is accepted", platform=self._name, verdict=str(verdict)
            )
            self._on_mass_refusal(self._name, True)
            self._correct(over=False)
        if self._mass_refusal.under_way and isinstance(verdict, ChatLost):
            return ChatRefused(cause=verdict.cause, detail=verdict.detail)
        return verdict

    def _refused_before(self, health: ChatHealth) -> bool:
        """Did the chat refuse already while the others were well? Then that it does so again says nothing of them."""
        since = health.refused_since_at
        if since is None or health.cause is Cause.FLOOD:
            return False
        return not self.under_way or self._since is None or since < self._since

    async def close(self) -> None:
        """Finish what is under way."""
        if self._correcting:
            await asyncio.wait(self._correcting, timeout=RETRY_DELAY)

    def _correct(self, *, over: bool) -> None:
        task = asyncio.create_task(self._correct_chats(over=over))
        self._correcting.add(task)
        task.add_done_callback(self._correcting.discard)

    async def _correct_chats(self, *, over: bool) -> None:
        """Let no chat suffer from a mass refusal: none is lost by it, and all are tried again when it is over."""
        outbox = self._claims.outbox
        while self._since is not None and outbox is not None:
            try:
                await asyncio.to_thread(outbox.correct_refusals, self._name, self._since, self._clock(), wake=over)
                return
            except Exception as error:
                report_failure("chats of a mass refusal are not corrected, retrying", error, platform=self._name)
            await asyncio.sleep(RETRY_DELAY)
            outbox = self._claims.outbox
