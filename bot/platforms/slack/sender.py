"""Messages to Slack: alerts, edits, and answers to a channel, to one person alone, or in place of a pressed message."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

import structlog
from slack_sdk.errors import SlackRequestError
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.errors import SendError
from bot.messages.message import Message, Place
from bot.model import Cause, Chat, ChatKind, Command, Received, RetryAt
from bot.platforms.in_flight import InFlight
from bot.platforms.limits import SLACK_RESPONSES
from bot.platforms.slack.connection import Connection
from bot.platforms.slack.errors import UNREACHABLE, redacted, verdict
from bot.platforms.slack.format import buttons, payloads
from bot.platforms.slack.wire import redacting_logger

log = structlog.get_logger(__name__)

TRIES = 3  #: of a message that no outbox keeps
SHORT_PAUSE = 1.0  #: seconds before the next try where Slack names none
LONGEST_PAUSE = 30.0  #: seconds; nobody waits longer for an answer

Payload = dict[str, Any]
Body = Mapping[str, Any]  #: what Slack told of a command
OnSent = Callable[[Chat], None]  #: called for each message that counts into a channel's pace
T = TypeVar("T")


class SlackSender:
    """Sends over connections of its own, which the first message opens."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._client = connection.client
        self._in_flight = InFlight()
        self._closed = False

    async def send(self, chat: Chat, message: Message, *, plain: bool = False) -> tuple[str, ...]:
        """Post a message of however many parts. Once the first stands, the others are retried for a short while.

        Raises:
            SendError: once a part stands, it is said with every passing failure that another try may repeat it.
        """
        self._open()
        first, *others = payloads(message, plain=plain)
        refs: list[str] = []
        with self._in_flight.track():
            try:
                refs.append(_ref(await self._say(chat.id, first, plain)))
                for payload in others:
                    refs.append(await self._put(chat, payload, plain))
            except UNREACHABLE as error:
                meant = verdict(error, plain=plain)
                if refs and isinstance(meant, RetryAt):
                    meant = replace(meant, maybe_sent=True)
                raise SendError(meant, tuple(refs)) from None
        return tuple(refs)

    async def edit(self, chat: Chat, ref: str, message: Message, *, plain: bool = False) -> None:
        """Replace an earlier message; what does not fit one message is left out."""
        self._open()
        payload = payloads(message, plain=plain)[0]
        if plain:
            payload["blocks"] = []  # else those that it had may stay
        elif keys := buttons(message):
            payload["blocks"] = [block for block in payload["blocks"] if block["type"] != "actions"] + keys
        with self._in_flight.track():
            try:
                await self._client.chat_update(channel=chat.id, ts=ref, **payload)
            except UNREACHABLE as error:
                raise SendError(verdict(error, plain=plain)) from None

    async def answer(self, received: Received, message: Message, sent: OnSent) -> None:
        """Answer what was typed or pressed."""
        self._open()
        with self._in_flight.track():
            try:
                await self._reply(received.command, message, received.context, sent)
            except UNREACHABLE as error:
                raise SendError(verdict(error, plain=True)) from None

    async def close(self) -> None:
        """Finish what is being sent and close the connections."""
        await self._in_flight.finish()
        self._closed = True
        await self._connection.close()

    def _open(self) -> None:
        if self._closed:
            raise SendError(RetryAt(cause=Cause.UNREACHABLE, detail="the connections to Slack are closed"))
        self._connection.open()

    async def _reply(self, command: Command, message: Message, body: Body, sent: OnSent) -> None:
        kept = _texts(body)
        if command.button and message.place is Place.BUTTONS and not kept:
            await self._whisper(command, body, payloads(message))
        elif command.button and message.place is Place.BUTTONS:
            text = (body.get("message") or {}).get("text") or "…"
            await self._replace_pressed(command, body, {"text": text, "blocks": [*kept, *buttons(message)]})
        elif command.button and message.place is Place.REPLACE:
            first, *others = payloads(message)
            await self._replace_pressed(command, body, first)
            await self._whisper(command, body, others)
        elif self._alone(command, message, body):
            await self._whisper(command, body, payloads(message))
        elif not await self._posted(command.chat, message, sent):
            await self._whisper(command, body, payloads(message), to="in_channel")

    def _alone(self, command: Command, message: Message, body: Body) -> bool:
        """Only for who typed? In a direct conversation everything is, so what is no command is just answered there."""
        if not command.can_post:
            return True
        return message.private and bool(body.get("response_url") or command.kind is ChatKind.GROUP)

    async def _posted(self, chat: Chat, message: Message, sent: OnSent) -> bool:
        """Answer as ourselves, plain where Slack refuses the blocks; False where we are not let in.

        Once its first part stands, an answer is not said a second time: it is cut short where Slack takes no more.
        """
        plain = False
        first, *others = payloads(message)
        try:
            await self._put(chat, first, plain)
            sent(chat)
        except UNREACHABLE as error:
            meant = verdict(error, plain=False)
            if not (isinstance(meant, RetryAt) and meant.plain):
                log.info("answered the command's own way", channel=chat.id, reason=meant)
                return False
            plain = True
            first, *others = payloads(message, plain=True)
            await self._put(chat, first, plain)
            sent(chat)
        try:
            for payload in others:
                await self._put(chat, payload, plain)
                sent(chat)
        except UNREACHABLE as error:
            log.warning("answer cut short", channel=chat.id, reason=redacted(str(error)))
        return True

    async def _put(self, chat: Chat, payload: Payload, plain: bool) -> str:
        """Post what the outbox does not retry by itself; its id."""
        return _ref(await _patiently(lambda: self._say(chat.id, payload, plain)))

    async def _say(self, channel: str, payload: Payload, plain: bool) -> AsyncSlackResponse:
        return await self._client.chat_postMessage(
            channel=channel, unfurl_links=False, unfurl_media=False, mrkdwn=not plain, **payload
        )

    async def _whisper(self, command: Command, body: Body, parts: list[Payload], to: str = "ephemeral") -> None:
        """By the command's response_url; where that is none, or used up, as a message that one person sees."""
        for place, payload in enumerate(parts):
            try:
                if place >= SLACK_RESPONSES:
                    raise SlackRequestError("the response_url is used up")
                await self._respond(body, {"response_type": to, "replace_original": False} | payload)
            except UNREACHABLE as error:
                log.info("response_url not taken", reason=redacted(str(error)))
                await self._client.chat_postEphemeral(channel=command.chat.id, user=command.person, **payload)

    async def _replace_pressed(self, command: Command, body: Body, payload: Payload) -> None:
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
        client = AsyncWebhookClient(
            url, session=self._connection.session, retry_handlers=[], logger=redacting_logger("slack_sdk.webhook")
        )
        taken = await client.send_dict({"unfurl_links": False, "unfurl_media": False} | payload)
        if taken.status_code != 200:
            raise SlackRequestError(f"the response_url answered {taken.status_code}: {taken.body[:100]}")


async def _patiently(call: Callable[[], Awaitable[T]]) -> T:
    """Retry passing errors for a short while, never sooner than Slack asks."""
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


def _ref(posted: AsyncSlackResponse) -> str:
    return str(posted.get("ts", ""))


def _texts(body: Body) -> list[Payload]:
    """The blocks of the message whose button was pressed, without its buttons; of an ephemeral one Slack tells none."""
    return [block for block in (body.get("message") or {}).get("blocks", []) if block.get("type") != "actions"]
