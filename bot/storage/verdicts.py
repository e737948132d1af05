"""Writes verdicts to the rows that a worker is sending, deliveries and letters alike.

Only rows that the worker still claims are written, by the claim that the outcome belongs to: not those that another one
took over, that a pause dropped, or that were claimed again. So an outcome that is recorded twice changes nothing the
second time. What else it means is asked for before it ends its claim.
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

from bot.model import (
    Cause,
    ChatHealth,
    ChatLost,
    ChatMoved,
    Delivery,
    DeliveryState,
    Edit,
    GiveUp,
    Letter,
    OutboxItem,
    Outcome,
    RetryAt,
    Sent,
)
from bot.storage import schema as t
from bot.storage.chat_moves import migrate
from bot.storage.chats import deactivate
from bot.storage.claims import BLOCKING_ATTEMPTS
from bot.storage.common import SENDING_BY_KEY, UNCLAIMED, in_any_thread
from bot.storage.edited import is_claimed, record_edited, record_unedited
from bot.storage.story_heads import Key, ask_for, joined_to, promote
from bot.storage.waits import accepted, wait

#: a retry that is further away is held, unless it blocks its chat's later rows: otherwise each claim would read it
HOLD_AFTER = timedelta(minutes=5)

_Values = dict[str, Any]
_ATTEMPT = ("attempts", "first_attempt_at")


class _Statements(NamedTuple):
    """The statements on a row of one table, by its key and claim; each but `claimed` ends the claim."""

    sent: Update
    retry: Update
    failed: Update
    release: Update
    claimed: Select[Any]


def _statements(
    table: Table, key: ColumnElement[bool], *, sent: Sequence[str], retry: Sequence[str], always: Sequence[str] = ()
) -> _Statements:
    """`sent`, `retry`, `always`: the columns that are set besides, in these cases or in each."""
    by_us = and_(table.c.claimed_by == bindparam("worker"), table.c.claimed_until == bindparam("claim"))
    claimed = and_(key, by_us)

    def ending(*names: str, **fixed: Any) -> Update:
        new: _Values = {name: bindparam(f"new_{name}") for name in (*names, *always)}
        return update(table).where(claimed).values(**UNCLAIMED, **fixed, **new)

    return _Statements(
        sent=ending("ref", "sent_at", "cause", *sent, *_ATTEMPT, state=DeliveryState.SENT, detail=None),
        retry=ending("state", "cause", "detail", "plain", *retry, *_ATTEMPT),
        failed=ending("cause", "detail", *_ATTEMPT, state=DeliveryState.FAILED),
        release=ending(state=DeliveryState.PENDING),
        claimed=select(table.c.chat_id).where(claimed),
    )


_DELIVERY_ROW = and_(
    t.delivery.c.chat_id == bindparam("chat"), t.delivery.c.article_id == bindparam("article"), SENDING_BY_KEY
)
_LETTER_ROW = and_(t.letter.c.id == bindparam("letter"), t.letter.c.state == literal_column("'sending'"))
_STATEMENTS: dict[type[OutboxItem], _Statements] = {
    Delivery: _statements(
        t.delivery,
        _DELIVERY_ROW,
        sent=["revision", "alone"],
        retry=["not_before", "fair_at", "alone"],
        always=["begun_at"],
    ),
    Letter: _statements(t.letter, _LETTER_ROW, sent=[], retry=["due_at", "fair_at"], always=["begun_at"]),
}


def record(db: Connection, outcomes: Sequence[Outcome], worker: str) -> None:
    """Record the outcomes of several messages: first all that were sent, with one statement each table.

    What joined an alert while it was being sent is shown by an edit of it; of several in one message it is only kept.
    """
    accepted(db, _recovered(db, outcomes, worker))
    shown_less = _shown_less(db, outcomes, worker)
    for kind, statements in _STATEMENTS.items():
        sent = [row for outcome in outcomes for row in _sent_values(outcome, kind, worker)]
        if sent:
            db.execute(statements.sent, sent)
    record_edited(db, outcomes, worker)
    if shown_less:
        ask_for(db, [_key_of(owed) for owed in shown_less], outcomes[0].at)
    for outcome in outcomes:
        if not isinstance(outcome.verdict, Sent):
            _record_failure(db, outcome, worker)


def _recovered(db: Connection, outcomes: Sequence[Outcome], worker: str) -> set[int]:
    """The chats that had refused and took a message now."""
    sent = (outcome.deliveries[0] for outcome in outcomes if isinstance(outcome.verdict, Sent))
    return {owed.chat_id for owed in sent if owed.health != ChatHealth() and _is_ours(db, owed, worker)}


def _shown_less(db: Connection, outcomes: Sequence[Outcome], worker: str) -> list[Delivery]:
    """The alerts that were sent and do not show what they are to show by now."""
    sent = [outcome for outcome in outcomes if isinstance(outcome.verdict, Sent) and len(outcome.deliveries) == 1]
    alone = [owed for outcome in sent for owed in outcome.deliveries if isinstance(owed, Delivery)]
    joined = joined_to(db, [_key_of(owed) for owed in alone])
    shown_less = (owed for owed in alone if {each.id for each in owed.also} != set(joined.get(_key_of(owed), ())))
    return [owed for owed in shown_less if _is_ours(db, owed, worker)]


def _key_of(delivery: Delivery) -> Key:
    return delivery.chat_id, delivery.article.id


def further_parts(db: Connection, outcomes: Sequence[Outcome], worker: str) -> list[_Values]:
    """Rows of `message_part`: the parts after the first of each message that was sent, before that is recorded."""
    return [
        {
            "chat_id": outcome.deliveries[0].chat_id,
            "ref": ref,
            "first_ref": outcome.verdict.refs[0],
            "place": place,
            "sent_at": outcome.at,
        }
        for outcome in outcomes
        if isinstance(outcome.verdict, Sent) and len(outcome.verdict.refs) > 1
        if not isinstance(outcome.deliveries[0], Edit)
        if any(_is_ours(db, owed, worker) for owed in outcome.deliveries)
        for place, ref in enumerate(outcome.verdict.refs[1:], 1)
    ]


def _record_failure(db: Connection, outcome: Outcome, worker: str) -> None:
    """Record any verdict but Sent."""
    first = outcome.deliveries[0]
    about_chat = outcome.health is not None or isinstance(outcome.verdict, (ChatLost, ChatMoved))
    ours = about_chat and _is_ours(db, first, worker)
    _write_failure(db, outcome, worker, ours=ours)
    if ours and outcome.health is not None:
        asked = outcome.health.cause is Cause.FLOOD  # of the whole group: its topics share its limits
        chats = in_any_thread(first.chat) if asked else t.chat.c.id == first.chat_id
        wait(db, db.scalars(select(t.chat.c.id).where(chats, t.chat.c.paused_at.is_(None))).all(), outcome.health)


def _is_ours(db: Connection, owed: OutboxItem, worker: str) -> bool:
    """Does this worker still claim it, by the same claim?"""
    if isinstance(owed, Edit):
        return is_claimed(db, owed, worker)
    return db.scalar(_STATEMENTS[type(owed)].claimed, {**_key(owed), "worker": worker}) is not None


def _write_failure(db: Connection, outcome: Outcome, worker: str, *, ours: bool) -> None:
    first = outcome.deliveries[0]
    record_unedited(db, outcome, worker)
    match outcome.verdict:
        case RetryAt() as verdict if outcome.not_before is not None:
            for kind, statements in _STATEMENTS.items():
                _write(
                    db,
                    statements.retry,
                    [_retry_values(owed, outcome, verdict) for owed in _of_kind(outcome, kind)],
                    worker,
                )
        case RetryAt() | GiveUp() as verdict:
            alerts = [owed for owed in outcome.deliveries if isinstance(owed, Delivery)]
            ended = [_key_of(owed) for owed in alerts if _is_ours(db, owed, worker)]
            for kind, statements in _STATEMENTS.items():
                failed = [{**_attempt(owed, outcome), **_cause(verdict)} for owed in _of_kind(outcome, kind)]
                _write(db, statements.failed, failed, worker)
            promote(db, ended)
        case ChatLost() as verdict if ours:
            deactivate(db, first.chat_id, verdict.cause, outcome.at, verdict.detail)
        case ChatMoved(id=new_id) if ours:
            _release(db, outcome, worker)
            migrate(db, first.chat, new_id, outcome.at)
        case _:
            _release(db, outcome, worker)


def _write(db: Connection, statement: Update, rows: Sequence[_Values], worker: str) -> None:
    if rows:
        db.execute(statement, [{**row, "worker": worker} for row in rows])


def _release(db: Connection, outcome: Outcome, worker: str) -> None:
    for kind, statements in _STATEMENTS.items():
        rows = [{**_key(owed), **_begun(owed, outcome)} for owed in _of_kind(outcome, kind)]
        _write(db, statements.release, rows, worker)


def _of_kind(outcome: Outcome, kind: type[OutboxItem]) -> list[OutboxItem]:
    return [owed for owed in outcome.deliveries if isinstance(owed, kind)]


def _key(owed: OutboxItem) -> _Values:
    claim = {"claim": owed.claimed_until_at}
    if isinstance(owed, Letter):
        return {"letter": owed.id, **claim}
    article = owed.delivery.article if isinstance(owed, Edit) else owed.article
    return {"chat": owed.chat_id, "article": article.id, **claim}


def _attempt(owed: OutboxItem, outcome: Outcome) -> _Values:
    if isinstance(outcome.verdict, RetryAt) and outcome.verdict.untried:
        made: _Values = {"new_attempts": owed.attempts, "new_first_attempt_at": owed.first_attempt_at}
    else:
        made = {"new_attempts": owed.attempts + 1, "new_first_attempt_at": owed.first_attempt_at or outcome.at}
    return {**_key(owed), **made, **_begun(owed, outcome)}


def _begun(owed: OutboxItem, outcome: Outcome) -> _Values:
    """Whether it is in doubt from now on; once it is, nothing ends that, for the line says only that it is."""
    if isinstance(owed, Edit):
        return {}
    alone = isinstance(owed, Delivery) and len(outcome.deliveries) == 1
    doubted = owed.is_sent_once and outcome.in_doubt and not alone
    return {"new_begun_at": owed.begun_at or (outcome.at if doubted else None)}


def _sent_values(outcome: Outcome, kind: type[OutboxItem], worker: str) -> list[_Values]:
    if not isinstance(outcome.verdict, Sent):
        return []
    of_message = {"new_ref": outcome.verdict.refs[0], "new_sent_at": outcome.at, "worker": worker}
    alone = len(outcome.deliveries) == 1
    return [{**_attempt(owed, outcome), **of_message, **_shown(owed, alone)} for owed in _of_kind(outcome, kind)]


def _shown(owed: OutboxItem, alone: bool) -> _Values:
    """What was sent: of what was in doubt only the line that says so, and the cause stays with it."""
    cause = Cause.MAYBE_SENT if not isinstance(owed, Edit) and owed.in_doubt else None
    if isinstance(owed, Delivery):
        return {"new_cause": None if alone else cause, "new_revision": owed.article.revision, "new_alone": alone}
    return {"new_cause": cause}


def _cause(verdict: RetryAt | GiveUp) -> _Values:
    return {"new_cause": verdict.cause, "new_detail": verdict.detail or None}


def _retry_values(owed: OutboxItem, outcome: Outcome, verdict: RetryAt) -> _Values:
    at = outcome.not_before
    assert at is not None  # noqa: S101  # checked by the only caller
    row = {
        **_attempt(owed, outcome),
        **_cause(verdict),
        "new_plain": outcome.plain,
        "new_state": DeliveryState.PENDING,
    }
    if isinstance(owed, Letter):
        return {**row, "new_due_at": at, "new_fair_at": at.timestamp()}
    if at - outcome.at > HOLD_AFTER and owed.attempts + 1 > BLOCKING_ATTEMPTS:
        row["new_state"] = DeliveryState.HELD
    return {**row, "new_not_before": at, "new_fair_at": at.timestamp(), "new_alone": outcome.alone}
