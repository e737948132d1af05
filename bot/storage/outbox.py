"""The outbox: what is owed, who sends it, and what became of it.

job ─▶ fanout.py ─▶ pending ─▶ claims.py ─▶ sending ─▶ ledger.py ─▶ sent, failed, dropped, or pending again
"""

from __future__ import annotations

from sqlalchemy import and_, exists, literal, select, union_all

from bot.model import Article, Cause, Chat, DeliveryState
from bot.storage import schema as t
from bot.storage.base import SENDING, DeliveryRecord, articles_query, this_chat, to_article
from bot.storage.claims import Claims, take_back
from bot.storage.fanout import FanOut
from bot.storage.ledger import Ledger
from bot.storage.letters import IS_UNDER_WAY


class Outbox(FanOut, Claims, Ledger):
    """The whole of it: three files over one table."""

    def take_over(self, lane: str) -> int:
        """What the sender before us had claimed on a lane is pending again; how many there were.

        Each may have been sent: nobody knows how far the attempt came.
        """
        with self._database.writing() as db:
            deliveries = take_back(db, t.delivery, and_(SENDING, t.delivery.c.lane == lane))
            return deliveries + take_back(db, t.letter, and_(IS_UNDER_WAY, t.letter.c.lane == lane))

    def fanout_pending(self, article_id: int) -> bool:
        """Is an article still being shared out to those who are owed it?"""
        with self._database.reading() as db:
            return bool(db.scalar(select(exists().where(t.fanout.c.article_id == article_id))))

    def delivery_of(self, chat: Chat, article_id: int) -> DeliveryRecord | None:
        """What has become of an article for a chat; None: it was never owed."""
        columns = ("state", "not_before", "attempts", "first_attempt_at", "sent_at", "cause", "detail", "ref")
        statement = (
            select(*(t.delivery.c[name] for name in columns))
            .join(t.chat, t.chat.c.id == t.delivery.c.chat_id)
            .where(this_chat(chat), t.delivery.c.article_id == article_id)
        )
        with self._database.reading() as db:
            row = db.execute(statement).mappings().first()
        if row is None:
            return None
        cause = Cause(row["cause"]) if row["cause"] else None
        return DeliveryRecord(**(dict(row) | {"state": DeliveryState(row["state"]), "cause": cause}))

    def articles_by_ref(self, chat: Chat, ref: str) -> list[Article]:
        """The articles that a message of the platform carried to a chat, in the order in which they came in.

        `ref` names any part of it.
        """
        part = t.message_part.c
        first = select(part.first_ref).join(t.chat, t.chat.c.id == part.chat_id).where(this_chat(chat), part.ref == ref)
        statement = (
            articles_query()
            .join(t.delivery, t.delivery.c.article_id == t.article.c.id)
            .join(t.chat, t.chat.c.id == t.delivery.c.chat_id)
            .where(this_chat(chat), t.delivery.c.ref.in_(union_all(select(literal(ref)), first)))
            .order_by(t.article.c.id)
        )
        with self._database.reading() as db:
            return [to_article(row) for row in db.execute(statement).mappings()]
