"""The news of a site are found from one of its pages, one request at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from bot.errors import FetchError, ParseError
from bot.intake.finding import USUAL_FEEDS, USUAL_SITEMAPS, Finder
from bot.intake.http import HttpClient
from bot.intake.reader import Reader
from bot.intake.sites import channel_preview
from tests.intake.site import Site, item, page, rss, story

NOW = datetime(2025, 11, 25, 14, 0, tzinfo=UTC)
FEED = rss(item("A second pier in Aktau", "https://news.example/1", date="Tue, 25 Nov 2025 13:20:00 +0500"))
LIST = "<html><head><title>Day</title></head><body><section>" + "".join(
    f'<div class="news"><a href="/n/{n}00177">The pier number {n} in Aktau is ready</a><i>{20 + n}.11.2025</i></div>'
    for n in range(6)
) + "</section></body></html>"  # fmt: skip


def sitemap(*titles: str, at: datetime = NOW) -> str:
    urls = "".join(
        f"<url><loc>/n/{n}00177-new-pier-number-{n}</loc><lastmod>{at.isoformat()}</lastmod>"
        + (f"<news><title>{title}</title></news>" if title else "") + "</url>"
        for n, title in enumerate(titles)
    )  # fmt: skip
    return f"<urlset>{urls}</urlset>"


@pytest_asyncio.fixture(loop_scope="session")
async def finder(reader: Reader) -> AsyncIterator[Finder]:
    http = HttpClient()
    yield Finder(http=http, reader=reader, timezone="Asia/Almaty", taken={"127-0-0-1-en"}, now=NOW)
    await http.close()


async def test_the_address_of_a_feed_is_that_feed(site: Site, finder: Finder) -> None:
    site.says("/rss", FEED)
    found = await finder.find(f"{site.url}/rss")
    assert (found.kind, found.url, found.language) == ("feed", f"{site.url}/rss", "en")
    assert found.key == "127-0-0-1-en-2", "the first is taken"
    assert [(one.title, one.published_at) for one in found.headlines] == [
        ("A second pier in Aktau", datetime(2025, 11, 25, 8, 20, tzinfo=UTC))
    ]
    assert len(site.asked) == 1


async def test_an_advertised_feed_goes_before_everything(site: Site, finder: Finder) -> None:
    site.says("/", f'<link rel="alternate" type="application/rss+xml" href="/broken"><a href="/x.rss">RSS</a>{LIST}')
    site.says("/broken", "<html>moved</html>")
    site.says("/x.rss", FEED)
    site.says("/sitemap.xml", sitemap("A pier"))
    found = await finder.find(f"{site.url}/")
    assert (found.kind, found.url) == ("feed", f"{site.url}/x.rss")


@pytest.mark.parametrize("place", ["/feed/", "/rss", "/rss.xml", "/atom.xml"])
async def test_a_feed_at_a_usual_place_is_found_from_any_page(site: Site, finder: Finder, place: str) -> None:
    site.says("/ru/news/", LIST)
    site.says(place, FEED)
    assert (await finder.find(f"{site.url}/ru/news/")).url == f"{site.url}{place}"


async def test_a_page_in_place_of_a_feed_and_an_empty_feed_are_passed_over(site: Site, finder: Finder) -> None:
    site.says("/", LIST)
    site.says("/feed/", LIST)
    site.says("/rss", rss())
    assert (await finder.find(f"{site.url}/")).kind == "list"


async def test_a_sitemap_of_news_goes_before_the_list(site: Site, finder: Finder) -> None:
    site.says("/", LIST)
    site.says("/robots.txt", "User-agent: *\nSitemap: /tags.xml\nSitemap: /maps/news.xml\n")
    site.says("/maps/news.xml", sitemap("A pier in Aktau", at=NOW - timedelta(days=90)))
    found = await finder.find(f"{site.url}/")
    assert (found.kind, found.url) == ("sitemap", f"{site.url}/maps/news.xml")
    assert [one.title for one in found.headlines] == ["A pier in Aktau"]


async def test_an_index_leads_to_its_sitemap(site: Site, finder: Finder) -> None:
    site.says("/", "<html><body>Nothing</body></html>")
    site.says("/sitemap.xml", "<sitemapindex><sitemap><loc>/posts.xml</loc></sitemap></sitemapindex>")
    site.says("/posts.xml", sitemap("", "", ""))
    found = await finder.find(f"{site.url}/")
    assert (found.kind, found.url) == ("sitemap", f"{site.url}/posts.xml")
    assert (await finder.find(f"{site.url}/sitemap.xml")).url == f"{site.url}/posts.xml"
    assert (await finder.find(f"{site.url}/posts.xml")).url == f"{site.url}/posts.xml"


async def test_an_old_sitemap_without_titles_is_only_for_want_of_a_list(site: Site, finder: Finder) -> None:
    site.says("/sitemap.xml", sitemap("", "", "", at=NOW - timedelta(days=90)))
    site.says("/", LIST)
    assert (await finder.find(f"{site.url}/")).kind == "list"
    assert (await finder.find(f"{site.url}/", "sitemap")).kind == "sitemap"
    site.says("/", "<html><body>Nothing</body></html>")
    assert (await finder.find(f"{site.url}/")).kind == "sitemap"


POSTS = '[{"link": "/a-pier", "title": {"rendered": "A pier in Aktau"}, "date_gmt": "2025-11-25T08:20:00"}]'


@pytest.mark.parametrize("head", ["", '<link rel="https://api.w.org/" href="/wp-json/">'])
async def test_wordpress_goes_before_the_list(site: Site, finder: Finder, head: str) -> None:
    site.says("/", head + LIST)
    site.says("/wp-json/wp/v2/posts", POSTS)
    found = await finder.find(f"{site.url}/")
    assert (found.kind, found.url, found.name) == ("wordpress", f"{site.url}/wp-json/wp/v2/posts", "Day")
    assert (await finder.find(f"{site.url}/wp-json/wp/v2/posts")).kind == "wordpress"


async def test_a_wordpress_without_posts_is_passed_over(site: Site, finder: Finder) -> None:
    site.says("/", LIST)
    site.says("/wp-json/wp/v2/posts", "[]")
    assert (await finder.find(f"{site.url}/")).kind == "list"


async def test_the_list_has_its_selectors_and_the_newest_is_read_in_full(site: Site, finder: Finder) -> None:
    site.says("/", LIST)
    site.says("/n/500177", page(story("The pier is ready. " * 9)))
    found = await finder.find(f"{site.url}/")
    assert found.rules is not None
    assert (found.rules.item, found.rules.link, found.rules.date) == ("div.news", "a", "i")
    assert len(found.headlines) == 6
    assert "The pier is ready." in (await finder.full_text(found, found.headlines[-1])).text


async def test_a_kind_may_be_asked_for(site: Site, finder: Finder) -> None:
    site.says("/", f'<link rel="feed" href="/feed">{LIST}')
    site.says("/feed", FEED)
    assert (await finder.find(f"{site.url}/", "list")).kind == "list"
    assert (await finder.find(f"{site.url}/", "feed")).kind == "feed"
    with pytest.raises(ParseError, match="no feed, sitemap or WordPress"):
        await finder.find(f"{site.url}/", "wordpress")


async def test_only_a_handful_of_places_is_guessed_one_at_a_time(site: Site, finder: Finder) -> None:
    site.says("/", "<html><body>Nothing</body></html>")
    with pytest.raises(ParseError, match="no list of headlines"):
        await finder.find(f"{site.url}/")
    asked = [request.path_qs for request in site.asked]
    assert asked == ["/", *USUAL_FEEDS, "/robots.txt", *USUAL_SITEMAPS, "/wp-json/wp/v2/posts?per_page=20"]
    assert site.at_once == 1


async def test_a_page_that_only_scripts_fill_says_so(site: Site, finder: Finder) -> None:
    script = '{"@type": "ItemList", "itemListElement": [{"url": "/n/1"}, {"url": "/n/2"}]}'
    site.says("/", f'<html><head><script type="application/ld+json">{script}</script></head><body></body></html>')
    with pytest.raises(ParseError, match="2 articles are named in the page's JSON-LD"):
        await finder.find(f"{site.url}/")


async def test_a_page_that_is_away_is_a_reason(site: Site, finder: Finder) -> None:
    with pytest.raises(FetchError, match="404"):
        await finder.find(f"{site.url}/")


async def test_a_preview_of_a_channel_is_known_by_what_it_is(site: Site, finder: Finder) -> None:
    post = '<div class="tgme_widget_message"><div class="tgme_widget_message_text">A pier is open</div>'
    site.says("/s/day", f'{post}<a class="tgme_widget_message_date" href="https://t.me/day/7"></a></div>')
    found = await finder.find(f"{site.url}/s/day")
    assert (found.kind, found.url) == ("telegram", f"{site.url}/s/day")


@pytest.mark.parametrize(
    "address",
    ["https://t.me/kt_news", "t.me/kt_news", "https://t.me/s/kt_news", "https://telegram.me/kt_news/77?single",
     "http://www.t.me/kt_news/"],
)  # fmt: skip
def test_any_address_of_a_channel_leads_to_its_preview(address: str) -> None:
    assert channel_preview(address) == "https://t.me/s/kt_news"


@pytest.mark.parametrize(
    "address", ["https://kt.kz/t.me/kt_news", "https://t.me/", "https://t.me/joinchat/x/y", "t.me/+abc"]
)
def test_another_address_is_no_channel(address: str) -> None:
    assert channel_preview(address) is None
