"""The settings of chats."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, RowMapping, bindparam, select, update

from bot.model import Chat, Editors, Extract, FollowMode, LinkPreview, Preferences, QuietHours
from bot.storage import schema as t
from bot.storage.common import this_chat
from bot.storage.database import Database

_CHAT_IDS: BindParameter[Any] = bindparam("chats", expanding=True)
_OF_CHATS = select(t.preference).where(t.preference.c.chat_id.in_(_CHAT_IDS))


class ChatPreferences:
    """What chats have set."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set(self, chat: Chat, **fields: bool | str | None) -> None:
        """Set some fields, by the names of Preferences; two people who set different ones do not undo each other.

        The chat must be stored. Quiet hours are set by `set_quiet_hours`.
        """
        with self._database.write_transaction() as db:
            _set(self._database, db, chat, fields)

    def set_quiet_hours(self, chat: Chat, hours: QuietHours | None, span: tuple[datetime, datetime] | None) -> None:
        """Set a chat's quiet hours, and the span of them that goes on or comes next; None: it has none."""
        start, end = (hours.start, hours.end) if hours else (None, None)
        quiet_from, quiet_until = span or (None, None)
        with self._database.write_transaction() as db:
            _set(self._database, db, chat, {"quiet_start": start, "quiet_end": end})
            values = {"quiet_from": quiet_from, "quiet_until": quiet_until}
            db.execute(update(t.chat).where(this_chat(chat)).values(values))

    def next_digest_at(self, chat: Chat) -> datetime | None:
        """When its next digest on time is due; None: it gets none."""
        of_chat = select(t.digest_schedule.c.next_at).join(t.chat, t.chat.c.id == t.digest_schedule.c.chat_id)
        with self._database.read_transaction() as db:
            return db.scalar(of_chat.where(this_chat(chat)))


def _set(database: Database, db: Connection, chat: Chat, fields: dict[str, Any]) -> None:
    values = {"mode": FollowMode.INSTANT, "silent": False, "mentions_silent": False, "preview": None, "badge": None}
    values |= {"extract": Extract.SHORT, "editors": None, "teamwork": False, "quiet_start": None, "quiet_end": None}
    values["chat_id"] = db.execute(select(t.chat.c.id).where(this_chat(chat))).scalar_one()
    statement = database.insert(t.preference).values(values | fields)
    db.execute(statement.on_conflict_do_update(index_elements=["chat_id"], set_=fields))


def preferences_of(db: Connection, chats: Collection[int]) -> dict[int, Preferences]:
    """The settings of these chats by their ids, without those that have set nothing."""
    rows = db.execute(_OF_CHATS, {"chats": list(chats)}).mappings() if chats else ()
    return {row["chat_id"]: _to_preferences(row) for row in rows}


def _to_preferences(row: RowMapping) -> Preferences:
    start, end = row["quiet_start"], row["quiet_end"]
    return Preferences(
        quiet_hours=None if start is None else QuietHours(start=start, end=end),
        mode=FollowMode(row["mode"]),
        silent=row["silent"],
        mentions_silent=row["mentions_silent"],
        preview=LinkPreview(row["preview"]) if row["preview"] else None,
        badge=row["badge"],
        extract=Extract(row["extract"]),
        editors=Editors(row["editors"]) if row["editors"] else None,
        teamwork=row["teamwork"],
    )
