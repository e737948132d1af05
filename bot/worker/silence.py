"""Which sources are silent beyond their habit, though they can be read."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.intake.habit import SHORTEST_SILENCE, Habit, habit_of, is_silent
from bot.intake.rhythms import RELEARN, appearances_of
from bot.model import Source, SourceHealth
from bot.storage.store import Store

READ_WITHIN = timedelta(hours=2)  #: a source that was not read for longer is not known to be silent


class Silences:
    """Judges sources, and learns the habits of those that have been quiet for a while. Synchronous."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._learned: dict[str, tuple[datetime, Habit | None]] = {}

    def judge(self, source: Source, health: SourceHealth, now: datetime) -> bool | None:
        """Is a source silent since its last article? None: that can't be known now."""
        if health.failing_since_at is not None or health.last_ok_at is None or now - health.last_ok_at > READ_WITHIN:
            return None  # that it can't be read is told by others
        if health.last_article_at is None or health.first_polled_at is None:
            return None  # nothing that it could be used to
        if now - health.last_article_at < SHORTEST_SILENCE:
            return False
        habit = self._habit(source, health.first_polled_at, now)
        return None if habit is None else is_silent(habit, health.last_article_at, now)

    def _habit(self, source: Source, first_polled_at: datetime, now: datetime) -> Habit | None:
        learned_at, habit = self._learned.get(source.key, (None, None))
        if learned_at is None or not learned_at <= now < learned_at + RELEARN:
            appearances, since = appearances_of(source, self._store, first_polled_at, now)
            habit = habit_of(appearances, since=since, zone=source.timezone, now=now)
            self._learned[source.key] = now, habit
        return habit
