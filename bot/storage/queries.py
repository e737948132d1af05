"""Queries, each shared by all chats that follow it, and the SELECT of follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, exists, func, select

from bot.model import Match
from bot.storage import schema as t
from bot.storage.common import for_each_dialect
from bot.storage.database import Database

# Statements are built once.
_STORED = select(t.query.c.id).where(t.query.c.id.in_(bindparam("ids", expanding=True)))
_BY_CANONICAL = select(t.query.c.id).where(t.query.c.canonical == bindparam("canonical"))
_UNUSED = ~exists().where(t.subscription.c.query_id == t.query.c.id)  # otherwise `reread` updates it
_UPSERT = for_each_dialect(
    t.query,
    lambda into: into.on_conflict_do_update(
        index_elements=["canonical"], set_={"grammar": into.excluded.grammar}, where=_UNUSED
    ).returning(t.query.c.id),
)


def upsert_query(database: Database, db: Connection, canonical: str, typed: str, grammar: int, now: datetime) -> int:
    """The id of a query, inserted if it is new, within a transaction."""
    values = {"canonical": canonical, "typed": typed, "grammar": grammar, "created_at": now}
    written: int | None = db.scalar(_UPSERT[database.dialect], values)
    if written is not None:
        return written
    found: int = db.execute(_BY_CANONICAL, {"canonical": canonical}).scalar_one()
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
