"""How many articles match queries, span by span, by language and by source: what charts and reports show.

    Query ─ ArchiveQuery ─▶ ids that the search index finds ∩ ids of each span, language and source ─▶ Tally

Ids of a span come as one JSON array from an index, so that 100,000 articles are counted without a row of each. Where
the search index can't decide alone, stored matches count, and of the other candidates some are read, spread over the
whole time; what is not read is estimated at their rate, and `exact` is False.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, String, and_, cast, func, select, text

from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.matching.index import find
from bot.matching.query import Query
from bot.model import Article
from bot.storage import schema as t
from bot.storage.archive_query import SYNTAX, ArchiveQuery
from bot.storage.common import articles_query, to_article
from bot.storage.database import Database
from bot.storage.query_counts import FOUND, FOUND_AND_MATCHED, ids_of
from bot.storage.search import INDEX_VERSION

IDS_BATCH = 500  #: articles read in a statement
READ_BATCH = 20  #: texts read at a time
LEAST_READ = 3  #: texts of each query that are read even if there is no time left: with none its rate is a guess


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How many texts are read where the search index can't decide."""

    texts: int = 150  #: of one query, at most
    time: timedelta = timedelta(milliseconds=120)  #: in all: a person waits


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many articles match a query."""

    by_span: tuple[int, ...]
    by_language: Mapping[str, tuple[int, ...]]  #: span by span
    by_source: Mapping[str, int]  #: by the source's key
    exact: bool  #: False: some of it is estimated
    found: tuple[frozenset[int], ...]  #: by span: the ids of articles that surely match

    @property
    def count(self) -> int:
        """All of them."""
        return sum(self.by_span)


class _Counted(NamedTuple):
    """What is known of the articles that a query may match."""

    sure: frozenset[int]  #: they match
    unread: frozenset[int]  #: they may
    rate: float  #: the share of such that does


@dataclass(frozen=True, kw_only=True)
class _Archive:
    """Which articles of the whole time are whose."""

    spans: tuple[frozenset[int], ...]
    languages: Mapping[str, frozenset[int]]
    sources: Mapping[str, frozenset[int]]
    unindexed: frozenset[int]
    everything: frozenset[int]


QUICK = Effort()
TOGETHER = -1  #: under which the tally of all that is asked stands, each article once


class Tallies:
    """Counting the archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(
        self,
        asked: Mapping[int, Query],
        instants: Sequence[datetime],
        *,
        concepts: Concepts,
        languages: Collection[str] = (),
        left_out: Collection[str] = (),
        effort: Effort = QUICK,
    ) -> dict[int, Tally]:
        """The tally of each query, by its id, and of all TOGETHER, over the spans between the instants, two at least.

        `languages` empty: all. `left_out`: keys of the sources that don't count.
        """
        with self._database.read_transaction() as db:
            return _tallies(db, asked, instants, concepts, languages, left_out, effort)

    def texts_since(self, start_at: datetime) -> datetime | None:
        """Since when full texts are kept, if that is later: of older articles only title and teaser are searched.

        None: all texts are, or nothing was published before.
        """
        oldest = select(func.min(t.article.c.first_seen_at)).where(t.article.c.body.is_not(None))
        with self._database.read_transaction() as db:
            since: datetime | None = db.scalar(oldest)
            before = and_(t.article.c.published_at >= start_at, t.article.c.published_at < (since or start_at))
            older = db.scalar(select(t.article.c.id).where(before).limit(1)) is not None
        return since if older else None

    def articles(self, ids: Sequence[int]) -> list[Article]:
        """These articles, in this order, without those that are gone."""
        found: dict[int, Article] = {}
        with self._database.read_transaction() as db:
            for at in range(0, len(ids), IDS_BATCH):
                some = ids[at : at + IDS_BATCH]
                rows = db.execute(articles_query().where(t.article.c.id.in_(some))).mappings()
                found |= {row["id"]: to_article(row) for row in rows}
        return [found[each] for each in ids if each in found]

    def more_of_stories(self, ids: Sequence[int]) -> int:
        """How many of these articles tell of a story that another one of them tells of, too: each but one."""
        a = t.article.c
        told = 0
        stories: set[int] = set()
        with self._database.read_transaction() as db:
            for at in range(0, len(ids), IDS_BATCH):
                found = select(a.story_id).where(a.id.in_(ids[at : at + IDS_BATCH]), a.story_id.is_not(None))
                some = db.scalars(found).all()
                told += len(some)
                stories.update(some)
        return told - len(stories)


def _tallies(
    db: Connection,
    asked: Mapping[int, Query],
    instants: Sequence[datetime],
    concepts: Concepts,
    languages: Collection[str],
    left_out: Collection[str],
    effort: Effort,
) -> dict[int, Tally]:
    if db.dialect.name == "postgresql":  # it underestimates a scan of all words
        db.execute(select(func.set_config("enable_seqscan", "off", True)))
    names = [(key, name) for key, name in db.execute(select(t.source.c.key, t.source.c.name))]
    archive = _archive(db, instants, languages, [key for key, _ in names if key not in left_out])
    until = time.monotonic() + effort.time.total_seconds()
    counted: dict[int, _Counted] = {}
    for query_id, query in asked.items():
        translated = ArchiveQuery(SYNTAX[db.dialect.name], concepts, names)
        words = translated.query(query)
        ids, matched = frozenset[int](), frozenset[int]()
        if words is not None:
            ids, matched = _found(db, query_id, words, exact=translated.exact)
        ids &= archive.everything
        sure = (ids if translated.exact else ids & matched) - archive.unindexed
        doubtful = (ids | archive.unindexed if words is not None else frozenset()) - sure
        hits, read = _read(db, query, doubtful, concepts, effort.texts, until)
        counted[query_id] = _Counted(sure | hits, doubtful - read, len(hits) / len(read) if read else 0.0)
    together = _Counted(
        frozenset().union(*(each.sure for each in counted.values())),
        frozenset().union(*(each.unread for each in counted.values())),
        max((each.rate for each in counted.values()), default=0.0),
    )
    return {query_id: _tally(each, archive) for query_id, each in (*counted.items(), (TOGETHER, together))}


def _found(db: Connection, query_id: int, words: str, *, exact: bool) -> tuple[frozenset[int], frozenset[int]]:
    """The ids that the index finds, and, if that is not exact, those of them that have a stored match."""
    if exact:
        return ids_of(db.scalar(text(FOUND[db.dialect.name]), {"words": words})), frozenset()
    parts = {"query_id": query_id, "words": words}
    ids, matched = db.execute(text(FOUND_AND_MATCHED[db.dialect.name]), parts).one()
    return ids_of(ids), ids_of(matched)


def _archive(
    db: Connection,
    instants: Sequence[datetime],
    languages: Collection[str],
    sources: Iterable[str],
) -> _Archive:
    published = t.article.c.published_at
    whole = and_(published >= instants[0], published < instants[-1])
    of_sources = {key: _ids(db, and_(t.article.c.source_key == key, whole)) for key in sources}
    known = select(t.article.c.language).where(whole).distinct()
    of_languages = {
        code: _ids(db, and_(whole, t.article.c.language == code))
        for code in db.scalars(known)
        if not languages or code in languages
    }
    everything = frozenset[int]().union(*of_sources.values()) & frozenset[int]().union(*of_languages.values())
    spans = [_ids(db, and_(published >= start, published < end)) & everything for start, end in pairwise(instants)]
    return _Archive(
        spans=tuple(spans),
        languages=of_languages,
        sources=of_sources,
        unindexed=_ids(db, and_(t.article.c.indexed < INDEX_VERSION, whole)) & everything,
        everything=everything,
    )


def _ids(db: Connection, condition: ColumnElement[bool]) -> frozenset[int]:
    as_json = func.json_group_array if db.dialect.name == "sqlite" else func.json_agg
    return ids_of(db.scalar(select(cast(as_json(t.article.c.id), String)).where(condition)))


def _read(
    db: Connection, query: Query, doubtful: frozenset[int], concepts: Concepts, most: int, until: float
) -> tuple[frozenset[int], frozenset[int]]:
    """Those of the doubtful articles that match, and those that were read: all, or some from the whole time."""
    order = sorted(doubtful)
    if len(order) > READ_BATCH:  # the same ones each time, from all of the time
        order = Random(0).sample(order, min(len(order), most))  # noqa: S311  # no secret
    hits: set[int] = set()
    read: set[int] = set()
    for at in range(0, min(len(order), most), READ_BATCH):
        late = time.monotonic() > until
        if at and late:
            break
        some = order[at : min(at + (LEAST_READ if late else READ_BATCH), most)]
        articles = map(to_article, db.execute(articles_query().where(t.article.c.id.in_(some))).mappings())
        hits |= {each.id for each in articles if find(query, AnalyzedText.of(each, concepts)) is not None}
        read |= set(some)
    return frozenset(hits), frozenset(read)


def _tally(counted: _Counted, archive: _Archive) -> Tally:
    unread = counted.unread - counted.sure

    def count(of: frozenset[int]) -> int:
        return len(counted.sure & of) + round(len(unread & of) * counted.rate)

    by_language = {code: tuple(count(ids & span) for span in archive.spans) for code, ids in archive.languages.items()}
    return Tally(
        by_span=tuple(map(count, archive.spans)),
        by_language={code: numbers for code, numbers in by_language.items() if any(numbers)},
        by_source={key: number for key, ids in archive.sources.items() if (number := count(ids))},
        exact=not unread,
        found=tuple(counted.sure & span for span in archive.spans),
    )
