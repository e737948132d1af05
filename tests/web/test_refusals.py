"""What is refused and what fails, as visitors and programs get it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from structlog.testing import capture_logs
from yarl import URL

from bot.errors import StorageError
from bot.i18n.catalogue import page as page_texts
from bot.i18n.catalogue import storage as texts
from bot.i18n.text import Phrase
from bot.i18n.translators import ONLY_ENGLISH
from bot.web.headers import HEADERS, safe_headers
from bot.web.pages import Pages
from bot.web.refusals import refusal_pages
from bot.web.server import WebServer

HTML = {"Accept": "text/html"}
PAGES = Pages(ONLY_ENGLISH)


async def _bug(request: web.Request) -> web.Response:
    raise RuntimeError("nobody may read this")


async def _away(request: web.Request) -> web.Response:
    raise StorageError(texts.LEASE_LOST, lease="none")


async def _often(request: web.Request) -> web.Response:
    raise web.HTTPTooManyRequests(headers={"Retry-After": "30", "X-Own": "kept by nobody"})


async def _teapot(request: web.Request) -> web.Response:
    raise web.HTTPUnprocessableEntity(text="<b>its own words</b>")


async def _moved(request: web.Request) -> web.Response:
    raise web.HTTPSeeOther("/elsewhere")


async def _notice(request: web.Request) -> web.Response:
    return PAGES.notice(request, Phrase(page_texts.CHECKED, {"ago": "<b>"}), page_texts.NOT_FOUND_WHY)


async def _english(request: web.Request) -> web.Response:
    return PAGES.answer(request, "notice.html", english=True, heading=page_texts.REFUSED, paragraphs=(), link=None)


@pytest.fixture
async def site() -> AsyncIterator[str]:
    handlers = {
        "/bug/{secret}": _bug,
        "/away": _away,
        "/often": _often,
        "/teapot": _teapot,
        "/moved": _moved,
        "/notice": _notice,
        "/english": _english,
    }
    server = WebServer(
        0,
        [web.get(path, handler) for path, handler in handlers.items()],
        middlewares=[safe_headers(None), refusal_pages(PAGES)],
        host="127.0.0.1",
    )
    await server.start()
    yield f"http://127.0.0.1:{server.port}"
    await server.stop()


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as made:
        yield made


async def test_a_bug_is_logged_by_its_route_for_its_path_may_hold_a_secret(
    site: str, client: aiohttp.ClientSession
) -> None:
    with capture_logs() as logs:
        async with client.get(f"{site}/bug/s3cret", headers=HTML) as answer:
            assert answer.status == 500
            assert "nobody may read this" not in await answer.text()
    (line,) = logs
    assert (line["event"], line["page"], line["bug"]) == ("page not made", "/bug/{secret}", True)
    assert "s3cret" not in repr({name: value for name, value in line.items() if name != "exc_info"})


async def test_an_address_that_no_database_can_look_for_is_not_there(site: str, client: aiohttp.ClientSession) -> None:
    with capture_logs() as logs:
        async with client.get(URL(f"{site}/bug/%00", encoded=True)) as answer:
            assert answer.status == 404
    assert logs == []


async def test_a_database_that_is_away_will_be_back(site: str, client: aiohttp.ClientSession) -> None:
    with capture_logs() as logs:
        async with client.get(f"{site}/away", headers=HTML) as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (503, "10")
            assert "Back in a moment" in await answer.text()
    assert [line["log_level"] for line in logs] == ["warning"]


async def test_a_refusal_keeps_what_a_program_obeys_and_nothing_else(site: str, client: aiohttp.ClientSession) -> None:
    async with client.get(f"{site}/often", headers=HTML) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "30")
        assert "X-Own" not in answer.headers
        assert "Too often" in await answer.text()


async def test_a_refusal_that_has_no_page_of_its_own_gets_the_common_one(
    site: str, client: aiohttp.ClientSession
) -> None:
    async with client.get(f"{site}/teapot", headers=HTML) as answer:
        assert answer.status == 422
        html = await answer.text()
    assert "That didn&#39;t work" in html
    assert "its own words" not in html


async def test_a_way_to_another_page_is_no_refusal(site: str, client: aiohttp.ClientSession) -> None:
    async with client.get(f"{site}/moved", headers=HTML, allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (303, "/elsewhere")
        assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


async def test_a_notice_escapes_what_it_says(site: str, client: aiohttp.ClientSession) -> None:
    async with client.get(f"{site}/notice") as answer:
        html = await answer.text()
    assert "<h1>checked &lt;b&gt;</h1>" in html
    assert '<meta name="robots" content="noindex">' in html


async def test_an_english_page_is_english_and_offers_no_other_language(
    site: str, client: aiohttp.ClientSession
) -> None:
    async with client.get(f"{site}/english?lang=ru", headers={"Accept-Language": "kk"}) as answer:
        html = await answer.text()
        assert not answer.cookies
    assert '<html lang="en">' in html
    assert "hreflang" not in html
