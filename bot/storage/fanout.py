"""Fan-out: from a job (one matched article) to a row for each chat that is owed it.

    job ─ batch: the next range of chat ids ─ INSERT … SELECT and the cursor, in one transaction

The range is chosen while nobody is kept waiting; the writer is held for one statement of at most FAN_OUT_BATCH rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Double,
    Integer,
    RowMapping,
    Select,
    and_,
    case,
    cast,
    delete,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)

from bot.model import Cause, DeliveryState
from bot.storage import schema as t
from bot.storage.base import MOVING, in_turn
from bot.storage.database import Database
from bot.storage.engine import is_postgresql

FAN_OUT_BATCH = 40_000  #: follows a transaction: the writer is held for less than a tenth of a second
WHOLE = 2.5  #: batches; a job of no more is taken whole
MANY = 5_000  #: follows in a batch
SHARES = 4  #: so many popular queries fill a batch together
FAIR_RATE = 28.0  #: messages a second that stamps assume where nobody says more
IMMEDIATELY = datetime(1970, 1, 1, tzinfo=UTC)  #: `not_before` of what need not wait, whatever the clock says


@dataclass(frozen=True, kw_only=True)
class _Batch:
    """The chats from `first` to `last` follow the article; there are no more follows than `follows` among them."""

    first: int
    last: int
    follows: int
    last_follow_id: int  #: newest follow that counts
    final: bool  #: none is left behind `last`


class FanOut:
    """Who is owed what."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def fan_out(self, now: datetime, rate: float = FAIR_RATE) -> bool:
        """Turn one batch of a fan-out job into deliveries; True while there is more to do.

        A chat that rests is owed nothing: its rows are born dropped, to be counted when it wakes. Follows younger than
        the job are not owed: who followed later was shown the article by the answer.

        Each row is stamped with its place in the fair order, now + place / (rate / 2): a story of many followers is
        spread out, and a small one that comes later finds room between. The place is the chat's share of the range's
        ids, for numbering the rows would cost as much as writing them; a chat with two follows counts twice.
        """
        with self._database.reading() as db:
            job = db.execute(select(t.fanout).order_by(t.fanout.c.article_id).limit(1)).mappings().first()
            if job is None:
                return False
            batch = _next_batch(db, job)
        with self._database.writing() as db:
            in_turn(db, MOVING, shared=True)  # nothing is owed to a chat that is just being merged with another
            if _advance(db, job, batch) and batch is not None:
                self._owe(db, job, batch, now, rate)
        return True

    def _owe(self, db: Connection, job: RowMapping, batch: _Batch, now: datetime, rate: float) -> None:
        awake = t.chat.c.paused_at.is_(None)
        share = cast(t.chat.c.id - batch.first, Double) * (batch.follows / (batch.last - batch.first + 1))
        stamp = literal(now.timestamp(), Double) + (share + job["place"]) / (rate / 2)
        values = {
            "chat_id": t.chat.c.id,
            "article_id": literal(job["article_id"], Integer),
            "lane": _lane(),
            "state": case((awake, DeliveryState.PENDING.value), else_=DeliveryState.DROPPED.value),
            "fair_at": stamp,
            "not_before": literal(IMMEDIATELY, t.delivery.c.not_before.type),
            "attempts": literal(0),
            "plain": literal(False),
            "alone": literal(False),
            "cause": case((awake, None), else_=Cause.CHAT_PAUSED.value),
        }
        owed = select(*values.values()).where(_recipients(job, batch)).order_by(t.chat.c.id)
        if is_postgresql(db) and batch.follows > MANY:
            owed = _joined_at_once(db, owed, batch)
        statement = self._database.insert(t.delivery).from_select(list(values), owed)
        if _is_owed_to_any(db, job, batch):
            statement = statement.on_conflict_do_nothing(index_elements=["chat_id", "article_id"])
        db.execute(statement)


def _lane() -> ColumnElement[str]:
    """`Chat.lane` of the rows of `chat`."""
    named = t.chat.c.platform + literal_column("':'") + t.chat.c.workspace
    return case((t.chat.c.workspace == literal_column("''"), t.chat.c.platform), else_=named)


def _recipients(job: RowMapping, batch: _Batch) -> ColumnElement[bool]:
    """Which chats of a batch are owed the article: a condition on rows of `chat`."""
    followers = _followers(job["article_id"], batch.first - 1, batch.last_follow_id).where(
        t.subscription.c.chat_id <= batch.last
    )
    language = select(t.article.c.language).where(t.article.c.id == job["article_id"]).scalar_subquery()
    reads = or_(t.chat.c.languages.is_(None), t.chat.c.languages.contains(language))
    return and_(t.chat.c.id.in_(followers), reads)


def _joined_at_once(db: Connection, owed: Select[Any], batch: _Batch) -> Select[Any]:
    """PostgreSQL, which takes what a new article answers for little, would look each chat up by itself."""
    db.execute(select(func.set_config("enable_nestloop", "off", True)))
    return owed.where(t.chat.c.id.between(batch.first, batch.last))


def _is_owed_to_any(db: Connection, job: RowMapping, batch: _Batch) -> bool:
    """Is the article owed to a chat of this batch already, from when its page was late?

    Nobody else owes it to anybody meanwhile, for we hold the job. If it is owed to none no row need be guarded with
    ON CONFLICT, which takes PostgreSQL half as long again.
    """
    key = and_(t.delivery.c.article_id == job["article_id"], t.delivery.c.chat_id.between(batch.first, batch.last))
    return db.scalar(select(t.delivery.c.chat_id).where(key).limit(1)) is not None


def _followers(article_id: int, after: int, last_follow_id: int) -> Select[tuple[int]]:
    """The chats behind `after` that follow a query which the article answers; one may come more than once."""
    return (
        select(t.subscription.c.chat_id)
        .join(t.match, t.match.c.query_id == t.subscription.c.query_id)
        .where(
            t.match.c.article_id == article_id, t.subscription.c.chat_id > after, t.subscription.c.id <= last_follow_id
        )
    )


def _next_batch(db: Connection, job: RowMapping) -> _Batch | None:
    """The next range of chats; None: nobody is left.

    A job of little more than two batches is taken whole, what is left of another if it is one. Else each query's
    follows are counted off in its index up to its share of a batch; the shortest way bounds the range. Where many
    queries fill it up the range is cut in proportion, as if ids were spread evenly: then a batch may be smaller or
    larger, never endless.
    """
    made_before = select(t.subscription.c.id).where(t.subscription.c.created_at <= job["created_at"])
    last_follow_id = db.scalar(made_before.order_by(t.subscription.c.id.desc()).limit(1)) or 0
    most = int(FAN_OUT_BATCH * (WHOLE if job["cursor"] == 0 else 1))
    left = _followers(job["article_id"], job["cursor"], last_follow_id)
    follows, first, last = _counted(db, left.limit(most + 1))
    if follows <= most:
        return (
            _Batch(first=first, last=last, follows=follows, last_follow_id=last_follow_id, final=True)
            if follows
            else None
        )
    bound = _bound(db, job)
    follows, first, last = _counted(db, left.where(t.subscription.c.chat_id <= bound))
    if not follows:  # all of them are younger than the job
        return _Batch(first=bound, last=bound, follows=0, last_follow_id=last_follow_id, final=False)
    if follows > most:
        last, follows = first + (last - first) * FAN_OUT_BATCH // follows, FAN_OUT_BATCH
    return _Batch(first=first, last=last, follows=follows, last_follow_id=last_follow_id, final=False)


def _counted(db: Connection, followers: Select[tuple[int]]) -> tuple[int, int, int]:
    """How many follows there are, and of which chats the first and the last is."""
    found = followers.subquery()
    counts = select(
        func.count(), func.coalesce(func.min(found.c.chat_id), 0), func.coalesce(func.max(found.c.chat_id), 0)
    )
    follows, first, last = db.execute(counts.select_from(found)).one()
    return follows, first, last


def _bound(db: Connection, job: RowMapping) -> int:
    """The chat up to which no query has more follows than its share; the last of all if none has."""
    queries = db.scalar(select(func.count()).where(t.match.c.article_id == job["article_id"])) or 1
    of_query = and_(t.subscription.c.query_id == t.match.c.query_id, t.subscription.c.chat_id > job["cursor"])
    counted_off = (
        select(t.subscription.c.chat_id)
        .where(of_query)
        .order_by(t.subscription.c.chat_id)
        .limit(1)
        .offset(max(FAN_OUT_BATCH // min(queries, SHARES), 1) - 1)
        .correlate(t.match)
        .scalar_subquery()
    )
    bounds = select(counted_off.label("bound")).where(t.match.c.article_id == job["article_id"]).subquery()
    last = select(func.max(t.chat.c.id)).scalar_subquery()
    bound: int = db.execute(select(func.coalesce(func.min(bounds.c.bound), last))).scalar_one()
    return bound


def _advance(db: Connection, job: RowMapping, batch: _Batch | None) -> bool:
    """Move the job on; False if it is not where it was: another worker took the batch, or a new match began it anew."""
    same = and_(
        t.fanout.c.article_id == job["article_id"],
        t.fanout.c.cursor == job["cursor"],
        t.fanout.c.created_at == job["created_at"],
    )
    if batch is None or batch.final:
        return bool(db.execute(delete(t.fanout).where(same)).rowcount)
    moved = {"cursor": batch.last, "place": job["place"] + batch.follows}
    return bool(db.execute(update(t.fanout).where(same).values(moved)).rowcount)
