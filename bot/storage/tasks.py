"""Alerts as tasks of a chat: who has taken one, who has done it, what is left.

alert ─▶ (no row: open) ─ take ─▶ taken ─ finish ─▶ done ─ reopen ─▶ (no row)
    └─ a follow rings, and nobody took it for a while ─ remind, once ─▶ open
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, delete, exists, func, or_, select

from bot.model import Article, Chat, ChatKind, DeliveryState, NewLetter, Task, TaskState
from bot.storage import schema as t
from bot.storage.common import CHAT_COLUMNS, articles_query, this_chat, to_article, to_chat
from bot.storage.database import Database
from bot.storage.letters import enqueue

_d, _t = t.delivery.c, t.task.c
_OF_DELIVERY = and_(_t.chat_id == _d.chat_id, _t.article_id == _d.article_id)


class Person(NamedTuple):
    """Who took or finished something."""

    id: str  #: the platform's
    name: str  #: as the platform shows that person


NOBODY = Person("", "")


@dataclass(frozen=True, kw_only=True)
class Untaken:
    """An alert that rang and that nobody took."""

    chat: Chat
    timezone: str
    language: str | None
    article: Article


class Tasks:
    """What chats make of their alerts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, chat: Chat, article_id: int) -> Task | None:
        """How far an alert has come; None: nobody has taken it."""
        found = select(t.task).join(t.chat).where(this_chat(chat), _t.article_id == article_id)
        with self._database.single_read() as db:
            row = db.execute(found).mappings().first()
        if row is None or row["state"] == TaskState.OPEN:
            return None
        return Task(state=TaskState(row["state"]), person_name=row["person_name"], changed_at=row["changed_at"])

    def take(self, chat: Chat, article_id: int, by: Person, now: datetime) -> None:
        """Somebody takes it; of two at once the first one has it. What is done stays done."""
        self._set(chat, article_id, TaskState.TAKEN, by, now, only_from=TaskState.OPEN)

    def finish(self, chat: Chat, article_id: int, by: Person, now: datetime) -> None:
        """Somebody has done it, whoever had taken it; who was first stays named."""
        self._set(chat, article_id, TaskState.DONE, by, now, only_from=None)

    def _set(
        self,
        chat: Chat,
        article_id: int,
        state: TaskState,
        by: Person,
        now: datetime,
        *,
        only_from: TaskState | None,
    ) -> None:
        stored = {"state": state, "person": by.id, "person_name": by.name, "changed_at": now}
        before = _t.state != state if only_from is None else _t.state == only_from
        with self._database.write_transaction() as db:
            chat_id = db.execute(select(t.chat.c.id).where(this_chat(chat))).scalar_one()
            row = self._database.insert(t.task).values(chat_id=chat_id, article_id=article_id, **stored)
            db.execute(row.on_conflict_do_update(index_elements=["chat_id", "article_id"], set_=stored, where=before))

    def reopen(self, chat: Chat, article_id: int, now: datetime) -> None:
        """Nobody has it any more; it is not reminded of again."""
        self._set(chat, article_id, TaskState.OPEN, NOBODY, now, only_from=None)

    def open_articles(self, chat: Chat, since: datetime, limit: int) -> tuple[int, list[Article]]:
        """How many alerts that reached a chat since then nobody has taken, and the newest of their articles."""
        taken = exists().where(_OF_DELIVERY, _t.state != TaskState.OPEN.value)
        seen = select(t.article.c.id).where(t.article.c.first_seen_at >= since)
        chat_id = select(t.chat.c.id).where(this_chat(chat)).scalar_subquery()
        waiting = and_(_d.chat_id == chat_id, _d.article_id.in_(seen), _d.state == DeliveryState.SENT.value, ~taken)
        articles = articles_query().join(t.delivery, _d.article_id == t.article.c.id).where(waiting)
        with self._database.read_transaction() as db:
            count = db.scalar(select(func.count()).select_from(t.delivery).where(waiting)) or 0
            newest = articles.order_by(t.article.c.published_at.desc(), t.article.c.id.desc()).limit(limit)
            return count, [to_article(row) for row in db.execute(newest).mappings()]

    def untaken(self, after: datetime, before: datetime, limit: int) -> list[Untaken]:
        """Alerts that rang, were sent between these instants, and that nobody took or was reminded of."""
        c = t.chat.c
        works = or_(t.preference.c.teamwork, and_(t.preference.c.teamwork.is_(None), c.kind == ChatKind.GROUP.value))
        found = (
            select(_d.article_id, c.timezone, c.language, *CHAT_COLUMNS)
            .join(t.chat, c.id == _d.chat_id)
            .outerjoin(t.preference, t.preference.c.chat_id == c.id)
            .where(_d.rings, _d.sent_at > after, _d.sent_at <= before, works, c.paused_at.is_(None))
            .where(~exists().where(_OF_DELIVERY))
            .order_by(_d.sent_at)
            .limit(limit)
        )
        with self._database.read_transaction() as db:
            rows = db.execute(found).all()
            ids = {row.article_id for row in rows}
            articles = db.execute(articles_query().where(t.article.c.id.in_(sorted(ids)))).mappings()
            by_id = {row["id"]: to_article(row) for row in articles}
        return [
            Untaken(chat=to_chat(row), timezone=row.timezone, language=row.language, article=by_id[row.article_id])
            for row in rows
        ]

    def remind(self, chat: Chat, article_id: int, letter: NewLetter, now: datetime) -> None:
        """Owe a chat the letter that reminds of an alert, once; not if somebody took it meanwhile."""
        with self._database.write_transaction() as db:
            chat_id = db.execute(select(t.chat.c.id).where(this_chat(chat))).scalar_one()
            row = {"chat_id": chat_id, "article_id": article_id, "changed_at": now}
            opened = self._database.insert(t.task).values(**row, state=TaskState.OPEN, person="", person_name="")
            once = opened.on_conflict_do_nothing(index_elements=["chat_id", "article_id"]).returning(_t.chat_id)
            if db.execute(once).first() is not None:
                enqueue(db, letter)

    def forget(self, before: datetime) -> None:
        """Delete what was last changed before then."""
        with self._database.write_transaction() as db:
            db.execute(delete(t.task).where(_t.changed_at < before))
