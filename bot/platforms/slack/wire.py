"""Slack's own clients, with fixes for unexpected answers, expired URLs, refused tokens and verbose logs."""

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

from bot.platforms.slack.errors import REFUSED, UNREACHABLE, error_code, pause_of, redacted

CONNECT = 10.0  #: seconds for opening a socket
HEARTBEAT = 10.0  #: seconds between the pings of a socket
PAUSES = (1.0, 2.0, 5.0, 15.0, 30.0)  #: seconds between attempts to open a socket; the last one repeats


class Client(AsyncWebClient):
    """The Web API. An answer that is not a JSON object, which the SDK does not expect, is a temporary error.

    It retries nothing by itself: a message that may have been sent would be sent twice, and retries are rows.
    """

    def __init__(self, token: str | None, *, base_url: str, timeout: int) -> None:
        super().__init__(
            token, base_url=base_url, timeout=timeout, logger=redacting_logger("slack_sdk.web"), retry_handlers=[]
        )  # fmt: skip

    async def api_call(self, api_method: str, **more: Any) -> AsyncSlackResponse:
        """Call a method.

        Raises:
            SlackClientError, aiohttp.ClientError, TimeoutError: nothing else.
        """
        try:
            return await super().api_call(api_method, **more)
        except (AttributeError, TypeError, ValueError) as error:
            raise SlackRequestError(f"{api_method}: an answer that is none of Slack's ({error})") from None


class Socket(SocketModeClient):
    """The socket. The SDK would retry one URL forever, though it works only once, and not report a refused token."""

    def __init__(self, app_token: str, client: Client, on_refused: Callable[[str], None]) -> None:
        super().__init__(
            app_token, logger=redacting_logger("slack_sdk.socket_mode"), web_client=client, ping_interval=HEARTBEAT
        )
        self._on_refused = on_refused  # called once, when the token is refused

    async def issue_new_wss_url(self) -> str:
        """Request a new URL; if the token is refused, close the socket for good."""
        try:
            opened = await self.web_client.apps_connections_open(app_token=self.app_token)
            return str(opened["url"])
        except SlackApiError as error:
            if error_code(error) in REFUSED and not self.closed:
                self.closed = True
                self._on_refused(error_code(error))
            elif pause := pause_of(error):
                await asyncio.sleep(pause.total_seconds())
            raise

    async def connect(self) -> None:
        """Open the socket, each attempt with a new URL."""
        failures = 0
        while not self.closed:
            try:
                self.wss_uri = self.wss_uri or await self.issue_new_wss_url()
                async with asyncio.timeout(CONNECT):
                    await super().connect()  # type: ignore[no-untyped-call]  # slack-sdk
                return
            except UNREACHABLE as error:
                self.wss_uri = None
                self.logger.warning("Slack's socket can't be opened, retrying: %s", error)
                await asyncio.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
                failures += 1


class Handler(AsyncSocketModeHandler):
    """Passes requests from our socket to the app."""

    def __init__(self, app: AsyncApp, socket: Socket) -> None:
        self.app, self.client, self.app_token = app, socket, socket.app_token
        socket.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]  # as slack-bolt does


class TokensHidden(logging.Filter):
    """Removes tokens from the text and the exception of a record; tracebacks are dropped."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact a record; never drops one."""
        text = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            text = f"{text} ({type(record.exc_info[1]).__name__}: {record.exc_info[1]})"
        record.msg, record.args = redacted(text), ()
        record.exc_info = record.exc_text = None
        return True


def redacting_logger(name: str, level: int = logging.WARNING) -> logging.Logger:
    """A library's logger that shows neither tokens nor single requests."""
    logger = logging.getLogger(name)
    if not any(isinstance(known, TokensHidden) for known in logger.filters):
        logger.addFilter(TokensHidden())
    logger.setLevel(max(level, logger.level))
    return logger
