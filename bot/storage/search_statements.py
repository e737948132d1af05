"""The statements of a search of the archive, built once for each shape that it has: search.py asks them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, cast, column, func, literal_column, or_, select, table
from sqlalchemy.dialects import postgresql

from bot.storage import schema as t

FTS5 = table("article_words", column("rowid"), column("words"), column("article_words"))
VECTORS = table("article_words", column("article_id"), column("words"))

_a = t.article.c
_SINCE = _a.published_at >= bindparam("since", type_=_a.published_at.type)
_READ = _a.language.in_(bindparam("languages", expanding=True))
_OUT = and_(_a.source_key.in_(bindparam("left_out", expanding=True)), _SINCE)
_UNINDEXED = and_(_a.indexed < bindparam("version"), _SINCE)

SOURCE_NAMES = select(t.source.c.key, t.source.c.name)
ANY_UNINDEXED = select(_a.id).where(_UNINDEXED).limit(1)
NO_SCAN = select(func.set_config("enable_seqscan", "off", True))


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What the statements of a search depend on, besides their parameters."""

    dialect: str
    reads: bool  #: articles in some languages only
    leaves_out: bool  #: sources
    words: bool  #: the search index finds candidates
    unindexed: bool  #: articles that are not indexed yet are candidates


@dataclass(frozen=True, kw_only=True)
class Statements:
    """Those of one shape; their parameters are since, languages, left_out, version, words and most."""

    seen: Select[Any]  #: the number of articles of the span
    left_out: Select[Any]  #: of these the number from sources that are left out
    newest: Select[Any]  #: the ids of the newest candidates
    count: Select[Any]  #: the number of all


@cache  # there are few shapes
def statements(shape: Shape) -> Statements:
    """The statements of a search of this shape."""
    span = and_(_SINCE, _READ) if shape.reads else _SINCE
    counted = select(func.count()).select_from(t.article)
    whole = and_(span, _a.id.not_in(select(_a.id).where(_OUT))) if shape.leaves_out else span
    candidates = and_(whole, _candidates(shape))
    newest = select(_a.id).where(candidates).order_by(_a.published_at.desc(), _a.id.desc())
    return Statements(
        seen=counted.where(span),
        left_out=counted.where(span, _OUT),  # by two indexes: the source of each article would be read from the table
        newest=newest.limit(bindparam("most")),
        count=counted.where(candidates),
    )


def _candidates(shape: Shape) -> ColumnElement[bool]:
    """Condition: articles that the search index finds, and those that are not indexed yet."""
    found: list[Select[Any]] = []
    if shape.words and shape.dialect == "sqlite":
        found.append(select(FTS5.c.rowid).where(FTS5.c.article_words.op("MATCH")(bindparam("words"))))
    elif shape.words:
        query = cast(bindparam("words", type_=postgresql.TSQUERY), postgresql.TSQUERY)
        found.append(select(VECTORS.c.article_id).where(VECTORS.c.words.op("@@")(query)))
    if shape.unindexed:
        found.append(select(_a.id).where(_UNINDEXED))
    # the plus keeps SQLite from looking up each id in the table, where dates are stored behind long texts
    article_id = literal_column("+article.id") if shape.dialect == "sqlite" else _a.id
    return or_(literal_column("1 = 0"), *(article_id.in_(some) for some in found))
