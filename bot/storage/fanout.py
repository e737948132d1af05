"""Fan-out: from a job (one matched article) to a delivery for each chat that follows it.

    job ─ batch: the next range of chat ids ─ INSERT … SELECT and the cursor, in one transaction
                                            └ it tells of a story that others told of too: see joining.py

The range is chosen in a read transaction; the write transaction is one statement of at most FAN_OUT_BATCH rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
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
    exists,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)

from bot.model import Cause, DeliveryState
from bot.storage import schema as t
from bot.storage.alone import waiting
from bot.storage.attention import RINGS, is_any, keeps_quiet, ringing_chats
from bot.storage.common import CHAT_MERGE_LOCK, IMMEDIATELY, STORY_HEADS_LOCK, take_lock
from bot.storage.database import Database
from bot.storage.engine import is_postgresql
from bot.storage.joining import Telling, ask_to_show, joining, telling_of
from bot.storage.quiet import end_of_quiet, is_quiet

FAN_OUT_BATCH = 40_000  #: follows per transaction: the write lock is held for less than 100 ms
WHOLE_JOB = 2.5  #: batches; a job of at most so many is done in one
MANY_FOLLOWS = 5_000  #: follows in a batch from which PostgreSQL is made to join at once
MAX_SHARES = 4  #: a batch is filled by at most so many popular queries
FAIR_RATE = 28.0  #: messages a second that the fair order assumes by default


@dataclass(frozen=True, kw_only=True)
class _Batch:
    """A range of chat ids, both ends included, with at most about `follows` follows of the article."""

    first: int
    last: int
    follows: int
    last_follow_id: int  #: the newest follow that counts
    final: bool  #: no follower has a higher id than `last`


class FanOut:
    """Creating deliveries."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def fan_out(self, now: datetime, rate: float = FAIR_RATE) -> bool:
        """Turn one batch of a fan-out job into deliveries; returns True while there is more to do.

        Rows of a paused chat are inserted as dropped, to be counted when it is active again. Held are those of a chat
        that waits, that is quiet, but for what rings, or that wants it only if no other language has it. A chat that
        leaves out the source gets none, nor one whose follows of it bring no alerts, nor anybody of a source that is
        switched off. Follows younger than the job are skipped: the answer to `/follow` has shown them the article.

        Each row gets its place in the fair order, now + place / (rate / 2): an article with many followers is spread
        out, and one with few that comes later finds gaps. The place is interpolated from the chat's id, because
        numbering the rows would cost as much as writing them; a chat with two follows counts twice. `rate` is in
        messages a second. An article of a story joins the alert of each chat that told of it first, or is a reply.
        """
        with self._database.read_transaction() as db:
            job = db.execute(select(t.fanout).order_by(t.fanout.c.article_id).limit(1)).mappings().first()
            if job is None:
                return False
            batch = None if _is_switched_off(db, job) else _next_batch(db, job)
        with self._database.write_transaction() as db:
            take_lock(db, CHAT_MERGE_LOCK, shared=True)  # no deliveries for a chat that is being merged right now
            tells = batch is not None and telling_of(db, job["article_id"]) is not None
            if not tells and _advance(db, job, batch) and batch is not None:
                self._insert_deliveries(db, job, batch, now, rate)
        if tells and batch is not None:
            self._join(job, batch, now, rate)
        return True

    def _join(self, job: RowMapping, batch: _Batch, now: datetime, rate: float) -> None:
        """One batch of an article of a story, while nothing else is fanned out, and no alert is sent or ends."""
        with self._database.write_transaction() as db:
            take_lock(db, STORY_HEADS_LOCK)
            take_lock(db, CHAT_MERGE_LOCK)
            if _advance(db, job, batch):
                self._insert_deliveries(db, job, batch, now, rate, telling=telling_of(db, job["article_id"]))
                ask_to_show(db, job["article_id"], (batch.first, batch.last), now)

    def _insert_deliveries(
        self,
        db: Connection,
        job: RowMapping,
        batch: _Batch,
        now: datetime,
        rate: float,
        *,
        telling: Telling | None = None,
    ) -> None:
        active = t.chat.c.paused_at.is_(None)
        waits = and_(active, t.chat.c.waits_until > now)
        ringing, keeping = (is_any(db, job["article_id"], each) for each in (RINGS, keeps_quiet(now)))
        rings = t.chat.c.id.in_(ringing_chats(job["article_id"], now)) if ringing else false()
        quiet = and_(active, is_quiet(now), ~rings) if ringing else and_(active, is_quiet(now))
        immediately = literal(IMMEDIATELY, t.delivery.c.not_before.type)
        share = cast(t.chat.c.id - batch.first, Double) * (batch.follows / (batch.last - batch.first + 1))
        fair_at = literal(now.timestamp(), Double) + (share + job["place"]) / (rate / 2)
        values = {
            "chat_id": t.chat.c.id,
            "article_id": literal(job["article_id"], Integer),
            "lane": lane_of_chat(),
            "state": case(
                (or_(waits, quiet), DeliveryState.HELD.value),
                (active, DeliveryState.PENDING.value),
                else_=DeliveryState.DROPPED.value,
            ),
            "fair_at": fair_at,
            "not_before": case((waits, t.chat.c.waits_until), (quiet, end_of_quiet(now)), else_=immediately),
            "attempts": literal(0),
            "plain": literal(False),
            "alone": literal(False),
            "rings": rings,
            "quiet": quiet,
            "cause": case(
                (waits, t.chat.c.wait_cause),
                (quiet, Cause.QUIET.value),
                (active, None),
                else_=Cause.CHAT_PAUSED.value,
            ),
        }
        alone = waiting(db, job["article_id"], batch.last_follow_id, now)
        values |= alone.held(values) if alone else {}
        recipients = _recipients(job, batch, quiet_at=now if keeping else None)
        owed = select(*values.values())
        if telling is not None:
            owed = joining(values, telling, (batch.first, batch.last), rings if ringing else None, alone)
        owed = owed.where(recipients).order_by(t.chat.c.id)
        source_key = _source_if_left_out(db, job)
        if source_key is not None:
            left = select(t.left_out.c.chat_id).where(t.left_out.c.source_key == source_key)
            owed = owed.where(t.chat.c.id.not_in(left))
        if is_postgresql(db) and batch.follows > MANY_FOLLOWS:
            owed = _with_one_join(db, owed, batch)
        names = list(values) if telling is None else [*values, "head_id"]
        statement = self._database.insert(t.delivery).from_select(names, owed)
        if _has_deliveries(db, job, batch):
            statement = statement.on_conflict_do_nothing(index_elements=["chat_id", "article_id"])
        db.execute(statement)


def lane_of_chat() -> ColumnElement[str]:
    """`Chat.lane` in SQL."""
    named = t.chat.c.platform + literal_column("':'") + t.chat.c.workspace
    return case((t.chat.c.workspace == literal_column("''"), t.chat.c.platform), else_=named)


def _recipients(job: RowMapping, batch: _Batch, *, quiet_at: datetime | None) -> ColumnElement[bool]:
    """Condition: the chats of a batch that get the article; not by follows that bring no alerts at `quiet_at`."""
    followers = _followers(job["article_id"], batch.first - 1, batch.last_follow_id).where(
        t.subscription.c.chat_id <= batch.last
    )
    if quiet_at is not None:
        chosen = t.attention.c
        of_follow = and_(
            chosen.query_id == t.subscription.c.query_id,
            chosen.chat_id == t.subscription.c.chat_id,
            keeps_quiet(quiet_at),
        )
        followers = followers.where(~exists().where(of_follow))
    language = select(t.article.c.language).where(t.article.c.id == job["article_id"]).scalar_subquery()
    reads = or_(t.chat.c.languages.is_(None), t.chat.c.languages.contains(language))
    return and_(t.chat.c.id.in_(followers), reads)


def _source_if_left_out(db: Connection, job: RowMapping) -> str | None:
    """The key of the article's source if any chat leaves it out; None: nobody does, which is the usual case."""
    left = select(t.left_out.c.source_key).join(t.article, t.article.c.source_key == t.left_out.c.source_key)
    key: str | None = db.scalar(left.where(t.article.c.id == job["article_id"]).limit(1))
    return key


def _is_switched_off(db: Connection, job: RowMapping) -> bool:
    """Has an operator switched off the article's source?"""
    source = select(t.source.c.key).join(t.article, t.article.c.source_key == t.source.c.key)
    off = source.where(t.article.c.id == job["article_id"], t.source.c.switched_off_at.is_not(None))
    return db.scalar(off) is not None


def _with_one_join(db: Connection, owed: Select[Any], batch: _Batch) -> Select[Any]:
    """PostgreSQL underestimates the matches of a new article, and would look up each chat by itself."""
    db.execute(select(func.set_config("enable_nestloop", "off", True)))
    return owed.where(t.chat.c.id.between(batch.first, batch.last))


def _has_deliveries(db: Connection, job: RowMapping, batch: _Batch) -> bool:
    """Has any chat of this batch a delivery of the article already, from an earlier match on its teaser?

    Nobody else inserts any meanwhile, because we hold the job. Without any, ON CONFLICT is not needed, which takes
    PostgreSQL half as long again.
    """
    key = and_(t.delivery.c.article_id == job["article_id"], t.delivery.c.chat_id.between(batch.first, batch.last))
    return db.scalar(select(t.delivery.c.chat_id).where(key).limit(1)) is not None


def _followers(article_id: int, after: int, last_follow_id: int) -> Select[tuple[int]]:
    """The chats with an id above `after` that follow a query the article matches; with duplicates."""
    return (
        select(t.subscription.c.chat_id)
        .join(t.match, t.match.c.query_id == t.subscription.c.query_id)
        .where(
            t.match.c.article_id == article_id, t.subscription.c.chat_id > after, t.subscription.c.id <= last_follow_id
        )
    )


def _next_batch(db: Connection, job: RowMapping) -> _Batch | None:
    """The next range of chats; None: no follower is left.

    A new job of at most WHOLE_JOB batches is done in one, and so is a rest of at most one batch. Otherwise, for each
    query, the chat is looked up in its index at which its share of a batch is reached; the lowest of these ends the
    range. If the queries together exceed a batch, the range is cut in proportion, as if ids were spread evenly: such a
    batch may be smaller or larger, but not by much.
    """
    older = select(t.subscription.c.id).where(t.subscription.c.created_at <= job["created_at"])
    last_follow_id = db.scalar(older.order_by(t.subscription.c.id.desc()).limit(1)) or 0
    most = int(FAN_OUT_BATCH * (WHOLE_JOB if job["cursor"] == 0 else 1))
    remaining = _followers(job["article_id"], job["cursor"], last_follow_id)
    follows, first, last = _count(db, remaining.limit(most + 1))
    if follows <= most:
        return (
            _Batch(first=first, last=last, follows=follows, last_follow_id=last_follow_id, final=True)
            if follows
            else None
        )
    bound = _bound(db, job)
    follows, first, last = _count(db, remaining.where(t.subscription.c.chat_id <= bound))
    if not follows:  # all follows in the range are younger than the job
        return _Batch(first=bound, last=bound, follows=0, last_follow_id=last_follow_id, final=False)
    if follows > most:
        last, follows = first + (last - first) * FAN_OUT_BATCH // follows, FAN_OUT_BATCH
    return _Batch(first=first, last=last, follows=follows, last_follow_id=last_follow_id, final=False)


def _count(db: Connection, followers: Select[tuple[int]]) -> tuple[int, int, int]:
    """The number of follows, and the lowest and highest chat id among them."""
    found = followers.subquery()
    counts = select(
        func.count(), func.coalesce(func.min(found.c.chat_id), 0), func.coalesce(func.max(found.c.chat_id), 0)
    )
    follows, first, last = db.execute(counts.select_from(found)).one()
    return follows, first, last


def _bound(db: Connection, job: RowMapping) -> int:
    """The highest chat id up to which no query has more follows than its share of a batch."""
    queries = db.scalar(select(func.count()).where(t.match.c.article_id == job["article_id"])) or 1
    of_query = and_(t.subscription.c.query_id == t.match.c.query_id, t.subscription.c.chat_id > job["cursor"])
    end_of_share = (
        select(t.subscription.c.chat_id)
        .where(of_query)
        .order_by(t.subscription.c.chat_id)
        .limit(1)
        .offset(max(FAN_OUT_BATCH // min(queries, MAX_SHARES), 1) - 1)
        .correlate(t.match)
        .scalar_subquery()
    )
    bounds = select(end_of_share.label("bound")).where(t.match.c.article_id == job["article_id"]).subquery()
    last = select(func.max(t.chat.c.id)).scalar_subquery()
    bound: int = db.execute(select(func.coalesce(func.min(bounds.c.bound), last))).scalar_one()
    return bound


def _advance(db: Connection, job: RowMapping, batch: _Batch | None) -> bool:
    """Advance the job's cursor; False if it has changed: another worker did the batch, or a new match restarted it."""
    unchanged = and_(
        t.fanout.c.article_id == job["article_id"],
        t.fanout.c.cursor == job["cursor"],
        t.fanout.c.created_at == job["created_at"],
    )
    if batch is None or batch.final:
        return bool(db.execute(delete(t.fanout).where(unchanged)).rowcount)
    advanced = {"cursor": batch.last, "place": job["place"] + batch.follows}
    return bool(db.execute(update(t.fanout).where(unchanged).values(advanced)).rowcount)
