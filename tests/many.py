"""Many articles at once: the first is stored as any other, and the rows of the others are copies of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select

from bot.storage import schema as t
from tests.storage.conftest import Room


def add_articles(room: Room, came: Sequence[tuple[int, datetime]], *queries: int, silent: bool = False) -> list[int]:
    """As if each had come then and these queries had found it; the ids.

    `came`: the number and the time of each. The copies have no keys, and no words for the search.
    """
    (number, at), *others = came
    first = room.add_article(number, at=at, silent=silent)
    assert first is not None
    room.match(first, *queries, at=at)
    with room.store.database.write_transaction() as db:
        a = t.article.c
        (like,) = _rows(db, t.article, a.id == first)
        del like["id"]
        copies = [
            _later(like, at, when) | {"url": f"http://127.0.0.1/{each}", "title": f"Title {each}"}
            for each, when in others
        ]
        if copies:
            db.execute(t.article.insert(), copies)
        ids = db.scalars(select(a.id).where(a.id > first).order_by(a.id)).all()
        for table in (t.match, t.fanout):
            likes = _rows(db, table, table.c.article_id == first)
            rows = [
                _later(row, at, when) | {"article_id": each}
                for each, (_, when) in zip(ids, others, strict=True)
                for row in likes
            ]
            if rows:
                db.execute(table.insert(), rows)
    return [first, *ids]


def _rows(db: Any, table: Table, which: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in db.execute(select(table).where(which)).mappings()]


def _later(row: dict[str, Any], was: datetime, when: datetime) -> dict[str, Any]:
    """The row, if everything in it that was then had been at another time."""
    return {name: when if value == was else value for name, value in row.items()}
