"""The tables, one per noun. Only the full-text index, at the end, differs between the databases."""

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


def _where(condition: str) -> dict[str, Any]:
    """Options of a partial index, which stays as small as its rows are few."""
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
    Column("last_error", Text),  # a Phrase: its key and parts, as JSON
    Column("last_error_at", UtcDateTime),
    Column("failures", Integer, nullable=False, default=0),
    Column("next_poll_at", UtcDateTime),
    Column("way", Text),  # the address that the last successful poll read, and that etag, modified, body_hash belong to
    Column("problems", Text),  # what could not be read there: Phrases, as JSON
    Column("whole_at", UtcDateTime),  # when a body last came, not only "not modified"
    # pages in a row that had no more than the feed's full text; negative: one had more, not long ago
    Column("texts_whole", Integer, nullable=False, server_default="0"),
)

# what the server of a way said for good; a row is dropped with the address in the sources file
way = Table(
    "way",
    metadata,
    Column("source_key", ForeignKey("source.key"), primary_key=True),
    Column("address", Text, primary_key=True),  # without a password
    Column("moved_to", Text),  # where it has moved to for good
    Column("gone_at", UtcDateTime),  # it has been withdrawn (410) since then, and is not asked any more
    Column("every", Integer),  # seconds between polls that its latest body asked for
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
    Column("page_error", Text),  # as last_error
    Column("silent", Boolean, nullable=False),
    Column("matched_at", UtcDateTime),  # when its text (teaser or page) was last matched
    Column("language", String(8), nullable=False, server_default="en"),  # of its text
    Column(
        "indexed", Integer, nullable=False, server_default="0"
    ),  # INDEX_VERSION by which article_words has its words; 0: none
    Column("story_id", Integer),  # the event that it reports, with other articles; NULL: unknown
    Column("revision", Integer, nullable=False, server_default="1"),  # incremented when its headline changes
    Index("ix_article_published", "published_at", "language"),  # a count by language does not read the texts
    Index("ix_article_indexed", "indexed", "published_at"),
    Index("ix_article_page_due", "page_next_at", **_where("page_state = 'awaiting'")),
    Index("ix_article_unmatched", "first_seen_at", **_where("matched_at IS NULL")),
    Index("ix_article_source_seen", "source_key", "first_seen_at"),
    Index("ix_article_source_published", "source_key", "published_at"),
    Index("ix_article_awaiting", "source_key", **_where("page_state = 'awaiting'")),
    Index("ix_article_with_text", "first_seen_at", **_where("body IS NOT NULL")),
    Index("ix_article_story", "story_id", **_where("story_id IS NOT NULL")),
    sqlite_autoincrement=True,
)

article_key = Table(
    "article_key",
    metadata,
    Column("kind", String(8), primary_key=True),
    Column("value", KeyText, primary_key=True),
    Column("article_id", ForeignKey("article.id"), nullable=False, index=True),
    Column("expires_at", UtcDateTime),
    Index("ix_article_key_expires", "expires_at", **_where("expires_at IS NOT NULL")),
)

#: The paragraphs of each source's articles: what repeats is furniture.
paragraph = Table(
    "paragraph",
    metadata,
    Column("source_key", ForeignKey("source.key"), primary_key=True),
    Column("fingerprint", BigInteger, primary_key=True),  # of its words
    Column("articles", Integer, nullable=False),  # that have it, since first_number
    Column("first_number", Integer, nullable=False),  # of the source's articles, as they are counted here
    Column("last_number", Integer, nullable=False),
    Column("last_article_id", Integer, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False, index=True),
    Index("ix_paragraph_source_number", "source_key", "last_number"),
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
    Index("ix_chat_waits", "waits_until", **_where("waits_until IS NOT NULL")),
    Index("ix_chat_quiet", "quiet_until", **_where("quiet_until IS NOT NULL")),
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
    Column("alone", Boolean, nullable=False, default=False),  # never to be folded again
    Column("rings", Boolean, nullable=False, default=False, server_default=false()),  # not held in quiet hours
    Column("quiet", Boolean, nullable=False, default=False, server_default=false()),  # it came while its chat was quiet
    Column("cause", String(32)),  # a Cause: why it failed, is retried or was dropped
    Column("detail", Text),  # the platform's own words
    Column("ref", Text),  # the platform's id of the message, of its first part
    Column("revision", Integer),  # of the article, as shown in that message
    Column("sent_at", UtcDateTime),
    Column("claimed_by", String(100)),  # the worker that is sending it
    Column("claimed_until", UtcDateTime),  # after that, any worker may take it back
    Index("ix_delivery_due", "lane", "fair_at", **_where("state = 'pending'")),
    Index("ix_delivery_open", "chat_id", "article_id", **_where("state IN ('pending', 'sending')")),
    Index("ix_delivery_held", "not_before", **_where("state = 'held'")),
    Index("ix_delivery_held_chat", "chat_id", **_where("state = 'held'")),
    Index("ix_delivery_sending", "chat_id", **_where("state = 'sending'")),
    Index("ix_delivery_dropped", "chat_id", **_where("state = 'dropped'")),
    Index("ix_delivery_failed", "first_attempt_at", **_where("state = 'failed'")),
    Index("ix_delivery_ref", "ref", **_where("ref IS NOT NULL")),
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
    Column("claimed_by", String(100)),  # the worker that is sending it
    Column("claimed_until", UtcDateTime),  # after that, any worker may take it back
    Index("ix_letter_fair", "lane", "fair_at", **_where("state = 'pending'")),
    Index("ix_letter_open", "chat_id", **_where("state IN ('pending', 'sending')")),
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
    Index("ix_update_pending", "platform", "received_at", **_where("state = 'pending'")),
)

#: Who tells of a source's news (WebSub), if its feed names a hub and we can be called.
hub = Table(
    "hub",
    metadata,
    Column("source_key", ForeignKey("source.key"), primary_key=True),
    Column("url", Text, nullable=False),
    Column("topic", Text, nullable=False),  # the address by which it knows the source
    Column("path", String(64), nullable=False, unique=True),  # where it calls us; nobody else knows it
    Column("secret", String(64), nullable=False),  # signs what it delivers
    Column("ask_at", UtcDateTime, nullable=False),  # when it is to be asked, or asked again
    Column("until_at", UtcDateTime),  # it has confirmed that it tells of news until then
    Column("rang_at", UtcDateTime),  # it last told of news
    Column("ringing", Boolean, nullable=False, server_default=false()),  # the source was not polled since
)

#: The sources whose articles a chat does not get. A source that the file no longer names keeps its rows.
left_out = Table(
    "left_out",
    metadata,
    Column("source_key", ForeignKey("source.key"), primary_key=True),
    Column("chat_id", ForeignKey("chat.id"), primary_key=True, index=True),
)

#: The sites that people ask for, one row each: what was found there, and what operators decided.
proposal = Table(
    "proposal",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("site", KeyText, nullable=False, unique=True),  # what makes two addresses one site: its host
    Column("url", Text, nullable=False),  # as it was asked for
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),  # looks begun
    Column("asked_at", UtcDateTime, nullable=False),  # when it was asked for so that it is looked at
    Column("looked_at", UtcDateTime),
    Column("found", AnyText),  # JSON: the source as it would be read, and what it says now
    Column("reason", Text),  # why it can't be read, or was rejected: a Phrase, as JSON
    Column("decided_at", UtcDateTime),
    Column("decided_by", Text),  # the operator's name
    Index("ix_proposal_state", "state", "asked_at"),
    sqlite_autoincrement=True,
)

proposal_asker = Table(
    "proposal_asker",
    metadata,
    Column("proposal_id", ForeignKey("proposal.id"), primary_key=True),
    Column("platform", String(16), primary_key=True),
    Column("person", String(64), primary_key=True),  # the platform's id
    Column("name", Text, nullable=False),
    Column("chat_id", ForeignKey("chat.id"), nullable=False),  # where it was asked
    Column("directly", Boolean, nullable=False),  # the person is told, not that chat
    Column("decides", Boolean, nullable=False),  # an operator
    Column("asked_at", UtcDateTime, nullable=False),
    Column("waits", Boolean, nullable=False),  # for what comes of it
    Index("ix_proposal_asker_person", "platform", "person", "asked_at"),
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

lease = Table(
    "lease",
    metadata,
    Column("name", String(120), primary_key=True),  # "source:kt-eng", "sender:telegram", "listener:telegram", "chores"
    Column("holder", String(100)),  # a worker; NULL: it was released
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
#: The full-text index of each database, written by search.py. FTS5 also indexes prefixes of 4 and 5 characters: the
#: letter for the kind of a word, and its first three or four letters.
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
