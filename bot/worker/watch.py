"""What operators are told of the program itself, and of sources that fall silent; one worker watches for all.

the vitals ─▶ an outbox that is stuck ─┐
the disk ─▶ nearly full ───────────────┼─▶ subjects that fail, and those that are known to be well
the sources ─▶ silent beyond habit ────┘
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from bot.answers.health import is_nearly_full, stuck_platforms
from bot.messages.notice import (
    Notice,
    disk_full,
    disk_has_room,
    outbox_moves,
    outbox_stuck,
    source_silent,
    source_speaks,
)
from bot.model import Source, SourceHealth
from bot.storage.store import Store
from bot.worker.silence import Silences

OUTBOX = "outbox:"  #: the subject is whether what is due goes out on a platform
SILENT = "silent:"  #: the subject is whether a source publishes as it is used to
DISK = "disk:database"  #: the subject is whether the database has room


@dataclass(frozen=True, kw_only=True)
class Watched:
    """What was seen, by subject: a notice for each that fails, and one for each that is well."""

    failing: dict[str, Notice] = field(default_factory=dict)
    well: dict[str, Notice] = field(default_factory=dict)


class Watch:
    """Looks at what nobody else reports."""

    def __init__(self, store: Store, platforms: Collection[str], clock: Callable[[], datetime]) -> None:
        """`platforms`: the names of those that there are; workspaces come and go."""
        self._store = store
        self._platforms = platforms
        self._silences = Silences(store)
        self._watched_since = clock()

    def look(self, sources: Sequence[Source], healths: Sequence[SourceHealth], now: datetime) -> Watched:
        """Look once. Synchronous.

        Raises:
            StorageError: the database is locked, full or unreachable.
        """
        seen = Watched()
        self._look_at_outbox(seen, now)
        self._look_at_disk(seen)
        by_key = {source.key: source for source in sources}
        for health in healths:
            if health.key in by_key:
                self._look_at_source(seen, by_key[health.key], health, now)
        return seen

    def _look_at_outbox(self, seen: Watched, now: datetime) -> None:
        lanes = self._store.vitals.read(now).lanes
        stuck = stuck_platforms(lanes, now, watched_since=self._watched_since)
        for name in tuple(self._platforms):
            if name in stuck:
                seen.failing[OUTBOX + name] = partial(outbox_stuck, name, stuck[name])
            else:
                seen.well[OUTBOX + name] = partial(outbox_moves, name)

    def _look_at_disk(self, seen: Watched) -> None:
        disk = self._store.vitals.disk()
        if disk is None:
            return
        if is_nearly_full(disk):
            seen.failing[DISK] = partial(disk_full, disk.free)
        else:
            seen.well[DISK] = disk_has_room

    def _look_at_source(self, seen: Watched, source: Source, health: SourceHealth, now: datetime) -> None:
        silent = self._silences.judge(source, health, now)
        if silent:
            seen.failing[SILENT + source.key] = partial(source_silent, health)
        elif silent is False:
            seen.well[SILENT + source.key] = partial(source_speaks, health)
