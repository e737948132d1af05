"""The words of the archive: which articles answer a query, counted without reading all their texts.

    article ─ note_text ─▶ its words in article_words       Query ─ asked ─▶ candidates ─ verified ─▶ Found

A word stands behind a letter that says what it is: `w` a form that is its own base, `b` only a base, `e` only a form as
written, so that most words stand once; `c` capitals, `t` and `k` a base and capitals in the headline, `l` a language,
`s` a source. SQLite's FTS5 and PostgreSQL's tsvector find them; what they can't tell (neighbours, names that are words
too) is looked at in the newest texts.
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
from bot.matching.concepts import Concepts
from bot.matching.index import find
from bot.matching.keys import CONCEPT, EXACT, PREFIX, Part, bare, parts_of
from bot.matching.query import Field, Query, Term
from bot.matching.reading import Reading
from bot.model import Article, Match
from bot.storage import schema as t
from bot.storage.base import Tables, articles_query, to_article

INDEXED = 2  #: by which rules words are written; when they change, every article is indexed anew
VERIFIED = 150  #: texts looked at where the words alone don't tell
AT_ONCE = 20  #: texts read from the table together; so many are looked at in any case,
PATIENCE = 0.1  #: and more only for so many seconds, for a person waits
LONGEST = 100  #: characters of a word that are told apart; PostgreSQL takes no word over 2 KB

#: FTS5 parts words at these, so they are written otherwise
_SIGNS = str.maketrans({chr(code): chr(0x2400 + code) for code in range(128) if not chr(code).isalnum()})
_FTS5 = table("article_words", column("rowid"), column("words"), column("article_words"))
_VECTORS = table("article_words", column("article_id"), column("words"))


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a query would have brought."""

    count: int  #: articles of the span that answer it
    exact: bool  #: False: too many had to be looked at, the newest tell how many there may be
    latest: tuple[tuple[Article, Match], ...]  #: the newest of them, newest first
    seen: int  #: articles in the span, in the languages asked for
    readings: tuple[Reading, ...] = ()  #: of the newest of them, as many texts as there was time to read


class _Answer(NamedTuple):
    """An article that answers."""

    article: Article
    match: Match
    reading: Reading


class _Spelling(NamedTuple):
    """How a database writes what is asked of words."""

    both: str
    either: str
    without: str
    word: str
    beginning: str


_SPELLINGS = {
    "sqlite": _Spelling(" AND ", " OR ", " NOT ", '"{}"', '"{}"*'),
    "postgresql": _Spelling(" & ", " | ", " & ! ", "'{}'", "'{}':*"),
}


class _Asked:
    """A query in the words of the archive."""

    def __init__(self, spelling: _Spelling, concepts: Concepts, names: Sequence[tuple[str, str]]) -> None:
        self._spelling = spelling
        self._concepts = concepts
        self._names = names  #: (key, shown name) of the sources
        self.sure = True  #: False: what is found must be looked at

    def query(self, query: Query) -> str | None:
        """What to ask; None: nothing can answer it."""
        asked = self._both(self._terms(group) for group in query.all_of)
        if asked is None:
            return None
        for terms in query.none_of:
            inner = _Asked(self._spelling, self._concepts, self._names)
            unwanted = inner._both(inner._terms([term]) for term in terms)
            self.sure &= inner.sure
            if unwanted is not None and inner.sure:
                asked = f"({asked}{self._spelling.without}{unwanted})"
        return asked

    def _terms(self, terms: Iterable[Term]) -> str | None:
        return self._either(self._part(part) for term in terms for part in parts_of(term))

    def _part(self, asked: Part) -> str | None:
        language, part = bare(asked)
        if isinstance(part, str):
            words = self._key(part)
        else:
            self.sure = False
            words = self._both(map(self._key, part))
        if not language or words is None:
            return words
        return self._both([words, self._either([self._word("l", language), self._word("l", "en")])])

    def _key(self, key: str) -> str | None:
        field, _, said = key.partition(":")
        if said and field == Field.TITLE:
            return self._in_title(said)
        if said and field == Field.SOURCE:
            return self._source(said)
        if said:
            return self._word("l", said)
        if key[0] == CONCEPT:
            return self._concept(key[1:])
        if key[0] == EXACT:
            return self._either([self._word("w", key[1:]), self._word("e", key[1:])])
        if key[-1] == PREFIX:
            return self._either([self._beginning("w", key[:-1]), self._beginning("e", key[:-1])])
        if key.isupper():
            return self._word("c", key)
        return self._either([self._word("w", key), self._word("b", key)])

    def _in_title(self, key: str) -> str | None:
        if key[0] in (EXACT, CONCEPT) or key[-1] == PREFIX:
            self.sure = False
            return self._key(key)
        return self._word("k" if key.isupper() else "t", key)

    def _concept(self, key: str) -> str | None:
        found = []
        for part, alone in self._concepts.parts(key):
            self.sure &= alone
            found.append(self._part(part))
        return self._either(found)

    def _source(self, said: str) -> str | None:
        keys = [key for key, name in self._names if said in (key.casefold(), " ".join(name.casefold().split()))]
        return self._either([self._word("s", key) for key in keys])

    def _word(self, kind: str, key: str) -> str:
        return self._spelling.word.format(_written(kind, key))

    def _beginning(self, kind: str, key: str) -> str:
        return self._spelling.beginning.format(_written(kind, key))

    def _both(self, asked: Iterable[str | None]) -> str | None:
        found = list(asked)
        return None if None in found else f"({self._spelling.both.join(dict.fromkeys(map(str, found)))})"

    def _either(self, asked: Iterable[str | None]) -> str | None:
        found = dict.fromkeys(one for one in asked if one is not None)
        return f"({self._spelling.either.join(found)})" if found else None


class Search(Tables):
    """What the archive answers."""

    def search(
        self,
        query: Query,
        start_at: datetime,
        *,
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
        with self._reading() as db:
            seen = db.scalar(select(func.count()).select_from(t.article).where(span)) or 0
            names = [(key, name) for key, name in db.execute(select(t.source.c.key, t.source.c.name))]
            asked = _Asked(_SPELLINGS[db.dialect.name], self.defaults.concepts, names)
            words = asked.query(query)
            unread = and_(t.article.c.indexed < INDEXED, t.article.c.published_at >= start_at)
            sure = asked.sure and db.scalar(select(t.article.c.id).where(unread).limit(1)) is None
            total, ids = _newest(db, and_(span, _answering(db, words, None if sure else unread)))
            if sure:
                held = _in_time(self._answers(query, _articles(db, ids)), limit, reading_for)
                return _found(total, True, held, limit, seen)
            looked, held = self._look(query, db, ids)
        count = round(total * len(held) / looked) if looked else 0
        return _found(count, total == looked, held, limit, seen)

    def _look(self, query: Query, db: Connection, ids: Sequence[int]) -> tuple[int, list[_Answer]]:
        """How many of these articles could be looked at while a person waits, and those that answer."""
        until = time.monotonic() + PATIENCE
        found: list[_Answer] = []
        for at in range(0, len(ids), AT_ONCE):
            found += self._answers(query, _articles(db, ids[at : at + AT_ONCE]))
            if time.monotonic() > until:  # the words of the first Russian texts after a start take long
                return min(at + AT_ONCE, len(ids)), found
        return len(ids), found

    def _answers(self, query: Query, articles: Iterable[Article]) -> Iterator[_Answer]:
        """Those of the articles that do answer it; one whose text was dropped a moment ago does not."""
        for article in articles:
            reading = Reading.of(article, self.defaults.concepts)
            match = find(query, reading)
            if match is not None:
                yield _Answer(article, match, reading)

    def index_words(self, limit: int) -> int:
        """Write the words of so many articles that have none yet, the newest first; how many there were.

        It holds the writer for about a millisecond each. Call it until it says 0, after a start and a `sweep`.
        """
        due = select(t.article.c.id).where(t.article.c.indexed < INDEXED).order_by(t.article.c.indexed.desc())
        due = due.order_by(t.article.c.published_at.desc()).limit(limit).with_for_update(skip_locked=True)
        with self._writing() as db:
            ids = list(db.scalars(due))
            for article_id in ids:
                note_text(db, article_id)
        return len(ids)


def _in_time(answers: Iterator[_Answer], limit: int, reading_for: timedelta) -> list[_Answer]:
    """The first of the answers: so many, and if more are wanted AT_ONCE in any case and others while there is time."""
    until = time.monotonic() + reading_for.total_seconds()
    found = list(islice(answers, AT_ONCE if reading_for else limit))
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


def words_of(article: Article) -> str:
    """The words of an article as they are written, parted by spaces."""
    reading = Reading.of(article)
    keys, forms, title = _bare(reading.words), {key[1:] for key in reading.exact_words}, _bare(reading.title.words)
    bases = {key for key in keys if not key.isupper()}
    loud = {key for key in title if key.isupper()}
    forms.discard("")  # a paragraph's end
    written = {"c": keys - bases, "w": bases & forms, "b": bases - forms, "e": forms - bases, "k": loud}
    written |= {"t": title - loud, "l": {article.language}, "s": {article.source_key}}
    return " ".join(" ".join(_all_written(kind, some)) for kind, some in written.items() if some)


def _bare(keys: set[str]) -> set[str]:
    """The keys that are words."""
    return {key for key in keys if key and ":" not in key}


def _all_written(kind: str, keys: set[str]) -> Iterable[str]:
    joined = "".join(keys)
    if joined.isalnum() and len(max(keys, key=len)) <= LONGEST:  # nearly always, and ten times faster
        return [kind + key for key in keys]
    return [_written(kind, key) for key in keys]


def _written(kind: str, key: str) -> str:
    return kind + (key if key.isalnum() else key.translate(_SIGNS))[:LONGEST]


def _write_words(db: Connection, article: Article) -> None:
    words = words_of(article)
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
    for at in range(0, len(ids), AT_ONCE):
        some = ids[at : at + AT_ONCE]
        rows = db.execute(articles_query().where(t.article.c.id.in_(some))).mappings()
        held = {row["id"]: to_article(row) for row in rows}
        yield from (held[article_id] for article_id in some)
