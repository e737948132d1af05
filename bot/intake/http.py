"""The HTTP client of intake: polite, with size limits, and with a readable reason for each failure.

URL → may it be reached, has its host asked for a pause? → one connection per host → redirects, by hand → body, unpacked
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import NamedTuple, NoReturn

import aiohttp
from aiohttp.abc import AbstractResolver
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError
from yarl import URL

from bot import __version__
from bot.errors import FetchError, GoneError, InnerNetworkError, LastingFetchError, PassingFetchError
from bot.i18n.catalogue import intake as texts
from bot.i18n.text import Phrase
from bot.intake.connections import Connections, InnerAddressError
from bot.intake.faults import in_words, of_body, of_proxy_status
from bot.intake.hosts import Access, Origin, authorization, is_same_address, names_inner, origin, redirected
from bot.intake.response import FetchResult, asked_pause, drain, fetched
from bot.intake.robots import Robots
from bot.model import Source, without_password

AGENT_TOKEN = "Jarshy"  # noqa: S105 - what robots.txt calls us, no secret
USER_AGENT = f"{AGENT_TOKEN}/{__version__} (news herald; reads feeds and new articles; contact: whoever runs this bot)"

FEED_CAP = 5_000_000  # bytes
PAGE_CAP = 2_000_000  # bytes
FORM_CAP = 10_000  # bytes of the answer to a form
ROBOTS_CAP = 500_000  # bytes; RFC 9309 asks for 500 KiB at least, the rest is not read
TIME_LIMIT = 30.0  # seconds per request
REDIRECTS = 5

_REDIRECTING = frozenset({301, 302, 303, 307, 308})
_LASTING_REDIRECTS = frozenset({301, 308})
_PASSING = frozenset({408, 425, 429})
_DONE = frozenset({200, 203, 304})
_TAKEN = frozenset({200, 202, 204})  #: answers to a form
_FAULTS = (aiohttp.ClientError, ProxyConnectionError, ProxyError, ProxyTimeoutError, OSError, ValueError)


@dataclass(frozen=True, kw_only=True)
class _Request:
    """What is asked for, through all its redirects."""

    url: str  #: without a password
    access: Access
    cap: int  #: bytes
    headers: dict[str, str]
    password: str | None = None  #: the Authorization header of the address itself
    cut_short: bool = False  #: a body over the cap is cut
    form: Mapping[str, str] | None = None  #: it is posted
    cookies: aiohttp.CookieJar = field(default_factory=lambda: aiohttp.CookieJar(unsafe=True))  #: of IP addresses too

    def headers_for(self, where: Origin, url: str) -> dict[str, str]:
        """Its headers to one origin: passwords and cookies go only where they belong."""
        own = self.password if where == origin(self.url) else None
        added = {"Authorization": self.access.authorization(where) or own}
        added["Cookie"] = self.cookies.filter_cookies(URL(url)).output(header="", sep=";").strip()
        return self.headers | {name: value for name, value in added.items() if value}


class _Redirect(NamedTuple):
    url: str
    lasting: bool
    retry_after: timedelta | None


class HttpClient:
    """The client for all of intake. `feed` and `page` raise PassingFetchError or LastingFetchError."""

    def __init__(
        self,
        *,
        time_limit: float = TIME_LIMIT,
        feed_cap: int = FEED_CAP,
        page_cap: int = PAGE_CAP,
        agent: str = USER_AGENT,
        resolver: AbstractResolver | None = None,
    ) -> None:
        """`resolver`: how names are resolved; None: by the system."""
        self._time_limit = time_limit
        self._feed_cap = feed_cap
        self._page_cap = page_cap
        self._connections = Connections(agent, resolver)
        self._robots = Robots(AGENT_TOKEN, self._robots_txt)
        self._host_locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._paused_until: dict[str, float] = {}  #: host → until when (monotonic) it asked for a pause

    async def feed(
        self,
        url: str,
        source: Source | None = None,
        *,
        etag: str | None = None,
        modified: str | None = None,
        beginning: bool = False,
    ) -> FetchResult:
        """A feed; status 304 and no body if it has not changed since `etag` or `modified`.

        `beginning`: of one that is too large its beginning, instead of an error.

        Inner networks are reached as the ways of `source` allow; without one, `url` is what the operator typed.
        """
        asked = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in asked.items() if value}
        headers["Accept"] = "application/rss+xml, application/xml, */*;q=0.5"
        access = Access.of(source, url)
        return await self._whole(_request(url, access, self._feed_cap, headers, cut_short=beginning))

    async def page(self, url: str, source: Source) -> FetchResult:
        """An article's page of a source, if the site's robots.txt allows it.

        Raises:
            RobotsRefusedError: it does not.
            TurnError: it asks for a pause between pages that is not over.
            InnerNetworkError: it stands in an inner network, and not where the source does.
            FetchError: the page or robots.txt could not be fetched.
        """
        access = Access.of(source)
        await self._robots.take_turn(without_password(url), access)
        return await self._whole(_request(url, access, self._page_cap, {"Accept": "text/html, */*;q=0.5"}))

    async def post_form(self, url: str, form: Mapping[str, str], source: Source) -> None:
        """Post a form to the hub of a source, whose address others wrote; what it answers is not read.

        Raises:
            FetchError: it was not reached, or did not take it.
        """
        await self._get(replace(_request(url, Access.of(source), FORM_CAP, {}, cut_short=True), form=form))

    async def close(self) -> None:
        """Close every connection."""
        await self._connections.close()

    async def _robots_txt(self, url: str, access: Access) -> bytes:
        return (await self._get(_request(url, access, ROBOTS_CAP, {}, cut_short=True))).body

    async def _whole(self, request: _Request) -> FetchResult:
        """A body that ends early is asked for again; if it ends at the same place, there is no more to be had."""
        first = await self._get(request)
        if not first.cut:
            return first
        second = await self._get(request)
        if second.cut and len(second.body) != len(first.body):
            raise PassingFetchError(texts.ENDED_EARLY)
        return second

    async def _get(self, request: _Request) -> FetchResult:
        address, moved_to, lasting = request.url, None, True
        wait: timedelta | None = None
        for _ in range(REDIRECTS + 1):
            try:
                answer = await self._hop(request, address)
            except FetchError as error:
                if is_same_address(request.url, address):
                    raise
                _raise_as(error, Phrase(texts.REDIRECTED_TO_FAILURE, {"url": address, "error": error.phrase}))
            if isinstance(answer, FetchResult):
                moved = not is_same_address(request.url, address)
                if moved_to is not None and is_same_address(request.url, moved_to):
                    moved_to = None  # https or a closing slash: it can be read as it is written, too
                pauses = [pause for pause in (wait, answer.retry_after) if pause is not None]
                return replace(answer, moved=moved, moved_to=moved_to, retry_after=max(pauses, default=None))
            address, wait = answer.url, answer.retry_after or wait
            lasting = lasting and answer.lasting
            moved_to = address if lasting else moved_to
        raise LastingFetchError(texts.REDIRECTED_TOO_OFTEN, count=REDIRECTS)

    async def _hop(self, request: _Request, url: str) -> FetchResult | _Redirect:
        """One request: its result, or a redirect."""
        where = origin(url)
        trusted = request.access.may_reach_inner(where)
        if not trusted and names_inner(where.host):
            raise InnerNetworkError(texts.INNER_NETWORK)
        host = where.host if where.is_default else f"{where.host}:{where.port}"
        session, proxy = self._connections.to(where, guarded=not trusted)
        async with self._host_locks[host]:  # one connection per host; the wait for it does not count
            self._check_pause(host)
            try:
                async with asyncio.timeout(self._time_limit):
                    headers = request.headers_for(where, url)
                    # encoded=True would send spaces and Cyrillic unquoted; yarl does not quote twice
                    method = "GET" if request.form is None else "POST"
                    asked = session.request(
                        method, URL(url), headers=headers, data=request.form, allow_redirects=False, proxy=proxy
                    )
                    async with asked as response:
                        request.cookies.update_cookies(response.cookies, response.url)
                        return await self._answer(host, request, url, response)
            except TimeoutError:
                raise PassingFetchError(texts.NO_ANSWER_IN_TIME, seconds=f"{self._time_limit:g}") from None
            except _FAULTS as error:
                raise _failed(error) from error

    async def _answer(
        self, host: str, request: _Request, url: str, response: aiohttp.ClientResponse
    ) -> FetchResult | _Redirect:
        if response.status in _REDIRECTING:
            await drain(response)
            location = response.headers.get("Location", "").encode("utf-8", "surrogateescape").strip()
            if not location:
                raise LastingFetchError(texts.REDIRECTED_NOWHERE)
            wait = asked_pause(response, datetime.now(UTC), refused=False)
            return _Redirect(redirected(url, location), response.status in _LASTING_REDIRECTS, wait)
        if response.status not in (_DONE if request.form is None else _TAKEN):
            await drain(response)
            raise self._refused(host, response)
        return await fetched(response, request.cap, cut_short=request.cut_short)

    def _check_pause(self, host: str) -> None:
        left = self._paused_until.get(host, 0.0) - time.monotonic()
        if left > 0:
            raise PassingFetchError(texts.ASKED_TO_WAIT, retry_after=timedelta(seconds=left))

    def _refused(self, host: str, response: aiohttp.ClientResponse) -> FetchError:
        status, reason = response.status, _answered(response.status)
        wait = asked_pause(response, datetime.now(UTC), refused=status == 429)
        if wait:
            self._paused_until[host] = time.monotonic() + wait.total_seconds()
        if status >= 500 or status in _PASSING:
            return PassingFetchError(reason, retry_after=wait)
        return GoneError(reason) if status == 410 else LastingFetchError(reason)


def _request(url: str, access: Access, cap: int, headers: dict[str, str], *, cut_short: bool = False) -> _Request:
    return _Request(
        url=without_password(url),
        access=access,
        cap=cap,
        headers=headers,
        password=authorization(url),
        cut_short=cut_short,
    )


def _failed(error: Exception) -> FetchError:
    """Why there is no answer: an error of the network, named in words."""
    if isinstance(error, aiohttp.InvalidURL | aiohttp.NonHttpUrlClientError):
        return LastingFetchError(texts.UNUSABLE_ADDRESS)
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, InnerAddressError):
        return InnerNetworkError(texts.INNER_NETWORK)
    broken = of_body(error)
    return PassingFetchError(broken) if broken else PassingFetchError(texts.NOT_REACHED, reason=in_words(error))


def _raise_as(error: FetchError, reason: Phrase) -> NoReturn:
    if isinstance(error, PassingFetchError):
        raise PassingFetchError(reason, retry_after=error.retry_after) from error
    if isinstance(error, InnerNetworkError):
        raise InnerNetworkError(reason) from error
    raise LastingFetchError(reason) from error


def _answered(status: int) -> Phrase:
    if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        return Phrase(texts.NOT_REACHED, {"reason": of_proxy_status(status)})
    try:
        return Phrase(texts.ANSWERED_WITH_NAME, {"status": str(status), "phrase": HTTPStatus(status).phrase})
    except ValueError:
        return Phrase(texts.ANSWERED, {"status": str(status)})
