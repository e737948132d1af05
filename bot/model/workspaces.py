"""The Slack workspaces that have installed the app."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """What lets us speak in a workspace, sealed as it is stored."""

    token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)  #: None: the token does not expire
    expires_at: datetime | None = None  #: the token does; None: never


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """A Slack workspace that has installed the app."""

    id: str  #: Slack's team id
    enterprise_id: str = ""  #: "": of none
    name: str  #: as its people see it
    app_id: str
    bot_id: str
    bot_user_id: str  #: the bot as a member of the workspace
    scopes: str  #: what it may do, separated by commas
    tokens: Tokens
    installed_by: str  #: Slack's id of a person
    installed_at: datetime  #: the last time

    @property
    def lane(self) -> str:
        """The lane of its messages, and the name of its platform."""
        return lane_of(self.id)


def lane_of(workspace: str) -> str:
    """The lane of a workspace of Slack by its id."""
    return f"slack:{workspace}"


def title_of(lane: str, name: str = "") -> str:
    """A platform or one of its workspaces for people: `Telegram`, `Slack (Acme)`; `name`: of the workspace."""
    platform, _, workspace = lane.partition(":")
    return f"{platform.capitalize()} ({name or workspace})" if workspace else platform.capitalize()
