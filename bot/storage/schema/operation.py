"""How the program goes on: what came in, who does what, what operators know."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, ForeignKey, Index, Integer, String, Table
from sqlalchemy import Text as AnyText

from bot.storage.columns import KeyText, LaneName, Text, UtcDateTime
from bot.storage.schema.base import metadata, where

#: What platforms told, by an id of theirs: answered rows are kept for a day, so that what is told again is known.
update = Table(
    "update",
    metadata,
    Column("lane", LaneName, primary_key=True),  # of the chat that it came from
    Column("id", KeyText, primary_key=True),  # the platform's own
    Column("payload", AnyText),  # JSON: the Command and its context; NULL once it is answered or given up
    Column("received_at", UtcDateTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),  # answers begun
    Index("ix_update_pending", "lane", "received_at", **where("state = 'pending'")),
)

#: The Slack workspaces that have installed the app. What is secret is encrypted.
workspace = Table(
    "workspace",
    metadata,
    Column("id", String(32), primary_key=True),  # Slack's team id
    Column("enterprise_id", String(32), nullable=False),  # "": of none
    Column("name", Text, nullable=False),
    Column("app_id", String(32), nullable=False),
    Column("bot_id", String(32), nullable=False),
    Column("bot_user_id", String(32), nullable=False),
    Column("scopes", Text, nullable=False),  # separated by commas
    Column("token", Text, nullable=False),  # encrypted
    Column("refresh_token", Text),  # encrypted; NULL: the token does not expire
    Column("expires_at", UtcDateTime),  # the token does
    Column("installed_by", String(64), nullable=False),  # Slack's id of a person
    Column("installed_at", UtcDateTime, nullable=False),
    Column("gone_at", UtcDateTime),  # it has removed the app, or revoked its token
)

#: Calls of platforms to our webhooks, as they came: who listens there reads them, and forgets what they said.
call = Table(
    "call",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column(
        "key", KeyText, nullable=False, unique=True
    ),  # an update's id, or a signature: a call that is repeated is known
    Column("lane", LaneName, nullable=False),  # of the chats that it concerns
    Column("way", String(16), nullable=False),  # "updates" of Telegram; "events", "commands", "interactive" of Slack
    Column("body", AnyText),  # NULL once it was read
    Column("called_at", UtcDateTime, nullable=False, index=True),
    Index("ix_call_unread", "lane", "number", **where("body IS NOT NULL")),
    sqlite_autoincrement=True,
)

#: Installations of the Slack app that somebody has begun.
oauth_state = Table(
    "oauth_state",
    metadata,
    Column("fingerprint", String(64), primary_key=True),  # of what Slack hands back to us
    Column("until_at", UtcDateTime, nullable=False),
)

#: Who may use the bot where JARSHY_ACCESS is a list, and who was told that they may not.
allowed = Table(
    "allowed",
    metadata,
    Column("platform", String(16), primary_key=True),
    Column("workspace", String(32), primary_key=True),  # "": of none
    Column("native_id", String(64), primary_key=True),  # of a person, or of a chat with all who are in it
    Column("kind", String(16), nullable=False),  # a ChatKind; of a person that of a private chat
    Column("name", Text, nullable=False),  # as the operator sees it
    Column("standing", String(16), nullable=False),  # a Standing
    Column("through", String(64), nullable=False),  # of a private chat: the person with whom it stands and falls; or ""
    Column("asked_at", UtcDateTime),  # when operators were asked to let them in; NULL: never
    Column("changed_by", Text, nullable=False),  # the operator's name; "": nobody has decided
    Column("changed_at", UtcDateTime, nullable=False),
    Index("ix_allowed_standing", "standing", "changed_at"),
    Index("ix_allowed_asked", "asked_at", **where("asked_at IS NOT NULL")),
)

notice = Table(
    "notice",
    metadata,
    # "source:kt-eng", "platform:slack": operators know of its failure
    Column("subject", String(120), primary_key=True),
    Column("told_at", UtcDateTime, nullable=False),
)

refused_feature = Table(
    "refused_feature",
    metadata,
    Column("bot", String(80), primary_key=True),  # "telegram:123456"
    Column("feature", String(40), primary_key=True),  # "tg-time": left out in what the bot sends
    Column("until_at", UtcDateTime, nullable=False),  # then it is tried again
)

bot_address = Table(
    "bot_address",
    metadata,
    Column("bot", String(80), primary_key=True),  # "telegram:123456"
    Column("url", Text, nullable=False),  # where people open it: https://t.me/JarshyBot
)

lease = Table(
    "lease",
    metadata,
    Column("name", String(120), primary_key=True),  # "source:kt-eng", "sender:telegram", "listener:telegram", "chores"
    Column("holder", String(100)),  # a worker; NULL: it was released
    Column("token", BigInteger, nullable=False),  # grows at each change of holder
    Column("until_at", UtcDateTime, nullable=False),  # by the clock of the database
)

#: What workers have counted, by the hour; what is older than two days is added up in one row.
figure = Table(
    "figure",
    metadata,
    Column("name", String(80), primary_key=True),  # as in /metrics
    Column("labels", String(255), primary_key=True),  # JSON: {"lane": "telegram"}
    Column("hour_at", UtcDateTime, primary_key=True),  # when it began; 1970: all before
    Column("value", Double, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),  # something was added last
)

#: Archives of sources that operators have read in: how far.
backfill = Table(
    "backfill",
    metadata,
    Column("source_key", ForeignKey("source.key"), primary_key=True),
    Column("address", KeyText, primary_key=True),
    Column("cursor", AnyText, nullable=False),  # JSON: where to go on
    Column("stored", Integer, nullable=False),  # articles
    Column("changed_at", UtcDateTime, nullable=False),
)

#: The latest backup of this database; in the backup itself it says when it was taken.
backup = Table(
    "backup",
    metadata,
    Column("taken_at", UtcDateTime, primary_key=True),
    Column("workers", Integer, nullable=False),  # at work meanwhile
    Column("restored_at", UtcDateTime),  # when it became this database; NULL: it did not
)

copied = Table(
    "copied",
    metadata,
    Column("origin", String(300), primary_key=True),  # the database that `python -m bot move` copies to this one
    Column("table_name", String(60), primary_key=True),
    Column("cursor", AnyText, nullable=False),  # JSON: key of the last row copied
    Column("rows", BigInteger, nullable=False),
)
