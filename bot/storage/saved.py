"""The articles that chats saved, to find them again. An article stays saved when its text is no longer kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, select

from bot.model import Article, Chat
from bot.storage import schema as t
from bot.storage.common import articles_query, this_chat, to_article
from bot.storage.database import Database

_s = t.saved.c


@dataclass(frozen=True, kw_only=True)
class SavedArticle:
    """An article that a chat saved."""

    article: Article
    saved_at: datetime
    person_name: str  #: who saved it, in a chat of several; "": not told


class Saved:
    """What chats saved."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, chat: Chat, article_id: int, now: datetime, *, person_name: str = "") -> bool:
        """Save an article; False: it is saved already, or there is no such article. The chat must be stored."""
        with self._database.write_transaction() as db:
            chat_id = db.execute(select(t.chat.c.id).where(this_chat(chat))).scalar_one()
            if db.scalar(select(t.article.c.id).where(t.article.c.id == article_id)) is None:
                return False
            values = {"chat_id": chat_id, "article_id": article_id, "saved_at": now, "person_name": person_name}
            statement = self._database.insert(t.saved).values(values)
            inserted = statement.on_conflict_do_nothing(index_elements=["chat_id", "article_id"])
            return db.execute(inserted.returning(_s.article_id)).first() is not None

    def remove(self, chat: Chat, article_id: int) -> SavedArticle | None:
        """Save an article no longer; what was saved, None: it was not."""
        found = self.get(chat, article_id)
        chat_id = select(t.chat.c.id).where(this_chat(chat)).scalar_subquery()
        with self._database.write_transaction() as db:
            gone = db.execute(delete(t.saved).where(_s.chat_id == chat_id, _s.article_id == article_id)).rowcount
        return found if gone else None

    def get(self, chat: Chat, article_id: int) -> SavedArticle | None:
        """One saved article; None: the chat has not saved it."""
        found = self._found(chat, _s.article_id == article_id, limit=1)
        return found[0] if found else None

    def page(self, chat: Chat, limit: int, offset: int = 0) -> list[SavedArticle]:
        """What the chat saved, the last one first."""
        return self._found(chat, limit=limit, offset=offset)

    def count(self, chat: Chat) -> int:
        """How many articles the chat saved."""
        statement = select(func.count()).select_from(t.saved).join(t.chat, t.chat.c.id == _s.chat_id)
        with self._database.single_read() as db:
            return db.scalar(statement.where(this_chat(chat))) or 0

    def _found(self, chat: Chat, *conditions: ColumnElement[bool], limit: int, offset: int = 0) -> list[SavedArticle]:
        statement = (
            articles_query()
            .add_columns(_s.saved_at, _s.person_name)
            .join(t.saved, _s.article_id == t.article.c.id)
            .join(t.chat, t.chat.c.id == _s.chat_id)
            .where(and_(this_chat(chat), *conditions))
            .order_by(_s.saved_at.desc(), _s.article_id.desc())
            .limit(limit)
            .offset(offset)
        )
        with self._database.single_read() as db:
            rows = db.execute(statement).mappings().all()
        return [
            SavedArticle(article=to_article(row), saved_at=row["saved_at"], person_name=row["person_name"])
            for row in rows
        ]
