"""What the archive holds: articles of a period, why one came, and how the sources do."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, and_, func, literal_column, select

from bot.model import Article, Chat, Match, PageState, Reason, SourceHealth
from bot.storage import schema as t
from bot.storage.base import Tables, articles_query, this_chat, to_article

USUAL_SPAN = timedelta(days=14)  #: how far back the usual gap between a source's articles is taken
USUAL_ARTICLES = 500  #: and at most so many of them
LEAST_SILENCE = timedelta(hours=6)  #: shorter silences are nobody's concern: sources sleep at night
SILENCE_FACTOR = 3  #: this many times the longest of the usual gaps is "longer than usual"


class Archive(Tables):
    """Questions in."""

    def articles(
        self, start_at: datetime, end_at: datetime | None = None, *, limit: int | None = None
    ) -> list[Article]:
        """Articles published in [start_at, end_at), the newest first."""
        statement = articles_query().where(t.article.c.published_at >= start_at)
        if end_at is not None:
            statement = statement.where(t.article.c.published_at < end_at)
        statement = statement.order_by(t.article.c.published_at.desc(), t.article.c.id.desc()).limit(limit)
        with self._reading() as db:
            return [to_article(row) for row in db.execute(statement).mappings()]

    def article(self, article_id: int) -> Article | None:
        """One article."""
        with self._reading() as db:
            row = db.execute(articles_query().where(t.article.c.id == article_id)).mappings().first()
        return to_article(row) if row else None

    def reasons(self, chat: Chat, article_id: int) -> tuple[Reason, ...]:
        """The chat's follows that an article answers, in the order in which they were followed."""
        with self._reading() as db:
            row = db.scalar(select(t.chat.c.id).where(this_chat(chat)))
            return reasons(db, row, article_id)

    def oldest(self, source_keys: Collection[str], start_at: datetime, end_at: datetime) -> dict[str, datetime]:
        """When the oldest article of each source that was published in [start_at, end_at) was; none, no entry."""
        statement = (
            select(t.article.c.source_key, func.min(t.article.c.published_at))
            .where(
                t.article.c.source_key.in_(list(source_keys)),
                t.article.c.published_at >= start_at,
                t.article.c.published_at < end_at,
            )
            .group_by(t.article.c.source_key)
        )
        with self._reading() as db:
            return {row[0]: row[1] for row in db.execute(statement)}

    def silent_articles(self, source_key: str) -> int:
        """How many articles of a source alerted nobody: those of its first poll, and what came too late."""
        statement = select(func.count()).where(t.article.c.source_key == source_key, t.article.c.silent)
        with self._reading() as db:
            return db.scalar(statement) or 0

    def source_health(self, now: datetime) -> list[SourceHealth]:
        """How each source that is switched on does, in the order of the sources file."""
        with self._reading() as db:
            rows = db.execute(select(t.source).where(t.source.c.enabled).order_by(t.source.c.key)).mappings().all()
            return [_health(db, row, now) for row in rows]

    def told(self) -> set[str]:
        """The subjects of which the operator knows that they fail."""
        with self._reading() as db:
            return set(db.scalars(select(t.notice.c.subject)))

    def tell(self, subject: str, now: datetime) -> None:
        """The operator was told that a subject fails."""
        with self._writing() as db:
            statement = self._insert(t.notice).values(subject=subject, told_at=now)
            db.execute(statement.on_conflict_do_nothing(index_elements=["subject"]))

    def untell(self, subject: str) -> None:
        """The operator was told that a subject is well."""
        with self._writing() as db:
            db.execute(t.notice.delete().where(t.notice.c.subject == subject))


def reasons(db: Connection, chat_row: int | None, article_id: int) -> tuple[Reason, ...]:
    """The follows of a chat that an article answers, within a transaction."""
    statement = (
        select(t.subscription.c.query_id, t.subscription.c.typed, t.match.c.sentence, t.match.c.spans)
        .join(t.match, t.match.c.query_id == t.subscription.c.query_id)
        .where(t.subscription.c.chat_id == chat_row, t.match.c.article_id == article_id)
        .order_by(t.subscription.c.created_at, t.subscription.c.id)
    )
    return tuple(
        Reason(
            query_id=query_id,
            typed=typed,
            match=Match(query_id=query_id, sentence=sentence, spans=tuple((a, b) for a, b in json.loads(spans))),
        )
        for query_id, typed, sentence, spans in db.execute(statement)
    )


def _health(db: Connection, row: Any, now: datetime) -> SourceHealth:
    of_source = t.article.c.source_key == row["key"]
    # written out, for a value that is sent beside the statement does not let SQLite use the index of what waits
    waiting = and_(of_source, t.article.c.page_state == literal_column(f"'{PageState.AWAITING}'"))
    last_article_at = db.scalar(select(func.max(t.article.c.first_seen_at)).where(of_source))
    return SourceHealth(
        key=row["key"],
        name=row["name"],
        language=row["language"],
        every=row["every"],
        last_ok_at=row["last_ok_at"],
        last_article_at=last_article_at,
        failing_since_at=row["failing_since_at"],
        last_error=row["last_error"],
        last_error_at=row["last_error_at"],
        failures=row["failures"],
        next_poll_at=row["next_poll_at"],
        first_polled_at=row["first_polled_at"],
        pages_waiting=db.scalar(select(func.count()).where(waiting)) or 0,
        silent_longer_than_usual=_silent(db, row["key"], now),
    )


def _silent(db: Connection, source_key: str, now: datetime) -> bool:
    """Is the time since the newest article longer than three times the usual (median) gap, and than six hours?"""
    recent = (
        select(t.article.c.published_at)
        .where(t.article.c.source_key == source_key, t.article.c.published_at >= now - USUAL_SPAN)
        .order_by(t.article.c.published_at.desc())
    )
    newest: datetime | None = db.scalar(recent.limit(1))
    if newest is None:
        ever = select(t.article.c.id).where(t.article.c.source_key == source_key).limit(1)
        return db.scalar(ever) is not None
    if now - newest <= LEAST_SILENCE:
        return False  # as nearly always: no need for the gaps
    times = sorted(db.scalars(recent.limit(USUAL_ARTICLES)))
    gaps = sorted(later - earlier for earlier, later in pairwise(times))
    usual = gaps[len(gaps) // 2] if gaps else LEAST_SILENCE
    return now - newest > max(LEAST_SILENCE, usual * SILENCE_FACTOR)
