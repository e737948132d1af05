"""What the texts of a source's articles tell of it: which paragraphs are furniture, and whether its feed has it all.

A fingerprint is a number that stands for a paragraph; each is counted once for each article. A paragraph of KNOWN_FROM
articles within WINDOW of the source is furniture, and stays so until it has not been seen for KEPT_FOR.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, delete, func, or_, select, update

from bot.storage import schema as t
from bot.storage.common import PARAGRAPHS_LOCK, for_each_dialect, take_lock
from bot.storage.database import Database

KNOWN_FROM = 3  #: different articles with the same paragraph
WINDOW = 30  #: articles of the source among which they stand
KEPT_FOR = timedelta(days=30)  #: since it was last seen
ROWS = 5_000  #: of a source, at most, after a sweep: the paragraphs seen last

#: `texts_whole` of a source whose page had more than its feed's text: so many pages must have no more before the next
#: ones count for its texts
DISTRUST = -3
MAX_TRUST = 100

_p = t.paragraph.c


def _counting(into: Any) -> Any:
    """One more article for a paragraph, unless it is the same one; it begins anew after its window."""
    new = into.excluded
    restarts = and_(_p.articles < KNOWN_FROM, _p.first_number <= new.first_number - WINDOW)
    counted = _p.last_article_id == new.last_article_id
    again = {
        "articles": case((counted, _p.articles), (restarts, 1), else_=_p.articles + 1),
        "first_number": case((restarts, new.first_number), else_=_p.first_number),
    }
    seen = {name: new[name] for name in ("last_number", "last_article_id", "seen_at")}
    return into.on_conflict_do_update(index_elements=["source_key", "fingerprint"], set_=seen | again)


# Statements are built once: they are asked for each article.
_COUNT = for_each_dialect(t.paragraph, _counting)
_LAST_NUMBER = select(func.max(_p.last_number)).where(_p.source_key == bindparam("source"))
_RECENT = and_(_p.articles == KNOWN_FROM - 1, _p.first_number > bindparam("outside"))
_FURNITURE = select(_p.fingerprint).where(
    _p.source_key == bindparam("source"),
    _p.fingerprint.in_(bindparam("fingerprints", expanding=True)),
    or_(_p.articles >= KNOWN_FROM, _RECENT),
)
_OF_SOURCE = update(t.source).where(t.source.c.key == bindparam("source"))
_MORE_TRUST = case((t.source.c.texts_whole < MAX_TRUST, t.source.c.texts_whole + 1), else_=MAX_TRUST)
_TRUST, _DISTRUST = _OF_SOURCE.values(texts_whole=_MORE_TRUST), _OF_SOURCE.values(texts_whole=DISTRUST)


@dataclass(frozen=True, kw_only=True)
class Learned:
    """What the text of an article tells of its source."""

    fingerprints: tuple[int, ...] = ()  #: of its paragraphs, furniture too
    feed_had_all: bool | None = None  #: had the feed's text all that the page has? None: they are not compared


NOTHING = Learned()


class Paragraphs:
    """What is known of the paragraphs of each source."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def known(self, source_key: str, fingerprints: Collection[int]) -> frozenset[int]:
        """Those of an article's fingerprints that are furniture, this article counted in."""
        if not fingerprints:
            return frozenset()
        with self._database.read_transaction() as db:
            number = _next_number(db, source_key)
            asked = {"source": source_key, "fingerprints": sorted(fingerprints), "outside": number - WINDOW}
            return frozenset(db.scalars(_FURNITURE, asked))

    def sweep(self, now: datetime) -> None:
        """Forget what has not been seen for long, what did not repeat within its window, and what is too much."""
        with self._database.single_read() as db:
            newest = db.execute(select(_p.source_key, func.max(_p.last_number)).group_by(_p.source_key)).all()
        self._delete(_p.seen_at < now - KEPT_FOR)
        for source_key, number in newest:
            of_source = _p.source_key == source_key
            self._delete(and_(of_source, _p.articles < KNOWN_FROM, _p.last_number <= number - WINDOW))
            last = select(_p.last_number).where(of_source).order_by(_p.last_number.desc()).offset(ROWS).limit(1)
            self._delete(and_(of_source, _p.last_number <= last.scalar_subquery()))

    def _delete(self, which: ColumnElement[bool]) -> None:
        with self._database.write_batch() as db:
            take_lock(db, PARAGRAPHS_LOCK)
            db.execute(delete(t.paragraph).where(which))


def learn(
    database: Database, db: Connection, source_key: str, article_id: int, learned: Learned, now: datetime
) -> None:
    """Store what an article tells of its source, at the end of the transaction that stores its text."""
    if learned.feed_had_all is not None:
        db.execute(_TRUST if learned.feed_had_all else _DISTRUST, {"source": source_key})
    if learned.fingerprints:
        _count(database, db, source_key, article_id, learned.fingerprints, now)


def _count(
    database: Database, db: Connection, source_key: str, article_id: int, fingerprints: Collection[int], now: datetime
) -> None:
    """Count each paragraph once for the article."""
    take_lock(db, PARAGRAPHS_LOCK)
    number = _next_number(db, source_key)
    seen = {"last_number": number, "last_article_id": article_id, "seen_at": now}
    new = {"source_key": source_key, "articles": 1, "first_number": number, **seen}
    db.execute(_COUNT[database.dialect], [{"fingerprint": each, **new} for each in sorted(fingerprints)])


def _next_number(db: Connection, source_key: str) -> int:
    """The number of the source's next article whose paragraphs are counted."""
    return (db.scalar(_LAST_NUMBER, {"source": source_key}) or 0) + 1
