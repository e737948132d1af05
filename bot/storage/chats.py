"""Chats, their settings, and the channel that a private chat speaks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select, update

from bot.model import Cause, Chat, ChatKind, Command, DeliveryState
from bot.storage import schema as t
from bot.storage.base import DROPPED, HELD, MOVING, OPEN, ChatRow, in_any_thread, in_turn, this_chat, to_chat
from bot.storage.database import Database
from bot.storage.letters import IS_OPEN

IDENTITY = ["platform", "workspace", "native_id", "thread"]  #: of a chat
LANGUAGES = ("en", "ru", "kk")  #: in the order in which those of a chat are kept


class Chats:
    """Who follows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def upsert(self, command: Command, now: datetime, *, timezone: str) -> ChatRow:
        """The chat that spoke, made or brought up to date, and awake; `paused` and `missed` are of before.

        `timezone` is given to a new one.
        """
        with self._database.writing() as db:
            values = {
                "platform": command.chat.platform,
                "workspace": command.chat.workspace,
                "native_id": command.chat.id,
                "thread": command.chat.thread,
                "kind": command.kind,
                "title": command.title,
                "timezone": timezone,
                "created_at": now,
            }
            shown = {"kind": command.kind} | ({"title": command.title} if command.title else {})
            statement = self._database.insert(t.chat).values(values)
            db.execute(statement.on_conflict_do_update(index_elements=IDENTITY, set_=shown))
            row = _row(db, command.chat)
            assert row is not None  # noqa: S101  # made above, in this transaction
            if row.paused:
                awake = {"paused_at": None, "pause_cause": None, "pause_detail": None}
                db.execute(update(t.chat).where(t.chat.c.id == row.id).values(awake))
                told = _dropped_while_paused(row.id)
                db.execute(update(t.delivery).where(told).values(cause=Cause.MISSED))
            return row

    def get(self, chat: Chat) -> ChatRow | None:
        """The chat as stored; None: it never spoke."""
        with self._database.reading() as db:
            return _row(db, chat)

    def set_languages(self, chat: Chat, languages: tuple[str, ...]) -> None:
        """The languages of the texts that this chat reads; none, or every one there is: all."""
        kept = [code for code in LANGUAGES if code in languages]
        said = None if len(kept) in (0, len(LANGUAGES)) else " ".join(kept)
        with self._database.writing() as db:
            db.execute(update(t.chat).where(this_chat(chat)).values(languages=said))

    def deactivate(self, chat: Chat, cause: Cause, now: datetime, detail: str = "") -> None:
        """The chat is lost (bot blocked or put out): follows are kept, what is pending is dropped and counted.

        A lost group takes its topics along.
        """
        with self._database.writing() as db:
            lost = this_chat(chat) if chat.thread else in_any_thread(chat)
            for (row,) in db.execute(select(t.chat.c.id).where(lost)).all():
                rest(db, row, cause, now, detail)

    def migrate(self, chat: Chat, new_id: str, now: datetime) -> None:
        """The group has another id now: follows and what is pending move along, merged where the new one is known."""
        with self._database.writing() as db:
            migrate(db, chat, new_id)

    def managing(self, chat: Chat) -> ChatRow | None:
        """The channel that this private chat speaks for."""
        with self._database.reading() as db:
            target = select(t.chat.c.managing_id).where(this_chat(chat)).scalar_subquery()
            row = db.execute(select(t.chat).where(t.chat.c.id == target)).first()
            return None if row is None else _row(db, to_chat(row))

    def manage(self, chat: Chat, target: Chat | None) -> None:
        """Let a private chat speak for a channel, or (None) for itself again. Both must have a row."""
        with self._database.writing() as db:
            row = None if target is None else db.execute(select(t.chat.c.id).where(this_chat(target))).scalar_one()
            db.execute(update(t.chat).where(this_chat(chat)).values(managing_id=row))


def rest(db: Connection, row: int, cause: Cause, now: datetime, detail: str = "") -> None:
    """Lay a chat to rest within a transaction."""
    awake = and_(t.chat.c.id == row, t.chat.c.paused_at.is_(None))
    db.execute(update(t.chat).where(awake).values(paused_at=now, pause_cause=cause, pause_detail=detail))
    free = {"claimed_by": None, "claimed_until": None}
    dropped = {"state": DeliveryState.DROPPED, "cause": Cause.CHAT_PAUSED, "detail": None, **free}
    for owed in (OPEN, HELD):  # each has an index by chat
        db.execute(update(t.delivery).where(t.delivery.c.chat_id == row, owed).values(dropped))
    db.execute(update(t.letter).where(t.letter.c.chat_id == row, IS_OPEN).values(dropped))


def migrate(db: Connection, chat: Chat, new_id: str) -> None:
    """Move a chat and its topics to another id within a transaction."""
    old, new = in_any_thread(chat), in_any_thread(replace(chat, id=new_id))
    in_turn(db, MOVING)
    # both are held, so that nobody claims for them or follows there meanwhile
    db.execute(select(t.chat.c.id).where(old | new).order_by(t.chat.c.id).with_for_update()).all()
    for row, thread in db.execute(select(t.chat.c.id, t.chat.c.thread).where(old)).all():
        target = db.scalar(select(t.chat.c.id).where(this_chat(replace(chat, id=new_id, thread=thread))))
        if target is None:
            db.execute(update(t.chat).where(t.chat.c.id == row).values(native_id=new_id))
        elif target != row:
            _merge(db, row, target)


def _dropped_while_paused(row: int) -> ColumnElement[bool]:
    return and_(t.delivery.c.chat_id == row, DROPPED, t.delivery.c.cause == Cause.CHAT_PAUSED)


def _row(db: Connection, chat: Chat) -> ChatRow | None:
    row = db.execute(select(t.chat).where(this_chat(chat))).mappings().first()
    if row is None:
        return None
    paused = row["paused_at"] is not None
    missed = 0
    if paused:
        missed = db.scalar(select(func.count()).where(_dropped_while_paused(row["id"]))) or 0
    return ChatRow(
        id=row["id"],
        chat=chat,
        kind=ChatKind(row["kind"]),
        title=row["title"],
        timezone=row["timezone"],
        paused=paused,
        missed=missed,
        languages=tuple((row["languages"] or "").split()),
    )


def _merge(db: Connection, old: int, new: int) -> None:
    """Move follows and deliveries of one chat to another that may have some of them, and forget the first."""
    followed = select(t.subscription.c.query_id).where(t.subscription.c.chat_id == new)
    db.execute(delete(t.subscription).where(t.subscription.c.chat_id == old, t.subscription.c.query_id.in_(followed)))
    db.execute(update(t.subscription).where(t.subscription.c.chat_id == old).values(chat_id=new))
    _merge_deliveries(db, old, new)
    db.execute(update(t.letter).where(t.letter.c.chat_id == old).values(chat_id=new))
    db.execute(delete(t.message_part).where(t.message_part.c.chat_id == old))  # messages have other numbers there
    db.execute(update(t.chat).where(t.chat.c.managing_id == old).values(managing_id=new))
    db.execute(delete(t.chat).where(t.chat.c.id == old))


def _merge_deliveries(db: Connection, old: int, new: int) -> None:
    """Of an article that both are owed the row that came further stays: the people are the same.

    A chat's rows are looked for article by article, among those of which anything is kept.
    """
    d, ours = t.delivery.c, t.delivery.alias()
    first = select(func.min(d.article_id)).scalar_subquery()
    kept = select(t.article.c.id).where(t.article.c.id >= first)
    held = select(ours.c.article_id).where(ours.c.article_id.in_(kept))
    for state in DeliveryState:  # what was sent is not owed again, what is owed is not lost over what was dropped
        stronger = held.where(ours.c.chat_id == old, ours.c.state == state)
        weaker = and_(d.chat_id == new, d.article_id.in_(stronger), d.state.in_(_WEAKER[state]))
        db.execute(delete(t.delivery).where(weaker))
    db.execute(delete(t.delivery).where(d.chat_id == old, d.article_id.in_(held.where(ours.c.chat_id == new))))
    db.execute(update(t.delivery).where(d.chat_id == old, d.article_id.in_(kept)).values(chat_id=new))


#: which states say less of what people of a chat have seen, or will
_STRENGTH = (
    DeliveryState.DROPPED,
    DeliveryState.FAILED,
    DeliveryState.HELD,
    DeliveryState.PENDING,
    DeliveryState.SENDING,
    DeliveryState.SENT,
)
_WEAKER = {state: _STRENGTH[:place] for place, state in enumerate(_STRENGTH)}
