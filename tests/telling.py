"""Stories for tests: articles that join one, and alerts that others are shown under, without what decides that."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.model import Assignment
from bot.storage import schema as t
from bot.storage.store import Store
from bot.storage.stories import assign
from bot.stories.window import StoryWindow


def joins(
    store: Store,
    article_id: int,
    first_id: int | None,
    now: datetime,
    *,
    nearest_id: int | None = None,
    copied: bool = False,
    new: tuple[str, ...] | None = None,
    features: str = "{}",
) -> int:
    """The article joins the story of the first one, None: it begins one; returns the story's number."""
    first = store.articles.get(first_id) if first_id is not None else None
    assignment = Assignment(
        article_id=article_id,
        story_id=None if first is None else first.story_id,
        score=None if first is None else 0.5,
        nearest_id=nearest_id or first_id,
        copied=copied,
        new_sentences=new,
        features=features,
    )
    with store.database.write_transaction() as db:
        story_id = assign(db, assignment, now)
        db.execute(update(t.article).where(t.article.c.id == article_id).values(story_id=story_id))
    return story_id


def is_one_story(store: Store, now: datetime, first_id: int, *others: int) -> None:
    """All of them tell of one story."""
    joins(store, first_id, None, now)
    for each in others:
        joins(store, each, first_id, now)


def is_shown_under(store: Store, article_id: int, head_id: int) -> None:
    """In every chat that is owed both, one is shown under the alert of the other."""
    with store.database.write_transaction() as db:
        own = t.delivery.c.article_id == article_id
        db.execute(update(t.delivery).where(own).values(state="joined", head_id=head_id))


def was_called(store: Store, article_id: int, title: str, until_at: datetime, *, revision: int = 1) -> None:
    """The article had another headline before."""
    with store.database.write_transaction() as db:
        values = {"article_id": article_id, "revision": revision, "title": title, "until_at": until_at}
        db.execute(t.old_title.insert().values(values))


def are_compared(store: Store, concepts: Concepts, now: datetime, *article_ids: int) -> None:
    """They come one after the other, and each joins the story that it is like, as it is decided for real."""
    window = StoryWindow(concepts)
    for article_id in article_ids:
        article = store.articles.get(article_id)
        assert article is not None
        assignment = window.assign(article, AnalyzedText.of(article, concepts), now)
        with store.database.write_transaction() as db:
            story_id = assign(db, assignment, now)
            db.execute(update(t.article).where(t.article.c.id == article_id).values(story_id=story_id))
        for member in store.stories.members_after(window.number, 100):
            window.add(member)
