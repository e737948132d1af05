"""Is the program doing what it is for? Judged by the vitals: pure.

    schema    the database has the tables of this program
    workers   a worker lives
    sources   at least one source was read lately: within three of its own intervals
    outbox    what is due goes out

Whoever cannot ask the database fails the check named DATABASE.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby

from bot.model import DiskSpace, LaneVitals, SourceVitals, Vitals

INTERVALS = 3  #: a source that was read within so many of its intervals is fresh
FAILED_INTERVALS = 2  #: one that fails stays fresh for so many, whatever its rhythm was
LONGEST_INTERVAL = timedelta(hours=1)  #: as the rhythm of a source has it
STUCK_AFTER = timedelta(minutes=10)  #: nothing came to its end for that long, though something was due
#: the disk is nearly full below either
LEAST_FREE_SHARE, LEAST_FREE = 0.05, 500_000_000


class Check(StrEnum):
    """What is looked at, in the order in which it is told."""

    DATABASE = "database"
    SCHEMA = "schema"
    WORKERS = "workers"
    SOURCES = "sources"
    OUTBOX = "outbox"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one check found."""

    check: Check
    well: bool
    since_at: datetime | None = None  #: since when it is not; None: it is well, or that is not known
    where: tuple[str, ...] = ()  #: the platforms or revisions that are to blame


def judge(vitals: Vitals, now: datetime, *, watched_since: datetime) -> tuple[Finding, ...]:
    """The findings on what a database that answers tells.

    `watched_since`: when this process began. What waited before, while nothing ran, is no fault of now.
    """
    return (
        Finding(check=Check.DATABASE, well=True),
        _schema(vitals),
        Finding(
            check=Check.WORKERS, well=vitals.workers > 0, since_at=None if vitals.workers else vitals.worker_seen_at
        ),
        _sources(vitals.sources, now),
        _outbox(stuck_platforms(vitals.lanes, now, watched_since=watched_since)),
    )


def brings_news(vitals: Vitals, now: datetime, *, watched_since: datetime) -> bool:
    """Does news come in and go out: what the heartbeat tells?"""
    return all(finding.well for finding in judge(vitals, now, watched_since=watched_since))


def _schema(vitals: Vitals) -> Finding:
    well = vitals.revision == vitals.newest_revision
    where = () if well else (vitals.revision or "none", vitals.newest_revision)
    return Finding(check=Check.SCHEMA, well=well, where=where)


def _sources(sources: Sequence[SourceVitals], now: datetime) -> Finding:
    ends = [end for source in sources if (end := fresh_until(source)) is not None]
    well = any(now <= end for end in ends)
    return Finding(check=Check.SOURCES, well=well, since_at=None if well else max(ends, default=None))


def fresh_until(source: SourceVitals) -> datetime | None:
    """Until when a source counts as read lately; None: it was never read.

    The interval is that of its rhythm: until the next poll, which may be longer at night. One that fails is polled ever
    more rarely, so its intervals are those of the sources file.
    """
    if source.last_ok_at is None:
        return None
    every = timedelta(seconds=source.every)
    if source.failing_since_at is not None:
        return max(source.last_ok_at + INTERVALS * every, source.failing_since_at + FAILED_INTERVALS * every)
    interval = every
    if source.next_poll_at is not None:
        interval = max(every, min(source.next_poll_at - source.last_ok_at, LONGEST_INTERVAL))
    return source.last_ok_at + INTERVALS * interval


def stuck_lanes(
    lanes: Sequence[LaneVitals], now: datetime, *, watched_since: datetime | None = None
) -> dict[str, datetime]:
    """The lanes in which nothing moves though something is due, each with since when.

    `watched_since`: None: whoever asks has not been watching, and knows no better than what is stored.
    """
    found: dict[str, datetime] = {}
    for lane in lanes:
        since = max(at for at in (lane.due_since_at, lane.moved_at, watched_since) if at is not None)
        if now - since >= STUCK_AFTER:
            found[lane.lane] = since
    return found


def stuck_platforms(lanes: Sequence[LaneVitals], now: datetime, *, watched_since: datetime) -> dict[str, datetime]:
    """The platforms on which nothing moves though something is due, each with since when.

    A platform with several lanes is stuck if no lane that owes something moves: one workspace that takes nothing says
    little of the others.
    """
    stuck = stuck_lanes(lanes, now, watched_since=watched_since)
    found: dict[str, datetime] = {}
    for platform, group in groupby(sorted(lanes, key=lambda each: each.lane), key=lambda each: each.platform):
        since = [stuck.get(lane.lane) for lane in group]
        if all(since):
            found[platform] = min(at for at in since if at is not None)
    return found


def _outbox(stuck: dict[str, datetime]) -> Finding:
    return Finding(
        check=Check.OUTBOX, well=not stuck, since_at=min(stuck.values(), default=None), where=tuple(sorted(stuck))
    )


def is_nearly_full(disk: DiskSpace) -> bool:
    """Is so little room left that the database may soon take nothing more?"""
    return disk.free < max(LEAST_FREE, LEAST_FREE_SHARE * disk.total)
