"""Writes what became of edits to their rows, within a transaction; what it means for a chat is recorded apart.

Only rows that the worker still claims are written, by the same claim: see verdicts.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, exists, select, update

from bot.model import Cause, DeliveryState, Edit, GiveUp, Outcome, RetryAt, Sent
from bot.storage import schema as t
from bot.storage.common import EDIT_SENDING, UNCLAIMED

_e, _d = t.edit.c, t.delivery.c

EDIT_ROW = and_(_e.article_id == bindparam("article"), _e.chat_id == bindparam("chat"))
_BY_US = and_(_e.claimed_by == bindparam("worker"), _e.claimed_until == bindparam("claim"))
_CLAIMED = and_(EDIT_ROW, EDIT_SENDING, _BY_US)
_DONE = delete(t.edit).where(_CLAIMED, _e.asked == bindparam("asked"))
_ONCE_MORE: dict[str, Any] = {"attempts": 0, "first_attempt_at": None, "plain": False, "cause": None, "detail": None}
_AGAIN = update(t.edit).where(_CLAIMED).values(state=DeliveryState.PENDING, **_ONCE_MORE, **UNCLAIMED)
_RELEASE = update(t.edit).where(_CLAIMED).values(state=DeliveryState.PENDING, **UNCLAIMED)
_GONE = delete(t.edit).where(_CLAIMED)
_SHOWN_IN_IT = and_(
    _d.article_id == bindparam("article"), _d.chat_id == bindparam("chat"), _d.ref == bindparam("shown_ref")
)
_SHOWN = update(t.delivery).where(_SHOWN_IN_IT, exists().where(_CLAIMED)).values(revision=bindparam("new_revision"))
_FORGET = update(t.delivery).where(_SHOWN_IN_IT).values(ref=None)


def record_edited(db: Connection, outcomes: Sequence[Outcome], worker: str) -> None:
    """These edits were made, within a transaction: one that was asked for again meanwhile is due again."""
    made = [owed for outcome in outcomes if isinstance(outcome.verdict, Sent) for owed in _edits(outcome)]
    if not made:
        return
    keys = [_claim_of(edit, worker) for edit in made]
    shown = [{"shown_ref": edit.ref, "new_revision": edit.delivery.article.revision} for edit in made]
    db.execute(_SHOWN, [{**key, **what} for key, what in zip(keys, shown, strict=True)])  # while it is claimed
    db.execute(_DONE, [{**key, "asked": edit.asked} for key, edit in zip(keys, made, strict=True)])
    db.execute(_AGAIN, keys)


def record_unedited(db: Connection, outcome: Outcome, worker: str) -> None:
    """Record any verdict on an edit but Sent, within a transaction; what it means for the chat is recorded apart.

    A message that its readers deleted is forgotten: later articles of its story come whole, for nothing is above them.
    """
    for edit in _edits(outcome):
        key = _claim_of(edit, worker)
        match outcome.verdict:
            case RetryAt() as verdict if outcome.not_before is not None:
                db.execute(_retry(edit, outcome, verdict, outcome.not_before), key)
            case GiveUp(cause=Cause.MESSAGE_GONE):
                db.execute(_GONE, key)
                db.execute(_FORGET, {**_key_of(edit), "shown_ref": edit.ref})
            case GiveUp() | RetryAt():
                db.execute(_GONE, key)
            case _:
                db.execute(_RELEASE, key)


def _retry(edit: Edit, outcome: Outcome, verdict: RetryAt, at: datetime) -> Any:
    return (
        update(t.edit)
        .where(_CLAIMED)
        .values(
            state=DeliveryState.PENDING,
            not_before=at,
            fair_at=at.timestamp(),
            attempts=edit.attempts + 1,
            first_attempt_at=edit.first_attempt_at or outcome.at,
            plain=outcome.plain,
            cause=verdict.cause,
            detail=verdict.detail or None,
            **UNCLAIMED,
        )
    )


def is_claimed(db: Connection, edit: Edit, worker: str) -> bool:
    """Does this worker still claim an edit, by the same claim?"""
    return db.scalar(select(_e.chat_id).where(_CLAIMED), _claim_of(edit, worker)) is not None


def _claim_of(edit: Edit, worker: str) -> dict[str, Any]:
    return {**_key_of(edit), "worker": worker, "claim": edit.claimed_until_at}


def _key_of(edit: Edit) -> dict[str, int]:
    return {"chat": edit.chat_id, "article": edit.delivery.article.id}


def _edits(outcome: Outcome) -> list[Edit]:
    return [owed for owed in outcome.deliveries if isinstance(owed, Edit)]
