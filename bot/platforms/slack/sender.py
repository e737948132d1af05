"""Sends to Slack: alerts, edits, and answers to a channel, to one person, or in place of a message with a button."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.errors import SendError
from bot.i18n.catalogue import platforms as texts
from bot.i18n.keys import to_json
from bot.i18n.text import Phrase
from bot.messages.message import Attachment, Message, ReplyMode, say
from bot.model import Cause, Chat, ChatKind, Command, Received, RetryAt, Stop, Verdict
from bot.platforms.in_flight import InFlight
from bot.platforms.protocol import OnSent
from bot.platforms.slack.attempts import Part, Payload, Route, UrlRefusedError, attempt
from bot.platforms.slack.connection import Connection
from bot.platforms.slack.errors import UNREACHABLE, verdict
from bot.platforms.slack.files import Files
from bot.platforms.slack.format import buttons, payloads
from bot.platforms.slack.home import view
from bot.platforms.slack.posting import Posting
from bot.platforms.slack.wire import redacting_logger

log = structlog.get_logger(__name__)

SERVER_ERROR = 500  #: and above: a fault of theirs
LONGEST_NAME = 100  #: characters of an error's name: a proxy's page is none

Body = Mapping[str, Any]  #: the payload of a command, as Slack sent it


class SlackSender:
    """Sends over its own connections, which the first message opens."""

    def __init__(self, connection: Connection, *, rejoins: Callable[[], bool] = lambda: False) -> None:
        """`rejoins`: see Posting."""
        self._connection = connection
        self._client = connection.client
        self._posting = Posting(connection.client, rejoins=rejoins)
        self._files = Files(connection)
        self._in_flight = InFlight()
        self._closed = False

    async def send(
        self, chat: Chat, message: Message, *, plain: bool = False, reply_to: str | None = None
    ) -> tuple[str, ...]:
        """Post a message in one or more parts; once the first is posted, the others are retried for a short while.

        Raises:
            SendError: after the first part, every temporary failure is marked as maybe sent.
        """
        self._open()
        with self._in_flight.track():
            file_id = await self._uploaded(message.attachment, plain=plain)
            refs = await self._send(chat, _told(message, file_id), plain=plain, thread=reply_to or "")
            if file_id is not None and message.attachment is not None:
                await self._share(file_id, message.attachment, chat)
        return tuple(refs)

    async def _uploaded(self, attached: Attachment | None, *, plain: bool) -> str | None:
        """The id of the file that goes with a message; None: there is none, or Slack refuses it."""
        if attached is None:
            return None
        try:
            return await self._files.upload(attached)
        except UNREACHABLE as error:
            meaning = await self._meaning(error, plain=plain)
            # nobody has seen anything yet
            raise SendError(replace(meaning, maybe_sent=False) if isinstance(meaning, RetryAt) else meaning) from None

    async def _share(self, file_id: str, attached: Attachment, chat: Chat) -> None:
        """Show the file behind the text, which stands already; where that can't be done, say so."""
        if await self._files.share(file_id, attached, channel=chat.id) or not attached.instead:
            return
        with contextlib.suppress(*UNREACHABLE):
            await self._posting.post(chat.id, payloads(say(attached.instead))[0])

    async def _send(self, chat: Chat, message: Message, *, plain: bool, thread: str) -> list[str]:
        where = {"thread_ts": thread, "reply_broadcast": True} if thread else {}
        first, *others = [payload | where for payload in payloads(message, plain=plain)]
        refs: list[str] = []

        async def post(payload: Payload) -> None:
            refs.append(_ref(await self._posting.post(chat.id, payload)))

        try:
            refs.append(_ref(await self._posting.post(chat.id, first)))
            for payload in others:
                await attempt([Route(send=post)], Part(payload=payload, plain=payload))
        except UNREACHABLE as error:
            meaning = await self._meaning(error, plain=plain)
            if refs and isinstance(meaning, RetryAt):
                meaning = replace(meaning, maybe_sent=True)
            raise SendError(meaning, tuple(refs)) from None
        return refs

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
                await self._reply_with_file(received.command, message, received.context, on_sent)
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
            raise SendError(RetryAt(cause=Cause.UNREACHABLE, detail=to_json(Phrase(texts.SLACK_CLOSED))))
        self._connection.open()

    async def _show_at_home(self, message: Message, body: Body) -> None:
        """On our page in place of what was there."""
        home, kept = body["home"], [block for block in _text_blocks(body) if block.get("type") != "input"]
        shown = view(message, home["channel"], kept)
        route = Route(
            send=lambda payload: self._client.views_publish(user_id=home["person"], **payload), repeatable=True
        )
        await attempt([route], Part(payload={"view": shown}, plain={"view": shown}))

    async def _reply_with_file(self, command: Command, message: Message, body: Body, on_sent: OnSent) -> None:
        """Reply, with the file behind the text: in its thread, or, what only who asked sees, in their own conversation.

        Slack can't show a file to one person in a channel.
        """
        attached = message.attachment
        file_id = None if attached is None else await self._files.insist(attached)
        await self._reply(command, _told(message, file_id), body, on_sent)
        if attached is None or file_id is None:
            return
        alone = command.kind is ChatKind.GROUP and self._is_ephemeral(command, message, body)
        apart = bool(command.person) and (alone or not command.can_post)
        to, thread = (command.person, "") if apart else (command.chat.id, _thread(command, body))
        if not await self._files.share(file_id, attached, channel=to, thread=thread) and attached.instead:
            await self._reply(command, say(attached.instead, private=message.private), body, on_sent)

    async def _reply(self, command: Command, message: Message, body: Body, on_sent: OnSent) -> None:
        if body.get("home"):
            await self._show_at_home(message, body)
            return
        kept = _text_blocks(body)
        parts = _parts(message, _thread(command, body))
        to_person = self._routes_to_person(command, body)
        if command.button and message.reply_mode is ReplyMode.BUTTONS and kept:
            payload = {"text": (body.get("message") or {}).get("text") or "…", "blocks": [*kept, *buttons(message)]}
            await attempt(self._routes_to_replace(command, body), Part(payload=payload, plain=payload))
            return
        if command.button and message.reply_mode is ReplyMode.REPLACE:
            await attempt(self._routes_to_replace(command, body), _parts(message)[0])
            parts = parts[1:]
            routes = to_person
        elif (command.button and message.reply_mode is ReplyMode.BUTTONS) or self._is_ephemeral(command, message, body):
            routes = to_person
        else:
            post = Route(send=lambda payload: self._posting.post(command.chat.id, payload), posts=True)
            routes = [post, *self._routes_to_person(command, body, "in_channel")]
        for part in parts:
            route = await attempt(routes, part)
            routes = (
                [route] if route.posts else routes[routes.index(route) :]
            )  # what was begun in one place goes on there
            if route.posts:
                on_sent(command.chat, command.kind)

    def _is_ephemeral(self, command: Command, message: Message, body: Body) -> bool:
        """Ephemeral? In a direct conversation everything is private anyway, and a reminder, of nobody, is for all."""
        if not command.can_post:
            return True
        return message.private and bool(body.get("response_url") or (command.kind is ChatKind.GROUP and command.person))

    def _routes_to_person(self, command: Command, body: Body, to: str = "ephemeral") -> list[Route]:
        """By the command's response_url, or, if there is none or it is used up, by ephemeral messages."""
        answers: Payload = {"response_type": to, "replace_original": False}
        ephemeral = Route(
            send=lambda payload: self._client.chat_postEphemeral(
                channel=command.chat.id, user=command.person, **payload
            )
        )
        if not body.get("response_url"):
            return [ephemeral]
        return [Route(send=lambda payload: self._respond(body, answers | payload), hasty=True), ephemeral]

    def _routes_to_replace(self, command: Command, body: Body) -> list[Route]:
        """In place of the message whose button was pressed: by the response_url, or an edit, unless it is ephemeral."""
        routes: list[Route] = []
        container = body.get("container") or {}
        if body.get("response_url"):
            routes.append(
                Route(
                    send=lambda payload: self._respond(body, payload | {"replace_original": True}),
                    repeatable=True,
                    hasty=True,
                )
            )
        if not routes or (container.get("message_ts") and not container.get("is_ephemeral")):
            ts = str(container.get("message_ts"))
            routes.append(
                Route(
                    send=lambda payload: self._client.chat_update(channel=command.chat.id, ts=ts, **payload),
                    repeatable=True,
                )
            )
        return routes

    async def _respond(self, body: Body, payload: Payload) -> None:
        """Answer by the response_url.

        Raises:
            UrlRefusedError: it does not take that.
            one of errors.UNREACHABLE: the same may work in a moment.
        """
        client = AsyncWebhookClient(
            str(body["response_url"]),
            session=self._connection.session,
            retry_handlers=[],
            logger=redacting_logger("slack_sdk.webhook"),
        )
        response = await client.send_dict({"unfurl_links": False, "unfurl_media": False} | payload)
        if response.status_code == HTTPStatus.OK:
            return
        if response.status_code == HTTPStatus.TOO_MANY_REQUESTS or response.status_code >= SERVER_ERROR:
            raise SlackApiError("response_url", response)  # type: ignore[no-untyped-call]  # slack-sdk
        raise UrlRefusedError(_named_error(response.body))


def _named_error(body: str) -> str:
    """Slack's name of an error, which it writes alone or in JSON."""
    try:
        found = json.loads(body)
    except ValueError:
        found = body
    return str(found.get("error") if isinstance(found, dict) else found)[:LONGEST_NAME]


def _parts(message: Message, thread: str = "") -> list[Part]:
    """The parts of a message, each with and without markup, in that thread if there is one."""
    where = {"thread_ts": thread} if thread else {}
    both = zip(payloads(message), payloads(message, plain=True), strict=True)
    return [Part(payload=payload | where, plain=plain | where) for payload, plain in both]


def _told(message: Message, file_id: str | None) -> Message:
    """The text of a message: with that its file is refused, or of a bare file with its name."""
    if message.attachment is not None and file_id is None:
        return message.without_attachment()
    return message if message.paragraphs or message.attachment is None else say(message.attachment.name)


def _ref(posted: AsyncSlackResponse) -> str:
    return str(posted.get("ts", ""))


def _thread(command: Command, body: Body) -> str:
    """The thread in which it was asked or pressed; "": none."""
    return command.reply_to or str((body.get("container") or {}).get("thread_ts") or "")


def _text_blocks(body: Body) -> list[Payload]:
    """The text blocks of the message whose button was pressed; Slack sends none for an ephemeral one."""
    return [block for block in (body.get("message") or {}).get("blocks", []) if block.get("type") != "actions"]
