"""What servers say for good, or for how long: moved, withdrawn, asked less often, a pause between pages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
import pytest_asyncio
from aiohttp import web

from bot.errors import PassingFetchError, RobotsRefusedError, TurnError
from bot.i18n.translator import ENGLISH
from bot.intake.http import HttpClient
from bot.model import Way, WayState
from tests.intake.room import NOW, Room
from tests.intake.site import Site, item, rss, source


@pytest_asyncio.fixture(loop_scope="session")
async def http() -> AsyncIterator[HttpClient]:
    made = HttpClient(time_limit=2)
    yield made
    await made.close()


def with_ways(room: Room, *paths: str) -> None:
    """The file of sources names these, and the program starts again."""
    room.source = replace(room.source, ways=tuple(Way(url=room.site.url + path) for path in paths))
    room.store.sources.sync([room.source], room.now)


async def test_a_lasting_redirect_is_followed_and_kept_until_the_file_names_another_address(room: Room) -> None:
    room.site.moves("/rss", "/new", status=301)
    room.site.says("/new", rss(item("A")))
    for _ in range(2):
        await room.poll()
        room.later(minutes=5)
    assert len(room.articles()) == 1
    address = f"{room.site.url}/rss"
    assert room.store.sources.ways() == [
        WayState(source_key="kt-eng", address=address, moved_to=f"{room.site.url}/new")
    ]
    with_ways(room, "/new")
    await room.poll()
    assert room.store.sources.ways() == []


@pytest.mark.parametrize(("to", "status"), [("/new", 302), ("/new", 307), ("/rss/", 301)])
async def test_a_passing_redirect_and_a_closing_slash_are_nothing_to_tell(room: Room, to: str, status: int) -> None:
    room.site.moves("/rss", to, status=status)
    room.site.says(to, rss(item("A")))
    await room.poll()
    assert len(room.articles()) == 1
    assert room.store.sources.ways() == []


async def test_a_lasting_redirect_to_what_is_no_feed_is_a_failure_and_no_move(room: Room) -> None:
    room.site.moves("/rss", "/front", status=301)
    room.site.says("/front", "<html>", headers={"Content-Type": "text/html"})
    await room.poll()
    assert room.store.sources.ways() == []
    assert "redirected to another place" in room.last_error()


async def test_a_withdrawn_way_is_not_asked_again_and_the_next_one_is_read(room: Room) -> None:
    with_ways(room, "/rss", "/spare")
    room.site.says("/rss", status=410)
    room.site.says("/spare", rss(item("A")))
    for _ in range(2):
        await room.poll()
        room.later(minutes=5)
    assert room.site.paths() == ["/rss", "/spare", "/spare"]
    assert [way.gone_at for way in room.store.sources.ways()] == [NOW]
    assert (room.health().failures, room.health().way) == (0, f"{room.site.url}/spare")


async def test_a_source_whose_ways_are_all_withdrawn_is_not_asked_until_the_file_names_another(room: Room) -> None:
    with_ways(room, "/rss", "/spare")
    room.site.says("/rss", status=410)
    room.site.says("/spare", status=404)
    await room.poll()
    room.later(hours=2)
    room.site.says("/spare", status=410)
    await room.poll()
    assert room.last_error() == "answered 410 Gone"
    for _ in range(3):
        room.later(days=1)
        await room.poll()
    assert room.site.paths() == ["/rss", "/spare", "/spare"]
    with_ways(room, "/new")
    room.site.says("/new", rss(item("A")))
    await room.poll()
    assert (room.health().failures, len(room.articles())) == (0, 1)


async def test_a_source_that_was_disabled_begins_anew(room: Room) -> None:
    room.site.says("/rss", status=410)
    await room.poll()
    room.store.sources.sync([replace(room.source, enabled=False)], room.now)
    room.store.sources.sync([room.source], room.now)
    room.news.shows()
    room.later(hours=1)
    await room.poll()
    assert room.health().failures == 0


#: the jitter of an interval of five minutes
EARLY = timedelta(seconds=30)


def waits(room: Room) -> timedelta:
    """How long the source is left alone from now on."""
    next_poll_at = room.health().next_poll_at
    assert next_poll_at is not None
    return next_poll_at - room.now


@pytest.mark.parametrize(
    ("headers", "ttl", "minutes"),
    [
        pytest.param({}, "", 0, id="nothing"),
        pytest.param({"Cache-Control": "max-age=1200"}, "", 20, id="max-age"),
        pytest.param({"Cache-Control": "max-age=60"}, "", 0, id="sooner than our interval"),
        pytest.param({"Cache-Control": "max-age=86400"}, "", 60, id="no rarer than an hour"),
        pytest.param({}, "<ttl>30</ttl>", 30, id="ttl"),
        pytest.param({"Cache-Control": "max-age=1200"}, "<ttl>30</ttl>", 30, id="both"),
        pytest.param({"Retry-After": "7200"}, "", 120, id="Retry-After of an answer"),
        pytest.param({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "900"}, "", 15, id="nothing remains"),
    ],
)
async def test_a_source_is_polled_as_seldom_as_it_asks(
    room: Room, headers: dict[str, str], ttl: str, minutes: int
) -> None:
    room.site.says("/rss", rss(ttl, item("A")), headers=headers)
    await room.poll()
    assert timedelta(minutes=minutes) - EARLY <= waits(room) <= timedelta(minutes=minutes or 5) + EARLY


async def test_what_a_feed_asked_for_holds_while_its_body_does_not_change(room: Room) -> None:
    room.site.says("/rss", rss("<ttl>30</ttl>", item("A")), headers={"ETag": '"1"'})
    await room.poll()
    room.site.says("/rss", status=304)
    room.later(minutes=30)
    await room.poll()
    assert waits(room) >= timedelta(minutes=30) - EARLY


async def test_a_redirect_that_asks_for_a_pause_is_followed_and_heeded_at_the_next_poll(room: Room) -> None:
    room.site.says("/rss", status=301, headers={"Location": "/new", "Retry-After": "1200"})
    room.site.says("/new", rss(item("A")))
    await room.poll()
    assert len(room.articles()) == 1
    assert waits(room) == timedelta(minutes=20)


async def test_a_refusal_without_retry_after_lasts_until_the_limit_is_reset(site: Site, http: HttpClient) -> None:
    site.says("/rss", status=429, headers={"X-RateLimit-Reset": "90"})
    with pytest.raises(PassingFetchError) as caught:
        await http.feed(f"{site.url}/rss")
    assert caught.value.retry_after == timedelta(seconds=90)


async def test_a_packed_body_that_ends_early_is_read_and_named_in_the_health(room: Room) -> None:
    import gzip

    packed = gzip.compress(rss(item("A"), item("B")).encode())[:-8]
    room.site.says("/rss", packed, headers={"Content-Encoding": "gzip", "ETag": '"1"'})
    await room.poll()
    assert len(room.articles()) == 2
    assert [ENGLISH(problem) for problem in room.health().problems] == [
        "its answer is packed and ends early: what is missing is lost"
    ]


async def test_rules_for_us_by_name_count_before_those_for_all(site: Site, http: HttpClient) -> None:
    site.says("/robots.txt", "User-agent: *\nDisallow: /\n\nUser-agent: Jarshy\nDisallow: /secret\nCrawl-delay: 0.05\n")
    site.says("/a.html", "text")
    mine = source(feed=site.url)
    with pytest.raises(RobotsRefusedError):
        await http.page(f"{site.url}/secret", mine)
    started = asyncio.get_running_loop().time()
    for _ in range(3):
        await http.page(f"{site.url}/a.html", mine)
    assert asyncio.get_running_loop().time() - started >= 0.1, "two pauses between three pages"


async def test_a_long_pause_between_pages_leaves_the_page_due_and_is_no_attempt(room: Room) -> None:
    await room.first_poll()
    room.site.says("/robots.txt", "User-agent: *\nCrawl-delay: 10\n")
    first = room.news.publishes(1, "One", at=room.now)
    second = room.news.publishes(2, "Two", at=room.now - timedelta(minutes=1))
    for _ in range(3):
        await room.walk()
    pages = [path for path in room.site.paths() if path in (first, second)]
    assert len(pages) == 1, "the other waits, and nothing was asked"
    (due,) = room.store.articles.pages_due(room.now, 9, (), sources={"kt-eng": room.store})
    assert due.attempts == 0
    with pytest.raises(TurnError):
        await room.http.page(due.article.url or "", room.source)


async def test_two_sites_do_not_wait_for_each_other(site: Site, http: HttpClient) -> None:
    async with Site() as other:
        for one in (site, other):
            one.says("/robots.txt", "User-agent: *\nCrawl-delay: 10\n")
            one.says("/a.html", "text")
            await http.page(f"{one.url}/a.html", source(feed=one.url))
            with pytest.raises(TurnError):
                await http.page(f"{one.url}/a.html", source(feed=one.url))


async def test_a_password_of_a_way_is_stored_nowhere(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")

    async def closed(request: web.Request) -> web.StreamResponse:
        if "Authorization" not in request.headers:
            return web.Response(status=401)
        return web.Response(status=301, headers={"Location": "/new"})

    room.site.does("/rss", closed)
    room.site.says("/new", rss(item("A")))
    url = f"{room.site.url.replace('//', '//me:verysecret@')}/rss"
    room.source = replace(room.source, ways=(Way(url=url),))
    room.store.sources.sync([room.source], room.now)
    await room.poll()
    assert (len(room.articles()), room.health().way) == (1, f"{room.site.url}/rss")
    room.site.says("/rss", status=410)
    room.later(minutes=5)
    await room.poll()
    assert "verysecret" not in repr(room.store.sources.ways()) + repr(room.health()) + caplog.text
