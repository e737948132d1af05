"""Archives are read in: silently, whole, once, and on from where it was stopped."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web

from bot.errors import LastingFetchError, StatedProblem
from bot.intake import backfill as reading
from bot.intake.archive_walk import Span
from bot.intake.backfill import Backfill
from bot.intake.backfilled import Done, Wish
from bot.model import PageState, Source, Way, WayKind
from tests.intake.room import CHAT, NOW, Room
from tests.intake.site import item, page, rss, story

ALMATY = ZoneInfo("Asia/Almaty")
SPAN = Span(since=None, until=NOW - timedelta(days=1))


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LONGEST_WAIT", timedelta(seconds=1))


def wish(**changes: object) -> Wish:
    usual = Wish(span=SPAN, limit=None, every=timedelta(), texts_since=NOW - timedelta(days=3_650), dry=False)
    return replace(usual, **changes)  # type: ignore[arg-type]  # as the test says


def path(number: int) -> str:
    return f"/eng/society/slug_{number:010}.html"


def publish(room: Room, *numbers: int, title: str = "Port of Aktau grows") -> None:
    """Pages of articles, one a day back from ten days ago."""
    for number in numbers:
        at = NOW - timedelta(days=10 + number)
        told = story(
            f"Long text {number} about қала.",
            title=f"{title} {number}",
            date=f"{at.astimezone(ALMATY):%d.%m.%Y, %H:%M}",
        )
        room.site.says(path(number), page(told))


def listed(*numbers: int, following: str = "") -> str:
    """A page of headlines, with what stands below them."""
    rows = (
        f'<li><a href="{path(number)}">Port of Aktau grows {number}</a>'
        f"<time>{(NOW - timedelta(days=10 + number)).astimezone(ALMATY):%d.%m.%Y, %H:%M}</time></li>"
        for number in numbers
    )
    return f"<html><body><ul>{''.join(rows)}</ul>{following}</body></html>"


def sitemap(room: Room, *numbers: int) -> str:
    rows = (f"<url><loc>{room.site.url}{path(number)}</loc><lastmod>2025-11-25</lastmod></url>" for number in numbers)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(rows)}</urlset>'


def of_list(room: Room) -> Source:
    way = Way(kind=WayKind.LIST, url=f"{room.site.url}/news", item="li", date="time", date_format="%d.%m.%Y, %H:%M")
    return replace(room.source, ways=(way,))


def reader_of(
    room: Room,
    source: Source | None = None,
    report: Callable[[Done], None] = lambda _: None,
    **changes: object,
) -> Backfill:
    return Backfill(
        store=room.store,
        http=room.http,
        reader=room.reader,
        matcher=room.matches(),
        source=source or room.source,
        wish=wish(**changes),
        clock=lambda: room.now,
        report=report,
    )


async def read(room: Room, way: Way | str | None = None, source: Source | None = None, **changes: object) -> Done:
    own = source or room.source
    return await reader_of(room, own, **changes).run(way or own.ways[0])  # type: ignore[arg-type]  # as the test says


async def test_what_is_read_in_is_found_and_alerts_nobody(room: Room) -> None:
    query_id = room.follow("Aktau")
    publish(room, 1, 2)
    room.site.says("/rss", rss(*(item(f"Port of Aktau grows {n}", room.site.url + path(n)) for n in (1, 2))))
    done = await read(room)
    assert (done.stored, done.known, done.ended, done.problems) == (2, 0, True, [])
    one, two = room.articles()
    assert [each.published_at for each in (one, two)] == [NOW - timedelta(days=11), NOW - timedelta(days=12)]
    assert "Long text 1 about қала." in (one.body or "")
    assert one.silent
    assert one.page_state is PageState.READ
    assert room.titles_owed() == []
    assert room.woken == 0
    assert {each.query_id for each in room.store.articles.reasons(CHAT, one.id)} == {query_id}
    assert (await read(room)).known == 2
    assert len(room.articles()) == 2


async def test_what_is_read_in_comes_to_a_story_only_if_it_is_of_the_last_days(room: Room) -> None:
    publish(room, 1, -8)
    room.site.says("/rss", rss(*(item(f"Port of Aktau grows {n}", room.site.url + path(n)) for n in (1, -8))))
    assert (await read(room)).stored == 2
    lately, long_ago = room.articles()
    assert [entry.article.id for entry in room.store.stories.of(lately.id)] == [lately.id]
    assert lately.published_at == NOW - timedelta(days=2)
    assert room.store.stories.of(long_ago.id) == ()
    assert room.store.stories.features([lately.id, long_ago.id]).keys() == {lately.id}


async def test_what_was_published_lately_is_left_to_the_workers(room: Room) -> None:
    await room.first_poll()
    room.follow("metro")
    fresh = format_datetime(room.now)
    room.site.says(path(7), page(story("Text.", title="The metro grows", date="")))
    room.site.says("/rss", rss(item("The metro grows", room.site.url + path(7), date=fresh)))
    assert (await read(room)).stored == 0
    await room.walk()
    assert room.titles_owed() == ["The metro grows"]


async def test_older_pages_of_a_list_are_followed_by_their_links_or_their_numbers(room: Room) -> None:
    publish(room, *range(1, 7))
    source = of_list(room)
    bodies = {"1": listed(1, 2), "2": listed(3, 4), "3": listed(5, 6)}

    async def answer(request: web.Request) -> web.Response:
        body = bodies.get(request.query.get("page", "1"), "<html><body><ul></ul></body></html>")
        return web.Response(text=body, content_type="text/html")

    room.site.does("/news", answer)
    done = await read(room, source=source)
    assert (done.stored, done.problems, done.ended) == (6, [], True)


async def test_a_list_that_shows_the_same_page_for_each_number_ends(room: Room) -> None:
    publish(room, 1, 2)
    room.site.says("/news", listed(1, 2))
    done = await read(room, source=of_list(room))
    assert (done.stored, done.ended) == (2, True)
    assert room.site.paths().count("/news") == 2


async def test_a_list_is_read_until_what_is_older_than_asked_for(room: Room) -> None:
    publish(room, 1, 2, 30, 31)
    following = '<a rel="next" href="/news-2">older</a>'
    room.site.says("/news", listed(1, 2, following=following))
    room.site.says("/news-2", listed(30, 31, following='<a rel="next" href="/news-3">older</a>'))
    done = await read(room, source=of_list(room), span=replace(SPAN, since=NOW - timedelta(days=20)))
    assert (done.stored, done.ended) == (2, True)
    assert "/news-3" not in room.site.paths()


async def test_a_sitemap_index_is_read_whole_gzipped_or_not(room: Room) -> None:
    publish(room, *range(1, 5))
    months = "".join(f"<sitemap><loc>{room.site.url}/sitemap-{n}.xml.gz</loc></sitemap>" for n in (1, 2))
    room.site.says(
        "/sitemap.xml", f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{months}</sitemapindex>'
    )
    room.site.says("/sitemap-1.xml.gz", gzip.compress(sitemap(room, 1, 2).encode()))
    room.site.says("/sitemap-2.xml.gz", gzip.compress(sitemap(room, 3, 4).encode()))
    done = await read(room, f"{room.site.url}/sitemap.xml")
    assert (done.stored, done.ended, done.problems) == (4, True, [])
    assert {article.title for article in room.articles()} == {f"Port of Aktau grows {n}" for n in range(1, 5)}
    assert done.newest == NOW - timedelta(days=11)


async def test_a_page_that_is_gone_ends_nothing_and_is_named(room: Room) -> None:
    publish(room, 1, 3)
    room.site.says("/sitemap.xml", sitemap(room, 1, 2, 3))
    done = await read(room, f"{room.site.url}/sitemap.xml")
    assert done.stored == 2
    assert [address for address, _ in done.problems] == [room.site.url + path(2)]


async def test_an_article_whose_site_fails_for_now_is_read_by_a_worker_later(room: Room) -> None:
    at = format_datetime(NOW - timedelta(days=3))
    room.site.says(path(1), status=503)
    room.site.says("/rss", rss(item("Port of Aktau grows", room.site.url + path(1), date=at, teaser="A pier.")))
    done = await read(room)
    assert (done.stored, len(done.problems)) == (1, 1)
    (article,) = room.articles()
    assert article.page_state is PageState.AWAITING
    room.later(minutes=5)
    publish(room, 1)
    await room.pages.read_due()
    (article,) = room.articles()
    assert "Long text 1" in (article.body or "")
    assert article.silent


async def test_an_article_without_any_date_is_left_out_and_counted(room: Room) -> None:
    room.site.says(path(1), page(story("Text.", title="Port", date="")))
    room.site.says("/sitemap.xml", sitemap(room, 1).replace("<lastmod>2025-11-25</lastmod>", ""))
    done = await read(room, f"{room.site.url}/sitemap.xml")
    assert (done.stored, done.undated) == (0, 1)


async def test_of_what_is_older_than_texts_are_kept_only_the_title_is_stored(room: Room) -> None:
    publish(room, 1)
    at = format_datetime(NOW - timedelta(days=400))
    room.site.says("/rss", rss(item("Port of Aktau grows", room.site.url + path(1), date=at, teaser="A pier.")))
    done = await read(room, texts_since=NOW - timedelta(days=31))
    assert done.stored == 1
    (article,) = room.articles()
    assert (article.title, article.body) == ("Port of Aktau grows", None)
    assert room.site.paths() == ["/rss"] * 2  # and the guess of a second page


async def test_a_dry_run_stores_nothing_and_says_how_many_there_are(room: Room) -> None:
    publish(room, 1, 2)
    dates = {n: format_datetime(NOW - timedelta(days=10 + n)) for n in (1, 2)}
    room.site.says("/rss", rss(*(item(f"Port {n}", room.site.url + path(n), date=dates[n]) for n in (1, 2))))
    done = await read(room, dry=True)
    assert (done.stored, done.oldest) == (2, NOW - timedelta(days=12))
    assert room.articles() == []
    assert room.store.backfills.cursor(room.source.key, f"{room.site.url}/rss") is None


async def test_it_goes_on_where_it_was_stopped_and_stores_nothing_twice(room: Room) -> None:
    publish(room, *range(1, 7))
    source = of_list(room)
    for number, shown in enumerate([(1, 2), (3, 4), (5, 6)], 1):
        following = f'<a rel="next" href="/news{number + 1}">next</a>' if number < 3 else ""
        room.site.says("/news" if number == 1 else f"/news{number}", listed(*shown, following=following))
    first = await read(room, source=source, limit=3)
    assert (first.stored, first.ended) == (3, False)
    asked = len(room.site.paths())
    second = await read(room, source=source)
    assert (second.stored, second.ended) == (3, True)
    assert "/news" not in room.site.paths()[asked:], "the first page is done"
    assert len({article.url for article in room.articles()}) == len(room.articles()) == 6


async def test_it_ends_after_the_article_that_is_being_stored(room: Room) -> None:
    publish(room, *range(1, 5))
    room.site.says("/sitemap.xml", sitemap(room, *range(1, 5)))
    made: list[Backfill] = []
    made.append(reader_of(room, report=lambda done: made[0].stop() if done.stored == 2 else None))
    done = await made[0].run(f"{room.site.url}/sitemap.xml")
    assert (done.stored, done.ended, len(room.articles())) == (2, False, 2)


async def test_articles_of_other_sites_and_maps_of_them_are_left_out(room: Room) -> None:
    publish(room, 1)
    other = "<url><loc>http://elsewhere.example/news/a_0000000009.html</loc></url>"
    room.site.says("/sitemap.xml", sitemap(room, 1).replace("</urlset>", other + "</urlset>"))
    assert (await read(room, f"{room.site.url}/sitemap.xml")).stored == 1


async def test_robots_txt_is_obeyed_page_by_page(room: Room) -> None:
    publish(room, 1)
    room.site.says("/robots.txt", "User-agent: *\nDisallow: /eng/")
    room.site.says("/sitemap.xml", sitemap(room, 1))
    done = await read(room, f"{room.site.url}/sitemap.xml")
    assert (done.stored, len(done.problems)) == (0, 1)
    assert path(1) not in room.site.paths()


async def test_an_archive_that_can_not_be_read_at_all_is_an_error(room: Room) -> None:
    with pytest.raises(LastingFetchError):
        await read(room, f"{room.site.url}/nothing")
    room.site.says("/page", "<html><body>Hello</body></html>")
    with pytest.raises(StatedProblem, match="neither a feed nor a sitemap"):
        await read(room, f"{room.site.url}/page")


async def test_what_a_killed_run_has_not_matched_is_matched_by_the_next(room: Room) -> None:
    query_id = room.follow("Aktau")
    publish(room, 1)
    room.site.says("/sitemap.xml", sitemap(room, 1))
    killed = reader_of(room)

    async def die(_: object) -> None:
        raise KeyboardInterrupt

    killed._match = die  # type: ignore[method-assign,assignment]  # killed between two transactions
    with pytest.raises(KeyboardInterrupt):
        await killed.run(f"{room.site.url}/sitemap.xml")
    (article,) = room.articles()
    assert room.store.articles.reasons(CHAT, article.id) == ()
    done = await read(room, f"{room.site.url}/sitemap.xml")
    assert (done.stored, done.known) == (0, 1)
    assert {each.query_id for each in room.store.articles.reasons(CHAT, article.id)} == {query_id}
    assert room.titles_owed() == []
