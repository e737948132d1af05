"""What is found in an article: its text, the follows that it answers, its story; stored in one transaction.

is there a newer follow, or a newer article of any story? ─▶ text ─▶ story ─▶ matches ─▶ fan-out job ─▶ its paragraphs
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from bot.model import Assignment, Match, PageState
from bot.storage import schema as t
from bot.storage.common import FOLLOWS_LOCK, for_each_dialect, take_lock
from bot.storage.database import Database
from bot.storage.headlines import change_title
from bot.storage.paragraphs import NOTHING, Learned, learn
from bot.storage.queries import of_stored
from bot.storage.search import index_text
from bot.storage.stories import assign, is_newest

_a = t.article.c

# Statements are built once: to build them for each article would cost more than to run them.
_ARTICLE = select(_a.silent, _a.source_key).where(_a.id == bindparam("article"))
_MATCHED_AT = select(_a.matched_at).where(_a.id == bindparam("article"))
_CHANGE = update(t.article).where(_a.id == bindparam("article"))  #: the other parameters say what
_NEWEST_FOLLOW = select(func.max(t.subscription.c.id))
_ADD_MATCH = for_each_dialect(
    t.match,
    lambda into: into.on_conflict_do_update(
        index_elements=["article_id", "query_id"],
        set_={"sentence": into.excluded.sentence, "spans": into.excluded.spans},
    ),
)
_ADD_JOB = for_each_dialect(
    t.fanout,
    lambda into: into.on_conflict_do_update(
        index_elements=["article_id"],
        set_={"cursor": into.excluded.cursor, "created_at": into.excluded.created_at},
    ),
)


class Findings:
    """Stores what was found in articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def store_page(
        self,
        article_id: int,
        *,
        body: str,
        matches: Sequence[Match],
        last_follow_id: int,
        now: datetime,
        published_at: datetime | None = None,
        title: str | None = None,
        silent: bool = False,
        learned: Learned = NOTHING,
        assignment: Assignment | None = None,
        last_number: int = 0,
    ) -> bool:
        """Store the full text, its matches, a fan-out job and what the page tells of its source, in one transaction.

        `published_at`, `title` None: they stay; `silent`: it alerts nobody, as its page shows how old it is.
        `assignment` None: it is compared with no other article.
        Returns False, with nothing stored, if there is a follow newer than `last_follow_id`, or an article was assigned
        to a story after `last_number`: match, or assign, again.
        """
        values: dict[str, Any] = {"body": body, "page_state": PageState.READ, "page_next_at": None, "page_error": None}
        if published_at is not None:
            values["published_at"] = min(published_at, now)
        if silent:
            values["silent"] = True
        with self._database.write_transaction() as db:
            if not _knows_all(db, last_follow_id, assignment, last_number):
                return False
            if title is not None:
                self._name(db, article_id, title, now)
            self._store(db, article_id, values, matches, assignment, learned, now)
            return True

    def store_matches(
        self,
        article_id: int,
        *,
        matches: Sequence[Match],
        last_follow_id: int,
        now: datetime,
        assignment: Assignment | None = None,
        last_number: int = 0,
    ) -> bool:
        """Like `store_page`, for an article that is matched on its teaser."""
        with self._database.write_transaction() as db:
            if not _knows_all(db, last_follow_id, assignment, last_number):
                return False
            self._store(db, article_id, {}, matches, assignment, NOTHING, now)
            return True

    def _name(self, db: Connection, article_id: int, title: str, now: datetime) -> None:
        """The headline of its page; nobody has seen the one that was made from its link, if it was never matched."""
        if db.scalar(_MATCHED_AT, {"article": article_id}) is None:
            db.execute(_CHANGE, {"article": article_id, "title": title})
        else:
            change_title(self._database, db, article_id, title, now)

    def _store(
        self,
        db: Connection,
        article_id: int,
        values: dict[str, Any],
        matches: Sequence[Match],
        assignment: Assignment | None,
        learned: Learned,
        now: datetime,
    ) -> None:
        if assignment is not None:
            values["story_id"] = assign(db, assignment, now)
        db.execute(_CHANGE, {"article": article_id, "matched_at": now, **values})
        if "body" in values:
            index_text(db, article_id)
        of_article = {"article_id": article_id, "found_at": now}
        found = [
            {"query_id": each.query_id, "sentence": each.sentence, "spans": json.dumps(each.spans), **of_article}
            for each in of_stored(db, matches)
        ]
        if found:
            db.execute(_ADD_MATCH[self._database.dialect], found)
        article = db.execute(_ARTICLE, {"article": article_id}).one()
        if matches and not article.silent:
            job = {"article_id": article_id, "cursor": 0, "created_at": now}
            db.execute(_ADD_JOB[self._database.dialect], job)
        learn(self._database, db, article.source_key, article_id, learned, now)


def _knows_all(db: Connection, last_follow_id: int, assignment: Assignment | None, last_number: int) -> bool:
    """Is there nothing newer than what the article was compared with? There will be nothing before this is stored."""
    take_lock(db, FOLLOWS_LOCK, shared=True)  # no follow is being added while we look for newer ones
    if (db.scalar(_NEWEST_FOLLOW) or 0) > last_follow_id:
        return False
    return assignment is None or is_newest(db, last_number)
