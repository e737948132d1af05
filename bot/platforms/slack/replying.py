"""Where an answer goes: into the channel, to one person alone, or in place of the message whose button was pressed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import aiohttp
import structlog
from slack_sdk.errors import SlackRequestError
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.messages.message import Message, Place
from bot.model import ChatKind, Command, RetryAt
from bot.platforms.slack.errors import UNREACHABLE, redacted, verdict
from bot.platforms.slack.format import buttons, payloads
from bot.platforms.slack.wire import Client, quiet

log = structlog.get_logger(__name__)

TRIES = 3  #: of a message that no outbox keeps
SHORT_PAUSE = 1.0  #: seconds before the next try where Slack names none
LONGEST_PAUSE = 30.0  #: seconds; nobody waits longer for an answer
RESPONSES = 5  #: answers that a response_url takes in its half hour; https://docs.slack.dev/interactivity/handling-user-interaction

Payload = dict[str, Any]
Body = dict[str, Any]
T = TypeVar("T")


class Replies:
    """Posts, whispers and edits."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.session: aiohttp.ClientSession | None = None

    async def post(self, channel: str, message: Message, *, plain: bool = False) -> str:
        """Post a message of however many parts; the first one's id. Only the first part's error is the message's: once
        it stands, the others are tried on, for a second try of the whole would say it twice."""
        ref = ""
        for payload in payloads(message, plain=plain):
            if not ref:
                ref = str((await self._say(channel, payload, plain)).get("ts", ""))
                continue
            try:
                await _patiently(lambda payload=payload: self._say(channel, payload, plain))  # type: ignore[misc]
            except UNREACHABLE as error:
                log.warning("message cut short", channel=channel, reason=redacted(str(error)))
                break
        return ref

    async def reply(self, command: Command, message: Message, body: Body) -> None:
        """Answer what was typed or pressed; `body` is what Slack told of it."""
        kept = _texts(body)
        if command.button and message.place is Place.BUTTONS and not kept:
            await self._whisper(command, body, payloads(message))
        elif command.button and message.place is Place.BUTTONS:
            text = (body.get("message") or {}).get("text") or "…"
            await self._edit(command, body, {"text": text, "blocks": [*kept, *buttons(message)]})
        elif command.button and message.place is Place.REPLACE:
            first, *others = payloads(message)
            await self._edit(command, body, first)
            await self._whisper(command, body, others)
        elif self._alone(command, message, body):
            await self._whisper(command, body, payloads(message))
        elif not await self._posted(command.chat.id, message):
            await self._whisper(command, body, payloads(message), to="in_channel")

    def _alone(self, command: Command, message: Message, body: Body) -> bool:
        """Only for who typed? In a direct conversation everything is, so what is no command is just answered there."""
        if not command.can_post:
            return True
        return message.private and bool(body.get("response_url") or command.kind is ChatKind.GROUP)

    async def _posted(self, channel: str, message: Message) -> bool:
        """Post as ourselves, plain where Slack refuses the blocks; False where we are not let in."""
        try:
            await _patiently(lambda: self.post(channel, message))
        except UNREACHABLE as error:
            meant = verdict(error, plain=False)
            if not (isinstance(meant, RetryAt) and meant.plain):
                log.info("answered the command's own way", channel=channel, reason=meant)
                return False
            await self.post(channel, message, plain=True)
        return True

    async def _say(self, channel: str, payload: Payload, plain: bool) -> AsyncSlackResponse:
        return await self._client.chat_postMessage(
            channel=channel, unfurl_links=False, unfurl_media=False, mrkdwn=not plain, **payload
        )

    async def _whisper(self, command: Command, body: Body, parts: list[Payload], to: str = "ephemeral") -> None:
        """By the command's response_url; where that is none, or used up, as a message that one person sees."""
        for place, payload in enumerate(parts):
            try:
                if place >= RESPONSES:
                    raise SlackRequestError("the response_url is used up")
                await self._respond(body, {"response_type": to, "replace_original": False} | payload)
            except UNREACHABLE as error:
                log.info("response_url not taken", reason=redacted(str(error)))
                await self._client.chat_postEphemeral(channel=command.chat.id, user=command.person, **payload)

    async def _edit(self, command: Command, body: Body, payload: Payload) -> None:
        try:
            await self._respond(body, payload | {"replace_original": True})
        except UNREACHABLE as error:
            container = body.get("container") or {}
            if container.get("is_ephemeral") or not container.get("message_ts"):
                raise
            log.info("response_url not taken", reason=redacted(str(error)))
            await self._client.chat_update(channel=command.chat.id, ts=container["message_ts"], **payload)

    async def _respond(self, body: Body, payload: Payload) -> None:
        url = body.get("response_url")
        if not url:
            raise SlackRequestError("there is no response_url")
        client = AsyncWebhookClient(url, session=self.session, retry_handlers=[], logger=quiet("slack_sdk.webhook"))
        taken = await client.send_dict({"unfurl_links": False, "unfurl_media": False} | payload)
        if taken.status_code != 200:
            raise SlackRequestError(f"the response_url answered {taken.status_code}: {taken.body[:100]}")


async def _patiently(call: Callable[[], Awaitable[T]]) -> T:
    """A passing error is tried on for a short while, as long as Slack asks."""
    for _ in range(TRIES - 1):
        try:
            return await call()
        except UNREACHABLE as error:
            meant = verdict(error, plain=True)
            if not isinstance(meant, RetryAt):
                raise
            pause = meant.after.total_seconds() if meant.after else SHORT_PAUSE
            await asyncio.sleep(min(pause, LONGEST_PAUSE))
    return await call()


def _texts(body: Body) -> list[Payload]:
    """The blocks of the message whose button was pressed, without its buttons; of an ephemeral one Slack tells none."""
    return [block for block in (body.get("message") or {}).get("blocks", []) if block.get("type") != "actions"]
