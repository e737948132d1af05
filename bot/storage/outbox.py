"""The outbox: deliveries and letters from fan-out to their outcome.

job ─▶ fanout.py ─▶ pending ─▶ claims.py ─▶ sending ─▶ outcomes.py ─▶ sent, failed, dropped, or pending again
                └▶ joined ─▶ story_heads.py ─▶ edits.py: what was sent is edited
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, literal, or_, select, union_all

from bot.model import Article, Cause, Chat, Delivery, DeliveryState
from bot.storage import schema as t
from bot.storage.claims import Claims
from bot.storage.common import HELD, DeliveryRecord, articles_query, this_chat, to_article
from bot.storage.contents import carried, load_deliveries
from bot.storage.edits import Edits
from bot.storage.fanout import FanOut
from bot.storage.fanout_batches import NOW
from bot.storage.outcomes import Outcomes
from bot.storage.quiet import ANY_OVER, advance
from bot.storage.taken_back import TakenBack


@dataclass(frozen=True, kw_only=True)
class Due:
    """What the outbox has to do besides sending."""

    jobs: bool  #: an article is to be fanned out, or alerts are to show another headline
    quiet_over: bool  #: a chat's quiet hours are over
    held: bool  #: held rows are due


#: built once: it is asked each second, and finds nothing, mostly
_DUE_NOW = select(
    or_(select(t.fanout.c.article_id).exists(), select(t.redraw.c.article_id).exists()).label("jobs"),
    ANY_OVER.exists().label("quiet_over"),
    select(t.delivery.c.chat_id).where(HELD, t.delivery.c.not_before <= NOW).exists().label("held"),
)


class Outbox(FanOut, Claims, TakenBack, Edits, Outcomes):
    """All operations on deliveries, letters and edits, from five files."""

    def due(self, now: datetime) -> Due:
        """What is to be done now."""
        with self._database.single_read() as db:
            return Due(**db.execute(_DUE_NOW, {"now": now}).mappings().one())

    def advance_quiet(self, now: datetime) -> int:
        """Set the next span of each chat whose quiet hours are over; returns how many chats there were."""
        return advance(self._database, now)

    def fanout_pending(self, article_id: int) -> bool:
        """Is the fan-out of an article unfinished?"""
        with self._database.single_read() as db:
            return bool(db.scalar(select(exists().where(t.fanout.c.article_id == article_id))))

    def delivery_record(self, chat: Chat, article_id: int) -> DeliveryRecord | None:
        """The delivery of an article to a chat; None: there is none."""
        columns = ("state", "not_before", "attempts", "first_attempt_at", "sent_at", "cause", "detail", "ref")
        statement = (
            select(*(t.delivery.c[name] for name in columns))
            .join(t.chat, t.chat.c.id == t.delivery.c.chat_id)
            .where(this_chat(chat), t.delivery.c.article_id == article_id)
        )
        with self._database.single_read() as db:
            row = db.execute(statement).mappings().first()
        if row is None:
            return None
        cause = Cause(row["cause"]) if row["cause"] else None
        return DeliveryRecord(**(dict(row) | {"state": DeliveryState(row["state"]), "cause": cause}))

    def delivery(self, chat: Chat, article_id: int) -> Delivery | None:
        """What a chat was owed of an article, whatever became of it; None: nothing, or nothing that it follows now."""
        of_chat = select(t.chat).where(this_chat(chat))
        with self._database.read_transaction() as db:
            record = db.execute(of_chat).first()
            owed = select(t.delivery).where(t.delivery.c.article_id == article_id)
            rows = db.execute(owed.where(t.delivery.c.chat_id == record.id)).mappings().all() if record else ()
            found, _ = load_deliveries(db, rows, {record.id: record}) if record and rows else ([], [])
        return found[0] if found else None

    def carried_with(self, chat: Chat, article_id: int) -> list[Delivery]:
        """All that the message carried which brought this article to a chat, with the follows that still ask for it."""
        d, found = t.delivery.c, t.delivery.alias()
        of_chat = select(t.chat.c.id).where(this_chat(chat)).scalar_subquery()
        ref = select(found.c.ref).where(found.c.article_id == article_id, found.c.chat_id == of_chat).scalar_subquery()
        with self._database.read_transaction() as db:
            rows = db.execute(select(t.delivery).where(d.chat_id == of_chat, d.ref == ref)).mappings().all()
            chats = db.execute(select(t.chat).where(this_chat(chat))).all()
            return carried(db, rows, {row.id: row for row in chats})

    def articles_by_ref(self, chat: Chat, ref: str) -> list[Article]:
        """The articles of a message sent to a chat, in the order of their ids; `ref`: the id of any of its parts."""
        part = t.message_part.c
        first = select(part.first_ref).join(t.chat, t.chat.c.id == part.chat_id).where(this_chat(chat), part.ref == ref)
        statement = (
            articles_query()
            .join(t.delivery, t.delivery.c.article_id == t.article.c.id)
            .join(t.chat, t.chat.c.id == t.delivery.c.chat_id)
            .where(this_chat(chat), t.delivery.c.ref.in_(union_all(select(literal(ref)), first)))
            .order_by(t.article.c.id)
        )
        with self._database.single_read() as db:
            return [to_article(row) for row in db.execute(statement).mappings()]
