"""What everybody may read, over the wire: in three languages, whatever the sources are called and whatever fails."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import aiohttp
import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from bot.figures import ALERTS_SENT
from bot.i18n.catalogue import page as texts
from bot.i18n.catalogue import privacy
from bot.i18n.languages import SPOKEN
from bot.model import Source, Way
from bot.storage import schema as t
from bot.storage.store import Store
from bot.web.headers import HEADERS
from bot.web.server import WebServer
from bot.worker.public import public_routes, web_middlewares, web_pages
from config.settings import Settings
from config.translations import load_translations
from tests.builders import plain_words

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)  # 14:00 in Almaty
HTML = {"Accept": "text/html,*/*;q=0.8"}
SLACK = {
    "slack_client_id": "1.2",
    "slack_client_secret": "secret-of-the-app",
    "slack_signing_secret": "secret-that-signs",
    "jarshy_secret_key": "A" * 43 + "=",
}


def source(key: str, name: str, language: str) -> Source:
    return Source(key=key, name=name, language=language, ways=(Way(url=f"https://{key}.example/rss"),))


class Visitor:
    """The public pages over a database, and a program that opens them."""

    def __init__(self, url: str, **settings: Any) -> None:
        self.store, self.now = Store.open(url), NOW
        values = {"database_url": url, "telegram_bot_token": "123456:ABC", **settings}
        made = Settings.model_validate(values)
        pages = web_pages(made)
        self.server = WebServer(
            0,
            public_routes(made, self.store, pages, lambda: self.now),
            middlewares=web_middlewares(made, pages),
            host="127.0.0.1",
        )
        self.client = aiohttp.ClientSession()

    async def asks(self, path: str, **headers: str) -> tuple[aiohttp.ClientResponse, str]:
        async with self.client.get(self.url(path), headers=HTML | headers) as answer:
            return answer, await answer.text()

    async def reads(self, path: str = "/?lang=en", **headers: str) -> str:
        """The words of a page."""
        _, html = await self.asks(path, **headers)
        body = html[html.index("<body") :]
        return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body))

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.port}{path}"

    async def __aenter__(self) -> Visitor:
        await self.server.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.close()
        await self.server.stop()
        self.store.close()

    def set_source(self, key: str, **values: object) -> None:
        with self.store.database.write_transaction() as db:
            db.execute(update(t.source).where(t.source.c.key == key).values(values))


@pytest.fixture
async def visitor(sqlite_url: str) -> AsyncIterator[Visitor]:
    async with Visitor(sqlite_url) as made:
        yield made


@pytest.mark.parametrize("language", SPOKEN)
async def test_the_page_is_whole_in_each_language(database_url: str, language: str) -> None:
    translate = load_translations()(language)
    async with Visitor(database_url, **SLACK, public_url="https://news.example.org") as visitor:
        visitor.store.sources.sync([source("a", "Қазақстан бүгін", "kk"), source("b", "B", "ru")], NOW)
        visitor.store.bot_addresses.keep("telegram:123456", "https://t.me/JarshyBot")
        visitor.set_source("a", last_ok_at=NOW - timedelta(minutes=3))
        visitor.store.figures.add({(ALERTS_SENT.name, (("lane", "telegram"),)): 12_345.0}, NOW)
        answer, html = await visitor.asks("/", **{"Accept-Language": language})
    assert answer.status == 200
    assert f'<html lang="{language}">' in html
    for text in (texts.HEADING, texts.LEAD, texts.OPEN_IN_TELEGRAM, texts.ADD_TO_SLACK, texts.SOURCES):
        assert translate(text).replace("'", "&#39;") in html
    assert 'href="https://t.me/JarshyBot"' in html
    assert 'href="/slack/install"' in html
    assert translate.part(12_345) in html
    assert "Қазақстан бүгін" in html


async def test_nothing_is_offered_that_there_is_not(sqlite_url: str) -> None:
    async with Visitor(sqlite_url, telegram_bot_token=None) as visitor:
        visitor.store.bot_addresses.keep("telegram:123456", "https://t.me/JarshyBot")
        _, html = await visitor.asks("/?lang=en")
    assert "t.me" not in html
    assert "/slack/install" not in html
    assert "Nothing yet: its operator has named no source." in html


async def test_the_address_of_another_bot_is_not_shown(visitor: Visitor) -> None:
    visitor.store.bot_addresses.keep("telegram:999", "https://t.me/FormerBot")
    assert "t.me" not in (await visitor.asks("/"))[1]


async def test_a_topic_to_begin_with_is_followed_by_its_link(visitor: Visitor) -> None:
    visitor.store.bot_addresses.keep("telegram:123456", "https://t.me/JarshyBot")
    for language in SPOKEN:
        _, html = await visitor.asks(f"/?lang={language}")
        links = re.findall(r'href="https://t\.me/JarshyBot\?start=(f_[\w-]{1,62})"', html)
        assert len(links) == 3, language


async def test_each_source_says_how_fresh_it_is(visitor: Visitor) -> None:
    keys = ("fresh", "fails", "new", "silent")
    visitor.store.sources.sync([source(key, f"The {key} one", "en") for key in keys], NOW)
    visitor.set_source("fresh", last_ok_at=NOW - timedelta(minutes=3))
    visitor.set_source("fails", last_ok_at=NOW, failing_since_at=NOW - timedelta(hours=2))
    visitor.set_source("silent", last_ok_at=NOW - timedelta(minutes=1))
    visitor.store.sources.fail_poll("fails", plain_words("their secret"), next_poll_at=None, now=NOW)
    seen = {"published_at": NOW - timedelta(days=2), "first_seen_at": NOW - timedelta(days=2)}
    with visitor.store.database.write_transaction() as db:
        db.execute(
            t.article.insert().values(
                source_key="silent", title="T", teaser="", page_state="read", silent=False, **seen
            )
        )
    words = await visitor.reads()
    assert "The fresh one EN checked 3 minutes ago" in words
    assert "The fails one EN out of reach for 2 hours" in words
    assert "The new one EN not checked yet" in words
    assert "The silent one EN nothing new for 2 days, longer than usual" in words
    assert "their secret" not in words


async def test_a_source_may_be_called_anything(visitor: Visitor) -> None:
    visitor.store.sources.sync([source("x", '<script>alert("1")</script> & {{ 7 * 7 }}', "en")], NOW)
    _, html = await visitor.asks("/")
    assert "<script" not in html
    assert "{{ 7 * 7 }}" in html


async def test_today_begins_at_midnight_of_the_operators_zone(visitor: Visitor) -> None:
    visitor.store.sources.sync([source("a", "A", "en")], NOW)
    with visitor.store.database.write_transaction() as db:
        for hours in (1, 13.9, 14.1):  # it is 14:00
            at = NOW - timedelta(hours=hours)
            db.execute(
                t.article.insert().values(
                    source_key="a",
                    title="T",
                    teaser="",
                    page_state="read",
                    silent=False,
                    published_at=at,
                    first_seen_at=at,
                )
            )
    sent = (ALERTS_SENT.name, (("lane", "slack:T1"),))
    visitor.store.figures.add({sent: 100.0}, NOW - timedelta(hours=15))
    visitor.store.figures.add({sent: 7.0}, NOW)
    words = await visitor.reads()
    assert "articles read 2 alerts sent 7 Since midnight, Almaty time" in words


async def test_a_choice_of_language_is_kept_and_the_same_page_is_offered_in_the_others(visitor: Visitor) -> None:
    answer, html = await visitor.asks("/privacy?lang=kk")
    assert answer.cookies["lang"].value == "kk"
    assert answer.cookies["lang"]["httponly"]
    assert '<a href="/privacy?lang=ru" lang="ru" hreflang="ru">' in html
    _, html = await visitor.asks("/", Cookie="lang=kk")
    assert '<html lang="kk">' in html


async def test_a_language_that_is_not_spoken_is_not_kept(visitor: Visitor) -> None:
    answer, html = await visitor.asks("/?lang=%22%3E%3Cscript%3E")
    assert not answer.cookies
    assert "<script" not in html


@pytest.mark.parametrize("language", SPOKEN)
async def test_the_privacy_page_says_for_how_long_by_the_settings(sqlite_url: str, language: str) -> None:
    async with Visitor(sqlite_url, retention_days=7, keep_lost_days=45) as visitor:
        words = await visitor.reads(f"/privacy?lang={language}")
    assert " 7 " in words
    assert " 45 " in words
    assert "/mydata" in words
    assert "/forgetme" in words


@pytest.mark.parametrize("language", SPOKEN)
async def test_what_is_kept_of_a_workspace_is_said_where_one_can_install_the_app(
    sqlite_url: str, language: str
) -> None:
    said = load_translations()(language)(privacy.WORKSPACE)
    async with Visitor(sqlite_url, **SLACK, public_url="https://news.example.org") as visitor:
        assert said in unescape(await visitor.reads(f"/privacy?lang={language}"))
    async with Visitor(sqlite_url) as visitor:
        assert said not in unescape(await visitor.reads(f"/privacy?lang={language}"))


async def test_who_may_use_it_is_said_where_not_everybody_may(sqlite_url: str) -> None:
    async with Visitor(sqlite_url, jarshy_access="list") as visitor:
        assert str(texts.INVITED.english) in await visitor.reads()


async def test_links_begin_with_the_path_that_it_is_called_at(sqlite_url: str) -> None:
    async with Visitor(sqlite_url, public_url="https://example.org/news") as visitor:
        answer, html = await visitor.asks("/?lang=ru")
    assert set(re.findall(r'(?:href|src)="(/[^"]*?)[?#"]', html)) >= {"/news/", "/news/privacy", "/news/favicon.svg"}
    assert not re.findall(r'(?:href|src)="/(?!news/)', html)
    assert answer.cookies["lang"]["path"] == "/news/"
    assert answer.cookies["lang"]["secure"]


async def test_every_answer_has_the_headers_and_https_is_insisted_on_only_where_it_is_used(sqlite_url: str) -> None:
    async with Visitor(sqlite_url, public_url="https://example.org") as visitor:
        for path in ("/", "/privacy", "/robots.txt", "/favicon.svg", "/healthz", "/nothing"):
            answer, _ = await visitor.asks(path)
            assert {name: answer.headers[name] for name in HEADERS} == HEADERS, path
            assert answer.headers["Strict-Transport-Security"].startswith("max-age="), path
            assert "Cache-Control" in answer.headers, path
    async with Visitor(sqlite_url, public_url="http://example.org") as visitor:
        answer, _ = await visitor.asks("/")
        assert "Strict-Transport-Security" not in answer.headers


async def test_the_files_of_a_page_are_kept_for_ever_and_known_by_what_is_in_them(visitor: Visitor) -> None:
    _, html = await visitor.asks("/")
    (path,) = re.findall(r'href="(/static/page\.\w+\.css)"', html)
    answer, css = await visitor.asks(path)
    assert answer.status == 200
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.content_type == "text/css"
    assert "url(" not in css
    assert "@import" not in css
    again, nothing = await visitor.asks(path, **{"If-None-Match": answer.headers["ETag"]})
    assert (again.status, nothing) == (304, "")
    for other in ("/static/page.css", "/static/page.00000000.css", "/static/..%2fpages.py", "/static/"):
        assert (await visitor.asks(other))[0].status == 404, other


async def test_the_page_is_made_once_for_a_crowd_and_ages_all_the_same(visitor: Visitor) -> None:
    visitor.store.sources.sync([source("a", "A", "en")], NOW)
    visitor.set_source("a", last_ok_at=NOW - timedelta(minutes=3))
    assert "checked 3 minutes ago" in await visitor.reads()
    visitor.now = NOW + timedelta(seconds=59)
    assert "checked 3 minutes ago" in await visitor.reads()
    visitor.now = NOW + timedelta(seconds=60)
    assert "checked 4 minutes ago" in await visitor.reads()
    assert "4 минуты назад" in await visitor.reads("/?lang=ru")


async def test_a_link_to_the_page_is_shown_with_its_picture_where_it_is_known_by_an_address(sqlite_url: str) -> None:
    async with Visitor(sqlite_url, public_url="https://news.example.org") as visitor:
        _, html = await visitor.asks("/?lang=ru")
        (path,) = re.findall(r'property="og:image" content="https://news\.example\.org(/static/[^"]+)"', html)
        async with visitor.client.get(visitor.url(path)) as picture:
            assert (picture.status, picture.content_type) == (200, "image/png")
            assert (await picture.read()).startswith(b"\x89PNG")
    assert '<link rel="canonical" href="https://news.example.org/?lang=ru">' in html
    for language in SPOKEN:
        assert f'hreflang="{language}" href="https://news.example.org/?lang={language}">' in html


async def test_robots_may_read_what_everybody_may(visitor: Visitor) -> None:
    answer, said = await visitor.asks("/robots.txt")
    assert answer.content_type == "text/plain"
    assert "Disallow: /status\n" in said


async def test_what_is_not_there_is_a_page_for_a_browser_and_a_line_for_a_program(visitor: Visitor) -> None:
    answer, html = await visitor.asks("//evil.example/%3Cb%3E?lang=ru")
    assert answer.status == 404
    assert "Здесь ничего нет" in html
    assert "evil" not in html
    answer, line = await visitor.asks("/nothing", Accept="*/*")
    assert (answer.status, line) == (404, "404 Not Found\n")
    answer, said = await visitor.asks("/nothing", Accept="application/json")
    assert said == '{"status": 404, "error": "Not Found"}'


async def test_a_method_that_is_not_taken_is_told_which_are(visitor: Visitor) -> None:
    async with visitor.client.post(visitor.url("/"), headers=HTML) as answer:
        assert answer.status == 405
        assert set(answer.headers["Allow"].split(",")) == {"GET", "HEAD"}
        assert "<h1>" in await answer.text()


async def test_a_bug_is_told_to_the_log_and_not_to_the_visitor(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.store.sources.sync([source("a", "A", "en")], NOW)
    visitor.set_source("a", problems="no JSON, and a secret")
    with capture_logs() as logs:
        answer, html = await visitor.asks("/?lang=en")
    assert answer.status == 500
    assert "Something went wrong" in html
    assert "secret" not in html
    assert "Traceback" not in html
    (line,) = logs
    assert (line["event"], line["page"], line["bug"]) == ("page not made", "/", True)
