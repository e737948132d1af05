"""Stories: articles that report one event."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Double, ForeignKey, Index, Integer, Table
from sqlalchemy import Text as AnyText

from bot.storage.columns import Text, UtcDateTime
from bot.storage.schema.base import metadata, where

#: An event, from its first article on.
story = Table(
    "story",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),  # when its latest article was assigned
    Column("articles", Integer, nullable=False),
    sqlite_autoincrement=True,
)

#: How an article came to its story, which is its `story_id`; one without a row was never compared with others.
story_article = Table(
    "story_article",
    metadata,
    # ascending in the order of assignment, whoever assigns: each worker reads on from the last one that it has seen
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("article_id", ForeignKey("article.id"), nullable=False, unique=True),
    Column("assigned_at", UtcDateTime, nullable=False, index=True),
    Column("score", Double),  # likeness to the story that it joined; NULL: it began one
    Column("nearest_id", Integer),  # the article of that story which is most like it, or of the story nearly joined
    Column("copied", Boolean, nullable=False),  # nearly the words of the nearest article: one press release
    Column("new_text", AnyText),  # JSON: its sentences that nothing of the story had before; NULL: it is no follow-up
    Column("features", AnyText),  # JSON, as stories/features.py writes it; NULL: it is older than the window
    sqlite_autoincrement=True,
)

#: The headlines that articles had before.
old_title = Table(
    "old_title",
    metadata,
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),  # of the article while it had this headline
    Column("title", Text, nullable=False),
    Column("until_at", UtcDateTime, nullable=False),
)

#: Articles whose sent alerts are to be edited in every chat, chat by chat.
redraw = Table(
    "redraw",
    metadata,
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("cursor", Integer, nullable=False),  # chats up to this id are done
    Column("created_at", UtcDateTime, nullable=False),
)

#: What a chat has said of articles: not the same story. They are told by themselves there.
story_split = Table(
    "story_split",
    metadata,
    Column("chat_id", ForeignKey("chat.id"), primary_key=True),
    Column("article_id", ForeignKey("article.id"), primary_key=True),
    Column("split_at", UtcDateTime, nullable=False, index=True),
    Column("person_name", Text, nullable=False),
)

Index("ix_story_article_window", story_article.c.id, **where("features IS NOT NULL"))
