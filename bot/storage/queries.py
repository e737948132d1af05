"""Queries, each shared by all chats that follow it, and the follows themselves as they are read."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, exists, select

from bot.storage import schema as t
from bot.storage.database import Database


def query_id(database: Database, db: Connection, canonical: str, typed: str, grammar: int, now: datetime) -> int:
    """The id of a query within a transaction, made if nobody has asked it yet."""
    values = {"canonical": canonical, "typed": typed, "grammar": grammar, "created_at": now}
    statement = database.insert(t.query).values(values)
    nobody = ~exists().where(t.subscription.c.query_id == t.query.c.id)  # else `reread` will see to it
    again = {"index_elements": ["canonical"], "set_": {"grammar": grammar}, "where": nobody}
    db.execute(statement.on_conflict_do_update(**again))
    found: int = db.execute(select(t.query.c.id).where(t.query.c.canonical == canonical)).scalar_one()
    return found


def subscriptions_query() -> Select[Any]:
    """SELECT of follows, as Subscription's fields."""
    return select(
        t.subscription.c.query_id, t.subscription.c.typed, t.query.c.canonical, t.subscription.c.created_at
    ).join(t.query)
