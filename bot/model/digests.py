"""What a digest shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.model.articles import Article


@dataclass(frozen=True, kw_only=True)
class Period:
    """A span of time, [start_at, end_at), with its name above a digest ("Today", "Last 7 days · 22–28 Nov")."""

    name: str
    start_at: datetime
    end_at: datetime


@dataclass(frozen=True, kw_only=True)
class DigestGroup:
    """The stories of one follow in a digest, newest first."""

    typed: str  #: the follow as typed; "" for a digest of everything
    articles: tuple[Article, ...]  #: one of each story
    shown_above: int = 0  #: its stories that are in an earlier group


@dataclass(frozen=True, kw_only=True)
class Digest:
    """The stories of a Period for a Chat; each one is only in the first group that it matches."""

    period: Period
    groups: tuple[DigestGroup, ...]
    seen: int  #: articles of the period in the archive, matching or not
    archive_since_at: datetime | None = None  #: set if the archive begins within the period
    also: Mapping[int, tuple[Article, ...]] = field(default_factory=dict)  #: others of the story, by the one shown
    texts_dropped: bool = False  #: True: of some articles only title and teaser could be searched
