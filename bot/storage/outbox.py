"""The outbox: fan-out of jobs into deliveries, claims, and the record of what became of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, Subquery, Update, and_, case, func, literal, select, update

from bot.model import (
    Chat,
    ChatKind,
    Delivery,
    DeliveryState,
    GiveUp,
    Readdress,
    Rest,
    RetryAt,
    Sent,
    Stop,
    Verdict,
)
from bot.storage import schema as t
from bot.storage.archive import reasons
from bot.storage.base import Tables, articles_query, to_article
from bot.storage.chats import RESTING, rest

FAN_OUT_BATCH = 20_000  #: chats a transaction; more would hold the writer for too long
ROWS_A_CLAIM = 4  #: rows looked at for each one wanted: a chat with a long queue stands in the way of others


class Outbox(Tables):
    """What is owed, and what became of it."""

    def fan_out(self, now: datetime) -> bool:
        """Turn one batch of a fan-out job into deliveries; True while there is more to do.

        One INSERT … SELECT in chat order, the job's cursor moving in the same transaction. A chat that rests is owed
        nothing: its rows are born dropped, to be counted when it wakes. Follows younger than the job are not owed: who
        followed later was shown the article by the answer.
        """
        with self._writing() as db:
            jobs = select(t.fanout).order_by(t.fanout.c.article_id).limit(1)
            job = db.execute(jobs.with_for_update(skip_locked=True)).mappings().first()  # another worker's is its own
            if job is None:
                return False
            article_id: int = job["article_id"]
            owed = (
                select(t.subscription.c.chat_id)
                .distinct()
                .join(t.match, t.match.c.query_id == t.subscription.c.query_id)
                .where(
                    t.match.c.article_id == article_id,
                    t.subscription.c.chat_id > job["cursor"],
                    t.subscription.c.created_at <= job["created_at"],
                )
                .order_by(t.subscription.c.chat_id)
                .limit(FAN_OUT_BATCH)
                .subquery()
            )
            last = db.scalar(select(func.max(owed.c.chat_id)))
            done = t.fanout.c.article_id == article_id
            if last is None:
                db.execute(t.fanout.delete().where(done))
            else:
                self._owe(db, article_id, owed, now)
                db.execute(update(t.fanout).where(done).values(cursor=last))
            return True

    def _owe(self, db: Connection, article_id: int, owed: Subquery, now: datetime) -> None:
        awake = t.chat.c.rested_at.is_(None)
        rows = (
            select(
                t.chat.c.id,
                literal(article_id),
                case((awake, DeliveryState.PENDING.value), else_=DeliveryState.DROPPED.value),
                case((awake, None), else_=RESTING),
                literal(now, t.delivery.c.not_before.type),
                literal(0),
                literal(False),
            )
            .join(owed, owed.c.chat_id == t.chat.c.id)
            .where(t.chat.c.id > 0)  # SQLite reads ON CONFLICT as part of a join unless a WHERE stands between
            .order_by(t.chat.c.id)
        )
        columns = ["chat_id", "article_id", "state", "reason", "not_before", "attempts", "plain"]
        statement = self._insert(t.delivery).from_select(columns, rows)
        db.execute(statement.on_conflict_do_nothing(index_elements=["chat_id", "article_id"]))

    def recover(self) -> int:
        """After a crash: what was being sent is pending again; how many there were."""
        with self._writing() as db:
            sending = t.delivery.c.state == DeliveryState.SENDING
            return db.execute(update(t.delivery).where(sending).values(state=DeliveryState.PENDING)).rowcount

    def claim(self, platform: str, now: datetime, limit: int, busy: Collection[int] = ()) -> list[Delivery]:
        """Claim up to `limit` due deliveries of a platform, at most one a chat, oldest first; none of `busy` chat rows.

        A delivery that no follow answers any more is dropped instead.
        """
        statement = (
            select(t.delivery, t.chat.c.platform, t.chat.c.native_id, t.chat.c.thread, t.chat.c.kind, t.chat.c.timezone)
            .join(t.chat, t.chat.c.id == t.delivery.c.chat_id)
            .where(
                t.delivery.c.state == DeliveryState.PENDING,
                t.delivery.c.not_before <= now,
                t.delivery.c.chat_id.not_in(list(busy)),
                t.chat.c.platform == platform,
            )
            .order_by(t.delivery.c.not_before, t.delivery.c.article_id)
            .limit(limit * ROWS_A_CLAIM)
        )
        with self._reading() as db:
            if db.execute(statement.limit(1)).first() is None:
                return []  # nothing is due: no need for the writer's lock
        claimed: dict[int, Delivery] = {}
        with self._writing() as db:
            for row in db.execute(statement.with_for_update(of=t.delivery, skip_locked=True)).mappings().all():
                if len(claimed) < limit and row["chat_id"] not in claimed:
                    delivery = _take(db, row)
                    if delivery is not None:
                        claimed[row["chat_id"]] = delivery
        return list(claimed.values())

    def release(self, deliveries: Sequence[Delivery]) -> None:
        """Give back what was claimed and not begun."""
        with self._writing() as db:
            for delivery in deliveries:
                db.execute(_this(delivery).values(state=DeliveryState.PENDING))

    def record(self, delivery: Delivery, verdict: Verdict, not_before: datetime | None, now: datetime) -> None:
        """Record what became of an attempt; `not_before` is when to try again, None: this was the last try."""
        tried = {"attempts": delivery.attempts + 1, "first_attempt_at": delivery.first_attempt_at or now}
        with self._writing() as db:
            match verdict:
                case Sent(ref=ref):
                    done = {"state": DeliveryState.SENT, "ref": ref, "sent_at": now, "reason": None}
                    db.execute(_this(delivery).values(**done, **tried))
                case RetryAt(reason=reason, plain=plain) if not_before is not None:
                    waits = {"state": DeliveryState.PENDING, "not_before": not_before, "reason": reason}
                    db.execute(_this(delivery).values(plain=plain or delivery.plain, **waits, **tried))
                case RetryAt(reason=reason) | GiveUp(reason=reason):
                    db.execute(_this(delivery).values(state=DeliveryState.FAILED, reason=reason, **tried))
                case Readdress() | Stop():
                    db.execute(_this(delivery).values(state=DeliveryState.PENDING))
                case Rest(reason=reason):
                    rest(db, delivery.chat_row, reason, now)

    def owed(self) -> dict[str, int]:
        """How many deliveries stand in each state."""
        with self._reading() as db:
            rows = db.execute(select(t.delivery.c.state, func.count()).group_by(t.delivery.c.state)).all()
        return {row[0]: row[1] for row in rows}

    def failed(self, limit: int) -> list[tuple[Chat, str, str]]:
        """The latest deliveries given up: (chat, title of the article, reason)."""
        statement = (
            select(t.chat.c.platform, t.chat.c.native_id, t.chat.c.thread, t.article.c.title, t.delivery.c.reason)
            .join(t.chat, t.chat.c.id == t.delivery.c.chat_id)
            .join(t.article, t.article.c.id == t.delivery.c.article_id)
            .where(t.delivery.c.state == DeliveryState.FAILED)
            .order_by(t.delivery.c.first_attempt_at.desc())
            .limit(limit)
        )
        with self._reading() as db:
            rows = db.execute(statement).all()
        return [(Chat(platform=row[0], id=row[1], thread=row[2]), row[3], row[4]) for row in rows]


def _this(delivery: Delivery) -> Update:
    """UPDATE of one row that is being sent; a chat laid to rest meanwhile keeps its verdict."""
    return update(t.delivery).where(
        t.delivery.c.chat_id == delivery.chat_row,
        t.delivery.c.article_id == delivery.article.id,
        t.delivery.c.state == DeliveryState.SENDING,
    )


def _take(db: Connection, row: RowMapping) -> Delivery | None:
    why = reasons(db, row["chat_id"], row["article_id"])
    key = and_(t.delivery.c.chat_id == row["chat_id"], t.delivery.c.article_id == row["article_id"])
    if not why:
        db.execute(update(t.delivery).where(key).values(state=DeliveryState.DROPPED, reason="no longer followed"))
        return None
    db.execute(update(t.delivery).where(key).values(state=DeliveryState.SENDING))
    article = db.execute(articles_query().where(t.article.c.id == row["article_id"])).mappings().one()
    return Delivery(
        chat=Chat(platform=row["platform"], id=row["native_id"], thread=row["thread"]),
        chat_row=row["chat_id"],
        kind=ChatKind(row["kind"]),
        timezone=row["timezone"],
        article=to_article(article),
        reasons=why,
        attempts=row["attempts"],
        first_attempt_at=row["first_attempt_at"],
        plain=row["plain"],
    )
