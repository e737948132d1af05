"""Slack's clients over one pool of connections; the listener and the sender have one each."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.errors import StatedProblem
from bot.i18n.catalogue import platforms as texts
from bot.i18n.translator import ENGLISH
from bot.platforms.in_flight import SharedCall
from bot.platforms.slack.errors import REFUSED, UNREACHABLE, error_code
from bot.platforms.slack.tokens import FixedToken, TokenSource
from bot.platforms.slack.wire import CONNECT, Client

CALL_TIMEOUT = 20  #: seconds for a call outside of the pool, an integer for the SDK
CONFIRM_TIMEOUT = 10.0  #: seconds for the answer whether the token is refused
SCOPE = "chat:write"  #: without it, nothing can be posted
FILES = "files:write"  #: without it pictures and files are left out
SCOPES = "x-oauth-scopes"  #: the header in which Slack lists the scopes of the token with every answer


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who we are, as Slack answers."""

    me: dict[str, Any]  #: bot_id, bot_user_id, team_id and enterprise_id, as slack-bolt names them
    socket_url: str | None  #: can be used for one connection; None: none was asked for
    lacks_files: bool = False  #: is the token without the scope to upload files?


class Connection:
    """The Web API with the bot's and the app's token. The first call opens the pool."""

    def __init__(self, tokens: TokenSource, app_token: str, api_url: str, *, timeout: float) -> None:
        """`tokens`: of the bot. `app_token`: opens sockets; "": none are. `timeout` is in seconds, for a call."""
        self.root = api_url if api_url.endswith("/") else f"{api_url}/"
        self.app_token = app_token
        self.tokens = tokens
        self.client = Client(None, base_url=self.root, timeout=CALL_TIMEOUT, tokens=tokens)
        self.app_client = Client(app_token, base_url=self.root, timeout=CALL_TIMEOUT)
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None
        self._whether_refused = SharedCall(self._ask_whether_refused)

    @property
    def session(self) -> aiohttp.ClientSession:
        """The pool.

        Raises:
            SlackRequestError: it is not open.
        """
        if self._session is None:
            raise SlackRequestError(ENGLISH(texts.SLACK_CLOSED))
        return self._session

    def open(self) -> None:
        """Open the pool, unless it is open."""
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=self._timeout, connect=CONNECT, sock_connect=CONNECT)
            self._session = aiohttp.ClientSession(timeout=timeout)
            self.client.session = self.app_client.session = self._session

    async def identify(self, *, with_socket: bool = True) -> Identity:
        """Check both tokens; without a socket, only the bot's.

        Raises:
            StatedProblem: one of them is refused.
            one of errors.UNREACHABLE: Slack can't be reached.
        """
        self.open()
        variable = "SLACK_BOT_TOKEN"
        try:
            identity = await self.client.auth_test()
            variable = "SLACK_APP_TOKEN"
            url = await self._socket_url() if with_socket and self.app_token else None
        except SlackApiError as error:
            if error_code(error) in REFUSED and not isinstance(self.tokens, FixedToken):
                raise StatedProblem(texts.WORKSPACE_REFUSES, error=error_code(error)) from None
            if error_code(error) in REFUSED:
                raise StatedProblem(texts.SLACK_TOKEN_REFUSED, variable=variable, error=error_code(error)) from None
            raise
        me = {name: identity.get(name) for name in ("bot_id", "team_id", "enterprise_id")}
        scopes = _scopes(identity)
        lacks = scopes is not None and FILES not in scopes
        return Identity(me=me | {"bot_user_id": identity.get("user_id")}, socket_url=url, lacks_files=lacks)

    async def _socket_url(self) -> str:
        return str((await self.app_client.apps_connections_open(app_token=self.app_token))["url"])

    async def is_refused(self) -> bool | None:
        """Does Slack refuse the bot's token? One channel's refusal may mean the channel alone, so auth.test is asked.

        Many who ask meanwhile share the answer. None: there is none.
        """
        return await self._whether_refused()

    async def _ask_whether_refused(self) -> bool | None:
        if self._session is None:
            return None
        try:
            async with asyncio.timeout(CONFIRM_TIMEOUT):
                answer = await self.client.auth_test()
        except SlackApiError as error:
            return error_code(error) in REFUSED or None
        except UNREACHABLE:
            return None
        scopes = _scopes(answer)
        return scopes is not None and SCOPE not in scopes

    async def close(self) -> None:
        """Close the pool; it can be opened again."""
        if self._session is not None:
            await self._session.close()
            self._session = self.client.session = self.app_client.session = None


def _scopes(answer: AsyncSlackResponse) -> frozenset[str] | None:
    """Those of the token, as Slack names them with its answer; None: it does not."""
    named = {name.lower(): value for name, value in answer.headers.items()}.get(SCOPES)
    return None if named is None else frozenset(str(named).replace(" ", "").split(","))
