"""The rhythms of the sources that this worker polls, learned anew from the archive every few hours."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.intake.rhythm import MEMORY, Appearance, Rhythm, follows_rhythm, learn
from bot.model import Source
from bot.storage.store import Store

#: A rhythm is learned again after that time; it changes over weeks.
RELEARN = timedelta(hours=6)
#: Articles from which one is learned: the newest. An agency publishes so many within ten days, a daily within months.
MOST_ARTICLES = 4_000


class Rhythms:
    """Learns them one at a time, as sources are polled."""

    def __init__(self) -> None:
        self._learned: dict[str, tuple[datetime, Rhythm | None]] = {}
        self._one_at_a_time = asyncio.Lock()

    async def of(self, source: Source, store: Store, first_polled_at: datetime | None, now: datetime) -> Rhythm | None:
        """The rhythm of a source; None: too little is known, or its interval is fixed anyway."""
        if first_polled_at is None or not follows_rhythm(source.every):
            return None
        learned_at, rhythm = self._learned.get(source.key, (None, None))
        if learned_at is None or not learned_at <= now < learned_at + RELEARN:
            async with self._one_at_a_time:  # after a start all want it at once
                rhythm = await asyncio.to_thread(_learn, source, store, first_polled_at, now)
            self._learned[source.key] = now, rhythm
        return rhythm


def _learn(source: Source, store: Store, first_polled_at: datetime, now: datetime) -> Rhythm | None:
    appearances, since = appearances_of(source, store, first_polled_at, now)
    return learn(appearances, since=since, zone=source.timezone, now=now)


def appearances_of(
    source: Source, store: Store, first_polled_at: datetime, now: datetime
) -> tuple[list[Appearance], datetime]:
    """What a source is learned from: all its articles since an instant, and that instant.

    What was published before the first poll says little: a feed shows only its newest entries.
    """
    since = max(first_polled_at, now - MEMORY)
    rows = store.sources.appearances(source.key, since, MOST_ARTICLES)
    if len(rows) == MOST_ARTICLES:
        since = min(published_at for published_at, _ in rows)
    return [Appearance(*row) for row in rows], since
