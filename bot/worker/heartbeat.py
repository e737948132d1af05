"""Calls JARSHY_HEARTBEAT_URL while news comes in and goes out, so that its owner notices silence.

The address is a secret: whoever knows it can pretend that all is well. It stands in no log.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

import aiohttp
import structlog

from bot import __version__
from bot.answers.health import brings_news
from bot.proxies import proxy_for
from bot.storage.store import Store

log = structlog.get_logger(__name__)

TIME_LIMIT = 10.0  #: seconds for a call
LOWEST_ERROR = 400  #: HTTP status from which on a call has failed


class Heartbeat:
    """Calls an address if all is well."""

    def __init__(self, url: str, clock: Callable[[], datetime]) -> None:
        self._url = url
        self._clock = clock
        self._watched_since = clock()
        self._failing = False  # the latest call failed, and that is logged
        self._silent = False  # news does not come in or go out, and that is logged

    async def beat(self, store: Store) -> bool:
        """Call once, unless something fails; returns whether it was called and answered well.

        Raises:
            StorageError: it is not known whether all is well, so that it was not called.
        """
        now = self._clock()
        vitals = await asyncio.to_thread(store.vitals.read, now)
        well = brings_news(vitals, now, watched_since=self._watched_since)
        if well == self._silent:
            log.info("heartbeat goes on" if well else "no heartbeat: news does not come in or go out")
        self._silent = not well
        return well and await self._call()

    async def _call(self) -> bool:
        reason = await self._failure()
        if reason and not self._failing:
            log.warning("heartbeat not taken, retrying", reason=reason)
        elif self._failing and not reason:
            log.info("heartbeat is taken again")
        self._failing = bool(reason)
        return not reason

    async def _failure(self) -> str:
        """Call, and return what failed without the address; "": nothing."""
        parts = urlsplit(self._url)
        timeout = aiohttp.ClientTimeout(total=TIME_LIMIT)
        headers = {"User-Agent": f"jarshy/{__version__}"}
        try:
            proxy = proxy_for(parts.scheme, parts.hostname or "")
            async with (
                aiohttp.ClientSession(timeout=timeout, headers=headers, cookie_jar=aiohttp.DummyCookieJar()) as session,
                session.get(self._url, proxy=proxy) as answer,
            ):
                return str(answer.status) if answer.status >= LOWEST_ERROR else ""
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            return type(error).__name__  # its text may have the address
