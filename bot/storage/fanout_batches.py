"""How a fan-out job is cut into ranges of chats, each of about as many follows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, Select, and_, func, select

from bot.storage import schema as t

FAN_OUT_BATCH = 40_000  #: follows per transaction: the write lock is held for less than 100 ms
WHOLE_JOB = 2.5  #: batches; a job of at most so many is done in one
MAX_SHARES = 4  #: a batch is filled by at most so many popular queries


@dataclass(frozen=True, kw_only=True)
class Batch:
    """A range of chat ids, both ends included, with at most about `follows` follows of the article."""

    first: int
    last: int
    follows: int
    last_follow_id: int  #: the newest follow that counts
    final: bool  #: no follower has a higher id than `last`


def followers_of(article_id: int, after: int, last_follow_id: int) -> Select[tuple[int]]:
    """The chats with an id above `after` that follow a query the article matches; with duplicates."""
    return (
        select(t.subscription.c.chat_id)
        .join(t.match, t.match.c.query_id == t.subscription.c.query_id)
        .where(
            t.match.c.article_id == article_id, t.subscription.c.chat_id > after, t.subscription.c.id <= last_follow_id
        )
    )


def next_batch(db: Connection, job: RowMapping) -> Batch | None:
    """The next range of chats; None: no follower is left.

    A new job of at most WHOLE_JOB batches is done in one, and so is a rest of at most one batch. Otherwise, for each
    query, the chat is looked up in its index at which its share of a batch is reached; the lowest of these ends the
    range. If the queries together exceed a batch, the range is cut in proportion, as if ids were spread evenly: such a
    batch may be smaller or larger, but not by much.
    """
    older = select(t.subscription.c.id).where(t.subscription.c.created_at <= job["created_at"])
    last_follow_id = db.scalar(older.order_by(t.subscription.c.id.desc()).limit(1)) or 0
    most = int(FAN_OUT_BATCH * (WHOLE_JOB if job["cursor"] == 0 else 1))
    remaining = followers_of(job["article_id"], job["cursor"], last_follow_id)
    follows, first, last = _count(db, remaining.limit(most + 1))
    if follows <= most:
        return (
            Batch(first=first, last=last, follows=follows, last_follow_id=last_follow_id, final=True)
            if follows
            else None
        )
    bound = _bound(db, job)
    follows, first, last = _count(db, remaining.where(t.subscription.c.chat_id <= bound))
    if not follows:  # all follows in the range are younger than the job
        return Batch(first=bound, last=bound, follows=0, last_follow_id=last_follow_id, final=False)
    if follows > most:
        last, follows = first + (last - first) * FAN_OUT_BATCH // follows, FAN_OUT_BATCH
    return Batch(first=first, last=last, follows=follows, last_follow_id=last_follow_id, final=False)


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
