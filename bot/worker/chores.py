"""Periodic work, done for all workers by the one that holds the lease of the chores.

after a start   announce changed follows ─ times of digests anew ─ complete the search index
every moment    enqueue the digests that are due
every minute    pause chats that may not use the bot, wake those that may again
                notify operators ─ heartbeat ─ announce changed follows ─ tell of topics that are gone ─ remind
every 5 minutes forget which calls of platforms came
every hour      apply retention ─ complete the search index ─ offer fewer alerts where there are too many ─ tell of
                silent follows, and of those that bring far more than mostly ─ forget chats that were lost long ago
                ─ seal with the newest key
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from bot.bugs import report_failure
from bot.messages.access_letters import AccessLetters
from bot.rules import Rules
from bot.sealing import Sealer
from bot.worker.digests import ScheduledDigests
from bot.worker.leases import CHORES, LeaseKeeper
from bot.worker.notices import Notifier
from bot.worker.reminders import remind
from bot.worker.watching import tell_of_silence, tell_of_spikes
from bot.worker.workspaces import seal_again

if TYPE_CHECKING:  # aiohttp costs memory, and most have no heartbeat
    from bot.worker.heartbeat import Heartbeat

log = structlog.get_logger(__name__)

NOTIFY_EVERY = timedelta(minutes=1)  #: how often failures and changed follows are looked for
DIGESTS_EVERY = timedelta(seconds=5)  #: how often it is looked for digests that are due
CALLS_EVERY = timedelta(minutes=5)  #: there may be a thousand of them in a second
SWEEP_EVERY = timedelta(hours=1)
OFFER_EVERY = timedelta(hours=1)
WATCH_EVERY = timedelta(hours=1)
INDEX_BATCH = 25  #: articles indexed per transaction; more would keep other writers waiting

Chore = Callable[[], Awaitable[None]]


class Chores:
    """Periodic work that one worker does for all."""

    def __init__(
        self,
        *,
        leases: LeaseKeeper,
        notifier: Notifier,
        digests: ScheduledDigests,
        clock: Callable[[], datetime],
        operators: bool,
        retention: timedelta,
        rules: Callable[[], Rules],
        keep_lost: timedelta,
        sealer: Sealer | None = None,
        heartbeat: Heartbeat | None = None,
    ) -> None:
        """`operators`: are there any to notify; `retention`: how long the bodies of articles are kept.

        `keep_lost`: how long all about a chat is kept that can't be reached. `sealer`: of workspaces' tokens.
        `keep_lost`: how long all about a chat is kept that can't be reached; `heartbeat` None: nobody wants one.
        """
        self._leases = leases
        self._notifier = notifier
        self._digests = digests
        self._clock = clock
        self._operators = operators
        self._retention = retention
        self._rules = rules
        self._keep_lost = keep_lost
        self._sealer = sealer
        self._heartbeat = heartbeat

    def schedule(self) -> tuple[tuple[Chore, timedelta], ...]:
        """Each chore and its interval."""
        return (
            (self.notify_operators, NOTIFY_EVERY),
            (self.beat, NOTIFY_EVERY),
            (self.announce_rereads, NOTIFY_EVERY),
            (self.tell_of_topics, NOTIFY_EVERY),
            (self.remind, NOTIFY_EVERY),
            (self.settle_access, NOTIFY_EVERY),
            (self.enqueue_digests, DIGESTS_EVERY),
            (self.forget_calls, CALLS_EVERY),
            (self.sweep, SWEEP_EVERY),
            (self.offer_fewer, OFFER_EVERY),
            (self.watch_follows, WATCH_EVERY),
            (self.forget_lost, SWEEP_EVERY),
            (self.seal_again, SWEEP_EVERY),
        )

    async def after_start(self) -> None:
        """Do what an upgrade may have left to do."""
        await self.attempt(self.settle_access)
        await self.attempt(self.announce_rereads)
        await self.attempt(self.reschedule_digests)
        await self.attempt(self.index_words)
        await self.attempt(self.seal_again)

    async def attempt(self, chore: Chore) -> None:
        """Run a chore; never raises. A failed one is done at its next turn."""
        try:
            await chore()
        except Exception as error:
            report_failure("a chore failed", error, chore=getattr(chore, "__name__", ""))

    async def notify_operators(self) -> None:
        """Notify operators of our platforms that fail or work again; of sources too, if this worker does the chores."""
        if self._operators:
            chores = self._leases.store_under_lease(CHORES) is not None
            await self._notifier.notify_operators(self._clock(), sources=chores)

    async def beat(self) -> None:
        """Tell a service elsewhere that news comes in and goes out, if this worker does the chores."""
        store = self._leases.store_under_lease(CHORES)
        if store is not None and self._heartbeat is not None:
            await self._heartbeat.beat(store)

    async def announce_rereads(self) -> None:
        """Announce to chats that the meaning of their follows changed, if this worker does the chores."""
        if self._leases.store_under_lease(CHORES) is not None:
            await self._notifier.announce_rereads(self._clock())

    async def tell_of_topics(self) -> None:
        """Tell groups of topics that take no more alerts, on the platforms on which this worker sends."""
        await self._notifier.tell_of_topics(self._clock())

    async def remind(self) -> None:
        """Remind chats of alerts that nobody took, if this worker does the chores."""
        store = self._leases.store_under_lease(CHORES)
        if store is not None:
            await asyncio.to_thread(remind, store, self._rules(), self._clock())

    async def settle_access(self) -> None:
        """Pause the chats that are not on the list of who may use the bot, if this worker does the chores."""
        rules, store = self._rules(), self._leases.store_under_lease(CHORES)
        if store is None:
            return
        now = self._clock()
        letters = AccessLetters(translators=rules.translators, timezone=rules.timezone, now=now)
        paused, woken = await asyncio.to_thread(store.allowed.settle, rules.closed, rules.operators, letters, now)
        if paused or woken:
            log.info("chats were let in or shut out", paused=paused, woken=woken)

    async def enqueue_digests(self) -> None:
        """Enqueue the digests that are due, if this worker does the chores."""
        store = self._leases.store_under_lease(CHORES)
        if store is not None:
            await self._digests.enqueue(store)

    async def reschedule_digests(self) -> None:
        """Compute when digests come by the rules of zones that we know now, if this worker does the chores."""
        store = self._leases.store_under_lease(CHORES)
        if store is not None:
            await asyncio.to_thread(store.digests.reschedule, self._clock())

    async def offer_fewer(self) -> None:
        """Offer fewer alerts to chats that get too many, if this worker does the chores."""
        store = self._leases.store_under_lease(CHORES)
        if store is not None:
            await self._notifier.offer_fewer(store, self._clock())

    async def watch_follows(self) -> None:
        """Tell of follows that are silent, or bring far more than on most days, if this worker does the chores."""
        store = self._leases.store_under_lease(CHORES)
        if store is not None:
            rules, now = self._rules(), self._clock()
            await asyncio.to_thread(tell_of_silence, store, rules, now)
            await asyncio.to_thread(tell_of_spikes, store, rules, now)

    async def sweep(self) -> None:
        """Apply retention and complete the search index, if this worker does the chores."""
        now, store = self._clock(), self._leases.store_under_lease(CHORES)
        if store is not None:
            await asyncio.to_thread(store.sweep, now, bodies_before=now - self._retention)
            await self.index_words()

    async def forget_calls(self) -> None:
        """Forget which calls of platforms came, if this worker does the chores."""
        store = self._leases.store_under_lease(CHORES)
        if store is not None:
            await asyncio.to_thread(store.calls.prune, self._clock())

    async def forget_lost(self) -> None:
        """Delete what is kept about chats that were lost long ago, if this worker does the chores."""
        store = self._leases.store_under_lease(CHORES)
        if store is not None:
            forgotten = await asyncio.to_thread(store.forgetting.forget_lost, self._clock() - self._keep_lost)
            if forgotten:
                log.info("lost chats forgotten", chats=forgotten)

    async def seal_again(self) -> None:
        """Seal with the newest key what an older one has sealed, if this worker does the chores."""
        store = self._leases.store_under_lease(CHORES)
        if store is not None and self._sealer is not None:
            count = await asyncio.to_thread(seal_again, store.workspaces, self._sealer)
            if count:
                log.info("sealed with the newest key of JARSHY_SECRET_KEY", workspaces=count)

    async def index_words(self) -> None:
        """Index the articles that are not indexed, if this worker does the chores: after an upgrade, or a sweep."""
        while (store := self._leases.store_under_lease(CHORES)) is not None:
            if not await asyncio.to_thread(store.search.index_words, INDEX_BATCH):
                return
