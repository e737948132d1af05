"""Articles: storing entries; and queries on the archive. What is found in them is stored by findings.py.

entry ─▶ awaiting its page ─▶ read, or given up ─▶ matched ─▶ fan-out job          (one transaction for each step)
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, case, func, or_, select, update

from bot.i18n.keys import to_json
from bot.i18n.text import Phrase
from bot.model import Article, Chat, Entry, Key, KeyKind, Match, PageState, Reason, Source
from bot.storage import article_keys
from bot.storage import schema as t
from bot.storage.columns import stored_key
from bot.storage.common import (
    ENTRIES_LOCK,
    IS_READ,
    PageDue,
    articles_query,
    take_lock,
    this_chat,
    to_article,
)
from bot.storage.findings import Findings
from bot.storage.new_article import first_row
from bot.storage.paragraphs import NOTHING, Learned, learn
from bot.storage.search import index_text

TEASER_AFTER = timedelta(minutes=15)  #: an article whose page is not read by then is matched on its teaser
SWEEP_BATCH = 200  #: texts dropped in a transaction
#: kinds of keys that `find` looks up, the most reliable first; titles are too ambiguous
LOOKUP_ORDER = {KeyKind.ID: 0, KeyKind.URL: 1, KeyKind.ALIAS_URL: 2}

# Statements are built once, as what is done for each article is; two are asked for every few seconds.
_a = t.article.c
_INSERT = t.article.insert().returning(t.article.c.id)
_BY_ID = articles_query().where(t.article.c.id == bindparam("article"))
_FAILED = update(t.article).where(t.article.c.id == bindparam("article"))
_FAILED = _FAILED.values(page_attempts=t.article.c.page_attempts + 1)
_PAGES_DUE = (
    articles_query()
    .where(_a.page_state == PageState.AWAITING, _a.page_next_at <= bindparam("now"), IS_READ)
    .where(_a.source_key.not_in(bindparam("excluded", expanding=True)))
    .order_by(_a.silent, _a.page_attempts > 0, _a.published_at.desc(), _a.id)
    .limit(bindparam("most"))
)
_UNMATCHED = (
    articles_query()
    .where(_a.matched_at.is_(None))
    .where(or_(_a.page_state != PageState.AWAITING, _a.first_seen_at <= bindparam("overdue")))
    .order_by(_a.id)
    .limit(bindparam("most"))
)
_SOME = _a.source_key.in_(bindparam("sources", expanding=True))
_PAGES_DUE_OF_SOME, _UNMATCHED_OF_SOME = _PAGES_DUE.where(_SOME), _UNMATCHED.where(_SOME)


class Articles(Findings):
    """The archive of articles."""

    def add_entry(
        self,
        source: Source,
        entry: Entry,
        keys: Sequence[Key],
        *,
        silent: bool,
        page_due_at: datetime | None,
        now: datetime,
        whole: bool = False,
        learned: Learned = NOTHING,
        seen_at: datetime | None = None,
    ) -> int | None:
        """Store a new entry and its keys in one transaction; returns the article's id, None if it is known already.

        If the ID key names a known article, its headline is updated (its revision grows) and the entry's new keys are
        added, so that an edited headline or slug is recognised under both. If another key names it, the entry's URL is
        stored as an alias, for `/why`. `page_due_at` None: there is no page to read. The entry's text is the article's
        until its page is read; `whole`: it is the whole article. `learned`: what it tells of its source.
        `seen_at`: when it would have been seen, had its source been read then; None: now.
        Entries are stored one at a time, whichever worker polls, because keys are unique across sources.
        """
        with self._database.write_transaction() as db:
            take_lock(db, ENTRIES_LOCK)
            known = article_keys.find_article_id(db, keys, now)
            if known is not None:
                article_keys.update_known(self._database, db, known, source.key, entry, keys, now)
                return None
            row = first_row(source, entry, silent=silent, page_due_at=page_due_at, whole=whole, now=seen_at or now)
            article_id: int = db.execute(_INSERT, row).scalar_one()
            article_keys.add_keys(self._database, db, article_id, keys, now)
            index_text(db, article_id)
            learn(self._database, db, source.key, article_id, learned, now)
            return article_id

    def known(self, entries: Mapping[Entry, Sequence[Key]], now: datetime) -> set[Entry]:
        """Those of these entries of which a key names an article; entries with their keys."""
        every = {key for keys in entries.values() for key in keys}
        with self._database.read_transaction() as db:
            naming = article_keys.naming_keys(db, every, now)
        return {entry for entry, keys in entries.items() if not naming.isdisjoint(keys)}

    def keep_titles(self, source: Source, listed: Sequence[Key], *, unlisted_until: datetime) -> None:
        """Keep the weak keys among those of all that a source lists now; let its other ones expire."""
        weak = {stored_key(key.value) for key in listed if key.expires_at is not None}
        with self._database.read_transaction() as db:
            changed = article_keys.changed_expiry(db, source.key, weak, unlisted_until)
        if changed:
            with self._database.write_transaction() as db:
                article_keys.set_expiry(db, changed)

    def pages_due(
        self,
        now: datetime,
        limit: int,
        exclude_sources: Collection[str] = (),
        *,
        sources: Collection[str] | None = None,
    ) -> list[PageDue]:
        """At most `limit` articles whose page is due, those that will alert first, then newest; `sources` None: all."""
        due = {"now": now, "excluded": list(exclude_sources), "most": limit, **_named(sources)}
        with self._database.single_read() as db:
            rows = db.execute(_PAGES_DUE if sources is None else _PAGES_DUE_OF_SOME, due).mappings().all()
        return [PageDue(article=to_article(row), attempts=row["page_attempts"]) for row in rows]

    def fail_page(self, article_id: int, reason: Phrase, *, next_at: datetime | None, now: datetime) -> None:
        """Record a failed attempt to read a page; `next_at` None: give it up."""
        with self._database.write_transaction() as db:
            state = PageState.GIVEN_UP if next_at is None else PageState.AWAITING
            failed = {"article": article_id, "page_error": to_json(reason), "page_next_at": next_at}
            db.execute(_FAILED, {**failed, "page_state": state})

    def unmatched(self, now: datetime, limit: int, *, sources: Collection[str] | None = None) -> list[Article]:
        """Articles to match on what the feed said: no page will be read, or none was within TEASER_AFTER."""
        unmatched = {"overdue": now - TEASER_AFTER, "most": limit, **_named(sources)}
        with self._database.single_read() as db:
            rows = db.execute(_UNMATCHED if sources is None else _UNMATCHED_OF_SOME, unmatched).mappings()
            return [to_article(row) for row in rows]

    def sweep(self, now: datetime, *, bodies_before: datetime) -> None:
        """Drop bodies of articles first seen before that (their words at the next `index_words`), expired keys."""
        with self._database.write_transaction() as db:
            db.execute(t.article_key.delete().where(t.article_key.c.expires_at <= now))
        old = and_(t.article.c.first_seen_at < bodies_before, t.article.c.body.is_not(None))
        some = select(t.article.c.id).where(old).order_by(t.article.c.first_seen_at).limit(SWEEP_BATCH)
        drop = update(t.article).where(t.article.c.id.in_(some)).values(body=None, indexed=0)
        self._database.in_batches(drop, SWEEP_BATCH)

    def published(
        self, start_at: datetime, end_at: datetime | None = None, *, limit: int | None = None
    ) -> list[Article]:
        """Articles published in [start_at, end_at), newest first; `end_at` None: until now, `limit` None: all."""
        statement = articles_query().where(t.article.c.published_at >= start_at)
        if end_at is not None:
            statement = statement.where(t.article.c.published_at < end_at)
        statement = statement.order_by(t.article.c.published_at.desc(), t.article.c.id.desc()).limit(limit)
        with self._database.single_read() as db:
            return [to_article(row) for row in db.execute(statement).mappings()]

    def unmatched_published(self, start_at: datetime, end_at: datetime) -> list[Article]:
        """The articles published in [start_at, end_at) that were not matched yet, newest first."""
        span = and_(t.article.c.published_at >= start_at, t.article.c.published_at < end_at)
        statement = articles_query().where(span, t.article.c.matched_at.is_(None))
        statement = statement.order_by(t.article.c.published_at.desc(), t.article.c.id.desc())
        with self._database.single_read() as db:
            return [to_article(row) for row in db.execute(statement).mappings()]

    def count_published(
        self, start_at: datetime, end_at: datetime, languages: Collection[str], left_out: Collection[str]
    ) -> tuple[int, bool]:
        """How many articles were published in [start_at, end_at), and whether the full text of any is dropped.

        `languages` empty: all; `left_out`: keys of sources that don't count.
        """
        a = t.article.c
        dropped = func.count(case((and_(a.body.is_(None), a.page_state == PageState.READ), 1)))
        statement = select(a.language, a.source_key, func.count(), dropped).group_by(a.language, a.source_key)
        with self._database.single_read() as db:
            rows = db.execute(statement.where(a.published_at >= start_at, a.published_at < end_at)).all()
        read = [row for row in rows if (not languages or row[0] in languages) and row[1] not in left_out]
        return sum(row[2] for row in read), any(row[3] for row in read)

    def get(self, article_id: int) -> Article | None:
        """One article; None: no such id."""
        with self._database.single_read() as db:
            row = db.execute(_BY_ID, {"article": article_id}).mappings().first()
        return to_article(row) if row else None

    def reasons(self, chat: Chat, article_id: int) -> tuple[Reason, ...]:
        """The chat's follows that an article matches, in the order in which they were added."""
        statement = (
            select(t.subscription.c.query_id, t.subscription.c.typed, t.match.c.sentence, t.match.c.spans)
            .join(t.match, t.match.c.query_id == t.subscription.c.query_id)
            .join(t.chat, t.chat.c.id == t.subscription.c.chat_id)
            .where(this_chat(chat), t.match.c.article_id == article_id)
            .order_by(t.subscription.c.created_at, t.subscription.c.id)
        )
        with self._database.single_read() as db:
            return tuple(
                Reason(
                    query_id=query_id,
                    typed=typed,
                    match=Match(
                        query_id=query_id, sentence=sentence, spans=tuple((a, b) for a, b in json.loads(spans))
                    ),
                )
                for query_id, typed, sentence, spans in db.execute(statement)
            )

    def oldest(self, source_keys: Collection[str], start_at: datetime, end_at: datetime) -> dict[str, datetime]:
        """The earliest publication in [start_at, end_at) of each source; a source without any is left out."""
        statement = (
            select(t.article.c.source_key, func.min(t.article.c.published_at))
            .where(
                t.article.c.source_key.in_(list(source_keys)),
                t.article.c.published_at >= start_at,
                t.article.c.published_at < end_at,
            )
            .group_by(t.article.c.source_key)
        )
        with self._database.single_read() as db:
            return {row[0]: row[1] for row in db.execute(statement)}

    def count_silent(self, source_key: str) -> int:
        """The number of a source's articles that alert nobody: those of its first poll, and late ones."""
        statement = select(func.count()).where(t.article.c.source_key == source_key, t.article.c.silent)
        with self._database.single_read() as db:
            return db.scalar(statement) or 0

    def find(self, keys: Sequence[Key]) -> tuple[Article, bool] | None:
        """The article that an id or URL key names, and whether the URL is an alias of it; None: no such article."""
        named = [and_(t.article_key.c.kind == key.kind, t.article_key.c.value == key.value) for key in keys]
        urls = [key.value for key in keys if key.kind is KeyKind.URL]
        named.append(and_(t.article_key.c.kind == KeyKind.ALIAS_URL, t.article_key.c.value.in_(urls)))
        statement = (
            select(t.article_key.c.article_id, t.article_key.c.kind)
            .where(or_(*named), t.article_key.c.kind.in_(LOOKUP_ORDER))
            .order_by(case(LOOKUP_ORDER, value=t.article_key.c.kind))
            .limit(1)
        )
        with self._database.read_transaction() as db:
            found = db.execute(statement).first()
            if found is None:
                return None
            row = db.execute(_BY_ID, {"article": found.article_id}).mappings().one()
        return to_article(row), found.kind == KeyKind.ALIAS_URL


def _named(sources: Collection[str] | None) -> dict[str, list[str]]:
    """The parameter of `_SOME`; None: all sources."""
    return {} if sources is None else {"sources": list(sources)}
