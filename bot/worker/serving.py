"""The web app: its routes are collected here, for `run`, which serves it beside all else, and for `web`.

`web` serves it alone, and loads nothing that polls, matches or sends.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.counting import Counter
from bot.i18n.catalogue import web as texts
from bot.i18n.translator import ENGLISH
from bot.platforms.hook_secrets import HookSecrets
from bot.storage.store import Store, migrate, safe_url
from bot.worker.counting import CountKeeper
from bot.worker.installation import installation
from bot.worker.operating import operator_routes
from bot.worker.public import public_routes, web_middlewares, web_pages
from config.settings import DEFAULT_PORT, Settings

if TYPE_CHECKING:
    from bot.web.server import Routes, WebServer

Wake = Callable[[Collection[str]], None]  #: called with the lanes of new calls


def serve(settings: Settings) -> int:
    """Serve the web app alone until SIGTERM, beside any number of workers; returns the exit code.

    Raises:
        StatedProblem: settings or a database that can't be used, or a port that is taken.
    """
    migrate(settings.database_url)
    return asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> int:
    from bot.web.server import WebServer

    store, counter = Store.open(settings.database_url), Counter()
    around = web_middlewares(settings, web_pages(settings))
    routes = web_routes(settings, store, counter=counter)
    server = WebServer(settings.web_port or DEFAULT_PORT, routes, middlewares=around)
    counts = CountKeeper(counter, store.figures, _now)
    counting = asyncio.create_task(counts.run())
    ended = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, ended.set)
    try:
        await server.start()
        said = ENGLISH(texts.SERVING, port=str(server.port), database=safe_url(settings.database_url))
        sys.stdout.write(f"{said}\n")
        sys.stdout.flush()
        await ended.wait()
    finally:
        await server.stop()
        counting.cancel()
        await counts.finish()
        store.close()
    return 0


def web_server(settings: Settings, store: Store, wake: Wake, counter: Counter) -> WebServer | None:
    """The web app beside a worker; None: the settings want none."""
    if settings.web_port is None:
        return None
    from bot.web.server import WebServer  # imported only where it is used: it costs memory

    around = web_middlewares(settings, web_pages(settings))
    return WebServer(settings.web_port, web_routes(settings, store, wake, counter=counter), middlewares=around)


def web_routes(
    settings: Settings, store: Store, wake: Wake = lambda lanes: None, *, counter: Counter | None = None
) -> Routes:
    """All that the web app answers, but /healthz. `wake`: there are calls for who listens in this process.

    `counter` None: nobody asks how many calls there are.
    """
    counter = Counter() if counter is None else counter
    from bot.web.call_writer import CallWriter
    from bot.web.counted import counted
    from bot.web.metrics import Metrics
    from bot.web.ready import Readiness
    from bot.web.webhooks import SlackCalls, TelegramCalls
    from bot.web.websub import HubCalls

    token = settings.jarshy_admin_token.get_secret_value() if settings.jarshy_admin_token else None
    pages = web_pages(settings)
    routes = [
        *HubCalls(store.hubs, _now).routes(),
        *Readiness(store.vitals, _now).routes(),
        *Metrics(store, _now, token).routes(),
        *public_routes(settings, store, pages, _now),
        *operator_routes(settings, store, pages, _now),
    ]
    if settings.public_url is None:
        return routes
    writer = CallWriter(store.calls, _now, wake)
    if settings.telegram_bot_token:
        secrets = HookSecrets.of(settings.telegram_bot_token.get_secret_value())
        routes += counted(TelegramCalls(secrets, writer).routes(), counter)
    if settings.slack_signing_secret:
        slack = SlackCalls(settings.slack_signing_secret.get_secret_value(), writer)
        routes += counted(slack.routes(), counter)
    if (installs := installation(settings, store)) is not None:
        routes += installs.routes()
    return routes


def _now() -> datetime:
    return datetime.now(UTC)
