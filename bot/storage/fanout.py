"""Fan-out: from a job (one matched article) to a delivery for each chat that follows it.

    job ─ batch: the next range of chat ids ─ INSERT … SELECT and the cursor, in one transaction
                                            └ it tells of a story that others told of too: see joining.py

The range is chosen in a read transaction; the write transaction is one statement of at most FAN_OUT_BATCH rows.
"""

from __future__ import annotations

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
from bot.storage.fanout_batches import Batch, followers_of, next_batch
from bot.storage.joining import Telling, ask_to_show, joining, telling_of
from bot.storage.quiet import end_of_quiet, is_quiet

MANY_FOLLOWS = 5_000  #: follows in a batch from which PostgreSQL is made to join at once
FAIR_RATE = 28.0  #: messages a second that the fair order assumes by default

#: built once: a look each second finds nothing, mostly
_NEXT_JOB = select(t.fanout).order_by(t.fanout.c.article_id).limit(1)


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
            job = db.execute(_NEXT_JOB).mappings().first()
            if job is None:
                return False
            batch = None if _is_switched_off(db, job) else next_batch(db, job)
        with self._database.write_transaction() as db:
            take_lock(db, CHAT_MERGE_LOCK, shared=True)  # no deliveries for a chat that is being merged right now
            tells = batch is not None and telling_of(db, job["article_id"]) is not None
            if not tells and _advance(db, job, batch) and batch is not None:
                self._insert_deliveries(db, job, batch, now, rate)
        if tells and batch is not None:
            self._join(job, batch, now, rate)
        return True

    def _join(self, job: RowMapping, batch: Batch, now: datetime, rate: float) -> None:
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
        batch: Batch,
        now: datetime,
        rate: float,
        *,
        telling: Telling | None = None,
    ) -> None:
        ringing, keeping = (is_any(db, job["article_id"], each) for each in (RINGS, keeps_quiet(now)))
        rings = t.chat.c.id.in_(ringing_chats(job["article_id"], now)) if ringing else None
        values = _values(job, batch, now, rate, rings)
        alone = waiting(db, job["article_id"], batch.last_follow_id, now)
        values |= alone.held(values) if alone else {}
        recipients = _recipients(job, batch, quiet_at=now if keeping else None)
        owed = select(*values.values())
        if telling is not None:
            owed = joining(values, telling, (batch.first, batch.last), rings, alone)
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


def _values(
    job: RowMapping, batch: Batch, now: datetime, rate: float, rings: ColumnElement[bool] | None
) -> dict[str, ColumnElement[Any]]:
    """The values of a delivery by column, of a row of `chat`.

    `rings`: condition of a chat that hears it in quiet hours, None: nobody does.
    """
    active = t.chat.c.paused_at.is_(None)
    waits = and_(active, t.chat.c.waits_until > now)
    quiet = and_(active, is_quiet(now)) if rings is None else and_(active, is_quiet(now), ~rings)
    immediately = literal(IMMEDIATELY, t.delivery.c.not_before.type)
    share = cast(t.chat.c.id - batch.first, Double) * (batch.follows / (batch.last - batch.first + 1))
    return {
        "chat_id": t.chat.c.id,
        "article_id": literal(job["article_id"], Integer),
        "lane": lane_of_chat(),
        "state": case(
            (or_(waits, quiet), DeliveryState.HELD.value),
            (active, DeliveryState.PENDING.value),
            else_=DeliveryState.DROPPED.value,
        ),
        "fair_at": literal(now.timestamp(), Double) + (share + job["place"]) / (rate / 2),
        "not_before": case((waits, t.chat.c.waits_until), (quiet, end_of_quiet(now)), else_=immediately),
        "attempts": literal(0),
        "plain": literal(False),
        "alone": literal(False),
        "rings": false() if rings is None else rings,
        "quiet": quiet,
        "cause": case(
            (waits, t.chat.c.wait_cause),
            (quiet, Cause.QUIET.value),
            (active, None),
            else_=Cause.CHAT_PAUSED.value,
        ),
    }


def lane_of_chat() -> ColumnElement[str]:
    """`Chat.lane` in SQL."""
    named = t.chat.c.platform + literal_column("':'") + t.chat.c.workspace
    return case((t.chat.c.workspace == literal_column("''"), t.chat.c.platform), else_=named)


def _recipients(job: RowMapping, batch: Batch, *, quiet_at: datetime | None) -> ColumnElement[bool]:
    """Condition: the chats of a batch that get the article; not by follows that bring no alerts at `quiet_at`."""
    followers = followers_of(job["article_id"], batch.first - 1, batch.last_follow_id).where(
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


def _with_one_join(db: Connection, owed: Select[Any], batch: Batch) -> Select[Any]:
    """PostgreSQL underestimates the matches of a new article, and would look up each chat by itself."""
    db.execute(select(func.set_config("enable_nestloop", "off", True)))
    return owed.where(t.chat.c.id.between(batch.first, batch.last))


def _has_deliveries(db: Connection, job: RowMapping, batch: Batch) -> bool:
    """Has any chat of this batch a delivery of the article already, from an earlier match on its teaser?

    Nobody else inserts any meanwhile, because we hold the job. Without any, ON CONFLICT is not needed, which takes
    PostgreSQL half as long again.
    """
    key = and_(t.delivery.c.article_id == job["article_id"], t.delivery.c.chat_id.between(batch.first, batch.last))
    return db.scalar(select(t.delivery.c.chat_id).where(key).limit(1)) is not None


def _advance(db: Connection, job: RowMapping, batch: Batch | None) -> bool:
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
