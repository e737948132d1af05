"""Counts the calls of webhooks by what became of them."""

from __future__ import annotations

from collections.abc import Iterable

from aiohttp import web
from aiohttp.typedefs import Handler

from bot import figures
from bot.counting import Counter

#: how /metrics names a status; every other one below 500 is "malformed", above it "failed"
OUTCOMES = {200: "taken", 403: "refused", 404: "refused", 409: "repeated"}


def counted(routes: Iterable[web.RouteDef], counter: Counter) -> list[web.RouteDef]:
    """The same routes, whose calls are counted by the last part of their path that is no secret."""
    return [
        web.RouteDef(route.method, route.path, _counting(route.handler, _way(route.path), counter), route.kwargs)
        for route in routes
    ]


def _way(path: str) -> str:
    """The name of a route: "telegram", "slack/events"."""
    return "/".join(part for part in path.split("/") if part and "{" not in part)


def _counting(handler: Handler, way: str, counter: Counter) -> Handler:
    async def count(request: web.Request) -> web.StreamResponse:
        status = 500
        try:
            response = await handler(request)
            status = response.status
        except web.HTTPException as refusal:
            status = refusal.status
            raise
        else:
            return response
        finally:
            counter.add(figures.WEBHOOK_CALLS, way, OUTCOMES.get(status, "malformed" if status < 500 else "failed"))

    return count
