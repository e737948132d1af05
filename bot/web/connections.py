"""Connections on which nobody asks anything: they are closed, so that who only holds them open keeps nobody out.

aiohttp bounds how long a connection is idle between two requests, which proxies want to be long; this bounds the first.
"""

from __future__ import annotations

import asyncio

from aiohttp import web
from aiohttp.typedefs import Handler

ASK_WITHIN = 10.0  #: seconds until the first request with all of its headers
LOOK_EVERY = 1.0  #: seconds


class Newcomers:
    """Connections without a request."""

    def __init__(self) -> None:
        self._asked: set[asyncio.BaseTransport] = set()
        self._looking: asyncio.Task[None] | None = None

    @web.middleware
    async def greet(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Remember a connection that has asked."""
        if request.transport is not None:
            self._asked.add(request.transport)
        return await handler(request)

    def start(self, runner: web.AppRunner) -> None:
        """Look at its connections from now on."""
        self._looking = asyncio.create_task(self._look(runner))

    async def stop(self) -> None:
        """Look no more."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait([self._looking])

    async def _look(self, runner: web.AppRunner) -> None:
        loop, seen_at = asyncio.get_running_loop(), dict[asyncio.BaseTransport, float]()
        while runner.server is not None:
            await asyncio.sleep(LOOK_EVERY)
            transports = {each.transport for each in runner.server.connections if each.transport is not None}
            self._asked &= transports
            seen_at = {each: seen_at.get(each, loop.time()) for each in transports - self._asked}
            for transport, at in seen_at.items():
                if loop.time() - at >= ASK_WITHIN:
                    transport.close()
