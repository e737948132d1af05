"""Digests that are due, enqueued as letters that carry only a span; within a transaction.

due, locked ─ alike: those of one time ─▶ INSERT … SELECT of their letters ─▶ UPDATE: when the next ones come
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Double,
    String,
    and_,
    bindparam,
    case,
    cast,
    extract,
    func,
    literal,
    or_,
    select,
    update,
)

from bot.model import DeliveryState, DigestSpan, LetterKind
from bot.storage import schema as t
from bot.storage.digest_times import next_of
from bot.storage.engine import is_postgresql
from bot.storage.fanout import FAIR_RATE, lane_of_chat
from bot.storage.letters import IS_DIGEST, LETTER_OPEN

LONGEST_SPAN = timedelta(days=31)  #: of one digest, whatever was missed; texts are kept for as long
#: an article matched a moment before may not be stored yet: it is in the next digest
SETTLED_AFTER = timedelta(seconds=30)
LATE_AFTER = timedelta(minutes=15)  #: a digest that is enqueued later says so
DUE_BATCH = 2_000  #: schedules in a transaction: other writers get in between
SHARE = 1 / 50  #: of the fair order that digests take where alerts are waiting, so that they hold up none

_s, _c, _l = t.digest_schedule.c, t.chat.c, t.letter.c


class _Times(NamedTuple):
    """What schedules that are due have in common."""

    due_at: datetime
    following_at: datetime  #: the time after now


def to_json(span: DigestSpan) -> str:
    """What a letter carries of a digest: instants in whole seconds."""
    return f'{{"since": {int(span.since_at.timestamp())}{_without_since(span)}'


def _without_since(span: DigestSpan) -> str:
    """The end of that, which is the same for many chats."""
    until, due = (int(at.timestamp()) for at in (span.until_at, span.due_at))
    return f", {json.dumps({'until': until, 'due': due, 'late': span.late})[1:]}"


def from_json(payload: str) -> DigestSpan:
    """The span that `to_json` was given."""
    fields = json.loads(payload)
    since, until, due = (datetime.fromtimestamp(fields[name], UTC) for name in ("since", "until", "due"))
    return DigestSpan(since_at=since, until_at=until, due_at=due, late=fields["late"])


# Looked up chat by chat: with statistics from before so many letters, PostgreSQL would join them all for each batch.
_OPEN_ONE = select(_l.id).where(_l.chat_id == _s.chat_id, LETTER_OPEN, IS_DIGEST).limit(1).scalar_subquery()
_FOLLOW = select(t.subscription.c.id).where(t.subscription.c.chat_id == _s.chat_id).limit(1).scalar_subquery()

# Statements are built once. The schedules are locked, so that nobody sets another time between reading and writing.
_ANY_DUE = select(_s.chat_id).where(_s.next_at <= bindparam("now")).limit(1)
_DUE = (
    select(_s.chat_id, _s.next_at, _s.weekdays, _s.minutes, _c.timezone)
    .join(t.chat)
    .where(_s.next_at <= bindparam("now"))
    .order_by(_s.next_at)
    .limit(bindparam("most"))
    .with_for_update(of=t.digest_schedule, skip_locked=True)
)


def any_due(db: Connection, now: datetime) -> bool:
    """Is a digest due?"""
    return db.scalar(_ANY_DUE, {"now": now}) is not None


def enqueue_due(db: Connection, now: datetime, place: float, limit: int) -> tuple[int, float]:
    """Enqueue at most `limit` of those that are due, the first of them at this place in the fair order.

    Returns how many schedules there were, and the next place.
    """
    due = db.execute(_DUE, {"now": now, "most": limit}).all()
    for times, chats in _alike(due, now).items():
        place += _enqueue(db, times, chats, place, now)
    return len(due), place


def _alike(due: Iterable[Any], now: datetime) -> dict[_Times, list[int]]:
    """The chats that are due, by when they were and when they will be again."""
    alike: dict[_Times, list[int]] = {}
    for row in due:
        times = _Times(row.next_at, next_of(row.weekdays, row.minutes, row.timezone, now))
        alike.setdefault(times, []).append(row.chat_id)
    return alike


def _enqueue(db: Connection, times: _Times, chats: Sequence[int], place: float, now: datetime) -> int:
    """Enqueue the digests of these chats, and set when the next ones come; returns how many are enqueued."""
    owed = set(db.scalars(_letters(db, times.due_at, chats, place, now)))
    got_none = [each for each in chats if each not in owed]
    for some, since in ((owed, {"since_at": _until(now), "last_since_at": _s.since_at}), (got_none, {})):
        if some:
            of_chats = update(t.digest_schedule).where(_s.chat_id.in_(some))
            db.execute(of_chats.values(next_at=times.following_at, **since))
    return len(owed)


def _letters(db: Connection, due_at: datetime, chats: Sequence[int], place: float, now: datetime) -> Any:
    """INSERT of the letters of these chats, each with its place in the fair order; returns the chats that get one.

    A chat that waits, or is snoozed, gets it then.
    """
    waits, snoozed = (func.coalesce(each > now, False) for each in (_c.waits_until, _c.snoozed_until))
    longer = and_(waits, or_(~snoozed, _c.waits_until > _c.snoozed_until))
    number = func.row_number().over(order_by=_s.chat_id) - 1
    values = {
        "chat_id": _s.chat_id,
        "lane": lane_of_chat(),
        "kind": literal(LetterKind.DIGEST.value),
        "due_at": case((longer, _c.waits_until), (snoozed, _c.snoozed_until), else_=literal(now, _l.due_at.type)),
        "fair_at": literal(now.timestamp(), Double) + (literal(place, Double) + number) / (FAIR_RATE * SHARE),
        "payload": _payload(db, due_at, now),
        "state": literal(DeliveryState.PENDING.value),
        "attempts": literal(0),
        "plain": literal(False),
        "cause": case((waits, _c.wait_cause), else_=None),
    }
    owed = and_(_s.chat_id.in_(chats), _c.paused_at.is_(None), _OPEN_ONE.is_(None), _FOLLOW.is_not(None))
    rows = select(*values.values()).join_from(t.digest_schedule, t.chat).where(owed).order_by(_s.chat_id)
    return t.letter.insert().from_select(list(values), rows).returning(_l.chat_id)


def _payload(db: Connection, due_at: datetime, now: datetime) -> ColumnElement[str]:
    """`to_json` in SQL: since when it goes differs from chat to chat."""
    earliest = literal(now - LONGEST_SPAN, _s.since_at.type)
    since = case((_s.since_at > earliest, _s.since_at), else_=earliest)
    seconds = extract("epoch", since) if is_postgresql(db) else func.strftime("%s", since)
    whole = cast(cast(func.floor(seconds) if is_postgresql(db) else seconds, BigInteger), String)
    span = DigestSpan(since_at=due_at, until_at=_until(now), due_at=due_at, late=now - due_at > LATE_AFTER)
    return literal('{"since": ', String) + whole + literal(_without_since(span), String)


def _until(now: datetime) -> datetime:
    """Up to when a digest of now goes; buttons name it in whole seconds."""
    return now.replace(microsecond=0) - SETTLED_AFTER
