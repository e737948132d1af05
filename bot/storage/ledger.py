"""The ledger: what became of what was owed, and what is done about it later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Update,
    and_,
    bindparam,
    delete,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)

from bot.model import Chat, Delivery, DeliveryState, GiveUp, Outcome, Readdress, Rest, RetryAt, Sent
from bot.storage import schema as t
from bot.storage.base import FAILED, IS_SENDING, PENDING
from bot.storage.chats import migrate, rest
from bot.storage.claims import SOLO
from bot.storage.database import Database
from bot.storage.fanout import IMMEDIATELY

PRUNE_BATCH = 5_000  #: rows a transaction
DONE = t.delivery.c.state.in_([DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.DROPPED])

LAST_CHAT = 2**31 - 1  #: behind every chat

_Row = dict[str, Any]
_Key = tuple[int, int]  #: article, chat


class Ledger:
    """What became of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record_all(self, outcomes: Sequence[Outcome], worker: str = SOLO) -> None:
        """Record what became of several messages in one transaction.

        Only rows that this worker still holds are written: a chat laid to rest meanwhile, and what another worker took
        over, keep what was said of them.
        """
        with self._database.writing() as db:
            sent = [row for outcome in outcomes if isinstance(outcome.verdict, Sent) for row in _sent(outcome)]
            if sent:
                db.execute(_SENT, [{**row, "worker": worker} for row in sent])
            for outcome in outcomes:
                if not isinstance(outcome.verdict, Sent):
                    _record(db, outcome, worker)

    def touch(self) -> None:
        """Write nothing, on trial: raises what recording would raise of a database that is locked or away."""
        with self._database.writing() as db:
            db.execute(update(t.delivery).where(t.delivery.c.chat_id < 0).values(attempts=0))

    def retry_failed(self, since: datetime, now: datetime, chat: Chat | None = None) -> int:
        """What was given up since then is owed again, as if never tried; how many there were.

        `chat` None: every chat that does not rest.
        """
        well = exists().where(t.chat.c.id == t.delivery.c.chat_id, t.chat.c.rested_at.is_(None))
        if chat is not None:
            well = well.where(
                t.chat.c.platform == chat.platform, t.chat.c.native_id == chat.id, t.chat.c.thread == chat.thread
            )
        again = {"state": DeliveryState.PENDING, "not_before": IMMEDIATELY, "fair_at": now.timestamp(), "reason": None}
        fresh = {"attempts": 0, "first_attempt_at": None, "plain": False, "alone": False}
        given_up = and_(FAILED, t.delivery.c.first_attempt_at >= since, well)
        with self._database.writing() as db:
            return db.execute(update(t.delivery).where(given_up).values(**again, **fresh)).rowcount

    def clamp(self, now: datetime, longest: timedelta, until: datetime) -> int:
        """After the clock was set back: retries further away than the longest pause come at `until`; how many."""
        astray = and_(PENDING, t.delivery.c.attempts > 0, t.delivery.c.not_before > now + longest)
        with self._database.reading() as db:
            if db.scalar(select(t.delivery.c.chat_id).where(astray).limit(1)) is None:
                return 0
        with self._database.writing() as db:
            return db.execute(update(t.delivery).where(astray).values(not_before=until)).rowcount

    def prune(self, before: datetime) -> int:
        """Forget what became of articles first seen before that, unless it is owed still; how many rows there were.

        In small transactions, with pauses.
        """
        pruned, after = 0, (0, 0)
        with self._database.reading() as db:
            seen = t.article.c.first_seen_at
            article = db.scalar(select(t.article.c.id).where(seen < before).order_by(seen.desc()).limit(1)) or 0
        while batch := self._old(article, after):
            with self._database.batch() as db:
                pruned += db.execute(delete(t.delivery).where(_between(after, batch), DONE)).rowcount
            after = batch
        return pruned

    def _old(self, article: int, after: _Key) -> _Key | None:
        """The key at which the next batch of rows to prune ends; None: there is none. They stand by article."""
        d = t.delivery.c
        rows = select(d.article_id, d.chat_id).where(_between(after, (article, LAST_CHAT)), DONE)
        keys = rows.order_by(d.article_id, d.chat_id).limit(PRUNE_BATCH)
        with self._database.reading() as db:
            found = db.execute(keys).all()
        return (found[-1].article_id, found[-1].chat_id) if found else None

    def owed(self, states: Iterable[DeliveryState] = DeliveryState) -> dict[str, int]:
        """How many deliveries stand in each of these states, if any do.

        Those that were sent are counted row by row, of the others each state has an index.
        """
        counts: dict[str, int] = {}
        with self._database.reading() as db:
            for state in states:
                stand = t.delivery.c.state == literal_column(f"'{state}'")
                if count := db.scalar(select(func.count()).select_from(t.delivery).where(stand)):
                    counts[state.value] = count
        return counts

    def failed(self, limit: int) -> list[tuple[Chat, str, str]]:
        """The latest deliveries given up: (chat, title of the article, reason)."""
        statement = (
            select(t.chat.c.platform, t.chat.c.native_id, t.chat.c.thread, t.article.c.title, t.delivery.c.reason)
            .join(t.chat, t.chat.c.id == t.delivery.c.chat_id)
            .join(t.article, t.article.c.id == t.delivery.c.article_id)
            .where(FAILED)
            .order_by(t.delivery.c.first_attempt_at.desc())
            .limit(limit)
        )
        with self._database.reading() as db:
            rows = db.execute(statement).all()
        return [(Chat(platform=row[0], id=row[1], thread=row[2]), row[3], row[4]) for row in rows]


def _between(after: _Key, upto: _Key) -> ColumnElement[bool]:
    """Rows whose key (article, chat) lies behind the first and not behind the second."""
    d = t.delivery.c
    behind = or_(d.article_id > after[0], and_(d.article_id == after[0], d.chat_id > after[1]))
    before = or_(d.article_id < upto[0], and_(d.article_id == upto[0], d.chat_id <= upto[1]))
    return and_(d.article_id.between(after[0], upto[0]), behind, before)


def _held(state: DeliveryState, *values: str, **fixed: Any) -> Update:
    """UPDATE of a row that the worker is sending, to be executed with many; nobody holds it after that."""
    mine = and_(
        t.delivery.c.chat_id == bindparam("chat"),
        t.delivery.c.article_id == bindparam("article"),
        IS_SENDING,
        t.delivery.c.claimed_by == bindparam("worker"),
    )
    free = {"claimed_by": None, "claimed_until": None}
    new: dict[str, Any] = {name: bindparam(f"new_{name}") for name in values}
    return update(t.delivery).where(mine).values(state=state, **free, **fixed, **new)


_TRIED = ("attempts", "first_attempt_at")
_SENT = _held(DeliveryState.SENT, "ref", "sent_at", *_TRIED, reason=None)
_AGAIN = _held(DeliveryState.PENDING, "not_before", "fair_at", "reason", "plain", "alone", *_TRIED)
_FAILED = _held(DeliveryState.FAILED, "reason", *_TRIED)
_BACK = _held(DeliveryState.PENDING)


def _record(db: Connection, outcome: Outcome, worker: str) -> None:
    """What is not plain success."""
    match outcome.verdict:
        case RetryAt(reason=reason) if outcome.not_before is not None:
            again = {
                "new_not_before": outcome.not_before,
                "new_fair_at": outcome.not_before.timestamp(),
                "new_reason": reason,
                "new_plain": outcome.plain,
                "new_alone": outcome.alone,
            }
            db.execute(_AGAIN, [{**row, **again, "worker": worker} for row in _tried(outcome)])
        case RetryAt(reason=reason) | GiveUp(reason=reason):
            db.execute(_FAILED, [{**row, "new_reason": reason, "worker": worker} for row in _tried(outcome)])
        case Rest(reason=reason) if _holds(db, outcome.deliveries[0], worker):
            rest(db, outcome.deliveries[0].chat_row, reason, outcome.at)
        case Readdress(id=new_id):
            _give_back(db, outcome.deliveries, worker)
            migrate(db, outcome.deliveries[0].chat, new_id)
        case _:
            _give_back(db, outcome.deliveries, worker)


def _holds(db: Connection, delivery: Delivery, worker: str) -> bool:
    key = and_(t.delivery.c.chat_id == delivery.chat_row, t.delivery.c.article_id == delivery.article.id)
    held = select(t.delivery.c.chat_id).where(key, IS_SENDING, t.delivery.c.claimed_by == worker)
    return db.scalar(held) is not None


def _give_back(db: Connection, deliveries: Iterable[Delivery], worker: str) -> None:
    rows = [{**_key(delivery), "worker": worker} for delivery in deliveries]
    if rows:
        db.execute(_BACK, rows)


def _key(delivery: Delivery) -> _Row:
    return {"chat": delivery.chat_row, "article": delivery.article.id}


def _tried(outcome: Outcome) -> list[_Row]:
    return [
        {
            **_key(delivery),
            "new_attempts": delivery.attempts + 1,
            "new_first_attempt_at": delivery.first_attempt_at or outcome.at,
        }
        for delivery in outcome.deliveries
    ]


def _sent(outcome: Outcome) -> list[_Row]:
    assert isinstance(outcome.verdict, Sent)  # noqa: S101  # asked by the only caller
    return [{**row, "new_ref": outcome.verdict.ref, "new_sent_at": outcome.at} for row in _tried(outcome)]
