"""One worker: its tasks are started, scheduled and stopped here, and follow its leases.

start ─▶ [ intake ─ delivery ─ leases ─ follow the leases ] + scheduled polls and chores ─▶ wait ─▶ stop
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.schedulers.base import BaseScheduler

import handlers
from bot import figures
from bot.bugs import report_failure
from bot.counting import Counter
from bot.delivery.deliver import Deliverer
from bot.errors import QueryError, StatedProblem
from bot.i18n.catalogue import worker as texts
from bot.i18n.text import Phrase, combined
from bot.i18n.translator import ENGLISH
from bot.matching.grammar import parse
from bot.matching.query import Query
from bot.messages.inline import InlineAnswer
from bot.messages.message import SILENCE, Message, say
from bot.messages.summary import AlertContext
from bot.model import Chat, ChatKind, Command, Source, Target, own_chat, qualified
from bot.platforms.protocol import Platform
from bot.rules import Rules
from bot.storage.store import Outbox, Store
from bot.worker.calls import StoredCalls
from bot.worker.chores import Chores
from bot.worker.clock_watch import ClockWatch
from bot.worker.counting import CountKeeper
from bot.worker.digests import ScheduledDigests
from bot.worker.haste import Haste, Pace
from bot.worker.inbox import StoredInbox
from bot.worker.intake import Intake
from bot.worker.leases import CHORES, LeaseKeeper
from bot.worker.linked import with_linked_list
from bot.worker.listeners import Listeners
from bot.worker.notices import Notifier
from bot.worker.proposals import SiteLooks
from bot.worker.source_list import SourceList
from bot.worker.tokens import HOPELESS_AFTER
from bot.worker.workspaces import Installs, WorkspaceList

if TYPE_CHECKING:  # they cost memory, and most workers need neither
    from bot.web.server import WebServer
    from bot.worker.heartbeat import Heartbeat

log = structlog.get_logger(__name__)

#: seconds for messages in flight to finish when stopped; with what follows, less than the ten that hosts leave
SHUTDOWN_TIMEOUT = 4.0
RELEASE_TIMEOUT = 1.0  #: seconds for releasing our leases when stopped
OTHER = "other"  #: how a command is counted that is not listed
PER_PROCESS = frozenset({"terminal"})  #: platforms that each process has for itself: no lease is needed


def utc_now() -> datetime:
    """The current instant, UTC."""
    return datetime.now(UTC)


def plan_earlier(scheduler: BaseScheduler, span: timedelta) -> None:
    """Whatever is planned comes as much earlier."""
    for job in scheduler.get_jobs():
        if job.next_run_time is not None:
            job.modify(next_run_time=job.next_run_time - span)


def _listed(command: Command) -> str:
    """How a command is counted and logged: what nobody lists may be anything that somebody typed."""
    return command.name if command.name in handlers.NAMES else OTHER


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
    ) -> None:
        self._store = store
        self._operators = operators
        self._platforms = list(platforms)
        self._rules = replace(rules, operators=self._deciding())
        self._sources = [source for source in sources if source.enabled]
        self._source_list = SourceList(sources, store, self._adopt)
        self._clock = clock
        self._haste = haste
        self._installs = installs
        self._quit = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._following: asyncio.Task[None] | None = None
        self._startup_chores: asyncio.Task[None] | None = None
        self._leases_changed = asyncio.Event()
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._clock_watch = ClockWatch(utc_now, lambda span: plan_earlier(self._scheduler, span))
        self._counter = Counter() if counter is None else counter
        self._counts = CountKeeper(self._counter, store.figures, clock)
        self.leases = self._new_lease_keeper()
        self.inbox = StoredInbox(updates=store.updates, leases=self.leases, clock=clock)
        self.calls = calls or StoredCalls(store.calls, called=False)
        self._facts = {platform.name: platform.facts for platform in platforms}
        self._digests = ScheduledDigests(
            store=store,
            rules=lambda: self._rules,
            facts=self._facts,
            clock=clock,
        )
        self._deliverer = self._new_deliverer()
        self.notifier = self._new_notifier()
        self.chores = Chores(
            leases=self.leases,
            notifier=self.notifier,
            digests=self._digests,
            clock=clock,
            operators=bool(operators),
            retention=retention,
            rules=lambda: self._rules,
            keep_lost=rules.keep_lost,
            sealer=installs.sealer if installs else None,
            heartbeat=heartbeat,
        )
        self._sites = SiteLooks(
            rules=lambda: self._rules,
            store_under_lease=lambda: self.leases.store_under_lease(CHORES),
            clock=clock,
        )
        self._workspaces = self._new_workspaces()
        self._listeners = self._new_listeners()
        self._intake = self._new_intake(public_url)
        self._web = web
        self._problem: StatedProblem | None = None  #: why it ends by itself

    def _new_lease_keeper(self) -> LeaseKeeper:
        return LeaseKeeper(
            leases=self._store.leases,
            sources=self._store.sources,
            store_for=self._store.under_lease,
            source_keys=[source.key for source in self._sources],
            platforms=self._leased_platforms(),
            on_change=self._leases_changed.set,
            is_idle=lambda name: self._deliverer.is_idle(name) and self._listeners.is_idle(name),
        )

    def _new_notifier(self) -> Notifier:
        return Notifier(
            store=self._store,
            rules=self._rules,
            platforms=self._titles(),
            operators=self._operators,
            sends=lambda name: self._outbox_under_lease(name) is not None,
            clock=self._clock,
        )

    def _new_deliverer(self) -> Deliverer:
        return Deliverer(
            outbox=self._store.outbox,
            platforms=self._platforms,
            clock=self._clock,
            on_refused=self.refused,
            on_mass_refusal=self.report_mass_refusal,
            worker=self.leases.holder,
            outbox_under_lease=self._outbox_under_lease,
            translators=self._rules.translators,
            context=AlertContext.of(self._rules),
            compose=self._digests.compose,
            counter=self._counter,
        )

    def _new_listeners(self) -> Listeners:
        return Listeners(
            self._platforms,
            self,
            outbox_under_lease=self._outbox_under_lease,
            deliverer=self._deliverer,
            notifier=self.notifier,
            notify_soon=self._notify_soon,
            on_hopeless=self._end_without_platforms,
            clock=self._clock,
            leaves=self._workspaces.refuses if self._workspaces else lambda _name, _reason: False,
            stays=self._workspaces.takes if self._workspaces else lambda _name: None,
        )

    def _new_workspaces(self) -> WorkspaceList | None:
        if self._installs is None:
            return None
        return WorkspaceList(
            self._installs,
            self._store.workspaces,
            on_change=self._change_platforms,
            on_unopened=self._report_unopened,
            clock=self._clock,
        )

    def _new_intake(self, public_url: str | None) -> Intake:
        return Intake(
            store=self._store,
            rules=self._rules,
            sources=self._sources,
            clock=self._clock,
            wake=self._deliverer.wake,
            owned_sources=self.leases.owned_sources,
            schedule=self._schedule_poll,
            public_url=public_url,
            counter=self._counter,
        )

    async def start(self) -> None:
        """Store the sources, acquire leases, and start to listen, poll and deliver.

        Raises:
            StatedProblem: no platform takes its token, or the port is taken.
        """
        self._quit_on_signals()
        if self._web is not None:
            await self._web.start()
        await self._source_list.start(self._clock())
        await asyncio.to_thread(self._store.follows.reread, self._read_query, self._rules.grammar, self._clock())
        if self._workspaces is not None:
            await self._workspaces.follow()
        await self.leases.refresh()
        await self._listeners.start()
        own = (self.calls, self._counts, self._clock_watch, *(() if self._workspaces is None else (self._workspaces,)))
        loops = (self._deliverer, self._intake, self.leases, self._source_list, self._sites, *own)
        self._following = asyncio.create_task(self._follow_leases())
        self._tasks = [*(asyncio.create_task(loop.run()) for loop in loops), self._following]
        self._startup_chores = asyncio.create_task(self.chores.after_start())
        self._schedule_chores()
        await self._intake.follow_leases()
        self._scheduler.start()

    async def _adopt(self, sources: Sequence[Source]) -> None:
        """These are the sources now: whoever polls, reads, answers or tells of them knows."""
        self._rules = replace(self._rules, sources=tuple(sources))
        self._sources = [source for source in sources if source.enabled]
        self.notifier.adopt(self._rules)
        self._deliverer.adopt(AlertContext.of(self._rules))
        self._intake.adopt(self._sources)
        self.leases.adopt([source.key for source in self._sources])
        if self._tasks:  # they are refreshed soon in any case, but somebody waits for the news of that source
            await self.leases.refresh()

    async def _change_platforms(self, added: Sequence[Platform], removed: Sequence[Platform]) -> None:
        """Workspaces have come and gone: whoever sends, listens, answers or tells of them knows."""
        await asyncio.gather(*(self._end(platform) for platform in removed))
        self._platforms = [*(each for each in self._platforms if each not in removed), *added]
        for platform in added:
            self.notifier.serves(platform.name)
            self._facts.setdefault(platform.name.partition(":")[0], platform.facts)
            self._deliverer.add(platform)
            self._listeners.add(platform)
        self._rules = replace(self._rules, operators=self._deciding())
        self.notifier.adopt(self._rules)
        self.notifier.adopt_platforms(self._titles())
        self.leases.adopt_platforms(self._leased_platforms())
        if self._tasks:
            await self.leases.refresh()

    async def _end(self, platform: Platform) -> None:
        await self._deliverer.remove(platform.name)
        await self._listeners.remove(platform)
        await platform.sender.close()

    def _report_unopened(self, lane: str, title: str, reason: Phrase) -> None:
        """No key opens the token of a workspace: what it is owed waits, and operators are told."""
        self.notifier.cannot_serve(lane, title, reason, self._clock())
        self._notify_soon()

    def _titles(self) -> dict[str, str]:
        return {platform.name: platform.title for platform in self._platforms}

    def _leased_platforms(self) -> list[str]:
        return [platform.name for platform in self._platforms if platform.name not in PER_PROCESS]

    def _deciding(self) -> frozenset[tuple[str, str]]:
        """The operators who can be written to."""
        names = {platform.name for platform in self._platforms}
        return frozenset(operator for operator in self._operators if own_chat(*operator).lane in names)

    def _read_query(self, typed: str) -> Query | None:
        """Parse a typed text by the current grammar and concepts; None: it can't be parsed any more."""
        try:
            return parse(typed, self._rules.concepts)
        except QueryError:
            return None

    def _outbox_under_lease(self, platform: str) -> Outbox | None:
        """The outbox to claim from while we hold the sender's lease; a terminal needs none."""
        store = self._store if platform in PER_PROCESS else self.leases.sender_store(platform)
        return None if store is None else store.outbox

    async def _follow_leases(self) -> None:
        """Start and stop listeners and schedule the polls of new sources whenever our leases change."""
        while True:
            await self._leases_changed.wait()
            self._leases_changed.clear()
            await self._listeners.follow_leases()
            await self._intake.follow_leases()

    def _schedule_poll(self, source: Source, delay: timedelta) -> None:
        self._scheduler.add_job(
            self._intake.poll,
            "date",
            args=[source],
            run_date=utc_now() + delay,
            id=f"poll:{source.key}",
            replace_existing=True,
            max_instances=2,  # a poll that took long schedules the next one for now, while it ends
            misfire_grace_time=None,
        )

    def _schedule_chores(self) -> None:
        often = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        for chore, every in self.chores.schedule():
            self._scheduler.add_job(
                self.chores.attempt, "interval", args=[chore], seconds=every.total_seconds(), **often
            )

    async def changed_by(self, command: Command) -> Chat | None:
        """The chat whose follows a command changes."""
        return await asyncio.to_thread(handlers.changed_by, command, self._store, self._clock())

    async def target_of(self, command: Command) -> Target | None:
        """Another chat that a command is about."""
        return await asyncio.to_thread(handlers.target_of, command, self._store)

    async def answer(self, command: Command) -> Message:
        """Run the command's handler in a thread; never raises."""
        named = qualified(command.person, command.chat.workspace)
        operator = (command.chat.platform, named) in self._operators
        known = replace(command, is_operator=operator or command.is_operator)
        if command.button:
            self._deliverer.wait_for(command.chat)
        try:
            pace = self._haste.pace(known, asyncio.get_running_loop().time()) if self._haste else Pace.ANSWER
            if pace is Pace.SILENCE:
                return SILENCE
            if pace is Pace.SLOW_DOWN:
                return await asyncio.to_thread(handlers.slow_down, known, self._store, self._rules, self._clock())
            if not self._rules.closed or await asyncio.to_thread(handlers.is_open_to, known, self._store, self._rules):
                known = await with_linked_list(known)  # nothing is fetched for strangers
            return await asyncio.to_thread(handlers.answer, known, self._store, self._rules, self._clock())
        except Exception as error:
            report_failure("answering failed", error, command=_listed(command), platform=command.chat.platform)
            return say(ENGLISH(texts.WENT_WRONG), private=True)

    async def find(self, command: Command, offset: str) -> InlineAnswer:
        """Ask the archive in a thread; never raises: who types gets the next letter's answer."""
        try:
            return await asyncio.to_thread(handlers.find, command, offset, self._store, self._rules, self._clock())
        except Exception as error:
            report_failure("finding failed", error, platform=command.chat.platform)
            return InlineAnswer()

    def answered(self, command: Command, seconds: float) -> None:
        """Count a command that has its answer."""
        self._counter.add(figures.COMMANDS, command.chat.platform, _listed(command))
        self._counter.observe(figures.ANSWER_TIME, seconds, command.chat.platform)

    def count_sent(self, chat: Chat, kind: ChatKind) -> None:
        """Count a message that did not come from the outbox: what is owed waits accordingly."""
        self._deliverer.count_sent(chat, kind)

    def refused(self, platform: str, reason: Phrase) -> None:
        """A platform refuses its token: what is owed there waits until it is known whether that is meant."""
        self._listeners.refused(platform, reason)

    def cut_off(self, platform: str, reason: Phrase) -> None:
        """Nothing comes from a platform."""
        self._listeners.cut_off(platform, reason)

    def reconnected(self, platform: str) -> None:
        """What people do on a platform comes in again."""
        self._listeners.reconnected(platform)

    def _notify_soon(self) -> None:
        if self._scheduler.running:
            self._scheduler.add_job(self.chores.attempt, args=[self.chores.notify_operators])

    def _end_without_platforms(self, reasons: dict[str, Phrase]) -> None:
        """Nobody can be told, but whoever sees that the program has ended."""
        said = [
            Phrase(texts.PLATFORM_AND_REASON, {"platform": self._titles().get(name, name), "reason": reason})
            for name, reason in sorted(reasons.items())
        ]
        hours, all_said = round(HOPELESS_AFTER / 3600), combined(said, texts.REASONS)
        self._problem = StatedProblem(texts.NO_PLATFORM_LEFT, hours=hours, reasons=all_said)
        self.quit()

    def report_mass_refusal(self, platform: str, under_way: bool) -> None:  # as the lane reports it
        """A platform refuses so many chats that all wait, or that is over: notify operators."""
        (self.notifier.mass_refusals.add if under_way else self.notifier.mass_refusals.discard)(platform)
        self._notify_soon()

    def quit(self) -> None:
        """Make `wait` return; may be called from a signal handler of the loop."""
        self._quit.set()

    def _quit_on_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, self.quit)

    async def wait(self) -> None:
        """Wait for SIGTERM, SIGINT or `quit`, or until an endless task fails.

        Raises:
            the exception that ended such a task.
            StatedProblem: all platforms have refused their tokens for long.
        """
        waiting = asyncio.create_task(self._quit.wait())
        done, _ = await asyncio.wait([waiting, *self._tasks], return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        for task in done:
            task.result()
        if self._problem is not None:
            raise self._problem

    async def stop(self) -> None:
        """Finish messages and answers in flight, record them, and close everything."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        self._deliverer.stop()
        if self._following is not None:  # no listener is started any more
            self._following.cancel()
            await asyncio.wait([self._following])
        await asyncio.gather(self._stop_web(), self._finish_messages(), self._listeners.stop())
        await asyncio.gather(*(each.sender.close() for each in self._platforms), return_exceptions=True)
        await self._intake.close()
        await asyncio.gather(self._counts.finish(), self._release_leases())

    async def _stop_web(self) -> None:
        if self._web is not None:
            await self._web.stop()

    async def _finish_messages(self) -> None:
        """Wait for them while connections and leases are held: a message that is cut off may have been sent."""
        if not self._tasks:
            return
        await asyncio.wait(self._tasks[:1], timeout=SHUTDOWN_TIMEOUT)
        endless = [*self._tasks, *([self._startup_chores] if self._startup_chores else [])]
        for task in endless:
            task.cancel()
        await asyncio.gather(*endless, return_exceptions=True)

    async def _release_leases(self) -> None:
        try:
            await asyncio.wait_for(self.leases.release_all(), RELEASE_TIMEOUT)
        except TimeoutError:
            log.warning("leases not released in time: they will expire")
        except Exception as error:
            report_failure("leases not released: they will expire", error)
