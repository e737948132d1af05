"""Slack's own clients, where they fall short: odd answers, dead addresses, refused tokens, talkative logs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.i18n.catalogue import platforms as texts
from bot.i18n.translator import ENGLISH
from bot.platforms.slack.errors import REFUSED, UNREACHABLE, code, pause_of, redacted

CONNECT = 10.0  #: seconds for a socket to open
HEARTBEAT = 10.0  #: seconds between the pings of a socket
PAUSES = (1.0, 2.0, 5.0, 15.0, 30.0)  #: between tries to open a socket again; the last one repeats


class Client(AsyncWebClient):
    """The Web API. An answer that is no JSON object makes the SDK stumble: that is a passing error like any other.

    It tries nothing again by itself: what was perhaps sent would be sent twice, and a retry is a row.
    """

    def __init__(self, token: str | None, *, base_url: str, timeout: int) -> None:
        super().__init__(
            token, base_url=base_url, timeout=timeout, logger=redacting_logger("slack_sdk.web"), retry_handlers=[]
        )  # fmt: skip

    async def api_call(self, api_method: str, **more: Any) -> AsyncSlackResponse:
        """Raises SlackClientError, aiohttp's errors or TimeoutError, nothing else."""
        try:
            return await super().api_call(api_method, **more)
        except (AttributeError, TypeError, ValueError) as error:
            raise SlackRequestError(ENGLISH(texts.SLACK_OTHER_ANSWER, call=api_method, error=str(error))) from None


class Socket(SocketModeClient):
    """The socket. The SDK would try one address for ever, though it serves but once, and keep quiet about a refusal."""

    def __init__(self, app_token: str, client: Client, refused: Callable[[str], None]) -> None:
        super().__init__(
            app_token, logger=redacting_logger("slack_sdk.socket_mode"), web_client=client, ping_interval=HEARTBEAT
        )
        self._refused = refused  #: told once, when the token is no good any more

    async def issue_new_wss_url(self) -> str:
        """A new address; nothing is tried any more where the token is refused."""
        try:
            opened = await self.web_client.apps_connections_open(app_token=self.app_token)
            return str(opened["url"])
        except SlackApiError as error:
            if code(error) in REFUSED and not self.closed:
                self.closed = True
                self._refused(code(error))
            elif pause := pause_of(error):
                await asyncio.sleep(pause.total_seconds())
            raise

    async def connect(self) -> None:
        """Each try at an address of its own."""
        failures = 0
        while not self.closed:
            try:
                self.wss_uri = self.wss_uri or await self.issue_new_wss_url()
                async with asyncio.timeout(CONNECT):
                    await super().connect()  # type: ignore[no-untyped-call]  # slack-sdk leaves it so
                return
            except UNREACHABLE as error:
                self.wss_uri = None
                self.logger.warning("Slack's socket can't be opened, retrying: %s", error)
                await asyncio.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
                failures += 1


class Handler(AsyncSocketModeHandler):
    """Brings what comes over our socket to the app."""

    def __init__(self, app: AsyncApp, socket: Socket) -> None:
        self.app, self.client, self.app_token = app, socket, socket.app_token
        socket.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]  # as slack-bolt does


class TokensHidden(logging.Filter):
    """Rewrites a record so that neither its text nor its exception shows a token; tracebacks are dropped."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drops a record."""
        said = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            said = f"{said} ({type(record.exc_info[1]).__name__}: {record.exc_info[1]})"
        record.msg, record.args = redacted(said), ()
        record.exc_info = record.exc_text = None
        return True


def redacting_logger(name: str, level: int = logging.WARNING) -> logging.Logger:
    """A library's logger, without tokens and without its every request."""
    logger = logging.getLogger(name)
    if not any(isinstance(known, TokensHidden) for known in logger.filters):
        logger.addFilter(TokensHidden())
    logger.setLevel(max(level, logger.level))
    return logger
