"""The words of the archive: which articles answer a query, counted without reading all their texts.

    article ─ note_text ─▶ its words in article_words       Query ─ asked ─▶ candidates ─ verified ─▶ Found

SQLite's FTS5 and PostgreSQL's tsvector find the words; what they can't tell (neighbours, names that are words too) is
looked at in the newest texts. How words are written: bot/matching/archive_words.py; asked for: archive_query.py.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    cast,
    column,
    func,
    insert,
    literal_column,
    or_,
    select,
    table,
    update,
)
from sqlalchemy.dialects import postgresql

from bot.language.detect import language
from bot.matching.analysis import AnalyzedText
from bot.matching.archive_words import archive_text
from bot.matching.concepts import Concepts
from bot.matching.index import find
from bot.matching.query import Query
from bot.model import Article, Match
from bot.storage import schema as t
from bot.storage.archive_query import SPELLINGS, Asked
from bot.storage.base import articles_query, to_article
from bot.storage.database import Database
from bot.storage.near import ANY, articles_holding

INDEXED = 2  #: by which rules words are written; when they change, every article is indexed anew
VERIFIED = 150  #: texts looked at where the words alone don't tell
READ_BATCH = 20  #: texts read from the table together; so many are looked at in any case,
SEARCH_BUDGET = 0.1  #: and more only for so many seconds, for a person waits

_FTS5 = table("article_words", column("rowid"), column("words"), column("article_words"))
_VECTORS = table("article_words", column("article_id"), column("words"))


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a query would have brought."""

    count: int  #: articles of the span that answer it
    exact: bool  #: False: too many had to be looked at, the newest tell how many there may be
    latest: tuple[tuple[Article, Match], ...]  #: the newest of them, newest first
    seen: int  #: articles in the span, in the languages asked for
    readings: tuple[AnalyzedText, ...] = ()  #: of the newest of them, as many texts as there was time to read


class _Answer(NamedTuple):
    """An article that answers."""

    article: Article
    match: Match
    reading: AnalyzedText


class Search:
    """What the archive answers."""

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
        reading_for: timedelta = timedelta(0),
    ) -> Found:
        """How many articles published since then answer a query, and the newest of them; `languages` empty: all.

        `reading_for`: where the words alone tell, so long more texts are read for `Found.readings` than `limit`.
        """
        span = t.article.c.published_at >= start_at
        if languages:
            span = and_(span, t.article.c.language.in_(languages))
        with self._database.reading() as db:
            seen = db.scalar(select(func.count()).select_from(t.article).where(span)) or 0
            names = [(key, name) for key, name in db.execute(select(t.source.c.key, t.source.c.name))]
            asked = Asked(SPELLINGS[db.dialect.name], concepts, names)
            words = asked.query(query)
            unread = and_(t.article.c.indexed < INDEXED, t.article.c.published_at >= start_at)
            sure = asked.sure and db.scalar(select(t.article.c.id).where(unread).limit(1)) is None
            total, ids = _newest(db, and_(span, _answering(db, words, None if sure else unread)))
            if sure:
                held = _in_time(_answers(query, concepts, _articles(db, ids)), limit, reading_for)
                return _found(total, True, held, limit, seen)
            looked, held = _look(query, concepts, db, ids)
        count = round(total * len(held) / looked) if looked else 0
        return _found(count, total == looked, held, limit, seen)

    def articles_holding(self, words: Iterable[str], *, kinds: str = ANY) -> dict[str, int]:
        """How many articles hold each of these folded words, MOST_COUNTED at most; those that none holds are left out.

        A word of one kind takes some 50 µs, however many articles there are.
        """
        with self._database.reading() as db:
            return articles_holding(db, words, kinds)

    def index_words(self, limit: int) -> int:
        """Write the words of so many articles that have none yet, the newest first; how many there were.

        It holds the writer for about a millisecond each. Call it until it says 0, after a start and a `sweep`.
        """
        due = select(t.article.c.id).where(t.article.c.indexed < INDEXED).order_by(t.article.c.indexed.desc())
        due = due.order_by(t.article.c.published_at.desc()).limit(limit).with_for_update(skip_locked=True)
        with self._database.writing() as db:
            ids = list(db.scalars(due))
            for article_id in ids:
                note_text(db, article_id)
        return len(ids)


def _look(query: Query, concepts: Concepts, db: Connection, ids: Sequence[int]) -> tuple[int, list[_Answer]]:
    """How many of these articles could be looked at while a person waits, and those that answer."""
    until = time.monotonic() + SEARCH_BUDGET
    found: list[_Answer] = []
    for at in range(0, len(ids), READ_BATCH):
        found += _answers(query, concepts, _articles(db, ids[at : at + READ_BATCH]))
        if time.monotonic() > until:  # the words of the first Russian texts after a start take long
            return min(at + READ_BATCH, len(ids)), found
    return len(ids), found


def _answers(query: Query, concepts: Concepts, articles: Iterable[Article]) -> Iterator[_Answer]:
    """Those of the articles that do answer it; one whose text was dropped a moment ago does not."""
    for article in articles:
        reading = AnalyzedText.of(article, concepts)
        match = find(query, reading)
        if match is not None:
            yield _Answer(article, match, reading)


def _in_time(answers: Iterator[_Answer], limit: int, reading_for: timedelta) -> list[_Answer]:
    """The first `limit` answers; if time is given, READ_BATCH in any case and more while it lasts."""
    until = time.monotonic() + reading_for.total_seconds()
    found = list(islice(answers, READ_BATCH if reading_for else limit))
    while time.monotonic() < until and (one := next(answers, None)):
        found.append(one)
    return found


def _found(count: int, exact: bool, held: Sequence[_Answer], limit: int, seen: int) -> Found:
    latest = tuple((one.article, one.match) for one in held[:limit])
    return Found(count=count, exact=exact, latest=latest, seen=seen, readings=tuple(one.reading for one in held))


def note_text(db: Connection, article_id: int) -> None:
    """After a change of an article's text, within its transaction: the language of the text, and its words."""
    row = db.execute(articles_query().where(t.article.c.id == article_id)).mappings().one()
    article = to_article(row)
    spoken = language(article.text, default=article.language)
    if (spoken, INDEXED) != (article.language, row["indexed"]):
        db.execute(update(t.article).where(t.article.c.id == article_id).values(language=spoken, indexed=INDEXED))
    _write_words(db, replace(article, language=spoken))


def _write_words(db: Connection, article: Article) -> None:
    words = archive_text(article)
    if db.dialect.name == "sqlite":
        db.execute(insert(_FTS5).prefix_with("OR REPLACE").values(rowid=article.id, words=words))
    else:
        vector = func.array_to_tsvector(cast(words.split(" "), postgresql.ARRAY(postgresql.TEXT)))
        statement = postgresql.insert(_VECTORS).values(article_id=article.id, words=vector)
        db.execute(statement.on_conflict_do_update(index_elements=["article_id"], set_={"words": vector}))


def _newest(db: Connection, answering: ColumnElement[bool]) -> tuple[int, list[int]]:
    """How many articles there are, and the ids of the newest."""
    if db.dialect.name == "postgresql":  # it takes reading all words for cheap, not knowing how long they are
        db.execute(select(func.set_config("enable_seqscan", "off", True)))
    newest = select(t.article.c.id).where(answering)
    newest = newest.order_by(t.article.c.published_at.desc(), t.article.c.id.desc()).limit(VERIFIED)
    ids = list(db.scalars(newest))
    if len(ids) < VERIFIED:
        return len(ids), ids
    return db.scalar(select(func.count()).select_from(t.article).where(answering)) or 0, ids


def _answering(db: Connection, words: str | None, unread: ColumnElement[bool] | None) -> ColumnElement[bool]:
    """The articles that hold the words, and those whose words nobody wrote yet."""
    found: list[Select[Any]] = []
    if words is not None and db.dialect.name == "sqlite":
        found.append(select(_FTS5.c.rowid).where(_FTS5.c.article_words.op("MATCH")(words)))
    elif words is not None:
        asked = _VECTORS.c.words.op("@@")(cast(words, postgresql.TSQUERY))
        found.append(select(_VECTORS.c.article_id).where(asked))
    if unread is not None:
        found.append(select(t.article.c.id).where(unread))
    # the plus keeps SQLite from looking each id up in the table, where a date stands behind a long text
    article_id = literal_column("+article.id") if db.dialect.name == "sqlite" else t.article.c.id
    return or_(literal_column("1 = 0"), *(article_id.in_(some) for some in found))


def _articles(db: Connection, ids: Sequence[int]) -> Iterator[Article]:
    """Articles in this order, read as they are asked for."""
    for at in range(0, len(ids), READ_BATCH):
        some = ids[at : at + READ_BATCH]
        rows = db.execute(articles_query().where(t.article.c.id.in_(some))).mappings()
        held = {row["id"]: to_article(row) for row in rows}
        yield from (held[article_id] for article_id in some)
