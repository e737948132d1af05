"""Slack over Socket Mode.

envelope ─ Received ─ store ─ ack ─ access ─ answer ─ post, whisper or replace

An acknowledgement says that what came in is stored. Slack shows people an error if it takes 3 s, and commands are not
told again: where the database takes longer than ACK_WITHIN, they are acknowledged before, and where it is away they are
answered without it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from dataclasses import replace
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.bugs import report_failure
from bot.errors import StatedProblem, StorageError
from bot.model import Command, Received
from bot.platforms.answering import Answerer
from bot.platforms.protocol import Host, Sender
from bot.platforms.slack import commands
from bot.platforms.slack.access import ChannelAccess
from bot.platforms.slack.connection import CALL_TIMEOUT, Connection, Introduction
from bot.platforms.slack.errors import UNREACHABLE, named
from bot.platforms.slack.wire import Client, Handler, Socket, redacting_logger

log = structlog.get_logger(__name__)

COMMANDS = ("follow", "unfollow", "following", "digest", "jarshy")
INTRODUCTION = 5.0  #: seconds that the start waits for Slack; then it is retried in the background
PAUSES: tuple[float, ...] = (1.0, 2.0, 5.0, 15.0, 30.0)  #: between tries to reach Slack; the last one repeats
ACK_WITHIN = 2.0  #: seconds that an acknowledgement waits for the database; Slack gives us 3
HANG_UP = 1.0  #: seconds for Slack to agree that the socket is closed


class SlackListener:
    """Holds a socket open and answers what comes over it."""

    def __init__(self, connection: Connection, *, sender: Sender, operators: frozenset[str]) -> None:
        self._connection = connection
        self._operators = operators
        self._access = ChannelAccess(connection.client)
        self._socket: Socket | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._answerer = Answerer("slack", sender, check=self._checked)
        self._storing: set[asyncio.Task[None]] = set()
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
        await self._answerer.stop()
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
        await self._answerer.start(host)
        self._socket = Socket(
            self._connection.app_token,
            self._connection.app_client,
            lambda why: host.refused("slack", f"SLACK_APP_TOKEN is refused ({why})"),
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
            process_before_response=True,  # else events are acknowledged before they are stored
        )

        @app.command(re.compile(rf"^/({'|'.join(COMMANDS)})$"))
        async def on_command(ack: Any, body: dict[str, Any]) -> None:
            await self._take(commands.slash(body, self._operators), body)
            await ack()

        @app.action(re.compile(".*"))
        async def on_press(ack: Any, body: dict[str, Any]) -> None:
            await self._take(commands.pressed(body, self._operators), body)
            await ack()

        @app.event(re.compile(".*"))
        async def on_event(ack: Any, body: dict[str, Any]) -> None:
            event = body.get("event") or {}
            if commands.removed(event):
                host.refused("slack", "the app was removed from the workspace")
            command = commands.happening(event, self._me["bot_user_id"] or "", self._operators)
            if command is not None and not self._access.opened_by_us(event):
                await self._take(command, body)
            await ack()

        return app

    async def _take(self, command: Command, body: dict[str, Any]) -> None:
        """Store it and have it answered; returns when it may be acknowledged."""
        storing = asyncio.create_task(self._store(commands.received(command, body)))
        self._storing.add(storing)
        storing.add_done_callback(self._storing.discard)
        await asyncio.wait([storing], timeout=ACK_WITHIN)

    async def _store(self, received: Received) -> None:
        try:
            await self._answerer.receive([received])
        except StorageError as error:
            report_failure("what came in can't be stored, answered without", error, platform="slack")
            self._answerer.answer_unstored(received)

    async def _checked(self, received: Received) -> Received:
        return replace(received, command=await self._access.checked(received.command))


def _complain(error: BaseException) -> None:
    log.warning("Slack can't be reached, retrying", reason=named(error))
