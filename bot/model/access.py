"""Who may use the bot where JARSHY_ACCESS is a list.

told ─ asks ─▶ asked ─ operators ─┬─▶ allowed
                                  └─▶ refused
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.chats import Chat, ChatKind


class Standing(StrEnum):
    """What has become of somebody who wants to use the bot."""

    TOLD = "told"  #: that it is not open to all
    ASKED = "asked"  #: operators have not decided yet
    REFUSED = "refused"
    ALLOWED = "allowed"


class AdmissionResult(StrEnum):
    """What comes of asking to be let in."""

    ASKED = "asked"  #: operators are asked
    ASKED_ALREADY = "asked_already"
    REFUSED = "refused"  #: not long ago
    TOO_MANY = "too_many"  #: operators were asked by enough people today


@dataclass(frozen=True, kw_only=True)
class Guest:
    """A person, or a chat with all who are in it."""

    platform: str
    id: str  #: the platform's own, of a person or of a chat
    workspace: str = ""  #: Slack's team id; "": that of any
    kind: ChatKind = ChatKind.PRIVATE  #: of a person: private
    name: str = ""  #: as the platform shows it; "": not told

    @property
    def shown_id(self) -> str:
        """As operators type it: `telegram:123`, `slack:T1/U1`."""
        return f"{self.platform}:{self.workspace}/{self.id}" if self.workspace else f"{self.platform}:{self.id}"

    @property
    def hears_in(self) -> Chat:
        """Where they are written to."""
        return Chat(platform=self.platform, workspace=self.workspace, id=self.id)


@dataclass(frozen=True, kw_only=True)
class Admission:
    """What was decided about a guest, or is to be."""

    guest: Guest
    standing: Standing
    changed_by: str  #: the operator's name; "": nobody has decided
    changed_at: datetime
