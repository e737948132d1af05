"""Notices: which failures operators know of, so that each is reported once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from bot.model import NewLetter
from bot.storage import schema as t
from bot.storage.database import Database
from bot.storage.letters import enqueue


class Notices:
    """The failures reported; a subject is "source:kt-eng" or "platform:telegram"."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def subjects(self) -> set[str]:
        """The subjects that are reported as failing."""
        with self._database.single_read() as db:
            return set(db.scalars(select(t.notice.c.subject)))

    def add(self, subject: str, now: datetime, letters: Sequence[NewLetter]) -> bool:
        """Report by these letters that a subject fails; False, and nothing stored: none of them can be enqueued."""
        with self._database.write_transaction() as db:
            if not sum(enqueue(db, letter) for letter in letters):
                return False
            statement = self._database.insert(t.notice).values(subject=subject, told_at=now)
            db.execute(statement.on_conflict_do_nothing(index_elements=["subject"]))
            return True

    def clear(self, subject: str, letters: Sequence[NewLetter]) -> bool:
        """Report by these letters that a subject works again; False, and nothing stored: none can be enqueued."""
        with self._database.write_transaction() as db:
            if not sum(enqueue(db, letter) for letter in letters):
                return False
            db.execute(t.notice.delete().where(t.notice.c.subject == subject))
            return True
