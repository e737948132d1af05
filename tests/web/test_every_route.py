"""Whatever is sent to any route is answered, and is no bug of ours."""

from __future__ import annotations

import base64
import itertools
from collections.abc import Iterator

import aiohttp
from aiohttp import web
from yarl import URL

from bot import bugs
from bot.storage.store import Store
from bot.web.forms import FORM
from bot.web.server import WebServer
from bot.worker.public import web_middlewares, web_pages
from bot.worker.serving import web_routes
from config.settings import Settings
from tests.platforms.slack.server import CLIENT, SIGNING_SECRET
from tests.platforms.telegram.server import TOKEN

ADMIN = "correct-horse-battery"  # of these tests
#: U+0000, what is no UTF-8, and numbers and dates beyond all that is stored
HOSTILE = ("%00", "%ED%A0%80%ff", "9" * 17 + "-1", "0001-01-01T00:00", "9999-12-31T23:59")
TURNS = 2  #: in each, a name has another value
NAMES = (
    *("words", "chat", "lane", "state", "since", "until", "after", "before", "which", "done", "key", "lang", "code"),
    *("error", "app", "team", "hub.topic", "hub.mode", "hub.lease_seconds", "do", "back", "row", "token", "form"),
)
EVERYTHING = {
    "jarshy_admin_token": ADMIN,
    "telegram_bot_token": TOKEN,
    "public_url": "https://news.example.org",
    "slack_signing_secret": SIGNING_SECRET,
    "slack_client_id": CLIENT[0],
    "slack_client_secret": CLIENT[1],
    "jarshy_secret_key": base64.b64encode(b"k" * 32).decode(),
}


def sent(route: web.RouteDef) -> Iterator[tuple[URL, str]]:
    """Where hostile values are sent, in the path, the query and the form."""
    for turn in range(TURNS):
        values = itertools.cycle(HOSTILE[turn:] + HOSTILE[:turn])
        path = "/".join(next(values) if part.startswith("{") else part for part in route.path.split("/"))
        fields = "&".join(f"{name}={next(values)}" for name in NAMES)
        some = f"do=poll&key={next(values)}&chat={next(values)}&row={next(values)}"
        yield URL(f"{path}?{fields}", encoded=True), some


async def test_whatever_is_sent_to_any_route_is_answered(database_url: str) -> None:
    """By somebody with the token, before whom no page is closed."""
    store, counted, headers = Store.open(database_url), bugs.counts.total(), {"Authorization": f"Bearer {ADMIN}"}
    settings = Settings.model_validate({"database_url": database_url, **EVERYTHING})
    routes = web_routes(settings, store)
    server = WebServer(0, routes, middlewares=web_middlewares(settings, web_pages(settings)), host="127.0.0.1")
    await server.start()
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{server.port}") as client:
            for route in routes:
                for place, form in sent(route):
                    body = {"data": form, "headers": {**headers, "Content-Type": FORM}}
                    asked = body if route.method == "POST" else {"headers": headers}
                    async with client.request(route.method, place, allow_redirects=False, **asked) as answer:
                        assert answer.status < 500 or (answer.status, route.path) == (503, "/readyz"), place
    finally:
        await server.stop()
        store.close()
    assert bugs.counts.total() == counted
