"""Edits of sent alerts. Whatever changes what an alert shows asks for one; they are claimed after all alerts.

joined, headline changed, split ─ ask ─▶ pending ─ claim ─▶ sending ─┬─ edited: gone, unless it was asked for again
                                            ▲                        ├─ gave no answer, or later: pending again
                                            └────────────────────────┴─ refused: gone, in silence; of a message that
                                                                        was deleted nothing is edited or answered to

redraw: a headline changed ─ batch: the next chats that were sent it ─ ask and the cursor, in one transaction
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
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

from bot.model import DeliveryState, Edit
from bot.storage import schema as t
from bot.storage.claims import LOCK_CHATS, ROWS_PER_CHAT, SOLO, claim_end
from bot.storage.common import EDIT_PENDING, EDIT_SENDING, claim_statement
from bot.storage.contents import carried
from bot.storage.database import Database
from bot.storage.edited import EDIT_ROW
from bot.storage.letters import LETTER_SENDING
from bot.storage.story_heads import EDITABLE_FOR, Key, ask, ask_for, asking, heads_may_end, is_editable

REDRAW_BATCH = 5_000  #: chats per transaction

_e, _d, _c, _r = t.edit.c, t.delivery.c, t.chat.c, t.redraw.c

_OTHER, _OTHER_DELIVERY = t.edit.alias(), t.delivery.alias()
_SENDING: ColumnElement[str] = literal_column("'sending'")
_DUE = (
    select(_e.chat_id, _e.article_id, _e.asked, _e.attempts, _e.first_attempt_at, _e.plain)
    .add_columns(_d.state, _d.alone, _d.ref, _d.sent_at, _c.paused_at)
    .join(t.chat, _c.id == _e.chat_id)
    .outerjoin(t.delivery, and_(_d.article_id == _e.article_id, _d.chat_id == _e.chat_id))
    .where(
        EDIT_PENDING,
        _e.not_before <= bindparam("now"),
        or_(_c.waits_until.is_(None), _c.waits_until <= bindparam("now")),
        _e.chat_id.not_in(select(_OTHER_DELIVERY.c.chat_id).where(_OTHER_DELIVERY.c.state == _SENDING)),
        ~exists().where(t.letter.c.chat_id == _e.chat_id, LETTER_SENDING),
        ~exists().where(_OTHER.c.chat_id == _e.chat_id, _OTHER.c.state == _SENDING),
    )
    .order_by(_e.fair_at)
)
_DUE_IN_LANE = _DUE.where(_e.lane == bindparam("lane"), _e.chat_id.not_in(bindparam("busy", expanding=True))).limit(
    bindparam("most")
)
_DUE_OF_CHATS = _DUE.where(_e.chat_id.in_(bindparam("chats", expanding=True)))
_CLAIM = claim_statement(t.edit, and_(EDIT_ROW, EDIT_PENDING))
_WITHDRAW = delete(t.edit).where(EDIT_ROW, EDIT_PENDING, _e.asked == bindparam("asked"))
_OF_WORKER = (
    select(t.delivery)
    .join(t.edit, and_(_d.article_id == _e.article_id, _d.chat_id == _e.chat_id))
    .where(_e.chat_id.in_(bindparam("chats", expanding=True)), EDIT_SENDING, _e.claimed_by == bindparam("worker"))
)
#: built once: a look each second finds nothing, mostly
_NEXT_REDRAW = select(t.redraw).order_by(_r.created_at, _r.article_id).limit(1)


class Edits:
    """Asking for edits, claiming and counting them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask_edit(self, chat_id: int, article_id: int, now: datetime) -> None:
        """An alert is to be edited, or that which shows this article; nothing happens if there is none that can be."""
        with self._database.write_transaction() as db:
            heads_may_end(db)
            ask_for(db, [(chat_id, article_id)], now)

    def claim_edits(
        self,
        lane: str,
        now: datetime,
        limit: int,
        busy: Collection[int] = (),
        *,
        worker: str = SOLO,
        until: datetime | None = None,
    ) -> list[Edit]:
        """Claim the edits that are due of up to `limit` chats, one of each, none of the chat ids in `busy`.

        They come in the fair order. A chat to which anything is being sent is skipped, and one that waits. An edit of
        what can't be edited (any more), or is to be sent again, is withdrawn.
        """
        due = {"lane": lane, "now": now, "busy": list(busy), "most": limit * ROWS_PER_CHAT}
        with self._database.single_read() as db:
            wanted = list(dict.fromkeys(row.chat_id for row in db.execute(_DUE_IN_LANE, due)))[:limit]
        if not wanted:
            return []  # no need for the writer's lock
        until = until or claim_end(now)
        with self._database.write_transaction() as db:
            chats = {row.id: row for row in db.execute(LOCK_CHATS, {"chats": wanted})}
            rows = db.execute(_DUE_OF_CHATS, {"chats": list(chats), "now": now}).mappings().all()
            chosen, void = _first_of_each(rows, now)
            if void:
                db.execute(_WITHDRAW, [{**_key(row), "asked": row["asked"]} for row in void])
            if chosen:
                claim = {"worker": worker, "until": until}
                db.execute(_CLAIM, [{**_key(row), **claim} for row in chosen.values()])
        return self._load_edits(chosen, chats, worker, until)

    def _load_edits(
        self, chosen: Mapping[Key, RowMapping], chats: Mapping[int, Any], worker: str, until: datetime
    ) -> list[Edit]:
        """What the messages are to show now, in the order of the claim."""
        if not chosen:
            return []
        with self._database.read_transaction() as db:
            asked = {"chats": sorted({chat for chat, _ in chosen}), "worker": worker}
            rows = [row for row in db.execute(_OF_WORKER, asked).mappings() if _delivery_key(row) in chosen]
            found = {(each.chat_id, each.article.id): each for each in carried(db, rows, chats)}
        return [
            Edit(
                delivery=found[key],
                ref=row["ref"],
                asked=row["asked"],
                attempts=row["attempts"],
                first_attempt_at=row["first_attempt_at"],
                plain=row["plain"],
                claimed_until_at=until,
            )
            for key, row in chosen.items()
            if key in found
        ]

    def redraw(self, now: datetime) -> bool:
        """Ask for one batch of the edits of an article whose headline changed; True while there is more to do."""
        with self._database.read_transaction() as db:
            job = db.execute(_NEXT_REDRAW).mappings().first()
            if job is None:
                return False
            rows = select(_d.chat_id).where(_d.article_id == job["article_id"], _d.chat_id > job["cursor"])
            chats = db.scalars(rows.order_by(_d.chat_id).limit(REDRAW_BATCH)).all()
        last = chats[-1] if len(chats) == REDRAW_BATCH else None
        with self._database.write_transaction() as db:
            heads_may_end(db)
            if _advance(db, job, last) and chats:
                _ask_for_headline(db, job, chats[-1], now)
        return True

    def count_edits(self) -> int:
        """The number of edits that are asked for and not made."""
        with self._database.single_read() as db:
            return db.scalar(select(func.count()).select_from(t.edit)) or 0


def _first_of_each(rows: Sequence[RowMapping], now: datetime) -> tuple[dict[Key, RowMapping], list[RowMapping]]:
    """The first edit of each chat that can be made, by (chat, article), and those that can't."""
    chosen: dict[Key, RowMapping] = {}
    void: list[RowMapping] = []
    taken: set[int] = set()
    for row in rows:
        if not _can_be_made(row, now):
            void.append(row)
        elif row["chat_id"] not in taken:
            taken.add(row["chat_id"])
            chosen[row["chat_id"], row["article_id"]] = row
    return chosen, void


def _can_be_made(row: RowMapping, now: datetime) -> bool:
    """Was it sent in a message of its own, not too long ago, to a chat that is there?

    What is owed again shows everything by itself.
    """
    if row["paused_at"] is not None:
        return False
    sent = row["state"] == DeliveryState.SENT and row["alone"] and row["ref"] is not None
    return bool(sent and row["sent_at"] > now - EDITABLE_FOR)


def _key(row: RowMapping) -> dict[str, int]:
    return {"chat": row["chat_id"], "article": row["article_id"]}


def _delivery_key(row: RowMapping) -> Key:
    return row["chat_id"], row["article_id"]


def _advance(db: Connection, job: RowMapping, last: int | None) -> bool:
    """Advance the job's cursor, None: it is done; False if another worker did, or the headline changed once more."""
    unchanged = and_(_r.article_id == job["article_id"], _r.cursor == job["cursor"], _r.created_at == job["created_at"])
    if last is None:
        return bool(db.execute(delete(t.redraw).where(unchanged)).rowcount)
    return bool(db.execute(update(t.redraw).where(unchanged).values(cursor=last)).rowcount)


def _ask_for_headline(db: Connection, job: RowMapping, last: int, now: datetime) -> None:
    """Ask for edits in the next chats, up to `last`: of the article's own alerts, and of those that show it too.

    One that is being sent may show the old headline: it is edited once it was sent. A chat that can't be reached is
    left out, for nobody may serve its lane any more.
    """
    reached = exists().where(_c.id == _d.chat_id, _c.paused_at.is_(None))
    batch = (_d.article_id == job["article_id"], _d.chat_id > job["cursor"], _d.chat_id <= last, reached)
    head = t.delivery.alias("head")
    editable = is_editable(head, now)
    under_way = head.c.state == DeliveryState.SENDING.value
    values = asking(head, now.timestamp())
    revision = select(t.article.c.revision).where(t.article.c.id == job["article_id"]).scalar_subquery()
    shows_another = or_(under_way, head.c.revision.is_(None), head.c.revision != revision)
    own = and_(head.c.article_id == _d.article_id, head.c.chat_id == _d.chat_id)
    of_head = and_(head.c.article_id == _d.head_id, head.c.chat_id == _d.chat_id)
    chosen: Select[Any] = select(*values.values()).select_from(t.delivery)
    ask(db, values, chosen.join(head, own).where(*batch, or_(editable, under_way), shows_another))
    joined = _d.state == DeliveryState.JOINED.value
    ask(db, values, chosen.join(head, of_head).where(*batch, joined, or_(editable, under_way)))
