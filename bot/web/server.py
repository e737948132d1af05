"""The web server: what others call over HTTP.

start ─▶ routes, GET /healthz ─▶ stop
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.errors import StatedProblem
from bot.i18n.catalogue import web as texts
from bot.web.connections import Newcomers
from bot.web.malformed import server_log

BODY_LIMIT = 1_000_000  #: bytes of a request
SHUTDOWN_TIMEOUT = 2.0  #: seconds for requests in flight when stopped
KEEP_ALIVE = 75.0  #: seconds that a connection may be idle: longer than proxies keep theirs
LINGER = 2.0  #: seconds in which the rest of a refused body is thrown away
ALL_ADDRESSES = "0.0.0.0"  # noqa: S104 - it is called from outside, through the host's proxy

Routes = list[web.RouteDef]
Middlewares = Sequence[Middleware]  #: the outermost first


class WebServer:
    """Answers at one port."""

    def __init__(
        self,
        port: int,
        routes: Sequence[web.RouteDef] = (),
        *,
        middlewares: Middlewares = (),
        host: str = ALL_ADDRESSES,
    ) -> None:
        """`port` 0: any that is free. `middlewares`: around every handler, the outermost first."""
        self._port = port
        self._host = host
        self._newcomers = Newcomers()
        around = [self._newcomers.greet, *middlewares]
        self._app = web.Application(client_max_size=BODY_LIMIT, middlewares=around)
        self._app.add_routes([web.get("/healthz", _healthy), *routes])
        self._runner: web.AppRunner | None = None

    @property
    def port(self) -> int:
        """The port that it listens on, once it has started."""
        return self._port

    async def start(self) -> None:
        """Listen.

        Raises:
            StatedProblem: the port is taken, or not allowed.
        """
        self._runner = web.AppRunner(
            self._app,
            access_log=None,
            logger=server_log(),
            shutdown_timeout=SHUTDOWN_TIMEOUT,
            keepalive_timeout=KEEP_ALIVE,
            lingering_time=LINGER,
        )
        await self._runner.setup()
        self._newcomers.start(self._runner)
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            await self.stop()
            raise StatedProblem(texts.PORT_NOT_USABLE, port=str(self._port), reason=_reason(error)) from error
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Finish the requests in flight, and close the port."""
        if self._runner is not None:
            await self._newcomers.stop()
            await self._runner.cleanup()
            self._runner = None


def _reason(error: OSError) -> str:
    """Why, in the system's own words: asyncio's name the address once more."""
    return os.strerror(error.errno).lower() if error.errno else str(error)


async def _healthy(request: web.Request) -> web.Response:
    """The process is alive."""
    return web.Response(text="ok")
