"""HTTP requests to Telegram: python-telegram-bot's request interface, over aiohttp.

call ─ a free connection ─ form or upload ─ answer ─ is it from Telegram?

Errors from Telegram are raised by the library. For any other failure it is decided here: did the call surely have no
effect, or may it have had one? No text of an error contains a URL, because URLs contain the token.
"""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from telegram.error import RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot import proxies
from bot.errors import StatedProblem
from bot.i18n.catalogue import platforms as texts
from bot.i18n.translator import ENGLISH
from bot.platforms.telegram.errors import FloodError, MaybeSentError, NotSentError, redacted

CONNECT = 10.0  #: seconds for a free connection, and again for opening one
WRITE = 20.0  #: seconds for sending a call
KEEP_ALIVE = 15.0  #: seconds that an idle connection is kept: less than servers do, or a call could hit a closed one
CHUNK = 2**16  #: bytes of an answer read at once
MAX_ANSWER = 20_000_000  #: bytes; Telegram's are far smaller, but a proxy's may be endless
LONGEST_PAUSE = 10**9  #: seconds; a greater number is not from Telegram, and exceeds the range of dates

_ENCODER = URL("/")  # its query is a form; yarl encodes one ten times faster than urllib, which the library uses
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "User-Agent": BaseRequest.USER_AGENT}
_UPLOAD = {"User-Agent": BaseRequest.USER_AGENT}
_NOT_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
)
_SUCCESS = b'{"ok":true,'  # how Telegram's successful answers begin; only others are parsed here


class Request(BaseRequest):
    """Calls to one root URL, over its own pool of connections."""

    def __init__(
        self,
        *,
        root: str,
        connections: int,
        read: float,
        write: float = WRITE,
        connect: float = CONNECT,
    ) -> None:
        """`read`, `write`, `connect`: seconds, unless a call names its own.

        Raises:
            StatedProblem: the environment names a proxy that is not an HTTP proxy.
        """
        self._proxy = proxy_for(root)
        self._connections = connections
        self._read, self._write, self._connect = read, write, connect
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    @property
    def read_timeout(self) -> float:
        """In seconds; the library adds the long poll of getUpdates."""
        return self._read

    async def initialize(self) -> None:
        """Open the pool."""
        self._closed = False
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=KEEP_ALIVE),
                cookie_jar=aiohttp.DummyCookieJar(),
                proxy=self._proxy,
            )

    async def shutdown(self) -> None:
        """Close the pool; it can be opened again."""
        self._closed = True
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body of an answer.

        Raises:
            NotSentError: the call surely had no effect.
            TimedOut, MaybeSentError: it may have had an effect.
            RetryAfter, FloodError: too many calls.
        """
        if self._closed:
            raise NotSentError(ENGLISH(texts.TELEGRAM_CLOSED))
        if self._session is None:
            await self.initialize()
        read, write, connect, pool = (
            default if given is BaseRequest.DEFAULT_NONE else given
            for given, default in (
                (read_timeout, self._read),
                (write_timeout, self._write),
                (connect_timeout, self._connect),
                (pool_timeout, self._connect),
            )
        )
        timeouts = aiohttp.ClientTimeout(
            total=_sum(read, write, connect, pool), connect=_sum(connect, pool), sock_connect=connect, sock_read=read
        )
        status, body, retry_after = await self._exchange(url, method, request_data, timeouts)
        if method == "POST":
            _raise_for_answer(status, body, retry_after)
        return status, body

    async def _exchange(
        self, url: str, method: str, data: RequestData | None, timeouts: aiohttp.ClientTimeout
    ) -> tuple[int, bytes, str]:
        """Status, body and Retry-After header. Redirects are not followed: the URL contains the token."""
        assert self._session is not None  # noqa: S101  # opened by the caller
        body, headers = _body(data)
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeouts, allow_redirects=False
            ) as answer:
                async with asyncio.timeout(timeouts.sock_read):  # otherwise a slow stream could take the total
                    return answer.status, await _read(answer), answer.headers.get("Retry-After", "")
        except _NOT_SENT as error:
            raise NotSentError(_reason(error)) from None
        except TimeoutError:
            raise TimedOut from None
        except (aiohttp.ClientError, OSError) as error:
            raise MaybeSentError(ENGLISH(texts.CONNECTION_BROKE, error=type(error).__name__)) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """An answer of Telegram: a result, or an error.

        Raises:
            MaybeSentError: the answer is not from Telegram.
        """
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            answer = None
        if not _is_telegrams(answer):
            raise MaybeSentError(ENGLISH(texts.TELEGRAM_OTHER_ANSWER))
        found: dict[str, Any] = answer
        return found


def proxy_for(root: str) -> str | None:
    """The proxy that the environment names for a URL, as curl and pip read it; None: no proxy.

    Looked up once: aiohttp's own lookup takes a thread for each call.

    Raises:
        StatedProblem: it is not an HTTP proxy.
    """
    parts = urlsplit(root)
    proxy = proxies.proxy_for(parts.scheme, parts.hostname or "")
    if proxy and urlsplit(proxy).scheme not in ("http", "https"):
        raise StatedProblem(texts.NO_HTTP_PROXY)
    return proxy


def _body(data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    if data is None:
        return None, _UPLOAD
    if not data.contains_files:
        return _ENCODER.with_query(data.json_parameters).raw_query_string.encode(), _FORM
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form, _UPLOAD


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    """The whole body; empty if it exceeds MAX_ANSWER, because then it is not from Telegram."""
    if answer.content_length is not None and answer.content_length <= MAX_ANSWER:
        return await answer.read()
    found = bytearray()
    async for piece in answer.content.iter_chunked(CHUNK):
        found += piece
        if len(found) > MAX_ANSWER:
            return bytes(found[:0])
    return bytes(found)


def _raise_for_answer(status: int, body: bytes, retry_after: str) -> None:
    """Raise what the library would not recognise: proxies' pages, server errors, flood limits without a time to wait.

    `retry_after` is the header. After a server error, the call may have had an effect.
    """
    if status == HTTPStatus.OK and body.startswith(_SUCCESS):
        return
    try:
        answer = Request.parse_json_payload(body)
    except TelegramError:
        answer = {}
    reason = redacted(answer.get("description", "")) or ENGLISH(
        texts.TELEGRAM_OTHER_STATUS, status=str(status), phrase=_phrase(status)
    )
    if status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
        if answer.get("parameters", {}).get("retry_after"):
            return
        if retry_after.isdecimal():
            raise RetryAfter(min(int(retry_after[:12]), LONGEST_PAUSE))
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise FloodError(reason)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or (status < HTTPStatus.MULTIPLE_CHOICES and not answer.get("ok")):
        raise MaybeSentError(reason)
    if not answer:
        raise NotSentError(reason)


def _is_telegrams(answer: object) -> bool:
    """Is it a result or an error of Telegram? https://core.telegram.org/bots/api#making-requests"""
    if not isinstance(answer, dict):
        return False
    if answer.get("ok") is True:
        return "result" in answer
    parameters = answer.get("parameters", {})
    return (
        answer.get("ok") is False
        and isinstance(answer.get("description"), str)
        and isinstance(parameters, dict)
        and type(parameters.get("migrate_to_chat_id", 0)) is int
        and type(parameters.get("retry_after", 0)) is int
        and 0 <= parameters.get("retry_after", 0) <= LONGEST_PAUSE
    )


def _reason(error: Exception) -> str:
    """Why the call was not sent, in words without a URL."""
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return ENGLISH(texts.NO_SUCH_HOST)
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return ENGLISH(texts.UNTRUSTED_CERTIFICATE)
    if isinstance(error, aiohttp.ClientConnectorSSLError):
        return ENGLISH(texts.NO_SECURE_CONNECTION)
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return ENGLISH(texts.PROXY_REFUSES, status=str(error.status))
    if isinstance(error, aiohttp.InvalidURL):
        return ENGLISH(texts.UNUSABLE_ADDRESS)
    if isinstance(error, aiohttp.ClientConnectorError):
        return (error.os_error.strerror or ENGLISH(texts.NO_CONNECTION)).lower()
    return ENGLISH(texts.NO_CONNECTION_IN_TIME)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "unknown"


def _sum(*seconds: float | None) -> float | None:
    """The sum; None means no limit."""
    known = [each for each in seconds if each is not None]
    return sum(known) if len(known) == len(seconds) else None
