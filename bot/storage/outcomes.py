"""Outcomes of deliveries: recording, retrying, holding, counting and pruning them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Double,
    and_,
    bindparam,
    case,
    cast,
    delete,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
    update,
)

from bot.model import Cause, Chat, DeliveryState, Outcome
from bot.storage import schema as t
from bot.storage.alone import settle_alone
from bot.storage.claims import SOLO
from bot.storage.common import (
    CHAT_COLUMNS,
    FAILED,
    HELD,
    IMMEDIATELY,
    JOINED,
    OPEN,
    PENDING,
    PENDING_BY_KEY,
    this_chat,
    to_chat,
)
from bot.storage.database import Database
from bot.storage.fanout import FAIR_RATE, lane_of_chat
from bot.storage.story_heads import UNSENT_STATES, has_head, heads_may_end
from bot.storage.verdicts import further_parts, record
from bot.storage.waits import REFUSED, clamp, doubt, lost_since, too_long
from bot.storage.waits import wake as wake_chats

RETRY_SPAN = timedelta(days=7)  #: only what failed since then is retried for operators
PRUNE_BATCH = 5_000  #: rows per transaction
#: nothing is owed any more
FINAL_STATES = [DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.DROPPED, DeliveryState.JOINED]
#: what joined an alert is owed as long as that is
IS_FINAL = and_(t.delivery.c.state.in_(FINAL_STATES), or_(~JOINED, ~has_head(UNSENT_STATES)))

LONGEST_WAIT = timedelta(days=1, minutes=1)  #: no chat that refuses is left alone for longer, with some tolerance
LAST_CHAT = 2**31 - 1  #: an id above that of every chat

_d = t.delivery.c
_HELD_CHATS = (
    select(_d.chat_id, _d.cause)
    .where(HELD, _d.not_before <= bindparam("now"))
    .order_by(_d.not_before)
    .limit(bindparam("most"))
)
_HOLD = (
    update(t.delivery)
    .where(_d.chat_id == bindparam("chat"), OPEN, PENDING_BY_KEY)
    .values(state=DeliveryState.HELD, not_before=bindparam("until"), cause=Cause.HELD, detail=None)
)
_Row = dict[str, Any]
_Key = tuple[int, int]  #: article, chat


class Outcomes:
    """Recording what became of deliveries and letters, and later changes of state."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record_outcomes(self, outcomes: Sequence[Outcome], worker: str = SOLO) -> None:
        """Record the outcomes of several messages in one transaction.

        Only rows that this worker still claims are written, by the claim that the outcome belongs to: not those of a
        chat that was paused meanwhile, nor those that another worker took over. It may be called again with the same
        outcomes, if nobody knows whether they were recorded.
        """
        with self._database.write_transaction() as db:
            heads_may_end(db)
            parts = further_parts(db, outcomes, worker)
            record(db, outcomes, worker)
            if parts:
                self._keep_parts(db, parts)

    def _keep_parts(self, db: Connection, rows: Sequence[_Row]) -> None:
        """Keep the further parts of messages, but of a chat that was forgotten while they were sent."""
        there = set(db.scalars(select(t.chat.c.id).where(t.chat.c.id.in_({row["chat_id"] for row in rows}))))
        kept = [row for row in rows if row["chat_id"] in there]
        if kept:
            insert = self._database.insert(t.message_part)
            db.execute(insert.on_conflict_do_nothing(index_elements=["chat_id", "ref"]), kept)

    def check_writable(self) -> None:
        """Write no row, on trial.

        Raises:
            StorageError: the database is locked, full or unreachable.
        """
        with self._database.write_transaction() as db:
            db.execute(update(t.delivery).where(t.delivery.c.chat_id < 0).values(attempts=0))

    def retry_failed(self, since: datetime, now: datetime, chat: Chat | None = None) -> int:
        """Make deliveries that failed since then pending again, as if never attempted; returns how many there were.

        `chat` None: those of every active chat.
        """
        active = exists().where(t.chat.c.id == t.delivery.c.chat_id, t.chat.c.paused_at.is_(None))
        if chat is not None:
            active = active.where(this_chat(chat))
        pending = {"state": DeliveryState.PENDING, "not_before": IMMEDIATELY, "fair_at": now.timestamp(), "cause": None}
        reset = {"detail": None, "attempts": 0, "first_attempt_at": None, "plain": False, "alone": False}
        failed = and_(FAILED, t.delivery.c.first_attempt_at >= since, active)
        with self._database.write_transaction() as db:
            return db.execute(update(t.delivery).where(failed).values(**pending, **reset)).rowcount

    def clamp_retries(self, now: datetime, longest: timedelta, until: datetime) -> int:
        """After the clock was set back: move retries further away than `longest` to `until`; returns how many.

        Chats that wait for longer than LONGEST_WAIT are tried then, too.
        """
        with self._database.read_transaction() as db:
            waiting = too_long(db, now, now + LONGEST_WAIT, until)
        if waiting:
            with self._database.write_transaction() as db:
                clamp(db, waiting, now, until)
        retries = and_(t.delivery.c.attempts > 0, t.delivery.c.not_before > now + longest)
        return sum(self._clamp(and_(waiting, retries), until) for waiting in (PENDING, and_(HELD, REFUSED)))

    def _clamp(self, too_late: ColumnElement[bool], until: datetime) -> int:
        with self._database.single_read() as db:
            if db.scalar(select(t.delivery.c.chat_id).where(too_late).limit(1)) is None:
                return 0
        with self._database.write_transaction() as db:
            return db.execute(update(t.delivery).where(too_late).values(not_before=until)).rowcount

    def correct_refusals(self, lane: str, since: datetime, now: datetime, *, wake: bool) -> None:
        """The refusals of a lane's chats since then were the platform's error: no chat is lost by them.

        Those that were lost wait as if only refused; with `wake`, all are tried again now.
        """
        with self._database.write_transaction() as db:
            for chat_id in db.scalars(select(t.chat.c.id).where(lane_of_chat() == lane, lost_since(since))).all():
                doubt(db, chat_id, now)
            if wake:
                wake_chats(db, and_(lane_of_chat() == lane, t.chat.c.refused_since >= since), now)

    def hold(self, chat_id: int, until: datetime) -> int:
        """Hold a chat's pending deliveries until then, without any claim reading them; returns how many there were.

        Deliveries that are being sent or come later are not held.
        """
        with self._database.write_transaction() as db:
            return db.execute(_HOLD, {"chat": chat_id, "until": until}).rowcount

    def release_held(self, now: datetime, limit: int, *, place: int = 0, rate: float = FAIR_RATE) -> int:
        """Make held rows that are due pending again, all of a chat together; returns of how many chats, 0 at the end.

        What waited whether another language has its story is dropped if one had it, or joins what told of it meanwhile.

        The chats are those of the first `limit` rows. What was held while they were quiet gets a place in the fair
        order from now on, `place` being the first, as fan-out gives it: however many chats wake at eight, what comes
        then finds gaps.
        """
        with self._database.single_read() as db:
            rows = db.execute(_HELD_CHATS, {"now": now, "most": limit}).all()
        chats = sorted({row.chat_id for row in rows})
        alone = len(rows) == limit or any(row.cause == Cause.ALONE.value for row in rows)
        if not chats:
            return 0
        d, first = t.delivery.c, chats[0]
        share = cast(d.chat_id - first, Double) * (len(chats) / (chats[-1] - first + 1))
        fair_at = literal(now.timestamp(), Double) + (share + place) / (rate / 2)
        due = and_(d.chat_id.in_(chats), HELD, d.not_before <= now)
        released = (
            update(t.delivery)
            .where(due)
            .values(state=DeliveryState.PENDING, fair_at=case((d.cause == Cause.QUIET.value, fair_at), else_=d.fair_at))
        )
        with self._database.write_transaction() as db:
            if alone:
                settle_alone(db, due, now)
            db.execute(released)
        return len(chats)

    def prune(self, before: datetime) -> int:
        """Delete final deliveries of articles first seen before that; returns how many rows there were.

        In small transactions, with pauses.
        """
        pruned, after = 0, (0, 0)
        with self._database.single_read() as db:
            seen = t.article.c.first_seen_at
            article = db.scalar(select(t.article.c.id).where(seen < before).order_by(seen.desc()).limit(1)) or 0
        while batch := self._batch_end(article, after):
            with self._database.write_batch() as db:
                pruned += db.execute(delete(t.delivery).where(_between(after, batch), IS_FINAL)).rowcount
            after = batch
        with self._database.write_transaction() as db:
            db.execute(delete(t.message_part).where(t.message_part.c.sent_at < before))
            db.execute(delete(t.edit).where(t.edit.c.article_id <= article))
            db.execute(delete(t.letter).where(t.letter.c.due_at < before, t.letter.c.state.in_(FINAL_STATES)))
        return pruned

    def _batch_end(self, article: int, after: _Key) -> _Key | None:
        """The key at which the next batch of rows to prune ends, in the order of the key; None: there is none."""
        d = t.delivery.c
        rows = select(d.article_id, d.chat_id).where(_between(after, (article, LAST_CHAT)), IS_FINAL)
        keys = rows.order_by(d.article_id, d.chat_id).limit(PRUNE_BATCH)
        with self._database.single_read() as db:
            found = db.execute(keys).all()
        return (found[-1].article_id, found[-1].chat_id) if found else None

    def count_deliveries(self, states: Iterable[DeliveryState] = DeliveryState) -> dict[str, int]:
        """The number of deliveries in each of these states; states without any are left out.

        Sent ones are counted row by row; every other state has an index.
        """
        counted = _counted(tuple(states))
        with self._database.single_read() as db:
            return {state: count for state, count in db.execute(counted) if count} if counted is not None else {}

    def count_letters(self, states: Iterable[DeliveryState] = DeliveryState) -> dict[str, int]:
        """The number of letters in each of these states; states without any are left out."""
        state = t.letter.c.state
        counted = select(state, func.count()).where(state.in_(list(states))).group_by(state)
        with self._database.single_read() as db:
            return {row[0]: row[1] for row in db.execute(counted)}

    def latest_failures(self, limit: int) -> list[tuple[Chat, str, Cause, str]]:
        """The latest failed deliveries: (chat, title of the article, cause, the platform's own words)."""
        statement = (
            select(*CHAT_COLUMNS, t.article.c.title, t.delivery.c.cause, t.delivery.c.detail)
            .join(t.chat, t.chat.c.id == t.delivery.c.chat_id)
            .join(t.article, t.article.c.id == t.delivery.c.article_id)
            .where(FAILED)
            .order_by(t.delivery.c.first_attempt_at.desc())
            .limit(limit)
        )
        with self._database.single_read() as db:
            rows = db.execute(statement).all()
        return [(to_chat(row), row.title, Cause(row.cause), row.detail or "") for row in rows]


@lru_cache(maxsize=8)
def _counted(states: tuple[DeliveryState, ...]) -> CompoundSelect[str, int] | None:
    """SELECT of each of these states and how many deliveries are in it, so that each is counted by its own index."""
    names = [literal_column(f"'{state}'", t.delivery.c.state.type) for state in states]
    counts = [select(name, func.count()).where(t.delivery.c.state == name) for name in names]
    return union_all(*counts) if counts else None


def _between(after: _Key, last: _Key) -> ColumnElement[bool]:
    """Condition: the key (article, chat) is greater than `after` and at most `last`."""
    d = t.delivery.c
    above = or_(d.article_id > after[0], and_(d.article_id == after[0], d.chat_id > after[1]))
    up_to = or_(d.article_id < last[0], and_(d.article_id == last[0], d.chat_id <= last[1]))
    return and_(d.article_id.between(after[0], last[0]), above, up_to)
