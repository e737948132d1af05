"""Several ways into a source: the next one is read when one fails, and nothing is told twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web

from bot.i18n.translator import ENGLISH
from bot.intake.ways import PARTS
from bot.model import Entry, Way, WayKind
from tests.intake.room import NOW, Room
from tests.intake.site import Site, item, page, rss, story

ZONE = ZoneInfo("Asia/Almaty")
ITEM = 'a[href*="_"][href*=".html"]'


def with_ways(room: Room, *ways: Way, **changed: object) -> None:
    """The room's source, with these ways in."""
    room.source = replace(room.source, ways=ways, **changed)  # type: ignore[arg-type]
    room.pages = room.reads_pages_of(room.source)


def feed(room: Room) -> Way:
    return Way(url=f"{room.site.url}/rss")


def front(room: Room, kind: WayKind = WayKind.LIST) -> Way:
    rules = room.source.page
    assert rules is not None
    if kind is WayKind.LIST:
        return Way(kind=kind, url=f"{room.site.url}/eng/", item=ITEM)
    split = {"title": rules.title, "date": rules.date, "date_format": rules.date_format, "text": rules.body}
    return Way(kind=kind, url=f"{room.site.url}/eng/", stop=rules.stop, **split)


def headline(number: int, title: str, views: int = 5) -> str:
    path = f"/eng/society/slug_{number:010}.html"
    counted = f"<span>25.11.2025, 14:00</span><span>{views}</span>{title}"
    return f'<div><a href="{path}"><img alt=""></a><a href="{path}?utm_source=front">{counted}</a></div>'


def fails(room: Room) -> None:
    room.site.says("/rss", status=503)


def said(room: Room) -> list[str]:
    return [ENGLISH(problem) for problem in room.health().problems]


async def test_the_rubrics_page_is_read_while_the_feed_fails_and_nothing_is_told_twice(room: Room) -> None:
    with_ways(room, feed(room), front(room))
    room.follow("depot OR bridge OR school")
    room.news.publishes(1, "The depot", at=NOW - timedelta(hours=1))
    await room.first_poll()
    await room.walk()
    assert room.titles_owed() == ["The depot"]
    assert room.health().way == f"{room.site.url}/rss"

    room.news.publishes(2, "The bridge", at=NOW)
    fails(room)
    room.site.says("/eng/", page(headline(2, "The bridge is closed"), headline(1, "The depot opens")))
    await room.walk()
    assert room.titles_owed() == ["The bridge is closed"]
    assert room.health().way == f"{room.site.url}/eng/"
    assert said(room) == [f"{room.site.url}/rss answered 503 Service Unavailable"]

    room.later(minutes=5)
    room.site.says("/eng/", page(headline(2, "The bridge is closed", views=99), headline(1, "The depot opens")))
    await room.walk()
    room.later(minutes=5)
    room.news.publishes(3, "The school", at=room.now)  # which puts the feed on the wire again
    await room.walk()
    assert room.titles_owed() == ["The school"]
    assert (room.health().way, said(room)) == (f"{room.site.url}/rss", [])
    assert len(room.articles()) == 3


async def test_articles_in_full_without_links_are_those_of_the_feed(room: Room) -> None:
    """They are known by title and minute."""
    with_ways(room, feed(room), front(room, WayKind.PAGES))
    room.follow("depot OR bridge")
    await room.first_poll()
    fails(room)
    at = f"{room.now.astimezone(ZONE):%d.%m.%Y, %H:%M}"
    room.site.says(
        "/eng/", page(story("It opens.", title="The depot", date=at), story("No way.", title="The bridge", date=at))
    )
    await room.poll()
    assert {article.title for article in room.articles()} == {"The depot", "The bridge"}
    room.site.says(
        "/rss",
        rss(*(item(title, f"{room.site.url}/eng/x_{number:010}.html", date=format_datetime(room.now))
              for number, title in enumerate(("The depot", "The bridge"), 1))),
    )  # fmt: skip
    await room.poll()
    assert len(room.articles()) == 2


async def test_the_first_poll_is_silent_by_whichever_way_it_comes(room: Room) -> None:
    with_ways(room, feed(room), front(room))
    room.follow("bridge")
    fails(room)
    room.site.says("/eng/", page(headline(2, "The bridge is closed")))
    await room.walk()
    assert room.titles_owed() == []
    assert len(room.articles()) == 1


async def test_two_ways_at_one_address_ask_for_it_once(room: Room) -> None:
    with_ways(room, feed(room), front(room, WayKind.PAGES), front(room))
    fails(room)
    room.site.says("/eng/", page(headline(2, "The bridge is closed")))
    await room.poll()
    assert room.site.paths() == ["/rss", "/eng/"]
    assert len(room.articles()) == 1
    assert said(room)[1] == f"{room.site.url}/eng/ the rules find no whole article on {room.site.url}/eng/"


async def test_if_no_way_can_be_read_the_first_one_is_why(room: Room) -> None:
    with_ways(room, feed(room), front(room))
    fails(room)
    room.site.says("/eng/", page("<p>Nothing.</p>"))
    await room.poll()
    assert room.last_error() == "answered 503 Service Unavailable"
    assert room.health().failures == 1


async def test_a_list_whose_adverts_change_brings_nothing_new(room: Room) -> None:
    with_ways(room, front(room))
    room.follow("bridge")
    room.site.says("/eng/", page(headline(1, "The depot opens")))
    await room.poll()
    stored = room.store.articles.add_entry
    asked: list[Entry] = []
    room.store.articles.add_entry = lambda source, entry, keys, **how: asked.append(entry)  # type: ignore[method-assign]
    for views in range(3):
        room.site.says("/eng/", page(f"<p>An advert {views}</p>", headline(1, "The depot opens", views)))
        await room.poll()
    assert asked == []
    room.store.articles.add_entry = stored  # type: ignore[method-assign]


async def test_a_headline_without_a_date_that_is_old_by_its_page_alerts_nobody(room: Room) -> None:
    with_ways(room, replace(front(room), item="li"))
    room.follow("bridge OR depot")
    room.site.says("/eng/", page('<li><a href="/eng/a_0000000001.html">An older story</a></li>'))
    await room.walk()
    rows = [
        ("/eng/b_0000000002.html", "The bridge is closed", "25.11.2025, 13:00"),
        ("/eng/c_0000000003.html", "The depot was opened", "02.11.2025, 13:00"),
    ]
    room.site.says("/eng/", page(*(f'<li><a href="{path}">{title}</a></li>' for path, title, _ in rows)))
    for path, title, date in rows:
        room.site.says(path, page(story("Some words.", title=title, date=date)))
    await room.walk()
    assert room.titles_owed() == ["The bridge is closed"]
    assert {article.title: article.silent for article in room.articles()}["The depot was opened"]


# -------------------------------------------------------------------------------------------------------- sitemaps


def sitemap(room: Room, *rows: str) -> str:
    located = "".join(f"<url><loc>{room.site.url}{path}</loc></url>" for path in rows)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{located}</urlset>'


def index(room: Room, *parts: str) -> str:
    located = "".join(
        f"<sitemap><loc>{part if '://' in part else room.site.url + part}</loc></sitemap>" for part in parts
    )
    return f"<sitemapindex>{located}</sitemapindex>"


def by_sitemap(room: Room) -> None:
    with_ways(room, Way(kind=WayKind.SITEMAP, url=f"{room.site.url}/sitemap.xml"))


async def test_the_parts_of_an_index_are_read_and_one_that_fails_is_named(room: Room) -> None:
    by_sitemap(room)
    room.site.says("/sitemap.xml", index(room, "/map1.xml", "/map2.xml", "/map3.xml"))
    room.site.says("/map3.xml", sitemap(room, "/eng/the-bridge-is-closed_0000000001.html"))
    room.site.says("/map2.xml", status=404)
    room.site.says("/map1.xml", sitemap(room, "/eng/the-depot-opens_0000000002.html"))
    await room.poll()
    assert {article.title for article in room.articles()} == {"The bridge is closed", "The depot opens"}
    assert said(room) == [f"{room.site.url}/map2.xml answered 404 Not Found"]


async def test_an_index_whose_parts_all_fail_is_not_read(room: Room) -> None:
    by_sitemap(room)
    room.site.says("/sitemap.xml", index(room, "/map1.xml"))
    room.site.says("/map1.xml", "words")
    await room.poll()
    assert room.last_error() == "what it answered is no sitemap"


async def test_what_is_new_in_a_part_is_found_though_its_index_does_not_change(room: Room) -> None:
    by_sitemap(room)
    room.follow("bridge")
    room.site.says("/sitemap.xml", index(room, "/map1.xml"), headers={"ETag": '"1"'})
    room.site.says("/map1.xml", sitemap(room, "/eng/the-depot-opens_0000000002.html"))
    await room.walk()
    paths = ("/eng/the-bridge-is-closed_0000000001.html", "/eng/the-depot-opens_0000000002.html")
    room.site.says("/map1.xml", sitemap(room, *paths))
    await room.poll()
    assert {article.title for article in room.articles()} == {"The bridge is closed", "The depot opens"}


async def test_a_part_that_has_not_changed_is_not_sent_again(room: Room) -> None:
    by_sitemap(room)
    room.site.says("/sitemap.xml", index(room, "/map1.xml"))
    asked: list[str | None] = []

    async def part(request: web.Request) -> web.Response:
        asked.append(request.headers.get("If-None-Match"))
        body = sitemap(room, "/eng/the-depot-opens_0000000002.html")
        return web.Response(status=304) if asked[-1] else web.Response(text=body, headers={"ETag": '"1"'})

    room.site.does("/map1.xml", part)
    for _ in range(3):
        await room.poll()
    assert asked == [None, '"1"', '"1"']
    assert len(room.articles()) == 1
    assert room.health().last_error is None


async def test_parts_on_another_site_are_not_asked_for(room: Room) -> None:
    """An index comes from foreign hands: it could name an address of the operator's own network."""
    by_sitemap(room)
    async with Site() as inner:
        inner.says("/map.xml", sitemap(room, "/eng/the-bridge-is-closed_0000000001.html"))
        room.site.says("/sitemap.xml", index(room, f"{inner.url}/map.xml", "/map1.xml"))
        room.site.says("/map1.xml", sitemap(room, "/eng/the-depot-opens_0000000002.html"))
        await room.poll()
        assert inner.asked == []
        assert said(room) == [f"{inner.url}/map.xml is on another site, and is not read"]


async def test_an_index_of_itself_ends(room: Room) -> None:
    by_sitemap(room)
    room.site.says("/sitemap.xml", index(room, "/map0.xml"))
    for number in range(20):
        room.site.says(f"/map{number}.xml", index(room, f"/map{number + 1}.xml", "/map0.xml"))
    await room.poll()
    assert len(room.site.asked) <= 1 + PARTS


async def test_an_article_of_a_sitemap_takes_its_title_from_its_page_and_keeps_it(room: Room) -> None:
    by_sitemap(room)
    room.site.says("/sitemap.xml", sitemap(room, "/eng/damba_0000000002.html"))
    await room.walk()
    room.follow("мост")
    room.site.says("/sitemap.xml", sitemap(room, "/eng/damba_0000000002.html", "/eng/most-zakryt_0000000001.html"))
    room.site.says("/eng/most-zakryt_0000000001.html", page(story("Надолго.", title="Мост закрыт")))
    await room.walk()
    assert room.titles_owed() == ["Мост закрыт"]
    room.site.says("/sitemap.xml", sitemap(room, "/eng/most-zakryt_0000000001.html"))
    await room.walk()
    (article,) = (one for one in room.articles() if one.title != "Damba")
    assert (article.title, article.revision) == ("Мост закрыт", 1)


@pytest.mark.parametrize("rules", [True, False])
async def test_the_title_of_a_page_without_rules_is_its_heading(room: Room, rules: bool) -> None:
    with_ways(
        room,
        Way(kind=WayKind.SITEMAP, url=f"{room.site.url}/sitemap.xml"),
        page=room.source.page if rules else None,
    )
    room.site.says("/sitemap.xml", sitemap(room, "/eng/most-zakryt_0000000001.html"))
    text = "Мост закрыт на ремонт до весны, сообщили в городе. " * 5
    room.site.says("/eng/most-zakryt_0000000001.html", page(story(text, title="Мост закрыт")))
    await room.walk()
    assert [article.title for article in room.articles()] == ["Мост закрыт"]
