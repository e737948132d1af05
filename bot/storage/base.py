"""What every part of the store stands on: transactions, and the rows that they hand out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, Select, Table, and_, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.matching.concepts import NO_CONCEPTS, Concepts
from bot.matching.query import GRAMMAR
from bot.model import Article, Chat, ChatKind, DeliveryState, PageState, Source
from bot.storage import schema as t


@dataclass(frozen=True, kw_only=True)
class Defaults:
    """What a new chat and a new article are given."""

    follows: int = 200  #: most follows a chat may have
    timezone: str = "Asia/Almaty"  #: of a new chat
    catch_up: timedelta = timedelta(hours=24)  #: older news is stored without alerts
    concepts: Concepts = NO_CONCEPTS  #: what queries are read and matched with
    language: str = "en"  #: in which follows are told in words: "en", "ru" or "kk"
    sources: tuple[Source, ...] = ()  #: of the sources file; their id patterns tell an article by its link
    grammar: int = GRAMMAR  #: what they are read by, kept with each; changes with the concepts too


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

    row: int  #: primary key
    chat: Chat
    kind: ChatKind
    title: str
    timezone: str
    resting: bool
    missed: int  #: alerts it missed while it rested; 0 for a chat that is well
    languages: tuple[str, ...] = ()  #: those it reads; empty: all


@dataclass(frozen=True, kw_only=True)
class DeliveryRecord:
    """What has become of what a chat is, or was, owed."""

    state: DeliveryState
    not_before: datetime  #: not sent before then
    attempts: int
    first_attempt_at: datetime | None
    sent_at: datetime | None
    reason: str | None  #: why it failed, waits or was dropped
    ref: str | None  #: the platform's id of the message that carried it


class Tables:
    """Transactions over one engine. Reading ones see one moment; writing ones wait for each other."""

    def __init__(self, engine: Engine, defaults: Defaults) -> None:
        self._engine = engine
        self.defaults = defaults

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    def _insert(self, table: Table) -> Any:
        """INSERT with ON CONFLICT, which both databases spell alike."""
        return sqlite.insert(table) if self._engine.dialect.name == "sqlite" else postgresql.insert(table)


def this_chat(chat: Chat) -> ColumnElement[bool]:
    """WHERE of one chat's row."""
    return and_(t.chat.c.platform == chat.platform, t.chat.c.native_id == chat.id, t.chat.c.thread == chat.thread)


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
    )
