"""Fetch feeds and pages: politely, with caps, and with a readable reason for each failure.

address → is the host to be left alone? → one connection a host → redirects, by hand → body, unpacked, capped
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import NoReturn
from urllib.parse import urljoin, urlsplit

import aiohttp
from protego import Protego
from yarl import URL

from bot.errors import FetchError, LastingFetchError, PassingFetchError, RobotsRefusedError
from bot.intake.decompression import decompressed

AGENT_TOKEN = "Jarshy"  # noqa: S105 - what robots.txt calls us, no secret
VERSION = "0.1.0"
USER_AGENT = f"{AGENT_TOKEN}/{VERSION} (news herald; reads feeds and new articles; contact: whoever runs this bot)"

FEED_CAP = 5_000_000
PAGE_CAP = 2_000_000
ROBOTS_CAP = 500_000  # RFC 9309 asks for 500 KiB at least; what is beyond it is not read
TIME_LIMIT = 30.0
REDIRECTS = 5
ROBOTS_LIFETIME = timedelta(hours=6)
ROBOTS_FAILURE_LIFETIME = timedelta(minutes=1)
#: No Retry-After is obeyed for longer: a server that says "in a year" means to say no.
MAX_RETRY_AFTER = timedelta(days=1)

_REDIRECTING = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, 429})


@dataclass(frozen=True, kw_only=True)
class FetchResult:
    """What a server answered."""

    status: int  #: 200, or 304 where the body is as it was
    body: bytes  #: unpacked; empty for 304
    etag: str | None
    modified: str | None  #: Last-Modified as the server wrote it
    charset: str | None  #: as the server named it
    final_url: str  #: after redirects
    moved: bool  #: the answer came from another host or path than was asked


class HttpClient:
    """One session for all intake; every method raises PassingFetchError or LastingFetchError."""

    def __init__(
        self,
        *,
        time_limit: float = TIME_LIMIT,
        feed_cap: int = FEED_CAP,
        page_cap: int = PAGE_CAP,
        agent: str = USER_AGENT,
    ) -> None:
        self._time_limit = time_limit
        self._feed_cap = feed_cap
        self._page_cap = page_cap
        self._agent = agent
        self._session: aiohttp.ClientSession | None = None
        self._host_locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._paused_until: dict[str, float] = {}  #: host → until when (monotonic) it asked to be left alone
        self._robots: dict[str, tuple[float, Protego | FetchError]] = {}

    async def feed(self, url: str, *, etag: str | None = None, modified: str | None = None) -> FetchResult:
        """A feed, unless it is as it was (status 304)."""
        asked = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in asked.items() if value}
        return await self._get(
            url, self._feed_cap, headers | {"Accept": "application/rss+xml, application/xml, */*;q=0.5"}
        )

    async def page(self, url: str) -> FetchResult:
        """An article's page, if the site's robots.txt lets us read it."""
        rules = await self._rules(url)
        if not rules.can_fetch(url, AGENT_TOKEN):
            raise RobotsRefusedError("robots.txt asks not to read this page")
        return await self._get(url, self._page_cap, {"Accept": "text/html, */*;q=0.5"})

    async def close(self) -> None:
        """Closes the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _rules(self, url: str) -> Protego:
        root = urljoin(url, "/robots.txt")
        until, rules = self._robots.get(root, (0.0, Protego.parse("")))
        if time.monotonic() >= until:
            rules, lifetime = await self._fetch_rules(root)
            self._robots[root] = (time.monotonic() + lifetime.total_seconds(), rules)
        if isinstance(rules, FetchError):
            raise PassingFetchError(str(rules))
        return rules

    async def _fetch_rules(self, root: str) -> tuple[Protego | FetchError, timedelta]:
        """RFC 9309: a client error allows everything; a server that can't say is asked again soon."""
        try:
            fetched = await self._get(root, ROBOTS_CAP, {}, cut_short=True)
        except LastingFetchError:
            return Protego.parse(""), ROBOTS_LIFETIME
        except PassingFetchError as error:
            return PassingFetchError(f"robots.txt {error}"), ROBOTS_FAILURE_LIFETIME
        return Protego.parse(fetched.body.decode("utf-8", "replace")), ROBOTS_LIFETIME

    async def _get(self, url: str, cap: int, headers: dict[str, str], *, cut_short: bool = False) -> FetchResult:
        address = url
        for _ in range(REDIRECTS + 1):
            try:
                answer = await self._hop(address, cap, headers, cut_short)
            except FetchError as error:
                if _is_same_address(url, address):
                    raise
                _raise_as(error, f"redirected to another place: {address} (which {error})")
            if isinstance(answer, FetchResult):
                return replace(answer, moved=not _is_same_address(url, address))
            address = answer
        raise LastingFetchError(f"redirected more than {REDIRECTS} times")

    async def _hop(self, url: str, cap: int, headers: dict[str, str], cut_short: bool) -> FetchResult | str:
        """One request: what was answered, or the address it points on to."""
        host = _host(url)
        async with self._host_locks[host]:  # one connection a host; waiting for it is not the server's time
            self._check_pause(host)
            try:
                async with asyncio.timeout(self._time_limit):
                    async with self._request(url, headers) as response:
                        if response.status in _REDIRECTING and "Location" in response.headers:
                            return _joined(url, _header(response, "Location") or "")
                        self._check_status(host, response)
                        return await _fetched(response, cap, cut_short)
            except TimeoutError:
                raise PassingFetchError(f"did not answer within {self._time_limit:g} s") from None
            except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError):
                raise LastingFetchError("has no address that can be fetched") from None
            except (aiohttp.ClientError, OSError, ValueError) as error:
                raise PassingFetchError(f"could not be reached: {_describe(error)}") from error

    @contextlib.asynccontextmanager
    async def _request(self, url: str, headers: dict[str, str]) -> AsyncIterator[aiohttp.ClientResponse]:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                headers={"User-Agent": self._agent, "Accept-Encoding": "gzip, deflate"},
                auto_decompress=False,  # unpacked here, so that a bomb ends at the cap
                timeout=aiohttp.ClientTimeout(total=None),  # each hop has its own, without the wait for its turn
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        # encoded=True would send spaces and Cyrillic raw; yarl's own quoting leaves what is quoted already
        async with self._session.get(URL(url), headers=headers, allow_redirects=False) as response:
            yield response

    def _check_pause(self, host: str) -> None:
        left = self._paused_until.get(host, 0.0) - time.monotonic()
        if left > 0:
            raise PassingFetchError("asked to be left alone for a while", timedelta(seconds=left))

    def _check_status(self, host: str, response: aiohttp.ClientResponse) -> None:
        status = response.status
        if status in (200, 203, 304):
            return
        reason = f"answered {status} {_phrase(response)}".rstrip()
        wait = _retry_after(response.headers.get("Retry-After")) if status in (429, 503) else None
        if wait:
            self._paused_until[host] = time.monotonic() + wait.total_seconds()
        if status >= 500 or status in _PASSING:
            raise PassingFetchError(reason, wait)
        raise LastingFetchError(reason)


async def _fetched(response: aiohttp.ClientResponse, cap: int, cut_short: bool) -> FetchResult:
    body = b"" if response.status == 304 else await decompressed(response, cap, cut_short=cut_short)
    return FetchResult(
        status=response.status,
        body=body,
        etag=_header(response, "ETag"),
        modified=_header(response, "Last-Modified"),
        charset=response.charset,
        final_url=str(response.url),
        moved=False,
    )


def _header(response: aiohttp.ClientResponse, name: str) -> str | None:
    """A header's text; servers put raw UTF-8 there, which arrives as lone surrogates that no database takes."""
    raw = response.headers.get(name)
    return None if raw is None else raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        return location  # an invalid URL fails at the next request, which names it


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname
        port = parts.port
    except ValueError:
        raise LastingFetchError("has no address that can be fetched") from None
    if parts.scheme not in ("http", "https") or not host:
        raise LastingFetchError("is no http or https address")
    return f"{host}:{port}" if port else host


def _is_same_address(asked: str, reached: str) -> bool:
    """http → https, www and a closing slash are no other place."""

    def address(url: str) -> tuple[str, str]:
        try:
            parts = urlsplit(url)
        except ValueError:
            return (url, "")
        return (parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/"))

    return address(asked) == address(reached)


def _raise_as(error: FetchError, reason: str) -> NoReturn:
    if isinstance(error, PassingFetchError):
        raise PassingFetchError(reason, error.retry_after) from error
    raise LastingFetchError(reason) from error


def _phrase(response: aiohttp.ClientResponse) -> str:
    try:
        return HTTPStatus(response.status).phrase
    except ValueError:
        return ""


def _describe(error: Exception) -> str:
    """A short reason; the address stands elsewhere."""
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "no such host"
    if isinstance(error, aiohttp.ClientSSLError | aiohttp.ClientConnectorCertificateError):
        return "its certificate is not trusted"
    if isinstance(error, aiohttp.ClientConnectorError):
        return error.os_error.strerror or "no connection"
    return type(error).__name__


def _retry_after(header: str | None) -> timedelta | None:
    """Seconds or an HTTP date."""
    if not header:
        return None
    try:
        if header.strip().isdigit():
            return min(timedelta(seconds=int(header.strip()[:9])), MAX_RETRY_AFTER)
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    left = until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)
    return min(max(left, timedelta(0)), MAX_RETRY_AFTER)
