"""What intake stores: sources and how they do, entries and their keys, pages, matches and fan-out jobs."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select, true, update

from bot.model import Article, Entry, Key, KeyKind, Match, PageState, Source
from bot.storage import schema as t
from bot.storage.base import FOLLOWING, STORING, PageDue, PollState, Tables, articles_query, in_turn, to_article
from bot.storage.search import note_text

TEASER_AFTER = timedelta(minutes=15)  # without its page by then, an article goes out on its teaser (DESIGN)

#: the strongest key wins where keys name two articles
SWEPT = 200  #: texts dropped in a transaction
STRENGTH = {KeyKind.ID: 0, KeyKind.URL: 1, KeyKind.TITLE: 2}


class Intake(Tables):
    """News in."""

    def sync_sources(self, sources: Sequence[Source], now: datetime) -> None:
        """Take up the sources file: new ones are added, those it names no more are switched off, none is forgotten."""
        with self._writing() as db:
            db.execute(update(t.source).values(enabled=False))
            for source in sources:
                shown = {"name": source.name, "language": source.language, "every": source.every}
                statement = self._insert(t.source).values(key=source.key, enabled=source.enabled, failures=0, **shown)
                changed = {**shown, "enabled": source.enabled}
                # a source switched off and on again, or whose interval became shorter, is polled soon
                db.execute(statement.on_conflict_do_update(index_elements=["key"], set_=changed))

    def poll_state(self, source_key: str) -> PollState:
        """What the last poll left behind."""
        columns = ("etag", "modified", "body_hash", "first_polled_at", "failures", "next_poll_at")
        with self._reading() as db:
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
        with self._writing() as db:
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
        with self._writing() as db:
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

    def add_entry(
        self,
        source: Source,
        entry: Entry,
        keys: Sequence[Key],
        *,
        silent: bool,
        page_due_at: datetime | None,
        now: datetime,
    ) -> int | None:
        """Store a new entry and claim its keys in one transaction; None if it is known already.

        A known article's headline is updated where the ID key names it, and it takes on its entry's new keys, so that
        an edited headline or slug stays known under both; where another key names it, the entry's address is kept for
        who asks why it did not come. `page_due_at` None: there is no page to read. Keys hold across sources, so
        entries are stored in turn, whoever polls.
        """
        with self._writing() as db:
            in_turn(db, STORING)
            known = _known(db, keys, now)
            if known is not None:
                self._update_known(db, known, entry, keys, now)
                return None
            published_at = min(entry.published_at or now, now)
            row = {
                "source_key": source.key,
                "language": source.language,
                "url": entry.link,
                "title": entry.title,
                "teaser": entry.teaser,
                "published_at": published_at,
                "first_seen_at": now,
                "page_state": PageState.GIVEN_UP if page_due_at is None else PageState.AWAITING,
                "page_attempts": 0,
                "page_next_at": page_due_at,
                "silent": silent,
            }
            article_id: int = db.execute(t.article.insert().values(row).returning(t.article.c.id)).scalar_one()
            self._claim_keys(db, article_id, keys, now)
            note_text(db, article_id)
            return article_id

    def _claim_keys(self, db: Connection, article_id: int, keys: Sequence[Key], now: datetime) -> None:
        for key in keys:
            statement = self._insert(t.article_key).values(
                kind=key.kind, value=key.value, article_id=article_id, expires_at=key.expires_at
            )
            fresh = {"article_id": article_id, "expires_at": key.expires_at}
            db.execute(
                statement.on_conflict_do_update(
                    index_elements=["kind", "value"], set_=fresh, where=t.article_key.c.expires_at <= now
                )
            )

    def _update_known(self, db: Connection, article_id: int, entry: Entry, keys: Sequence[Key], now: datetime) -> None:
        held = db.execute(
            select(t.article_key.c.kind, t.article_key.c.value).where(t.article_key.c.article_id == article_id)
        ).all()
        missing = [key for key in keys if (key.kind, key.value) not in {(kind, value) for kind, value in held}]
        same_id = any(key.kind == KeyKind.ID and (key.kind, key.value) in held for key in keys)
        if same_id:
            self._claim_keys(db, article_id, missing, now)
            changed = and_(t.article.c.id == article_id, t.article.c.title != entry.title)
            if db.execute(update(t.article).where(changed).values(title=entry.title)).rowcount:
                note_text(db, article_id)
            return
        for key in missing:
            if key.kind is KeyKind.URL:
                also = self._insert(t.article_key).values(kind=KeyKind.ALSO, value=key.value, article_id=article_id)
                db.execute(also.on_conflict_do_nothing(index_elements=["kind", "value"]))

    def unfinished_sources(self) -> list[str]:
        """Keys of the sources that are switched off and of which an article is not matched yet."""
        waiting = select(t.article.c.source_key).where(t.article.c.matched_at.is_(None))
        off = select(t.source.c.key).where(~t.source.c.enabled, t.source.c.key.in_(waiting)).order_by(t.source.c.key)
        with self._reading() as db:
            return list(db.scalars(off))

    def pages_due(
        self,
        now: datetime,
        limit: int,
        exclude_sources: Collection[str] = (),
        *,
        sources: Collection[str] | None = None,
    ) -> list[PageDue]:
        """Articles whose page is due, those that will alert first, then the newest; `sources` None: of all."""
        statement = (
            articles_query()
            .where(
                t.article.c.page_state == PageState.AWAITING,
                t.article.c.page_next_at <= now,
                t.source.c.enabled,
                t.article.c.source_key.not_in(list(exclude_sources)),
                _of(sources),
            )
            .order_by(
                t.article.c.silent, t.article.c.page_attempts > 0, t.article.c.published_at.desc(), t.article.c.id
            )
            .limit(limit)
        )
        with self._reading() as db:
            rows = db.execute(statement).mappings().all()
        return [PageDue(article=to_article(row), attempts=row["page_attempts"]) for row in rows]

    def page_read(
        self,
        article_id: int,
        *,
        body: str,
        matches: Sequence[Match],
        upto: int,
        now: datetime,
        published_at: datetime | None = None,
    ) -> bool:
        """Store the full text, its matches and a fan-out job in one transaction.

        False, and nothing stored, if there is a follow newer than `upto`: match again.
        """
        values: dict[str, Any] = {"body": body, "page_state": PageState.READ, "page_next_at": None, "page_error": None}
        if published_at is not None:
            values["published_at"] = min(published_at, now)
        return self._store_matches(article_id, values, matches, upto, now)

    def matched(self, article_id: int, *, matches: Sequence[Match], upto: int, now: datetime) -> bool:
        """Store matches and a fan-out job for an article that goes out on its teaser; otherwise as `page_read`."""
        return self._store_matches(article_id, {}, matches, upto, now)

    def _store_matches(
        self, article_id: int, values: dict[str, Any], matches: Sequence[Match], upto: int, now: datetime
    ) -> bool:
        with self._writing() as db:
            in_turn(db, FOLLOWING, shared=True)  # no follow is half made while we look for newer ones
            if (db.scalar(select(func.max(t.subscription.c.id))) or 0) > upto:
                return False
            db.execute(update(t.article).where(t.article.c.id == article_id).values(matched_at=now, **values))
            if "body" in values:
                note_text(db, article_id)
            for match in matches:
                found = {"sentence": match.sentence, "spans": json.dumps(match.spans)}
                statement = self._insert(t.match).values(article_id=article_id, query_id=match.query_id, **found)
                db.execute(statement.on_conflict_do_update(index_elements=["article_id", "query_id"], set_=found))
            silent = db.scalar(select(t.article.c.silent).where(t.article.c.id == article_id))
            if matches and not silent:
                job = self._insert(t.fanout).values(article_id=article_id, cursor=0, created_at=now)
                again = {"cursor": 0, "created_at": now}
                db.execute(job.on_conflict_do_update(index_elements=["article_id"], set_=again))
            return True

    def page_failed(self, article_id: int, reason: str, *, next_at: datetime | None, now: datetime) -> None:
        """Record an attempt at a page that failed; `next_at` None: it is given up."""
        with self._writing() as db:
            db.execute(
                update(t.article)
                .where(t.article.c.id == article_id)
                .values(
                    page_attempts=t.article.c.page_attempts + 1,
                    page_error=reason,
                    page_next_at=next_at,
                    page_state=PageState.GIVEN_UP if next_at is None else PageState.AWAITING,
                )
            )

    def unmatched(self, now: datetime, limit: int, *, sources: Collection[str] | None = None) -> list[Article]:
        """Articles to go out on their teaser: the page is given up, or has kept them waiting for 15 minutes."""
        waited = or_(t.article.c.page_state == PageState.GIVEN_UP, t.article.c.first_seen_at <= now - TEASER_AFTER)
        statement = (
            articles_query().where(t.article.c.matched_at.is_(None), waited, _of(sources)).order_by(t.article.c.id)
        )
        with self._reading() as db:
            return [to_article(row) for row in db.execute(statement.limit(limit)).mappings()]

    def follows_after(self, cursor: int) -> tuple[int, list[tuple[int, str]]]:
        """Queries of the follows newer than `cursor`, as (query id, canonical), and the new cursor."""
        statement = (
            select(func.max(t.subscription.c.id), t.query.c.id, t.query.c.canonical)
            .join(t.query)
            .where(t.subscription.c.id > cursor)
            .group_by(t.query.c.id, t.query.c.canonical)
        )
        with self._reading() as db:
            rows = db.execute(statement).all()
        return max([cursor, *(newest for newest, _, _ in rows)]), [(query_id, text) for _, query_id, text in rows]

    def sweep(self, now: datetime, *, bodies_before: datetime) -> None:
        """Drop the bodies of articles first seen before that, and keys that have run out; titles and links stay.

        The words of what was dropped go when `index_words` is called.
        """
        with self._writing() as db:
            db.execute(t.article_key.delete().where(t.article_key.c.expires_at <= now))
        old = and_(t.article.c.first_seen_at < bodies_before, t.article.c.body.is_not(None))
        some = select(t.article.c.id).where(old).order_by(t.article.c.first_seen_at).limit(SWEPT)
        drop = update(t.article).where(t.article.c.id.in_(some)).values(body=None, indexed=0)
        dropped = SWEPT
        while dropped == SWEPT:
            with self._batch() as db:
                dropped = db.execute(drop).rowcount


def _of(sources: Collection[str] | None) -> ColumnElement[bool]:
    return true() if sources is None else t.article.c.source_key.in_(list(sources))


def _known(db: Connection, keys: Sequence[Key], now: datetime) -> int | None:
    if not keys:
        return None
    named = or_(*(and_(t.article_key.c.kind == key.kind, t.article_key.c.value == key.value) for key in keys))
    alive = or_(t.article_key.c.expires_at.is_(None), t.article_key.c.expires_at > now)
    strength = case(STRENGTH, value=t.article_key.c.kind)
    return db.scalar(select(t.article_key.c.article_id).where(named, alive).order_by(strength).limit(1))
