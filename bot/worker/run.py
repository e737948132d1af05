"""One worker: what it does is started, scheduled, handed over as leases come and go, and stopped here."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

import handlers
from bot.bugs import report_failure
from bot.delivery.deliver import Deliverer
from bot.errors import QueryError, StatedProblem
from bot.intake.http import Http
from bot.intake.poll import Poller
from bot.intake.reader import Reader
from bot.matching.grammar import parse
from bot.matching.index import Index
from bot.matching.query import Query
from bot.messages.message import Message, say
from bot.model import Chat, ChatKind, Command, Source
from bot.platforms.protocol import Platform
from bot.rules import Rules
from bot.storage.store import Outbox, Store
from bot.worker.leases import CHORES, LeaseKeeper
from bot.worker.notices import Notifier

log = structlog.get_logger(__name__)

LOOK_FOR_PAGES = 10.0  #: seconds after which due pages are looked for without a poll: failed ones fall due
TELL_EVERY = timedelta(minutes=1)  #: how often failures are looked for, to tell the operator
SWEEP_EVERY = timedelta(hours=1)
WORDS_AT_ONCE = 25  #: articles; writing the words of more would keep other writers waiting
GRACE = 5.0  #: seconds that what is being sent gets to finish when stopped
FAREWELL = 1.0  #: seconds for giving back our leases
OWN = frozenset({"terminal"})  #: platforms of which each process has its own: no lease is needed
JITTER = 0.1  #: of a source's interval, so that sources don't march in step
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
        self._retention = retention
        self._quit = asyncio.Event()
        self._pages = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._once: asyncio.Task[None] | None = None
        self._shares = asyncio.Event()  # our leases may have changed
        self._open: dict[str, Outbox] = {}  #: platforms that are heard, with the outbox of the lease
        self._read: set[str] = set()  #: sources that were ours at the last look
        self._http = Http()
        self._reader = Reader()
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._leases = LeaseKeeper(
            leases=store.leases,
            sources=store.sources,
            under=store.under,
            platforms=[platform.name for platform in platforms if platform.name not in OWN],
            changed=self._shares.set,
        )
        self._deliverer = Deliverer(
            outbox=store.outbox,
            platforms=platforms,
            clock=clock,
            refused=self.refuse,
            worker=self._leases.holder,
            hold=self._sender,
        )
        self._notifier = Notifier(
            store=store,
            rules=rules,
            platforms=platforms,
            operators=operators,
            heard=self._open.keys(),
            sent=self.sent,
        )
        self._poller = Poller(
            store=store,
            sources=self._sources,
            http=self._http,
            reader=self._reader,
            index=Index(rules.concepts),
            catch_up=rules.catch_up,
            wake=self._deliverer.wake,
            clock=clock,
            hold=self._leases.sources,
        )

    async def start(self) -> None:
        """Take up the sources, see what is ours to do, hear people, poll, deliver.

        Raises:
            StatedProblem: a platform refuses its token.
        """
        await asyncio.to_thread(self._store.sources.sync, self._all_sources, self._clock())
        await asyncio.to_thread(self._store.follows.reread, self._read_query, self._rules.grammar, self._clock())
        await self._leases.begin()
        for platform in self._platforms:
            await self._hear(platform)
        self._read = set(self._leases.sources())
        everlasting = (self._deliverer.run(), self._read_pages(), self._leases.run(), self._keep_shares())
        self._tasks = [asyncio.create_task(task) for task in everlasting]
        self._once = asyncio.create_task(self._after_start())
        self._schedule()
        self._scheduler.start()

    async def _after_start(self) -> None:
        """What an upgrade leaves to do."""
        await self._attempt(self.tell_rereading)
        await self._attempt(self.write_words)

    async def _attempt(self, chore: Callable[[], Awaitable[None]]) -> None:
        """Do a chore; what fails is done at its next turn."""
        try:
            await chore()
        except Exception as error:
            report_failure("a chore failed", error, chore=getattr(chore, "__name__", ""))

    def _read_query(self, typed: str) -> Query | None:
        """What was typed, by today's grammar and concepts; None: it can't be read any more."""
        try:
            return parse(typed, self._rules.concepts)
        except QueryError:
            return None

    def _sender(self, platform: str) -> Outbox | None:
        """The outbox to claim from while it is ours to send there; a terminal is each process's own."""
        store = self._store if platform in OWN else self._leases.sender(platform)
        return None if store is None else store.outbox

    async def _keep_shares(self) -> None:
        """Begin and end what our leases say, as they come and go."""
        while True:
            await self._shares.wait()
            self._shares.clear()
            for platform in self._platforms:
                try:
                    await self._hear(platform)
                except StatedProblem as problem:
                    self.refused(platform.name, str(problem))
                except Exception:
                    log.exception("taking over a platform failed, retrying", platform=platform.name)
            ours = set(self._leases.sources())
            for source in self._sources:
                if source.key in ours - self._read and self._scheduler.running:
                    self._scheduler.add_job(self._poll, args=[source])
            self._read = ours

    async def _hear(self, platform: Platform) -> None:
        """Hear people there if it is ours to do, else hear nobody."""
        outbox = self._sender(platform.name)
        refused = platform.name in self._notifier.refusals and platform.name not in self._open
        if refused or outbox is self._open.get(platform.name):
            return
        if self._open.pop(platform.name, None) is not None:
            await platform.listener.stop()
        if outbox is not None:
            await platform.listener.start(self)
            self._open[platform.name] = outbox

    def _schedule(self) -> None:
        for place, source in enumerate(self._sources):
            self._scheduler.add_job(
                self._poll,
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
        for chore, pause in (
            (self.look_after_operators, TELL_EVERY),
            (self.tell_rereading, TELL_EVERY),
            (self.sweep, SWEEP_EVERY),
        ):
            self._scheduler.add_job(self._attempt, "interval", args=[chore], seconds=pause.total_seconds(), **often)

    async def _poll(self, source: Source) -> None:
        await self._poller.poll(source)
        self._pages.set()

    async def _read_pages(self) -> None:
        while True:
            self._pages.clear()
            try:
                await self._poller.read_pages()
                await self._poller.release()
            except Exception as error:  # the rows wait for the next look
                report_failure("reading pages failed", error)
                await asyncio.sleep(LOOK_FOR_PAGES)
            try:
                await asyncio.wait_for(self._pages.wait(), LOOK_FOR_PAGES)
            except TimeoutError:
                continue

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
        self._notifier.refusals[platform] = reason
        if self._scheduler.running:
            self._scheduler.add_job(self._attempt, args=[self.look_after_operators])

    async def look_after_operators(self) -> None:
        """Tell operators what fails and what is well again, unless another worker does."""
        if self._operators and self._leases.hold(CHORES) is not None:
            await self._notifier.tell_operators(self._clock())

    async def tell_rereading(self) -> None:
        """Tell chats whose follows mean something else by a newer grammar, unless another worker does."""
        if self._leases.hold(CHORES) is not None:
            await self._notifier.tell_rereading()

    async def sweep(self) -> None:
        """Drop what retention asks to drop, unless another worker does."""
        now, store = self._clock(), self._leases.hold(CHORES)
        if store is not None:
            await asyncio.to_thread(store.sweep, now, bodies_before=now - self._retention)
            await self.write_words()

    async def write_words(self) -> None:
        """Write the words by which the archive is searched where they are missing: after an upgrade, or a sweep."""
        while (store := self._leases.hold(CHORES)) is not None:
            if not await asyncio.to_thread(store.search.index_words, WORDS_AT_ONCE):
                return

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
        await self._reader.close()
        await self._http.close()
        try:
            await asyncio.wait_for(self._leases.end(), FAREWELL)
        except TimeoutError:
            log.warning("leases not given back in time: they run out by themselves")
        except Exception as error:
            report_failure("leases not given back: they run out by themselves", error)
