"""Where we may post: looked up before anything is changed, not when the first alert fails."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.model import ChatKind, ChatLost, Command
from bot.platforms.slack.commands import chat_of
from bot.platforms.slack.errors import UNREACHABLE, code, redacted, verdict
from bot.platforms.slack.wire import Client

log = structlog.get_logger(__name__)

#: before these it is found out whether we can post
CHANGES = ("follow", "unfollow", "undo", "anyway", "only", "edit", "")
REMEMBERED = 2000  #: direct conversations known to be ours


class ChannelAccess:
    """Which channels and direct conversations we can post to."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._joining: set[str] = set()  #: channels that we are entering by ourselves
        self._ours: set[str] = set()  #: direct conversations with us

    async def checked(self, command: Command) -> Command:
        """The command with what we may do there.

        A command typed in a direct conversation of two other people is about who typed: we can't post there, and their
        own conversation with us can.
        """
        if command.event:
            return command
        if command.kind is ChatKind.GROUP:
            if command.name in CHANGES:
                return replace(command, can_post=await self._enter(command.chat.id))
            return command
        ours = await self._direct(command)
        return command if ours == command.chat.id else replace(command, chat=chat_of(ours))

    def opened_by_us(self, event: dict[str, Any]) -> bool:
        """Is this event the echo of our own entering? Nobody let us in, so nobody is greeted."""
        own = event.get("type") == "member_joined_channel" and not event.get("inviter")
        return own and event.get("channel") in self._joining

    async def _enter(self, channel: str) -> bool:
        """A public channel is joined by ourselves; into a private one we must have been invited.

        Only a clear no is a no: where Slack is rate-limited or unavailable, the answer itself will show.
        """
        already = channel in self._joining
        self._joining.add(channel)
        try:
            joined = await self._client.conversations_join(channel=channel)
            if joined.get("warning") == "already_in_channel" and not already:
                self._joining.discard(channel)
            return True
        except UNREACHABLE as error:
            self._joining.discard(channel)
            log.debug("not joined", channel=channel, reason=redacted(str(error)))
        try:
            found = await self._client.conversations_info(channel=channel)
        except UNREACHABLE as error:
            return not _closed(error)
        return bool((found.get("channel") or {}).get("is_member"))

    async def _direct(self, command: Command) -> str:
        """The conversation itself if it is with us, else who typed's own one with us."""
        channel = command.chat.id
        if channel in self._ours:
            return channel
        try:
            await self._client.conversations_info(channel=channel)
        except UNREACHABLE as error:
            if not _closed(error) or not command.person:
                return channel
            return await self._own(command)
        if len(self._ours) < REMEMBERED:
            self._ours.add(channel)
        return channel

    async def _own(self, command: Command) -> str:
        try:
            opened = await self._client.conversations_open(users=command.person)
        except UNREACHABLE as error:
            log.info("no direct conversation opened", reason=redacted(str(error)))
            return command.chat.id
        return str((opened.get("channel") or {}).get("id") or command.chat.id)


def _closed(error: BaseException) -> bool:
    if not isinstance(error, SlackApiError):
        return False
    return isinstance(verdict(error, plain=True), ChatLost) or code(error) == "missing_scope"
