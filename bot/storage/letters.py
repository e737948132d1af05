"""Letters: what a chat is owed that is no alert.

what it tells of ─ enqueue, in one transaction with that ─▶ pending ─ claimed, sent and recorded as deliveries are
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, RowMapping, bindparam, literal_column, select, update

from bot.model import ChatKind, DeliveryState, Letter, NewLetter
from bot.storage import schema as t
from bot.storage.base import this_chat, to_chat

#: states spelled out, as for deliveries (base.py)
IS_OPEN = t.letter.c.state.in_([literal_column("'pending'"), literal_column("'sending'")])
IS_WAITING = t.letter.c.state == literal_column("'pending'")
IS_UNDER_WAY = t.letter.c.state == literal_column("'sending'")

_CHATS: BindParameter[Any] = bindparam("chats", expanding=True)
_l = t.letter.c
_DUE = (
    select(_l.chat_id, _l.due_at)
    .where(
        IS_WAITING,
        _l.lane == bindparam("lane"),
        _l.due_at <= bindparam("now"),
        _l.chat_id.not_in(bindparam("busy", expanding=True)),
    )
    .order_by(_l.due_at, _l.id)
    .limit(bindparam("most"))
)
_OF_CHATS = select(t.letter).where(IS_OPEN, _l.chat_id.in_(_CHATS)).order_by(_l.due_at, _l.id)
_CLAIMED = (
    update(t.letter)
    .where(_l.id == bindparam("letter"), IS_WAITING)
    .values(
        state=DeliveryState.SENDING,
        claimed_by=bindparam("worker"),
        claimed_until=bindparam("until"),
    )
)


def enqueue(db: Connection, letter: NewLetter) -> bool:
    """Owe a letter to a chat, within the transaction that writes what it tells of; False: the chat is paused.

    A chat that was never met is made a row, and follows nothing.
    """
    known = select(t.chat.c.id, t.chat.c.paused_at).where(this_chat(letter.chat))
    chat = db.execute(known).first()
    if chat is not None and chat.paused_at is not None:
        return False
    chat_id = _met(db, letter) if chat is None else chat.id
    values = {
        "chat_id": chat_id,
        "lane": letter.chat.lane,
        "kind": letter.kind,
        "due_at": letter.due_at,
        "payload": letter.payload,
        "state": DeliveryState.PENDING,
        "attempts": 0,
        "plain": False,
    }
    db.execute(t.letter.insert().values(values))
    return True


def _met(db: Connection, letter: NewLetter) -> int:
    values = {
        "platform": letter.chat.platform,
        "workspace": letter.chat.workspace,
        "native_id": letter.chat.id,
        "thread": letter.chat.thread,
        "kind": ChatKind.PRIVATE,
        "title": "",
        "timezone": letter.timezone,
        "created_at": letter.due_at,
    }
    chat_id: int = db.execute(t.chat.insert().values(values).returning(t.chat.c.id)).scalar_one()
    return chat_id


def due_chats(db: Connection, due: dict[str, Any]) -> list[tuple[float, int]]:
    """The chats to which letters are due, each with its place in the fair order; `due` as of a claim of deliveries."""
    return [(due_at.timestamp(), chat_id) for chat_id, due_at in db.execute(_DUE, due)]


def open_letters(db: Connection, chats: Collection[int]) -> list[RowMapping]:
    """What waits for these chats, or is being sent to them, in the order in which it is due."""
    return list(db.execute(_OF_CHATS, {"chats": list(chats)}).mappings())


def mark(db: Connection, rows: Iterable[RowMapping], worker: str, until: datetime) -> None:
    """They are that worker's until then."""
    values = [{"letter": row["id"], "worker": worker, "until": until} for row in rows]
    if values:
        db.execute(_CLAIMED, values)


def to_letter(row: RowMapping, chat: Any) -> Letter:
    """The noun from a row of letters and its chat's."""
    return Letter(
        id=row["id"],
        chat=to_chat(chat),
        chat_row=chat.id,
        kind=ChatKind(chat.kind),
        payload=row["payload"],
        attempts=row["attempts"],
        first_attempt_at=row["first_attempt_at"],
        plain=row["plain"],
    )
