"""The newsroom: feeds, and pages as full of other things as real ones."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest
from lxml import html as lxml_html

from bot.demo.articles import EDITIONS, DemoArticle, load_articles
from bot.demo.newsroom import NEIGHBOURS, Newsroom
from bot.intake.page import parse_page
from tests.intake.kinds import documents

ARTICLES = load_articles()
NOON = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)  #: 12:00 in Almaty


@pytest.fixture
async def newsroom() -> AsyncIterator[Newsroom]:
    async with Newsroom(ARTICLES) as one:
        yield one


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as one:
        yield one


async def _get(client: aiohttp.ClientSession, url: str, **headers: str) -> tuple[int, bytes, str | None]:
    async with client.get(url, headers=headers) as response:
        return response.status, await response.read(), response.headers.get("ETag")


def test_twenty_articles_in_three_languages() -> None:
    assert [sum(one.edition == key for one in ARTICLES) for key in EDITIONS] == [10, 5, 5]
    assert len({one.title for one in ARTICLES}) == len({one.slug for one in ARTICLES}) == 20
    assert all(5 <= len(one.paragraphs) <= 9 for one in ARTICLES)


def test_some_follows_are_found_deep_in_the_body_only() -> None:
    for word in ("AI", "Aktau", "waste"):
        assert any(word in one.answers and _only_deep(one, word) for one in ARTICLES), word


def _only_deep(article: DemoArticle, word: str) -> bool:
    return word not in article.title and not any(word in paragraph for paragraph in article.paragraphs[:3])


def test_the_traps_hold_what_looks_like_a_follow_and_is_none() -> None:
    traps = [" ".join((one.title, *one.paragraphs)) for one in ARTICLES if one.edition == "eng" and not one.answers]
    assert traps
    for text in traps:
        assert all(word in text for word in ("wastewater", "Alatau", "Chairman", "said"))


async def test_every_page_holds_nine_stories_and_only_the_first_is_the_article(
    newsroom: Newsroom, client: aiohttp.ClientSession
) -> None:
    sources = {source.key: source for source in newsroom.sources()}
    for article in ARTICLES:
        url = newsroom.publish(article, NOON)
        status, body, _ = await _get(client, url)
        tree = lxml_html.document_fromstring(body.decode())
        assert status == 200
        for rule in ("header.page-heading h1", "div.page-content > div"):
            assert len(tree.cssselect(rule)) == 1 + NEIGHBOURS
        page = parse_page(body, sources[f"demo-{article.edition}"], url, "utf-8")
        assert page.text == "\n\n".join(article.paragraphs)
        assert (page.title, page.published_at) == (article.title, NOON)


async def test_a_page_has_furniture_in_its_edition_s_language(
    newsroom: Newsroom, client: aiohttp.ClientSession
) -> None:
    for article in ARTICLES:
        edition = EDITIONS[article.edition]
        _, body, _ = await _get(client, newsroom.publish(article, NOON))
        text = "".join(map(str, lxml_html.document_fromstring(body.decode()).itertext()))
        for furniture in (edition.images, edition.tell, edition.relevant, edition.most_viewed, edition.copyright_line):
            assert furniture in text
        assert f"25.11.2026, 12:0016000{article.title}" in text, "date, counter and title are glued together"


async def test_a_feed_tells_the_beginning_of_what_is_published_newest_first(
    newsroom: Newsroom, client: aiohttp.ClientSession
) -> None:
    source = newsroom.sources(every=1)[0]
    first, second = [one for one in ARTICLES if one.edition == "eng"][:2]
    newsroom.publish(first, NOON)
    url = newsroom.publish(second, NOON.replace(hour=8))
    _, body, _ = await _get(client, source.url)
    entries = documents.feed(body, source).entries
    assert [entry.title for entry in entries] == [second.title, first.title]
    assert entries[0].link == url
    assert entries[0].published_at == NOON.replace(hour=8)
    teaser = entries[0].teaser.removesuffix(" …")
    assert second.paragraphs[0].startswith(teaser)
    assert teaser


async def test_an_unchanged_feed_is_answered_with_304(newsroom: Newsroom, client: aiohttp.ClientSession) -> None:
    feed = newsroom.sources()[0].url
    _, _, etag = await _get(client, feed)
    assert etag
    assert (await _get(client, feed, **{"If-None-Match": etag}))[0] == 304
    newsroom.publish(next(one for one in ARTICLES if one.edition == "eng"), NOON)
    assert (await _get(client, feed, **{"If-None-Match": etag}))[0] == 200
    assert newsroom.requests == [("/eng/rss/", 200), ("/eng/rss/", 304), ("/eng/rss/", 200)]


async def test_what_is_not_published_is_not_there(newsroom: Newsroom, client: aiohttp.ClientSession) -> None:
    assert (await _get(client, f"{newsroom.url}/eng/society/nothing_1377900000.html"))[0] == 404
    assert (await _get(client, f"{newsroom.url}/deu/rss/"))[0] == 404
    assert (await _get(client, f"{newsroom.url}/robots.txt"))[1].startswith(b"User-agent: *")
