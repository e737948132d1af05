"""Sources: the configured ones, the result of their last poll, and their health."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, literal_column, not_, select, update

from bot.i18n.keys import from_any_release, to_json
from bot.i18n.text import Phrase
from bot.model import PageState, Source, SourceHealth, WayState, with_approved, without
from bot.storage import schema as t
from bot.storage.approved import approved_sources
from bot.storage.common import IS_READ, FinishedPoll, PollState, for_each_dialect
from bot.storage.database import Database
from bot.storage.switches import SWITCHED_OFF

USUAL_SPAN = timedelta(days=14)  #: the usual gap between a source's articles is computed from this time span
USUAL_ARTICLES = 500  #: and from at most so many articles
MIN_SILENCE = timedelta(hours=6)  #: shorter silences are normal: sources sleep at night
SILENCE_FACTOR = 3  #: more than so many times the usual gap is "longer than usual"

#: What each successful poll replaces.
_ALWAYS_RECORDED = ("etag", "modified", "body_hash", "way", "next_poll_at")

#: What the sources file says.
_SETTINGS = ("name", "language", "every", "kind", "site", "enabled")

_s = t.source.c
_OF_SOURCE = t.article.c.source_key == t.source.c.key
# a literal, because SQLite can't use the partial index with a bound parameter
_AWAITING = t.article.c.page_state == literal_column(f"'{PageState.AWAITING}'")
#: the rows of sources with what their articles say of them, each by an index
_HEALTH = select(
    t.source,
    select(func.max(t.article.c.first_seen_at)).where(_OF_SOURCE).scalar_subquery().label("last_article_at"),
    select(func.max(t.article.c.published_at)).where(_OF_SOURCE).scalar_subquery().label("newest_at"),
    select(func.count()).where(_OF_SOURCE, _AWAITING).scalar_subquery().label("pages_waiting"),
)

# Statements are built once: they are asked for each poll.
_BY_KEY = select(t.source).where(_s.key == bindparam("source"))
_WAYS_OF = select(t.way).where(t.way.c.source_key == bindparam("source"))
_FIRST_POLLS = select(_s.key, _s.first_polled_at).where(IS_READ).order_by(_s.key)
_HEALTH_OF_ALL = _HEALTH.where(IS_READ).order_by(_s.key)
_WAITING = select(t.article.c.source_key).where(t.article.c.matched_at.is_(None))
_UNFINISHED = select(_s.key).where(not_(IS_READ), _s.key.in_(_WAITING)).order_by(_s.key)
_WAYS = select(t.way.c.source_key, t.way.c.address)
_DISABLE_ALL = update(t.source).values(enabled=False)
_UPSERT = for_each_dialect(
    t.source,
    lambda into: into.on_conflict_do_update(
        index_elements=["key"], set_={name: into.excluded[name] for name in _SETTINGS}
    ),
)
_FIRST = bindparam("first", type_=_s.first_polled_at.type)
_POLLED = update(t.source).where(_s.key == bindparam("source"))
_POLLED_WHOLE = _POLLED.values(first_polled_at=func.coalesce(_s.first_polled_at, _FIRST))
_FAILED = _POLLED.values(failures=_s.failures + 1, failing_since_at=func.coalesce(_s.failing_since_at, _FIRST))


class ReadSource(NamedTuple):
    """A source that is read."""

    key: str
    name: str
    language: str


class Sources:
    """The sources, with the state of their polls."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sync(self, configured: Sequence[Source], now: datetime) -> list[Source]:
        """Store the sources of the file and the approved ones, and return them: what neither names is disabled.

        Those that an operator has switched off are returned as disabled.
        """
        with self._database.write_transaction() as db:
            sources = with_approved(configured, approved_sources(db))
            db.execute(_DISABLE_ALL)
            upsert_sources(self._database, db, sources)
            _forget_ways(db, sources)
            return without(sources, set(db.scalars(SWITCHED_OFF)))

    def keys(self) -> set[str]:
        """The keys of all sources that there ever were."""
        with self._database.single_read() as db:
            return set(db.scalars(select(t.source.c.key)))

    def unfinished(self) -> list[str]:
        """The keys of sources that are not read and have articles not matched yet."""
        with self._database.single_read() as db:
            return list(db.scalars(_UNFINISHED))

    def poll_state(self, source_key: str) -> PollState:
        """The result of the last poll."""
        with self._database.read_transaction() as db:
            row = db.execute(_BY_KEY, {"source": source_key}).mappings().one()
            ways = db.execute(_WAYS_OF, {"source": source_key}).mappings().all()
        stored = {field.name: row[field.name] for field in fields(PollState) if field.name != "ways"}
        return PollState(**stored, ways={way["address"]: WayState(**way) for way in ways})

    def ways(self) -> list[WayState]:
        """What the servers of ways said for good, of sources that are read, in the order of keys."""
        joined = select(t.way).join(t.source).where(IS_READ).order_by(t.way.c.source_key, t.way.c.address)
        with self._database.single_read() as db:
            return [WayState(**row) for row in db.execute(joined).mappings()]

    def record_way(self, state: WayState) -> None:
        """Store what the server of a way said for good."""
        said = {"moved_to": state.moved_to, "gone_at": state.gone_at, "every": state.every}
        with self._database.write_transaction() as db:
            statement = self._database.insert(t.way).values(source_key=state.source_key, address=state.address, **said)
            db.execute(statement.on_conflict_do_update(index_elements=["source_key", "address"], set_=said))

    def finish_poll(self, source_key: str, poll: FinishedPoll, now: datetime) -> None:
        """Record a successful poll; call it after every new entry of that body is stored."""
        values: dict[str, Any] = {name: getattr(poll, name) for name in _ALWAYS_RECORDED}
        if poll.problems is not None:
            values["problems"] = json.dumps([to_json(problem) for problem in poll.problems])
        if poll.has_entries:
            values |= {"whole_at": now, "first": now}
        values |= {"last_ok_at": now, "failing_since_at": None, "failures": 0}
        with self._database.write_transaction() as db:
            db.execute(_POLLED_WHOLE if poll.has_entries else _POLLED, {"source": source_key, **values})

    def fail_poll(self, source_key: str, reason: Phrase, *, next_poll_at: datetime | None, now: datetime) -> None:
        """Record a failed poll, with its reason."""
        with self._database.write_transaction() as db:
            failed = {"source": source_key, "last_error": to_json(reason), "last_error_at": now, "first": now}
            db.execute(_FAILED, {**failed, "next_poll_at": next_poll_at})

    def appearances(self, source_key: str, since: datetime, limit: int) -> list[tuple[datetime, datetime]]:
        """When articles published after `since` were published, and when first seen; at most `limit`, newest first."""
        statement = (
            select(t.article.c.published_at, t.article.c.first_seen_at)
            .where(t.article.c.source_key == source_key, t.article.c.published_at >= since)
            .order_by(t.article.c.published_at.desc())
            .limit(limit)
        )
        with self._database.single_read() as db:
            return [(row.published_at, row.first_seen_at) for row in db.execute(statement)]

    def next_polls(self) -> dict[str, datetime | None]:
        """When each source that is read is to be polled, by its key; None: at once."""
        statement = select(t.source.c.key, t.source.c.next_poll_at).where(IS_READ)
        with self._database.single_read() as db:
            return {row.key: row.next_poll_at for row in db.execute(statement)}

    def read_now(self) -> list[ReadSource]:
        """The sources that are read, by their names."""
        columns = select(t.source.c.key, t.source.c.name, t.source.c.language).where(IS_READ)
        with self._database.single_read() as db:
            found = [ReadSource(*row) for row in db.execute(columns)]
        return sorted(found, key=lambda each: (each.name.casefold(), each.language, each.key))

    def first_polls(self) -> dict[str, datetime | None]:
        """When entries of each source that is read were first read, by its key; None: never."""
        with self._database.single_read() as db:
            return {row.key: row.first_polled_at for row in db.execute(_FIRST_POLLS)}

    def health(self, now: datetime, keys: Collection[str] | None = None) -> list[SourceHealth]:
        """The health of each source that is read, in the order of keys; `keys`: of these only."""
        asked = _HEALTH_OF_ALL if keys is None else _HEALTH_OF_ALL.where(_s.key.in_(keys))
        with self._database.read_transaction() as db:
            rows = db.execute(asked).mappings().all()
            return [_health(db, row, now) for row in rows]


def upsert_sources(database: Database, db: Connection, sources: Sequence[Source]) -> None:
    """Add sources, or change them to what they are now, within a transaction; their health stays."""
    # a source that was enabled again, or polled less often, is polled soon
    rows = [{"failures": 0, **{name: getattr(each, name) for name in ("key", *_SETTINGS)}} for each in sources]
    if rows:
        db.execute(_UPSERT[database.dialect], rows)


def _forget_ways(db: Connection, sources: Sequence[Source]) -> None:
    """What is not in the file any more, or disabled, begins anew when it comes back."""
    used = {(source.key, way.address) for source in sources if source.enabled for way in source.ways}
    for key, address in db.execute(_WAYS).all():
        if (key, address) not in used:
            db.execute(delete(t.way).where(t.way.c.source_key == key, t.way.c.address == address))


def _health(db: Connection, row: Any, now: datetime) -> SourceHealth:
    return SourceHealth(
        key=row["key"],
        name=row["name"],
        language=row["language"],
        every=row["every"],
        last_ok_at=row["last_ok_at"],
        last_article_at=row["last_article_at"],
        failing_since_at=row["failing_since_at"],
        last_error=None if row["last_error"] is None else from_any_release(row["last_error"]),
        last_error_at=row["last_error_at"],
        failures=row["failures"],
        next_poll_at=row["next_poll_at"],
        first_polled_at=row["first_polled_at"],
        pages_waiting=row["pages_waiting"],
        silent_longer_than_usual=_silent(db, row, now),
        way=row["way"],
        problems=tuple(from_any_release(problem) for problem in json.loads(row["problems"] or "[]")),
    )


def _silent(db: Connection, row: Any, now: datetime) -> bool:
    """Is the newest article older than SILENCE_FACTOR median gaps, and than MIN_SILENCE?"""
    newest: datetime | None = row["newest_at"]
    if newest is None or newest < now - USUAL_SPAN:
        return newest is not None
    if now - newest <= MIN_SILENCE:
        return False  # the usual case, decided without reading the gaps
    recent = (
        select(t.article.c.published_at)
        .where(t.article.c.source_key == row["key"], t.article.c.published_at >= now - USUAL_SPAN)
        .order_by(t.article.c.published_at.desc())
    )
    times = sorted(db.scalars(recent.limit(USUAL_ARTICLES)))
    gaps = sorted(later - earlier for earlier, later in pairwise(times))
    usual = gaps[len(gaps) // 2] if gaps else MIN_SILENCE
    return now - newest > max(MIN_SILENCE, usual * SILENCE_FACTOR)
