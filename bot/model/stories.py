"""A story: the articles that report one event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FollowUps(StrEnum):
    """Which later articles of a story a chat gets, as replies to its first alert."""

    NEW = "new"  #: those that have something new, and of these what is new
    ALL = "all"  #: each, also one that has nothing new
    NONE = "none"  #: none: they are only named under the first alert


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
