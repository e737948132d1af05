"""Whether a follow brings far more today than on most days. Pure.

what was found ─ day by day in the chat's zone, stories, not articles ─▶ counts ─ far more than its habit? ─▶ its habit
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta, tzinfo
from math import ceil
from statistics import median

from bot.storage.spikes import Found

DAYS = 28  #: before today of which the habit is made
LEAST_DAYS = 14  #: a follow with fewer has no habit
LEAST = 10  #: stories of a day; fewer are not many, however few there mostly are
TIMES = 4  #: as many as on the median day
LATELY = 7  #: days of which none may have had as many: what goes on is told once, and every Friday is no news


def usual(days: Sequence[int]) -> int | None:
    """How many stories come on most days, if today, the last one, has far more; else None."""
    *before, today = days
    habit = median(before) if before else 0
    is_much = today >= max(LEAST, TIMES * habit) and today > max(before[-LATELY:], default=0)
    return ceil(habit) if is_much and len(before) >= LEAST_DAYS else None


def by_day(
    found: Iterable[Found],
    zone: tzinfo,
    today: date,
    *,
    languages: Collection[str] = (),
    left_out: Collection[str] = (),
) -> list[int]:
    """The stories of each of DAYS days and of today, by when they were published; `languages` empty: all.

    Today only what was sent counts: an archive that was read in is no news. `left_out`: keys of sources.
    """
    stories: list[set[int]] = [set() for _ in range(DAYS + 1)]
    for each in found:
        at = DAYS - (today - each.published_at.astimezone(zone).date()).days
        is_read = (not languages or each.language in languages) and each.source_key not in left_out
        if is_read and 0 <= at <= DAYS and not (each.silent and at == DAYS):
            stories[at].add(each.story)
    return [len(each) for each in stories]


def beginnings(zone: tzinfo, today: date) -> list[datetime]:
    """When each of these days began in a zone, and when today ends."""
    first = datetime.combine(today - timedelta(days=DAYS), datetime.min.time(), zone)
    return [(first + timedelta(days=number)) for number in range(DAYS + 2)]
