"""Posts into channels. After a new installation we are in none, though follows are there: public ones are joined."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.platforms.slack.errors import UNREACHABLE, describe, error_code
from bot.platforms.slack.wire import Client

log = structlog.get_logger(__name__)

OUTSIDE = "not_in_channel"  #: Slack's error where we are no member
#: its errors where a message takes no reply, or none that the whole channel sees
#: (https://docs.slack.dev/reference/methods/chat.postMessage#errors)
NO_REPLY = frozenset(
    {
        "cannot_reply_to_message",
        "cant_broadcast_message",
        "message_not_found",
        "thread_not_found",
        "invalid_thread_ts",
        "restricted_action_thread_locked",
        "restricted_action_non_threadable_channel",
    }
)
REPLY = ("thread_ts", "reply_broadcast")  #: the parts of a payload that make it a reply for the whole channel


class Posting:
    """Posts by one client."""

    def __init__(self, client: Client, *, rejoins: Callable[[], bool] = lambda: False) -> None:
        """`rejoins`: may channels be joined by ourselves now? Who has put us out of one else does not want us there."""
        self._client = client
        self._rejoins = rejoins

    async def post(self, channel: str, payload: dict[str, Any]) -> AsyncSlackResponse:
        """Post a message; what is to be a reply in sight of all, and can't be, by itself.

        Raises:
            one of errors.UNREACHABLE: it is not posted, or nobody knows.
        """
        try:
            return await self._post(channel, payload)
        except SlackApiError as error:
            if "reply_broadcast" in payload and error_code(error) in NO_REPLY:
                return await self.post(channel, {name: payload[name] for name in payload if name not in REPLY})
            if error_code(error) != OUTSIDE or not self._rejoins() or not await self._joined(channel):
                raise
        return await self._post(channel, payload)

    async def _post(self, channel: str, payload: dict[str, Any]) -> AsyncSlackResponse:
        return await self._client.chat_postMessage(
            channel=channel, unfurl_links=False, unfurl_media=False, mrkdwn="blocks" in payload, **payload
        )

    async def _joined(self, channel: str) -> bool:
        """Into a private one we must be invited."""
        try:
            await self._client.conversations_join(channel=channel)
        except UNREACHABLE as error:
            log.info("channel not joined again", chat=channel, reason=describe(error))
            return False
        log.info("channel joined again", chat=channel)
        return True
