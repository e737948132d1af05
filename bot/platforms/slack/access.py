"""Where the bot may post: checked before anything is changed, not when the first alert fails."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.model import ChatKind, Command
from bot.platforms.slack.errors import PASSING, UNREACHABLE, error_code, pause_of, redacted, status_of
from bot.platforms.slack.wire import Client

log = structlog.get_logger(__name__)

#: what Slack says of a conversation that we are not in
CLOSED = ("channel_not_found", "not_in_channel", "is_archived")
PAUSES: tuple[float, ...] = (0.5, 1.5)  #: seconds before the next attempts at a question that failed in passing
LONGEST_PAUSE = 5.0  #: seconds that a limit is waited for: who asked waits, too
REMEMBERED = 2000  #: direct conversations with us that are remembered


class ChannelAccess:
    """Which channels and direct conversations the bot can post to."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._joining: set[str] = set()  # channels that we are joining by ourselves
        self._ours: set[str] = set()  # direct conversations with us

    async def with_access(self, command: Command, *, changes: bool) -> Command:
        """The command with `can_post`, joining a public channel if necessary before anything `changes` or is offered.

        A command typed in a direct conversation of two other people is moved to the person's own conversation with us,
        because we can't post in theirs.
        """
        if command.event:
            return command
        if command.kind is ChatKind.GROUP:
            if changes or not command.name:
                return replace(command, can_post=await self.join(command.chat.id))
            return command
        channel = await self._direct(command)
        return command if channel == command.chat.id else replace(command, chat=replace(command.chat, id=channel))

    def is_own_join(self, event: dict[str, Any]) -> bool:
        """Is this event caused by our own joining? Nobody invited us, so nobody is greeted."""
        joined = event.get("type") == "member_joined_channel" and not event.get("inviter")
        return joined and event.get("channel") in self._joining

    async def join(self, channel: str) -> bool:
        """Join a channel, and return whether we can post there; into a private one we must be invited.

        Only a definite refusal returns False: where Slack is rate-limited or unavailable, the answer itself will show.
        """
        already = channel in self._joining
        self._joining.add(channel)
        try:
            joined = await insist(lambda: self._client.conversations_join(channel=channel))
            if joined.get("warning") == "already_in_channel" and not already:
                self._joining.discard(channel)
            return True
        except UNREACHABLE as error:
            self._joining.discard(channel)
            log.debug("not joined", chat=channel, reason=redacted(str(error)))
        try:
            found = await insist(lambda: self._client.conversations_info(channel=channel))
        except UNREACHABLE as error:
            return not _is_closed(error)
        return bool((found.get("channel") or {}).get("is_member"))

    async def _direct(self, command: Command) -> str:
        """The id of the conversation if it is with us, else that of the person's own one with us."""
        channel = command.chat.id
        if channel in self._ours:
            return channel
        try:
            await insist(lambda: self._client.conversations_info(channel=channel))
        except UNREACHABLE as error:
            if not _is_closed(error, "missing_scope") or not command.person:
                return channel
            return await self._open_direct(command)
        if len(self._ours) < REMEMBERED:
            self._ours.add(channel)
        return channel

    async def _open_direct(self, command: Command) -> str:
        try:
            opened = await insist(lambda: self._client.conversations_open(users=command.person))
        except UNREACHABLE as error:
            log.info("no direct conversation opened", reason=redacted(str(error)))
            return command.chat.id
        return str((opened.get("channel") or {}).get("id") or command.chat.id)


async def insist(call: Callable[[], Awaitable[AsyncSlackResponse]]) -> AsyncSlackResponse:
    """Ask again after what passes.

    Raises:
        one of errors.UNREACHABLE: it is refused, or does not pass soon.
    """
    for pause in PAUSES:
        try:
            return await call()
        except UNREACHABLE as error:
            asked = pause_of(error) if isinstance(error, SlackApiError) else None
            if not _passes(error) or (asked and asked.total_seconds() > LONGEST_PAUSE):
                raise
            await asyncio.sleep(asked.total_seconds() if asked else pause)
    return await call()


def _passes(error: BaseException) -> bool:
    if not isinstance(error, SlackApiError):
        return True
    return error_code(error) in PASSING or status_of(error) == 429 or status_of(error) >= 500


def _is_closed(error: BaseException, *names: str) -> bool:
    """Did Slack say that we are not there? What it could not say is no refusal."""
    return isinstance(error, SlackApiError) and error_code(error) in (*CLOSED, *names)
