"""Follows of another grammar version, parsed again from their typed text, which may change what they mean.

    subscription ─ read ─▶ query ─ another canonical text? ─▶ new row of the same age
                                 └ not equivalent? ─▶ unannounced

In batches, one transaction each: after a crash, the next start continues with the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, and_, delete, or_, select, tuple_, union_all, update

from bot.matching.query import Query
from bot.storage import schema as t
from bot.storage.attention import move_attention
from bot.storage.common import FOLLOWS_LOCK, take_lock
from bot.storage.database import Database
from bot.storage.equivalence import are_equivalent
from bot.storage.queries import upsert_query
from bot.storage.story_heads import articles_to_send

BATCH = 500  #: follows per transaction
FIRST_GRAMMAR = 1  #: had words, phrases, OR and the exclusion of one term; concepts, fields and prefixes came later

Read = Callable[[str], Query | None]  #: parses a typed text; None: it can't be parsed


class _Row(NamedTuple):
    """A follow with its query, before it is parsed again."""

    id: int
    chat_id: int
    query_id: int
    typed: str
    created_at: datetime
    untold: bool
    followed_by: str
    canonical: str
    grammar: int


class Rereading:
    """Brings follows up to the current grammar."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def run(self, read: Read, grammar: int, now: datetime) -> int:
        """See `Follows.reread`."""
        done, last = 0, (0, 0)
        while rows := self._outdated(grammar, last):
            queries = {typed: read(typed) for typed in {row.typed for row in rows}}
            with self._database.write_transaction() as db:
                take_lock(db, FOLLOWS_LOCK)
                for row in rows:
                    self._reread(db, row, queries[row.typed], grammar, now)
                # a query is done when all its follows are; the last query of the batch may have more
                _set_grammar(db, {row.query_id for row in rows} - {rows[-1].query_id}, grammar)
            done, last = done + len(rows), (rows[-1].query_id, rows[-1].id)
            if not self._more_of(rows[-1]):
                with self._database.write_transaction() as db:
                    _set_grammar(db, {rows[-1].query_id}, grammar)
        return done

    def _outdated(self, grammar: int, last: tuple[int, int]) -> list[_Row]:
        columns = ("id", "chat_id", "query_id", "typed", "created_at", "untold", "followed_by")
        statement = (
            select(*(t.subscription.c[name] for name in columns), t.query.c.canonical, t.query.c.grammar)
            .join(t.query)
            .where(t.query.c.grammar != grammar, tuple_(t.subscription.c.query_id, t.subscription.c.id) > last)
            .order_by(t.subscription.c.query_id, t.subscription.c.id)
            .limit(BATCH)
        )
        with self._database.single_read() as db:
            return [_Row(**row) for row in db.execute(statement).mappings()]

    def _more_of(self, row: _Row) -> bool:
        later = and_(t.subscription.c.query_id == row.query_id, t.subscription.c.id > row.id)
        with self._database.single_read() as db:
            return db.scalar(select(t.subscription.c.id).where(later).limit(1)) is not None

    def _reread(self, db: Connection, row: _Row, query: Query | None, grammar: int, now: datetime) -> None:
        if query is None:
            return
        follow = t.subscription.c.id == row.id
        if query.canonical == row.canonical:
            if row.grammar == FIRST_GRAMMAR and _is_new_meaning(query):
                db.execute(update(t.subscription).where(follow).values(untold=True))
            return
        if not db.execute(delete(t.subscription).where(follow)).rowcount:
            return  # unfollowed meanwhile
        query_id = upsert_query(self._database, db, query.canonical, row.typed, grammar, now)
        values = {"chat_id": row.chat_id, "query_id": query_id, "typed": row.typed, "created_at": row.created_at}
        values["followed_by"] = row.followed_by
        values["asked_at"] = now
        untold = row.untold or not are_equivalent(row.canonical, query.canonical)
        statement = self._database.insert(t.subscription).values(untold=untold, **values)
        again = {"index_elements": ["chat_id", "query_id"], "set_": {"untold": True}}
        db.execute(statement.on_conflict_do_update(**again))
        move_attention(db, row.chat_id, row.query_id, query_id)
        self._copy_owed_matches(db, row, query_id)

    def _copy_owed_matches(self, db: Connection, row: _Row, query_id: int) -> None:
        """Copy the old query's matches that are not delivered yet to the new query."""
        owed = union_all(*articles_to_send(row.chat_id))
        in_fanout = select(t.fanout.c.article_id).where(t.fanout.c.cursor < row.chat_id)
        waiting = or_(t.match.c.article_id.in_(owed), t.match.c.article_id.in_(in_fanout))
        matches = select(t.match).where(t.match.c.query_id == row.query_id, waiting)
        for match in db.execute(matches).mappings().all():
            statement = self._database.insert(t.match).values(**(dict(match) | {"query_id": query_id}))
            db.execute(statement.on_conflict_do_nothing(index_elements=["article_id", "query_id"]))


def _is_new_meaning(query: Query) -> bool:
    """Does a query with the same canonical text mean what the first grammar could not express?"""
    newer = any(term.concept or term.field or term.prefix for term in query.terms)
    return newer or any(len(terms) > 1 for terms in query.none_of)


def _set_grammar(db: Connection, query_ids: set[int], grammar: int) -> None:
    db.execute(update(t.query).where(t.query.c.id.in_(sorted(query_ids))).values(grammar=grammar))
