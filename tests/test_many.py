"""Articles that are copied are what each would have been that came by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.storage import schema as t
from tests.many import add_articles
from tests.storage.conftest import NOW, Room, chat

HOUR = timedelta(hours=1)


@pytest.fixture
def room(database_url: str) -> Iterator[Room]:
    made = Room(database_url)
    yield made
    made.store.close()


def stored(room: Room, article: int) -> list[list[dict[str, Any]]]:
    """Its rows, but for what names it."""
    own = ("id", "article_id", "url", "title")
    tables = {t.article: t.article.c.id, t.match: t.match.c.article_id, t.fanout: t.fanout.c.article_id}
    with room.store.database.read_transaction() as db:
        return [
            [{name: row[name] for name in row if name not in own} for row in db.execute(found).mappings()]
            for found in (select(table).where(key == article) for table, key in tables.items())
        ]


@pytest.mark.parametrize("silent", [False, True])
def test_a_copy_has_the_rows_of_an_article_that_came_by_itself(room: Room, silent: bool) -> None:
    query = room.follow(chat("1"), "AI")
    copies = add_articles(room, [(number, NOW - number * HOUR) for number in range(3)], query, silent=silent)
    assert len(copies) == 3
    for number, copy in enumerate(copies):
        at = NOW - number * HOUR
        other = room.add_article(100 + number, at=at, silent=silent)
        assert other is not None
        room.match(other, query, at=at)
        assert stored(room, copy) == stored(room, other)
    with room.store.database.read_transaction() as db:
        titles = db.scalars(select(t.article.c.title).where(t.article.c.id.in_(copies)).order_by(t.article.c.id))
        assert list(titles) == ["Title 0", "Title 1", "Title 2"]
