"""A worker's shift: which leases it holds, looked after a few times in the life of a lease.

    beat:  renew what is ours ─▶ take what is free ─▶ give back what is more than our share ─▶ tell who is concerned

A worker takes no more sources than its fair share of them. It hears people on a platform and sends there together: who
does not hold the platform's ears does not ask for its sender.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import structlog

from bot.bugs import report_failure
from bot.storage.store import LEASE_DURATION, WORKER, Lease, Leases, Sources, Store, new_holder

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
        platforms: Sequence[str],
        changed: Callable[[], None],
    ) -> None:
        """`under` gives the store to write to under a lease, `platforms` are those that may be asked for.

        `changed` is called after each look.
        """
        self.holder = new_holder()
        self._leases = leases
        self._all_sources = sources
        self._under_lease = under
        self._sources: list[str] = []
        self._platforms = platforms
        self._changed = changed
        self._thread = ThreadPoolExecutor(1, "leases")  # its own: renewing must not wait behind slow questions
        self._held: dict[str, tuple[Lease, Store]] = {}
        self._renewed_at = 0.0

    def hold(self, name: str) -> Store | None:
        """The store to write to under a lease; None while it is not ours, or while we can't be sure."""
        if name not in self._held or awake_for() - self._renewed_at > BELIEVED:
            return None
        return self._held[name][1]

    def sources(self) -> Mapping[str, Store]:
        """The keys of the sources that are ours to read, each with the store to write to."""
        held = {name: self.hold(name) for name in self._sources}
        return {name.removeprefix(SOURCE): store for name, store in held.items() if store is not None}

    def sender(self, platform: str) -> Store | None:
        """The store to write to while it is ours to hear people on a platform, and to send there."""
        return self.hold(SENDER + platform) if self.hold(LISTENER + platform) else None

    async def begin(self) -> None:
        """Ask for what is free, of the sources too that were switched off: their articles may wait for an end."""
        self._sources = [SOURCE + key for key in await asyncio.to_thread(self._all_sources.keys)]
        await self.look()

    async def run(self) -> None:
        """Look after the leases for ever; while the database is away they run out, and are looked for on."""
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
        lost, gained = self._held.keys() - leases.keys(), leases.keys() - self._held.keys()
        if lost or gained:
            log.info("work is shared out", worker=self.holder, gained=sorted(gained), lost=sorted(lost))
        self._held = {name: self._under(lease) for name, lease in leases.items()}
        self._renewed_at = began
        self._changed()

    def _under(self, lease: Lease) -> tuple[Lease, Store]:
        """The same object while the lease has not changed hands: who holds one sees by it that nobody was between."""
        before = self._held.get(lease.name)
        return before if before is not None and before[0] == lease else (lease, self._under_lease(lease))

    def _look(self) -> dict[str, Lease]:
        self._leases.end_frozen()
        held = self._leases.renew(self.holder)
        held |= self._take(held, [WORKER + self.holder, CHORES, *(LISTENER + platform for platform in self._platforms)])
        held |= self._take(held, [SENDER + platform for platform in self._platforms if LISTENER + platform in held])
        share = -(-len(self._sources) // max(self._leases.workers(), 1))
        mine = [name for name in self._sources if name in held]
        if len(mine) > share:
            self._leases.give_back(self.holder, mine[share:])
            return {name: lease for name, lease in held.items() if name not in mine[share:]}
        return held | self._take(held, self._sources, share - len(mine))

    def _take(self, held: Mapping[str, Lease], names: Sequence[str], most: int | None = None) -> dict[str, Lease]:
        wanted = [name for name in names if name not in held]
        return self._leases.take(self.holder, wanted, most) if wanted else {}

    async def end(self) -> None:
        """Give everything back, so that others go on at once."""
        self._held = {}
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._leases.give_back, self.holder)
        finally:
            self._thread.shutdown(wait=False)
