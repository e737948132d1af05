"""Slack over Socket Mode.

envelope ─ ack ─ Command ─ answer ─ post, whisper or replace            chat.postMessage ◀─ delivery
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections import defaultdict
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.platform import Answer
from bot.errors import SendError, StatedProblem
from bot.messages.message import Message, Place
from bot.model import Chat, ChatKind, Command
from bot.platforms.slack import hearing
from bot.platforms.slack.errors import REFUSED, UNREACHABLE, code, redacted, verdict
from bot.platforms.slack.format import buttons, payloads
from bot.platforms.slack.limits import CHAT_RATE, RATE

log = structlog.get_logger(__name__)

COMMANDS = ("follow", "unfollow", "following", "digest", "jarshy")
CHANGES = ("follow", "unfollow", "undo", "")  #: before these it is found out whether we can post
PATIENCE = 20  #: seconds for a call
PAUSES: tuple[float, ...] = (1.0, 2.0, 5.0, 15.0, 30.0)  #: between tries to reach Slack; the last one repeats
FAREWELL = 3.0  #: seconds that answers under way get to finish

Respond = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]


class SlackPlatform:
    """Slack, in and out."""

    name = "slack"
    rate = RATE
    chat_rate = CHAT_RATE

    def __init__(
        self,
        *,
        bot_token: str,
        app_token: str,
        api_url: str = "https://slack.com/api/",
        operators: frozenset[str] = frozenset(),
    ) -> None:
        root = api_url if api_url.endswith("/") else f"{api_url}/"
        self._client = AsyncWebClient(bot_token, base_url=root, timeout=PATIENCE)
        self._app_client = AsyncWebClient(app_token, base_url=root, timeout=PATIENCE)
        self._app_token, self._operators = app_token, operators
        self._session: aiohttp.ClientSession | None = None
        self._socket: AsyncSocketModeHandler | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._answering: set[asyncio.Task[None]] = set()
        self._heard = hearing.Heard()
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._me = ""

    async def start(self, answer: Answer, fail: Callable[[str], None]) -> None:
        """Open the socket; where Slack can't be reached it is tried on in the background."""
        self._open_session()
        try:
            address = await self._introduced()
        except UNREACHABLE as error:
            log.warning("Slack can't be reached, trying on", reason=redacted(str(error)))
            address = None
        self._connecting = asyncio.create_task(self._connect(answer, fail, address))

    async def probe(self) -> None:
        """Ask Slack once who we are."""
        self._open_session()
        try:
            await self._introduced()
        except UNREACHABLE as error:
            raise StatedProblem(
                f"Slack can't be reached: {redacted(str(error))}. Look at the network and SLACK_API_URL"
            ) from None

    async def stop(self) -> None:
        """Listen no more; answers under way are finished."""
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.wait([self._connecting])
        if self._socket is not None:
            await self._socket.close_async()  # type: ignore[no-untyped-call]  # slack-bolt leaves it so
        if self._answering:
            await asyncio.wait(self._answering, timeout=FAREWELL)
        for task in self._answering:
            task.cancel()
        if self._session is not None:
            await self._session.close()

    async def send(self, chat: Chat, message: Message, *, plain: bool = False) -> str:
        """Post; what Slack says against it becomes a verdict."""
        try:
            return await self._post(chat.id, message, plain=plain)
        except UNREACHABLE as error:
            raise SendError(verdict(error, plain=plain)) from None

    async def _post(self, channel: str, message: Message, *, plain: bool = False) -> str:
        ref = ""
        for payload in payloads(message, plain=plain):
            sent = await self._client.chat_postMessage(
                channel=channel, unfurl_links=False, unfurl_media=False, mrkdwn=not plain, **payload
            )
            ref = ref or str(sent.get("ts", ""))
        return ref

    # ------------------------------------------------------------------------------------------------- hearing

    def _open_session(self) -> None:
        """One pool for all calls, instead of a connection for each."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE))
            self._client.session = self._app_client.session = self._session

    async def _introduced(self) -> str:
        """Does Slack know both tokens? The address of a socket."""
        for client, variable in ((self._client, "SLACK_BOT_TOKEN"), (self._app_client, "SLACK_APP_TOKEN")):
            try:
                if client is self._client:
                    self._me = (await client.auth_test()).get("user_id") or ""
                else:
                    opened = await client.apps_connections_open(app_token=self._app_token)
            except SlackApiError as error:
                if code(error) in REFUSED:
                    raise StatedProblem(
                        f"{variable} is refused by Slack ({code(error)}): copy it anew from your app's page; "
                        "config/slack-manifest.yaml lists the scopes it needs"
                    ) from None
                raise
        return str(opened["url"])

    async def _connect(self, answer: Answer, fail: Callable[[str], None], address: str | None) -> None:
        failures = 0
        while address is None:
            await asyncio.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
            failures += 1
            try:
                address = await self._introduced()
            except StatedProblem as problem:
                fail(str(problem))
                return
            except UNREACHABLE as error:
                log.warning("Slack can't be reached, trying on", reason=redacted(str(error)))
        quiet = logging.getLogger("slack_sdk.socket_mode")
        app = self._app(answer, fail)
        self._socket = AsyncSocketModeHandler(app, self._app_token, logger=quiet, web_client=self._app_client)
        self._socket.client.wss_uri = address
        await self._socket.connect_async()  # type: ignore[no-untyped-call]  # slack-bolt leaves it so

    def _app(self, answer: Answer, fail: Callable[[str], None]) -> AsyncApp:
        app = AsyncApp(client=self._client, logger=logging.getLogger("slack_bolt"))

        @app.command(re.compile(rf"^/({'|'.join(COMMANDS)})$"))
        async def on_command(ack: Any, body: dict[str, Any], respond: Any) -> None:
            await ack()
            if not self._heard.again(str(body.get("trigger_id", ""))):
                self._begin(
                    self._answer(hearing.slash(body, self._operators), answer, _responder(respond), body), _whose(body)
                )

        @app.action(re.compile(".*"))
        async def on_press(ack: Any, body: dict[str, Any], respond: Any) -> None:
            await ack()
            if not self._heard.again(str(body.get("trigger_id", ""))):
                self._begin(
                    self._answer(hearing.pressed(body, self._operators), answer, _responder(respond), body),
                    _whose(body),
                )

        @app.event(re.compile(".*"))
        async def on_event(ack: Any, body: dict[str, Any]) -> None:
            await ack()
            if not self._heard.again(str(body.get("event_id", ""))):
                self._begin(self._event(body.get("event") or {}, answer, fail), _whose(body))

        return app

    def _begin(self, work: Coroutine[Any, Any, None], whose: str) -> None:
        """Channels are answered side by side, each in the order in which it asked."""

        async def in_turn() -> None:
            async with self._turns[whose]:
                await work

        task = asyncio.create_task(in_turn())
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _event(self, event: dict[str, Any], answer: Answer, fail: Callable[[str], None]) -> None:
        kind, channel = event.get("type", ""), event.get("channel")
        command: Command | None = None
        if kind in ("tokens_revoked", "app_uninstalled"):
            fail("the app was removed from the workspace")
        elif not isinstance(channel, str):
            return
        elif kind == "member_joined_channel" and event.get("user") == self._me:
            command = hearing.happened("start", channel, person=event.get("inviter", ""))
        elif kind in (
            "channel_left",
            "group_left",
            "channel_deleted",
            "group_deleted",
            "channel_archive",
            "group_archive",
        ):
            command = hearing.happened("lost", channel, kind.replace("_", " "))
        elif kind == "app_mention" or (kind == "message" and event.get("channel_type") == "im"):
            command = hearing.written(event, self._operators)
        if command is not None:
            await self._answer(command, answer, None, {})

    async def _answer(self, command: Command, answer: Answer, respond: Respond | None, body: dict[str, Any]) -> None:
        try:
            if command.name in CHANGES and command.kind is ChatKind.GROUP:
                command = replace(command, can_post=await self._can_post(command.chat.id))
            message = await answer(command)
            if not message.silent:
                await self._reply(command, message, respond, body)
        except UNREACHABLE as error:
            log.warning("answer not sent", reason=redacted(str(error)))
        except Exception:
            log.exception("envelope not answered", command=command.name)

    async def _can_post(self, channel: str) -> bool:
        """A public channel is joined by ourselves; into a private one we must have been invited."""
        try:
            await self._client.conversations_join(channel=channel)
        except UNREACHABLE as error:
            log.debug("not joined", channel=channel, reason=redacted(str(error)))
        else:
            return True
        try:
            found = await self._client.conversations_info(channel=channel)
        except UNREACHABLE:
            return False
        return bool((found.get("channel") or {}).get("is_member"))

    async def _reply(self, command: Command, message: Message, respond: Respond | None, body: dict[str, Any]) -> None:
        if respond is None:
            await self._post(command.chat.id, message)
            return
        if command.button and message.place is Place.BUTTONS:
            await respond(_with_new_buttons(body.get("message") or {}, message))
            return
        first, *others = payloads(message)
        if command.button and message.place is Place.REPLACE:
            await respond(first | {"replace_original": True})
        elif message.private or not command.can_post:
            others.insert(0, first)
        elif not await self._posted(command.chat.id, message):
            others = [payload | {"response_type": "in_channel"} for payload in (first, *others)]
        else:
            others = []
        for payload in others:
            await respond({"response_type": "ephemeral", "replace_original": False} | payload)

    async def _posted(self, channel: str, message: Message) -> bool:
        """Post as ourselves; False where we are not let in: then the answer goes the command's own way."""
        try:
            await self._post(channel, message)
        except SlackApiError as error:
            log.info("answered the command's own way", channel=channel, reason=code(error))
            return False
        return True


def _whose(body: dict[str, Any]) -> str:
    channel = body.get("channel_id") or (body.get("event") or {}).get("channel") or body.get("channel") or ""
    return str(channel.get("id", "")) if isinstance(channel, dict) else str(channel)


def _responder(respond: Any) -> Respond:
    async def say(payload: dict[str, Any]) -> None:
        await respond(unfurl_links=False, unfurl_media=False, **payload)

    return say


def _with_new_buttons(pressed: dict[str, Any], message: Message) -> dict[str, Any]:
    """The message whose button was pressed, its text as it is, with other buttons."""
    kept = [block for block in pressed.get("blocks", []) if block.get("type") != "actions"]
    return {"text": pressed.get("text", "") or "…", "blocks": [*kept, *buttons(message)], "replace_original": True}
