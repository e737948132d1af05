"""Vitals: how the whole program fares, read at one instant, and the gauges of /metrics."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, Table, and_, func, literal_column, select, text

from bot import gauges
from bot.counting import Labels
from bot.figures import MESSAGES
from bot.model import DeliveryState, DiskSpace, LaneVitals, SourceVitals, Vitals
from bot.storage import schema as t
from bot.storage.common import PENDING
from bot.storage.database import Database
from bot.storage.engine import is_postgresql, newest_revision, revisions
from bot.storage.figures import changed_at
from bot.storage.leases import living_workers
from bot.storage.letters import LETTER_PENDING

#: what a message came to that is the end of a try: not of one that is only put off, or that a token does not allow
MOVES = frozenset({"sent", "given_up", "moved", "refused", "lost"})
#: states that a partial index counts; pending ones are counted by lane, and sent ones as they happen
COUNTED = (
    DeliveryState.SENDING,
    DeliveryState.HELD,
    DeliveryState.FAILED,
    DeliveryState.DROPPED,
)

_d, _l, _s, _c = t.delivery.c, t.letter.c, t.source.c, t.chat.c

#: a gauge: its name, its labels, its value
Gauge = tuple[str, Labels, float]


class ProgramVitals:
    """How the whole program fares, as its tables tell."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, now: datetime) -> Vitals:
        """Everything that readiness is judged by.

        Raises:
            StorageError: the database is locked, full or unreachable.
        """
        with self._database.read_transaction() as db:
            revision = next(iter(revisions(db)), None)
            if revision != newest_revision():  # its tables may be others
                return _unreadable(revision)
            workers, seen_at = living_workers(db)
            return Vitals(
                revision=revision,
                newest_revision=newest_revision(),
                sources=_sources(db),
                lanes=_lanes(db, now),
                workers=workers,
                worker_seen_at=seen_at,
            )

    def disk(self) -> DiskSpace | None:
        """The disk of a SQLite file; None: the database is elsewhere, or in memory."""
        file = self._database.engine.url.database
        if self._database.dialect != "sqlite" or not file or file.startswith((":", "file:")):
            return None
        usage = shutil.disk_usage(Path(file).resolve().parent)
        return DiskSpace(free=usage.free, total=usage.total)

    def gauges(self, now: datetime) -> list[Gauge]:
        """What /metrics shows besides what was counted.

        Raises:
            StorageError: the database is locked, full or unreachable.
        """
        disk = self.disk()
        with self._database.read_transaction() as db:
            workers, _ = living_workers(db)
            found: list[Gauge] = [
                (gauges.WORKERS.name, (), workers),
                (gauges.DATABASE_SIZE.name, (), _size(db)),
                *_source_gauges(db),
                *_outbox_gauges(db, now),
                (gauges.STORY_SPLITS.name, (), db.scalar(select(func.count()).select_from(t.story_split)) or 0),
                *_chat_gauges(db),
            ]
        return found if disk is None else [*found, (gauges.DISK_FREE.name, (), disk.free)]


def _unreadable(revision: str | None) -> Vitals:
    return Vitals(
        revision=revision, newest_revision=newest_revision(), sources=(), lanes=(), workers=0, worker_seen_at=None
    )


def _sources(db: Connection) -> tuple[SourceVitals, ...]:
    columns = (_s.key, _s.every, _s.last_ok_at, _s.next_poll_at, _s.failing_since_at)
    on = select(*columns).where(_s.enabled, _s.switched_off_at.is_(None)).order_by(_s.key)
    return tuple(SourceVitals(**row) for row in db.execute(on).mappings())


def _lanes(db: Connection, now: datetime) -> tuple[LaneVitals, ...]:
    due = _due(db, now)
    moved: dict[str, datetime] = {}
    for labels, at in changed_at(db, MESSAGES.name).items():
        pairs = dict(labels)
        if pairs["outcome"] in MOVES:
            moved[pairs["lane"]] = max(at, moved.get(pairs["lane"], at))
    return tuple(LaneVitals(lane=lane, due_since_at=due[lane], moved_at=moved.get(lane)) for lane in sorted(due))


def _due(db: Connection, now: datetime) -> dict[str, datetime]:
    """By lane, since when the first of its alerts and letters in the fair order could have been sent."""
    found: dict[str, datetime] = {}
    for table, pending, due_at in ((t.delivery, PENDING, _d.not_before), (t.letter, LETTER_PENDING, _l.due_at)):
        for lane in _pending_lanes(db, table, pending):
            due = and_(pending, table.c.lane == lane, due_at <= now, table.c.fair_at <= now.timestamp())
            row = db.execute(select(table.c.fair_at, due_at).where(due).order_by(table.c.fair_at).limit(1)).first()
            if row is not None:
                since = max(row[1], datetime.fromtimestamp(row[0], now.tzinfo))
                found[lane] = min(since, found.get(lane, since))
    return found


def _pending_lanes(db: Connection, table: Table, pending: ColumnElement[bool]) -> list[str]:
    """The lanes that owe something, each found by one step in the index: a count would read all of it."""
    lanes: list[str] = []
    lane = db.scalar(select(func.min(table.c.lane)).where(pending))
    while lane is not None:
        lanes.append(lane)
        lane = db.scalar(select(func.min(table.c.lane)).where(pending, table.c.lane > lane))
    return lanes


def _size(db: Connection) -> int:
    """Bytes that the database takes."""
    if is_postgresql(db):
        size: int = db.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        return size
    pages, page = (db.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("page_count", "page_size"))
    return int(pages * page)


def _source_gauges(db: Connection) -> Sequence[Gauge]:
    found: list[Gauge] = []
    for source in _sources(db):
        labels = (("source", source.key),)
        found.append((gauges.SOURCE_FAILING.name, labels, float(source.failing_since_at is not None)))
        found.append((gauges.SOURCE_INTERVAL.name, labels, source.every))
        if source.last_ok_at is not None:
            found.append((gauges.SOURCE_SUCCESS.name, labels, source.last_ok_at.timestamp()))
    return found


def _outbox_gauges(db: Connection, now: datetime) -> Sequence[Gauge]:
    pending = {lane: _count(db, and_(PENDING, _d.lane == lane)) for lane in _pending_lanes(db, t.delivery, PENDING)}
    alerts = {state: _count(db, _d.state == literal_column(f"'{state}'")) for state in COUNTED}
    alerts[DeliveryState.PENDING] = sum(pending.values())
    letters = db.scalar(select(func.count()).select_from(t.letter).where(LETTER_PENDING)) or 0
    edits = db.scalar(select(func.count()).select_from(t.edit)) or 0
    late = {lane: max((now - since).total_seconds(), 0.0) for lane, since in sorted(_due(db, now).items())}
    return [
        *((gauges.OUTBOX_ALERTS.name, (("state", state.value),), count) for state, count in alerts.items()),
        (gauges.OUTBOX_LETTERS.name, (("state", DeliveryState.PENDING.value),), letters),
        (gauges.OUTBOX_EDITS.name, (), edits),
        *((gauges.OUTBOX_PENDING.name, (("lane", lane),), count) for lane, count in pending.items()),
        *((gauges.OUTBOX_OVERDUE.name, (("lane", lane),), seconds) for lane, seconds in late.items()),
    ]


def _count(db: Connection, which: ColumnElement[bool]) -> int:
    return db.scalar(select(func.count()).select_from(t.delivery).where(which)) or 0


def _chat_gauges(db: Connection) -> Sequence[Gauge]:
    found: list[Gauge] = [(gauges.CHATS.name, (), db.scalar(select(func.count()).select_from(t.chat)) or 0)]
    lost = select(_c.pause_cause, func.count()).where(_c.paused_at.is_not(None)).group_by(_c.pause_cause)
    waiting = select(_c.wait_cause, func.count()).where(_c.waits_until.is_not(None)).group_by(_c.wait_cause)
    for kind, counted in (("lost", lost), ("waiting", waiting)):
        for cause, count in db.execute(counted).all():
            found.append((gauges.CHATS_AT_REST.name, (("cause", cause or "unknown"), ("kind", kind)), count))
    return found
