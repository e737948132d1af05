"""Is a source silent beyond its habit? Pure: judged by the gaps between its own articles.

    appearances ─▶ its rhythm ─▶ each gap, measured in articles that were to be expected meanwhile ─▶ the widest but one
    the silence of now ─▶ measured the same ─▶ beyond twice the widest?

Nights, weekends and holidays that it knows from itself are no silence: nothing was to be expected then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.intake.rhythm import Appearance, Rhythm, learn, times_of

SHORTEST_SILENCE = timedelta(hours=3)  #: a shorter one is none, whatever the source is used to
FACTOR = 2.0  #: so many times the widest gap is beyond the habit
LEAST_MISSED = 6.0  #: articles that were to be expected at least: by chance alone, one silence in 400 lasts as long


@dataclass(frozen=True, kw_only=True)
class Habit:
    """What a source is used to."""

    rhythm: Rhythm
    #: its widest gap but one, in articles that were to be expected meanwhile: once it may have been broken for a week
    widest: float


def habit_of(appearances: Sequence[Appearance], *, since: datetime, zone: str, now: datetime) -> Habit | None:
    """The habit of a source, from all its articles since `since`; None: too little is known."""
    rhythm = learn(appearances, since=since, zone=zone, now=now)
    if rhythm is None:
        return None
    times = sorted(time for time in times_of(appearances)[0] if since <= time <= now)
    gaps = sorted(expected(rhythm, earlier, later) for earlier, later in pairwise(times))
    return Habit(rhythm=rhythm, widest=gaps[-2])


def is_silent(habit: Habit, last_at: datetime, now: datetime) -> bool:
    """Is it longer silent than it is used to, its last article being of `last_at`?"""
    if now - last_at < SHORTEST_SILENCE:
        return False
    return expected(habit.rhythm, last_at, now) > max(FACTOR * habit.widest, LEAST_MISSED)


def expected(rhythm: Rhythm, since: datetime, until: datetime) -> float:
    """How many articles are to be expected between two instants."""
    place, hour, total = ZoneInfo(rhythm.zone), timedelta(hours=1), 0.0
    at = since
    while at < until:
        local = at.astimezone(place)
        full = local.replace(minute=0, second=0, microsecond=0)
        end = min(at + (hour - (local - full)), until)
        total += rhythm.hours[local.weekday() * 24 + local.hour] * ((end - at) / hour)
        at = end
    return total
