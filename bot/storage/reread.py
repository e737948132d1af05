"""Follows made under another grammar, read anew from what was typed, and whom that was not told yet.

    subscription ─ read ─▶ its query of today ─ spelled otherwise? ─▶ a new row of the same age
                                              └ asks for something else? ─▶ `untold`

In batches, each of them whole: wherever a crash falls, the next start goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, and_, delete, or_, select, tuple_, update

from bot.matching.query import Query
from bot.model import Chat, Subscription
from bot.storage import schema as t
from bot.storage.alike import ask_alike
from bot.storage.base import FOLLOWING, OPEN, in_turn, this_chat
from bot.storage.follows import Follows, subscriptions_query

BATCH = 500  #: follows a transaction
FIRST_GRAMMAR = 1  #: knew words, phrases, OR and the exclusion of one term; concepts, fields and beginnings came later

Read = Callable[[str], Query | None]


class _Row(NamedTuple):
    """A follow as it was."""

    id: int
    chat_id: int
    query_id: int
    typed: str
    created_at: datetime
    untold: bool
    canonical: str
    grammar: int


class Reread(Follows):
    """Follows brought up to today's grammar."""

    def reread(self, read: Read, grammar: int, now: datetime) -> int:
        """Read every follow of another grammar anew from what was typed; how many there were.

        `read` says None of what can't be read any more: that follow stays as it is. A chat whose follow asks for
        something else now, means more than its grammar could say, or became the same as another one, is untold; one
        whose query is merely spelled otherwise is not. What is pending stays owed.
        """
        done, last = 0, (0, 0)
        while rows := self._outdated(grammar, last):
            queries = {typed: read(typed) for typed in {row.typed for row in rows}}
            with self._writing() as db:
                in_turn(db, FOLLOWING)
                for row in rows:
                    self._read_anew(db, row, queries[row.typed], grammar, now)
                # a query is done when all its follows are: the last one here may have more of them
                _mark_read(db, {row.query_id for row in rows} - {rows[-1].query_id}, grammar)
            done, last = done + len(rows), (rows[-1].query_id, rows[-1].id)
            if not self._more_of(rows[-1]):
                with self._writing() as db:
                    _mark_read(db, {rows[-1].query_id}, grammar)
        return done

    def _outdated(self, grammar: int, last: tuple[int, int]) -> list[_Row]:
        columns = ("id", "chat_id", "query_id", "typed", "created_at", "untold")
        statement = (
            select(*(t.subscription.c[name] for name in columns), t.query.c.canonical, t.query.c.grammar)
            .join(t.query)
            .where(t.query.c.grammar != grammar, tuple_(t.subscription.c.query_id, t.subscription.c.id) > last)
            .order_by(t.subscription.c.query_id, t.subscription.c.id)
            .limit(BATCH)
        )
        with self._reading() as db:
            return [_Row(**row) for row in db.execute(statement).mappings()]

    def _more_of(self, row: _Row) -> bool:
        later = and_(t.subscription.c.query_id == row.query_id, t.subscription.c.id > row.id)
        with self._reading() as db:
            return db.scalar(select(t.subscription.c.id).where(later).limit(1)) is not None

    def _read_anew(self, db: Connection, row: _Row, query: Query | None, grammar: int, now: datetime) -> None:
        if query is None:
            return
        this = t.subscription.c.id == row.id
        if query.canonical == row.canonical:
            if row.grammar == FIRST_GRAMMAR and _says_more(query):
                db.execute(update(t.subscription).where(this).values(untold=True))
            return
        if not db.execute(delete(t.subscription).where(this)).rowcount:
            return  # unfollowed a moment ago
        query_id = self._query_id(db, query.canonical, row.typed, grammar, now)
        values = {"chat_id": row.chat_id, "query_id": query_id, "typed": row.typed, "created_at": row.created_at}
        untold = row.untold or not ask_alike(row.canonical, query.canonical)
        statement = self._insert(t.subscription).values(untold=untold, **values)
        again = {"index_elements": ["chat_id", "query_id"], "set_": {"untold": True}}
        db.execute(statement.on_conflict_do_update(**again))
        self._keep_owed(db, row, query_id)

    def _keep_owed(self, db: Connection, row: _Row, query_id: int) -> None:
        """What the old query found and is not delivered yet is the new one's."""
        owed = select(t.delivery.c.article_id).where(t.delivery.c.chat_id == row.chat_id, OPEN)
        shared_out = select(t.fanout.c.article_id).where(t.fanout.c.cursor < row.chat_id)
        waiting = or_(t.match.c.article_id.in_(owed), t.match.c.article_id.in_(shared_out))
        found = select(t.match).where(t.match.c.query_id == row.query_id, waiting)
        for match in db.execute(found).mappings().all():
            statement = self._insert(t.match).values(**(dict(match) | {"query_id": query_id}))
            db.execute(statement.on_conflict_do_nothing(index_elements=["article_id", "query_id"]))

    def untold(self, limit: int) -> list[tuple[Chat, tuple[Subscription, ...]]]:
        """The follows that changed their meaning, of so many awake chats that were not told yet."""
        waiting = (
            select(t.chat.c.id, t.chat.c.platform, t.chat.c.native_id, t.chat.c.thread)
            .distinct()
            .join(t.subscription, t.subscription.c.chat_id == t.chat.c.id)
            .where(t.subscription.c.untold, t.chat.c.rested_at.is_(None))
            .order_by(t.chat.c.id)
            .limit(limit)
        )
        changed = subscriptions_query().order_by(t.subscription.c.created_at, t.subscription.c.id)
        told: list[tuple[Chat, tuple[Subscription, ...]]] = []
        with self._reading() as db:
            for row, platform, native_id, thread in db.execute(waiting).all():
                own = changed.where(t.subscription.c.chat_id == row, t.subscription.c.untold)
                follows = tuple(Subscription(**one) for one in db.execute(own).mappings())
                told.append((Chat(platform=platform, id=native_id, thread=thread), follows))
        return told

    def mark_told(self, chat: Chat) -> None:
        """The chat knows which of its follows changed."""
        with self._writing() as db:
            row = select(t.chat.c.id).where(this_chat(chat)).scalar_subquery()
            own = and_(t.subscription.c.chat_id == row, t.subscription.c.untold)
            db.execute(update(t.subscription).where(own).values(untold=False))


def _says_more(query: Query) -> bool:
    """Does a query that is typed the same say what the first grammar could not?"""
    newer = any(term.concept or term.field or term.prefix for term in query.terms)
    return newer or any(len(terms) > 1 for terms in query.none_of)


def _mark_read(db: Connection, query_ids: set[int], grammar: int) -> None:
    db.execute(update(t.query).where(t.query.c.id.in_(sorted(query_ids))).values(grammar=grammar))
