"""The sites that people ask for, and what becomes of them.

asked ─ looked at ─┬─▶ found ─ operators ─┬─▶ approved: it is read
                   └─▶ failed             └─▶ rejected
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.i18n.text import Phrase
from bot.model.chats import Chat, ChatKind, qualified
from bot.model.sources import Source


class ProposalState(StrEnum):
    """How far a proposal is."""

    ASKED = "asked"  #: to be looked at
    FOUND = "found"  #: it can be read, and operators have not decided yet
    FAILED = "failed"  #: it can't be read
    APPROVED = "approved"
    REJECTED = "rejected"


class AskResult(StrEnum):
    """What comes of an ask."""

    LOOKING = "looking"  #: the site is to be looked at
    LOOKING_ALREADY = "looking_already"
    WAITS = "waits"  #: for the decision of operators
    FAILED = "failed"  #: it was looked at a short time ago
    APPROVED = "approved"
    REJECTED = "rejected"  #: not long ago
    TOO_MANY = "too_many"  #: this person asked for enough sites today
    TOO_MANY_OPEN = "too_many_open"  #: operators have enough to decide


@dataclass(frozen=True, kw_only=True)
class SiteHeadline:
    """An article that a site has now."""

    title: str
    link: str  #: "": none


@dataclass(frozen=True, kw_only=True)
class FoundSite:
    """How a site can be read, and what it says now."""

    source: Source
    entries: int  #: how many articles would be read
    headlines: tuple[SiteHeadline, ...]  #: the newest of them, newest first
    opening: str  #: of the newest one's full text; "": that could not be read


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Who asked for a site, and where."""

    platform: str
    person: str  #: the platform's id
    name: str  #: as the platform shows it; "": not told
    chat: Chat  #: where it was asked
    kind: ChatKind  #: of that chat
    language: str | None  #: in which that chat is spoken to
    directly: bool  #: the person is told by a message of their own, not in that chat
    decides: bool = False  #: the person is an operator

    @property
    def key(self) -> str:
        """The id by which this person is known among all workspaces."""
        return qualified(self.person, self.chat.workspace)

    @property
    def shown(self) -> str:
        """The name, or else what stands for it."""
        return self.name or self.person

    @property
    def hears_in(self) -> Chat:
        """Where they are told what comes of it."""
        if not self.directly:
            return self.chat
        return Chat(platform=self.platform, workspace=self.chat.workspace, id=self.person)

    @property
    def hears_in_kind(self) -> ChatKind:
        """The kind of that chat."""
        return ChatKind.PRIVATE if self.directly else self.kind


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A site that was asked for."""

    id: int
    site: str  #: what makes two addresses one site: its host
    url: str  #: as it was asked for
    state: ProposalState
    attempts: int  #: looks begun
    asked_at: datetime
    looked_at: datetime | None
    found: FoundSite | None
    reason: Phrase | None  #: why it can't be read, or was rejected; None: no reason was given
    decided_at: datetime | None
    decided_by: str | None  #: the operator's name
    askers: tuple[Asker, ...]  #: who waits for what comes of it, in the order in which they asked
