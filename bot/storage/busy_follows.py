"""Follows that bring their chats more alerts than anybody reads.

queries that many articles matched ─ their followers, a batch at a time ─ what these were owed ─▶ chats to be told
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from bot.model import Chat, DeliveryState, FollowMode, NewLetter
from bot.storage import schema as t
from bot.storage.attention import mark_told
from bot.storage.common import CHAT_COLUMNS, this_chat, to_chat
from bot.storage.database import Database
from bot.storage.letters import enqueue
from bot.storage.quiet import is_quiet

BATCH = 500  #: follows looked at in one transaction
_s, _m, _d, _a, _c = t.subscription.c, t.match.c, t.delivery.c, t.attention.c, t.chat.c


@dataclass(frozen=True, kw_only=True)
class BusyFollow:
    """A follow that brought its chat this many alerts."""

    query_id: int
    typed: str
    alerts: int


@dataclass(frozen=True, kw_only=True)
class BusyChats:
    """Chats with follows that bring too much, and where to go on."""

    chats: tuple[tuple[Chat, tuple[BusyFollow, ...]], ...]  #: of each the busiest first
    cursor: int  #: id of the last follow that was looked at; 0: all were


class BusyFollows:
    """Finding such follows, and telling of them once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(
        self, since: datetime, least: int, *, also: int, now: datetime, not_offered_since: datetime, cursor: int = 0
    ) -> BusyChats:
        """The chats of the next batch with a follow that brought `least` alerts since then, and what brought `also`.

        Not those that are paused, quiet now, or were told of any follow after `not_offered_since`; not follows that
        are younger than `since`, come in digests only, are muted, or always ring: these were meant so.
        """
        with self._database.read_transaction() as db:
            busy = _busy_queries(db, since, also)
            follows = _followers(db, busy, since, now, not_offered_since, cursor)
            counts = _counts(db, {row.query_id for row in follows}, {row.chat_id for row in follows}, since)
        chats: dict[Chat, list[BusyFollow]] = defaultdict(list)
        for row in follows:
            alerts = counts.get((row.chat_id, row.query_id), 0)
            if alerts >= also:
                chats[to_chat(row)].append(BusyFollow(query_id=row.query_id, typed=row.typed, alerts=alerts))
        busiest_first = ((chat, tuple(sorted(some, key=lambda one: -one.alerts))) for chat, some in chats.items())
        found = tuple((chat, some) for chat, some in busiest_first if some[0].alerts >= least)
        return BusyChats(chats=found, cursor=follows[-1].id if len(follows) == BATCH else 0)

    def offer(
        self, chat: Chat, query_ids: Collection[int], letter: NewLetter, now: datetime, *, not_offered_since: datetime
    ) -> bool:
        """Enqueue the letter that tells of these follows of a chat; False: another worker did, or it is paused."""
        with self._database.write_transaction() as db:
            chat_id = db.scalar(select(_c.id).where(this_chat(chat)).with_for_update())
            told = select(_a.query_id).where(_a.chat_id == chat_id, _a.offered_at > not_offered_since)
            if chat_id is None or db.scalar(told.limit(1)) is not None:
                return False
            mark_told(self._database, db, chat_id, query_ids, offered_at=now)
            return enqueue(db, letter)


def _busy_queries(db: Connection, since: datetime, least: int) -> list[int]:
    """The queries that so many articles matched: few, however many follow them."""
    recent = and_(t.article.c.first_seen_at >= since, ~t.article.c.silent)
    counted = select(_m.query_id).join(t.article, t.article.c.id == _m.article_id).where(recent)
    return list(db.scalars(counted.group_by(_m.query_id).having(func.count() >= least)))


def _followers(
    db: Connection, queries: Collection[int], since: datetime, now: datetime, not_offered_since: datetime, cursor: int
) -> list[Any]:
    if not queries:
        return []
    own = and_(_a.query_id == _s.query_id, _a.chat_id == _s.chat_id)
    other = t.attention.alias().c
    told = select(other.query_id).where(other.chat_id == _s.chat_id, other.offered_at > not_offered_since)
    comes_otherwise = or_(_a.mode == FollowMode.DIGEST.value, _a.rings, func.coalesce(_a.muted_until > now, False))
    statement = (
        select(_s.id, _s.chat_id, _s.query_id, _s.typed, *CHAT_COLUMNS)
        .join(t.chat, _c.id == _s.chat_id)
        .outerjoin(t.attention, own)
        .where(
            _s.id > cursor,
            _s.query_id.in_(list(queries)),
            _s.created_at <= since,
            _c.paused_at.is_(None),
            ~is_quiet(now),
            ~func.coalesce(comes_otherwise, False),
            ~told.exists(),
        )
        .order_by(_s.id)
        .limit(BATCH)
    )
    return list(db.execute(statement))


def _counts(
    db: Connection, queries: Collection[int], chats: Collection[int], since: datetime
) -> dict[tuple[int, int], int]:
    """How many alerts each of these queries brought each of these chats."""
    if not queries:
        return {}
    statement = (
        select(_d.chat_id, _m.query_id, func.count())
        .join(t.article, t.article.c.id == _m.article_id)
        .join(t.delivery, _d.article_id == _m.article_id)
        .where(
            _m.query_id.in_(list(queries)),
            t.article.c.first_seen_at >= since,
            _d.chat_id.in_(list(chats)),
            _d.state.not_in([DeliveryState.DROPPED.value, DeliveryState.JOINED.value]),
        )
        .group_by(_d.chat_id, _m.query_id)
    )
    return {(chat_id, query_id): count for chat_id, query_id, count in db.execute(statement)}
