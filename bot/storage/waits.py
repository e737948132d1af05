"""Chats that wait because they refused: nothing of theirs is lost, claimed or sent before its time.

refused ─▶ wait: held, until it is tried again ─┬─▶ sent: working again
                                                ├─▶ refused: waits for longer
                                                └─▶ wake: tried at once
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, and_, bindparam, case, func, null, or_, select, update

from bot.model import Cause, ChatHealth, DeliveryState
from bot.storage import schema as t
from bot.storage.common import DROPPED, HELD, IMMEDIATELY, OPEN, PENDING_BY_KEY
from bot.storage.letters import LETTER_PENDING

_c, _d, _l = t.chat.c, t.delivery.c, t.letter.c

#: the columns that `to_health` reads
HEALTH_COLUMNS = (_c.waits_until, _c.wait_cause, _c.wait_detail, _c.refused_since, _c.refusals)
WELL: dict[str, Any] = {
    "waits_until": None,
    "wait_cause": None,
    "wait_detail": None,
    "refused_since": None,
    "refusals": 0,
}
DOUBTED_FOR = timedelta(minutes=1)  #: until a chat is tried again that was lost in an outage
#: a pause that the platform asked for is obeyed to the second, whoever wakes the chat
NOT_ASKED_FOR = _c.wait_cause.is_distinct_from(Cause.FLOOD.value)

#: of what is held: because the chat refused, not because it is quiet, or what it tells waits for something else
REFUSED = or_(_d.cause.is_(None), _d.cause.not_in([Cause.HELD.value, Cause.QUIET.value, Cause.ALONE.value]))

# Statements that are executed for each chat are built once: an outage asks for them for thousands.
_OF_CHAT = update(t.chat).where(_c.id == bindparam("chat"))
_ACCEPTED = _OF_CHAT.values(WELL)
_UNTIL: BindParameter[datetime | None] = bindparam("until", type_=_d.not_before.type)
_HOLD = (
    update(t.delivery)
    .where(_d.chat_id == bindparam("chat"), OPEN, PENDING_BY_KEY)
    .values(state=DeliveryState.HELD, not_before=case((_d.not_before > _UNTIL, _d.not_before), else_=_UNTIL))
)
_POSTPONE = update(t.letter).where(_l.chat_id == bindparam("chat"), LETTER_PENDING, _l.due_at <= bindparam("until"))
_RELEASE = (
    update(t.delivery)
    .where(_d.chat_id == bindparam("chat"), HELD, REFUSED)
    .values(state=DeliveryState.PENDING, not_before=IMMEDIATELY, cause=None, detail=None)
)
_RELEASE_LETTERS = (
    update(t.letter)
    .where(_l.chat_id == bindparam("chat"), LETTER_PENDING, _l.cause.is_not(None))
    .values(cause=null(), detail=null())
)


def to_health(row: Any) -> ChatHealth:
    """Build a ChatHealth from a row with HEALTH_COLUMNS."""
    return ChatHealth(
        waits_until_at=row.waits_until,
        cause=Cause(row.wait_cause) if row.wait_cause else None,
        detail=row.wait_detail or "",
        refused_since_at=row.refused_since,
        refusals=row.refusals,
    )


def wait(db: Connection, chat_ids: Collection[int], health: ChatHealth) -> None:
    """Let chats wait, within a transaction: what they are owed is held until then."""
    values = {
        "waits_until": health.waits_until_at,
        "wait_cause": health.cause,
        "wait_detail": health.detail or None,
        "refused_since": health.refused_since_at,
        "refusals": health.refusals,
    }
    for chat_id in chat_ids:
        db.execute(_OF_CHAT, {"chat": chat_id, **values})
        hold_owed(db, chat_id, health)


def hold_owed(db: Connection, chat_id: int, health: ChatHealth) -> None:
    """Hold everything that is pending for a chat that waits, without letting anything go earlier."""
    until = health.waits_until_at
    held = {"chat": chat_id, "until": until, "cause": health.cause, "detail": health.detail or None}
    db.execute(_HOLD, held)
    if until is not None:
        db.execute(_POSTPONE, {**held, "due_at": until, "fair_at": until.timestamp()})


def wake(db: Connection, chats: ColumnElement[bool], now: datetime) -> int:
    """End the wait of these chats, within a transaction: what was held is pending; returns how many waited.

    What is held for another reason stays held, and a pause that the platform asked for is waited for.
    """
    waiting = and_(chats, _c.waits_until.is_not(None), or_(NOT_ASKED_FOR, _c.waits_until <= now))
    chat_ids = db.scalars(select(_c.id).where(waiting)).all()
    accepted(db, chat_ids)
    for chat_id in chat_ids:
        release(db, chat_id, now)
    return len(chat_ids)


def release(db: Connection, chat_id: int, now: datetime) -> None:
    """Let go what is held for a chat because it waited, within a transaction."""
    db.execute(_RELEASE, {"chat": chat_id})
    db.execute(_RELEASE_LETTERS, {"chat": chat_id, "due_at": now, "fair_at": now.timestamp()})


def accepted(db: Connection, chat_ids: Collection[int]) -> None:
    """These chats take messages: they are well."""
    if chat_ids:
        db.execute(_ACCEPTED, [{"chat": chat_id} for chat_id in chat_ids])


def lost_since(since: datetime) -> ColumnElement[bool]:
    """Condition: a chat that a refusal has paused since then, not a report that it is gone, nor an operator."""
    others = [Cause.REPORTED_LOST.value, Cause.STOPPED.value]
    return and_(_c.paused_at >= since, or_(_c.pause_cause.is_(None), _c.pause_cause.not_in(others)))


def doubt(db: Connection, chat_id: int, now: datetime) -> None:
    """Let a chat that was lost wait instead, with what it was owed, within a transaction."""
    lost = db.execute(select(_c.paused_at, _c.pause_cause, _c.pause_detail).where(_c.id == chat_id)).one()
    active = {"paused_at": None, "pause_cause": None, "pause_detail": None}
    db.execute(update(t.chat).where(_c.id == chat_id).values(active))
    until = now + DOUBTED_FOR
    owed = {"state": DeliveryState.HELD, "not_before": until}
    dropped = and_(_d.chat_id == chat_id, DROPPED, _d.cause == Cause.CHAT_PAUSED.value)
    db.execute(update(t.delivery).where(dropped).values(**owed, cause=lost.pause_cause, detail=lost.pause_detail))
    letters = and_(_l.chat_id == chat_id, _l.state == DeliveryState.DROPPED, _l.cause == Cause.CHAT_PAUSED.value)
    db.execute(
        update(t.letter).where(letters).values(state=DeliveryState.PENDING, due_at=until, fair_at=until.timestamp())
    )
    health = ChatHealth(
        waits_until_at=until,
        cause=Cause(lost.pause_cause or Cause.FORBIDDEN),
        detail=lost.pause_detail or "",
        refused_since_at=lost.paused_at,
        refusals=1,
    )
    wait(db, [chat_id], health)


def too_long(db: Connection, now: datetime, latest: datetime, until: datetime) -> list[int]:
    """The chats that wait beyond `latest` or were refused in the future: the clock was set back meanwhile."""
    beyond = or_(_c.refused_since > now, and_(NOT_ASKED_FOR, _c.waits_until > latest))
    return list(db.scalars(select(_c.id).where(_c.waits_until > until, beyond)))


def clamp(db: Connection, chat_ids: Collection[int], now: datetime, until: datetime) -> None:
    """Let these chats wait until then only."""
    for chat_id in chat_ids:
        moved = case((_c.refused_since > now, now), else_=_c.refused_since)
        db.execute(update(t.chat).where(_c.id == chat_id).values(waits_until=until, refused_since=moved))
        held = and_(_d.chat_id == chat_id, HELD, REFUSED, _d.not_before > until)
        db.execute(update(t.delivery).where(held).values(not_before=until))


def count_waiting(db: Connection) -> dict[tuple[str, Cause], int]:
    """How many chats wait, by platform and cause."""
    counted = select(_c.platform, _c.wait_cause, func.count()).where(_c.waits_until.is_not(None))
    rows = db.execute(counted.group_by(_c.platform, _c.wait_cause)).all()
    return {(platform, Cause(cause)): count for platform, cause, count in rows}


def count_paused(db: Connection) -> dict[tuple[str, Cause], int]:
    """How many chats are paused, by platform and cause."""
    counted = select(_c.platform, _c.pause_cause, func.count()).where(_c.paused_at.is_not(None))
    rows = db.execute(counted.group_by(_c.platform, _c.pause_cause)).all()
    return {(platform, Cause(cause or Cause.FORBIDDEN)): count for platform, cause, count in rows}
