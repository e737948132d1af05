"""Who may change what a chat of several follows: as the platform has it, or as the chat has set it."""

from __future__ import annotations

from dataclasses import replace

from bot.model import ChatKind, Command, Editors, Preferences


def as_set(asked: Command, preferences: Preferences) -> Command:
    """The command with what its person may do by the setting of the chat.

    Where only administrators may and the platform does not say who they are, nobody is told that he may not: it could
    not be seen.
    """
    if asked.kind is not ChatKind.GROUP:
        return asked
    seen: bool | None = asked.may_change if asked.rights_seen else None
    administers = seen if asked.facts.admins_only else asked.administers
    match preferences.editors:
        case None:
            return replace(asked, administers=administers)
        case Editors.EVERYONE:
            known = administers is True if asked.facts.admins_only else administers
            return replace(asked, administers=known, may_change=True, rights_seen=True)
        case Editors.ADMINS:
            may = administers is True
            return replace(asked, administers=administers, may_change=may, rights_seen=administers is not None)
