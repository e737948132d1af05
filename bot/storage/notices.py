"""Notices: what operators were told of as failing, so that each thing is said once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from bot.storage import schema as t
from bot.storage.database import Database


class Notices:
    """A subject is "source:kt-eng" or "platform:telegram"."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def subjects(self) -> set[str]:
        """What operators were told of as failing."""
        with self._database.reading() as db:
            return set(db.scalars(select(t.notice.c.subject)))

    def add(self, subject: str, now: datetime) -> None:
        """Operators were told that a subject fails."""
        with self._database.writing() as db:
            statement = self._database.insert(t.notice).values(subject=subject, told_at=now)
            db.execute(statement.on_conflict_do_nothing(index_elements=["subject"]))

    def clear(self, subject: str) -> None:
        """Operators were told that a subject is well."""
        with self._database.writing() as db:
            db.execute(t.notice.delete().where(t.notice.c.subject == subject))
