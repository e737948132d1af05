"""Queries, each shared by all chats that follow it, and the SELECT of follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, exists, func, select

from bot.model import Match
from bot.storage import schema as t
from bot.storage.database import Database

_STORED = select(t.query.c.id).where(t.query.c.id.in_(bindparam("ids", expanding=True)))  #: built once


def upsert_query(database: Database, db: Connection, canonical: str, typed: str, grammar: int, now: datetime) -> int:
    """The id of a query, inserted if it is new, within a transaction."""
    values = {"canonical": canonical, "typed": typed, "grammar": grammar, "created_at": now}
    statement = database.insert(t.query).values(values)
    unused = ~exists().where(t.subscription.c.query_id == t.query.c.id)  # otherwise `reread` updates it
    again = {"index_elements": ["canonical"], "set_": {"grammar": grammar}, "where": unused}
    db.execute(statement.on_conflict_do_update(**again))
    found: int = db.execute(select(t.query.c.id).where(t.query.c.canonical == canonical)).scalar_one()
    return found


def subscriptions_query() -> Select[Any]:
    """SELECT of follows, its columns the fields of Subscription."""
    s = t.subscription.c
    asked_at = func.coalesce(s.asked_at, s.created_at, type_=s.created_at.type).label("asked_at")
    columns = (s.query_id, s.typed, t.query.c.canonical, s.created_at, s.followed_by, asked_at)
    return select(*columns).join(t.query)


def of_stored(db: Connection, matches: Sequence[Match]) -> list[Match]:
    """Those of queries that are stored: an index in memory may still hold one that was deleted with its last chat."""
    if not matches:
        return []
    stored = set(db.scalars(_STORED, {"ids": [each.query_id for each in matches]}))
    return [each for each in matches if each.query_id in stored]
