"""How much has been done: articles read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from bot.storage import schema as t
from bot.storage.database import Database


class Activity:
    """Counts what was done."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def articles_read(self, since: datetime) -> int:
        """How many articles were first seen since then."""
        with self._database.single_read() as db:
            return db.scalar(select(func.count()).where(t.article.c.first_seen_at >= since)) or 0
