"""Fan-out: from a job (one matched article) to a delivery for each chat that follows it.

    job ─ batch: the next range of chat ids ─ INSERT … SELECT and the cursor, in one transaction
                                            └ it tells of a story that others told of too: see joining.py

The range is chosen in a read transaction; the write transaction is one statement of at most FAN_OUT_BATCH rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Double,
    RowMapping,
    Select,
    and_,
    bindparam,
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
from bot.storage.alone import IS_ALONE, spans_of, waiting
from bot.storage.attention import RINGS, is_any, keeps_quiet, ringing_chats
from bot.storage.common import CHAT_MERGE_LOCK, IMMEDIATELY, STORY_HEADS_LOCK, insert_into, take_lock
from bot.storage.database import Database
from bot.storage.engine import is_postgresql
from bot.storage.fanout_batches import ARTICLE, FIRST, FOLLOWERS, LAST, NOW, Batch, next_batch
from bot.storage.joining import Telling, ask_to_show, joining, telling_of, tells
from bot.storage.quiet import end_of_quiet, is_quiet

MANY_FOLLOWS = 5_000  #: follows in a batch from which PostgreSQL is made to join at once
FAIR_RATE = 28.0  #: messages a second that the fair order assumes by default
KEPT_SHAPES = 64  #: of the INSERT of a batch

_a, _f = t.article.c, t.fanout.c


def _left_out() -> Select[tuple[str]]:
    """SELECT of the key of the article's source, if any chat leaves it out."""
    left = select(t.left_out.c.source_key).join(t.article, _a.source_key == t.left_out.c.source_key)
    return left.where(_a.id == ARTICLE).limit(1)


# Statements are built once: a look each second finds nothing, mostly, and the others are asked for each article.
_SWITCHED_OFF = select(t.source.c.key).join(t.article, _a.source_key == t.source.c.key)
_SWITCHED_OFF = _SWITCHED_OFF.where(_a.id == _f.article_id, t.source.c.switched_off_at.is_not(None))
_NEXT_JOB = select(t.fanout, _SWITCHED_OFF.exists().label("switched_off")).order_by(_f.article_id).limit(1)
_NO_NESTED_LOOPS = select(func.set_config("enable_nestloop", "off", True))
_OWED = and_(t.delivery.c.article_id == ARTICLE, t.delivery.c.chat_id.between(FIRST, LAST))
#: What mostly nobody asks for, and fan-out heeds only if somebody does: a follow that rings, one that brings no alerts,
#: one that waits whether other languages have it, a chat that leaves out the source. And has any chat of the batch a
#: delivery already, from an earlier match on the teaser? Nobody else inserts any meanwhile, because we hold the job.
#: Without any, ON CONFLICT is not needed, which takes PostgreSQL half as long again.
_HEEDED = select(
    is_any(ARTICLE, RINGS).label("rings"),
    is_any(ARTICLE, keeps_quiet(NOW)).label("quiet"),
    is_any(ARTICLE, IS_ALONE).label("alone"),
    _left_out().scalar_subquery().label("source_key"),
    select(t.delivery.c.chat_id).where(_OWED).exists().label("owed"),
)
_UNCHANGED = and_(
    _f.article_id == ARTICLE,
    _f.cursor == bindparam("old_cursor"),
    _f.created_at == bindparam("begun_at", type_=_f.created_at.type),
)
_DONE = delete(t.fanout).where(_UNCHANGED)
_ADVANCED = update(t.fanout).where(_UNCHANGED).values(cursor=LAST, place=bindparam("next_place"))


@dataclass(frozen=True, kw_only=True)
class _Shape:
    """What the INSERT of a batch depends on, besides its parameters: what is not asked for is not in it."""

    dialect: str
    rings: bool
    quiet: bool
    spans: int  #: for so many different spans follows of the article wait
    left_out: bool
    owed: bool
    many: bool  #: follows, for PostgreSQL
    tells: bool  #: of a story that others told of, with `has_news` and `some_wait` of a Telling
    has_news: bool
    some_wait: bool


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
            batch = None if job["switched_off"] else next_batch(db, job)
        with self._database.write_transaction() as db:
            take_lock(db, CHAT_MERGE_LOCK, shared=True)  # no deliveries for a chat that is being merged right now
            joins = batch is not None and tells(db, job["article_id"])
            if not joins and _advance(db, job, batch) and batch is not None:
                _insert_deliveries(db, job, batch, now, rate)
        if joins and batch is not None:
            self._join(job, batch, now, rate)
        return True

    def _join(self, job: RowMapping, batch: Batch, now: datetime, rate: float) -> None:
        """One batch of an article of a story, while nothing else is fanned out, and no alert is sent or ends."""
        with self._database.write_transaction() as db:
            take_lock(db, STORY_HEADS_LOCK)
            take_lock(db, CHAT_MERGE_LOCK)
            if _advance(db, job, batch):
                _insert_deliveries(db, job, batch, now, rate, telling=telling_of(db, job["article_id"]))
                ask_to_show(db, job["article_id"], (batch.first, batch.last), now)


def _insert_deliveries(
    db: Connection, job: RowMapping, batch: Batch, now: datetime, rate: float, *, telling: Telling | None = None
) -> None:
    asked: dict[str, Any] = {"article": job["article_id"], "first": batch.first, "last": batch.last, "now": now}
    heeded = db.execute(_HEEDED, asked).one()
    spans, waits = spans_of(db, job["article_id"]) if heeded.alone else (0, {})
    many = is_postgresql(db) and batch.follows > MANY_FOLLOWS
    if many:  # PostgreSQL underestimates the matches of a new article, and would look up each chat by itself
        db.execute(_NO_NESTED_LOOPS)
    shape = _Shape(
        dialect=db.dialect.name,
        rings=heeded.rings,
        quiet=heeded.quiet,
        spans=spans,
        left_out=heeded.source_key is not None,
        owed=heeded.owed,
        many=many,
        tells=telling is not None,
        has_news=telling is not None and telling.has_news,
        some_wait=telling is not None and telling.some_wait,
    )
    asked |= waits | {"source_key": heeded.source_key, "others": () if telling is None else telling.others}
    asked |= {"after": batch.first - 1, "newest": batch.last_follow_id, "place": job["place"], "pace": rate / 2}
    asked |= {"at": now.timestamp(), "density": batch.follows / (batch.last - batch.first + 1)}
    db.execute(_insert(shape), asked)


@lru_cache(maxsize=KEPT_SHAPES)  # mostly one of a few
def _insert(shape: _Shape) -> Any:
    """The INSERT … SELECT of a batch."""
    rings = t.chat.c.id.in_(ringing_chats(ARTICLE, NOW)) if shape.rings else None
    values = _values(rings)
    alone = waiting(shape.spans) if shape.spans else None
    values |= alone.held(values) if alone else {}
    owed: Select[Any] = select(*values.values())
    if shape.tells:
        owed = joining(values, rings, alone, has_news=shape.has_news, some_wait=shape.some_wait)
    owed = owed.where(_recipients(quiet=shape.quiet)).order_by(t.chat.c.id)
    if shape.left_out:
        left = select(t.left_out.c.chat_id).where(t.left_out.c.source_key == bindparam("source_key"))
        owed = owed.where(t.chat.c.id.not_in(left))
    if shape.many:
        owed = owed.where(t.chat.c.id.between(FIRST, LAST))
    names = [*values, "head_id"] if shape.tells else list(values)
    statement = insert_into(shape.dialect, t.delivery).from_select(names, owed)
    return statement.on_conflict_do_nothing(index_elements=["chat_id", "article_id"]) if shape.owed else statement


def _values(rings: ColumnElement[bool] | None) -> dict[str, ColumnElement[Any]]:
    """The values of a delivery by column, of a row of `chat`.

    `rings`: condition of a chat that hears it in quiet hours, None: nobody does.
    """
    active = t.chat.c.paused_at.is_(None)
    waits = and_(active, t.chat.c.waits_until > NOW)
    quiet = and_(active, is_quiet(NOW)) if rings is None else and_(active, is_quiet(NOW), ~rings)
    immediately = literal(IMMEDIATELY, t.delivery.c.not_before.type)
    place, pace, density, at = (bindparam(name, type_=Double) for name in ("place", "pace", "density", "at"))
    share = cast(t.chat.c.id - FIRST, Double) * density
    return {
        "chat_id": t.chat.c.id,
        "article_id": ARTICLE,
        "lane": lane_of_chat(),
        "state": case(
            (or_(waits, quiet), DeliveryState.HELD.value),
            (active, DeliveryState.PENDING.value),
            else_=DeliveryState.DROPPED.value,
        ),
        "fair_at": at + (share + place) / pace,
        "not_before": case((waits, t.chat.c.waits_until), (quiet, end_of_quiet(NOW)), else_=immediately),
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


def _recipients(*, quiet: bool) -> ColumnElement[bool]:
    """Condition: the chats of a batch that get the article; `quiet`: not by follows that bring no alerts now."""
    followers = FOLLOWERS.where(t.subscription.c.chat_id <= LAST)
    if quiet:
        chosen = t.attention.c
        of_follow = and_(
            chosen.query_id == t.subscription.c.query_id,
            chosen.chat_id == t.subscription.c.chat_id,
            keeps_quiet(NOW),
        )
        followers = followers.where(~exists().where(of_follow))
    language = select(_a.language).where(_a.id == ARTICLE).scalar_subquery()
    reads = or_(t.chat.c.languages.is_(None), t.chat.c.languages.contains(language))
    return and_(t.chat.c.id.in_(followers), reads)


def _advance(db: Connection, job: RowMapping, batch: Batch | None) -> bool:
    """Advance the job's cursor; False if it has changed: another worker did the batch, or a new match restarted it."""
    asked = {"article": job["article_id"], "old_cursor": job["cursor"], "begun_at": job["created_at"]}
    if batch is None or batch.final:
        return bool(db.execute(_DONE, asked).rowcount)
    advanced = {"last": batch.last, "next_place": job["place"] + batch.follows}
    return bool(db.execute(_ADVANCED, asked | advanced).rowcount)
