"""Slack's own clients, with fixes for unexpected answers, expired URLs, refused tokens and verbose logs."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import random
import re
from typing import Any, Protocol

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.i18n.catalogue import common
from bot.i18n.catalogue import platforms as texts
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from bot.platforms.slack.errors import LONGEST_REASON, REFUSED, UNREACHABLE, describe, error_code, pause_of, redacted
from bot.platforms.slack.tokens import TokenSource

CONNECT = 10.0  #: seconds for opening a socket
HEARTBEAT = 10.0  #: seconds between the pings of a socket
PAUSES = (1.0, 2.0, 5.0, 15.0, 30.0, 60.0)  #: seconds before another socket after a failure; the last one repeats
JITTER = 0.25  #: of a pause, more or less, so that many bots do not come back at one moment
DISCONNECT = re.compile(r'\{.*"type": ?"disconnect"', re.DOTALL)  #: what Slack says before it ends a socket
EXPIRED = "token_expired"  #: what Slack says of a token that was to be renewed
SETTLED = 60.0  #: seconds that a socket lives before it counts as good; Slack renews good ones after hours


class Client(AsyncWebClient):
    """The Web API. An answer that is not a JSON object, which the SDK does not expect, is a temporary error.

    It retries nothing by itself: a message that may have been sent would be sent twice, and retries are rows.
    """

    def __init__(self, token: str | None, *, base_url: str, timeout: int, tokens: TokenSource | None = None) -> None:
        """`tokens`: asked before each call; None: it is always `token`."""
        super().__init__(
            token, base_url=base_url, timeout=timeout, logger=redacting_logger("slack_sdk.web"), retry_handlers=[]
        )  # fmt: skip
        self._tokens = tokens

    async def api_call(self, api_method: str, **more: Any) -> AsyncSlackResponse:
        """Call a method.

        Raises:
            SlackClientError, aiohttp.ClientError, TimeoutError: nothing else.
        """
        if self._tokens is None:
            return await self._call(api_method, **more)
        self.token = used = await self._tokens.token()
        try:
            return await self._call(api_method, **more)
        except SlackApiError as error:  # nothing was done: with another token it may be
            another = await self._tokens.another(used) if error_code(error) == EXPIRED else None
            if another is None:
                raise
        self.token = another
        return await self._call(api_method, **more)

    async def _call(self, api_method: str, **more: Any) -> AsyncSlackResponse:
        try:
            return await super().api_call(api_method, **more)
        except (AttributeError, TypeError, ValueError) as error:
            raise SlackRequestError(ENGLISH(texts.SLACK_OTHER_ANSWER, call=api_method, error=str(error))) from None


class SocketWatcher(Protocol):
    """Hears how the sockets fare."""

    def failed(self, reason: Phrase) -> None:
        """One could not be opened, or lived for less than SETTLED; there were others before, maybe."""

    def settled(self) -> None:
        """One has lived for SETTLED."""


class Socket(SocketModeClient):
    """The socket, opened again when it ends: at once if it was good, after a growing pause if it was not.

    The SDK would open sockets without a pause for as long as Slack sends them away, try one URL for ever, though it
    works only once, and open two if it is asked twice.
    """

    def __init__(self, app_token: str, client: Client, watcher: SocketWatcher) -> None:
        super().__init__(
            app_token, logger=redacting_logger("slack_sdk.socket_mode"), web_client=client, ping_interval=HEARTBEAT
        )
        self._watcher = watcher
        self._failures = 0  # since a socket was good
        self._opened_at: float | None = None  # when the last socket was opened, unless its end has been judged
        self._reason = ""  # that Slack gave for its end
        self._settling: asyncio.TimerHandle | None = None
        self._closing = asyncio.Event()

    async def issue_new_wss_url(self) -> str:
        """Request a new URL, not sooner than Slack asks."""
        try:
            opened = await self.web_client.apps_connections_open(app_token=self.app_token)
            return str(opened["url"])
        except SlackApiError as error:
            if pause := pause_of(error):
                await self._sleep(pause.total_seconds())
            raise

    async def connect(self) -> None:
        """Open a socket, each attempt with a new URL, and after a pause if the one before failed."""
        if failure := self._last_failure():
            await self._back_off(failure)
        while not self.closed:
            try:
                self.wss_uri = self.wss_uri or await self.issue_new_wss_url()
                async with asyncio.timeout(CONNECT):
                    await super().connect()  # type: ignore[no-untyped-call]  # slack-sdk
                self._open()
                return
            except UNREACHABLE as error:
                self.wss_uri = None
                await self._back_off(_socket_failure(error))

    async def connect_to_new_endpoint(self, force: bool = False) -> None:
        """Replace the socket, `force`: though it is open; asked again meanwhile, it is replaced once."""
        asked = self.current_session
        async with self.connect_operation_lock:
            if self.current_session is asked and (force or not await self.is_connected()):
                self.wss_uri = None
                await self.connect()

    async def enqueue_message(self, message: str) -> None:
        """Keep the reason for which Slack ends a socket: the SDK replaces it without a look, or once it is closed."""
        if DISCONNECT.match(message):
            with contextlib.suppress(ValueError):
                self._reason = str(json.loads(message).get("reason") or "")[:LONGEST_REASON]
        await super().enqueue_message(message)

    async def close(self) -> None:
        """Close the socket for good."""
        self._closing.set()
        if self._settling is not None:
            self._settling.cancel()
        await super().close()  # type: ignore[no-untyped-call]  # slack-sdk

    def _open(self) -> None:
        loop = asyncio.get_running_loop()
        self._opened_at, self._reason = loop.time(), ""
        self._settling = loop.call_later(SETTLED, self._settle)

    def _settle(self) -> None:
        if self.current_session is not None and not self.current_session.closed:
            self._failures = 0
            self._watcher.settled()

    def _last_failure(self) -> Phrase | None:
        """Why the socket before ended too soon; None: there was none, or it was good."""
        if self._settling is not None:
            self._settling.cancel()
        opened_at, self._opened_at = self._opened_at, None
        if opened_at is None or asyncio.get_running_loop().time() - opened_at >= SETTLED:
            return None
        return _in_their_words(self._reason) if self._reason else Phrase(texts.SLACK_SOCKET_CLOSED)

    async def _back_off(self, failure: Phrase) -> None:
        """Wait for longer after each failure."""
        if self.closed:
            return
        pause = PAUSES[min(self._failures, len(PAUSES) - 1)] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311  # no secret
        self._failures += 1
        self.logger.warning("Slack's socket failed, the next one in %.1f s: %s", pause, ENGLISH(failure))
        self._watcher.failed(failure)
        await self._sleep(pause)

    async def _sleep(self, seconds: float) -> None:
        """Sleep, unless closed."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._closing.wait(), seconds)


def _socket_failure(error: Exception) -> Phrase:
    """Why a socket could not be opened."""
    if isinstance(error, SlackApiError) and error_code(error) in REFUSED:
        return Phrase(texts.SLACK_APP_TOKEN_REFUSED, {"error": error_code(error)})
    if isinstance(error, SlackApiError) and error_code(error):
        return _in_their_words(error_code(error))
    return _in_their_words(describe(error))


def _in_their_words(words: str) -> Phrase:
    return Phrase(common.PLAIN_WORDS, {"words": redacted(words)})


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
