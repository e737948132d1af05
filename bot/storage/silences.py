"""Follows that watch for silence: their chats are told once when nothing came for long, and again after something did.

follows with `quiet_for`, a batch at a time ─ nothing came for so long ─ nobody was told since ─▶ chats to be told
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, or_, select

from bot.model import Article, Chat, NewLetter
from bot.storage import schema as t
from bot.storage.attention import mark_told
from bot.storage.common import CHAT_COLUMNS, articles_query, this_chat, to_article, to_chat
from bot.storage.database import Database
from bot.storage.left_out import left_out_of
from bot.storage.letters import enqueue
from bot.storage.quiet import is_quiet

BATCH = 100  #: follows looked at in one transaction
LOOKED_BACK = timedelta(days=400)  #: how far it is looked for the last article of a follow
_a, _c, _m, _s, _article = t.attention.c, t.chat.c, t.match.c, t.subscription.c, t.article.c
_FOLLOW = and_(_a.query_id == _s.query_id, _a.chat_id == _s.chat_id)


@dataclass(frozen=True, kw_only=True)
class SilentFollow:
    """A follow that brought nothing for as long as it watches for."""

    chat: Chat
    query_id: int
    typed: str
    quiet_for: timedelta
    latest: Article | None  #: the last one that came; None: none ever did


@dataclass(frozen=True, kw_only=True)
class SilentFollows:
    """Such follows, and where to go on."""

    follows: tuple[SilentFollow, ...]
    cursor: int  #: id of the last follow that was looked at; 0: all were


class Silences:
    """Finding such follows, and telling of them once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def is_reading(self, since: datetime) -> bool:
        """Has any article come since then? Where none has, it is us who are silent."""
        with self._database.single_read() as db:
            return db.scalar(select(_article.id).where(_article.first_seen_at > since).limit(1)) is not None

    def find(self, now: datetime, cursor: int = 0) -> SilentFollows:
        """The follows of the next batch that brought nothing for long enough, of which nobody was told since.

        Not those of chats that are paused, or quiet now.
        """
        with self._database.read_transaction() as db:
            rows = db.execute(_watching(now, cursor)).all()
            found = [_silent(db, row, now) for row in rows]
        cursor = rows[-1].id if len(rows) == BATCH else 0
        return SilentFollows(follows=tuple(each for each in found if each is not None), cursor=cursor)

    def tell(self, one: SilentFollow, letter: NewLetter, now: datetime) -> bool:
        """Enqueue the letter that tells of it; False: another worker did, it was changed, or the chat is paused."""
        with self._database.write_transaction() as db:
            chat_id = db.scalar(select(_c.id).where(this_chat(one.chat)).with_for_update())
            row = and_(_a.chat_id == chat_id, _a.query_id == one.query_id)
            untold = or_(_a.quiet_told_at.is_(None), _a.quiet_told_at <= now - one.quiet_for)
            watches = _a.quiet_for == round(one.quiet_for.total_seconds())
            if chat_id is None or db.scalar(select(_a.chat_id).where(row, watches, untold)) is None:
                return False
            mark_told(self._database, db, chat_id, [one.query_id], quiet_told_at=now)
            return enqueue(db, letter)


def _watching(now: datetime, cursor: int) -> Select[Any]:
    columns = (_s.id, _s.chat_id, _s.query_id, _s.typed, _s.created_at, _s.asked_at, _a.quiet_for, _a.quiet_told_at)
    return (
        select(*columns, *CHAT_COLUMNS, _c.languages)
        .join(t.attention, _FOLLOW)
        .join(t.chat, _c.id == _s.chat_id)
        .where(_a.quiet_for.is_not(None), _s.id > cursor, _c.paused_at.is_(None), ~is_quiet(now))
        .order_by(_s.id)
        .limit(BATCH)
    )


def _silent(db: Connection, row: Any, now: datetime) -> SilentFollow | None:
    """None: something came, it is too young, or its chat was told and nothing came since."""
    span = timedelta(seconds=row.quiet_for)
    since, told_at = now - span, row.quiet_told_at
    if max(row.created_at, row.asked_at or row.created_at) > since:
        return None
    if told_at is not None and told_at > since:
        return None
    latest = _latest(db, row, told_at or now - LOOKED_BACK)
    if latest is None and told_at is not None:
        return None
    if latest is not None and _came_at(latest) > since:
        return None
    return SilentFollow(chat=to_chat(row), query_id=row.query_id, typed=row.typed, quiet_for=span, latest=latest)


def _latest(db: Connection, row: Any, after: datetime) -> Article | None:
    """The last article that came to a follow, of what its chat reads: looked for from the newest on."""
    left_out = left_out_of(db, row.chat_id)
    found = articles_query().join(t.match, and_(_m.article_id == _article.id, _m.query_id == row.query_id))
    if row.languages:
        found = found.where(_article.language.in_(row.languages.split()))
    if left_out:
        found = found.where(_article.source_key.not_in(left_out))
    ways = ((~_article.silent, _article.first_seen_at), (_article.silent, _article.published_at))
    newest = [
        db.execute(found.where(which, at > after).order_by(at.desc(), _article.id.desc()).limit(1)).mappings().first()
        for which, at in ways
    ]
    return max((to_article(each) for each in newest if each is not None), key=_came_at, default=None)


def _came_at(article: Article) -> datetime:
    """What nobody was sent because it was old, or there when its source was first read, came when it was published."""
    return article.published_at if article.silent else article.first_seen_at
