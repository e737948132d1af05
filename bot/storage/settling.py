"""What a database needs before it goes on after a restore, in one transaction.

leases dropped ─▶ claims released ─▶ what may have been told since the backup is not told again ─▶ noted as restored

Between the backup and the end of the database that was lost, alerts, digests and reminders went out of which the backup
knows nothing, nor which they were. So what was owed in that span counts as told, unless the operator says otherwise:

    deliveries, letters     pending, or held until then: dropped, with what joined them, and why is kept for /why
    edits                   of alerts that were sent: as made, for what they show now may be newer
    articles                not matched or not fanned out yet: silent
    digests                 due until then: as sent; the next ones come at their time
    reminders               of alerts sent before: as sent
    sources                 `told_until_at`: of what their first poll finds new, what was published before is silent
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, exists, insert, literal, or_, select, update

from bot.model import Cause, DeliveryState, TaskState
from bot.storage import schema as t
from bot.storage.common import EDIT_SENDING, JOINED, SENDING, UNCLAIMED
from bot.storage.digests_due import DUE_BATCH, enqueue_due
from bot.storage.letters import LETTER_SENDING
from bot.storage.taken_back import release_claims

_OWED = [DeliveryState.PENDING.value, DeliveryState.HELD.value]
_DROPPED: dict[str, Any] = {"state": DeliveryState.DROPPED, "cause": Cause.RESTORED, "detail": None, **UNCLAIMED}


def settle(
    db: Connection, *, taken_at: datetime, workers: int | None, told_until: datetime | None, now: datetime
) -> None:
    """Make a restored database ready for workers.

    `taken_at`, `workers`: of its backup. `told_until`: what was owed until then counts as told; None: nothing does.
    """
    db.execute(delete(t.lease))
    release_claims(db, t.delivery, SENDING)
    release_claims(db, t.letter, LETTER_SENDING)
    release_claims(db, t.edit, EDIT_SENDING)
    if told_until is not None:
        _count_as_told(db, told_until)
    db.execute(delete(t.backup))
    db.execute(insert(t.backup).values(taken_at=taken_at, workers=workers or 0, restored_at=now))


def _count_as_told(db: Connection, until: datetime) -> None:
    _silence_articles(db)
    for edits in (t.edit, t.redraw):
        db.execute(delete(edits))
    while enqueue_due(db, until, 0.0, DUE_BATCH)[0]:
        continue
    head = t.delivery.alias("head")
    of_head = and_(head.c.article_id == t.delivery.c.head_id, head.c.chat_id == t.delivery.c.chat_id)
    told = exists().where(of_head, head.c.state.in_(_OWED), head.c.not_before <= until)
    db.execute(update(t.delivery).where(JOINED, told).values(_DROPPED | {"head_id": None}))
    for table, due_at in ((t.delivery, t.delivery.c.not_before), (t.letter, t.letter.c.due_at)):
        db.execute(update(table).where(table.c.state.in_(_OWED), due_at <= until).values(_DROPPED))
    _count_as_reminded(db, until)
    db.execute(update(t.source).values(told_until_at=until))


def _silence_articles(db: Connection) -> None:
    """Those that were not matched yet, or not handed out to all."""
    jobs = select(t.fanout.c.article_id)
    waiting = or_(t.article.c.matched_at.is_(None), t.article.c.id.in_(jobs))
    db.execute(update(t.article).where(waiting).values(silent=True))
    db.execute(delete(t.fanout))


def _count_as_reminded(db: Connection, until: datetime) -> None:
    """Alerts that rang and that nobody has taken: a row of theirs says that it was reminded of them."""
    d = t.delivery.c
    reminded = exists().where(t.task.c.chat_id == d.chat_id, t.task.c.article_id == d.article_id)
    values = {
        "chat_id": d.chat_id,
        "article_id": d.article_id,
        "state": literal(TaskState.OPEN.value),
        "person": literal(""),
        "person_name": literal(""),
        "changed_at": literal(until, t.task.c.changed_at.type),
    }
    rang = and_(d.rings, d.sent_at <= until, ~reminded)
    db.execute(t.task.insert().from_select(list(values), select(*values.values()).where(rang)))
