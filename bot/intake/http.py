"""The HTTP client of intake: polite, with size limits, and with a readable reason for each failure.

URL → has the host asked for a pause? → one connection per host → redirects, by hand → body, decompressed, limited
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import NoReturn
from urllib.parse import urljoin, urlsplit

import aiohttp
from protego import Protego
from yarl import URL

from bot import __version__
from bot.errors import FetchError, LastingFetchError, PassingFetchError, RobotsRefusedError
from bot.i18n.catalogue import intake as texts
from bot.i18n.catalogue import platforms
from bot.i18n.text import Phrase
from bot.intake.decompression import decompressed

AGENT_TOKEN = "Jarshy"  # noqa: S105 - what robots.txt calls us, no secret
USER_AGENT = f"{AGENT_TOKEN}/{__version__} (news herald; reads feeds and new articles; contact: whoever runs this bot)"

FEED_CAP = 5_000_000  # bytes
PAGE_CAP = 2_000_000  # bytes
FORM_CAP = 10_000  # bytes of the answer to a form
ROBOTS_CAP = 500_000  # bytes; RFC 9309 asks for 500 KiB at least, the rest is not read
TIME_LIMIT = 30.0  # seconds per request
REDIRECTS = 5
ROBOTS_LIFETIME = timedelta(hours=6)
ROBOTS_FAILURE_LIFETIME = timedelta(minutes=1)
#: A longer Retry-After is cut to this: "in a year" means no.
MAX_RETRY_AFTER = timedelta(days=1)

_REDIRECTING = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, 429})
_DONE = frozenset({200, 203, 304})
_TAKEN = frozenset({200, 202, 204})  #: answers to a form


@dataclass(frozen=True, kw_only=True)
class FetchResult:
    """A successful response."""

    status: int  #: 200 or 203, or 304 if the body has not changed
    body: bytes  #: decompressed; empty for 304
    etag: str | None
    modified: str | None  #: Last-Modified as the server wrote it
    charset: str | None  #: from the Content-Type header
    final_url: str  #: after redirects
    moved: bool  #: the response came from another host or path than was requested
    hub: str | None = None  #: address of its WebSub hub, from the Link header
    topic: str | None = None  #: the address by which that knows it, from the Link header


class HttpClient:
    """One session for all of intake. `feed` and `page` raise PassingFetchError or LastingFetchError."""

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
        self._paused_until: dict[str, float] = {}  #: host → until when (monotonic) it asked for a pause
        self._robots: dict[str, tuple[float, Protego | FetchError]] = {}

    async def feed(self, url: str, *, etag: str | None = None, modified: str | None = None) -> FetchResult:
        """A feed; status 304 and no body if it has not changed since `etag` or `modified`."""
        asked = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in asked.items() if value}
        return await self._get(
            url, self._feed_cap, headers | {"Accept": "application/rss+xml, application/xml, */*;q=0.5"}
        )

    async def page(self, url: str) -> FetchResult:
        """An article's page, if the site's robots.txt allows it.

        Raises:
            RobotsRefusedError: it does not.
            FetchError: the page or robots.txt could not be fetched.
        """
        rules = await self._rules(url)
        if not rules.can_fetch(url, AGENT_TOKEN):
            raise RobotsRefusedError(texts.ROBOTS_REFUSED)
        return await self._get(url, self._page_cap, {"Accept": "text/html, */*;q=0.5"})

    async def post_form(self, url: str, form: Mapping[str, str]) -> None:
        """Post a form to a hub; what it answers is not read.

        Raises:
            FetchError: it was not reached, or did not take it.
        """
        await self._get(url, FORM_CAP, {}, cut_short=True, form=form)

    async def close(self) -> None:
        """Close the session."""
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
            raise PassingFetchError(rules.phrase)
        return rules

    async def _fetch_rules(self, root: str) -> tuple[Protego | FetchError, timedelta]:
        """(rules or error, lifetime). RFC 9309: a client error allows everything; a server error is retried soon."""
        try:
            fetched = await self._get(root, ROBOTS_CAP, {}, cut_short=True)
        except LastingFetchError:
            return Protego.parse(""), ROBOTS_LIFETIME
        except PassingFetchError as error:
            return PassingFetchError(texts.ROBOTS_NOT_READ, error=error.phrase), ROBOTS_FAILURE_LIFETIME
        return Protego.parse(fetched.body.decode("utf-8", "replace")), ROBOTS_LIFETIME

    async def _get(
        self,
        url: str,
        cap: int,
        headers: dict[str, str],
        *,
        cut_short: bool = False,
        form: Mapping[str, str] | None = None,
    ) -> FetchResult:
        address = url
        for _ in range(REDIRECTS + 1):
            try:
                answer = await self._hop(address, cap, headers, cut_short, form)
            except FetchError as error:
                if _is_same_address(url, address):
                    raise
                _raise_as(error, Phrase(texts.REDIRECTED_TO_FAILURE, {"url": address, "error": error.phrase}))
            if isinstance(answer, FetchResult):
                return replace(answer, moved=not _is_same_address(url, address))
            address = answer
        raise LastingFetchError(texts.REDIRECTED_TOO_OFTEN, count=REDIRECTS)

    async def _hop(
        self, url: str, cap: int, headers: dict[str, str], cut_short: bool, form: Mapping[str, str] | None
    ) -> FetchResult | str:
        """One request: its result, or the URL of a redirect."""
        host = _host(url)
        async with self._host_locks[host]:  # one connection per host; the wait for it does not count
            self._check_pause(host)
            try:
                async with asyncio.timeout(self._time_limit):
                    async with self._request(url, headers, form) as response:
                        if response.status in _REDIRECTING and "Location" in response.headers:
                            return _joined(url, _header(response, "Location") or "")
                        self._check_status(host, response, _DONE if form is None else _TAKEN)
                        return await _fetched(response, cap, cut_short)
            except TimeoutError:
                raise PassingFetchError(texts.NO_ANSWER_IN_TIME, seconds=f"{self._time_limit:g}") from None
            except (aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError):
                raise LastingFetchError(texts.UNUSABLE_ADDRESS) from None
            except (aiohttp.ClientError, OSError, ValueError) as error:
                raise PassingFetchError(texts.NOT_REACHED, reason=_describe(error)) from error

    @contextlib.asynccontextmanager
    async def _request(
        self, url: str, headers: dict[str, str], form: Mapping[str, str] | None
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                headers={"User-Agent": self._agent, "Accept-Encoding": "gzip, deflate"},
                auto_decompress=False,  # decompressed here, so that a decompression bomb stops at the limit
                timeout=aiohttp.ClientTimeout(total=None),  # each request has its own, without the wait for the lock
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        # encoded=True would send spaces and Cyrillic unquoted; yarl does not quote twice
        method = "GET" if form is None else "POST"
        async with self._session.request(
            method, URL(url), headers=headers, data=form, allow_redirects=False
        ) as response:
            yield response

    def _check_pause(self, host: str) -> None:
        left = self._paused_until.get(host, 0.0) - time.monotonic()
        if left > 0:
            raise PassingFetchError(texts.ASKED_TO_WAIT, retry_after=timedelta(seconds=left))

    def _check_status(self, host: str, response: aiohttp.ClientResponse, good: frozenset[int]) -> None:
        status = response.status
        if status in good:
            return
        reason = _answered(status)
        wait = _retry_after(response.headers.get("Retry-After")) if status in (429, 503) else None
        if wait:
            self._paused_until[host] = time.monotonic() + wait.total_seconds()
        if status >= 500 or status in _PASSING:
            raise PassingFetchError(reason, retry_after=wait)
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
        hub=_linked(response, "hub"),
        topic=_linked(response, "self"),
    )


def _header(response: aiohttp.ClientResponse, name: str) -> str | None:
    """A header's text; raw UTF-8 in headers arrives as lone surrogates, which databases reject."""
    raw = response.headers.get(name)
    return None if raw is None else raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _linked(response: aiohttp.ClientResponse, relation: str) -> str | None:
    """The first address with this relation in the Link headers."""
    try:
        link = response.links.get(relation)
    except ValueError:
        return None
    return None if link is None else str(link["url"])


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
        raise LastingFetchError(texts.UNUSABLE_ADDRESS) from None
    if parts.scheme not in ("http", "https") or not host:
        raise LastingFetchError(texts.OTHER_SCHEME)
    return f"{host}:{port}" if port else host


def _is_same_address(asked: str, reached: str) -> bool:
    """Are two URLs equal, ignoring the scheme, www and a trailing slash?"""

    def comparable(url: str) -> tuple[str, str]:
        try:
            parts = urlsplit(url)
        except ValueError:
            return (url, "")
        return (parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/"))

    return comparable(asked) == comparable(reached)


def _raise_as(error: FetchError, reason: Phrase) -> NoReturn:
    if isinstance(error, PassingFetchError):
        raise PassingFetchError(reason, retry_after=error.retry_after) from error
    raise LastingFetchError(reason) from error


def _answered(status: int) -> Phrase:
    try:
        return Phrase(texts.ANSWERED_WITH_NAME, {"status": str(status), "phrase": HTTPStatus(status).phrase})
    except ValueError:
        return Phrase(texts.ANSWERED, {"status": str(status)})


def _describe(error: Exception) -> str | Phrase:
    """A short reason, without the URL."""
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return Phrase(platforms.NO_SUCH_HOST)
    if isinstance(error, aiohttp.ClientSSLError | aiohttp.ClientConnectorCertificateError):
        return Phrase(platforms.UNTRUSTED_CERTIFICATE)
    if isinstance(error, aiohttp.ClientConnectorError):
        return error.os_error.strerror or Phrase(platforms.NO_CONNECTION)
    return type(error).__name__


def _retry_after(header: str | None) -> timedelta | None:
    """The pause of a Retry-After header, in seconds or as an HTTP date, up to MAX_RETRY_AFTER; None: unreadable."""
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
