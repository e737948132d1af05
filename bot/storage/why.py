"""What is asked of one article: where it came in, and what became of it for a chat."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, case, exists, or_, select

from bot.model import Article, Chat, DeliveryState, Key, KeyKind
from bot.storage import schema as t
from bot.storage.base import DeliveryRecord, Tables, articles_query, this_chat, to_article

#: a stronger key goes first; a title names too much to be asked for
STRENGTH = {KeyKind.ID: 0, KeyKind.URL: 1, KeyKind.ALSO: 2}


class Why(Tables):
    """Reasons out."""

    def find_article(self, keys: Sequence[Key]) -> tuple[Article, bool] | None:
        """The article that an id or an address names; True: under that address it was known already by another one."""
        named = [and_(t.article_key.c.kind == key.kind, t.article_key.c.value == key.value) for key in keys]
        also = [key.value for key in keys if key.kind is KeyKind.URL]
        named.append(and_(t.article_key.c.kind == KeyKind.ALSO, t.article_key.c.value.in_(also)))
        statement = (
            select(t.article_key.c.article_id, t.article_key.c.kind)
            .where(or_(*named), t.article_key.c.kind.in_(STRENGTH))
            .order_by(case(STRENGTH, value=t.article_key.c.kind))
            .limit(1)
        )
        with self._reading() as db:
            found = db.execute(statement).first()
            if found is None:
                return None
            row = db.execute(articles_query().where(t.article.c.id == found.article_id)).mappings().one()
        return to_article(row), found.kind == KeyKind.ALSO

    def delivery_of(self, chat: Chat, article_id: int) -> DeliveryRecord | None:
        """What has become of an article for a chat; None: it was never owed."""
        columns = ("state", "not_before", "attempts", "first_attempt_at", "sent_at", "reason", "ref")
        statement = (
            select(*(t.delivery.c[name] for name in columns))
            .join(t.chat, t.chat.c.id == t.delivery.c.chat_id)
            .where(this_chat(chat), t.delivery.c.article_id == article_id)
        )
        with self._reading() as db:
            row = db.execute(statement).mappings().first()
        return None if row is None else DeliveryRecord(**(dict(row) | {"state": DeliveryState(row["state"])}))

    def article_by_ref(self, chat: Chat, ref: str) -> list[Article]:
        """The articles that a message of the platform carried to a chat, in the order in which they came in."""
        statement = (
            articles_query()
            .join(t.delivery, t.delivery.c.article_id == t.article.c.id)
            .join(t.chat, t.chat.c.id == t.delivery.c.chat_id)
            .where(this_chat(chat), t.delivery.c.ref == ref)
            .order_by(t.article.c.id)
        )
        with self._reading() as db:
            return [to_article(row) for row in db.execute(statement).mappings()]

    def fanout_pending(self, article_id: int) -> bool:
        """Is it still being shared out to those who are owed it?"""
        with self._reading() as db:
            return bool(db.scalar(select(exists().where(t.fanout.c.article_id == article_id))))
