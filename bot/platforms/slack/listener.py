"""Slack over Socket Mode.

envelope ─ ack ─ Command ─ answer ─ post, whisper or replace
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.errors import StatedProblem
from bot.i18n.catalogue import platforms as texts
from bot.i18n.translator import ENGLISH
from bot.model import Command
from bot.platforms.answering import respond
from bot.platforms.in_flight import ChatQueues
from bot.platforms.protocol import Host, Received, Sender
from bot.platforms.slack import commands
from bot.platforms.slack.access import ChannelAccess
from bot.platforms.slack.connection import CALL_TIMEOUT, Connection, Introduction
from bot.platforms.slack.errors import UNREACHABLE, named
from bot.platforms.slack.wire import Client, Handler, Socket, redacting_logger

log = structlog.get_logger(__name__)

COMMANDS = ("follow", "unfollow", "following", "digest", "jarshy")
INTRODUCTION = 5.0  #: seconds that the start waits for Slack; then it is retried in the background
PAUSES: tuple[float, ...] = (1.0, 2.0, 5.0, 15.0, 30.0)  #: between tries to reach Slack; the last one repeats
HANG_UP = 1.0  #: seconds for Slack to agree that the socket is closed


class SlackListener:
    """Holds a socket open and answers what comes over it."""

    def __init__(self, connection: Connection, *, sender: Sender, operators: frozenset[str]) -> None:
        self._connection = connection
        self._sender = sender
        self._operators = operators
        self._access = ChannelAccess(connection.client)
        self._socket: Socket | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._queues = ChatQueues()
        self._envelopes = commands.SeenEnvelopes()
        self._me: dict[str, Any] = {}

    async def start(self, host: Host) -> None:
        """Open the socket; where Slack can't be reached it is retried in the background."""
        introduction: Introduction | None = None
        try:
            async with asyncio.timeout(INTRODUCTION):
                introduction = await self._connection.introduce()
        except UNREACHABLE as error:
            _complain(error)
        except StatedProblem:
            await self.stop()
            raise
        self._connecting = asyncio.create_task(self._connect(host, introduction))

    async def stop(self) -> None:
        """Listen no more; answers in flight are finished."""
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.wait([self._connecting])
        if self._socket is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._socket.close(), HANG_UP)  # type: ignore[no-untyped-call]  # slack-sdk
            await self._socket.aiohttp_client_session.close()
        await self._queues.finish()
        await self._connection.close()

    async def _connect(self, host: Host, introduction: Introduction | None) -> None:
        failures = 0
        while introduction is None:
            await asyncio.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
            failures += 1
            try:
                introduction = await self._connection.introduce()
            except StatedProblem as problem:
                host.refused("slack", str(problem))
                return
            except UNREACHABLE as error:
                _complain(error)
        self._me = introduction.me
        self._socket = Socket(
            self._connection.app_token,
            self._connection.app_client,
            lambda why: host.refused("slack", ENGLISH(texts.SLACK_APP_TOKEN_REFUSED, error=why)),
        )
        self._socket.wss_uri = introduction.socket_url
        Handler(self._app(host), self._socket)
        await self._socket.connect()

    def _app(self, host: Host) -> AsyncApp:
        async def known() -> AuthorizeResult:  # as told at the start: asked anew it could keep an ack waiting
            return AuthorizeResult(**self._me, bot_token=self._connection.client.token)

        app = AsyncApp(
            client=Client(None, base_url=self._connection.root, timeout=CALL_TIMEOUT),
            authorize=known,
            logger=redacting_logger("slack_bolt", logging.ERROR),
        )

        @app.command(re.compile(rf"^/({'|'.join(COMMANDS)})$"))
        async def on_command(ack: Any, body: dict[str, Any]) -> None:
            await ack()
            if not self._envelopes.seen(str(body.get("trigger_id", ""))):
                self._queue(commands.slash(body, self._operators), body, host)

        @app.action(re.compile(".*"))
        async def on_press(ack: Any, body: dict[str, Any]) -> None:
            await ack()
            if not self._envelopes.seen(str(body.get("trigger_id", ""))):
                self._queue(commands.pressed(body, self._operators), body, host)

        @app.event(re.compile(".*"))
        async def on_event(ack: Any, body: dict[str, Any]) -> None:
            await ack()
            if not self._envelopes.seen(str(body.get("event_id", ""))):
                self._take_event(body.get("event") or {}, host)

        return app

    def _take_event(self, event: dict[str, Any], host: Host) -> None:
        if commands.removed(event):
            host.refused("slack", ENGLISH(texts.APP_REMOVED))
        command = commands.happening(event, self._me["bot_user_id"] or "", self._operators)
        if command is not None and not self._access.opened_by_us(event):
            self._queue(command, {}, host)

    def _queue(self, command: Command, body: dict[str, Any], host: Host) -> None:
        async def answer() -> None:
            allowed = await self._access.checked(command)
            await respond(Received(command=allowed, context=body), host, self._sender)

        self._queues.put(command.chat.id, answer)


def _complain(error: BaseException) -> None:
    log.warning("Slack can't be reached, retrying", reason=named(error))
