"""What articles answer, and what is owed to whom."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Double, ForeignKey, Index, Integer, String, Table, false, text
from sqlalchemy import Text as AnyText

from bot.storage.columns import LaneName, Text, UtcDateTime
from bot.storage.schema.base import metadata, where

match = Table(
    "match",
    metadata,
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("query_id", ForeignKey("query.id"), primary_key=True),
    Column("sentence", Text, nullable=False),
    Column("spans", Text, nullable=False),  # JSON: [[start, end], …]
    Column("found_at", UtcDateTime),  # when it first matched; NULL: before that was kept
)

fanout = Table(
    "fanout",
    metadata,
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("cursor", Integer, nullable=False),  # chats up to this id are done
    Column("place", Integer, nullable=False, server_default="0"),  # places of the fair order that they took
    Column("created_at", UtcDateTime, nullable=False),
)

#: The key begins with the article, so that the rows of one fan-out are stored together, and are pruned together; with
#: the chat first, each of them would be written to a page of its own. A chat's rows are found by partial indexes.
#: No foreign keys: checking both parents of each row would take a third of fan-out's time. Rows are made by INSERT …
#: SELECT from `chat`, for an article that `fanout` refers to; articles are never deleted, chats only when merged.
delivery = Table(
    "delivery",
    metadata,
    Column("article_id", Integer, primary_key=True, autoincrement=False),
    Column("chat_id", Integer, primary_key=True, autoincrement=False),
    Column("lane", LaneName, nullable=False),  # that of the chat
    Column("state", String(16), nullable=False),
    Column("fair_at", Double, nullable=False),  # the lowest is sent first; an order, not a time to wait for
    Column("not_before", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("first_attempt_at", UtcDateTime),
    Column("plain", Boolean, nullable=False, default=False),
    Column("alone", Boolean, nullable=False, default=False),  # never to be folded again; sent: its message has no other
    Column("rings", Boolean, nullable=False, default=False, server_default=false()),  # not held in quiet hours
    Column("quiet", Boolean, nullable=False, default=False, server_default=false()),  # it came while its chat was quiet
    Column("cause", String(32)),  # a Cause: why it failed, is retried or was dropped
    Column("detail", Text),  # the platform's own words
    Column("ref", Text),  # the platform's id of the message, of its first part
    Column("revision", Integer),  # of the article, as shown in that message
    # the article of the chat's message that tells of the story first: joined, this one is shown in that message;
    # otherwise it is sent as a reply to it. NULL: it is told by itself
    Column("head_id", Integer),
    Column("sent_at", UtcDateTime),
    Column("claimed_by", String(100)),  # the worker that is sending it
    Column("claimed_until", UtcDateTime),  # after that, any worker may take it back
    Column("begun_at", UtcDateTime),  # of what came while its chat was quiet: as that of a letter
    Index("ix_delivery_due", "lane", "fair_at", **where("state = 'pending'")),
    Index("ix_delivery_open", "chat_id", "article_id", **where("state IN ('pending', 'sending')")),
    Index("ix_delivery_held", "not_before", **where("state = 'held'")),
    Index("ix_delivery_held_chat", "chat_id", **where("state = 'held'")),
    Index("ix_delivery_sending", "chat_id", **where("state = 'sending'")),
    Index("ix_delivery_dropped", "chat_id", **where("state = 'dropped'")),
    Index("ix_delivery_failed", "first_attempt_at", **where("state = 'failed'")),
    Index("ix_delivery_ref", "ref", **where("ref IS NOT NULL")),
    Index("ix_delivery_joined", "head_id", "chat_id", **where("state = 'joined'")),
    Index("ix_delivery_rings", "sent_at", sqlite_where=text("rings = 1"), postgresql_where=text("rings")),
    sqlite_with_rowid=False,  # rows are stored in the key's tree: one write instead of two
)

#: The parts after the first of messages that were sent in several; most have none. A delivery's `ref` is the first.
message_part = Table(
    "message_part",
    metadata,
    Column("chat_id", Integer, primary_key=True, autoincrement=False),
    Column("ref", String(64), primary_key=True),  # the platform's id of this part
    Column("first_ref", String(64), nullable=False),  # that of the first part
    Column("place", Integer, nullable=False),  # 1 for the second part
    Column("sent_at", UtcDateTime, nullable=False, index=True),
)

#: Sent alerts that are to be edited; claimed by the same lanes, after all alerts. A row is gone once that is done.
edit = Table(
    "edit",
    metadata,
    Column("article_id", Integer, primary_key=True, autoincrement=False),
    Column("chat_id", Integer, primary_key=True, autoincrement=False),
    Column("lane", LaneName, nullable=False),  # that of the chat
    Column("state", String(16), nullable=False),
    Column("fair_at", Double, nullable=False),  # its place in the fair order, as that of a delivery
    Column("not_before", UtcDateTime, nullable=False),
    Column("asked", Integer, nullable=False, server_default="1"),  # how often it was asked for: more may come meanwhile
    Column("attempts", Integer, nullable=False),
    Column("first_attempt_at", UtcDateTime),
    Column("plain", Boolean, nullable=False),
    Column("cause", String(32)),  # a Cause: why it is retried
    Column("detail", Text),  # the platform's own words
    Column("claimed_by", String(100)),  # the worker that is editing
    Column("claimed_until", UtcDateTime),  # after that, any worker may take it back
    Index("ix_edit_due", "lane", "fair_at", **where("state = 'pending'")),
    Index("ix_edit_chat", "chat_id"),
    sqlite_with_rowid=False,
)

#: Messages owed besides alerts; claimed, sent and recorded as deliveries are.
letter = Table(
    "letter",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("chat_id", ForeignKey("chat.id"), nullable=False),
    Column("lane", LaneName, nullable=False),  # that of the chat
    Column("kind", String(32), nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("fair_at", Double, nullable=False, server_default="0"),  # its place in the fair order, as that of a delivery
    Column("payload", AnyText, nullable=False),  # JSON: the Message
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("first_attempt_at", UtcDateTime),
    Column("plain", Boolean, nullable=False),
    Column("cause", String(32)),  # a Cause: why it failed, is retried or was dropped
    Column("detail", Text),  # the platform's own words
    Column("ref", Text),  # the platform's id of the message, of its first part
    Column("sent_at", UtcDateTime),
    # of a digest: when a send began of which it is not recorded how it ended; sent: only a line was sent that says so
    Column("begun_at", UtcDateTime),
    Column("claimed_by", String(100)),  # the worker that is sending it
    Column("claimed_until", UtcDateTime),  # after that, any worker may take it back
    Index("ix_letter_begun", "chat_id", **where("begun_at IS NOT NULL")),
    Index("ix_letter_fair", "lane", "fair_at", **where("state = 'pending'")),
    Index("ix_letter_open", "chat_id", **where("state IN ('pending', 'sending')")),
    sqlite_autoincrement=True,
)
