"""Where hubs call us (WebSub): they ask whether we want their news, and tell of it.

GET  /websub/{path}   did we ask for this topic? ─▶ the challenge
POST /websub/{path}   signed by our secret? ─▶ the source is due; its feed is read as at any poll

What is delivered is not read: a forged or stale body can't become news, and one reader reads a source.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from aiohttp import web

from bot.storage.store import ASKED_SPAN, Hub, Hubs
from bot.web.bodies import read_into

log = structlog.get_logger(__name__)

#: Signatures that the specification lists.
METHODS = frozenset({"sha1", "sha256", "sha384", "sha512"})
#: A delivered feed may be as large as one that is fetched.
DELIVERY_LIMIT = 5_000_000
#: Bounds of the time for which a hub says that it tells of news.
SHORTEST_SPAN = timedelta(minutes=10)
LONGEST_SPAN = timedelta(days=30)


class HubCalls:
    """Answers the calls of hubs."""

    def __init__(self, hubs: Hubs, clock: Callable[[], datetime]) -> None:
        self._hubs = hubs
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        """Where they call."""
        return [web.get("/websub/{path}", self._verify), web.post("/websub/{path}", self._deliver)]

    async def _verify(self, request: web.Request) -> web.Response:
        """Confirm what we asked for, and nothing else."""
        hub = await self._called(request)
        asked = request.query
        if asked.get("hub.topic") != hub.topic:
            raise web.HTTPNotFound
        if asked.get("hub.mode") == "denied":
            await asyncio.to_thread(self._hubs.refuse, hub.path, self._clock())
            log.warning("hub refuses", source=hub.source_key, reason=asked.get("hub.reason", "")[:200])
            return web.Response()
        if asked.get("hub.mode") != "subscribe" or not asked.get("hub.challenge"):
            raise web.HTTPNotFound
        await asyncio.to_thread(self._hubs.confirm, hub.path, span_of(asked.get("hub.lease_seconds")), self._clock())
        log.info("hub confirms", source=hub.source_key)
        return web.Response(text=asked["hub.challenge"])

    async def _deliver(self, request: web.Request) -> web.Response:
        """Accept everything, so that nobody learns what is believed; only what is signed rings."""
        hub = await self._called(request)
        if await _is_signed(request, hub):
            await asyncio.to_thread(self._hubs.ring, hub.path, self._clock())
        else:
            log.warning("hub's delivery is not signed by our secret and is ignored", source=hub.source_key)
        return web.Response(status=202)

    async def _called(self, request: web.Request) -> Hub:
        hub = await asyncio.to_thread(self._hubs.at, request.match_info["path"])
        if hub is None:
            raise web.HTTPNotFound
        return hub


def span_of(lease_seconds: str | None) -> timedelta:
    """For how long a hub tells of news, as it says; as it was asked, if it does not say."""
    if lease_seconds is None or not (lease_seconds.isascii() and lease_seconds.isdigit()):
        return ASKED_SPAN
    return min(max(timedelta(seconds=int(lease_seconds[:9])), SHORTEST_SPAN), LONGEST_SPAN)


async def _is_signed(request: web.Request, hub: Hub) -> bool:
    """Read the body by chunks, and compare its signature."""
    method, _, signature = request.headers.get("X-Hub-Signature", "").partition("=")
    if method.lower() not in METHODS:
        return False
    expected = hmac.new(hub.secret.encode(), digestmod=getattr(hashlib, method.lower()))
    await read_into(expected.update, request, DELIVERY_LIMIT)
    return hmac.compare_digest(expected.hexdigest().encode(), signature.strip().lower().encode())
