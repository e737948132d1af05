"""Chats, their settings, and the channel that a private chat manages."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select, true, update

from bot.i18n.languages import spoken
from bot.model import Cause, Chat, ChatKind, Command, DeliveryState
from bot.storage import schema as t
from bot.storage.common import (
    CHAT_MERGE_LOCK,
    DROPPED,
    HELD,
    OPEN,
    UNCLAIMED,
    ChatRecord,
    in_any_thread,
    take_lock,
    this_chat,
    to_chat,
)
from bot.storage.database import Database
from bot.storage.left_out import left_out_of, merge_left_out
from bot.storage.letters import LETTER_OPEN
from bot.storage.waits import WELL, count_paused, count_waiting, release, wake

IDENTITY = ["platform", "workspace", "native_id", "thread"]  #: of a chat
FINAL = (Cause.BLOCKED, Cause.KICKED, Cause.DEACTIVATED, Cause.REPORTED_LOST)  #: why a chat is paused for good
LANGUAGES = ("en", "ru", "kk")  #: the order in which those of a chat are stored


class Chats:
    """The chats that have spoken or been written to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def upsert(self, command: Command, now: datetime, *, timezone: str) -> ChatRecord:
        """Create or update the chat of a command; it is active again if it was paused, and no longer waits.

        The returned `paused` and `missed` are as before the call. `timezone` is that of a new chat. Its
        language is the first that its people tell.
        """
        with self._database.write_transaction() as db:
            values = {
                "platform": command.chat.platform,
                "workspace": command.chat.workspace,
                "native_id": command.chat.id,
                "thread": command.chat.thread,
                "kind": command.kind,
                "title": command.title,
                "timezone": timezone,
                "language": spoken(command.language),
                "created_at": now,
            }
            statement = self._database.insert(t.chat).values(values)
            first = func.coalesce(t.chat.c.language, statement.excluded.language)
            shown = {"kind": command.kind, "language": first} | ({"title": command.title} if command.title else {})
            db.execute(statement.on_conflict_do_update(index_elements=IDENTITY, set_=shown))
            record = _get(db, command.chat)
            assert record is not None  # noqa: S101  # inserted above, in this transaction
            _reactivate(db, record.id)
            wake(db, t.chat.c.id == record.id, now)
            return record

    def wake(self, chat: Chat, now: datetime) -> int:
        """The chat is known to be open again: what was held for it is sent now, and what comes is owed to it.

        Ends a wait, unless the platform asked for it, and a pause; a group wakes with all its topics. Returns how many
        alerts were dropped while it was paused: they are counted once, and the chat is to be told.
        """
        with self._database.write_transaction() as db:
            woken = this_chat(chat) if chat.thread else in_any_thread(chat)
            wake(db, woken, now)
            return sum(_reactivate(db, chat_id) for chat_id in db.scalars(select(t.chat.c.id).where(woken)).all())

    def wake_refused(self, now: datetime, chat: Chat | None = None) -> int:
        """Try chats now that refused: all, or one with its topics; returns how many waited or were paused.

        Of all chats, those stay paused that are gone for good: blocked, put out, deactivated, or reported so.
        """
        which = true() if chat is None else this_chat(chat) if chat.thread else in_any_thread(chat)
        paused = and_(which, t.chat.c.paused_at.is_not(None), true() if chat else t.chat.c.pause_cause.not_in(FINAL))
        with self._database.write_transaction() as db:
            asleep = db.scalars(select(t.chat.c.id).where(paused)).all()
            for chat_id in asleep:
                _reactivate(db, chat_id)
            return wake(db, which, now) + len(asleep)

    def count_waiting(self) -> dict[tuple[str, Cause], int]:
        """How many chats wait, by platform and cause."""
        with self._database.read_transaction() as db:
            return count_waiting(db)

    def count_paused(self) -> dict[tuple[str, Cause], int]:
        """How many chats are paused, by platform and cause."""
        with self._database.read_transaction() as db:
            return count_paused(db)

    def get(self, chat: Chat) -> ChatRecord | None:
        """The chat as stored; None: not stored yet."""
        with self._database.read_transaction() as db:
            return _get(db, chat)

    def has_topics(self, chat: Chat) -> bool:
        """Are topics of this chat stored, as chats of their own?"""
        with self._database.read_transaction() as db:
            topics = select(t.chat.c.id).where(in_any_thread(chat), t.chat.c.thread != "").limit(1)
            return db.scalar(topics) is not None

    def set_languages(self, chat: Chat, languages: tuple[str, ...]) -> None:
        """Set the languages of the articles that a chat gets; none or all of LANGUAGES: every article."""
        kept = [code for code in LANGUAGES if code in languages]
        stored = None if len(kept) in (0, len(LANGUAGES)) else " ".join(kept)
        with self._database.write_transaction() as db:
            db.execute(update(t.chat).where(this_chat(chat)).values(languages=stored))

    def set_language(self, chat: Chat, language: str) -> None:
        """Set the language in which a chat is spoken to."""
        with self._database.write_transaction() as db:
            db.execute(update(t.chat).where(this_chat(chat)).values(language=language))

    def deactivate(self, chat: Chat, cause: Cause, now: datetime, detail: str = "") -> None:
        """Pause a chat that can't be reached (bot blocked or removed): follows stay, pending deliveries are dropped.

        The dropped ones are counted when it speaks again. A group is paused with all its topics.
        """
        with self._database.write_transaction() as db:
            lost = this_chat(chat) if chat.thread else in_any_thread(chat)
            for chat_id in db.scalars(select(t.chat.c.id).where(lost)).all():
                deactivate(db, chat_id, cause, now, detail)

    def migrate(self, chat: Chat, new_id: str, now: datetime) -> None:
        """Change a chat's id at the platform; if the new id is stored already, the two chats are merged."""
        with self._database.write_transaction() as db:
            migrate(db, chat, new_id, now)

    def managed_channel(self, chat: Chat) -> ChatRecord | None:
        """The channel that a private chat manages; None: itself."""
        with self._database.read_transaction() as db:
            target = select(t.chat.c.managing_id).where(this_chat(chat)).scalar_subquery()
            row = db.execute(select(t.chat).where(t.chat.c.id == target)).first()
            return None if row is None else _get(db, to_chat(row))

    def manage(self, chat: Chat, target: Chat | None) -> None:
        """Let a private chat manage a channel, or (None) itself again. Both must be stored."""
        with self._database.write_transaction() as db:
            managed = None if target is None else db.execute(select(t.chat.c.id).where(this_chat(target))).scalar_one()
            db.execute(update(t.chat).where(this_chat(chat)).values(managing_id=managed))


def _reactivate(db: Connection, chat_id: int) -> int:
    """End a chat's pause, within a transaction; returns how many alerts it missed, 0 if it was not paused."""
    paused = and_(t.chat.c.id == chat_id, t.chat.c.paused_at.is_not(None))
    active = {"paused_at": None, "pause_cause": None, "pause_detail": None}
    if not db.execute(update(t.chat).where(paused).values(active)).rowcount:
        return 0
    return db.execute(update(t.delivery).where(_dropped_while_paused(chat_id)).values(cause=Cause.MISSED)).rowcount


def deactivate(db: Connection, chat_id: int, cause: Cause, now: datetime, detail: str = "") -> None:
    """Pause a chat and drop what it is owed, within a transaction."""
    active = and_(t.chat.c.id == chat_id, t.chat.c.paused_at.is_(None))
    db.execute(update(t.chat).where(active).values(paused_at=now, pause_cause=cause, pause_detail=detail, **WELL))
    dropped = {"state": DeliveryState.DROPPED, "cause": Cause.CHAT_PAUSED, "detail": None, **UNCLAIMED}
    for owed in (OPEN, HELD):  # each has an index by chat
        db.execute(update(t.delivery).where(t.delivery.c.chat_id == chat_id, owed).values(dropped))
    db.execute(update(t.letter).where(t.letter.c.chat_id == chat_id, LETTER_OPEN).values(dropped))


def migrate(db: Connection, chat: Chat, new_id: str, now: datetime) -> None:
    """Change the id of a chat and its topics, within a transaction; what the old one refused is tried again."""
    old, new = in_any_thread(chat), in_any_thread(replace(chat, id=new_id))
    take_lock(db, CHAT_MERGE_LOCK)
    # lock both, so that nobody claims deliveries or adds follows for them meanwhile
    db.execute(select(t.chat.c.id).where(old | new).order_by(t.chat.c.id).with_for_update()).all()
    for chat_id, thread in db.execute(select(t.chat.c.id, t.chat.c.thread).where(old)).all():
        target = db.scalar(select(t.chat.c.id).where(this_chat(replace(chat, id=new_id, thread=thread))))
        if target is None:
            db.execute(update(t.chat).where(t.chat.c.id == chat_id).values(native_id=new_id))
        elif target != chat_id:
            _merge(db, chat_id, target)
            release(db, target, now)
    wake(db, new, now)


def _dropped_while_paused(chat_id: int) -> ColumnElement[bool]:
    return and_(t.delivery.c.chat_id == chat_id, DROPPED, t.delivery.c.cause == Cause.CHAT_PAUSED)


def _get(db: Connection, chat: Chat) -> ChatRecord | None:
    row = db.execute(select(t.chat).where(this_chat(chat))).mappings().first()
    if row is None:
        return None
    paused = row["paused_at"] is not None
    missed = 0
    if paused:
        missed = db.scalar(select(func.count()).where(_dropped_while_paused(row["id"]))) or 0
    return ChatRecord(
        id=row["id"],
        chat=chat,
        kind=ChatKind(row["kind"]),
        title=row["title"],
        timezone=row["timezone"],
        language=row["language"],
        paused=paused,
        missed=missed,
        languages=tuple((row["languages"] or "").split()),
        left_out=left_out_of(db, row["id"]),
    )


def _merge(db: Connection, old: int, new: int) -> None:
    """Move the follows and deliveries of a chat to another one, which may have some of them too, and delete it."""
    followed = select(t.subscription.c.query_id).where(t.subscription.c.chat_id == new)
    db.execute(delete(t.subscription).where(t.subscription.c.chat_id == old, t.subscription.c.query_id.in_(followed)))
    db.execute(update(t.subscription).where(t.subscription.c.chat_id == old).values(chat_id=new))
    _merge_deliveries(db, old, new)
    merge_left_out(db, old, new)
    db.execute(update(t.proposal_asker).where(t.proposal_asker.c.chat_id == old).values(chat_id=new))
    db.execute(update(t.letter).where(t.letter.c.chat_id == old).values(chat_id=new))
    db.execute(delete(t.message_part).where(t.message_part.c.chat_id == old))  # messages have other ids there
    db.execute(update(t.chat).where(t.chat.c.managing_id == old).values(managing_id=new))
    db.execute(delete(t.chat).where(t.chat.c.id == old))


def _merge_deliveries(db: Connection, old: int, new: int) -> None:
    """If both chats have a delivery of the same article, keep the one in the stronger state.

    The key begins with the article, so a chat's rows are found article by article, from the oldest delivery on.
    """
    d, other = t.delivery.c, t.delivery.alias()
    first = select(func.min(d.article_id)).scalar_subquery()
    articles = select(t.article.c.id).where(t.article.c.id >= first)
    delivered = select(other.c.article_id).where(other.c.article_id.in_(articles))
    for state in DeliveryState:  # nothing sent is owed again, nothing owed is lost to a dropped row
        stronger = delivered.where(other.c.chat_id == old, other.c.state == state)
        weaker = and_(d.chat_id == new, d.article_id.in_(stronger), d.state.in_(_WEAKER[state]))
        db.execute(delete(t.delivery).where(weaker))
    db.execute(delete(t.delivery).where(d.chat_id == old, d.article_id.in_(delivered.where(other.c.chat_id == new))))
    db.execute(update(t.delivery).where(d.chat_id == old, d.article_id.in_(articles)).values(chat_id=new))


# the weakest first: how much the people of a chat have seen, or will see
_STRENGTH = (
    DeliveryState.DROPPED,
    DeliveryState.FAILED,
    DeliveryState.HELD,
    DeliveryState.PENDING,
    DeliveryState.SENDING,
    DeliveryState.SENT,
)
_WEAKER = {state: _STRENGTH[:index] for index, state in enumerate(_STRENGTH)}
