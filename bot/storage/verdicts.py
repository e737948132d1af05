"""What a verdict makes of the rows that a worker is sending, deliveries and letters alike.

Only rows that the worker still holds are written: what another one has taken over, or a pause dropped, is left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    literal_column,
    select,
    update,
)

from bot.model import ChatLost, ChatMoved, Delivery, DeliveryState, GiveUp, Letter, OutboxItem, Outcome, RetryAt, Sent
from bot.storage import schema as t
from bot.storage.base import IS_SENDING
from bot.storage.chats import migrate, rest
from bot.storage.claims import BLOCKING_ATTEMPTS

#: a retry that is further away is held, unless it keeps its chat's later rows waiting: claims would walk past it each
#: second
HOLD_AFTER = timedelta(minutes=5)

_Values = dict[str, Any]
_TRIED = ("attempts", "first_attempt_at")


class _Statements(NamedTuple):
    """What is said of a row of one table, found by its key; nobody holds it after that."""

    sent: Update
    again: Update
    failed: Update
    back: Update
    mine: Select[Any]


def _statements(table: Table, key: ColumnElement[bool], *, sent: Sequence[str], again: Sequence[str]) -> _Statements:
    mine = and_(key, table.c.claimed_by == bindparam("worker"))

    def claimed(*names: str, **fixed: Any) -> Update:
        free = {"claimed_by": None, "claimed_until": None}
        new: _Values = {name: bindparam(f"new_{name}") for name in names}
        return update(table).where(mine).values(**free, **fixed, **new)

    return _Statements(
        sent=claimed("ref", "sent_at", *sent, *_TRIED, state=DeliveryState.SENT, cause=None, detail=None),
        again=claimed("state", "cause", "detail", "plain", *again, *_TRIED),
        failed=claimed("cause", "detail", *_TRIED, state=DeliveryState.FAILED),
        back=claimed(state=DeliveryState.PENDING),
        mine=select(table.c.chat_id).where(mine),
    )


_ALERT = and_(t.delivery.c.chat_id == bindparam("chat"), t.delivery.c.article_id == bindparam("article"), IS_SENDING)
_LETTER = and_(t.letter.c.id == bindparam("letter"), t.letter.c.state == literal_column("'sending'"))
_OF: dict[type[OutboxItem], _Statements] = {
    Delivery: _statements(t.delivery, _ALERT, sent=["revision"], again=["not_before", "fair_at", "alone"]),
    Letter: _statements(t.letter, _LETTER, sent=[], again=["due_at"]),
}


def record(db: Connection, outcomes: Sequence[Outcome], worker: str) -> None:
    """Record what became of several messages: first all that were sent, in one go."""
    for noun, statements in _OF.items():
        sent = [row for outcome in outcomes for row in _sent(outcome, noun, worker)]
        if sent:
            db.execute(statements.sent, sent)
    for outcome in outcomes:
        if not isinstance(outcome.verdict, Sent):
            _record(db, outcome, worker)


def parts(outcomes: Sequence[Outcome]) -> list[_Values]:
    """Rows for the parts behind the first of each message that was sent."""
    return [
        {
            "chat_id": outcome.deliveries[0].chat_row,
            "ref": ref,
            "first_ref": outcome.verdict.refs[0],
            "place": place,
            "sent_at": outcome.at,
        }
        for outcome in outcomes
        if isinstance(outcome.verdict, Sent)
        for place, ref in enumerate(outcome.verdict.refs[1:], 1)
    ]


def _record(db: Connection, outcome: Outcome, worker: str) -> None:
    """What is not plain success."""
    first = outcome.deliveries[0]
    match outcome.verdict:
        case RetryAt() as verdict if outcome.not_before is not None:
            for noun, statements in _OF.items():
                _write(db, statements.again, [_again(owed, outcome, verdict) for owed in _only(outcome, noun)], worker)
        case RetryAt() | GiveUp() as verdict:
            for noun, statements in _OF.items():
                over = [{**_tried(owed, outcome), **_why(verdict)} for owed in _only(outcome, noun)]
                _write(db, statements.failed, over, worker)
        case ChatLost() as verdict if db.scalar(_OF[type(first)].mine, {**_key(first), "worker": worker}) is not None:
            rest(db, first.chat_row, verdict.cause, outcome.at, verdict.detail)
        case ChatMoved(id=new_id):
            _give_back(db, outcome, worker)
            migrate(db, first.chat, new_id)
        case _:
            _give_back(db, outcome, worker)


def _write(db: Connection, statement: Update, rows: Sequence[_Values], worker: str) -> None:
    if rows:
        db.execute(statement, [{**row, "worker": worker} for row in rows])


def _give_back(db: Connection, outcome: Outcome, worker: str) -> None:
    for noun, statements in _OF.items():
        _write(db, statements.back, [_key(owed) for owed in _only(outcome, noun)], worker)


def _only(outcome: Outcome, noun: type[OutboxItem]) -> list[OutboxItem]:
    return [owed for owed in outcome.deliveries if isinstance(owed, noun)]


def _key(owed: OutboxItem) -> _Values:
    if isinstance(owed, Letter):
        return {"letter": owed.id}
    return {"chat": owed.chat_row, "article": owed.article.id}


def _tried(owed: OutboxItem, outcome: Outcome) -> _Values:
    since = owed.first_attempt_at or outcome.at
    return {**_key(owed), "new_attempts": owed.attempts + 1, "new_first_attempt_at": since}


def _sent(outcome: Outcome, noun: type[OutboxItem], worker: str) -> list[_Values]:
    if not isinstance(outcome.verdict, Sent):
        return []
    of_message = {"new_ref": outcome.verdict.refs[0], "new_sent_at": outcome.at, "worker": worker}
    return [{**_tried(owed, outcome), **of_message, **_shown(owed)} for owed in _only(outcome, noun)]


def _shown(owed: OutboxItem) -> _Values:
    return {"new_revision": owed.article.revision} if isinstance(owed, Delivery) else {}


def _why(verdict: RetryAt | GiveUp) -> _Values:
    return {"new_cause": verdict.cause, "new_detail": verdict.detail or None}


def _again(owed: OutboxItem, outcome: Outcome, verdict: RetryAt) -> _Values:
    at = outcome.not_before
    assert at is not None  # noqa: S101  # asked by the only caller
    row = {
        **_tried(owed, outcome),
        **_why(verdict),
        "new_plain": outcome.plain,
        "new_state": DeliveryState.PENDING,
    }
    if isinstance(owed, Letter):
        return {**row, "new_due_at": at}
    if at - outcome.at > HOLD_AFTER and owed.attempts + 1 > BLOCKING_ATTEMPTS:
        row["new_state"] = DeliveryState.HELD
    return {**row, "new_not_before": at, "new_fair_at": at.timestamp(), "new_alone": outcome.alone}
