"""What the classes of the store share: the records they return, conditions, advisory locks, and claim statements."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    func,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.i18n.text import Phrase
from bot.model import Article, Cause, Chat, ChatKind, DeliveryState, PageState, Preferences, Way, WayState
from bot.storage import schema as t
from bot.storage.engine import is_postgresql

KEPT_CHATS = 256  #: whose conditions are kept

# Advisory locks on PostgreSQL. SQLite needs none: it has one writer at a time.
FOLLOWS_LOCK = 0x6A617273_0002  #: follows are added one at a time, and matches are stored between two of them
ENTRIES_LOCK = 0x6A617273_0003  #: entries are stored one at a time
STORIES_LOCK = 0x6A617273_0006  #: articles are assigned to stories one at a time; taken after FOLLOWS_LOCK
PARAGRAPHS_LOCK = 0x6A617273_0005  #: paragraphs are counted for one article at a time; the last lock of a transaction
CHAT_MERGE_LOCK = 0x6A617273_0004  #: chats are merged while nothing is fanned out
#: an article joins an earlier alert of its story while no alert is recorded as sent, and none is dropped or given up;
#: taken before CHAT_MERGE_LOCK
STORY_HEADS_LOCK = 0x6A617273_0008
# Statements are built once: most transactions that write take a lock.
_LOCK = bindparam("lock", type_=BigInteger)
_TAKE, _TAKE_SHARED = select(func.pg_advisory_xact_lock(_LOCK)), select(func.pg_advisory_xact_lock_shared(_LOCK))

# States are literals, not bound parameters: otherwise the planners don't recognise the partial index on that state.
PENDING = t.delivery.c.state == literal_column("'pending'")
SENDING = t.delivery.c.state == literal_column("'sending'")
FAILED = t.delivery.c.state == literal_column("'failed'")
HELD = t.delivery.c.state == literal_column("'held'")
DROPPED = t.delivery.c.state == literal_column("'dropped'")
JOINED = t.delivery.c.state == literal_column("'joined'")
OPEN = text("delivery.state IN ('pending', 'sending')")
EDIT_PENDING = t.edit.c.state == literal_column("'pending'")
EDIT_SENDING = t.edit.c.state == literal_column("'sending'")

# The same for a row found by its key or its chat, written so that the planner cannot use the partial index: with
# statistics from before a large fan-out, PostgreSQL would expect fewer pending rows in all than rows for one key.
PENDING_BY_KEY = t.delivery.c.state + literal_column("''") == literal_column("'pending'")
SENDING_BY_KEY = t.delivery.c.state + literal_column("''") == literal_column("'sending'")

#: a source that is read: neither the sources file nor an operator has switched it off
IS_READ = and_(t.source.c.enabled, t.source.c.switched_off_at.is_(None))

IMMEDIATELY = datetime(1970, 1, 1, tzinfo=UTC)  #: `not_before` of what need not wait, whatever the clock shows
#: values of a row that no worker has claimed
UNCLAIMED: dict[str, None] = {"claimed_by": None, "claimed_until": None}


@dataclass(frozen=True, kw_only=True)
class PollState:
    """The stored result of a source's last poll."""

    etag: str | None
    modified: str | None  #: Last-Modified, as the server wrote it
    body_hash: str | None  #: SHA-256, hexadecimal
    first_polled_at: datetime | None  #: when entries were first read; None: never
    last_ok_at: datetime | None
    failures: int  #: consecutive
    next_poll_at: datetime | None
    way: str | None  #: the address that was read; None: the first way, or never polled
    whole_at: datetime | None  #: when a body last came, not only "not modified"
    told_until_at: datetime | None  #: what was published before may have been told: see settling.py; None: not restored
    texts_whole: int  #: pages in a row that had no more than the feed's full text; negative: one had more, lately
    ways: Mapping[str, WayState] = field(default_factory=dict)  #: by address: what their servers said for good

    def is_gone(self, way: Way) -> bool:
        """Has its server withdrawn a way?"""
        said = self.ways.get(way.address)
        return said is not None and said.gone_at is not None


@dataclass(frozen=True, kw_only=True)
class FinishedPoll:
    """What is recorded of a successful poll."""

    etag: str | None = None
    modified: str | None = None  #: Last-Modified, as the server wrote it
    body_hash: str | None = None  #: SHA-256, hexadecimal
    way: str  #: the address that was read
    problems: Sequence[Phrase] | None = None  #: what could not be read; None: as before, for no new body was read
    next_poll_at: datetime | None = None
    has_entries: bool = True  #: a body with entries came; until one has, a source waits for its first poll


@dataclass(frozen=True, kw_only=True)
class PageDue:
    """An article whose page is due to be read."""

    article: Article
    attempts: int  #: so far


@dataclass(frozen=True, kw_only=True)
class ChatRecord:
    """A chat as stored."""

    id: int  #: primary key
    chat: Chat
    kind: ChatKind
    title: str
    timezone: str
    language: str | None  #: in which it is spoken to; None: not known yet
    paused: bool
    missed: int  #: alerts dropped while it was paused; 0 if it is active
    languages: tuple[str, ...] = ()  #: of the articles it gets; empty: all
    left_out: tuple[str, ...] = ()  #: keys of the sources whose articles it does not get
    preferences: Preferences = field(default_factory=Preferences)
    snoozed_until_at: datetime | None = None  #: a snooze, which may be over
    manages: bool = False  #: it manages a channel, though it may not have spoken for it for long


@dataclass(frozen=True, kw_only=True)
class DeliveryRecord:
    """The stored state of one delivery."""

    state: DeliveryState
    not_before: datetime  #: not sent before then
    attempts: int
    first_attempt_at: datetime | None
    sent_at: datetime | None
    cause: Cause | None  #: why it failed, is retried or was dropped
    detail: str | None  #: the platform's own words
    ref: str | None  #: the platform's id of the message that carried it


@dataclass(frozen=True, kw_only=True)
class Lease:
    """The exclusive right of one worker to do one thing."""

    name: str  #: "source:kt-eng", "sender:telegram", "listener:telegram", "chores"
    holder: str  #: the worker's name
    token: int  #: grows at each change of holder


def insert_into(dialect: str, table: Table) -> Any:
    """INSERT with ON CONFLICT, which both databases write the same way."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def for_each_dialect(table: Table, build: Callable[[Any], Any]) -> dict[str, Any]:
    """A statement that begins with `insert_into`, built once for each dialect."""
    return {dialect: build(insert_into(dialect, table)) for dialect in ("sqlite", "postgresql")}


def take_lock(db: Connection, lock: int, *, shared: bool = False) -> None:
    """Take an advisory lock until the transaction ends; `shared` holders don't exclude each other.

    Call it before any other statement, so that later reads see what the previous holder committed.
    """
    if is_postgresql(db):
        db.execute(_TAKE_SHARED if shared else _TAKE, {"lock": lock})


def lease_lock(name: str) -> int:
    """The advisory lock of a lease: exclusive to acquire it, shared by every write under it."""
    return int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)


@lru_cache(maxsize=KEPT_CHATS)  # one command asks for its chat ten times; to say it costs more than to look it up
def this_chat(chat: Chat) -> ColumnElement[bool]:
    """Condition: the row of this chat."""
    return and_(in_any_thread(chat), t.chat.c.thread == chat.thread)


def in_any_thread(chat: Chat) -> ColumnElement[bool]:
    """Condition: the rows of this chat and of its topics."""
    same_workspace = and_(t.chat.c.platform == chat.platform, t.chat.c.workspace == chat.workspace)
    return and_(same_workspace, t.chat.c.native_id == chat.id)


def by_name(chat: Chat) -> dict[str, str]:
    """The parameters of NAMED."""
    return {"of_platform": chat.platform, "of_workspace": chat.workspace, "native": chat.id, "of_thread": chat.thread}


#: condition: the row of the chat that `by_name` gives, for a statement that is built once
NAMED = and_(
    t.chat.c.platform == bindparam("of_platform"),
    t.chat.c.workspace == bindparam("of_workspace"),
    t.chat.c.native_id == bindparam("native"),
    t.chat.c.thread == bindparam("of_thread"),
)
CHAT_ID = select(t.chat.c.id).where(NAMED)

#: the columns that `to_chat` reads
CHAT_COLUMNS = (t.chat.c.platform, t.chat.c.workspace, t.chat.c.native_id, t.chat.c.thread)


def to_chat(row: Any) -> Chat:
    """Build a Chat from a row with CHAT_COLUMNS."""
    return Chat(platform=row.platform, id=row.native_id, thread=row.thread, workspace=row.workspace)


def owed_articles(of_chat: ColumnElement[bool]) -> tuple[Select[tuple[int]], Select[tuple[int]]]:
    """Two SELECTs of the articles still owed to a chat (open, held), for a UNION: each uses an index by chat."""
    articles = select(t.delivery.c.article_id).where(of_chat)
    return articles.where(OPEN), articles.where(HELD)


def claim_statement(table: Table, row: ColumnElement[bool]) -> Update:
    """UPDATE that claims a delivery or letter for the parameter `worker`, until the parameter `until`."""
    claim: dict[str, Any] = {"claimed_by": bindparam("worker"), "claimed_until": bindparam("until")}
    return update(table).where(row).values(state=DeliveryState.SENDING, **claim)


def articles_query() -> Select[Any]:
    """SELECT of articles with the name of their source, for `to_article`."""
    return select(t.article, t.source.c.name).join(t.source)


def to_article(row: RowMapping) -> Article:
    """Build an Article from a row of `articles_query`."""
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
        story_id=row["story_id"],
    )
