"""Follows made under another grammar, read anew from what was typed, which may change what they mean.

    subscription ─ read ─▶ its query of today ─ spelled otherwise? ─▶ a new row of the same age
                                              └ asks for something else? ─▶ unannounced

In batches, each of them whole: wherever a crash falls, the next start goes on from there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, and_, delete, or_, select, tuple_, union_all, update

from bot.matching.query import Query
from bot.storage import schema as t
from bot.storage.alike import ask_alike
from bot.storage.base import FOLLOWING, in_turn, owed_articles
from bot.storage.database import Database
from bot.storage.queries import query_id

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


class Rereading:
    """Follows brought up to today's grammar."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def run(self, read: Read, grammar: int, now: datetime) -> int:
        """As `Follows.reread`."""
        done, last = 0, (0, 0)
        while rows := self._outdated(grammar, last):
            queries = {typed: read(typed) for typed in {row.typed for row in rows}}
            with self._database.writing() as db:
                in_turn(db, FOLLOWING)
                for row in rows:
                    self._read_anew(db, row, queries[row.typed], grammar, now)
                # a query is done when all its follows are: the last one here may have more of them
                _mark_read(db, {row.query_id for row in rows} - {rows[-1].query_id}, grammar)
            done, last = done + len(rows), (rows[-1].query_id, rows[-1].id)
            if not self._more_of(rows[-1]):
                with self._database.writing() as db:
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
        with self._database.reading() as db:
            return [_Row(**row) for row in db.execute(statement).mappings()]

    def _more_of(self, row: _Row) -> bool:
        later = and_(t.subscription.c.query_id == row.query_id, t.subscription.c.id > row.id)
        with self._database.reading() as db:
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
        number = query_id(self._database, db, query.canonical, row.typed, grammar, now)
        values = {"chat_id": row.chat_id, "query_id": number, "typed": row.typed, "created_at": row.created_at}
        untold = row.untold or not ask_alike(row.canonical, query.canonical)
        statement = self._database.insert(t.subscription).values(untold=untold, **values)
        again = {"index_elements": ["chat_id", "query_id"], "set_": {"untold": True}}
        db.execute(statement.on_conflict_do_update(**again))
        self._keep_owed(db, row, number)

    def _keep_owed(self, db: Connection, row: _Row, query_id: int) -> None:
        """What the old query found and is not delivered yet is the new one's."""
        owed = union_all(*owed_articles(t.delivery.c.chat_id == row.chat_id))
        shared_out = select(t.fanout.c.article_id).where(t.fanout.c.cursor < row.chat_id)
        waiting = or_(t.match.c.article_id.in_(owed), t.match.c.article_id.in_(shared_out))
        found = select(t.match).where(t.match.c.query_id == row.query_id, waiting)
        for match in db.execute(found).mappings().all():
            statement = self._database.insert(t.match).values(**(dict(match) | {"query_id": query_id}))
            db.execute(statement.on_conflict_do_nothing(index_elements=["article_id", "query_id"]))


def _says_more(query: Query) -> bool:
    """Does a query that is typed the same say what the first grammar could not?"""
    newer = any(term.concept or term.field or term.prefix for term in query.terms)
    return newer or any(len(terms) > 1 for terms in query.none_of)


def _mark_read(db: Connection, query_ids: set[int], grammar: int) -> None:
    db.execute(update(t.query).where(t.query.c.id.in_(sorted(query_ids))).values(grammar=grammar))
