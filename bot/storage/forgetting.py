"""Forgetting chats: every row about them is deleted, in one transaction.

    a chat asked for it, or was lost for long ─▶ what refers to it ─▶ its row ─▶ topics that nobody follows any more

A column that refers to `chat` is found in the schema, so that a new table is forgotten too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Column, Connection, Select, and_, delete, func, or_, select, true, update

from bot.model import Chat, qualified
from bot.storage import schema as t
from bot.storage.common import (
    CHAT_COLUMNS,
    CHAT_MERGE_LOCK,
    FOLLOWS_LOCK,
    in_any_thread,
    take_lock,
    this_chat,
    to_chat,
)
from bot.storage.database import Database
from bot.storage.topics import subjects_of

BATCH = 20  #: lost chats that are forgotten in one transaction


class Forgetting:
    """Deletes chats with everything that is stored about them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def forget(self, chat: Chat, *, with_topics: bool = False, person: str = "") -> None:
        """Forget a chat; `with_topics`: a group with all of them.

        `person`: who is forgotten with a private chat, in what they asked for or took in others.
        """
        which = in_any_thread(chat) if with_topics else this_chat(chat)
        if person:  # who was written to by that id, as on Slack, has a row for that too
            which = or_(which, this_chat(replace(chat, id=person, thread="")))
        with self._database.write_transaction() as db:
            _lock(db)
            _delete(db, db.scalars(select(t.chat.c.id).where(which)).all())
            _forget_album_ids(db, chat)
            _forget_admission(db, chat, anywhere=True)
            if person:
                _forget_person(db, chat, person)

    def forget_lost(self, before: datetime) -> int:
        """Forget the chats that could not be reached since then or for longer; returns how many there were."""
        lost = select(t.chat.c.id).where(t.chat.c.paused_at < before).order_by(t.chat.c.paused_at).limit(BATCH)
        forgotten = 0
        while self._any(lost):
            with self._database.write_batch() as db:
                _lock(db)
                ids = db.scalars(lost).all()
                chats = [to_chat(row) for row in db.execute(select(*CHAT_COLUMNS).where(t.chat.c.id.in_(ids)))]
                _delete(db, ids)
                for chat in chats:
                    _forget_admission(db, chat)
            forgotten += len(ids)
        return forgotten

    def _any(self, lost: Select[tuple[int]]) -> bool:
        with self._database.single_read() as db:
            return db.scalar(lost.limit(1)) is not None


def _lock(db: Connection) -> None:
    """No follow is added meanwhile, no match is stored, nothing is fanned out."""
    take_lock(db, FOLLOWS_LOCK)
    take_lock(db, CHAT_MERGE_LOCK)


def columns_about_chats() -> Iterator[Column[int]]:
    """The columns of other tables that hold the number of a chat, those without a foreign key too."""
    for table in t.metadata.sorted_tables:
        if table is not t.chat:
            yield from (each for each in table.c if each.name == "chat_id" or each.references(t.chat.c.id))


def _delete(db: Connection, ids: Sequence[int]) -> None:
    """Delete these chats, and what only they asked for."""
    if not ids:
        return
    asked = [select(each.c.query_id).where(each.c.chat_id.in_(ids)) for each in (t.subscription, t.attention)]
    queries = {number for each in asked for number in db.scalars(each)}
    for column in columns_about_chats():
        found_by_key = t.delivery.c.article_id.in_(_delivered()) if column.table is t.delivery else true()
        rows = and_(column.in_(ids), found_by_key)
        db.execute(delete(column.table).where(rows))
    told = [subject for number in ids for subject in subjects_of(number)]
    db.execute(delete(t.notice).where(t.notice.c.subject.in_(told)))
    db.execute(update(t.chat).where(t.chat.c.managing_id.in_(ids)).values(managing_id=None))
    db.execute(delete(t.chat).where(t.chat.c.id.in_(ids)))
    _delete_unfollowed(db, queries)


def _delivered() -> Select[tuple[int]]:
    """The articles that may have deliveries: their key begins with the article, so a chat's are found one by one."""
    first = select(func.min(t.delivery.c.article_id)).scalar_subquery()
    return select(t.article.c.id).where(t.article.c.id >= first)


def _delete_unfollowed(db: Connection, queries: set[int]) -> None:
    """Delete those of these queries that no chat follows or has chosen anything for, with their matches."""
    for each in (t.subscription, t.attention):
        queries = queries - set(db.scalars(select(each.c.query_id).where(each.c.query_id.in_(queries))))
    if queries:
        db.execute(delete(t.match).where(t.match.c.query_id.in_(queries)))
        db.execute(delete(t.query).where(t.query.c.id.in_(queries)))


def _forget_album_ids(db: Connection, chat: Chat) -> None:
    """The id of an update that is an album has the chat's in it."""
    mine = and_(t.update.c.lane == chat.lane, t.update.c.id.startswith(f"album:{chat.id}:", autoescape=True))
    db.execute(delete(t.update).where(mine))


def _forget_admission(db: Connection, chat: Chat, *, anywhere: bool = False) -> None:
    """What is kept of a chat, and of its person, on the list of who may use the bot.

    A group's stays while one of its topics is there. `anywhere`: also what lets them in in every workspace.
    """
    if db.scalar(select(t.chat.c.id).where(in_any_thread(chat)).limit(1)) is not None:
        return
    a = t.allowed.c
    here = and_(a.platform == chat.platform, a.workspace.in_({chat.workspace, "" if anywhere else chat.workspace}))
    people = db.scalars(select(a.through).where(here, a.native_id == chat.id, a.through != "")).all()
    db.execute(delete(t.allowed).where(here, a.native_id.in_([chat.id, *people])))


def _forget_person(db: Connection, chat: Chat, person: str) -> None:
    """Who asked for a site in a group, took an alert there, installed the app, or is on the list of who may use it."""
    asker = t.proposal_asker.c
    asked = and_(asker.platform == chat.platform, asker.person == qualified(person, chat.workspace))
    db.execute(delete(t.proposal_asker).where(asked))
    chats = select(t.chat.c.id).where(t.chat.c.platform == chat.platform, t.chat.c.workspace == chat.workspace)
    taken = and_(t.task.c.person == person, t.task.c.chat_id.in_(chats))
    db.execute(update(t.task).where(taken).values(person="", person_name=""))
    installed = and_(t.workspace.c.id == chat.workspace, t.workspace.c.installed_by == person)
    db.execute(update(t.workspace).where(installed).values(installed_by=""))
    _forget_admission(db, replace(chat, id=person, thread=""), anywhere=True)
