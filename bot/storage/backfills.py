"""How far archives of sources are read in, so that what is stopped goes on where it was."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select

from bot.model import Source
from bot.storage import schema as t
from bot.storage.database import Database


class Backfills:
    """One row for each archive that is being read in: a source, and the address where it was begun."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, source: Source) -> None:
        """Make sure that the source is stored; what is stored of it stays."""
        settings = {name: getattr(source, name) for name in ("name", "language", "every", "kind", "site", "enabled")}
        row = self._database.insert(t.source).values(key=source.key, failures=0, **settings)
        with self._database.write_transaction() as db:
            db.execute(row.on_conflict_do_nothing(index_elements=["key"]))

    def cursor(self, source_key: str, address: str) -> tuple[str, int] | None:
        """Where to go on, as it was saved, and how many articles were stored so far; None: it begins."""
        with self._database.single_read() as db:
            row = db.execute(select(t.backfill.c.cursor, t.backfill.c.stored).where(_one(source_key, address))).first()
        return (row.cursor, row.stored) if row else None

    def save(self, source_key: str, address: str, cursor: str, stored: int, now: datetime) -> None:
        """Save where to go on."""
        values = {"cursor": cursor, "stored": stored, "changed_at": now}
        row = self._database.insert(t.backfill).values(source_key=source_key, address=address, **values)
        with self._database.write_transaction() as db:
            db.execute(row.on_conflict_do_update(index_elements=["source_key", "address"], set_=values))

    def finish(self, source_key: str, address: str) -> None:
        """It is read to its end: the next time begins anew, and drops what is known."""
        with self._database.write_transaction() as db:
            db.execute(delete(t.backfill).where(_one(source_key, address)))


def _one(source_key: str, address: str) -> ColumnElement[bool]:
    return and_(t.backfill.c.source_key == source_key, t.backfill.c.address == address)
