"""What chats have said of articles: not the same story. Each is told by itself there, and nowhere else.

split ─▶ a row ─┬─ shown under another's alert ─▶ pending by itself, and that alert is to be edited
                └─ sent already                 ─▶ nothing is sent again
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, exists, func, literal_column, select, update

from bot.model import Cause, Chat, DeliveryState
from bot.storage import schema as t
from bot.storage.common import (
    CHAT_MERGE_LOCK,
    IMMEDIATELY,
    STORY_HEADS_LOCK,
    take_lock,
    this_chat,
)
from bot.storage.database import Database
from bot.storage.quiet import QUIET_COLUMNS, quiet_until_at
from bot.storage.story_heads import ask_for, heads_may_end, is_live

_d, _p = t.delivery.c, t.story_split.c
#: by its key: see `common.PENDING_BY_KEY`
_JOINED = _d.state + literal_column("''") == literal_column("'joined'")
_IS_OPEN = (_d.state + literal_column("''")).in_(["pending", "held"])


class StorySplits:
    """What chats took out of stories."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def split(self, chat: Chat, article_id: int, person_name: str, now: datetime) -> bool:
        """Take an article out of its story in a chat, which is then told of it by itself, unless it was.

        False: it is out already, or in no story. `person_name`: who said so, in a chat of several. The chat must be
        stored.
        """
        with self._database.write_transaction() as db:
            heads_may_end(db)
            take_lock(db, CHAT_MERGE_LOCK, shared=True)
            chat_id = _id_of(db, chat)
            of_story = and_(t.article.c.id == article_id, t.article.c.story_id.is_not(None))
            if db.scalar(select(t.article.c.id).where(of_story)) is None:
                return False
            values = {"chat_id": chat_id, "article_id": article_id, "split_at": now, "person_name": person_name}
            statement = self._database.insert(t.story_split).values(values)
            once = statement.on_conflict_do_nothing(index_elements=["chat_id", "article_id"])
            if db.execute(once.returning(_p.article_id)).first() is None:
                return False
            _tell_by_itself(db, chat_id, article_id, now)
            return True

    def rejoin(self, chat: Chat, article_id: int, now: datetime) -> bool:
        """Take that back; what was not sent meanwhile is not sent. False: it was not taken out."""
        with self._database.write_transaction() as db:
            take_lock(db, STORY_HEADS_LOCK)  # the head that it is joined to does not end meanwhile
            take_lock(db, CHAT_MERGE_LOCK, shared=True)
            chat_id = _id_of(db, chat)
            gone = delete(t.story_split).where(_p.chat_id == chat_id, _p.article_id == article_id)
            if not db.execute(gone).rowcount:
                return False
            own = and_(_d.chat_id == chat_id, _d.article_id == article_id)
            head_id = _head(db, chat_id, article_id)
            if head_id is not None:
                joined = {"state": DeliveryState.JOINED, "head_id": head_id, "not_before": IMMEDIATELY}
                joined |= {"cause": None, "quiet": False}
                untouched = and_(own, _IS_OPEN, _d.attempts == 0)
                if db.execute(update(t.delivery).where(untouched).values(joined)).rowcount:
                    ask_for(db, [(chat_id, head_id)], now)
            return True

    def of(self, chat: Chat) -> dict[int, str]:
        """The articles that a chat has taken out of their stories, with who said so; "": not told."""
        rows = select(_p.article_id, _p.person_name).join(t.chat, t.chat.c.id == _p.chat_id).where(this_chat(chat))
        with self._database.single_read() as db:
            return {row.article_id: row.person_name for row in db.execute(rows)}

    def separable(self, chat: Chat, article_ids: Sequence[int]) -> frozenset[int]:
        """Those of the articles of a story, in the order of publication, that a chat can take out of it.

        What an earlier message of it tells of the story, and what its follows found without an alert, which its digests
        show together; not the one with which the story begins for it.
        """
        ids, m, s = list(article_ids), t.match.c, t.subscription.c
        came = select(_d.article_id, _d.head_id).join(t.chat, t.chat.c.id == _d.chat_id)
        found = select(m.article_id).join(t.subscription, s.query_id == m.query_id)
        found = found.join(t.chat, t.chat.c.id == s.chat_id)
        with self._database.read_transaction() as db:
            heads = {row[0]: row[1] for row in db.execute(came.where(this_chat(chat), _d.article_id.in_(ids)))}
            matched = set(db.scalars(found.where(this_chat(chat), m.article_id.in_(ids))))
        others = [each for each in article_ids if each in matched and each not in heads]
        parts = (article_id for article_id, head_id in heads.items() if head_id is not None)
        return frozenset((*parts, *(others if heads else others[1:])))

    def count(self, since: datetime) -> int:
        """How many articles all chats have taken out since then."""
        with self._database.single_read() as db:
            rows = select(func.count()).select_from(t.story_split).where(_p.split_at >= since)
            return db.scalar(rows) or 0


def _tell_by_itself(db: Connection, chat_id: int, article_id: int, now: datetime) -> None:
    """What another's message shows is sent; what waits to be sent as a reply is sent as an alert of its own."""
    own = and_(_d.chat_id == chat_id, _d.article_id == article_id)
    head_id = db.scalar(select(_d.head_id).where(own, _JOINED))
    if head_id is not None:
        owed = update(t.delivery).where(own, _JOINED).values(head_id=None, fair_at=now.timestamp())
        db.execute(owed.values(_when(db, chat_id, now)))
        ask_for(db, [(chat_id, head_id)], now)
    db.execute(update(t.delivery).where(own, _IS_OPEN).values(head_id=None))


def _when(db: Connection, chat_id: int, now: datetime) -> dict[str, Any]:
    """The values of what is owed from now on: at once, or when its chat is quiet no more."""
    until = quiet_until_at(db.execute(select(*QUIET_COLUMNS).where(t.chat.c.id == chat_id)).one(), now)
    if until is None:
        return {"state": DeliveryState.PENDING, "not_before": IMMEDIATELY, "cause": None, "quiet": False}
    return {"state": DeliveryState.HELD, "not_before": until, "cause": Cause.QUIET, "quiet": True}


def _id_of(db: Connection, chat: Chat) -> int:
    chat_id: int = db.execute(select(t.chat.c.id).where(this_chat(chat))).scalar_one()
    return chat_id


def _head(db: Connection, chat_id: int, article_id: int) -> int | None:
    """The article of the chat's message that tells of the story of this one; None: there is none."""
    a, own = t.article.c, t.article.alias()
    story_id = select(own.c.story_id).where(own.c.id == article_id).scalar_subquery()
    out = exists().where(_p.chat_id == chat_id, _p.article_id == _d.article_id)
    others = and_(a.story_id == story_id, a.id != article_id, _d.chat_id == chat_id, ~out)
    tells = select(_d.article_id).join(t.article, a.id == _d.article_id).where(others, _d.head_id.is_(None))
    return db.scalar(tells.where(is_live(t.delivery)).order_by(_d.article_id).limit(1))
