"""How a fan-out job is cut into ranges of chats, each of about as many follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, Integer, RowMapping, Select, and_, bindparam, func, select

from bot.storage import schema as t
from bot.storage.columns import UtcDateTime

FAN_OUT_BATCH = 40_000  #: follows per transaction: the write lock is held for less than 100 ms
WHOLE_JOB = 2.5  #: batches; a job of at most so many is done in one
MAX_SHARES = 4  #: a batch is filled by at most so many popular queries

_s = t.subscription.c


@dataclass(frozen=True, kw_only=True)
class Batch:
    """A range of chat ids, both ends included, with at most about `follows` follows of the article."""

    first: int
    last: int
    follows: int
    last_follow_id: int  #: the newest follow that counts
    final: bool  #: no follower has a higher id than `last`


def _number(name: str) -> BindParameter[int]:
    return bindparam(name, type_=Integer)


def _counted(followers: Select[Any]) -> Select[Any]:
    """SELECT of the number of follows, and of the lowest and highest chat id among them."""
    found = followers.subquery()
    lowest, highest = (func.coalesce(end(found.c.chat_id), 0) for end in (func.min, func.max))
    return select(func.count(), lowest, highest).select_from(found)


def _bounds() -> Select[Any]:
    """SELECT of the highest chat id up to which no query has more follows than the parameter `past`."""
    of_query = and_(_s.query_id == t.match.c.query_id, _s.chat_id > _number("after"))
    end_of_share = (
        select(_s.chat_id)
        .where(of_query)
        .order_by(_s.chat_id)
        .limit(1)
        .offset(_number("past"))
        .correlate(t.match)
        .scalar_subquery()
    )
    bounds = select(end_of_share.label("bound")).where(t.match.c.article_id == ARTICLE).subquery()
    last = select(func.max(t.chat.c.id)).scalar_subquery()
    return select(func.coalesce(func.min(bounds.c.bound), last))


# Statements are built once: they are asked for each article that somebody follows.
ARTICLE, NEWEST = _number("article"), _number("newest")  #: parameters: an article, and the newest follow that counts
FIRST, LAST = _number("first"), _number("last")  #: the ends of a batch
NOW: BindParameter[datetime] = bindparam("now", type_=UtcDateTime)
#: the chats with an id above `after` that follow a query the article matches, by a follow up to `newest`; with
#: duplicates
FOLLOWERS = (
    select(_s.chat_id)
    .join(t.match, t.match.c.query_id == _s.query_id)
    .where(t.match.c.article_id == ARTICLE, _s.chat_id > _number("after"), _s.id <= NEWEST)
)
_LAST_FOLLOW = (
    select(_s.id)
    .where(_s.created_at <= bindparam("created_at", type_=_s.created_at.type))
    .order_by(_s.id.desc())
    .limit(1)
)
_COUNT_MOST = _counted(FOLLOWERS.limit(_number("most")))
_COUNT_TO_BOUND = _counted(FOLLOWERS.where(_s.chat_id <= _number("bound")))
_QUERIES = select(func.count()).where(t.match.c.article_id == ARTICLE)
_BOUND = _bounds()


def next_batch(db: Connection, job: RowMapping) -> Batch | None:
    """The next range of chats; None: no follower is left.

    A new job of at most WHOLE_JOB batches is done in one, and so is a rest of at most one batch. Otherwise, for each
    query, the chat is looked up in its index at which its share of a batch is reached; the lowest of these ends the
    range. If the queries together exceed a batch, the range is cut in proportion, as if ids were spread evenly: such a
    batch may be smaller or larger, but not by much.
    """
    last_follow_id = db.scalar(_LAST_FOLLOW, {"created_at": job["created_at"]}) or 0
    most = int(FAN_OUT_BATCH * (WHOLE_JOB if job["cursor"] == 0 else 1))
    asked = {"article": job["article_id"], "after": job["cursor"], "newest": last_follow_id}
    follows, first, last = db.execute(_COUNT_MOST, {**asked, "most": most + 1}).one()
    if follows <= most:
        return (
            Batch(first=first, last=last, follows=follows, last_follow_id=last_follow_id, final=True)
            if follows
            else None
        )
    bound = _bound(db, job)
    follows, first, last = db.execute(_COUNT_TO_BOUND, {**asked, "bound": bound}).one()
    if not follows:  # all follows in the range are younger than the job
        return Batch(first=bound, last=bound, follows=0, last_follow_id=last_follow_id, final=False)
    if follows > most:
        last, follows = first + (last - first) * FAN_OUT_BATCH // follows, FAN_OUT_BATCH
    return Batch(first=first, last=last, follows=follows, last_follow_id=last_follow_id, final=False)


def _bound(db: Connection, job: RowMapping) -> int:
    """The highest chat id up to which no query has more follows than its share of a batch."""
    queries = db.scalar(_QUERIES, {"article": job["article_id"]}) or 1
    past = max(FAN_OUT_BATCH // min(queries, MAX_SHARES), 1) - 1
    asked = {"article": job["article_id"], "after": job["cursor"], "past": past}
    bound: int = db.execute(_BOUND, asked).scalar_one()
    return bound
