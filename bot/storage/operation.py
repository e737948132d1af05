"""How the program goes on, for its operator: what waits, which chats are at rest, which workers live. Only reads.

However much there is, each read is bounded: of what is more than COUNTED it is only said that there is more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, FromClause, and_, func, or_, select

from bot.model import Cause, Chat, ChatHealth, ChatKind
from bot.storage import schema as t
from bot.storage.common import CHAT_COLUMNS, FAILED, HELD, PENDING, SENDING, to_chat
from bot.storage.database import Database
from bot.storage.leases import WORKER_PREFIX, held_leases
from bot.storage.letters import LETTER_OPEN
from bot.storage.waits import HEALTH_COLUMNS, to_health

COUNTED = 50_000  #: rows of one state that are counted
FAILED_SPAN = timedelta(days=7)  #: what failed before is history

_c, _d, _l = t.chat.c, t.delivery.c, t.letter.c


@dataclass(frozen=True, kw_only=True)
class Backlog:
    """What waits in one lane, or of one kind."""

    count: int
    more: bool = False  #: there are more than COUNTED: only so many were counted
    oldest_at: datetime | None = None  #: since when the first of it could be sent; None: nothing could


@dataclass(frozen=True, kw_only=True)
class OutboxState:
    """The outbox as it is now."""

    pending: dict[str, Backlog]  #: alerts to be sent, by lane
    sending: Backlog
    held: Backlog  #: alerts that wait for their chats; `oldest_at`: when the first of them goes
    failed: Backlog  #: alerts given up in FAILED_SPAN
    letters: dict[str, Backlog]  #: by lane
    edits: Backlog = field(default_factory=lambda: Backlog(count=0))  #: of sent alerts; no alert waits for them


@dataclass(frozen=True, kw_only=True)
class ChatAtRest:
    """A chat that gets nothing now."""

    id: int  #: primary key
    chat: Chat
    kind: ChatKind
    title: str
    since_at: datetime  #: since then it is at rest, or refuses
    rests: bool  #: True: nothing is sent until it writes again; False: it is tried again at `health.waits_until_at`
    cause: Cause | None
    detail: str  #: the platform's own words
    health: ChatHealth = field(default_factory=ChatHealth)


@dataclass(frozen=True, kw_only=True)
class ChatsAtRest:
    """Chats that get nothing now, those first that have come last."""

    chats: tuple[ChatAtRest, ...]
    count: Backlog  #: of all


@dataclass(frozen=True, kw_only=True)
class WorkerAlive:
    """A worker that has renewed its leases lately."""

    holder: str  #: its name
    until_at: datetime  #: its leases expire then, unless it renews them
    sources: int  #: that it polls
    others: tuple[str, ...]  #: names of its other leases: "chores", "listener:telegram", "sender:telegram"


class Operation:
    """Reads for the operator's page."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def outbox(self, now: datetime) -> OutboxState:
        """What is in the outbox."""
        failed = and_(FAILED, _d.first_attempt_at >= now - FAILED_SPAN)
        with self._database.read_transaction() as db:
            return OutboxState(
                pending=_by_lane(db, select(_d.lane, _d.fair_at).where(PENDING).order_by(_d.lane, _d.fair_at), now),
                sending=_count(db, select(_d.chat_id).where(SENDING)),
                held=_held(db),
                failed=_count(db, select(_d.first_attempt_at).where(failed)),
                edits=_count(db, select(t.edit.c.chat_id)),
                letters=_by_lane(db, select(_l.lane, _l.fair_at).where(LETTER_OPEN, _l.due_at <= now), now),
            )

    def chats_at_rest(self, *, rests: bool, limit: int, before: tuple[datetime, int] | None = None) -> ChatsAtRest:
        """The chats at rest, or those that wait; `before`: those that come after this instant and id in the order."""
        since = _c.paused_at if rests else _c.refused_since
        which = _c.paused_at.is_not(None) if rests else and_(_c.paused_at.is_(None), _c.waits_until.is_not(None))
        wanted = select(_c.id, *CHAT_COLUMNS, _c.kind, _c.title, since.label("since"), _c.paused_at, _c.pause_cause)
        wanted = wanted.add_columns(_c.pause_detail, *HEALTH_COLUMNS).where(which)
        if before is not None:
            wanted = wanted.where(or_(since < before[0], and_(since == before[0], _c.id < before[1])))
        with self._database.read_transaction() as db:
            rows = db.execute(wanted.order_by(since.desc(), _c.id.desc()).limit(limit)).all()
            return ChatsAtRest(chats=tuple(map(_at_rest, rows)), count=_count(db, select(_c.id).where(which)))

    def chat(self, chat_id: int) -> Chat | None:
        """The chat with this primary key; None: there is none."""
        with self._database.single_read() as db:
            row = db.execute(select(*CHAT_COLUMNS).where(_c.id == chat_id)).first()
        return None if row is None else to_chat(row)

    def workers(self) -> list[WorkerAlive]:
        """The workers alive, by their names."""
        held: dict[str, list[Any]] = {}
        with self._database.read_transaction() as db:
            for row in held_leases(db):
                held.setdefault(row.holder, []).append(row)
        return [_worker(holder, rows) for holder, rows in sorted(held.items())]

    def notices(self) -> dict[str, datetime]:
        """What operators were told of and has not recovered, by subject, with when they were told."""
        with self._database.single_read() as db:
            return {row.subject: row.told_at for row in db.execute(select(t.notice).order_by(t.notice.c.subject))}


def _by_lane(db: Connection, rows: Any, now: datetime) -> dict[str, Backlog]:
    """What waits in each lane; its age is that of the first that had its turn."""
    some = rows.limit(COUNTED + 1).subquery()
    counted = select(some.c.lane, func.count().label("rows"), func.min(some.c.fair_at).label("first"))
    found = db.execute(counted.group_by(some.c.lane).order_by(some.c.lane)).all()
    more = sum(row.rows for row in found) > COUNTED
    return {row.lane: Backlog(count=row.rows, more=more, oldest_at=_instant(row.first, now)) for row in found}


def _instant(fair_at: float, now: datetime) -> datetime:
    """A place in the fair order as an instant; it lies in the future while the order is ahead of the clock."""
    return now + timedelta(seconds=min(fair_at - now.timestamp(), 0.0))


def _held(db: Connection) -> Backlog:
    counted = _count(db, select(_d.not_before).where(HELD))
    first = db.scalar(select(_d.not_before).where(HELD).order_by(_d.not_before).limit(1))
    return Backlog(count=counted.count, more=counted.more, oldest_at=first)


def _count(db: Connection, rows: Any) -> Backlog:
    some: FromClause = rows.limit(COUNTED + 1).subquery()
    count = db.scalar(select(func.count()).select_from(some)) or 0
    return Backlog(count=min(count, COUNTED), more=count > COUNTED)


def _at_rest(row: Any) -> ChatAtRest:
    rests = row.paused_at is not None
    cause, detail = (row.pause_cause, row.pause_detail) if rests else (row.wait_cause, row.wait_detail)
    return ChatAtRest(
        id=row.id,
        chat=to_chat(row),
        kind=ChatKind(row.kind),
        title=row.title,
        since_at=row.since,
        rests=rests,
        cause=Cause(cause) if cause else None,
        detail=detail or "",
        health=to_health(row),
    )


def _worker(holder: str, rows: Sequence[Any]) -> WorkerAlive:
    names = [row.name for row in rows]
    sources = [name for name in names if name.startswith("source:")]
    others = tuple(name for name in names if name not in sources and not name.startswith(WORKER_PREFIX))
    until_at = max(row.until_at for row in rows)
    return WorkerAlive(holder=holder, until_at=until_at, sources=len(sources), others=others)
