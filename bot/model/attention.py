"""How much of its people's attention a chat gives: its settings, those of each follow, digests on time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.model.posts import Extract, LinkPreview


class FollowMode(StrEnum):
    """How the articles of a follow reach its chat."""

    INSTANT = "instant"  #: as alerts
    SILENT = "silent"  #: as alerts without a sound, where the platform can
    DIGEST = "digest"  #: only in digests


class FollowUps(StrEnum):
    """Which later articles of a story a chat gets, as replies to its first alert."""

    NEW = "new"  #: those that have something new, and of these what is new
    ALL = "all"  #: each, also one that has nothing new
    NONE = "none"  #: none: they are only named under the first alert


@dataclass(frozen=True, kw_only=True)
class Attention:
    """How one follow is to reach its chat; a follow without a row of its own is like this."""

    mode: FollowMode = FollowMode.INSTANT
    mode_before: FollowMode | None = None  #: that of before it was for digests only; None: the chat's
    rings: bool = False  #: `!`: always with a sound, in quiet hours too
    muted_until_at: datetime | None = None  #: until then it brings no alerts
    mentions: tuple[str, ...] = ()  #: whom its alerts mention, as the platform writes them
    offered_at: datetime | None = None  #: when the chat was last told that it brings too much
    alone_for: timedelta | None = None  #: only stories that no other language has had for so long; None: all
    quiet_for: timedelta | None = None  #: the chat is told once when nothing came for so long; None: never


@dataclass(frozen=True, kw_only=True)
class QuietHours:
    """A daily span in the chat's zone, both ends in minutes since midnight; it may go over midnight."""

    start: int
    end: int


class Editors(StrEnum):
    """Who may change what a chat of several follows."""

    ADMINS = "admins"
    EVERYONE = "everyone"


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """The settings of a chat; a chat without a row of its own has these."""

    quiet_hours: QuietHours | None = None
    mode: FollowMode = FollowMode.INSTANT  #: of what it follows from now on
    mode_before: FollowMode | None = None  #: that of before digests only; None: instant
    silent: bool = False  #: all alerts without a sound
    mentions_silent: bool = False  #: an alert without a sound where no follow stands in the headline
    preview: LinkPreview | None = None  #: of an alert's page; None: none
    badge: bool | None = None  #: the article's language in alerts; None: where the chat reads several
    extract: Extract = Extract.SHORT
    editors: Editors | None = None  #: None: as the platform has it
    teamwork: bool | None = None  #: "I'll take it" and "Done" under alerts; None: in groups
    stories: bool = True  #: one alert for a story; False: each article is told by itself
    follow_ups: FollowUps = FollowUps.NEW


@dataclass(frozen=True, kw_only=True)
class DigestSchedule:
    """When a chat gets its digest by itself."""

    weekdays: tuple[int, ...]  #: Monday is 0; ascending, one at least
    minutes: tuple[int, ...]  #: since midnight, in the chat's zone; ascending, one at least
    next_at: datetime
    since_at: datetime  #: what came from then on is new to it
    last_since_at: datetime | None = None  #: from when to then the last one went; None: none came yet


@dataclass(frozen=True, kw_only=True)
class DigestSpan:
    """Which digest on time is owed to a chat: what a letter of this kind carries."""

    since_at: datetime  #: what came after it,
    until_at: datetime  #: and up to then, is in it
    due_at: datetime  #: when it was to come
    late: bool = False  #: nobody was there to send it
