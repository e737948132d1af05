"""What Slack's calls hold, for who writes them down and for who reads them. Pure, and without Slack's libraries."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import parse_qsl

from bot.model import CallWay

Body = dict[str, Any]

_TEAM = re.compile(r"[A-Z0-9]{1,32}", re.ASCII)


def parsed(way: CallWay, text: str) -> Body | None:
    """What a call says; None: it is not what Slack sends there."""
    if way is CallWay.EVENTS:
        return _json(text)
    form = dict(parse_qsl(text, keep_blank_values=True))
    return _json(form.get("payload", "")) if way is CallWay.INTERACTIVE else form or None


def team_of(body: Body) -> str:
    """The workspace in which the app is installed that is called; "": it is not named.

    In a channel that workspaces share, the one in which something happens may be another one.
    """
    view, team = body.get("view"), body.get("team")
    authorizations = body.get("authorizations")
    first = authorizations[0] if isinstance(authorizations, list) and authorizations else None
    for named in (
        view.get("app_installed_team_id") if isinstance(view, dict) else None,
        team.get("id") if isinstance(team, dict) else team,
        first.get("team_id") if isinstance(first, dict) else None,
        body.get("team_id"),
    ):
        if isinstance(named, str) and _TEAM.fullmatch(named):
            return named
    return ""


def _json(text: str) -> Body | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
