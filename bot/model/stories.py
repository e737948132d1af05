"""A story: the articles that report one event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model.articles import Article


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """How an article comes to its story; decided once, stored with its matches."""

    article_id: int
    story_id: int | None  #: that it joins; None: it begins one
    score: float | None = None  #: likeness to the story that it joins; None: it begins one
    nearest_id: int | None = None  #: the article of that story that is most like it, or of the one it nearly joined
    copied: bool = False  #: nearly the words of the nearest article: one press release
    new_sentences: tuple[str, ...] | None = None  #: that nothing of the story had before; None: it is no follow-up
    features: str = ""  #: what it is compared by, as stories/features.py writes it


@dataclass(frozen=True, kw_only=True)
class StoryMember:
    """An assigned article as the window of the last days holds it."""

    number: int  #: ascending in the order of assignment
    article_id: int
    story_id: int
    source_key: str
    language: str
    published_at: datetime
    features: str  #: as `Assignment.features`


@dataclass(frozen=True, kw_only=True)
class StoryEntry:
    """An article of a story, and how it came to it."""

    article: Article
    assigned_at: datetime
    score: float | None  #: likeness to the story that it joined; None: it began the story
    nearest_id: int | None  #: the article that is most like it: of the story, or of one that it nearly joined
    copied: bool  #: nearly the words of the nearest article: one press release
    new_sentences: tuple[str, ...] | None  #: that nothing of the story had before; None: it is no follow-up


@dataclass(frozen=True, kw_only=True)
class OldTitle:
    """A headline that an article had before."""

    title: str
    until_at: datetime  #: when it was seen to have another one
