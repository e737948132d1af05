"""Search of the archive: which articles match a query, counted without reading all their texts.

    article ─ index_text ─▶ article_words       Query ─ ArchiveQuery ─▶ candidates ─ verify ─▶ SearchResult

SQLite's FTS5 and PostgreSQL's tsvector find the words; what they can't decide (neighbours, names that are words too) is
verified in the newest texts. How words are indexed: bot/matching/archive_words.py; how queried: archive_query.py.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    Integer,
    and_,
    bindparam,
    exists,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql

from bot.language.detect import language
from bot.matching.analysis import AnalyzedText
from bot.matching.archive_words import archive_text
from bot.matching.concepts import Concepts
from bot.matching.index import find
from bot.matching.query import Query
from bot.model import Article, Chat, Match
from bot.storage import schema as t
from bot.storage.archive_query import SYNTAX, ArchiveQuery
from bot.storage.common import articles_query, this_chat, to_article
from bot.storage.database import Database
from bot.storage.query_counts import QueryCount, count_articles
from bot.storage.search_statements import (
    ANY_UNINDEXED,
    FTS5,
    NO_SCAN,
    SOURCE_NAMES,
    VECTORS,
    Shape,
    Statements,
    statements,
)
from bot.storage.word_counts import ANY, article_counts

INDEX_VERSION = 2  #: version of the rules by which words are indexed; a new one makes every article be indexed again
MAX_VERIFIED = 150  #: candidates matched at most where the search index can't decide
READ_BATCH = 20  #: texts read from the table at a time; so many are matched in any case,
SEARCH_BUDGET = 0.1  #: seconds: no further ones after that, because a person is waiting


@dataclass(frozen=True, kw_only=True)
class SearchResult:
    """The articles that match a query."""

    count: int  #: articles of the span that match it
    exact: bool  #: False: estimated from the newest, because too many had to be verified
    latest: tuple[tuple[Article, Match], ...]  #: the newest of them, newest first
    seen: int  #: articles in the span, in the given languages, matching or not
    readings: tuple[AnalyzedText, ...] = ()  #: of the newest of them, as many as there was time to read


class _Hit(NamedTuple):
    """A matching article."""

    article: Article
    match: Match
    reading: AnalyzedText


class Search:
    """Searching and indexing the archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(
        self,
        query: Query,
        start_at: datetime,
        *,
        concepts: Concepts,
        limit: int = 3,
        languages: tuple[str, ...] = (),
        left_out: Sequence[str] = (),
        reading_for: timedelta = timedelta(0),
        quick: bool = False,
    ) -> SearchResult:
        """Count the articles published since then that match a query, and return the newest `limit` of them.

        `languages` empty: all. `left_out`: keys of sources that don't count. `reading_for`: if the search index decides
        alone, read further texts for so long, for `SearchResult.readings`. `quick`: where it can't decide, only
        READ_BATCH of the newest are verified, for a rate.
        """
        asked = {"since": start_at, "languages": languages, "left_out": left_out, "version": INDEX_VERSION}
        with self._database.read_transaction() as db:
            names = [(key, name) for key, name in db.execute(SOURCE_NAMES)]
            translated = ArchiveQuery(SYNTAX[db.dialect.name], concepts, names)
            words = translated.query(query)
            exact = translated.exact and db.scalar(ANY_UNINDEXED, asked) is None
            shape = Shape(
                dialect=db.dialect.name,
                reads=bool(languages),
                leaves_out=bool(left_out),
                words=words is not None,
                unindexed=not exact,
            )
            seen = _seen(db, statements(shape), asked)
            total, ids = _newest(db, statements(shape), asked | {"words": words, "most": MAX_VERIFIED})
            if exact:
                hits = _in_time(_hits(query, concepts, _articles(db, ids)), limit, reading_for)
                return _result(total, True, hits, limit, seen)
            verified, hits = _verify(query, concepts, db, ids[:READ_BATCH] if quick else ids)
        count = round(total * len(hits) / verified) if verified else 0
        return _result(count, total == verified, hits, limit, seen)

    def counts(
        self,
        asked: Mapping[int, Query],
        start_at: datetime,
        *,
        concepts: Concepts,
        languages: tuple[str, ...] = (),
        left_out: Sequence[str] = (),
    ) -> dict[int, QueryCount]:
        """How many articles published since then match each query, by the query's id, without reading many texts.

        Empty while articles of the span are not indexed yet, after an upgrade: then nothing is known.
        """
        span = t.article.c.published_at >= start_at
        unindexed = and_(span, t.article.c.indexed < INDEX_VERSION)
        if languages:
            span = and_(span, t.article.c.language.in_(languages))
        if left_out:
            out = and_(t.article.c.source_key.in_(left_out), t.article.c.published_at >= start_at)
            span = and_(span, t.article.c.id.not_in(select(t.article.c.id).where(out)))
        with self._database.read_transaction() as db:
            if db.scalar(select(t.article.c.id).where(unindexed).limit(1)) is not None:
                return {}
            return count_articles(db, asked, span, concepts)

    def latest(
        self,
        start_at: datetime,
        *,
        limit: int,
        languages: tuple[str, ...] = (),
        left_out: Sequence[str] = (),
        of: Chat | None = None,
    ) -> list[Article]:
        """The newest articles published since then; `of` a chat: only those that were found to match its follows.

        `languages` empty: all. `left_out`: keys of sources that don't count.
        """
        found = articles_query().where(t.article.c.published_at >= start_at)
        if left_out:
            found = found.where(t.article.c.source_key.not_in(left_out))
        if languages:
            found = found.where(t.article.c.language.in_(languages))
        if of is not None:
            follows = select(t.subscription.c.query_id).join(t.chat, t.chat.c.id == t.subscription.c.chat_id)
            follows = follows.where(this_chat(of))
            # by the article's key: matches have no index by query, and nobody else asks for one
            found = found.where(
                exists()
                .where(t.match.c.article_id == t.article.c.id, t.match.c.query_id.in_(follows))
                .correlate(t.article)
            )
        found = found.order_by(t.article.c.published_at.desc(), t.article.c.id.desc()).limit(limit)
        with self._database.single_read() as db:
            return [to_article(row) for row in db.execute(found).mappings()]

    def article_counts(self, words: Iterable[str], *, kinds: str = ANY) -> dict[str, int]:
        """The number of articles with each of these folded words, at most MAX_COUNTED; words without any are left out.

        `kinds`: see word_counts.py. A word of one kind takes some 50 µs, however many articles there are.
        """
        with self._database.read_transaction() as db:
            return article_counts(db, words, kinds)

    def index_words(self, limit: int) -> int:
        """Index at most `limit` articles that are not indexed yet, newest first; returns how many there were.

        It holds the write lock for about a millisecond per article. Call it until it returns 0, after a start and after
        a `sweep`.
        """
        due = select(t.article.c.id).where(t.article.c.indexed < INDEX_VERSION).order_by(t.article.c.indexed.desc())
        due = due.order_by(t.article.c.published_at.desc()).limit(limit).with_for_update(skip_locked=True)
        with self._database.write_transaction() as db:
            ids = list(db.scalars(due))
            for article_id in ids:
                index_text(db, article_id)
        return len(ids)


def _verify(query: Query, concepts: Concepts, db: Connection, ids: Sequence[int]) -> tuple[int, list[_Hit]]:
    """How many of these articles could be matched within SEARCH_BUDGET, and the hits among them."""
    until = time.monotonic() + SEARCH_BUDGET
    found: list[_Hit] = []
    for at in range(0, len(ids), READ_BATCH):
        found += _hits(query, concepts, _articles(db, ids[at : at + READ_BATCH]))
        if time.monotonic() > until:  # analysing the first Russian texts after a start takes long
            return min(at + READ_BATCH, len(ids)), found
    return len(ids), found


def _hits(query: Query, concepts: Concepts, articles: Iterable[Article]) -> Iterator[_Hit]:
    """The matching ones of these articles; one whose text was dropped a moment ago does not match."""
    for article in articles:
        reading = AnalyzedText.of(article, concepts)
        match = find(query, reading)
        if match is not None:
            yield _Hit(article, match, reading)


def _in_time(hits: Iterator[_Hit], limit: int, reading_for: timedelta) -> list[_Hit]:
    """The first `limit` hits; with `reading_for`, at least READ_BATCH and more until the time is up."""
    until = time.monotonic() + reading_for.total_seconds()
    found = list(islice(hits, READ_BATCH if reading_for else limit))
    while time.monotonic() < until and (one := next(hits, None)):
        found.append(one)
    return found


def _result(count: int, exact: bool, hits: Sequence[_Hit], limit: int, seen: int) -> SearchResult:
    latest = tuple((one.article, one.match) for one in hits[:limit])
    return SearchResult(count=count, exact=exact, latest=latest, seen=seen, readings=tuple(one.reading for one in hits))


_ARTICLES = articles_query().where(t.article.c.id.in_(bindparam("ids", expanding=True)))
_ARTICLE = articles_query().where(t.article.c.id == bindparam("article"))  #: built once, as what is done for each
_INDEXED = update(t.article).where(t.article.c.id == bindparam("article"))
_REPLACE = insert(FTS5).prefix_with("OR REPLACE")
_VECTOR = func.array_to_tsvector(bindparam("lexemes", type_=postgresql.ARRAY(postgresql.TEXT)))
_ADD = postgresql.insert(VECTORS).values(article_id=bindparam("article", type_=Integer), words=_VECTOR)
_REPLACE_VECTOR = _ADD.on_conflict_do_update(index_elements=["article_id"], set_={"words": _ADD.excluded.words})


def index_text(db: Connection, article_id: int) -> None:
    """Update language and search index after a change of an article's text, within its transaction."""
    row = db.execute(_ARTICLE, {"article": article_id}).mappings().one()
    article = to_article(row)
    detected = language(article.text, default=article.language)
    if (detected, INDEX_VERSION) != (article.language, row["indexed"]):
        db.execute(_INDEXED, {"article": article_id, "language": detected, "indexed": INDEX_VERSION})
    _write_words(db, replace(article, language=detected))


def _write_words(db: Connection, article: Article) -> None:
    words = archive_text(article)
    if db.dialect.name == "sqlite":
        db.execute(_REPLACE, {"rowid": article.id, "words": words})
    else:
        db.execute(_REPLACE_VECTOR, {"article": article.id, "lexemes": words.split(" ")})


def _seen(db: Connection, of: Statements, asked: Mapping[str, Any]) -> int:
    """The number of articles in the span, in these languages, without those of sources that don't count."""
    seen = db.scalar(of.seen, asked) or 0
    return seen - (db.scalar(of.left_out, asked) or 0) if asked["left_out"] else seen


def _newest(db: Connection, of: Statements, asked: Mapping[str, Any]) -> tuple[int, list[int]]:
    """The number of candidates, and the ids of the newest MAX_VERIFIED of them."""
    if db.dialect.name == "postgresql":  # it underestimates a scan of all words, not knowing how long they are
        db.execute(NO_SCAN)
    ids = list(db.scalars(of.newest, asked))
    if len(ids) < MAX_VERIFIED:
        return len(ids), ids
    return db.scalar(of.count, asked) or 0, ids


def _articles(db: Connection, ids: Sequence[int]) -> Iterator[Article]:
    """These articles in this order, read lazily."""
    for at in range(0, len(ids), READ_BATCH):
        some = ids[at : at + READ_BATCH]
        rows = db.execute(_ARTICLES, {"ids": some}).mappings()
        by_id = {row["id"]: to_article(row) for row in rows}
        yield from (by_id[article_id] for article_id in some)
