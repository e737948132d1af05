"""Another channel that a command is about: which it is, whether the person is in it, and whether we can post there.

A channel is looked for among those that the person is in, and private ones only where we are, too: that is what Slack
lists. So nobody learns of a channel, by name or by id, that they could not open themselves.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import structlog

from bot.model import ChatKind, Command, Elsewhere, Target, TargetFault
from bot.platforms.slack.access import ChannelAccess, insist
from bot.platforms.slack.errors import UNREACHABLE, describe
from bot.platforms.slack.wire import Client

log = structlog.get_logger(__name__)

PAGE = 200  #: channels that one call lists; Slack recommends no more
MOST_PAGES = 50  #: of one person
KINDS = "public_channel,private_channel"
_NAMED = re.compile(r"#(.+)|<#(\w+)(?:\|[^<>]*)?>|(?:https?://)?[\w-]+\.slack\.com/archives/(\w+)(?:/\S*)?")


class Targets:
    """Finds the channels that commands are about."""

    def __init__(self, client: Client, access: ChannelAccess) -> None:
        self._client, self._access = client, access

    async def with_target(self, command: Command, target: Target) -> Command:
        """The command with what is known of the channel that it is about."""
        return replace(command, elsewhere=await self._looked(command, target))

    async def _looked(self, command: Command, target: Target) -> Elsewhere:
        wanted = _wanted(target)
        if wanted is None:
            return Elsewhere(target=target, fault=TargetFault.NAMED_OTHERWISE)
        if not wanted or not command.person:
            return Elsewhere(target=target, fault=TargetFault.NOT_FOUND)
        try:
            async for channel in self._channels(command.person):
                if wanted in (_alike(str(channel.get("name", ""))), _alike(str(channel["id"]))):
                    return await self._found(command, target, channel)
        except UNREACHABLE as error:
            log.warning("channels not listed", reason=describe(error))
            return Elsewhere(target=target, fault=TargetFault.UNSEEN)
        return Elsewhere(target=target, fault=TargetFault.NOT_FOUND)

    async def _found(self, command: Command, target: Target, channel: dict[str, Any]) -> Elsewhere:
        can_post = await self._access.join(channel["id"]) if target.changes else True
        return Elsewhere(
            target=target,
            chat=replace(command.chat, id=channel["id"], thread=""),
            kind=ChatKind.GROUP,
            title=f"#{channel['name']}" if channel.get("name") else "",
            can_post=can_post,
        )

    async def _channels(self, person: str) -> AsyncIterator[dict[str, Any]]:
        """The channels that somebody is in, of the private ones those in which we are.

        Raises:
            one of errors.UNREACHABLE: they are not told.
        """
        cursor = ""
        for _ in range(MOST_PAGES):
            asked = {"user": person, "types": KINDS, "exclude_archived": True, "limit": PAGE, "cursor": cursor}
            found = await insist(lambda asked=asked: self._client.users_conversations(**asked))  # type: ignore[misc]
            for channel in found.get("channels") or ():
                yield channel
            cursor = (found.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return


def _wanted(target: Target) -> str | None:
    """The name or the id that is looked for; "": nobody knows it any more; None: that is no name of a channel."""
    if not target.named:
        return _alike(target.chat.id) if target.chat else ""
    named = _NAMED.fullmatch(target.named)
    return _alike(next(filter(None, named.groups()))) if named else None


def _alike(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
