"""Where an answer goes: into the channel, to one person alone, or in place of the message whose button was pressed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, TypeVar

import aiohttp
import structlog
from slack_sdk.errors import SlackRequestError
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.errors import SendError
from bot.messages.message import Message, Place
from bot.model import Chat, ChatKind, Command, RetryAt
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

    def __init__(self, client: Client, sent: Callable[[Chat], None]) -> None:
        self._client = client
        self._sent = sent  # told of each message that the outbox does not know of
        self.session: aiohttp.ClientSession | None = None

    async def post(self, chat: Chat, message: Message, *, plain: bool = False) -> str:
        """Post an alert of however many parts; the first one's id. Once it stands, the others are tried on.

        Raises:
            SendError: once a part stands, it is said with every passing failure that another try may repeat it.
        """
        first, *others = payloads(message, plain=plain)
        try:
            ref = str((await self._say(chat.id, first, plain)).get("ts", ""))
        except UNREACHABLE as error:
            raise SendError(verdict(error, plain=plain)) from None
        try:
            for payload in others:
                await self._put(chat, payload, plain)
        except UNREACHABLE as error:
            meant = verdict(error, plain=plain)
            raise SendError(replace(meant, maybe_sent=True) if isinstance(meant, RetryAt) else meant) from None
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
        elif not await self._posted(command.chat, message):
            await self._whisper(command, body, payloads(message), to="in_channel")

    def _alone(self, command: Command, message: Message, body: Body) -> bool:
        """Only for who typed? In a direct conversation everything is, so what is no command is just answered there."""
        if not command.can_post:
            return True
        return message.private and bool(body.get("response_url") or command.kind is ChatKind.GROUP)

    async def _posted(self, chat: Chat, message: Message) -> bool:
        """Answer as ourselves, plain where Slack refuses the blocks; False where we are not let in.

        Once its first part stands, an answer is not said a second time: it is cut short where Slack takes no more.
        """
        plain = False
        first, *others = payloads(message)
        try:
            await self._put(chat, first, plain)
        except UNREACHABLE as error:
            meant = verdict(error, plain=False)
            if not (isinstance(meant, RetryAt) and meant.plain):
                log.info("answered the command's own way", channel=chat.id, reason=meant)
                return False
            plain = True
            first, *others = payloads(message, plain=True)
            await self._put(chat, first, plain)
        try:
            for payload in others:
                await self._put(chat, payload, plain)
        except UNREACHABLE as error:
            log.warning("answer cut short", channel=chat.id, reason=redacted(str(error)))
        return True

    async def _put(self, chat: Chat, payload: Payload, plain: bool) -> None:
        """Say what no delivery counts, patiently."""
        await _patiently(lambda: self._say(chat.id, payload, plain))
        self._sent(chat)

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
    """A passing error is tried on for a short while, never sooner than Slack asks."""
    for _ in range(TRIES - 1):
        try:
            return await call()
        except UNREACHABLE as error:
            meant = verdict(error, plain=True)
            pause = SHORT_PAUSE
            if isinstance(meant, RetryAt) and meant.after is not None:
                pause = meant.after.total_seconds()
            if not isinstance(meant, RetryAt) or pause > LONGEST_PAUSE:
                raise
            await asyncio.sleep(pause)
    return await call()


def _texts(body: Body) -> list[Payload]:
    """The blocks of the message whose button was pressed, without its buttons; of an ephemeral one Slack tells none."""
    return [block for block in (body.get("message") or {}).get("blocks", []) if block.get("type") != "actions"]
