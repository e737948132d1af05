"""How many articles match each of many queries, in one transaction: what a list of follows shows beside each of them.

    Query ─ ArchiveQuery ─▶ ids that the search index finds ∩ ids of the span ─▶ QueryCount

Where the index can't decide alone (neighbours, names that are words too), a match that is stored already counts, and of
the newest other candidates a few are read; the rest is estimated from them. Texts are read for at most READ_BUDGET in
all, those first of whose query nothing is known: whether it has found anything matters most.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, cast, column, func, select, table
from sqlalchemy.dialects import postgresql

from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.matching.index import find
from bot.matching.query import Query
from bot.storage import schema as t
from bot.storage.archive_query import SYNTAX, ArchiveQuery
from bot.storage.common import articles_query, to_article

MAX_READ = 10  #: texts of one query that are read where the search index can't decide
READ_BUDGET = 0.06  #: seconds: no further texts are read after that, because a person is waiting

FTS5 = table("article_words", column("rowid"), column("words"), column("article_words"))
VECTORS = table("article_words", column("article_id"), column("words"))


class QueryCount(NamedTuple):
    """How many articles match a query."""

    articles: int
    exact: bool  #: False: estimated


@dataclass(frozen=True, kw_only=True)
class _Undecided:
    """A query whose candidates the search index can't decide."""

    query_id: int
    query: Query
    candidates: Sequence[int]  #: newest first, as far as ids tell
    matched: frozenset[int]  #: those with a stored match


def matching_ids(db: Connection, words: str) -> Select[Any]:
    """SELECT of the ids of articles that the search index finds; `words` in the syntax of ArchiveQuery."""
    if db.dialect.name == "sqlite":
        return select(FTS5.c.rowid.label("article_id")).where(FTS5.c.article_words.op("MATCH")(words))
    return select(VECTORS.c.article_id).where(VECTORS.c.words.op("@@")(cast(words, postgresql.TSQUERY)))


def count_articles(
    db: Connection, asked: Mapping[int, Query], in_span: Iterable[int], concepts: Concepts
) -> dict[int, QueryCount]:
    """The number of the articles `in_span` that match each query, by the query's id."""
    if db.dialect.name == "postgresql":  # it underestimates a scan of all words
        db.execute(select(func.set_config("enable_seqscan", "off", True)))
    span = frozenset(in_span)
    names = [(key, name) for key, name in db.execute(select(t.source.c.key, t.source.c.name))]
    found: dict[int, QueryCount] = {}
    undecided: list[_Undecided] = []
    for query_id, query in asked.items():
        translated = ArchiveQuery(SYNTAX[db.dialect.name], concepts, names)
        words = translated.query(query)
        if words is None:
            found[query_id] = QueryCount(0, True)
        elif translated.exact:
            found[query_id] = QueryCount(len(span.intersection(db.scalars(matching_ids(db, words)))), True)
        else:
            undecided.append(_candidates(db, query_id, query, words, span))
    return found | _decided(db, undecided, concepts)


def _candidates(db: Connection, query_id: int, query: Query, words: str, span: frozenset[int]) -> _Undecided:
    ids = matching_ids(db, words).subquery()
    stored = and_(t.match.c.article_id == ids.c.article_id, t.match.c.query_id == query_id)
    rows = db.execute(select(ids.c.article_id, t.match.c.query_id).outerjoin(t.match, stored)).all()
    matched = frozenset(article_id for article_id, match in rows if match is not None)
    candidates = sorted((article_id for article_id, _ in rows if article_id in span), reverse=True)
    return _Undecided(query_id=query_id, query=query, candidates=candidates, matched=matched)


def _decided(db: Connection, undecided: Iterable[_Undecided], concepts: Concepts) -> dict[int, QueryCount]:
    until = time.monotonic() + READ_BUDGET
    found: dict[int, QueryCount] = {}
    for one in sorted(undecided, key=lambda one: len(one.matched)):
        if time.monotonic() < until or not one.candidates:
            found[one.query_id] = _estimate(db, one, concepts)
        else:
            known = len(one.matched.intersection(one.candidates))
            found[one.query_id] = QueryCount(known or len(one.candidates), False)
    return found


def _estimate(db: Connection, one: _Undecided, concepts: Concepts) -> QueryCount:
    """From its newest candidates: those with a stored match, and of the others a few that are read."""
    unknown = [article_id for article_id in one.candidates if article_id not in one.matched]
    to_read = set(unknown[:MAX_READ])
    oldest = unknown[MAX_READ - 1] if len(unknown) > MAX_READ else 0
    decided = [article_id for article_id in one.candidates if article_id >= oldest]
    rows = db.execute(articles_query().where(t.article.c.id.in_(to_read))).mappings()
    hits = sum(find(one.query, AnalyzedText.of(to_article(row), concepts)) is not None for row in rows)
    hits += len(one.matched.intersection(decided))
    whole = len(decided) == len(one.candidates)
    return QueryCount(hits if whole else round(len(one.candidates) * hits / len(decided)), whole)
