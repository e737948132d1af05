"""When this worker polls its sources: each at the instant that its row names.

a lease is acquired ─▶ read the row ─▶ schedule ─▶ poll ─▶ schedule the next one, unless the lease is lost
every LOOK_EVERY: does a row name an earlier instant than it did? An operator wants it polled now ─▶ schedule
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.bugs import report_failure
from bot.intake.rhythm import LONGEST
from bot.model import Source
from bot.storage.store import Sources

#: Between two polls of a source whose hub rings.
RING_PAUSE = timedelta(seconds=5)
LOOK_EVERY = 2.0  #: seconds; the operator's page may be another process
STAGGER = timedelta(seconds=0.02)  #: between the first polls of two sources


class Schedule(Protocol):
    """Calls back at an instant; the source's earlier call, if it has not begun, is replaced."""

    def __call__(self, source: Source, delay: timedelta) -> None:
        """Call after a delay."""


class Polls:
    """The next poll of each source whose lease we hold."""

    def __init__(
        self,
        *,
        sources: Sequence[Source],
        rows: Sources,
        poll: Callable[[Source], Awaitable[datetime | None]],
        owned_sources: Callable[[], Mapping[str, object]],
        schedule: Schedule,
        clock: Callable[[], datetime],
    ) -> None:
        """`poll` returns when the source is due again; None: not known."""
        self._sources = sources
        self._rows = rows
        self._poll = poll
        self._owned_sources = owned_sources
        self._schedule = schedule
        self._clock = clock
        self._followed: set[str] = set()  #: keys of the sources whose next poll is scheduled
        self._polling: set[str] = set()
        self._polled_at: dict[str, datetime] = {}
        self._due_at: dict[str, datetime] = {}  #: for when the next poll is scheduled
        self._rows_seen: dict[str, datetime | None] = {}  #: the instants that the rows named at the last look
        self._rung: set[str] = set()  #: of those that are polled now: there is news since their polls began

    def adopt(self, sources: Sequence[Source]) -> None:
        """These are the sources now: one that is new is scheduled once its lease is acquired."""
        self._sources = sources

    async def follow(self) -> None:
        """Schedule the sources whose leases were acquired since the last call, by their rows."""
        owned = self._owned_sources().keys() & {source.key for source in self._sources}
        gained, self._followed = owned - self._followed, set(owned)
        if gained:
            await self._schedule_rows(gained)

    async def watch(self) -> None:
        """Look at the rows forever."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await self.look()
            except Exception as error:  # they are looked at again
                report_failure("next polls not read", error)

    async def look(self) -> None:
        """Poll the sources whose rows were changed to an earlier instant than that for which they are scheduled.

        Only a change counts: while nothing can be written, a row goes on naming an instant that is over.
        """
        rows = await asyncio.to_thread(self._rows.next_polls)
        before, self._rows_seen = self._rows_seen, rows
        for key, at in rows.items():
            if at is not None and key in before and before[key] != at and at < self._due_at.get(key, at):
                self.ring(key)

    async def _schedule_rows(self, keys: Collection[str]) -> None:
        try:
            due = await asyncio.to_thread(self._rows.next_polls)
        except Exception as error:  # then they are polled at once
            report_failure("next polls not read", error)
            due = {}
        self._rows_seen |= {key: due.get(key) for key in keys}
        now, place = self._clock(), 0
        for source in self._sources:
            if source.key not in keys:
                continue
            # a row may be from a time when the interval was longer
            latest = now + max(timedelta(seconds=source.every), LONGEST)
            self._plan(source, max(min(due.get(source.key) or now, latest), now + place * STAGGER))
            place += 1

    def ring(self, key: str) -> None:
        """Poll a source soon, if it is ours: there is news. Hubs ring for each article, and a poll reads all."""
        if key in self._polling:
            self._rung.add(key)
            return
        for source in self._sources:
            if source.key == key and key in self._owned_sources():
                pause, now = min(RING_PAUSE, timedelta(seconds=source.every)), self._clock()
                polled_at = min(self._polled_at.get(key, now - pause), now)  # the clock may have been set back
                self._plan(source, polled_at + pause)

    def _plan(self, source: Source, due_at: datetime) -> None:
        """Schedule its next poll for an instant: that of its row, to which `look` compares it, is kept as it is."""
        self._due_at[source.key] = due_at
        self._schedule(source, max(due_at - self._clock(), timedelta(0)))

    async def run(self, source: Source) -> None:
        """Poll a source, and schedule its next poll while its lease is ours."""
        if source.key not in self._owned_sources():
            self._followed.discard(source.key)  # if the lease comes back, its row is read
            return
        if source.key in self._polling:
            self._rung.add(source.key)
            return
        due_at = await self._polled(source) or self._clock() + timedelta(seconds=source.every)
        if source.key in self._rung:
            self._rung.discard(source.key)
            due_at = min(self._clock() + RING_PAUSE, due_at)
        self._plan(source, due_at)

    async def _polled(self, source: Source) -> datetime | None:
        """Poll a source; whatever comes of it, the next poll will be scheduled."""
        self._polling.add(source.key)
        self._polled_at[source.key] = self._clock()
        try:
            return await self._poll(source)
        except Exception as error:
            report_failure("polling failed", error, source=source.key)
            return None
        finally:
            self._polling.discard(source.key)
