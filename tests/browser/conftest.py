"""The web app as it is built from the settings, over a store in this process, and a Chromium that opens its pages.

    def test_a_page_has_a_heading(site: Site, open_page: OpenPage) -> None:
        page = open_page(site.url("/"))

These tests run only where they are named (`make browser`): not every machine has a Chromium.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from bot.storage.store import Store
from bot.web.server import WebServer
from bot.worker.public import web_middlewares, web_pages
from bot.worker.serving import web_routes
from config.settings import Settings
from tests import databases
from tests.browser.chromium import MISSING, find

HERE = Path(__file__).parent
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE = (360, 780)  #: pixels
DESK = (1200, 900)
SECONDS = 15  #: for the server to start and to stop

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")

OpenPage = Callable[..., Page]


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Not collected with all the others."""
    named = (Path(str(each).split("::")[0]).resolve() for each in config.args)
    return None if any(each == HERE or HERE in each.parents for each in named) else True


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One for all tests."""
    path = find()
    assert path is not None, MISSING
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


def broken_rules(page: Page) -> list[str]:
    """The rules of accessibility that a page breaks, with the elements: what axe-core finds."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [f"{rule['id']}: {node['html']}" for rule in found["violations"] for node in rule["nodes"]]


@dataclass(kw_only=True)
class Site:
    """A web app that runs in a thread of its own, and the store behind it."""

    store: Store
    settings: Settings
    server: WebServer = field(init=False)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)

    def __post_init__(self) -> None:
        around = web_middlewares(self.settings, web_pages(self.settings))
        routes = web_routes(self.settings, self.store)
        self.server = WebServer(0, routes, middlewares=around, host="127.0.0.1")
        self._thread = threading.Thread(target=self._loop.run_forever)

    def start(self) -> None:
        self._thread.start()
        self._run(self.server.start())

    def stop(self) -> None:
        self._run(self.server.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.port}{path}"

    def _run(self, work: object) -> None:
        running: Future[None] = asyncio.run_coroutine_threadsafe(work, self._loop)  # type: ignore[arg-type]
        running.result(SECONDS)


@pytest.fixture
def settings() -> dict[str, object]:
    """Settings of the site; a test that needs others has a fixture of this name."""
    return {"telegram_bot_token": "123456:ABC-DEF", "jarshy_language": "en"}


@pytest.fixture
def site(server: databases.PostgreSQL, tmp_path: Path, settings: dict[str, object]) -> Iterator[Site]:
    """The web app over an empty database, SQLite: the store's own tests run on both."""
    with databases.fresh("sqlite", server, tmp_path) as url:
        made = Site(store=Store.open(url), settings=Settings.model_validate({"database_url": url, **settings}))
        made.start()
        yield made
        made.stop()
        made.store.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Opens an address in a browser of its own; the test fails if a page complains or asks anybody else.

    `size`: of the window, in pixels; `scheme`: "light" or "dark"; `languages`: what the browser says its reader reads.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_(
        address: str,
        *,
        size: tuple[int, int] = DESK,
        scheme: str = "light",
        languages: str = "en-GB",
        complains: bool = False,
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,  # type: ignore[arg-type]  # one of two words
            locale=languages,
        )
        contexts.append(context)
        page = context.new_page()
        _watch(page, urlsplit(address).netloc, faults, complains)
        page.goto(address)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert faults == []


def _watch(page: Page, host: str, faults: list[str], complains: bool) -> None:
    def on_request(request: Request) -> None:
        if urlsplit(request.url).netloc != host:
            faults.append(f"asks {request.url}")

    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not complains:
            faults.append(f"{message.type}: {message.text}")

    page.on("request", on_request)
    page.on("console", on_console)
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
