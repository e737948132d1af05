"""Sends to Slack: alerts, edits, and answers to a channel, to one person, or in place of a message with a button."""

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
from bot.i18n.catalogue import platforms as texts
from bot.i18n.translator import ENGLISH
from bot.messages.message import Message, ReplyMode
from bot.model import Cause, Chat, ChatKind, Command, Received, RetryAt, Stop, Verdict
from bot.platforms.in_flight import InFlight
from bot.platforms.limits import SLACK_RESPONSES
from bot.platforms.protocol import OnSent
from bot.platforms.slack.connection import Connection
from bot.platforms.slack.errors import UNREACHABLE, redacted, verdict
from bot.platforms.slack.format import buttons, payloads
from bot.platforms.slack.wire import redacting_logger

log = structlog.get_logger(__name__)

TRIES = 3  #: attempts to send a message that is not in the outbox
SHORT_PAUSE = 1.0  #: seconds before the next attempt if Slack states none
LONGEST_PAUSE = 30.0  #: seconds; people don't wait longer for an answer

Payload = dict[str, Any]
Body = Mapping[str, Any]  #: the payload of a command, as Slack sent it
T = TypeVar("T")


class SlackSender:
    """Sends over its own connections, which the first message opens."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._client = connection.client
        self._in_flight = InFlight()
        self._closed = False

    async def send(self, chat: Chat, message: Message, *, plain: bool = False) -> tuple[str, ...]:
        """Post a message in one or more parts; once the first is posted, the others are retried for a short while.

        Raises:
            SendError: after the first part, every temporary failure is marked as maybe sent.
        """
        self._open()
        first, *others = payloads(message, plain=plain)
        refs: list[str] = []
        with self._in_flight.track():
            try:
                refs.append(_ref(await self._post(chat.id, first, plain)))
                for payload in others:
                    refs.append(await self._post_with_retries(chat, payload, plain))
            except UNREACHABLE as error:
                meaning = await self._meaning(error, plain=plain)
                if refs and isinstance(meaning, RetryAt):
                    meaning = replace(meaning, maybe_sent=True)
                raise SendError(meaning, tuple(refs)) from None
        return tuple(refs)

    async def edit(self, chat: Chat, ref: str, message: Message, *, plain: bool = False) -> None:
        """Replace an earlier message; what does not fit in one message is left out."""
        self._open()
        payload = payloads(message, plain=plain)[0]
        if plain:
            payload["blocks"] = []  # otherwise its old blocks may stay
        elif keys := buttons(message):
            payload["blocks"] = [block for block in payload["blocks"] if block["type"] != "actions"] + keys
        with self._in_flight.track():
            try:
                await self._client.chat_update(channel=chat.id, ts=ref, **payload)
            except UNREACHABLE as error:
                raise SendError(await self._meaning(error, plain=plain)) from None

    async def answer(self, received: Received, message: Message, on_sent: OnSent) -> None:
        """Answer a command or a button press."""
        self._open()
        with self._in_flight.track():
            try:
                await self._reply(received.command, message, received.context, on_sent)
            except UNREACHABLE as error:
                raise SendError(await self._meaning(error, plain=True)) from None

    async def close(self) -> None:
        """Finish messages in flight and close the connections."""
        await self._in_flight.finish()
        self._closed = True
        await self._connection.close()

    async def _meaning(self, error: Exception, *, plain: bool) -> Verdict:
        """The verdict for an error: a Stop only if auth.test is refused, too, for one channel may be meant alone."""
        meaning = verdict(error, plain=plain)
        if isinstance(meaning, Stop) and not await self._connection.is_refused():
            return RetryAt(cause=Cause.REFUSED, detail=meaning.detail)
        return meaning

    def _open(self) -> None:
        if self._closed:
            raise SendError(RetryAt(cause=Cause.UNREACHABLE, detail=ENGLISH(texts.SLACK_CLOSED)))
        self._connection.open()

    async def _reply(self, command: Command, message: Message, body: Body, on_sent: OnSent) -> None:
        kept = _text_blocks(body)
        if command.button and message.reply_mode is ReplyMode.BUTTONS and not kept:
            await self._send_ephemeral(command, body, payloads(message))
        elif command.button and message.reply_mode is ReplyMode.BUTTONS:
            text = (body.get("message") or {}).get("text") or "…"
            await self._replace_pressed(command, body, {"text": text, "blocks": [*kept, *buttons(message)]})
        elif command.button and message.reply_mode is ReplyMode.REPLACE:
            first, *others = payloads(message)
            await self._replace_pressed(command, body, first)
            await self._send_ephemeral(command, body, others)
        elif self._is_ephemeral(command, message, body):
            await self._send_ephemeral(command, body, payloads(message))
        elif not await self._post_answer(command, message, on_sent):
            await self._send_ephemeral(command, body, payloads(message), to="in_channel")

    def _is_ephemeral(self, command: Command, message: Message, body: Body) -> bool:
        """Ephemeral? In a direct conversation everything is private anyway, so plain text is answered with a post."""
        if not command.can_post:
            return True
        return message.private and bool(body.get("response_url") or command.kind is ChatKind.GROUP)

    async def _post_answer(self, command: Command, message: Message, on_sent: OnSent) -> bool:
        """Post an answer, plain if Slack refuses the blocks; False: we can't post there.

        Once its first part is posted, an answer is not started again: it is cut short if Slack accepts no more.
        """
        plain, chat, kind = False, command.chat, command.kind
        first, *others = payloads(message)
        try:
            await self._post_with_retries(chat, first, plain)
            on_sent(chat, kind)
        except UNREACHABLE as error:
            meaning = verdict(error, plain=False)
            if not (isinstance(meaning, RetryAt) and meaning.plain):
                log.info("answered the command's own way", channel=chat.id, reason=meaning)
                return False
            plain = True
            first, *others = payloads(message, plain=True)
            await self._post_with_retries(chat, first, plain)
            on_sent(chat, kind)
        try:
            for payload in others:
                await self._post_with_retries(chat, payload, plain)
                on_sent(chat, kind)
        except UNREACHABLE as error:
            log.warning("answer cut short", channel=chat.id, reason=redacted(str(error)))
        return True

    async def _post_with_retries(self, chat: Chat, payload: Payload, plain: bool) -> str:
        """Post a payload that is not in the outbox, with retries; returns its id."""
        return _ref(await _with_retries(lambda: self._post(chat.id, payload, plain)))

    async def _post(self, channel: str, payload: Payload, plain: bool) -> AsyncSlackResponse:
        return await self._client.chat_postMessage(
            channel=channel, unfurl_links=False, unfurl_media=False, mrkdwn=not plain, **payload
        )

    async def _send_ephemeral(self, command: Command, body: Body, parts: list[Payload], to: str = "ephemeral") -> None:
        """Send by the command's response_url, or, if there is none or it is used up, as ephemeral messages."""
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
        response = await client.send_dict({"unfurl_links": False, "unfurl_media": False} | payload)
        if response.status_code != 200:
            raise SlackRequestError(f"the response_url answered {response.status_code}: {response.body[:100]}")


async def _with_retries(call: Callable[[], Awaitable[T]]) -> T:
    """Retry temporary errors for a short while, never sooner than Slack asks."""
    for _ in range(TRIES - 1):
        try:
            return await call()
        except UNREACHABLE as error:
            meaning = verdict(error, plain=True)
            pause = SHORT_PAUSE
            if isinstance(meaning, RetryAt) and meaning.after is not None:
                pause = meaning.after.total_seconds()
            if not isinstance(meaning, RetryAt) or pause > LONGEST_PAUSE:
                raise
            await asyncio.sleep(pause)
    return await call()


def _ref(posted: AsyncSlackResponse) -> str:
    return str(posted.get("ts", ""))


def _text_blocks(body: Body) -> list[Payload]:
    """The text blocks of the message whose button was pressed; Slack sends none for an ephemeral one."""
    return [block for block in (body.get("message") or {}).get("blocks", []) if block.get("type") != "actions"]
