"""What the parts of the store share: the records that they hand out, conditions, and turns among writers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    func,
    literal_column,
    select,
    text,
)

from bot.model import Article, Cause, Chat, ChatKind, DeliveryState, PageState
from bot.storage import schema as t
from bot.storage.engine import is_postgresql

#: Advisory locks of PostgreSQL. SQLite needs none: it has one writer at a time.
FOLLOWING = 0x6A617273_0002  #: follows are made one after another, and matches are stored between them
STORING = 0x6A617273_0003  #: entries are stored one after another
MOVING = 0x6A617273_0004  #: a chat is merged with another while nothing is fanned out

# States spelled out, not bound: else the databases don't see that an index of these rows alone will do.
PENDING = t.delivery.c.state == literal_column("'pending'")
SENDING = t.delivery.c.state == literal_column("'sending'")
FAILED = t.delivery.c.state == literal_column("'failed'")
HELD = t.delivery.c.state == literal_column("'held'")
DROPPED = t.delivery.c.state == literal_column("'dropped'")
OPEN = text("delivery.state IN ('pending', 'sending')")

# The same of a row that is found by its key, or its chat, written so that the planner cannot use the partial index:
# PostgreSQL, which does not know yet that a story has just filled the outbox, would take all that is pending for less
# than one key.
IS_PENDING = t.delivery.c.state + literal_column("''") == literal_column("'pending'")
IS_SENDING = t.delivery.c.state + literal_column("''") == literal_column("'sending'")
IS_HELD = t.delivery.c.state + literal_column("''") == literal_column("'held'")


@dataclass(frozen=True, kw_only=True)
class PollState:
    """What the last poll of a source left behind."""

    etag: str | None
    modified: str | None
    body_hash: str | None
    first_polled_at: datetime | None
    failures: int
    next_poll_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class PageDue:
    """An article whose page is to be read now."""

    article: Article
    attempts: int  #: made so far


@dataclass(frozen=True, kw_only=True)
class ChatRow:
    """A chat as kept."""

    id: int  #: primary key
    chat: Chat
    kind: ChatKind
    title: str
    timezone: str
    paused: bool
    missed: int  #: alerts it missed while it was paused; 0 for a chat that is well
    languages: tuple[str, ...] = ()  #: those it reads; empty: all


@dataclass(frozen=True, kw_only=True)
class DeliveryRecord:
    """What has become of what a chat is, or was, owed."""

    state: DeliveryState
    not_before: datetime  #: not sent before then
    attempts: int
    first_attempt_at: datetime | None
    sent_at: datetime | None
    cause: Cause | None  #: why it failed, waits or was dropped
    detail: str | None  #: the platform's own words
    ref: str | None  #: the platform's id of the message that carried it


@dataclass(frozen=True, kw_only=True)
class Lease:
    """Leave to do one thing, which no other worker has at the same time."""

    name: str  #: "source:kt-eng", "sender:telegram", "listener:telegram", "chores"
    holder: str  #: the worker
    token: int  #: grows at each change of holder


def in_turn(db: Connection, lock: int, *, shared: bool = False) -> None:
    """Wait for our turn, which lasts until this transaction ends; those who share it go together.

    Call it first: what is read after the wait shows what was waited for.
    """
    if is_postgresql(db):
        take = func.pg_advisory_xact_lock_shared if shared else func.pg_advisory_xact_lock
        db.execute(select(take(lock)))


def lease_lock(name: str) -> int:
    """The advisory lock under which a lease is taken, and shared by what is written under it."""
    return int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)


def this_chat(chat: Chat) -> ColumnElement[bool]:
    """WHERE of one chat's row."""
    return and_(in_any_thread(chat), t.chat.c.thread == chat.thread)


def in_any_thread(chat: Chat) -> ColumnElement[bool]:
    """WHERE of a chat's row and those of its topics."""
    place = and_(t.chat.c.platform == chat.platform, t.chat.c.workspace == chat.workspace)
    return and_(place, t.chat.c.native_id == chat.id)


#: what `to_chat` needs
CHAT_COLUMNS = (t.chat.c.platform, t.chat.c.workspace, t.chat.c.native_id, t.chat.c.thread)


def to_chat(row: Any) -> Chat:
    """The noun from a row that has CHAT_COLUMNS, by their names."""
    return Chat(platform=row.platform, id=row.native_id, thread=row.thread, workspace=row.workspace)


def owed_articles(of_chat: ColumnElement[bool]) -> tuple[Select[tuple[int]], Select[tuple[int]]]:
    """SELECTs of the articles that a chat is to get still, to be united: each has an index by chat."""
    articles = select(t.delivery.c.article_id).where(of_chat)
    return articles.where(OPEN), articles.where(HELD)


def articles_query() -> Select[Any]:
    """SELECT of articles with their source's name, for `to_article`."""
    return select(t.article, t.source.c.name).join(t.source)


def to_article(row: RowMapping) -> Article:
    """The noun from a row of `articles_query`."""
    return Article(
        id=row["id"],
        source_key=row["source_key"],
        source_name=row["name"],
        language=row["language"],
        url=row["url"],
        title=row["title"],
        teaser=row["teaser"],
        body=row["body"],
        published_at=row["published_at"],
        first_seen_at=row["first_seen_at"],
        page_state=PageState(row["page_state"]),
        silent=row["silent"],
        revision=row["revision"],
    )
