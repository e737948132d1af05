"""Sources: which there are, what their last poll left behind, and how they do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, and_, func, literal_column, select, update

from bot.model import PageState, Source, SourceHealth
from bot.storage import schema as t
from bot.storage.base import PollState
from bot.storage.database import Database

USUAL_SPAN = timedelta(days=14)  #: how far back the usual gap between a source's articles is taken
USUAL_ARTICLES = 500  #: and at most so many of them
LEAST_SILENCE = timedelta(hours=6)  #: shorter silences are nobody's concern: sources sleep at night
SILENCE_FACTOR = 3  #: this many times the longest of the usual gaps is "longer than usual"


class Sources:
    """Where news comes from."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sync(self, sources: Sequence[Source], now: datetime) -> None:
        """Take up the sources file: new ones are added, those it names no more are switched off, none is forgotten."""
        with self._database.writing() as db:
            db.execute(update(t.source).values(enabled=False))
            for source in sources:
                shown = {name: getattr(source, name) for name in ("name", "language", "every", "kind", "site")}
                statement = self._database.insert(t.source).values(
                    key=source.key, enabled=source.enabled, failures=0, **shown
                )
                changed = {**shown, "enabled": source.enabled}
                # a source switched off and on again, or whose interval became shorter, is polled soon
                db.execute(statement.on_conflict_do_update(index_elements=["key"], set_=changed))

    def unfinished(self) -> list[str]:
        """Keys of the sources that are switched off and of which an article is not matched yet."""
        waiting = select(t.article.c.source_key).where(t.article.c.matched_at.is_(None))
        off = select(t.source.c.key).where(~t.source.c.enabled, t.source.c.key.in_(waiting)).order_by(t.source.c.key)
        with self._database.reading() as db:
            return list(db.scalars(off))

    def poll_state(self, source_key: str) -> PollState:
        """What the last poll left behind."""
        columns = ("etag", "modified", "body_hash", "first_polled_at", "failures", "next_poll_at")
        with self._database.reading() as db:
            row = db.execute(select(t.source).where(t.source.c.key == source_key)).mappings().one()
        return PollState(**{name: row[name] for name in columns})

    def finish_poll(
        self,
        source_key: str,
        *,
        etag: str | None,
        modified: str | None,
        body_hash: str | None,
        next_poll_at: datetime | None,
        now: datetime,
    ) -> None:
        """Record a poll that worked; call it when every new entry of that body is stored."""
        with self._database.writing() as db:
            db.execute(
                update(t.source)
                .where(t.source.c.key == source_key)
                .values(
                    etag=etag,
                    modified=modified,
                    body_hash=body_hash,
                    next_poll_at=next_poll_at,
                    first_polled_at=func.coalesce(t.source.c.first_polled_at, now),
                    last_ok_at=now,
                    failing_since_at=None,
                    failures=0,
                )
            )

    def fail_poll(self, source_key: str, reason: str, *, next_poll_at: datetime | None, now: datetime) -> None:
        """Record a poll that failed, with its reason."""
        with self._database.writing() as db:
            db.execute(
                update(t.source)
                .where(t.source.c.key == source_key)
                .values(
                    failures=t.source.c.failures + 1,
                    failing_since_at=func.coalesce(t.source.c.failing_since_at, now),
                    last_error=reason,
                    last_error_at=now,
                    next_poll_at=next_poll_at,
                )
            )

    def health(self, now: datetime) -> list[SourceHealth]:
        """How each source that is switched on does, in the order of the sources file."""
        with self._database.reading() as db:
            rows = db.execute(select(t.source).where(t.source.c.enabled).order_by(t.source.c.key)).mappings().all()
            return [_health(db, row, now) for row in rows]


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
