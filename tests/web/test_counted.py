"""Calls of webhooks are counted by where they came and by what became of them, never by a secret."""

from __future__ import annotations

import aiohttp
from aiohttp import web

from bot.counting import Counter
from bot.web.counted import counted
from bot.web.server import WebServer


async def _answer(request: web.Request) -> web.Response:
    status = int(request.query["status"])
    if status == 200:
        return web.Response()
    if status == 500:
        raise ValueError("a slip")
    error = {400: web.HTTPBadRequest, 403: web.HTTPForbidden, 409: web.HTTPConflict, 503: web.HTTPServiceUnavailable}
    raise error[status]


async def test_calls_are_counted_by_what_became_of_them() -> None:
    counter = Counter()
    routes = [web.post("/telegram/{secret}", _answer), web.post("/slack/events", _answer)]
    server = WebServer(0, counted(routes, counter), host="127.0.0.1")
    await server.start()
    async with aiohttp.ClientSession() as client:
        for status in (200, 200, 400, 403, 409, 500, 503):
            url = f"http://127.0.0.1:{server.port}/telegram/a-secret?status={status}"
            async with client.post(url) as answer:
                assert answer.status == status
        async with client.post(f"http://127.0.0.1:{server.port}/slack/events?status=200") as answer:
            assert answer.status == 200
    await server.stop()
    found = {" ".join(text for _, text in labels): value for (_, labels), value in counter.take().items()}
    assert found == {
        "taken telegram": 2,
        "malformed telegram": 1,
        "refused telegram": 1,
        "repeated telegram": 1,
        "failed telegram": 2,
        "taken slack/events": 1,
    }
