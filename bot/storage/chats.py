"""Chats, their settings, and the channels that private chats manage."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    bindparam,
    delete,
    func,
    literal_column,
    select,
    true,
    update,
)

from bot.i18n.languages import spoken
from bot.model import Cause, Chat, ChatKind, Command, DeliveryState, NewLetter, Preferences
from bot.storage import digest_times, quiet
from bot.storage import schema as t
from bot.storage.chat_moves import migrate
from bot.storage.common import (
    CHAT_ID,
    DROPPED,
    HELD,
    NAMED,
    OPEN,
    UNCLAIMED,
    ChatRecord,
    by_name,
    for_each_dialect,
    in_any_thread,
    this_chat,
    to_chat,
)
from bot.storage.database import Database
from bot.storage.left_out import left_out_of
from bot.storage.letters import LETTER_OPEN, enqueue
from bot.storage.preferences import preferences_of
from bot.storage.story_heads import heads_may_end, joined_to_unsent
from bot.storage.waits import WELL, count_paused, count_waiting, wake

_c = t.chat.c
IDENTITY = ["platform", "workspace", "native_id", "thread"]  #: of a chat
#: why a chat is paused for good, or until an operator says otherwise
FINAL = (
    Cause.BLOCKED,
    Cause.KICKED,
    Cause.DEACTIVATED,
    Cause.REPORTED_LOST,
    Cause.APP_REMOVED,
    Cause.STOPPED,
    Cause.NOT_ALLOWED,
)
LANGUAGES = ("en", "ru", "kk")  #: those that a chat may read


def _upsert(into: Any) -> Any:
    """A chat that told its language keeps it, and its title, if the command has none."""
    new, titled = into.excluded, func.nullif(into.excluded.title, literal_column("''"))
    shown = {"language": func.coalesce(_c.language, new.language), "title": func.coalesce(titled, _c.title)}
    shown |= {"kind": new.kind}
    return into.on_conflict_do_update(index_elements=IDENTITY, set_=shown).returning(t.chat)


# Statements are built once: they are asked for each command.
_UPSERT = for_each_dialect(t.chat, _upsert)
_BY_NAME = select(t.chat).where(NAMED)
#: the channels that a private chat manages or has managed; and the one that it manages, also if it was used since then
_USED = select(t.managed.c.channel_id).where(t.managed.c.chat_id == CHAT_ID.scalar_subquery())
_MANAGED = select(t.chat).where(_c.id == select(_c.managing_id).where(NAMED).scalar_subquery())
_SINCE = t.managed.c.used_at >= bindparam("since")
_MANAGED_SINCE = _MANAGED.where(_USED.where(t.managed.c.channel_id == _c.id, _SINCE).exists())
_CHAT = bindparam("chat", type_=_c.id.type)
_SINCE_WHEN = func.coalesce(_c.paused_at, bindparam("now", type_=_c.paused_at.type))
_PAUSE_ANYWAY = update(t.chat).where(_c.id == _CHAT).values(paused_at=_SINCE_WHEN, **WELL)
_PAUSE = _PAUSE_ANYWAY.where(_c.paused_at.is_(None))
_DROPPED: dict[str, Any] = {"state": DeliveryState.DROPPED, "cause": Cause.CHAT_PAUSED, "detail": None, **UNCLAIMED}
_DROP_OWED = (
    update(t.delivery).where(joined_to_unsent(_CHAT)).values(_DROPPED | {"head_id": None}),
    delete(t.edit).where(t.edit.c.chat_id == _CHAT),
    *(update(t.delivery).where(t.delivery.c.chat_id == _CHAT, owed).values(_DROPPED) for owed in (OPEN, HELD)),
    update(t.letter).where(t.letter.c.chat_id == _CHAT, LETTER_OPEN).values(_DROPPED),
)


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
            of = command.chat
            chat = {"platform": of.platform, "workspace": of.workspace, "native_id": of.id, "thread": of.thread}
            told = {"kind": command.kind, "title": command.title, "language": spoken(command.language)}
            values = {**chat, **told, "timezone": timezone, "created_at": now}
            row = db.execute(_UPSERT[self._database.dialect], values).mappings().one()
            record = _record(db, command.chat, row)
            if record.paused:
                reactivate(db, record.id)
            if row["waits_until"] is not None:
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
            return sum(reactivate(db, chat_id) for chat_id in db.scalars(select(t.chat.c.id).where(woken)).all())

    def wake_refused(self, now: datetime, chat: Chat | None = None) -> int:
        """Try chats now that refused: all, or one with its topics; returns how many waited or were paused.

        Of all chats, those stay paused that are gone for good: blocked, put out, deactivated, or reported so.
        """
        which = true() if chat is None else this_chat(chat) if chat.thread else in_any_thread(chat)
        paused = and_(which, t.chat.c.paused_at.is_not(None), true() if chat else t.chat.c.pause_cause.not_in(FINAL))
        with self._database.write_transaction() as db:
            asleep = db.scalars(select(t.chat.c.id).where(paused)).all()
            for chat_id in asleep:
                reactivate(db, chat_id)
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

    def numbered(self, number: int) -> ChatRecord | None:
        """The chat of that row, by which buttons in other chats name it; None: there is none."""
        with self._database.read_transaction() as db:
            row = db.execute(select(t.chat).where(t.chat.c.id == number)).first()
            return None if row is None else _get(db, to_chat(row))

    def has_topics(self, chat: Chat) -> bool:
        """Are topics of this chat stored, as chats of their own?"""
        with self._database.single_read() as db:
            topics = select(t.chat.c.id).where(in_any_thread(chat), t.chat.c.thread != "").limit(1)
            return db.scalar(topics) is not None

    def set_languages(self, chat: Chat, languages: tuple[str, ...]) -> None:
        """Set the languages of the articles that a chat gets, the one that it prefers first; none: every article."""
        stored = " ".join(code for code in dict.fromkeys(languages) if code in LANGUAGES) or None
        with self._database.write_transaction() as db:
            db.execute(update(t.chat).where(this_chat(chat)).values(languages=stored))

    def set_language(self, chat: Chat, language: str) -> None:
        """Set the language in which a chat is spoken to."""
        with self._database.write_transaction() as db:
            db.execute(update(t.chat).where(this_chat(chat)).values(language=language))

    def set_zone(self, chat: Chat, zone: ZoneInfo, now: datetime) -> None:
        """Set the time zone of a chat; its quiet hours and its digests keep their times of day. It must be stored."""
        with self._database.write_transaction() as db:
            chat_id = db.execute(select(t.chat.c.id).where(this_chat(chat))).scalar_one()
            db.execute(update(t.chat).where(t.chat.c.id == chat_id).values(timezone=zone.key))
            quiet.retime(db, chat_id, now)
            digest_times.retime(db, chat_id, zone, now)

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

    def rename(self, chat: Chat, title: str) -> None:
        """A chat has another name now, with all its topics."""
        with self._database.write_transaction() as db:
            db.execute(update(t.chat).where(in_any_thread(chat)).values(title=title))

    def managed_channel(self, chat: Chat, *, used_since: datetime | None = None) -> ChatRecord | None:
        """The channel that a private chat manages, if it was used since then; None: it manages none."""
        found = _MANAGED if used_since is None else _MANAGED_SINCE
        with self._database.read_transaction() as db:
            row = db.execute(found, {**by_name(chat), "since": used_since}).first()
            return None if row is None else _get(db, to_chat(row))

    def managed_channels(self, chat: Chat, limit: int) -> list[ChatRecord]:
        """The channels that a private chat manages or has managed, the last one first."""
        used = _USED.order_by(t.managed.c.used_at.desc(), t.managed.c.channel_id).limit(limit)
        with self._database.read_transaction() as db:
            ids = db.scalars(used, by_name(chat)).all()
            found = {row.id: row for row in db.execute(select(t.chat).where(t.chat.c.id.in_(ids)))}
            records = [_get(db, to_chat(found[channel_id])) for channel_id in ids]
        return [record for record in records if record is not None]

    def manager(self, channel: Chat) -> ChatRecord | None:
        """The private chat that managed a channel last, of those that can be written to; None: there is none."""
        channel_id = select(t.chat.c.id).where(this_chat(channel)).scalar_subquery()
        found = select(t.chat).join(t.managed, t.managed.c.chat_id == t.chat.c.id)
        found = found.where(t.managed.c.channel_id == channel_id, t.chat.c.paused_at.is_(None))
        with self._database.read_transaction() as db:
            row = db.execute(found.order_by(t.managed.c.used_at.desc(), t.chat.c.id)).first()
            return None if row is None else _get(db, to_chat(row))

    def manage(self, chat: Chat, channel: Chat, now: datetime) -> None:
        """A private chat manages a channel, and uses it now. Both must be stored."""
        with self._database.write_transaction() as db:
            ids = [db.execute(select(t.chat.c.id).where(this_chat(each))).scalar_one() for each in (chat, channel)]
            db.execute(update(t.chat).where(t.chat.c.id == ids[0]).values(managing_id=ids[1]))
            used = self._database.insert(t.managed).values(chat_id=ids[0], channel_id=ids[1], used_at=now)
            db.execute(used.on_conflict_do_update(index_elements=["chat_id", "channel_id"], set_={"used_at": now}))

    def stop_managing(self, chat: Chat, *, forget: Chat | None = None) -> None:
        """A private chat manages itself again; `forget`: a channel that it may not manage any more."""
        with self._database.write_transaction() as db:
            db.execute(update(t.chat).where(this_chat(chat)).values(managing_id=None))
            if forget is not None:
                mine, its = (select(t.chat.c.id).where(this_chat(each)).scalar_subquery() for each in (chat, forget))
                db.execute(delete(t.managed).where(t.managed.c.chat_id == mine, t.managed.c.channel_id == its))

    def write_to(self, letter: NewLetter) -> bool:
        """Owe a chat a letter; False: it can't be written to."""
        with self._database.write_transaction() as db:
            return enqueue(db, letter)


def reactivate(db: Connection, chat_id: int) -> int:
    """End a chat's pause, within a transaction; returns how many alerts it missed, 0 if it was not paused."""
    paused = and_(t.chat.c.id == chat_id, t.chat.c.paused_at.is_not(None))
    active = {"paused_at": None, "pause_cause": None, "pause_detail": None}
    if not db.execute(update(t.chat).where(paused).values(active)).rowcount:
        return 0
    return db.execute(update(t.delivery).where(_dropped_while_paused(chat_id)).values(cause=Cause.MISSED)).rowcount


def deactivate(db: Connection, chat_id: int, cause: Cause, now: datetime, detail: str = "") -> None:
    """Pause a chat and drop what it is owed, within a transaction; what was sent is edited no more."""
    heads_may_end(db)
    # an operator's word counts, also for one that is paused: else it would be tried again with all that are
    pause = _PAUSE_ANYWAY if cause is Cause.STOPPED else _PAUSE
    db.execute(pause, {"chat": chat_id, "now": now, "pause_cause": cause, "pause_detail": detail})
    for drop in _DROP_OWED:
        db.execute(drop, {"chat": chat_id})


def _dropped_while_paused(chat_id: int) -> ColumnElement[bool]:
    return and_(t.delivery.c.chat_id == chat_id, DROPPED, t.delivery.c.cause == Cause.CHAT_PAUSED)


def _get(db: Connection, chat: Chat) -> ChatRecord | None:
    row = db.execute(_BY_NAME, by_name(chat)).mappings().first()
    return None if row is None else _record(db, chat, row)


def _record(db: Connection, chat: Chat, row: RowMapping) -> ChatRecord:
    paused = row["paused_at"] is not None
    missed = select(func.count()).where(_dropped_while_paused(row["id"])) if paused else None
    return ChatRecord(
        id=row["id"],
        chat=chat,
        kind=ChatKind(row["kind"]),
        title=row["title"],
        timezone=row["timezone"],
        language=row["language"],
        paused=paused,
        missed=0 if missed is None else db.scalar(missed) or 0,
        languages=tuple((row["languages"] or "").split()),
        left_out=left_out_of(db, row["id"]),
        preferences=preferences_of(db, [row["id"]]).get(row["id"], Preferences()),
        snoozed_until_at=row["snoozed_until"],
        manages=row["managing_id"] is not None,
    )
