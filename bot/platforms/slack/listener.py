"""Slack over Socket Mode, or by its calls of our web server.

envelope ─ Received ─ store ─ ack ──────────┬─ access ─ answer ─ post, whisper or replace
a call that was written down ─ the same ────┘

An acknowledgement says that what came in is stored. Slack shows people an error if it takes 3 s, and commands are not
told again: where the database takes longer than ACK_WITHIN, they are acknowledged before, and where it is away they are
answered without it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.bugs import report_bug, report_failure
from bot.errors import StatedProblem, StorageError
from bot.i18n.catalogue import platforms as texts
from bot.i18n.text import Phrase
from bot.model import Call, CallWay, Command, Received
from bot.platforms.answering import Answerer
from bot.platforms.called import CallReader
from bot.platforms.outage import Outage
from bot.platforms.protocol import Host, Sender
from bot.platforms.slack import commands
from bot.platforms.slack.access import ChannelAccess
from bot.platforms.slack.connection import CALL_TIMEOUT, Connection, Identity
from bot.platforms.slack.downloads import Downloads
from bot.platforms.slack.errors import UNREACHABLE, describe
from bot.platforms.slack.locales import Locales
from bot.platforms.slack.targets import Targets
from bot.platforms.slack.wire import Client, Handler, Socket, redacting_logger
from bot.platforms.slack_body import parsed, team_of

log = structlog.get_logger(__name__)

COMMANDS = ("follow", "unfollow", "following", "digest", "jarshy")
OURS = re.compile(rf"^/({'|'.join(COMMANDS)})$")
WHY = "why"  #: the shortcut in the menu of a message
IDENTIFY_TIMEOUT = 5.0  #: seconds that the start waits for Slack; after that it retries in the background
PAUSES: tuple[float, ...] = (1.0, 2.0, 5.0, 15.0, 30.0)  #: between attempts to reach Slack; the last one repeats
ACK_WITHIN = 2.0  #: seconds that an acknowledgement waits for the database; Slack gives us 3
CLOSE_TIMEOUT = 1.0  #: seconds for closing the socket
PATIENCE = 60.0  #: seconds that sockets fail before operators are told


class SlackListener:
    """Answers what Slack tells: over a socket, where there is a token to open one, and by calls."""

    def __init__(
        self, connection: Connection, *, sender: Sender, operators: frozenset[str], workspace: str = ""
    ) -> None:
        """`operators`: of this workspace; `workspace`: its id if it has installed the app."""
        self._connection = connection
        self._operators = operators
        self._workspace = workspace
        self._lane = commands.chat_of("", workspace).lane
        self._access = ChannelAccess(connection.client)
        self._targets = Targets(connection.client, self._access)
        self._locales = Locales(connection.client)
        self._downloads = Downloads(connection)
        self._socket: Socket | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._answerer = Answerer(self._lane, sender, check=self._checked)
        self._calls = CallReader(self._lane, self._take_calls)
        self._storing: set[asyncio.Task[None]] = set()
        self._me: dict[str, Any] = {}

    async def start(self, host: Host) -> None:
        """Open the socket, and read what Slack called for; if Slack can't be reached, retry in the background."""
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
        await self._calls.stop()
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
        self._calls.start(host)
        if not self._connection.app_token:
            return
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
            name="jarshy",  # else it reads the files of the whole call stack for one
            client=Client(None, base_url=self._connection.root, timeout=CALL_TIMEOUT),
            authorize=authorize,
            logger=redacting_logger("slack_bolt", logging.ERROR),
            process_before_response=True,  # else events are acknowledged before they are stored
        )

        async def on_command(ack: Any, body: dict[str, Any]) -> None:
            await self._hear(CallWay.COMMANDS, body, host)
            await ack()

        async def on_interaction(ack: Any, body: dict[str, Any]) -> None:
            await self._hear(CallWay.INTERACTIVE, body, host)
            await ack()

        async def on_event(ack: Any, body: dict[str, Any]) -> None:
            await self._hear(CallWay.EVENTS, body, host)
            await ack()

        app.command(OURS)(on_command)
        app.action(re.compile(".*"))(on_interaction)
        app.shortcut(WHY)(on_interaction)
        app.event(re.compile(".*"))(on_event)
        return app

    def _command(self, way: CallWay, body: dict[str, Any], host: Host) -> Command | None:
        """What was asked; None: nothing for us to answer."""
        me = self._me["bot_user_id"] or ""
        if way is CallWay.COMMANDS:
            ours = OURS.match(str(body.get("command", "")))
            return commands.slash_command(body, self._operators, me) if ours else None
        if way is CallWay.EVENTS:
            event = body.get("event") or {}
            if commands.is_removal(event):
                host.refused(self._lane, Phrase(texts.APP_REMOVED))
            command = commands.event_command(event, me, self._operators)
            return None if command is None or self._access.is_own_join(event) else command
        if body.get("type") == "message_action":
            return commands.shortcut(body, self._operators) if body.get("callback_id") == WHY else None
        # a link is opened by the client, which tells of it all the same
        return commands.button_press(body, self._operators) if _has_value(body) else None

    async def _hear(self, way: CallWay, body: dict[str, Any], host: Host) -> None:
        """Store what a socket brought, and have it answered; returns when it may be acknowledged."""
        command = self._command(way, body, host)
        if command is not None:
            await self._take(command, body)

    async def _take_calls(self, calls: Sequence[Call], host: Host) -> Collection[Call]:
        """Have calls answered; when this returns they can't be lost.

        Raises:
            StorageError: none of them is stored.
        """
        read = [received for call in calls if (received := self._read(call, host)) is not None]
        if read:
            await self._answerer.receive(read)
        return ()

    def _read(self, call: Call, host: Host) -> Received | None:
        try:
            body = parsed(call.way, call.body)
            if body is None or not self._is_here(body):
                return None
            command = self._command(call.way, body, host)
            return None if command is None else self._received(command, body, otherwise=call.key)
        except Exception as error:  # read again for ever, it would make us deaf
            report_bug("a call can't be read", error, platform=self._lane)
            return None

    def _received(self, command: Command, body: dict[str, Any], otherwise: str = "") -> Received:
        """With the workspace that it came from: ids of its channels may be those of another one."""
        here = replace(command, chat=replace(command.chat, workspace=self._workspace))
        return commands.received(here, body, otherwise=otherwise)

    def _is_here(self, body: dict[str, Any]) -> bool:
        """Does it concern our workspace? One that has removed the app may be told of still."""
        team, ours = team_of(body), self._me.get("team_id")
        if not team or not ours or team == ours or self._me.get("enterprise_id"):
            return True
        log.info("a call of another workspace is left out", workspace=team)
        return False

    async def _take(self, command: Command, body: dict[str, Any]) -> None:
        """Store it and have it answered; returns when it may be acknowledged."""
        storing = asyncio.create_task(self._store(self._received(command, body)))
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
        target = await host.target_of(command)
        if target is not None:
            command = await self._targets.with_target(command, target)
        changes = not command.event and target is None and await host.changed_by(command) is not None
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


def _has_value(body: dict[str, Any]) -> bool:
    actions = body.get("actions") or [{}]
    return bool(actions[0].get("value"))


def _log_unreachable(error: BaseException) -> None:
    log.warning("Slack can't be reached, retrying", reason=describe(error))
