"""All rows of a kind for a machine, page by page: memory stays flat, and no transaction is open between two pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, tuple_

from bot.model import DeliveryState
from bot.storage import schema as t
from bot.storage.database import Database
from bot.storage.outbox_rows import OutboxKey

PAGE = 1_000  #: rows in one transaction
PAGE_WITH_TEXTS = 100  #: articles with their full texts
BEGINNING = datetime(1, 1, 2, tzinfo=UTC)  #: before every article

Record = dict[str, Any]  #: names and values; instants are aware

_a, _c, _d, _q, _s, _at = t.article.c, t.chat.c, t.delivery.c, t.query.c, t.subscription.c, t.attention.c
#: what names a chat, the same four in every record
_NAMED = (_c.platform, _c.workspace, _c.native_id.label("chat"), _c.thread)
_KEY = "_key"  #: begins the names of columns that are only the place in the stream


class Exports:
    """Streams of records, each in the order of its key. What is added meanwhile may or may not be in them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def chats(self) -> Iterator[Record]:
        """Every chat with its state."""
        shown = (_c.kind, _c.title, _c.timezone, _c.language, _c.languages, _c.created_at)
        state = (_c.paused_at, _c.pause_cause, _c.waits_until, _c.wait_cause, _c.snoozed_until)
        return self._stream(select(*_NAMED, *shown, *state), (_c.id,), (0,))

    def follows(self) -> Iterator[Record]:
        """Every follow with its chat, and how it is to reach it."""
        own = (_s.typed, _q.canonical.label("query"), _s.created_at.label("followed_at"), _s.followed_by)
        how = (func.coalesce(_at.mode, "instant").label("mode"), func.coalesce(_at.rings, False).label("rings"))
        shown = (_c.kind, _c.title, _c.language, _c.timezone, _c.paused_at)
        statement = (
            select(*_NAMED, *shown, *own, *how, _at.muted_until, _at.alone_for, _at.quiet_for)
            .select_from(t.subscription)
            .join(t.chat, _c.id == _s.chat_id)
            .join(t.query, _q.id == _s.query_id)
            .outerjoin(t.attention, and_(_at.chat_id == _s.chat_id, _at.query_id == _s.query_id))
        )
        return self._stream(statement, (_s.id,), (0,))

    def articles(self, since: datetime | None, until: datetime | None, *, texts: bool = False) -> Iterator[Record]:
        """The articles published in a period, `until` not included; None: without that end. `texts`: in full."""
        shown = (_a.id, _a.source_key.label("source"), _a.url, _a.title, _a.teaser, _a.language, _a.published_at)
        state = (_a.first_seen_at, _a.page_state, _a.silent, _a.revision, _a.story_id.label("story"))
        text = (_a.body.label("text"),) if texts else ()
        statement = select(*shown, *state, *text).where(*_within(_a.published_at, since, until))
        first = (since or BEGINNING, 0)
        return self._stream(statement, (_a.published_at, _a.id), first, size=PAGE_WITH_TEXTS if texts else PAGE)

    def deliveries(
        self, since: datetime | None, until: datetime | None, states: Sequence[DeliveryState] = ()
    ) -> Iterator[Record]:
        """What was owed of the articles that came in a period, `until` not included; no states: all of it."""
        own = (_d.article_id.label("article"), _d.lane, _d.state, _d.attempts, _d.cause, _d.detail)
        times = (_d.first_attempt_at, _d.sent_at, _d.ref)
        about = (_a.source_key.label("source"), _a.title, _a.url, _a.published_at, _a.first_seen_at)
        statement = (
            select(*_NAMED, *own, *times, *about)
            .select_from(t.delivery)
            .join(t.article, _a.id == _d.article_id)
            .join(t.chat, _c.id == _d.chat_id)
            .where(*_within(_a.first_seen_at, since, until))
        )
        if states:
            statement = statement.where(_d.state.in_(states))
        first, last = self._articles_seen(since, until)
        if last is None:
            return
        statement = statement.where(_d.article_id <= last)
        for record in self._keyed(statement, (_d.article_id, _d.chat_id), (first or 0, 0)):
            article_id, chat_id = record.pop(_KEY)
            yield {"id": OutboxKey(article_id=article_id, chat_id=chat_id).name, **record}

    def _articles_seen(self, since: datetime | None, until: datetime | None) -> tuple[int | None, int | None]:
        """The first and the last id of the articles that came in a period: rows beyond need not be read."""
        seen = select(func.min(_a.id), func.max(_a.id)).where(*_within(_a.first_seen_at, since, until))
        with self._database.single_read() as db:
            first, last = db.execute(seen).one()
        return first, last

    def _stream(
        self, statement: Select[Any], key: tuple[ColumnElement[Any], ...], after: tuple[Any, ...], *, size: int = PAGE
    ) -> Iterator[Record]:
        for record in self._keyed(statement, key, after, size=size):
            del record[_KEY]
            yield record

    def _keyed(
        self, statement: Select[Any], key: tuple[ColumnElement[Any], ...], after: tuple[Any, ...], *, size: int = PAGE
    ) -> Iterator[Record]:
        """The records of a statement in the order of a key, each with its own; `after`: the key before the first."""
        places = [column.label(f"{_KEY}{number}") for number, column in enumerate(key)]
        page = statement.add_columns(*places).order_by(*key).limit(size)
        while True:
            beyond = tuple_(*key) > tuple_(*after) if len(key) > 1 else key[0] > after[0]
            with self._database.single_read() as db:
                rows = db.execute(page.where(beyond)).mappings().all()
            for row in rows:
                record = dict(row)
                after = tuple(record.pop(place.name) for place in places)
                yield record | {_KEY: after}
            if len(rows) < size:
                return


def _within(
    column: ColumnElement[datetime], since: datetime | None, until: datetime | None
) -> Iterator[ColumnElement[bool]]:
    if since is not None:
        yield column >= since
    if until is not None:
        yield column < until
