"""The sources that a chat leaves out: their articles are not owed to it, and its answers don't count them.

A source that the file names no more keeps its rows: it may come back, and its chats have not changed their minds.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, and_, bindparam, delete, func, select, update

from bot.model import Cause, Chat
from bot.storage import schema as t
from bot.storage.common import IS_READ, this_chat
from bot.storage.database import Database
from bot.storage.story_heads import drop_of_chat, heads_may_end

_LEFT = t.left_out.c
#: built once: it is asked for each command
_OF_CHAT = select(_LEFT.source_key).where(_LEFT.chat_id == bindparam("chat")).order_by(_LEFT.source_key)


class LeftOut:
    """What chats leave out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def leave_out(self, chat: Chat, keys: Collection[str]) -> bool:
        """Leave sources out, and drop what is owed of them; False, and nothing changed: none would be left.

        The chat and the sources must be stored.
        """
        with self._database.write_transaction() as db:
            heads_may_end(db)
            # of two administrators who leave out the last two sources the second one sees what the first one did
            chat_id = db.execute(select(t.chat.c.id).where(this_chat(chat)).with_for_update()).scalar_one()
            left = {*left_out_of(db, chat_id), *keys}
            if not db.scalar(select(func.count()).where(IS_READ, t.source.c.key.not_in(left))):
                return False
            row = self._database.insert(t.left_out).on_conflict_do_nothing(index_elements=["source_key", "chat_id"])
            db.execute(row, [{"source_key": key, "chat_id": chat_id} for key in keys])
            _drop_owed(db, chat_id, keys)
            return True

    def bring_back(self, chat: Chat, keys: Collection[str] | None = None) -> None:
        """Leave these sources out no more; None: all of them."""
        chat_id = select(t.chat.c.id).where(this_chat(chat)).scalar_subquery()
        which = _LEFT.chat_id == chat_id if keys is None else and_(_LEFT.chat_id == chat_id, _LEFT.source_key.in_(keys))
        with self._database.write_transaction() as db:
            db.execute(delete(t.left_out).where(which))


def left_out_of(db: Connection, chat_id: int) -> tuple[str, ...]:
    """The keys of the sources that a chat leaves out."""
    return tuple(db.scalars(_OF_CHAT, {"chat": chat_id}))


def merge_left_out(db: Connection, old: int, new: int) -> None:
    """A chat that takes over another one leaves out what either did."""
    same: Sequence[str] = left_out_of(db, new)
    db.execute(delete(t.left_out).where(_LEFT.chat_id == old, _LEFT.source_key.in_(same)))
    db.execute(update(t.left_out).where(_LEFT.chat_id == old).values(chat_id=new))


def _drop_owed(db: Connection, chat_id: int, keys: Collection[str]) -> None:
    """Drop what a chat is owed of sources that it leaves out now."""
    theirs = select(t.article.c.id).where(
        t.article.c.id == t.delivery.c.article_id, t.article.c.source_key.in_(list(keys))
    )
    drop_of_chat(db, chat_id, theirs.exists(), Cause.LEFT_OUT)
