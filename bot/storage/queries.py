"""Queries, each shared by all chats that follow it, and the SELECT of follows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, exists, func, select

from bot.storage import schema as t
from bot.storage.database import Database


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
    return select(s.query_id, s.typed, t.query.c.canonical, s.created_at, asked_at).join(t.query)
