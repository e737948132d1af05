"""The leases that a worker holds, refreshed three times in the duration of a lease.

    refresh: renew what is ours ─▶ acquire what is free ─▶ release what exceeds our share ─▶ `on_change`

A worker acquires no more sources than its fair share. The listener of a platform is its sender, too: a worker acquires
the sender's lease only if it holds the listener's, and releases it without: when the database comes back after all
leases have expired, one worker may be the first to renew some of them, and another one to acquire the rest.

A workspace changes hands when nothing of it is in flight: what exceeds our share leaves ─▶ is finished ─▶ is released.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import structlog

from bot.bugs import report_failure
from bot.process import new_holder
from bot.storage.store import LEASE_DURATION, WORKER_PREFIX, Lease, Leases, Sources, Store

log = structlog.get_logger(__name__)

RENEW_EVERY = LEASE_DURATION.total_seconds() / 3  #: seconds between two refreshes
TRUST_FOR = LEASE_DURATION.total_seconds() - 1  #: seconds after a renewal for which a lease counts as held
CHORES = "chores"
SOURCE = "source:"
LISTENER = "listener:"
SENDER = "sender:"
LEAVE_AT_ONCE = 10  #: workspaces at most: between two refreshes nobody sends there


def boot_time() -> float:
    """Seconds of a monotonic clock that goes on while the machine is suspended, where the system has one."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def _is_workspace(platform: str) -> bool:
    """Is it a workspace that has installed the app? Of these there may be many, and workers share them."""
    return ":" in platform


class LeaseKeeper:
    """Acquires, renews and releases the leases of this worker."""

    def __init__(
        self,
        *,
        leases: Leases,
        sources: Sources,
        store_for: Callable[[Lease], Store],
        source_keys: Sequence[str],
        platforms: Sequence[str],
        on_change: Callable[[], None],
        is_idle: Callable[[str], bool] = lambda _platform: True,
    ) -> None:
        """`store_for` returns the store whose writes are fenced by a lease; `on_change` is called after each refresh.

        `source_keys` are the keys of the sources that this worker can poll, `platforms` the names of the platforms for
        which it may acquire leases. `is_idle`: is nothing of a platform that leaves in flight any more?
        """
        self.holder = new_holder()
        self._lease_table = leases
        self._sources = sources
        self._store_for = store_for
        self._source_keys = source_keys
        self._platforms = tuple(platforms)
        self._on_change = on_change
        self._is_idle = is_idle
        self._leaving: frozenset[str] = frozenset()  # workspaces that go to other workers once they are idle
        self._thread = ThreadPoolExecutor(1, "leases")  # of its own: renewing must not wait behind slow queries
        self._held: dict[str, tuple[Lease, Store]] = {}
        self._renewed_at = 0.0

    def adopt(self, source_keys: Sequence[str]) -> None:
        """Acquire the leases of these sources from now on, and release those of others."""
        self._source_keys = source_keys

    def adopt_platforms(self, platforms: Sequence[str]) -> None:
        """Acquire the leases of these platforms from now on, and release those of others."""
        self._platforms = tuple(platforms)

    def store_under_lease(self, name: str) -> Store | None:
        """The store to write to under a lease; None: it is not held, or its last renewal is too old to be sure."""
        if name not in self._held or boot_time() - self._renewed_at > TRUST_FOR:
            return None
        return self._held[name][1]

    def owned_sources(self) -> Mapping[str, Store]:
        """The keys of the sources whose leases are held, each with the store to write to."""
        stores = {name: self.store_under_lease(name) for name in self._held if name.startswith(SOURCE)}
        return {name.removeprefix(SOURCE): store for name, store in stores.items() if store is not None}

    def sender_store(self, platform: str) -> Store | None:
        """The store to write to while both leases of a platform, listener and sender, are held to stay; else None."""
        if platform in self._leaving:
            return None
        listening = self.store_under_lease(LISTENER + platform) is not None
        return self.store_under_lease(SENDER + platform) if listening else None

    async def run(self) -> None:
        """Refresh the leases forever; while the database is away they expire, and are acquired again later."""
        while True:
            await asyncio.sleep(RENEW_EVERY)
            try:
                await self.refresh()
            except Exception as error:  # any error: without leases nothing is done twice
                report_failure("leases not renewed, retrying", error)
                self._on_change()

    async def refresh(self) -> None:
        """Renew, acquire and release leases once.

        Raises:
            StorageError: the database is locked, full or unreachable.
        """
        began = boot_time()
        idle = frozenset(filter(self._is_idle, self._leaving))
        leases, leaving = await asyncio.get_running_loop().run_in_executor(self._thread, self._refresh, idle)
        lost, gained = self._held.keys() - leases.keys(), leases.keys() - self._held.keys()
        if lost or gained:
            log.info("leases changed", worker=self.holder, gained=len(gained), lost=len(lost), held=len(leases))
            log.debug("leases changed, by name", gained=sorted(gained), lost=sorted(lost))
        self._held = {name: self._with_store(lease) for name, lease in leases.items()}
        self._renewed_at, self._leaving = began, leaving
        self._on_change()

    def _with_store(self, lease: Lease) -> tuple[Lease, Store]:
        """A lease with its store, the same object while the lease has not changed hands."""
        before = self._held.get(lease.name)
        return before if before is not None and before[0] == lease else (lease, self._store_for(lease))

    def _refresh(self, idle: frozenset[str]) -> tuple[dict[str, Lease], frozenset[str]]:
        """The leases that are held, and the workspaces that leave; `idle`: those that may be released now."""
        self._lease_table.end_frozen_transactions()
        held = self._lease_table.renew(self.holder)
        platforms = self._platforms
        held = self._release_others(held, [each for each in platforms if each not in idle])
        ours = [LISTENER + platform for platform in platforms if not _is_workspace(platform)]
        held |= self._acquire(held, [WORKER_PREFIX + self.holder, CHORES, *ours])
        workers = max(self._lease_table.count_workers(), 1)
        workspaces = [each for each in platforms if _is_workspace(each)]
        share = -(-len(workspaces) // workers)
        held |= self._share_workspaces(held, [each for each in workspaces if each not in idle], share)
        listened = [platform for platform in platforms if LISTENER + platform in held]
        held = self._release_others(held, listened)
        held |= self._acquire(held, [SENDER + platform for platform in listened])
        return self._share_sources(held, workers), self._surplus(held, workspaces, share)

    def _release_others(self, held: dict[str, Lease], platforms: Sequence[str]) -> dict[str, Lease]:
        """Release what is held for other platforms than these."""
        kept = {each + platform for each in (LISTENER, SENDER) for platform in platforms}
        left = [name for name in held if name.startswith((LISTENER, SENDER)) and name not in kept]
        if left:
            self._lease_table.release(self.holder, left)
        return {name: lease for name, lease in held.items() if name not in left}

    def _share_workspaces(self, held: dict[str, Lease], workspaces: Sequence[str], share: int) -> dict[str, Lease]:
        """Acquire our fair share of the workspaces."""
        names = [LISTENER + workspace for workspace in workspaces]
        return self._acquire(held, names, max(share - sum(name in held for name in names), 0))

    def _surplus(self, held: Mapping[str, Lease], workspaces: Sequence[str], share: int) -> frozenset[str]:
        """The workspaces that exceed our share, those that leave already first."""
        ours = [each for each in workspaces if LISTENER + each in held]
        ours.sort(key=lambda each: each in self._leaving)
        return frozenset(ours[share:][-LEAVE_AT_ONCE:])

    def _share_sources(self, held: dict[str, Lease], workers: int) -> dict[str, Lease]:
        """Keep our fair share of the sources: those that we can poll, and disabled ones with unfinished articles."""
        names = [SOURCE + key for key in dict.fromkeys((*self._source_keys, *self._sources.unfinished()))]
        share = -(-len(names) // workers)
        kept = [name for name in names if name in held][:share]
        surplus = [name for name in held if name.startswith(SOURCE) and name not in kept]
        if surplus:
            self._lease_table.release(self.holder, surplus)
            held = {name: lease for name, lease in held.items() if name not in surplus}
        return held | self._acquire(held, names, share - len(kept))

    def _acquire(self, held: Mapping[str, Lease], names: Sequence[str], most: int | None = None) -> dict[str, Lease]:
        wanted = [name for name in names if name not in held]
        return self._lease_table.acquire(self.holder, wanted, most) if wanted else {}

    async def release_all(self) -> None:
        """Release all leases, so that other workers continue at once."""
        self._held = {}
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._lease_table.release, self.holder)
        finally:
            self._thread.shutdown(wait=False)
