"""Stories: which articles report one event, as it was decided when each was first matched.

article ─ in the transaction of its matches, under STORIES_LOCK ─▶ its row, its story ─▶ every worker's window
                  ▲                                                                          │
                  └───────── assigned anew, if another article has a row meanwhile ◀─────────┘
"""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, text, update

from bot.model import Article, Assignment, OldTitle, StoryEntry, StoryMember
from bot.storage import schema as t
from bot.storage.common import STORIES_LOCK, articles_query, take_lock, to_article
from bot.storage.database import Database

FEATURES_KEPT = timedelta(days=4)  #: since an article was assigned; longer than the window of stories
LATEST = 30  #: articles of a story that a new one is compared with, sentence by sentence
SWEEP_BATCH = 1_000  #: rows per transaction

_s, _a = t.story_article.c, t.article.c
#: a literal, so that the planners recognise the partial index
_HAS_FEATURES = text("story_article.features IS NOT NULL")
# Statements are built once: they are asked for each article.
_ANY_AFTER = select(_s.id).where(_HAS_FEATURES, _s.id > bindparam("number")).limit(1)
_MEMBERS_AFTER = (
    select(_s.id, _s.article_id, _a.story_id, _a.source_key, _a.language, _a.published_at, _s.features)
    .join(t.article, _a.id == _s.article_id)
    .where(_HAS_FEATURES, _s.id > bindparam("number"))
    .order_by(_s.id)
    .limit(bindparam("most"))
)
_ASSIGNED = select(t.story_article, _a.story_id).join(t.article).where(_s.article_id == bindparam("article"))
_ASSIGN = t.story_article.insert()
_UNASSIGN = delete(t.story_article).where(_s.article_id == bindparam("article"))
_BEGIN = t.story.insert().returning(t.story.c.id)
_GROW = update(t.story).where(t.story.c.id == bindparam("story")).values(articles=t.story.c.articles + 1)


class Stories:
    """Articles by story."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def members_after(self, number: int, limit: int) -> list[StoryMember]:
        """The first articles assigned after that one, by any worker, in the order of `number`; old ones are left out.

        With the number of the last one read, no assignment is missed: see `is_newest`.
        """
        with self._database.single_read() as db:
            return [
                StoryMember(
                    number=row.id,
                    article_id=row.article_id,
                    story_id=row.story_id,
                    source_key=row.source_key,
                    language=row.language,
                    published_at=row.published_at,
                    features=row.features,
                )
                for row in db.execute(_MEMBERS_AFTER, {"number": number, "most": limit})
            ]

    def of(self, article_id: int) -> tuple[StoryEntry, ...]:
        """All articles of its story, itself too, in the order of publication; empty: it is in none."""
        own = select(_a.story_id).where(_a.id == article_id).scalar_subquery()
        told = (_s.assigned_at, _s.score, _s.nearest_id, _s.copied, _s.new_text)
        rows = articles_query().add_columns(*told).join(t.story_article, _s.article_id == _a.id)
        rows = rows.where(_a.story_id == own).order_by(_a.published_at, _a.id)
        with self._database.single_read() as db:
            return tuple(_to_entry(row) for row in db.execute(rows).mappings())

    def size(self, story_id: int) -> int:
        """How many articles tell of a story."""
        with self._database.single_read() as db:
            return db.scalar(select(t.story.c.articles).where(t.story.c.id == story_id)) or 0

    def latest(self, story_id: int) -> list[Article]:
        """The latest articles of a story, LATEST at most, in the order of publication."""
        rows = articles_query().where(_a.story_id == story_id).order_by(_a.published_at.desc(), _a.id.desc())
        with self._database.single_read() as db:
            return [to_article(row) for row in db.execute(rows.limit(LATEST)).mappings()][::-1]

    def features(self, article_ids: Collection[int]) -> dict[int, str]:
        """What these articles are compared by; those that were never compared, or are old, are left out."""
        rows = select(_s.article_id, _s.features).where(_s.article_id.in_(list(article_ids)), _s.features.is_not(None))
        with self._database.single_read() as db:
            return {row.article_id: row.features for row in db.execute(rows)}

    def old_titles(self, article_ids: Collection[int]) -> dict[int, tuple[OldTitle, ...]]:
        """The headlines that these articles had before, the first one first; those that had none are left out."""
        o = t.old_title.c
        rows = select(o.article_id, o.title, o.until_at).where(o.article_id.in_(list(article_ids)))
        found: dict[int, tuple[OldTitle, ...]] = {}
        with self._database.single_read() as db:
            for row in db.execute(rows.order_by(o.article_id, o.revision)):
                one = OldTitle(title=row.title, until_at=row.until_at)
                found[row.article_id] = (*found.get(row.article_id, ()), one)
        return found

    def sweep(self, now: datetime, *, bodies_before: datetime) -> None:
        """Drop what no article is compared by any more, and what is about articles whose bodies are dropped."""
        old = select(_s.id).where(_HAS_FEATURES, _s.assigned_at < now - FEATURES_KEPT).order_by(_s.id)
        drop = update(t.story_article).where(_s.id.in_(old.limit(SWEEP_BATCH))).values(features=None)
        self._database.in_batches(drop, SWEEP_BATCH)
        for instant in (t.old_title.c.until_at, t.redraw.c.created_at, t.story_split.c.split_at):
            with self._database.write_batch() as db:
                db.execute(delete(instant.table).where(instant < bodies_before))


def _to_entry(row: Any) -> StoryEntry:
    return StoryEntry(
        article=to_article(row),
        assigned_at=row["assigned_at"],
        score=row["score"],
        nearest_id=row["nearest_id"],
        copied=row["copied"],
        new_sentences=None if row["new_text"] is None else tuple(json.loads(row["new_text"])),
    )


def is_newest(db: Connection, number: int) -> bool:
    """Was no article assigned after that one? Nobody assigns another one before this transaction ends."""
    take_lock(db, STORIES_LOCK)
    return db.scalar(_ANY_AFTER, {"number": number}) is None


def assign(db: Connection, assignment: Assignment, now: datetime) -> int:
    """Store how an article came to its story, within a transaction; returns the story.

    One that has a story keeps it, with what was found out then; what it is compared by is renewed, under a new number,
    so that every worker reads it again.
    """
    own = {"article": assignment.article_id}
    row = db.execute(_ASSIGNED, own).mappings().first()
    if row is None:
        story_id = _grown_story(db, assignment.story_id, now)
        db.execute(_ASSIGN, _first_row(assignment, now))
    else:
        story_id = int(row["story_id"])
        if row["features"] not in (None, assignment.features):
            kept = {name: value for name, value in row.items() if name not in ("id", "story_id")}
            db.execute(_UNASSIGN, own)
            db.execute(_ASSIGN, kept | {"features": assignment.features})
    return story_id


def _first_row(assignment: Assignment, now: datetime) -> dict[str, Any]:
    return {
        "article_id": assignment.article_id,
        "assigned_at": now,
        "score": assignment.score,
        "nearest_id": assignment.nearest_id,
        "copied": assignment.copied,
        "new_text": None if assignment.new_sentences is None else json.dumps(assignment.new_sentences),
        "features": assignment.features,
    }


def _grown_story(db: Connection, story_id: int | None, now: datetime) -> int:
    """The story with one more article; None: a new one."""
    if story_id is None:
        return int(db.execute(_BEGIN, {"created_at": now, "changed_at": now, "articles": 1}).scalar_one())
    db.execute(_GROW, {"story": story_id, "changed_at": now})
    return story_id
