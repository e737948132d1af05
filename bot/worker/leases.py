"""Which leases a worker holds, renewed a few times in the life of a lease.

    beat:  renew what is ours ─▶ take what is free ─▶ give back what is more than our share ─▶ `changed`

A worker takes no more sources than its fair share of them. It listens to people on a platform and sends there together:
who is not the platform's listener does not ask to be its sender.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import structlog

from bot.bugs import report_failure
from bot.process import new_holder
from bot.storage.store import LEASE_DURATION, WORKER, Lease, Leases, Sources, Store

log = structlog.get_logger(__name__)

BEAT = LEASE_DURATION.total_seconds() / 3  #: seconds between two looks
BELIEVED = LEASE_DURATION.total_seconds() - 1  #: seconds for which a lease is ours without being renewed
CHORES = "chores"
SOURCE = "source:"
LISTENER = "listener:"
SENDER = "sender:"


def awake_for() -> float:
    """Seconds of a clock that nobody sets, and that runs on while the machine sleeps, where the system has one."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class LeaseKeeper:
    """The leases of this worker."""

    def __init__(
        self,
        *,
        leases: Leases,
        sources: Sources,
        under: Callable[[Lease], Store],
        readable: Sequence[str],
        platforms: Sequence[str],
        changed: Callable[[], None],
    ) -> None:
        """`under` gives the store to write to under a lease, `changed` is called after each look.

        `readable` are the keys of the sources that this worker can read, `platforms` the names of those that may be
        asked for.
        """
        self.holder = new_holder()
        self._stored = leases
        self._sources = sources
        self._under_lease = under
        self._readable = readable
        self._platforms = platforms
        self._changed = changed
        self._thread = ThreadPoolExecutor(1, "leases")  # its own: renewing must not wait behind slow questions
        self._leases: dict[str, tuple[Lease, Store]] = {}
        self._renewed_at = 0.0

    def store_under_lease(self, name: str) -> Store | None:
        """The store to write to under a lease; None while it is not ours, or while we can't be sure."""
        if name not in self._leases or awake_for() - self._renewed_at > BELIEVED:
            return None
        return self._leases[name][1]

    def sources(self) -> Mapping[str, Store]:
        """The keys of the sources that are ours to read, each with the store to write to."""
        ours = {name: self.store_under_lease(name) for name in self._leases if name.startswith(SOURCE)}
        return {name.removeprefix(SOURCE): store for name, store in ours.items() if store is not None}

    def sender(self, platform: str) -> Store | None:
        """The store to write to while it is ours to listen to people on a platform, and to send there."""
        listens = self.store_under_lease(LISTENER + platform) is not None
        return self.store_under_lease(SENDER + platform) if listens else None

    async def run(self) -> None:
        """Renew the leases for ever; while the database is away they run out, and are asked for again and again."""
        while True:
            await asyncio.sleep(BEAT)
            try:
                await self.look()
            except Exception as error:  # whatever it says: without leases nothing is done twice
                report_failure("leases not renewed, retrying", error)
                self._changed()

    async def look(self) -> None:
        """One look."""
        began = awake_for()
        leases = await asyncio.get_running_loop().run_in_executor(self._thread, self._look)
        lost, gained = self._leases.keys() - leases.keys(), leases.keys() - self._leases.keys()
        if lost or gained:
            log.info("leases changed", worker=self.holder, gained=len(gained), lost=len(lost), held=len(leases))
            log.debug("leases changed, by name", gained=sorted(gained), lost=sorted(lost))
        self._leases = {name: self._under(lease) for name, lease in leases.items()}
        self._renewed_at = began
        self._changed()

    def _under(self, lease: Lease) -> tuple[Lease, Store]:
        """The same object while the lease has not changed hands: by it one sees that nobody else had it meanwhile."""
        before = self._leases.get(lease.name)
        return before if before is not None and before[0] == lease else (lease, self._under_lease(lease))

    def _look(self) -> dict[str, Lease]:
        self._stored.end_frozen()
        held = self._stored.renew(self.holder)
        held |= self._take(held, [WORKER + self.holder, CHORES, *(LISTENER + platform for platform in self._platforms)])
        held |= self._take(held, [SENDER + platform for platform in self._platforms if LISTENER + platform in held])
        return self._share_sources(held)

    def _share_sources(self, held: dict[str, Lease]) -> dict[str, Lease]:
        """Our fair share of the sources: those that we can read, and those switched off that are not finished."""
        names = [SOURCE + key for key in dict.fromkeys((*self._readable, *self._sources.unfinished()))]
        share = -(-len(names) // max(self._stored.workers(), 1))
        kept = [name for name in names if name in held][:share]
        surplus = [name for name in held if name.startswith(SOURCE) and name not in kept]
        if surplus:
            self._stored.give_back(self.holder, surplus)
            held = {name: lease for name, lease in held.items() if name not in surplus}
        return held | self._take(held, names, share - len(kept))

    def _take(self, held: Mapping[str, Lease], names: Sequence[str], most: int | None = None) -> dict[str, Lease]:
        wanted = [name for name in names if name not in held]
        return self._stored.take(self.holder, wanted, most) if wanted else {}

    async def end(self) -> None:
        """Give everything back, so that others go on at once."""
        self._leases = {}
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._stored.give_back, self.holder)
        finally:
            self._thread.shutdown(wait=False)
