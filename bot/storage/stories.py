"""Stories: the articles that report one event, as they were assigned."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import select

from bot.model import OldTitle, StoryEntry
from bot.storage import schema as t
from bot.storage.common import articles_query, to_article
from bot.storage.database import Database

_s = t.story_article.c


class Stories:
    """Reads stories."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, article_id: int) -> tuple[StoryEntry, ...]:
        """All articles of the story of one, in the order of publication; empty: it is in none."""
        a = t.article.c
        story_id = select(a.story_id).where(a.id == article_id).scalar_subquery()
        own = (_s.assigned_at, _s.score, _s.nearest_id, _s.copied, _s.new_text)
        rows = articles_query().add_columns(*own).join(t.story_article, _s.article_id == a.id)
        rows = rows.where(a.story_id == story_id).order_by(a.published_at, a.id)
        with self._database.read_transaction() as db:
            return tuple(
                StoryEntry(
                    article=to_article(row),
                    assigned_at=row["assigned_at"],
                    score=row["score"],
                    nearest_id=row["nearest_id"],
                    copied=row["copied"],
                    new_sentences=tuple(json.loads(row["new_text"])) if row["new_text"] else None,
                )
                for row in db.execute(rows).mappings()
            )

    def features(self, article_ids: Collection[int]) -> dict[int, str]:
        """What articles are compared by; those that are older than the window have none."""
        rows = select(_s.article_id, _s.features).where(
            _s.article_id.in_(sorted(article_ids)), _s.features.is_not(None)
        )
        with self._database.read_transaction() as db:
            return {row.article_id: row.features for row in db.execute(rows)}

    def old_titles(self, article_ids: Collection[int]) -> dict[int, tuple[OldTitle, ...]]:
        """The headlines that articles had before, oldest first."""
        o = t.old_title.c
        rows = select(t.old_title).where(o.article_id.in_(sorted(article_ids))).order_by(o.article_id, o.revision)
        found: dict[int, tuple[OldTitle, ...]] = {}
        with self._database.read_transaction() as db:
            for row in db.execute(rows):
                old = OldTitle(title=row.title, until_at=row.until_at)
                found[row.article_id] = (*found.get(row.article_id, ()), old)
        return found
