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
from bot.i18n.catalogue import platforms as texts
from bot.i18n.text import Phrase
from bot.model import Command, Received
from bot.platforms.answering import Answerer
from bot.platforms.outage import Outage
from bot.platforms.protocol import Host, Sender
from bot.platforms.slack import commands
from bot.platforms.slack.access import ChannelAccess
from bot.platforms.slack.connection import CALL_TIMEOUT, Connection, Identity
from bot.platforms.slack.downloads import Downloads
from bot.platforms.slack.errors import UNREACHABLE, describe
from bot.platforms.slack.locales import Locales
from bot.platforms.slack.wire import Client, Handler, Socket, redacting_logger

log = structlog.get_logger(__name__)

COMMANDS = ("follow", "unfollow", "following", "digest", "jarshy")
IDENTIFY_TIMEOUT = 5.0  #: seconds that the start waits for Slack; after that it retries in the background
PAUSES: tuple[float, ...] = (1.0, 2.0, 5.0, 15.0, 30.0)  #: between attempts to reach Slack; the last one repeats
ACK_WITHIN = 2.0  #: seconds that an acknowledgement waits for the database; Slack gives us 3
CLOSE_TIMEOUT = 1.0  #: seconds for closing the socket
PATIENCE = 60.0  #: seconds that sockets fail before operators are told


class SlackListener:
    """Keeps a socket open and answers the commands received over it."""

    def __init__(
        self, connection: Connection, *, sender: Sender, operators: frozenset[str], workspace: str = ""
    ) -> None:
        """`operators`: of this workspace; `workspace`: its id if it has installed the app."""
        self._connection = connection
        self._operators = operators
        self._workspace = workspace
        self._lane = commands.chat_of("", workspace).lane
        self._access = ChannelAccess(connection.client)
        self._locales = Locales(connection.client)
        self._downloads = Downloads(connection)
        self._socket: Socket | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._answerer = Answerer(self._lane, sender, check=self._checked)
        self._storing: set[asyncio.Task[None]] = set()
        self._me: dict[str, Any] = {}

    async def start(self, host: Host) -> None:
        """Open the socket; if Slack can't be reached, retry in the background."""
        identity: Identity | None = None
        try:
            async with asyncio.timeout(IDENTIFY_TIMEOUT):
                identity = await self._connection.identify()
        except UNREACHABLE as error:
            _log_unreachable(error)
        except StatedProblem:
            await self.stop()
            raise
        self._connecting = asyncio.create_task(self._connect(host, identity))

    async def stop(self) -> None:
        """Stop listening; finish the answers in flight."""
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.wait([self._connecting])
        if self._socket is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._socket.close(), CLOSE_TIMEOUT)
            await self._socket.aiohttp_client_session.close()
        await self._answerer.stop()
        await self._locales.stop()
        await self._connection.close()

    async def _connect(self, host: Host, identity: Identity | None) -> None:
        failures = 0
        while identity is None:
            await asyncio.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
            failures += 1
            try:
                identity = await self._connection.identify(with_socket=False)
            except StatedProblem as problem:  # it may be a mistake: who runs us finds out
                host.refused(self._lane, problem.phrase)
            except UNREACHABLE as error:
                _log_unreachable(error)
        self._me = identity.me
        await self._answerer.start(host)
        self._socket = Socket(
            self._connection.app_token,
            self._connection.app_client,
            _Watcher(host, self._lane),
        )
        self._socket.wss_uri = identity.socket_url
        Handler(self._app(host), self._socket)
        await self._socket.connect()

    def _app(self, host: Host) -> AsyncApp:
        async def authorize() -> AuthorizeResult:  # from the start: asking Slack again could delay an acknowledgement
            return AuthorizeResult(**self._me, bot_token=self._connection.client.token)

        app = AsyncApp(
            client=Client(None, base_url=self._connection.root, timeout=CALL_TIMEOUT),
            authorize=authorize,
            logger=redacting_logger("slack_bolt", logging.ERROR),
            process_before_response=True,  # else events are acknowledged before they are stored
        )

        @app.command(re.compile(rf"^/({'|'.join(COMMANDS)})$"))
        async def on_command(ack: Any, body: dict[str, Any]) -> None:
            await self._take(commands.slash_command(body, self._operators, self._me["bot_user_id"] or ""), body)
            await ack()

        @app.action(re.compile(".*"))
        async def on_press(ack: Any, body: dict[str, Any]) -> None:
            if body["actions"][0].get("value"):  # a link is opened by the client, which tells of it all the same
                await self._take(commands.button_press(body, self._operators), body)
            await ack()

        @app.shortcut("why")
        async def on_shortcut(ack: Any, body: dict[str, Any]) -> None:
            await self._take(commands.shortcut(body, self._operators), body)
            await ack()

        @app.event(re.compile(".*"))
        async def on_event(ack: Any, body: dict[str, Any]) -> None:
            event = body.get("event") or {}
            if commands.is_removal(event):
                host.refused(self._lane, Phrase(texts.APP_REMOVED))
            command = commands.event_command(event, self._me["bot_user_id"] or "", self._operators)
            if command is not None and not self._access.is_own_join(event):
                await self._take(command, body)
            await ack()

        return app

    async def _take(self, command: Command, body: dict[str, Any]) -> None:
        """Store it and have it answered; returns when it may be acknowledged."""
        here = replace(command, chat=replace(command.chat, workspace=self._workspace))
        storing = asyncio.create_task(self._store(commands.received(here, body)))
        self._storing.add(storing)
        storing.add_done_callback(self._storing.discard)
        await asyncio.wait([storing], timeout=ACK_WITHIN)

    async def _store(self, received: Received) -> None:
        try:
            await self._answerer.receive([received])
        except StorageError as error:
            report_failure("what came in can't be stored, answered without", error, platform=self._lane)
            self._answerer.answer_unstored(received)

    async def _checked(self, received: Received, host: Host) -> Received:
        command = received.command
        changes = not command.event and await host.changed_by(command) is not None
        checked, person = await asyncio.gather(
            self._access.with_access(command, changes=changes), self._locales.of(command.person)
        )
        name = person.name or command.person_name
        known = replace(
            received, command=replace(checked, language=person.locale, person_name=name, administers=person.administers)
        )
        return await self._downloads.with_file(known)


class _Watcher:
    """Tells operators that sockets fail, and that one is good again."""

    def __init__(self, host: Host, lane: str) -> None:
        self._host = host
        self._lane = lane
        self._outage = Outage(patience=PATIENCE, calm=0.0)

    def failed(self, reason: Phrase) -> None:
        """A socket failed."""
        if self._outage.fault(asyncio.get_running_loop().time()):
            self._host.cut_off(self._lane, Phrase(texts.SLACK_SOCKETS_FAIL, {"error": reason}))

    def settled(self) -> None:
        """A socket is good."""
        if self._outage.well(asyncio.get_running_loop().time()):
            self._host.reconnected(self._lane)


def _log_unreachable(error: BaseException) -> None:
    log.warning("Slack can't be reached, retrying", reason=describe(error))
