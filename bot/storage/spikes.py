"""Days on which a follow brings far more than it mostly does: what it brought, day by day, and who is told of it.

queries that many stories answered lately ─ what they found in the last weeks ─┬─▶ how many a day
                                                        their followers, ─────┘    a batch at a time
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, and_, func, or_, select, type_coerce

from bot.model import Chat, NewLetter
from bot.storage import schema as t
from bot.storage.attention import keeps_quiet, mark_told
from bot.storage.common import CHAT_COLUMNS, this_chat, to_chat
from bot.storage.database import Database
from bot.storage.left_out import left_out_of
from bot.storage.letters import enqueue
from bot.storage.quiet import is_quiet

BATCH = 200  #: follows looked at in one transaction
_a, _c, _m, _s, _article = t.attention.c, t.chat.c, t.match.c, t.subscription.c, t.article.c
_FOLLOW = and_(_a.query_id == _s.query_id, _a.chat_id == _s.chat_id)
#: an article that is in no story is one by itself
_STORY: ColumnElement[int] = type_coerce(func.coalesce(_article.story_id, -_article.id), Integer)


@dataclass(frozen=True, kw_only=True)
class WatchedFollow:
    """A follow of a query that brings much."""

    chat: Chat
    query_id: int
    typed: str
    since_at: datetime  #: since when it asks for that
    told_at: datetime | None  #: when its chat was last told of that
    timezone: str
    languages: tuple[str, ...]  #: that its chat reads; empty: all
    left_out: tuple[str, ...]  #: the keys of the sources that its chat leaves out


@dataclass(frozen=True, kw_only=True)
class WatchedFollows:
    """Such follows, and where to go on."""

    follows: tuple[WatchedFollow, ...]
    cursor: int  #: id of the last follow that was looked at; 0: all were


@dataclass(frozen=True, kw_only=True)
class Found:
    """An article that a query found."""

    published_at: datetime
    story: int  #: the same for all articles of one event
    language: str
    source_key: str
    silent: bool  #: nobody was sent it: it is old, or was there when its source was first read


class Spikes:
    """Finding them, and telling of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def busy_queries(self, since: datetime, least: int, followed_before: datetime) -> list[int]:
        """The queries that so many stories answered since then, of which any follow is old enough."""
        lately = and_(_article.first_seen_at >= since, _article.published_at >= since, ~_article.silent)
        busy = select(_m.query_id).join(t.article, _article.id == _m.article_id).where(lately)
        busy = busy.group_by(_m.query_id).having(func.count(func.distinct(_STORY)) >= least)
        old = select(_s.query_id).where(_s.created_at <= followed_before)
        with self._database.single_read() as db:
            return sorted(db.scalars(busy.where(_m.query_id.in_(old))))

    def found(self, query_ids: Collection[int], since: datetime) -> dict[int, list[Found]]:
        """What was published since then and these queries found, by query."""
        columns = (_m.query_id, _article.published_at, _STORY, _article.language, _article.source_key, _article.silent)
        statement = select(*columns).join(t.match, _m.article_id == _article.id)
        statement = statement.where(_article.published_at >= since, _m.query_id.in_(list(query_ids)))
        found: dict[int, list[Found]] = defaultdict(list)
        with self._database.single_read() as db:
            for query_id, at, story, language, source_key, silent in db.execute(statement):
                one = Found(published_at=at, story=story, language=language, source_key=source_key, silent=silent)
                found[query_id].append(one)
        return found

    def days_read(self, beginnings: Sequence[datetime]) -> list[bool]:
        """Of each day that begins there and ends with the next: was anything at all published, of all that is read?"""
        with self._database.read_transaction() as db:
            return [_is_any(db, begin, end) for begin, end in pairwise(beginnings)]

    def follows(
        self, query_ids: Collection[int], followed_before: datetime, now: datetime, cursor: int = 0
    ) -> WatchedFollows:
        """The next batch of the follows of these queries that are old enough, and bring alerts.

        Not those of chats that are paused, or quiet now.
        """
        columns = (_s.id, _s.chat_id, _s.query_id, _s.typed, _s.created_at, _s.asked_at, _a.spike_told_at)
        statement = (
            select(*columns, *CHAT_COLUMNS, _c.timezone, _c.languages)
            .join(t.chat, _c.id == _s.chat_id)
            .outerjoin(t.attention, _FOLLOW)
            .where(_s.id > cursor, _s.query_id.in_(list(query_ids)), _s.created_at <= followed_before)
            .where(or_(_s.asked_at.is_(None), _s.asked_at <= followed_before), _c.paused_at.is_(None))
            .where(~is_quiet(now), ~func.coalesce(keeps_quiet(now), False))
            .order_by(_s.id)
            .limit(BATCH)
        )
        with self._database.read_transaction() as db:
            rows = db.execute(statement).all()
            follows = tuple(_follow(row, left_out_of(db, row.chat_id)) for row in rows)
        return WatchedFollows(follows=follows, cursor=rows[-1].id if len(rows) == BATCH else 0)

    def tell(self, one: WatchedFollow, letter: NewLetter, now: datetime, *, not_since: datetime) -> bool:
        """Enqueue the letter that tells of it; False: another worker did since then, or the chat is paused."""
        with self._database.write_transaction() as db:
            chat_id = db.scalar(select(_c.id).where(this_chat(one.chat)).with_for_update())
            told = select(_a.chat_id).where(_a.chat_id == chat_id, _a.query_id == one.query_id)
            if chat_id is None or db.scalar(told.where(_a.spike_told_at >= not_since)) is not None:
                return False
            mark_told(self._database, db, chat_id, [one.query_id], spike_told_at=now)
            return enqueue(db, letter)


def _is_any(db: Connection, begin: datetime, end: datetime) -> bool:
    published = and_(_article.published_at >= begin, _article.published_at < end)
    return db.scalar(select(_article.id).where(published).limit(1)) is not None


def _follow(row: Any, left_out: tuple[str, ...]) -> WatchedFollow:
    return WatchedFollow(
        chat=to_chat(row),
        query_id=row.query_id,
        typed=row.typed,
        since_at=row.asked_at or row.created_at,
        told_at=row.spike_told_at,
        timezone=row.timezone,
        languages=tuple((row.languages or "").split()),
        left_out=left_out,
    )
