"""What is read: sources with their ways, articles, sites that people ask for."""

from __future__ import annotations

from sqlalchemy import DDL, BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, event, false
from sqlalchemy import Text as AnyText

from bot.storage.columns import KeyText, Text, UtcDateTime
from bot.storage.schema.base import metadata, where

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
    Column("switched_off_at", UtcDateTime),  # by an operator, until it is switched on again; NULL: it is on
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
    Column("told_until_at", UtcDateTime),  # what was published before may have been told: it was restored from a backup
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
    Index("ix_article_page_due", "page_next_at", **where("page_state = 'awaiting'")),
    Index("ix_article_unmatched", "first_seen_at", **where("matched_at IS NULL")),
    Index("ix_article_source_seen", "source_key", "first_seen_at"),
    Index("ix_article_source_published", "source_key", "published_at"),
    Index("ix_article_awaiting", "source_key", **where("page_state = 'awaiting'")),
    Index("ix_article_with_text", "first_seen_at", **where("body IS NOT NULL")),
    Index("ix_article_story", "story_id", **where("story_id IS NOT NULL")),
    sqlite_autoincrement=True,
)

article_key = Table(
    "article_key",
    metadata,
    Column("kind", String(8), primary_key=True),
    Column("value", KeyText, primary_key=True),
    Column("article_id", ForeignKey("article.id"), nullable=False, index=True),
    Column("expires_at", UtcDateTime),
    Index("ix_article_key_expires", "expires_at", **where("expires_at IS NOT NULL")),
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
    Column("person", String(64), primary_key=True),  # the platform's id, with the workspace if there is one: T1/U1
    Column("name", Text, nullable=False),
    Column("chat_id", ForeignKey("chat.id"), nullable=False),  # where it was asked
    Column("directly", Boolean, nullable=False),  # the person is told, not that chat
    Column("decides", Boolean, nullable=False),  # an operator
    Column("asked_at", UtcDateTime, nullable=False),
    Column("waits", Boolean, nullable=False),  # for what comes of it
    Index("ix_proposal_asker_person", "platform", "person", "asked_at"),
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
