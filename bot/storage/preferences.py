"""The settings of chats."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Connection, RowMapping, bindparam, select

from bot.model import Chat, Editors, Extract, FollowMode, FollowUps, LinkPreview, Preferences, QuietHours
from bot.storage import schema as t
from bot.storage.attention import remembered
from bot.storage.common import this_chat
from bot.storage.database import Database
from bot.storage.quiet import retime

_CHAT_IDS: BindParameter[Any] = bindparam("chats", expanding=True)
_OF_CHATS = select(t.preference).where(t.preference.c.chat_id.in_(_CHAT_IDS))


class ChatPreferences:
    """What chats have set."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set(self, chat: Chat, **fields: bool | str | None) -> None:
        """Set some fields, by the names of Preferences; two people who set different ones do not undo each other.

        The mode of before digests only is remembered. The chat must be stored. Quiet hours: see `set_quiet_hours`.
        """
        with self._database.write_transaction() as db:
            _set(self._database, db, chat, fields)

    def set_quiet_hours(self, chat: Chat, hours: QuietHours | None, now: datetime) -> int:
        """Set a chat's quiet hours, None: it has none; returns how many alerts that were held go now."""
        start, end = (hours.start, hours.end) if hours else (None, None)
        with self._database.write_transaction() as db:
            chat_id = _set(self._database, db, chat, {"quiet_start": start, "quiet_end": end})
            return retime(db, chat_id, now)


def _set(database: Database, db: Connection, chat: Chat, fields: dict[str, Any]) -> int:
    """Set them within a transaction; returns the chat's id."""
    values: dict[str, Any] = {
        "mode": FollowMode.INSTANT,
        "mode_before": None,
        "silent": False,
        "mentions_silent": False,
        "preview": None,
        "badge": None,
    }
    values |= {"stories": True, "follow_ups": FollowUps.NEW}
    values |= {"extract": Extract.SHORT, "editors": None, "teamwork": None, "quiet_start": None, "quiet_end": None}
    values["chat_id"] = db.execute(select(t.chat.c.id).where(this_chat(chat))).scalar_one()
    statement = database.insert(t.preference).values(values | fields)
    again = remembered(t.preference, fields) | fields
    db.execute(statement.on_conflict_do_update(index_elements=["chat_id"], set_=again))
    chat_id: int = values["chat_id"]
    return chat_id


def preferences_of(db: Connection, chats: Collection[int]) -> dict[int, Preferences]:
    """The settings of these chats by their ids, without those that have set nothing."""
    rows = db.execute(_OF_CHATS, {"chats": list(chats)}).mappings() if chats else ()
    return {row["chat_id"]: _to_preferences(row) for row in rows}


def _to_preferences(row: RowMapping) -> Preferences:
    start, end = row["quiet_start"], row["quiet_end"]
    return Preferences(
        quiet_hours=None if start is None else QuietHours(start=start, end=end),
        mode=FollowMode(row["mode"]),
        mode_before=FollowMode(row["mode_before"]) if row["mode_before"] else None,
        silent=row["silent"],
        mentions_silent=row["mentions_silent"],
        preview=LinkPreview(row["preview"]) if row["preview"] else None,
        badge=row["badge"],
        extract=Extract(row["extract"]),
        editors=Editors(row["editors"]) if row["editors"] else None,
        teamwork=row["teamwork"],
        stories=row["stories"],
        follow_ups=FollowUps(row["follow_ups"]),
    )
