"""The ledger: what became of what was owed, and what is done about it later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
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

from bot.model import Cause, Chat, DeliveryState, Outcome
from bot.storage import schema as t
from bot.storage.base import (
    CHAT_COLUMNS,
    FAILED,
    HELD,
    IS_HELD,
    IS_PENDING,
    OPEN,
    PENDING,
    this_chat,
    to_chat,
)
from bot.storage.claims import SOLO
from bot.storage.database import Database
from bot.storage.fanout import IMMEDIATELY
from bot.storage.verdicts import parts, record

PRUNE_BATCH = 5_000  #: rows a transaction
OVER = [DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.DROPPED]  #: states of what is owed no more
DONE = t.delivery.c.state.in_(OVER)

LAST_CHAT = 2**31 - 1  #: behind every chat

_IS_RETRY = t.delivery.c.cause.is_distinct_from(Cause.HELD.value)  #: `hold` gives its rows this cause

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
            record(db, outcomes, worker)
            if further := parts(outcomes):
                keys = ["chat_id", "ref"]
                db.execute(self._database.insert(t.message_part).on_conflict_do_nothing(index_elements=keys), further)

    def touch(self) -> None:
        """Write nothing, on trial: raises what recording would raise of a database that is locked or away."""
        with self._database.writing() as db:
            db.execute(update(t.delivery).where(t.delivery.c.chat_id < 0).values(attempts=0))

    def retry_failed(self, since: datetime, now: datetime, chat: Chat | None = None) -> int:
        """What was given up since then is owed again, as if never tried; how many there were.

        `chat` None: every chat that does not rest.
        """
        well = exists().where(t.chat.c.id == t.delivery.c.chat_id, t.chat.c.paused_at.is_(None))
        if chat is not None:
            well = well.where(this_chat(chat))
        again = {"state": DeliveryState.PENDING, "not_before": IMMEDIATELY, "fair_at": now.timestamp(), "cause": None}
        fresh = {"detail": None, "attempts": 0, "first_attempt_at": None, "plain": False, "alone": False}
        given_up = and_(FAILED, t.delivery.c.first_attempt_at >= since, well)
        with self._database.writing() as db:
            return db.execute(update(t.delivery).where(given_up).values(**again, **fresh)).rowcount

    def clamp(self, now: datetime, longest: timedelta, until: datetime) -> int:
        """After the clock was set back: retries further away than the longest pause come at `until`; how many."""
        retries = and_(t.delivery.c.attempts > 0, t.delivery.c.not_before > now + longest)
        return sum(self._clamp(and_(waiting, retries), until) for waiting in (PENDING, and_(HELD, _IS_RETRY)))

    def _clamp(self, astray: ColumnElement[bool], until: datetime) -> int:
        with self._database.reading() as db:
            if db.scalar(select(t.delivery.c.chat_id).where(astray).limit(1)) is None:
                return 0
        with self._database.writing() as db:
            return db.execute(update(t.delivery).where(astray).values(not_before=until)).rowcount

    def hold(self, chat_id: int, until: datetime) -> int:
        """What waits for a chat is held until then, and no claim looks at it before; how many rows there were.

        What is being sent is not touched, and what is enqueued later is not held.
        """
        waiting = and_(t.delivery.c.chat_id == chat_id, OPEN, IS_PENDING)
        held = {"state": DeliveryState.HELD, "not_before": until, "cause": Cause.HELD, "detail": None}
        with self._database.writing() as db:
            return db.execute(update(t.delivery).where(waiting).values(held)).rowcount

    def release_held(self, now: datetime, limit: int) -> int:
        """The first `limit` rows whose time has come are pending again; how many there were."""
        d = t.delivery.c
        due = select(d.chat_id, d.article_id).where(HELD, d.not_before <= now).order_by(d.not_before).limit(limit)
        with self._database.reading() as db:
            rows = db.execute(due).all()
        if rows:
            with self._database.writing() as db:
                db.execute(_RELEASE, [{"chat": chat, "article": article} for chat, article in rows])
        return len(rows)

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
        with self._database.writing() as db:
            db.execute(delete(t.message_part).where(t.message_part.c.sent_at < before))
            db.execute(delete(t.letter).where(t.letter.c.due_at < before, t.letter.c.state.in_(OVER)))
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

    def letters(self, states: Iterable[DeliveryState] = DeliveryState) -> dict[str, int]:
        """How many letters stand in each of these states, if any do; there are few."""
        state = t.letter.c.state
        counted = select(state, func.count()).where(state.in_(list(states))).group_by(state)
        with self._database.reading() as db:
            return {row[0]: row[1] for row in db.execute(counted)}

    def failed(self, limit: int) -> list[tuple[Chat, str, Cause, str]]:
        """The latest deliveries given up: (chat, title of the article, cause, the platform's own words)."""
        statement = (
            select(*CHAT_COLUMNS, t.article.c.title, t.delivery.c.cause, t.delivery.c.detail)
            .join(t.chat, t.chat.c.id == t.delivery.c.chat_id)
            .join(t.article, t.article.c.id == t.delivery.c.article_id)
            .where(FAILED)
            .order_by(t.delivery.c.first_attempt_at.desc())
            .limit(limit)
        )
        with self._database.reading() as db:
            rows = db.execute(statement).all()
        return [(to_chat(row), row.title, Cause(row.cause), row.detail or "") for row in rows]


def _between(after: _Key, upto: _Key) -> ColumnElement[bool]:
    """Rows whose key (article, chat) lies behind the first and not behind the second."""
    d = t.delivery.c
    behind = or_(d.article_id > after[0], and_(d.article_id == after[0], d.chat_id > after[1]))
    before = or_(d.article_id < upto[0], and_(d.article_id == upto[0], d.chat_id <= upto[1]))
    return and_(d.article_id.between(after[0], upto[0]), behind, before)


_RELEASE = (
    update(t.delivery)
    .where(t.delivery.c.chat_id == bindparam("chat"), t.delivery.c.article_id == bindparam("article"), IS_HELD)
    .values(state=DeliveryState.PENDING)
)
