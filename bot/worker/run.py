"""One worker: what it does is started, scheduled, handed over as leases come and go, and stopped here.

start ─▶ [ intake ─ delivery ─ leases ─ follow the leases ] + scheduled polls and chores ─▶ wait ─▶ stop
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

import handlers
from bot.bugs import report_failure
from bot.delivery.deliver import Deliverer
from bot.errors import QueryError, StatedProblem
from bot.intake.timing import JITTER
from bot.matching.grammar import parse
from bot.matching.query import Query
from bot.messages.message import Message, say
from bot.model import Chat, ChatKind, Command, Source
from bot.platforms.protocol import Platform
from bot.rules import Rules
from bot.storage.store import Outbox, Store
from bot.worker.chores import Chores
from bot.worker.inbox import StoredInbox
from bot.worker.intake import Intake
from bot.worker.leases import LeaseKeeper
from bot.worker.notices import Notifier

log = structlog.get_logger(__name__)

GRACE = 5.0  #: seconds that what is being sent gets to finish when stopped
FAREWELL = 1.0  #: seconds for giving back our leases
PER_PROCESS = frozenset({"terminal"})  #: platforms of which each process has its own: no lease is needed
STAGGER = 0.02  #: seconds between the first polls of two sources


def utc_now() -> datetime:
    """The clock of the house."""
    return datetime.now(UTC)


class App:
    """The whole bot in one process."""

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
    ) -> None:
        self._store = store
        self._rules = rules
        self._sources = [source for source in sources if source.enabled]
        self._all_sources = sources
        self._platforms = platforms
        self._clock = clock
        self._operators = operators
        self._quit = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._once: asyncio.Task[None] | None = None
        self._leases_changed = asyncio.Event()
        self._listening: dict[str, Outbox] = {}  #: the platforms listened to, each with the outbox under its lease
        self._owned_sources: set[str] = set()  #: sources that were ours at the last look
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self.leases = LeaseKeeper(
            leases=store.leases,
            sources=store.sources,
            under=store.under,
            readable=[source.key for source in self._sources],
            platforms=[platform.name for platform in platforms if platform.name not in PER_PROCESS],
            changed=self._leases_changed.set,
        )
        self.inbox = StoredInbox(updates=store.updates, leases=self.leases, clock=clock)
        self._deliverer = self._new_deliverer()
        self.notifier = Notifier(
            store=store,
            rules=rules,
            platforms={platform.name for platform in platforms},
            operators=operators,
            listening=self._listening.keys(),
        )
        self.chores = Chores(
            leases=self.leases, notifier=self.notifier, clock=clock, operators=bool(operators), retention=retention
        )
        self._intake = self._new_intake()

    def _new_deliverer(self) -> Deliverer:
        return Deliverer(
            outbox=self._store.outbox,
            platforms=self._platforms,
            clock=self._clock,
            refused=self.refuse,
            worker=self.leases.holder,
            outbox_under_lease=self._outbox_under_lease,
        )

    def _new_intake(self) -> Intake:
        return Intake(
            store=self._store,
            rules=self._rules,
            sources=self._sources,
            clock=self._clock,
            wake=self._deliverer.wake,
            owned_sources=self.leases.sources,
        )

    async def start(self) -> None:
        """Take up the sources, see what is ours to do, hear people, poll, deliver.

        Raises:
            StatedProblem: a platform refuses its token.
        """
        await asyncio.to_thread(self._store.sources.sync, self._all_sources, self._clock())
        await asyncio.to_thread(self._store.follows.reread, self._read_query, self._rules.grammar, self._clock())
        await self.leases.look()
        for platform in self._platforms:
            await self._hear(platform)
        self._owned_sources = set(self.leases.sources())
        endless = (self._deliverer.run(), self._intake.run(), self.leases.run(), self._follow_leases())
        self._tasks = [asyncio.create_task(task) for task in endless]
        self._once = asyncio.create_task(self.chores.after_start())
        self._schedule()
        self._scheduler.start()

    def _read_query(self, typed: str) -> Query | None:
        """What was typed, by today's grammar and concepts; None: it can't be read any more."""
        try:
            return parse(typed, self._rules.concepts)
        except QueryError:
            return None

    def _outbox_under_lease(self, platform: str) -> Outbox | None:
        """The outbox to claim from while it is ours to send there; a terminal is each process's own."""
        store = self._store if platform in PER_PROCESS else self.leases.sender(platform)
        return None if store is None else store.outbox

    async def _follow_leases(self) -> None:
        """Begin and end what our leases say, as they come and go."""
        while True:
            await self._leases_changed.wait()
            self._leases_changed.clear()
            for platform in self._platforms:
                try:
                    await self._hear(platform)
                except StatedProblem as problem:
                    self.refused(platform.name, str(problem))
                except Exception:
                    log.exception("taking over a platform failed, retrying", platform=platform.name)
            ours = set(self.leases.sources())
            for source in self._sources:
                if source.key in ours - self._owned_sources and self._scheduler.running:
                    self._scheduler.add_job(self._intake.poll, args=[source])
            self._owned_sources = ours

    async def _hear(self, platform: Platform) -> None:
        """Listen to people there if it is ours to do, else to nobody."""
        outbox = self._outbox_under_lease(platform.name)
        refused = platform.name in self.notifier.refusals and platform.name not in self._listening
        if refused or outbox is self._listening.get(platform.name):
            return
        if self._listening.pop(platform.name, None) is not None:
            await platform.listener.stop()
        if outbox is not None:
            await platform.listener.start(self)
            self._listening[platform.name] = outbox

    def _schedule(self) -> None:
        for place, source in enumerate(self._sources):
            self._scheduler.add_job(
                self._intake.poll,
                "interval",
                args=[source],
                seconds=source.every,
                jitter=source.every * JITTER,
                next_run_time=utc_now() + timedelta(seconds=place * STAGGER),
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
            )
        often = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        for chore, every in self.chores.schedule():
            self._scheduler.add_job(
                self.chores.attempt, "interval", args=[chore], seconds=every.total_seconds(), **often
            )

    async def answer(self, command: Command) -> Message:
        """Run the command's handler in a thread; never raises."""
        operator = (command.chat.platform, command.person) in self._operators
        asked = replace(command, is_operator=operator or command.is_operator)
        try:
            return await asyncio.to_thread(handlers.answer, asked, self._store, self._rules, self._clock())
        except Exception as error:
            report_failure("answering failed", error, command=command.name, platform=command.chat.platform)
            return say("Something went wrong on my side, and it is noted. Please try again in a minute.", private=True)

    def sent(self, chat: Chat) -> None:
        """A message went out that the outbox does not know of: what is owed makes room for it."""
        group = chat.id.startswith("-")  # so it is on Telegram; elsewhere groups have no pace of their own
        self._deliverer.note(chat, ChatKind.GROUP if group else ChatKind.PRIVATE)

    def refused(self, platform: str, reason: str) -> None:
        """A listener is refused: nothing is sent there either."""
        self._deliverer.halt(platform)
        self.refuse(platform, reason)

    def refuse(self, platform: str, reason: str) -> None:
        """A platform refuses its token: say so, to the operator too."""
        log.error("platform refuses the token: what is owed there waits", platform=platform, reason=reason)
        self.notifier.refusals[platform] = reason
        if self._scheduler.running:
            self._scheduler.add_job(self.chores.attempt, args=[self.chores.look_after_operators])

    def quit(self) -> None:
        """Ask `wait` to return; safe in a signal handler of the loop."""
        self._quit.set()

    async def wait(self) -> None:
        """Until SIGTERM, SIGINT or `quit`; an accident of a task that should run for ever ends it too.

        Raises:
            whatever ended such a task.
        """
        loop = asyncio.get_running_loop()
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, self.quit)
        waiting = asyncio.create_task(self._quit.wait())
        done, _ = await asyncio.wait([waiting, *self._tasks], return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        for task in done:
            task.result()

    async def stop(self) -> None:
        """Finish what is being sent, record it, and close everything."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        self._deliverer.stop()
        if self._tasks:  # while connections are open and leases ours: what is cut off may have been sent
            await asyncio.wait(self._tasks[:1], timeout=GRACE)
            endless = [*self._tasks, *([self._once] if self._once else [])]
            for task in endless:
                task.cancel()
            await asyncio.gather(*endless, return_exceptions=True)
        await asyncio.gather(*(each.listener.stop() for each in self._platforms), return_exceptions=True)
        await asyncio.gather(*(each.sender.close() for each in self._platforms), return_exceptions=True)
        await self._intake.close()
        try:
            await asyncio.wait_for(self.leases.end(), FAREWELL)
        except TimeoutError:
            log.warning("leases not given back in time: they run out by themselves")
        except Exception as error:
            report_failure("leases not given back: they run out by themselves", error)
