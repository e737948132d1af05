"""Digests on time: when each chat gets one, and the articles that are new to it.

due ─▶ a letter that carries only the span, and the next time     (one transaction for each batch)
                   └─ when it is its turn ─▶ found ─▶ the articles of the span
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, delete, func, literal_column, or_, select, update

from bot.calendar.schedule import next_due
from bot.model import Article, Chat, DeliveryState, DigestSchedule
from bot.storage import schema as t
from bot.storage.common import articles_query, this_chat, to_article
from bot.storage.database import Database
from bot.storage.digest_times import next_of, numbers, stored
from bot.storage.digests_due import DUE_BATCH, LONGEST_SPAN, any_due, enqueue_due
from bot.storage.letters import IS_DIGEST, LETTER_PENDING

FIRST_SPAN = timedelta(days=1)  #: that the first digest of a chat looks back before it was asked for
#: how long after it was seen an article may be matched: its page is tried on for a day
MATCHED_WITHIN = timedelta(days=2)
EARLIEST = 1_000  #: articles among which the lowest id is looked for: they are not stored quite in the order of time
#: what `to_article` reads besides the text: a digest is of thousands of articles
BRIEF = [
    "id",
    "source_key",
    "language",
    "url",
    "title",
    "teaser",
    "published_at",
    "first_seen_at",
    "page_state",
    "silent",
    "revision",
    "story_id",
]

_s, _c, _l = t.digest_schedule.c, t.chat.c, t.letter.c


@dataclass(frozen=True, kw_only=True)
class FoundArticle:
    """An article that is new to a chat, without its text."""

    article: Article
    follows: tuple[int, ...]  #: the ids of the queries that it matches


class Digests:
    """When chats get digests by themselves."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def schedule(self, chat: Chat) -> DigestSchedule | None:
        """When a chat gets its digest; None: never by itself."""
        with self._database.single_read() as db:
            of_chat = select(t.digest_schedule).join(t.chat).where(this_chat(chat))
            row = db.execute(of_chat).mappings().first()
        return _to_schedule(row) if row else None

    def set(self, chat: Chat, weekdays: Sequence[int], minutes: Sequence[int], now: datetime) -> DigestSchedule:
        """Set when a chat gets its digest, in its zone; what is new to it stays so. The chat must be stored."""
        with self._database.write_transaction() as db:
            row = db.execute(select(_c.id, _c.timezone).where(this_chat(chat))).one()
            next_at = next_due(weekdays, minutes, ZoneInfo(row.timezone), now)
            fields = {"weekdays": stored(weekdays), "minutes": stored(minutes), "next_at": next_at}
            values = {"chat_id": row.id, "since_at": now.replace(microsecond=0) - FIRST_SPAN, **fields}
            statement = self._database.insert(t.digest_schedule).values(values)
            db.execute(statement.on_conflict_do_update(index_elements=["chat_id"], set_=fields))
            return _to_schedule(db.execute(select(t.digest_schedule).where(_s.chat_id == row.id)).mappings().one())

    def clear(self, chat: Chat) -> DigestSchedule | None:
        """No digests by themselves any more, and none of those that wait to be sent; returns what it was."""
        with self._database.write_transaction() as db:
            chat_id = db.scalar(select(_c.id).where(this_chat(chat)))
            row = db.execute(select(t.digest_schedule).where(_s.chat_id == chat_id)).mappings().first()
            db.execute(delete(t.digest_schedule).where(_s.chat_id == chat_id))
            waiting = and_(_l.chat_id == chat_id, LETTER_PENDING, IS_DIGEST)
            db.execute(update(t.letter).where(waiting).values(state=DeliveryState.DROPPED))
        return _to_schedule(row) if row else None

    def enqueue_due(self, now: datetime, place: float = 0.0, limit: int = DUE_BATCH) -> tuple[int, float]:
        """Enqueue the digests that are due, at most `limit`; returns how many schedules there were, and the next place.

        `place`: how many of them stand before these in the fair order. A chat that can't be reached, that has an
        earlier digest to come, or that follows nothing gets none: what is new to it stays so until the next one.
        """
        with self._database.read_transaction() as db:
            if not any_due(db, now):
                return 0, place  # no need for the writer's lock
        with self._database.write_transaction() as db:
            return enqueue_due(db, now, place, limit)

    def reschedule(self, now: datetime) -> int:
        """Compute every time to come again: another release may know other rules of a zone. Returns how many moved."""
        statement = select(_s.chat_id, _s.weekdays, _s.minutes, _s.next_at, _c.timezone).join(t.chat)
        with self._database.single_read() as db:
            rows = db.execute(statement.where(_s.next_at > now)).mappings().all()
        moved: dict[datetime, list[int]] = {}
        for row in rows:
            next_at = next_of(row["weekdays"], row["minutes"], row["timezone"], now)
            if next_at != row["next_at"]:
                moved.setdefault(next_at, []).append(row["chat_id"])
        for next_at, chats in moved.items():
            for some in _batches(chats):
                with self._database.write_transaction() as db:
                    db.execute(update(t.digest_schedule).where(_s.chat_id.in_(some)).values(next_at=next_at))
        return sum(map(len, moved.values()))

    def published(self, chat: Chat, start_at: datetime, end_at: datetime) -> list[FoundArticle]:
        """The articles published in [start_at, end_at) of which it is stored that they match what a chat follows.

        Newest first, without regard to what the chat reads. A follow that is younger than an article may match it
        without that being stored.
        """
        a, m = t.article.c, t.match.c
        span = and_(a.published_at >= start_at, a.published_at < end_at)
        chat_id = select(_c.id).where(this_chat(chat)).scalar_subquery()
        matches = select(m.article_id, m.query_id).join(t.article, a.id == m.article_id)
        matches = matches.where(span, _of_follows(chat_id))
        wanted: dict[int, list[int]] = {}
        with self._database.read_transaction() as db:
            for article_id, query_id in db.execute(matches).all():
                wanted.setdefault(article_id, []).append(query_id)
            return _newest_first(_without_text(db, wanted), wanted)

    def found(self, chat: Chat, since: datetime, until: datetime) -> list[FoundArticle]:
        """The articles that came to match what a chat follows in (since, until], newest first.

        One that matched one of its follows before was in the digest before. What was stored silently counts only if it
        was published since then: what a new source had from before is no news.
        """
        with self._database.read_transaction() as db:
            record = db.execute(select(_c.id, _c.languages).where(this_chat(chat))).one()
            matched: dict[int, tuple[datetime, list[int]]] = {}
            for row in db.execute(_matches(record.id, record.languages, since, until)):
                first, follows = matched.get(row.article_id, (row.found_at, []))
                matched[row.article_id] = (min(first, row.found_at), follows)
                if row.found_at <= until:
                    follows.append(row.query_id)
            wanted = {article: follows for article, (first, follows) in matched.items() if first > since and follows}
            articles = _without_text(db, wanted)
        return _newest_first(articles, wanted)


def _matches(chat_id: int, languages: str | None, since: datetime, until: datetime) -> Any:
    """The matches of what a chat follows with articles that may be new to it."""
    a, m = t.article.c, t.match.c
    seen = a.first_seen_at >= since - MATCHED_WITHIN
    earliest = select(a.id).where(seen).order_by(a.first_seen_at).limit(EARLIEST).subquery()
    first = select(func.min(earliest.c.id)).scalar_subquery()
    left = select(t.left_out.c.source_key).where(t.left_out.c.chat_id == chat_id)
    found_at = func.coalesce(m.found_at, a.matched_at, type_=a.matched_at.type).label("found_at")
    statement = (
        select(m.article_id, m.query_id, found_at)
        .join(t.article, a.id == m.article_id)
        .where(m.article_id >= first, seen, a.first_seen_at <= until, or_(~a.silent, a.published_at >= since))
        .where(a.source_key.not_in(left), _of_follows(chat_id))
    )
    return statement.where(a.language.in_(languages.split())) if languages else statement


def _of_follows(chat_id: Any) -> ColumnElement[bool]:
    """Condition on `match`: of a query that the chat follows.

    Written so that no index by query is looked up for each article and each follow: an article has few matches.
    """
    followed = select(t.subscription.c.query_id).where(t.subscription.c.chat_id == chat_id)
    return (t.match.c.query_id + 0).in_(followed)


def _newest_first(articles: Iterable[Article], follows: Mapping[int, Sequence[int]]) -> list[FoundArticle]:
    found = [FoundArticle(article=each, follows=tuple(follows[each.id])) for each in articles]
    return sorted(found, key=lambda one: (one.article.published_at, one.article.id), reverse=True)


def _without_text(db: Connection, ids: Mapping[int, Any]) -> list[Article]:
    columns = [t.article.c[name] for name in BRIEF]
    brief = articles_query().with_only_columns(*columns, t.source.c.name, literal_column("NULL").label("body"))
    rows: list[Article] = []
    for some in _batches(list(ids)):
        rows += [to_article(row) for row in db.execute(brief.where(t.article.c.id.in_(some))).mappings().all()]
    return rows


def _batches(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (ids[start : start + DUE_BATCH] for start in range(0, len(ids), DUE_BATCH))


def _last_since(row: RowMapping) -> datetime | None:
    """From when the last digest went: it was no longer than one is."""
    last: datetime | None = row["last_since_at"]
    return None if last is None else max(last, row["since_at"] - LONGEST_SPAN)


def _to_schedule(row: RowMapping) -> DigestSchedule:
    return DigestSchedule(
        weekdays=numbers(row["weekdays"]),
        minutes=numbers(row["minutes"]),
        next_at=row["next_at"],
        since_at=row["since_at"],
        last_since_at=_last_since(row),
    )
