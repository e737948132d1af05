"""Chats, what they follow, and how they want to be reached."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint, false, text, true

from bot.storage.columns import Text, UtcDateTime
from bot.storage.schema.base import metadata, where

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
    Column("language", String(8)),  # in which it is spoken to; NULL: it has not spoken since languages are known
    Column("created_at", UtcDateTime, nullable=False),
    Column("paused_at", UtcDateTime),  # unreachable since then
    Column("pause_cause", String(32)),  # a Cause
    Column("pause_detail", Text),  # the platform's own words
    Column("waits_until", UtcDateTime),  # it refused for now: nothing is sent before then; NULL: it is well
    Column("wait_cause", String(32)),  # a Cause
    Column("wait_detail", Text),  # the platform's own words
    Column("refused_since", UtcDateTime),  # the first refusal in a row
    Column("refusals", Integer, nullable=False, server_default="0"),  # in a row
    Column("managing_id", ForeignKey("chat.id")),  # the channel that this private chat manages
    Column("languages", Text),  # of the articles it gets, separated by spaces; NULL: all
    Column("quiet_from", UtcDateTime),  # its quiet hours that go on or come next; NULL: it has none
    Column("quiet_until", UtcDateTime),
    Column("snoozed_until", UtcDateTime),  # a snooze
    UniqueConstraint("platform", "workspace", "native_id", "thread"),
    Index("ix_chat_waits", "waits_until", **where("waits_until IS NOT NULL")),
    Index("ix_chat_paused", "paused_at", **where("paused_at IS NOT NULL")),
    Index("ix_chat_quiet", "quiet_until", **where("quiet_until IS NOT NULL")),
    sqlite_autoincrement=True,
)

#: The channels that a private chat manages or has managed; the current one is its `managing_id`.
managed = Table(
    "managed",
    metadata,
    Column("chat_id", ForeignKey("chat.id"), primary_key=True),
    Column("channel_id", ForeignKey("chat.id"), primary_key=True),
    Column("used_at", UtcDateTime, nullable=False),
    Index("ix_managed_channel", "channel_id", "used_at"),
)

subscription = Table(
    "subscription",
    metadata,
    # never reused: the index of queries reads on from the last id it has seen
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("chat_id", ForeignKey("chat.id"), nullable=False),
    Column("query_id", ForeignKey("query.id"), nullable=False),
    Column("typed", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("untold", Boolean, nullable=False, server_default=false()),  # its meaning changed, not announced yet
    Column("followed_by", Text, nullable=False, server_default=""),  # who added it in a chat of several; "": not known
    Column("asked_at", UtcDateTime),  # since when it asks for this query; NULL: since it was created
    UniqueConstraint("chat_id", "query_id"),
    Index("ix_subscription_query_chat", "query_id", "chat_id"),
    Index("ix_subscription_untold", "chat_id", sqlite_where=text("untold = 1"), postgresql_where=text("untold")),
    sqlite_autoincrement=True,
)

#: How a follow is to reach its chat; one without a row is an instant one. It stays when the follow is gone, for Undo.
attention = Table(
    "attention",
    metadata,
    Column("query_id", ForeignKey("query.id"), primary_key=True),
    Column("chat_id", ForeignKey("chat.id"), primary_key=True, index=True),
    Column("mode", String(8), nullable=False),
    Column("mode_before", String(8)),  # that of before digests only; NULL: the chat's
    Column("rings", Boolean, nullable=False),
    Column("muted_until", UtcDateTime),  # until then it brings no alerts
    Column("mentions", Text, nullable=False),  # whom its alerts mention, as JSON
    Column("offered_at", UtcDateTime),  # when the chat was last told that it brings too much
    Column("alone_for", Integer),  # seconds: only what no source in another language has had for so long; NULL: all
    Column("quiet_for", Integer),  # seconds without an article after which the chat is told; NULL: never
    Column("quiet_told_at", UtcDateTime),  # when it was last told of that
    Column("spike_told_at", UtcDateTime),  # when it was last told that the follow brings far more than usual
    Index("ix_attention_alone", "query_id", **where("alone_for IS NOT NULL")),
    Index("ix_attention_quiet", "query_id", **where("quiet_for IS NOT NULL")),
)

#: The sources whose articles a chat does not get. A source that the file no longer names keeps its rows.
left_out = Table(
    "left_out",
    metadata,
    Column("source_key", ForeignKey("source.key"), primary_key=True),
    Column("chat_id", ForeignKey("chat.id"), primary_key=True, index=True),
)

#: What the posts of a channel show; a channel without a row shows what PostStyle does.
post_style = Table(
    "post_style",
    metadata,
    Column("chat_id", ForeignKey("chat.id"), primary_key=True),
    Column("source", Boolean, nullable=False),
    Column("extract", String(8), nullable=False),
    Column("sentence", Boolean, nullable=False),
    Column("hashtags", Boolean, nullable=False),
    Column("preview", String(8)),  # NULL: none
    Column("closing", Text, nullable=False),
)

#: The settings of a chat; a chat without a row has those of Preferences.
preference = Table(
    "preference",
    metadata,
    Column("chat_id", ForeignKey("chat.id"), primary_key=True),
    Column("quiet_start", Integer),  # of its quiet hours, in minutes since midnight of its zone; NULL: it has none
    Column("quiet_end", Integer),
    Column("mode", String(8), nullable=False),  # of what it follows from now on
    Column("mode_before", String(8)),  # that of before digests only; NULL: instant
    Column("silent", Boolean, nullable=False),
    Column("mentions_silent", Boolean, nullable=False),
    Column("preview", String(8)),  # NULL: none
    Column("badge", Boolean),  # NULL: where the chat reads several languages
    Column("extract", String(8), nullable=False),
    Column("editors", String(8)),  # NULL: as the platform has it
    Column("teamwork", Boolean),  # NULL: as chats of its kind have it
    Column("stories", Boolean, nullable=False, server_default=true()),  # is one alert sent for a story?
    Column("follow_ups", String(8), nullable=False, server_default="new"),  # which of its later articles are sent
)

#: When a chat gets its digest by itself.
digest_schedule = Table(
    "digest_schedule",
    metadata,
    Column("chat_id", ForeignKey("chat.id"), primary_key=True),
    Column("weekdays", String(16), nullable=False),  # "0 1 2": Monday is 0
    Column("minutes", String(255), nullable=False),  # "510 1080": since midnight, in the chat's zone
    Column("next_at", UtcDateTime, nullable=False, index=True),
    Column("since_at", UtcDateTime, nullable=False),  # what came from then on is new to it
    Column("last_since_at", UtcDateTime),  # from when to then the last one went; NULL: none came yet
)

#: The articles that the people of a chat have put aside.
saved = Table(
    "saved",
    metadata,
    Column("chat_id", ForeignKey("chat.id"), primary_key=True),
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("saved_at", UtcDateTime, nullable=False),
    Column("person_name", Text, nullable=False),  # who saved it, in a chat of several
    Index("ix_saved_chat", "chat_id", "saved_at"),
)

#: What the people of a chat have made of its alerts: a row for each that somebody took, or that they were reminded of.
task = Table(
    "task",
    metadata,
    Column("chat_id", ForeignKey("chat.id"), primary_key=True),
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("state", String(8), nullable=False),
    Column("person", String(64), nullable=False),  # the platform's id of who took it; "": nobody
    Column("person_name", Text, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)
