"""One worker: its parts are made here, started, and stopped.

start ─▶ [ intake ─ delivery ─ leases ─ following ] + scheduled polls and chores ─▶ wait ─▶ stop
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.counting import Counter
from bot.delivery.deliver import Deliverer
from bot.delivery.send import Making
from bot.i18n.text import Phrase
from bot.model import Source
from bot.platforms.protocol import Platform
from bot.rules import Rules
from bot.storage.store import Outbox, Store
from bot.worker.calls import StoredCalls
from bot.worker.chores import Chores
from bot.worker.clock_watch import ClockWatch
from bot.worker.counting import CountKeeper
from bot.worker.digests import ScheduledDigests
from bot.worker.ending import Ending, Running, release
from bot.worker.following import Following
from bot.worker.haste import Haste
from bot.worker.host import WorkerHost
from bot.worker.inbox import StoredInbox
from bot.worker.intake import Intake
from bot.worker.leases import CHORES, LeaseKeeper
from bot.worker.listeners import Listeners
from bot.worker.notices import Notifier
from bot.worker.proposals import SiteLooks
from bot.worker.served import PER_PROCESS, Served
from bot.worker.source_list import SourceList
from bot.worker.timetable import Timetable
from bot.worker.workspaces import Installs, WorkspaceList

if TYPE_CHECKING:  # they cost memory, and most workers need none of them
    from bot.meaning.voice import Voice
    from bot.web.server import WebServer
    from bot.worker.heartbeat import Heartbeat


def utc_now() -> datetime:
    """The current instant, UTC."""
    return datetime.now(UTC)


class App:
    """A worker: the whole bot in one process."""

    def __init__(
        self,
        *,
        store: Store,
        rules: Rules,
        sources: Sequence[Source],
        platforms: Sequence[Platform],
        clock: Callable[[], datetime] = utc_now,
        operators: frozenset[tuple[str, str]] = frozenset(),
        retention: timedelta = timedelta(days=30),
        public_url: str | None = None,  # where we are called from outside
        web: WebServer | None = None,
        haste: Haste | None = None,  # None: everybody is answered however fast they ask
        installs: Installs | None = None,  # None: no workspace can install the app
        counter: Counter | None = None,  # None: one of its own
        heartbeat: Heartbeat | None = None,
        calls: StoredCalls | None = None,  # where `web` leaves what platforms call us for
        voice: Voice | None = None,  # the second voice of stories
    ) -> None:
        self._store = store
        self._served = Served(rules=rules, sources=sources, platforms=platforms, operators=operators)
        self._clock = clock
        self._installs = installs
        self._web = web
        self._ending = Ending()
        self._running = Running()
        self._timetable = Timetable(utc_now)
        self._clock_watch = ClockWatch(utc_now, self._timetable.plan_earlier)
        self._counter = Counter() if counter is None else counter
        self._counts = CountKeeper(self._counter, store.figures, clock)
        self._leases_changed = asyncio.Event()
        self.leases = self._new_lease_keeper()
        self._digests = ScheduledDigests(store=store, rules=self._rules, facts=self._served.facts, clock=clock)
        self._deliverer = self._new_deliverer()
        self.notifier = self._new_notifier()
        self.chores = self._new_chores(retention, heartbeat)
        self._sites = self._new_site_looks()
        self._workspaces = self._new_workspaces()
        self.host = self._new_host(haste, calls or StoredCalls(store.calls, called=False))
        self._listeners = self._new_listeners()
        self._intake = self._new_intake(public_url, voice)
        self._following = self._new_following()
        self._source_list = SourceList(sources, store, self._following.adopt)

    def _rules(self) -> Rules:
        return self._served.rules

    def _new_lease_keeper(self) -> LeaseKeeper:
        return LeaseKeeper(
            leases=self._store.leases,
            sources=self._store.sources,
            store_for=self._store.under_lease,
            source_keys=self._served.source_keys,
            platforms=self._served.leased,
            on_change=self._leases_changed.set,
            is_idle=lambda name: self._deliverer.is_idle(name) and self._listeners.is_idle(name),
        )

    def _new_notifier(self) -> Notifier:
        return Notifier(
            store=self._store,
            rules=self._served.rules,
            platforms=self._served.titles,
            operators=self._served.operators,
            sends=lambda name: self._outbox_under_lease(name) is not None,
            clock=self._clock,
        )

    def _new_chores(self, retention: timedelta, heartbeat: Heartbeat | None) -> Chores:
        return Chores(
            leases=self.leases,
            notifier=self.notifier,
            digests=self._digests,
            clock=self._clock,
            operators=bool(self._served.operators),
            retention=retention,
            rules=self._rules,
            keep_lost=self._served.rules.keep_lost,
            sealer=self._installs.sealer if self._installs else None,
            heartbeat=heartbeat,
        )

    def _new_deliverer(self) -> Deliverer:
        return Deliverer(
            outbox=self._store.outbox,
            platforms=self._served.platforms,
            clock=self._clock,
            on_refused=lambda platform, reason: self._listeners.refused(platform, reason),
            on_mass_refusal=self.report_mass_refusal,
            worker=self.leases.holder,
            outbox_under_lease=self._outbox_under_lease,
            making=Making.of(self._served.rules, self._digests.compose),
            counter=self._counter,
        )

    def _new_host(self, haste: Haste | None, calls: StoredCalls) -> WorkerHost:
        return WorkerHost(
            store=self._store,
            rules=self._rules,
            operators=self._served.operators,
            inbox=StoredInbox(updates=self._store.updates, leases=self.leases, clock=self._clock),
            calls=calls,
            haste=haste,
            deliverer=self._deliverer,
            listeners=lambda: self._listeners,
            counter=self._counter,
            clock=self._clock,
        )

    def _new_listeners(self) -> Listeners:
        return Listeners(
            self._served.platforms,
            self.host,
            outbox_under_lease=self._outbox_under_lease,
            deliverer=self._deliverer,
            notifier=self.notifier,
            notify_soon=self._notify_soon,
            on_hopeless=lambda reasons: self._ending.quit_without_platforms(reasons, self._served.titles),
            clock=self._clock,
            leaves=self._workspaces.refuses if self._workspaces else lambda _name, _reason: False,
            stays=self._workspaces.takes if self._workspaces else lambda _name: None,
        )

    def _new_site_looks(self) -> SiteLooks:
        return SiteLooks(
            rules=self._rules, store_under_lease=lambda: self.leases.store_under_lease(CHORES), clock=self._clock
        )

    def _new_workspaces(self) -> WorkspaceList | None:
        if self._installs is None:
            return None
        return WorkspaceList(
            self._installs,
            self._store.workspaces,
            on_change=lambda added, removed: self._following.change_platforms(added, removed),
            on_unopened=self._report_unopened,
            clock=self._clock,
        )

    def _new_intake(self, public_url: str | None, voice: Voice | None) -> Intake:
        return Intake(
            store=self._store,
            rules=self._served.rules,
            sources=self._served.sources,
            clock=self._clock,
            wake=self._deliverer.wake,
            owned_sources=self.leases.owned_sources,
            schedule=self._plan_poll,
            public_url=public_url,
            counter=self._counter,
            voice=voice,
        )

    def _new_following(self) -> Following:
        return Following(
            self._served,
            leases=self.leases,
            leases_changed=self._leases_changed,
            notifier=self.notifier,
            deliverer=self._deliverer,
            listeners=self._listeners,
            intake=self._intake,
        )

    async def start(self) -> None:
        """Store the sources, acquire leases, and start to listen, poll and deliver.

        Raises:
            StatedProblem: no platform takes its token, or the port is taken.
        """
        self._ending.quit_on_signals()
        if self._web is not None:
            await self._web.start()
        await self._source_list.start(self._clock())
        grammar = self._served.rules.grammar
        await asyncio.to_thread(self._store.follows.reread, self._served.read_query, grammar, self._clock())
        if self._workspaces is not None:
            await self._workspaces.follow()
        await self.leases.refresh()
        await self._listeners.start()
        own = (self.host.calls, self._counts, self._clock_watch)
        more = () if self._workspaces is None else (self._workspaces,)
        others = (self._intake, self.leases, self._source_list, self._sites, *own, *more)
        self._running.start(
            sending=self._deliverer.run(),
            following=self._following.run(),
            others=[each.run() for each in others],
            once=self.chores.after_start(),
        )
        self._timetable.plan_chores(self.chores)
        await self._intake.follow_leases()
        self._timetable.start()

    def _report_unopened(self, lane: str, title: str, reason: Phrase) -> None:
        """No key opens the token of a workspace: what it is owed waits, and operators are told."""
        self.notifier.cannot_serve(lane, title, reason, self._clock())
        self._notify_soon()

    def _outbox_under_lease(self, platform: str) -> Outbox | None:
        """The outbox to claim from while we hold the sender's lease; a terminal needs none."""
        store = self._store if platform in PER_PROCESS else self.leases.sender_store(platform)
        return None if store is None else store.outbox

    def _plan_poll(self, source: Source, delay: timedelta) -> None:
        self._timetable.plan_poll(self._intake.poll, source, delay)

    def _notify_soon(self) -> None:
        self._timetable.attempt_soon(self.chores, self.chores.notify_operators)

    def report_mass_refusal(self, platform: str, under_way: bool) -> None:  # as the lane reports it
        """A platform refuses so many chats that all wait, or that is over: notify operators."""
        (self.notifier.mass_refusals.add if under_way else self.notifier.mass_refusals.discard)(platform)
        self._notify_soon()

    def quit(self) -> None:
        """Make `wait` return; may be called from a signal handler of the loop."""
        self._ending.quit()

    async def wait(self) -> None:
        """Wait for SIGTERM, SIGINT or `quit`, or until an endless task fails.

        Raises:
            the exception that ended such a task.
            StatedProblem: all platforms have refused their tokens for long.
        """
        await self._ending.wait(self._running.endless)

    async def stop(self) -> None:
        """Finish messages and answers in flight, record them, and close everything."""
        self._timetable.stop()
        self._deliverer.stop()
        await self._running.stop_following()
        await asyncio.gather(self._stop_web(), self._running.finish(), self._listeners.stop())
        await asyncio.gather(*(each.sender.close() for each in self._served.platforms), return_exceptions=True)
        await self._intake.close()
        await asyncio.gather(self._counts.finish(), release(self.leases))

    async def _stop_web(self) -> None:
        if self._web is not None:
            await self._web.stop()
