"""The connections of intake: pools by what they may reach, and by the proxy that they go through.

open       what the file of sources names, and everything through an HTTP proxy, which connects for us
guarded    all else: what a name resolves to is looked at, and only that is connected to
by SOCKS   the proxy resolves and connects
"""

from __future__ import annotations

import socket
from urllib.parse import unquote, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp_socks import ProxyConnector, ProxyType

from bot.errors import LastingFetchError
from bot.i18n.catalogue import intake as texts
from bot.intake.decompression import ACCEPTED
from bot.intake.hosts import Origin, is_inner
from bot.proxies import proxy_for

LONGEST_HEADER = 66_560  #: bytes of a header: 64 KB, and its name
MOST_HEADERS = 1_000  #: a CMS that goes wrong sets hundreds of cookies
_SOCKS = {
    "socks": ProxyType.SOCKS5,
    "socks5": ProxyType.SOCKS5,
    "socks5h": ProxyType.SOCKS5,
    "socks4": ProxyType.SOCKS4,
    "socks4a": ProxyType.SOCKS4,
}
_SOCKS_PORT = 1080


class InnerAddressError(OSError):
    """A name resolved to an address of an inner network."""


class GuardedResolver(AbstractResolver):
    """Resolves names, and refuses those with an address in an inner network: what it returns is connected to."""

    def __init__(self, resolver: AbstractResolver) -> None:
        self._resolver = resolver

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a name.

        Raises:
            InnerAddressError: one of them is of an inner network, though others may not be.
        """
        found = await self._resolver.resolve(host, port, family)
        if any(is_inner(one["host"]) for one in found):
            raise InnerAddressError
        return found

    async def close(self) -> None:
        """Nothing is open."""


class Connections:
    """The sessions of intake, opened on first use."""

    def __init__(self, agent: str, resolver: AbstractResolver | None = None) -> None:
        """`resolver`: None: the system's."""
        self._agent = agent
        self._resolver = resolver
        self._sessions: dict[tuple[bool, str], aiohttp.ClientSession] = {}
        self._proxies: dict[Origin, str | None] = {}  # to look one up takes a seventh of an unchanged feed's time

    def to(self, where: Origin, *, guarded: bool) -> tuple[aiohttp.ClientSession, str | None]:
        """The session for a request, and the HTTP proxy to name in it. `guarded`: no inner networks.

        Raises:
            LastingFetchError: the proxy can't be used.
        """
        if where not in self._proxies:
            self._proxies[where] = proxy_for(where.scheme, where.host)
        proxy = self._proxies[where]
        scheme = proxy.partition("://")[0].lower() if proxy else ""
        if scheme in _SOCKS:
            return self._session(False, proxy or ""), None
        if scheme not in ("", "http", "https"):
            raise LastingFetchError(texts.PROXY_UNUSABLE)
        return self._session(guarded and proxy is None, ""), proxy

    async def close(self) -> None:
        """Close every connection."""
        while self._sessions:
            _, session = self._sessions.popitem()
            await session.close()

    def _session(self, guarded: bool, socks: str) -> aiohttp.ClientSession:
        key = (guarded, socks)
        if key not in self._sessions:
            connector = _by_socks(socks) if socks else self._direct(guarded)
            self._sessions[key] = aiohttp.ClientSession(
                connector=connector,
                headers={"User-Agent": self._agent, "Accept-Encoding": ACCEPTED},
                auto_decompress=False,  # decompressed here, so that a decompression bomb stops at the limit
                timeout=aiohttp.ClientTimeout(total=None),  # each request has its own, without the wait for the lock
                cookie_jar=aiohttp.DummyCookieJar(),  # a fetch has cookies of its own
                max_line_size=LONGEST_HEADER,
                max_field_size=LONGEST_HEADER,
                max_headers=MOST_HEADERS,
            )
        return self._sessions[key]

    def _direct(self, guarded: bool) -> aiohttp.BaseConnector:
        resolver = self._resolver or aiohttp.ThreadedResolver()
        return aiohttp.TCPConnector(resolver=GuardedResolver(resolver) if guarded else resolver)


def _by_socks(proxy: str) -> aiohttp.BaseConnector:
    try:
        parts = urlsplit(proxy)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise LastingFetchError(texts.PROXY_UNUSABLE) from None
    if not host:
        raise LastingFetchError(texts.PROXY_UNUSABLE)
    return ProxyConnector(
        host=host,
        port=port or _SOCKS_PORT,
        proxy_type=_SOCKS[parts.scheme],
        username=None if parts.username is None else unquote(parts.username),
        password=None if parts.username is None else unquote(parts.password or ""),
        rdns=True,
    )
