"""How many articles match each of many queries, in one transaction: what a list of follows shows beside each of them.

    Query ─ ArchiveQuery ─▶ ids that the search index finds ∩ ids of the span ─▶ QueryCount

Where the index can't decide alone (neighbours, names that are words too), a match that is stored already counts, and of
the newest other candidates a few are read; the rest is estimated from them. Texts are read for at most READ_BUDGET in
all, those first of whose query nothing is known: whether it has found anything matters most.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, String, cast, func, select, text

from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.matching.index import find
from bot.matching.query import Query
from bot.storage import schema as t
from bot.storage.archive_query import SYNTAX, ArchiveQuery
from bot.storage.common import articles_query, to_article

MAX_READ = 10  #: texts of one query that are read where the search index can't decide
READ_BUDGET = 0.06  #: seconds: no further texts are read after that, because a person is waiting

#: the ids that the index finds, as one JSON array: hundreds of thousands are read without a row made of each
FOUND = {
    "sqlite": "SELECT json_group_array(rowid) FROM article_words WHERE article_words MATCH :words",
    "postgresql": "SELECT CAST(json_agg(article_id) AS text) FROM article_words WHERE words @@ CAST(:words AS tsquery)",
}
#: the same with those of them that have a stored match of the query
FOUND_AND_MATCHED = {
    "sqlite": (
        "SELECT json_group_array(article_words.rowid), json_group_array(match.article_id) FROM article_words"
        " LEFT JOIN match ON match.article_id = article_words.rowid AND match.query_id = :query_id"
        " WHERE article_words MATCH :words"
    ),
    "postgresql": (
        "SELECT CAST(json_agg(found.article_id) AS text), CAST(json_agg(match.article_id) AS text)"
        " FROM article_words AS found"
        " LEFT JOIN match ON match.article_id = found.article_id AND match.query_id = :query_id"
        " WHERE found.words @@ CAST(:words AS tsquery)"
    ),
}


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


def count_articles(
    db: Connection, asked: Mapping[int, Query], span: ColumnElement[bool], concepts: Concepts
) -> dict[int, QueryCount]:
    """The number of the articles within `span` that match each query, by the query's id."""
    if db.dialect.name == "postgresql":  # it underestimates a scan of all words
        db.execute(select(func.set_config("enable_seqscan", "off", True)))
    as_json = func.json_group_array if db.dialect.name == "sqlite" else func.json_agg
    in_span = ids_of(db.scalar(select(cast(as_json(t.article.c.id), String)).where(span)))
    names = [(key, name) for key, name in db.execute(select(t.source.c.key, t.source.c.name))]
    found: dict[int, QueryCount] = {}
    undecided: list[_Undecided] = []
    for query_id, query in asked.items():
        translated = ArchiveQuery(SYNTAX[db.dialect.name], concepts, names)
        words = translated.query(query)
        if words is None:
            found[query_id] = QueryCount(0, True)
        elif translated.exact:
            ids = ids_of(db.scalar(text(FOUND[db.dialect.name]), {"words": words}))
            found[query_id] = QueryCount(len(in_span & ids), True)
        else:
            undecided.append(_candidates(db, query_id, query, words, in_span))
    return found | _decided(db, undecided, concepts)


def _candidates(db: Connection, query_id: int, query: Query, words: str, span: frozenset[int]) -> _Undecided:
    parts = {"query_id": query_id, "words": words}
    ids, matched = db.execute(text(FOUND_AND_MATCHED[db.dialect.name]), parts).one()
    candidates = sorted(ids_of(ids) & span, reverse=True)
    return _Undecided(query_id=query_id, query=query, candidates=candidates, matched=ids_of(matched) - {None})


def ids_of(array: str | None) -> frozenset[int]:
    """The ids of a JSON array; None: there is none."""
    return frozenset(json.loads(array or "[]"))


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
