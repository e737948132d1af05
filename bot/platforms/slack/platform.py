"""Slack over Socket Mode.

envelope ─ ack ─ Command ─ answer ─ post, whisper or replace            chat.postMessage ◀─ delivery
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError

from bot.delivery.pace import Rates
from bot.delivery.platform import Answer
from bot.delivery.underway import UnderWay
from bot.errors import StatedProblem
from bot.messages.message import Message
from bot.model import Chat, Command
from bot.platforms.slack import hearing
from bot.platforms.slack.doors import Doors
from bot.platforms.slack.errors import REFUSED, UNREACHABLE, code, redacted
from bot.platforms.slack.limits import CHAT_RATE, RATE
from bot.platforms.slack.replying import Replies
from bot.platforms.slack.wire import CONNECT, Client, Handler, Socket, quiet

log = structlog.get_logger(__name__)

COMMANDS = ("follow", "unfollow", "following", "digest", "jarshy")
PATIENCE = 20  #: seconds for a call
FIRST_LOOK = 5.0  #: seconds that the start waits for Slack; then it is tried on in the background
PAUSES: tuple[float, ...] = (1.0, 2.0, 5.0, 15.0, 30.0)  #: between tries to reach Slack; the last one repeats
HANG_UP = 1.0  #: seconds for Slack to agree that the socket is closed


class SlackPlatform:
    """Slack, in and out."""

    name = "slack"

    def __init__(
        self,
        *,
        bot_token: str,
        app_token: str,
        api_url: str = "https://slack.com/api/",
        operators: frozenset[str] = frozenset(),
        rate: float = RATE,
        patience: float = PATIENCE,
    ) -> None:
        """`rate` is in messages a second."""
        self.rates = Rates(total=rate, chat=CHAT_RATE)
        self.on_sent: Callable[[Chat], None] | None = None  #: told of each message that the outbox does not know of
        self._root = api_url if api_url.endswith("/") else f"{api_url}/"
        self._client = Client(bot_token, base_url=self._root, timeout=PATIENCE)
        self._app_client = Client(app_token, base_url=self._root, timeout=PATIENCE)
        self._app_token, self._operators, self._patience = app_token, operators, patience
        self._replies = Replies(self._client, self._sent)
        self._doors = Doors(self._client)
        self._session: aiohttp.ClientSession | None = None
        self._socket: Socket | None = None
        self._connecting: asyncio.Task[None] | None = None
        self._under_way = UnderWay()
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._queued: Counter[str] = Counter()  #: answers under way or waiting for their turn, by channel
        self._heard = hearing.Heard()
        self._me: dict[str, Any] = {}

    async def start(self, answer: Answer, fail: Callable[[str], None]) -> None:
        """Open the socket; where Slack can't be reached it is tried on in the background."""
        self._open_session()
        address: str | None = None
        try:
            async with asyncio.timeout(FIRST_LOOK):
                address = await self._introduced()
        except UNREACHABLE as error:
            _complain(error)
        except StatedProblem:
            await self.stop()
            raise
        self._connecting = asyncio.create_task(self._connect(answer, fail, address))

    async def probe(self) -> None:
        """Ask Slack once who we are."""
        self._open_session()
        try:
            await self._introduced()
        except UNREACHABLE as error:
            raise StatedProblem(
                f"Slack can't be reached: {_reason(error)}. Look at the network and SLACK_API_URL"
            ) from None

    async def stop(self) -> None:
        """Listen no more; what is being said is finished."""
        if self._connecting is not None:
            self._connecting.cancel()
            await asyncio.wait([self._connecting])
        if self._socket is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._socket.close(), HANG_UP)  # type: ignore[no-untyped-call]  # slack-sdk
            await self._socket.aiohttp_client_session.close()
        await self._under_way.finish()
        if self._session is not None:
            await self._session.close()
            self._session = self._client.session = self._app_client.session = self._replies.session = None

    async def send(self, chat: Chat, message: Message, *, plain: bool = False) -> str:
        """Post; what Slack says against it becomes a verdict."""
        with self._under_way.sending():
            return await self._replies.post(chat, message, plain=plain)

    def _sent(self, chat: Chat) -> None:
        if self.on_sent is not None:
            self.on_sent(chat)

    # ------------------------------------------------------------------------------------------------- hearing

    def _open_session(self) -> None:
        """One pool for all calls, instead of a connection for each."""
        if self._session is None:
            patience = aiohttp.ClientTimeout(total=self._patience, connect=CONNECT, sock_connect=CONNECT)
            self._session = aiohttp.ClientSession(timeout=patience)
            self._client.session = self._app_client.session = self._replies.session = self._session

    async def _introduced(self) -> str:
        """Does Slack know both tokens? The address of a socket."""
        variable = "SLACK_BOT_TOKEN"
        try:
            known = await self._client.auth_test()
            self._me = {name: known.get(name) for name in ("bot_id", "team_id", "enterprise_id")}
            self._me["bot_user_id"] = known.get("user_id")
            variable = "SLACK_APP_TOKEN"
            opened = await self._app_client.apps_connections_open(app_token=self._app_token)
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
                _complain(error)
        self._socket = Socket(
            self._app_token, self._app_client, lambda why: fail(f"SLACK_APP_TOKEN is refused ({why})")
        )
        self._socket.wss_uri = address
        Handler(self._app(answer, fail), self._socket)
        await self._socket.connect()

    def _app(self, answer: Answer, fail: Callable[[str], None]) -> AsyncApp:
        async def known() -> AuthorizeResult:  # as told at the start: asked anew it could keep an ack waiting
            return AuthorizeResult(**self._me, bot_token=self._client.token)

        app = AsyncApp(
            client=Client(None, base_url=self._root, timeout=PATIENCE),
            authorize=known,
            logger=quiet("slack_bolt", logging.ERROR),
        )

        @app.command(re.compile(rf"^/({'|'.join(COMMANDS)})$"))
        async def on_command(ack: Any, body: dict[str, Any]) -> None:
            await ack()
            if not self._heard.again(str(body.get("trigger_id", ""))):
                self._begin(hearing.slash(body, self._operators), answer, body)

        @app.action(re.compile(".*"))
        async def on_press(ack: Any, body: dict[str, Any]) -> None:
            await ack()
            if not self._heard.again(str(body.get("trigger_id", ""))):
                self._begin(hearing.pressed(body, self._operators), answer, body)

        @app.event(re.compile(".*"))
        async def on_event(ack: Any, body: dict[str, Any]) -> None:
            await ack()
            event = body.get("event") or {}
            if self._heard.again(str(body.get("event_id", ""))):
                return
            if hearing.removed(event):
                fail("the app was removed from the workspace")
            command = hearing.happening(event, self._me["bot_user_id"] or "", self._operators)
            if command is not None and not self._doors.opened_by_us(event):
                self._begin(command, answer, {})

        return app

    def _begin(self, command: Command, answer: Answer, body: dict[str, Any]) -> None:
        """Channels are answered side by side, each in the order in which it asked."""
        channel = command.chat.id

        async def in_turn() -> None:
            async with self._turns[channel]:
                await self._answer(command, answer, body)

        self._queued[channel] += 1
        task = asyncio.create_task(in_turn())
        self._under_way.answering(task)
        task.add_done_callback(lambda _: self._finished(channel))

    def _finished(self, channel: str) -> None:
        self._queued[channel] -= 1
        if not self._queued[channel]:
            del self._queued[channel], self._turns[channel]

    async def _answer(self, command: Command, answer: Answer, body: dict[str, Any]) -> None:
        try:
            command = await self._doors.found_out(command)
            message = await answer(command)
            if not message.silent:
                await self._replies.reply(command, message, body)
        except UNREACHABLE as error:
            log.warning("answer not sent", reason=_reason(error))
        except Exception:
            log.exception("envelope not answered", command=command.name)


def _complain(error: BaseException) -> None:
    log.warning("Slack can't be reached, trying on", reason=_reason(error))


def _reason(error: BaseException) -> str:
    return redacted(str(error)) or type(error).__name__
