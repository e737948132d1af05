"""The tables, one per noun. Each database has its own table of words, at the end; nothing else is SQLite's alone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    event,
    false,
    text,
)
from sqlalchemy import Text as AnyText

from bot.storage.columns import KeyText, LaneName, Text, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _only(condition: str) -> dict[str, Any]:
    """The rows of an index: those alone, so that it stays as small as they are few."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


source = Table(
    "source",
    metadata,
    Column("key", String(100), primary_key=True),
    Column("name", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("every", Integer, nullable=False),
    Column("kind", String(16), nullable=False, server_default="feed"),
    Column("site", String(255), nullable=False, server_default=""),  # its host
    Column("enabled", Boolean, nullable=False),
    Column("etag", Text),
    Column("modified", Text),
    Column("body_hash", String(64)),
    Column("first_polled_at", UtcDateTime),
    Column("last_ok_at", UtcDateTime),
    Column("failing_since_at", UtcDateTime),
    Column("last_error", Text),
    Column("last_error_at", UtcDateTime),
    Column("failures", Integer, nullable=False, default=0),
    Column("next_poll_at", UtcDateTime),
)

article = Table(
    "article",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("source_key", ForeignKey("source.key"), nullable=False),
    Column("url", Text),
    Column("title", Text, nullable=False),
    Column("teaser", Text, nullable=False),
    Column("body", Text),
    Column("published_at", UtcDateTime, nullable=False),
    Column("first_seen_at", UtcDateTime, nullable=False, index=True),
    Column("page_state", String(16), nullable=False),
    Column("page_attempts", Integer, nullable=False, default=0),
    Column("page_next_at", UtcDateTime),
    Column("page_error", Text),
    Column("silent", Boolean, nullable=False),
    Column("matched_at", UtcDateTime),  # when its text, teaser or full, was last matched
    Column("language", String(8), nullable=False, server_default="en"),  # of its text
    Column("indexed", Integer, nullable=False, server_default="0"),  # by which rules its words stand in article_words
    Column("story_id", Integer),  # the event that it tells of, with other articles; NULL: none is known
    Column("revision", Integer, nullable=False, server_default="1"),  # grows when its headline changes
    Index("ix_article_published", "published_at", "language"),  # a count by language need not read the texts
    Index("ix_article_indexed", "indexed", "published_at"),
    Index("ix_article_page_due", "page_next_at", **_only("page_state = 'awaiting'")),
    Index("ix_article_unmatched", "first_seen_at", **_only("matched_at IS NULL")),
    Index("ix_article_source_seen", "source_key", "first_seen_at"),
    Index("ix_article_source_published", "source_key", "published_at"),
    Index("ix_article_awaiting", "source_key", **_only("page_state = 'awaiting'")),
    Index("ix_article_with_text", "first_seen_at", **_only("body IS NOT NULL")),
    Index("ix_article_story", "story_id", **_only("story_id IS NOT NULL")),
    sqlite_autoincrement=True,
)

article_key = Table(
    "article_key",
    metadata,
    Column("kind", String(8), primary_key=True),
    Column("value", KeyText, primary_key=True),
    Column("article_id", ForeignKey("article.id"), nullable=False, index=True),
    Column("expires_at", UtcDateTime),
    Index("ix_article_key_expires", "expires_at", **_only("expires_at IS NOT NULL")),
)

query = Table(
    "query",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("canonical", Text, nullable=False, unique=True),
    Column("typed", Text, nullable=False),
    Column("grammar", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

chat = Table(
    "chat",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("platform", String(16), nullable=False),
    Column("workspace", String(32), nullable=False, server_default=""),  # Slack's team id, once it is known
    Column("native_id", String(64), nullable=False),
    Column("thread", String(32), nullable=False, default=""),
    Column("kind", String(16), nullable=False),
    Column("title", Text, nullable=False, default=""),
    Column("timezone", String(64), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("paused_at", UtcDateTime),  # lost since then
    Column("pause_cause", String(32)),  # a Cause
    Column("pause_detail", Text),  # the platform's own words
    Column("managing_id", ForeignKey("chat.id")),  # the channel that this private chat speaks for
    Column("languages", Text),  # those it reads, joined by a space; NULL: all
    UniqueConstraint("platform", "workspace", "native_id", "thread"),
    sqlite_autoincrement=True,
)

subscription = Table(
    "subscription",
    metadata,
    Column(
        "id", Integer, primary_key=True, autoincrement=True
    ),  # never reused: the index reads on from the last it saw
    Column("chat_id", ForeignKey("chat.id"), nullable=False),
    Column("query_id", ForeignKey("query.id"), nullable=False),
    Column("typed", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("untold", Boolean, nullable=False, server_default=false()),  # changed by a new grammar, and nobody said so
    UniqueConstraint("chat_id", "query_id"),
    Index("ix_subscription_query_chat", "query_id", "chat_id"),
    Index("ix_subscription_untold", "chat_id", sqlite_where=text("untold = 1"), postgresql_where=text("untold")),
    sqlite_autoincrement=True,
)

match = Table(
    "match",
    metadata,
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("query_id", ForeignKey("query.id"), primary_key=True),
    Column("sentence", Text, nullable=False),
    Column("spans", Text, nullable=False),  # JSON: [[start, end], …]
)

fanout = Table(
    "fanout",
    metadata,
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("cursor", Integer, nullable=False),  # chats up to this id are done
    Column("place", Integer, nullable=False, server_default="0"),  # how many places of the fair order they took
    Column("created_at", UtcDateTime, nullable=False),
)


#: The key begins with the article, so that what is fanned out together stands together, and so what is pruned;
#: with the chat first each row of a fan-out would be written into a page of its own. A chat's rows are found by the
#: indexes of the few that matter to it.
#: No foreign keys: looking up both parents of each row is a third of fan-out's time. Rows are made by INSERT … SELECT
#: from `chat`, for an article that `fanout` refers to; articles are never deleted, and a chat only once its rows moved.
delivery = Table(
    "delivery",
    metadata,
    Column("article_id", Integer, primary_key=True, autoincrement=False),
    Column("chat_id", Integer, primary_key=True, autoincrement=False),
    Column("lane", LaneName, nullable=False),  # the chat's
    Column("state", String(16), nullable=False),
    Column("fair_at", Double, nullable=False),  # the lowest goes first; an order, not a time to wait for
    Column("not_before", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("first_attempt_at", UtcDateTime),
    Column("plain", Boolean, nullable=False, default=False),
    Column("alone", Boolean, nullable=False, default=False),  # never again in one message with others
    Column("cause", String(32)),  # a Cause: why it failed, waits or was dropped
    Column("detail", Text),  # the platform's own words
    Column("ref", Text),  # the platform's id of the message that carried it, of its first part
    Column("revision", Integer),  # of the article, as that message showed it
    Column("sent_at", UtcDateTime),
    Column("claimed_by", String(100)),  # who is sending it
    Column("claimed_until", UtcDateTime),  # then it may be taken back
    Index("ix_delivery_due", "lane", "fair_at", **_only("state = 'pending'")),
    Index("ix_delivery_open", "chat_id", "article_id", **_only("state IN ('pending', 'sending')")),
    Index("ix_delivery_held", "not_before", **_only("state = 'held'")),
    Index("ix_delivery_held_chat", "chat_id", **_only("state = 'held'")),
    Index("ix_delivery_sending", "chat_id", **_only("state = 'sending'")),
    Index("ix_delivery_dropped", "chat_id", **_only("state = 'dropped'")),
    Index("ix_delivery_failed", "first_attempt_at", **_only("state = 'failed'")),
    Index("ix_delivery_ref", "ref", **_only("ref IS NOT NULL")),
    sqlite_with_rowid=False,  # the key is the row's place: nothing is written twice
)

#: The further parts of messages that the platform took in several; most have none. A delivery's `ref` is the first.
message_part = Table(
    "message_part",
    metadata,
    Column("chat_id", Integer, primary_key=True, autoincrement=False),
    Column("ref", String(64), primary_key=True),  # the platform's id of this part
    Column("first_ref", String(64), nullable=False),  # of the first
    Column("place", Integer, nullable=False),  # 1 for the second part
    Column("sent_at", UtcDateTime, nullable=False, index=True),
)

#: What is owed that is no alert; claimed, sent and recorded as deliveries are.
letter = Table(
    "letter",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("chat_id", ForeignKey("chat.id"), nullable=False),
    Column("lane", LaneName, nullable=False),  # the chat's
    Column("kind", String(32), nullable=False),
    Column("due_at", UtcDateTime, nullable=False),  # its place in the fair order, too
    Column("payload", AnyText, nullable=False),  # JSON: the Message
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("first_attempt_at", UtcDateTime),
    Column("plain", Boolean, nullable=False),
    Column("cause", String(32)),  # a Cause: why it failed, waits or was dropped
    Column("detail", Text),  # the platform's own words
    Column("ref", Text),  # the platform's id of the message, of its first part
    Column("sent_at", UtcDateTime),
    Column("claimed_by", String(100)),  # who is sending it
    Column("claimed_until", UtcDateTime),  # then it may be taken back
    Index("ix_letter_due", "lane", "due_at", **_only("state = 'pending'")),
    Index("ix_letter_open", "chat_id", **_only("state IN ('pending', 'sending')")),
    sqlite_autoincrement=True,
)

#: What platforms told, by an id of theirs: answered rows are kept for a day, so that what is told again is known.
update = Table(
    "update",
    metadata,
    Column("platform", String(16), primary_key=True),
    Column("id", KeyText, primary_key=True),  # the platform's own
    Column("payload", AnyText),  # JSON: the Command and its context; NULL once it is answered or given up
    Column("received_at", UtcDateTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),  # answers begun
    Index("ix_update_pending", "platform", "received_at", **_only("state = 'pending'")),
)

notice = Table(
    "notice",
    metadata,
    Column(
        "subject", String(120), primary_key=True
    ),  # "source:kt-eng", "platform:slack": the operator knows that it fails
    Column("told_at", UtcDateTime, nullable=False),
)

lease = Table(
    "lease",
    metadata,
    Column("name", String(120), primary_key=True),  # "source:kt-eng", "sender:telegram", "listener:telegram", "chores"
    Column("holder", String(100)),  # a worker; none: it was given back
    Column("token", BigInteger, nullable=False),  # grows at each change of holder
    Column("until_at", UtcDateTime, nullable=False),  # by the clock of the database
)

copied = Table(
    "copied",
    metadata,
    Column("origin", String(300), primary_key=True),  # the database that `python -m bot move` copies to this one
    Column("table_name", String(60), primary_key=True),
    Column("cursor", AnyText, nullable=False),  # JSON: key of the last row copied
    Column("rows", BigInteger, nullable=False),
)
#: The words of each article as search.py writes them, for the database's own search of words. The beginnings of three
#: and four letters, behind a letter that says what a word is, have an index of their own.
ARTICLE_WORDS = {
    "sqlite": (
        "CREATE VIRTUAL TABLE article_words USING "
        "fts5(words, tokenize = 'ascii', detail = 'none', columnsize = 0, prefix = '4 5')",
    ),
    "postgresql": (
        "CREATE TABLE article_words (article_id INTEGER PRIMARY KEY REFERENCES article (id), words TSVECTOR NOT NULL)",
        "CREATE INDEX ix_article_words_words ON article_words USING gin (words)",
    ),
}
for _dialect, _statements in ARTICLE_WORDS.items():
    for _statement in _statements:
        event.listen(metadata, "after_create", DDL(_statement).execute_if(dialect=_dialect))  # type: ignore[no-untyped-call]
