"""Letters: messages that a chat is owed besides alerts.

change ─ enqueue, in the transaction of that change ─▶ pending ─ claimed, sent and recorded as deliveries are
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, RowMapping, and_, bindparam, literal_column, select, update

from bot.model import ChatHealth, ChatKind, DeliveryState, Letter, LetterKind, NewLetter
from bot.storage import schema as t
from bot.storage.common import claim_statement, this_chat, to_chat

# states are literals, as for deliveries (common.py)
LETTER_OPEN = t.letter.c.state.in_([literal_column("'pending'"), literal_column("'sending'")])
LETTER_PENDING = t.letter.c.state == literal_column("'pending'")
LETTER_SENDING = t.letter.c.state == literal_column("'sending'")
IS_DIGEST = t.letter.c.kind == LetterKind.DIGEST

_CHAT_IDS: BindParameter[Any] = bindparam("chats", expanding=True)
_l = t.letter.c
#: the chats with letters due, for a claim
DUE = (
    select(_l.chat_id, _l.fair_at, _l.id)
    .where(
        LETTER_PENDING,
        _l.lane == bindparam("lane"),
        _l.due_at <= bindparam("now"),
        _l.chat_id.not_in(bindparam("busy", expanding=True)),
    )
    .order_by(_l.fair_at, _l.id)
    .limit(bindparam("most"))
)
_OF_CHAT_IDS = select(t.letter).where(LETTER_OPEN, _l.chat_id.in_(_CHAT_IDS)).order_by(_l.due_at, _l.id)
_CLAIM = claim_statement(t.letter, and_(_l.id == bindparam("letter"), LETTER_PENDING))


def enqueue(db: Connection, letter: NewLetter, *, though_paused: bool = False) -> bool:
    """Enqueue a letter within the transaction of the change that it reports; False: not enqueued, the chat is paused.

    A chat that is not stored yet is created, without follows. `though_paused`: it tells why the chat is paused.
    """
    stored = select(t.chat.c.id, t.chat.c.paused_at, t.chat.c.waits_until, t.chat.c.wait_cause)
    stored = stored.where(this_chat(letter.chat))
    chat = db.execute(stored).first()
    if chat is not None and chat.paused_at is not None and not though_paused:
        return False
    chat_id = _add_chat(db, letter) if chat is None else chat.id
    waits = chat is not None and chat.waits_until is not None and chat.waits_until > letter.due_at
    due_at = chat.waits_until if chat is not None and waits else letter.due_at
    values = {
        "chat_id": chat_id,
        "lane": letter.chat.lane,
        "kind": letter.kind,
        "due_at": due_at,
        "fair_at": due_at.timestamp(),
        "cause": chat.wait_cause if chat is not None and waits else None,
        "payload": letter.payload,
        "state": DeliveryState.PENDING,
        "attempts": 0,
        "plain": False,
    }
    db.execute(t.letter.insert().values(values))
    return True


def _add_chat(db: Connection, letter: NewLetter) -> int:
    values = {
        "platform": letter.chat.platform,
        "workspace": letter.chat.workspace,
        "native_id": letter.chat.id,
        "thread": letter.chat.thread,
        "kind": letter.chat_kind,
        "title": "",
        "timezone": letter.timezone,
        "created_at": letter.due_at,
    }
    chat_id: int = db.execute(t.chat.insert().values(values).returning(t.chat.c.id)).scalar_one()
    return chat_id


def open_letters(db: Connection, chats: Collection[int]) -> list[RowMapping]:
    """The letters of these chats that are pending or being sent, in the order in which they are due."""
    return list(db.execute(_OF_CHAT_IDS, {"chats": list(chats)}).mappings())


def mark(db: Connection, rows: Iterable[RowMapping], worker: str, until: datetime) -> None:
    """Claim these letters for a worker until then."""
    values = [{"letter": row["id"], "worker": worker, "until": until} for row in rows]
    if values:
        db.execute(_CLAIM, values)


def begin(db: Connection, ids: Collection[int], worker: str, now: datetime) -> set[int]:
    """Write down that sending these letters begins; returns those of them that this worker still claims."""
    begun = update(t.letter).where(_l.id.in_(ids), LETTER_SENDING, _l.claimed_by == worker).values(begun_at=now)
    return set(db.scalars(begun.returning(_l.id)))


def to_letter(row: RowMapping, chat: Any, health: ChatHealth, claimed_until: datetime | None = None) -> Letter:
    """Build a Letter from its row and that of its chat; `claimed_until`: of its claim, if it was claimed since."""
    return Letter(
        id=row["id"],
        chat=to_chat(chat),
        chat_id=chat.id,
        kind=ChatKind(chat.kind),
        payload=row["payload"],
        attempts=row["attempts"],
        first_attempt_at=row["first_attempt_at"],
        plain=row["plain"],
        health=health,
        letter_kind=LetterKind(row["kind"]),
        begun_at=row["begun_at"],
        claimed_until_at=claimed_until,
    )
