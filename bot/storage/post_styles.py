"""What the posts of channels show."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import BindParameter, Connection, RowMapping, bindparam, func, select

from bot.model import Chat, Extract, LinkPreview, PostStyle
from bot.storage import schema as t
from bot.storage.common import this_chat
from bot.storage.database import Database

RECENT = 2_000  #: articles that are looked through for an example: the key of matches begins with the article

_m = t.match.c
_CHAT_IDS: BindParameter[Any] = bindparam("chats", expanding=True)
_OF_CHATS = select(t.post_style).where(t.post_style.c.chat_id.in_(_CHAT_IDS))


class PostStyles:
    """The styles that channels have chosen."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, chat: Chat) -> PostStyle:
        """What the posts of a channel show."""
        statement = select(t.post_style).join(t.chat, t.chat.c.id == t.post_style.c.chat_id).where(this_chat(chat))
        with self._database.single_read() as db:
            row = db.execute(statement).mappings().first()
        return to_style(row) if row else PostStyle()

    def set(self, chat: Chat, **fields: bool | str | None) -> None:
        """Set some fields of it, by the names of PostStyle; two people who set different ones do not undo each other.

        The chat must be stored.
        """
        default = PostStyle()
        with self._database.write_transaction() as db:
            values = {column.name: getattr(default, column.name) for column in t.post_style.c if not column.primary_key}
            values["chat_id"] = db.execute(select(t.chat.c.id).where(this_chat(chat))).scalar_one()
            statement = self._database.insert(t.post_style).values(values | fields)
            db.execute(statement.on_conflict_do_update(index_elements=["chat_id"], set_=fields))

    def newest_match(self, chat: Chat, languages: Sequence[str]) -> int | None:
        """The newest stored article that a follow of the channel matched, of the last ones; `languages` empty: any."""
        last = select(func.max(_m.article_id)).scalar_subquery()
        statement = (
            select(_m.article_id)
            .join(t.subscription, t.subscription.c.query_id == _m.query_id)
            .join(t.chat, t.chat.c.id == t.subscription.c.chat_id)
            .join(t.article, t.article.c.id == _m.article_id)
            .where(this_chat(chat), _m.article_id > last - RECENT)
            .order_by(_m.article_id.desc())
            .limit(1)
        )
        if languages:
            statement = statement.where(t.article.c.language.in_(languages))
        with self._database.single_read() as db:
            return db.scalar(statement)


def styles_of(db: Connection, chats: Collection[int]) -> dict[int, PostStyle]:
    """The styles of these channels by their ids, without those that show what PostStyle does."""
    rows = db.execute(_OF_CHATS, {"chats": list(chats)}).mappings() if chats else ()
    return {row["chat_id"]: to_style(row) for row in rows}


def to_style(row: RowMapping) -> PostStyle:
    """Build a PostStyle from its row."""
    return PostStyle(
        source=row["source"],
        extract=Extract(row["extract"]),
        sentence=row["sentence"],
        hashtags=row["hashtags"],
        preview=LinkPreview(row["preview"]) if row["preview"] else None,
        closing=row["closing"],
    )
