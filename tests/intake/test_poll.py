"""The flow of news in, from feed bytes on loopback to what is owed in the database."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from aiohttp import web

from bot.i18n.translator import ENGLISH
from bot.intake.reader import Reader
from bot.intake.timing import LATE_AT_ONCE, SILENT_PAGES
from bot.matching.query import GRAMMAR
from bot.model import PageState, Way
from tests.intake.room import NOW, Room, until_asked
from tests.intake.site import Site, item, page, rss, story

FOLLOWED = "depot"


async def test_a_fresh_article_is_read_matched_and_owed_once(room: Room) -> None:
    room.follow(FOLLOWED)
    await room.first_poll()
    room.news.publishes(1, "A second line", "Trains stand still.", "The depot opens.", at=room.now)
    await room.walk()
    (delivery,) = room.owed()
    assert delivery.article.body == "Trains stand still.\n\nThe depot opens."
    assert delivery.reasons[0].typed == FOLLOWED
    assert room.woken == 1
    room.later(minutes=5)
    await room.walk()
    assert room.owed() == []


async def test_neighbours_on_the_page_are_no_match(room: Room) -> None:
    room.follow("AI")
    await room.first_poll()
    room.news.publishes(1, "A second line", "The depot opens.", at=room.now)
    await room.walk()
    assert room.owed() == []
    assert room.woken == 0


async def test_the_first_poll_is_silent_and_reads_its_pages_without_haste(room: Room) -> None:
    room.follow(FOLLOWED)
    for number in range(SILENT_PAGES + 5):
        at = NOW - timedelta(minutes=100 - number)
        room.news.publishes(number, f"News {number}", "The depot opens.", at=at)
    await room.poll()
    assert len(room.articles()) == SILENT_PAGES + 5, "teasers are there at once"
    await room.pages.read_due()
    assert [one.title for one in room.articles() if one.body] == [f"News {SILENT_PAGES + 4}"], "the newest first"
    room.later(minutes=2)
    await room.pages.read_due()
    await room.pages.release_late()
    assert sum(one.page_state is PageState.READ for one in room.articles()) == SILENT_PAGES
    assert sum(one.page_state is PageState.GIVEN_UP for one in room.articles()) == 5
    assert room.articles()[-1].page_state is PageState.GIVEN_UP
    assert room.owed() == []


async def test_after_an_outage_only_what_is_fresh_alerts(room: Room) -> None:
    room.follow(FOLLOWED)
    await room.first_poll()
    room.later(days=3)
    room.news.publishes(1, "Old", "The depot opens.", at=room.now - timedelta(hours=25))
    room.news.publishes(2, "Fresh", "The depot opens.", at=room.now - timedelta(hours=23))
    await room.walk()
    assert room.titles_owed() == ["Fresh"]
    assert [one.silent for one in room.articles()] == [False, True]


async def test_what_a_healthy_source_publishes_late_is_news(room: Room) -> None:
    room.follow(FOLLOWED)
    await room.first_poll()
    room.news.publishes(1, "Late", "The depot opens.", at=room.now - timedelta(days=5))
    await room.walk()
    assert room.titles_owed() == ["Late"]


async def test_an_archive_that_a_source_opens_is_silent(room: Room) -> None:
    room.follow(FOLLOWED)
    await room.first_poll()
    for number in range(LATE_AT_ONCE + 1):
        room.news.publishes(number, f"Old {number}", "The depot opens.", at=room.now - timedelta(days=5 + number))
    room.news.publishes(99, "Fresh", "The depot opens.", at=room.now)
    await room.walk()
    assert room.titles_owed() == ["Fresh"]
    room.later(minutes=5)
    room.restarted()
    room.news.publishes(98, "Late", "The depot opens.", at=room.now - timedelta(days=3))
    await room.walk()
    assert room.titles_owed() == ["Late"], "what is stored already is no archive"


async def test_a_source_that_was_empty_for_days_is_after_an_outage(room: Room) -> None:
    room.follow(FOLLOWED)
    await room.first_poll()
    for _ in range(3):
        room.later(days=1)
        await room.poll()
    room.news.publishes(1, "Old", "The depot opens.", at=room.now - timedelta(hours=25))
    room.news.publishes(2, "Fresh", "The depot opens.", at=room.now - timedelta(hours=23))
    await room.walk()
    assert room.titles_owed() == ["Fresh"]


@pytest.mark.parametrize(
    "nothing",
    [pytest.param({"body": rss()}, id="an empty channel"), pytest.param({"status": 304}, id="304 to a first question")],
)
async def test_nothing_is_no_first_poll(room: Room, nothing: dict[str, Any]) -> None:
    room.follow(FOLLOWED)
    room.site.says("/rss", headers={"ETag": '"1"'}, **nothing)
    for _ in range(2):
        await room.walk()
        room.later(minutes=5)
    assert room.health().first_polled_at is None
    for number in range(3):
        room.news.publishes(number, f"Old {number}", "The depot opens.")
    room.news.publishes(8, "Published since", "The depot opens.", at=room.now)
    await room.walk()
    assert room.titles_owed() == ["Published since"]
    room.later(minutes=5)
    room.news.publishes(9, "Fresh", "The depot opens.", at=room.now)
    await room.walk()
    assert room.titles_owed() == ["Fresh"]


async def test_a_server_that_answers_304_for_ever_is_asked_for_the_whole_now_and_then(room: Room) -> None:
    room.site.says("/rss", rss(item("x")), headers={"ETag": '"1"'})
    await room.poll()
    body = rss(item("Fresh", date=format_datetime(NOW + timedelta(hours=5))))

    async def stuck(request: web.Request) -> web.StreamResponse:
        return web.Response(status=304) if "If-None-Match" in request.headers else web.Response(text=body)

    room.site.does("/rss", stuck)
    for _ in range(6):
        room.later(hours=1)
        await room.poll()
    assert [article.title for article in room.articles()] == ["Fresh", "x"]
    assert ["If-None-Match" in request.headers for request in room.site.asked] == [False, *[True] * 5, False]


async def test_an_address_with_a_slash_and_an_unsteady_date_alerts_once(room: Room) -> None:
    room.follow(FOLLOWED)
    await room.first_poll()
    for minutes in range(3):
        date = format_datetime(room.now + timedelta(minutes=minutes))
        room.site.says("/rss", rss(item("A depot", f"{room.site.url}/news/a-depot-opens/", date=date)))
        await room.walk()
        room.later(minutes=16)
    await room.walk()
    assert room.titles_owed() == ["A depot"]


async def test_one_article_listed_under_two_headlines_is_told_once_and_not_edited_at_each_poll(room: Room) -> None:
    await room.first_poll()
    link = f"{room.site.url}/b/7.html"
    twice = [
        item("Bridge opens", link, guid=link, date=format_datetime(NOW)),
        item("Bridge opens: photos", link, guid=link, date=format_datetime(NOW + timedelta(minutes=2))),
    ]
    for more in ([], [item("Another")], [item("A third")]):
        room.site.says("/rss", rss(*twice, *more))
        await room.poll()
        room.later(minutes=5)
    (bridge,) = [article for article in room.articles() if article.url == link]
    assert (bridge.title, bridge.revision) == ("Bridge opens: photos", 1)


async def test_the_dates_that_can_not_be_read_are_shown_in_the_sources_health(room: Room) -> None:
    room.site.says("/rss", rss(item("A", date="2025-11-25 around noon"), item("B", date="soon"), item("C")))
    await room.poll()
    assert [ENGLISH(problem) for problem in room.health().problems] == [
        'The dates of 2 entries can\'t be read, for example "2025-11-25 around noon"'
    ]
    room.site.says("/rss", rss(item("A", date=format_datetime(NOW))))
    await room.poll()
    assert room.health().problems == ()


async def test_a_day_without_a_time_is_news_all_day_and_shown_at_no_midnight(room: Room) -> None:
    room.follow(FOLLOWED)
    await room.first_poll()
    room.later(days=2)  # an outage; 14:05 in Almaty
    items = [item(f"A depot {day}", date=day) for day in ("2025-11-27", "2025-11-26", "2025-11-25", "2025-11-20")]
    room.site.says("/rss", rss(*items))
    await room.walk()
    assert sorted(room.titles_owed()) == ["A depot 2025-11-26", "A depot 2025-11-27"]
    assert room.articles()[0].published_at == room.now


async def test_an_undated_title_is_known_while_it_is_listed_and_a_week_after(room: Room) -> None:
    room.follow(FOLLOWED)
    await room.first_poll()
    listed = rss(item("A depot of no date"))
    room.site.says("/rss", listed, headers={"ETag": '"1"'})
    await room.walk()
    assert room.titles_owed() == ["A depot of no date"]
    room.site.says("/rss", status=304)
    for _ in range(3):  # nothing new for three weeks
        room.later(days=7)
        await room.poll()
        room.store.sweep(room.now, bodies_before=room.now)
    room.restarted()
    room.site.says("/rss", rss(item("Another depot"), item("A depot of no date")))
    await room.walk()
    assert room.titles_owed() == ["Another depot"]
    room.site.says("/rss", rss(item("Another depot")))
    await room.walk()
    room.later(days=6)
    room.store.sweep(room.now, bodies_before=room.now)
    room.site.says("/rss", listed)
    await room.walk()
    assert room.owed() == [], "it came back within a week"
    room.site.says("/rss", rss(item("Another depot")))
    await room.walk()
    room.later(days=8)
    room.store.sweep(room.now, bodies_before=room.now)
    room.site.says("/rss", listed)
    await room.walk()
    assert room.titles_owed() == ["A depot of no date"], "it is news again"


async def test_another_way_tells_nothing_twice_and_nothing_old(room: Room) -> None:
    room.follow(FOLLOWED)
    await room.first_poll()
    known = room.news.publishes(1, "Depot known", "The depot opens.", at=room.now)
    await room.walk()
    assert room.titles_owed() == ["Depot known"]
    room.site.says("/rss", status=503)
    heads = {"Depot new": "/eng/n_0000000009.html", "Depot known…": known, "Depot old": "/eng/o_0000000002.html"}
    room.site.says("/list", rss(*(item(title, room.site.url + path) for title, path in heads.items())))
    two_ways = replace(room.source, ways=(*room.source.ways, Way(url=f"{room.site.url}/list")), id=None)
    await room.poller.poll(two_ways)
    room.later(minutes=16)
    await room.walk()
    assert room.titles_owed() == ["Depot new"]
    room.later(hours=2)
    room.news.publishes(9, "Depot new", "The depot opens.", at=NOW + timedelta(minutes=5))
    room.news.items[0] = item(
        "Depot new", f"{room.site.url}/eng/n_0000000009.html", guid="n-9", date=format_datetime(NOW)
    )
    room.news.shows()
    await room.poller.poll(two_ways)
    room.later(minutes=16)
    await room.walk()
    assert room.owed() == [], "the feed has come back"
    room.site.says("/rss", rss(item("Depot new, edited", f"{room.site.url}/eng/slug-9.html", guid="n-9")))
    await room.poller.poll(two_ways)
    await room.walk()
    assert room.owed() == [], "its guid is known from then on"


async def test_new_entries_are_read_before_silent_ones(room: Room) -> None:
    for number in range(3):
        room.news.publishes(number, f"Old {number}", at=NOW - timedelta(hours=2))
    await room.poll()
    path = room.news.publishes(9, "Fresh", at=NOW)
    await room.poll()
    room.later(minutes=1)
    await room.pages.read_due()
    assert next(one for one in room.site.paths() if one != "/rss") == path


async def test_an_unchanged_feed_is_not_parsed_again(room: Room) -> None:
    room.news.publishes(1, "News")
    await room.walk()
    await room.reader.close()
    await room.poll()
    assert room.reader.child is None
    assert room.health().last_ok_at == room.now


async def test_a_feed_is_asked_for_conditionally_and_304_is_well(room: Room) -> None:
    room.site.says("/rss", rss(item("x")), headers={"ETag": '"1"', "Last-Modified": "Tue, 25 Nov 2025 08:20:00 GMT"})
    await room.poll()
    room.site.says("/rss", status=304)
    for _ in range(2):
        await room.poll()
        asked = room.site.asked[-1].headers
        assert (asked["If-None-Match"], asked["If-Modified-Since"]) == ('"1"', "Tue, 25 Nov 2025 08:20:00 GMT")
    assert room.health().last_error is None


async def test_a_headline_edited_in_the_feed_updates_the_article_and_alerts_nobody_again(room: Room) -> None:
    room.follow(FOLLOWED)
    await room.first_poll()
    room.news.publishes(1, "Old words", "The depot opens.", at=room.now)
    await room.walk()
    assert room.titles_owed() == ["Old words"]
    room.news.items.clear()
    room.news.publishes(1, "New words", "The depot opens.", at=room.now)
    await room.walk()
    assert [one.title for one in room.articles()] == ["New words"]
    assert room.owed() == []


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        pytest.param({"body": page(story("x"))}, "answered HTML in place of a feed", id="HTML in place of XML"),
        pytest.param({"status": 403}, "answered 403 Forbidden", id="403"),
        pytest.param({"status": 404}, "answered 404 Not Found", id="404"),
        pytest.param({"status": 500}, "answered 500 Internal Server Error", id="500"),
        pytest.param(
            {"body": b"\x1f\x8b\x08", "headers": {"Content-Encoding": "compress"}}, "not asked for", id="encoding"
        ),
        pytest.param({"body": "words"}, "no feed", id="words"),
    ],
)
async def test_a_failing_source_keeps_its_reason_backs_off_and_recovers(
    room: Room, answer: dict[str, object], reason: str
) -> None:
    room.site.says("/rss", **answer)  # type: ignore[arg-type]
    await room.poll()
    assert reason in room.last_error()
    assert (room.health().failures, room.health().last_error_at) == (1, room.now)
    await room.poll()
    assert len(room.site.asked) == 1, "it is left alone until its next turn"
    room.news.publishes(1, "News")
    room.later(minutes=5)
    await room.poll()
    assert (room.health().failures, len(room.articles())) == (0, 1)


async def test_a_redirect_to_something_else_than_a_feed_names_its_target(room: Room) -> None:
    room.site.moves("/rss", "/front")
    room.site.says("/front", page(story("x")))
    await room.poll()
    place = f"{room.site.url}/front"
    assert room.last_error() == f"redirected to another place: {place} (answered HTML in place of a feed)"


async def test_a_redirect_that_yields_a_feed_is_well(room: Room) -> None:
    room.site.moves("/rss", "/new")
    room.site.says("/new", rss(item("x")))
    await room.poll()
    assert len(room.articles()) == 1


async def test_a_server_that_never_answers_holds_up_only_itself(room: Room) -> None:
    room.site.hangs("/rss")
    await room.poll()
    assert room.last_error() == "did not answer within 1.5 s"


async def test_retry_after_is_obeyed_to_the_second(room: Room) -> None:
    room.site.says("/rss", status=503, headers={"Retry-After": "7200"})
    await room.poll()
    assert room.health().next_poll_at == room.now + timedelta(hours=2)


async def test_odd_entries_are_stored_as_they_can_be(room: Room) -> None:
    room.follow(FOLLOWED)
    await room.first_poll()
    section = f"{room.site.url}/rus/society/.html"
    room.site.says(
        "/rss",
        rss(
            item("No date, no link, a depot"),
            item(None, teaser="A teaser of a depot alone"),
            item("A depot of tomorrow", date="Tue, 25 Nov 2099 13:20:00 +0500"),
            item("Section link, depot", section, guid=section),
            item("Another section link, depot", section),
            item(None),
        ),
    )
    await room.walk()
    assert len(room.articles()) == 5
    assert all(one.published_at <= room.now for one in room.articles())
    assert sorted(room.titles_owed()) == [
        "A depot of tomorrow",
        "A teaser of a depot alone",
        "No date, no link, a depot",
    ], "those whose page is still tried wait for it"
    room.later(minutes=16)
    await room.walk()
    assert len(room.owed()) == 2


async def test_hundreds_of_entries_at_once_are_stored(room: Room) -> None:
    room.site.says("/rss", rss(*(item(f"News {number}") for number in range(300))))
    await room.poll()
    assert len(room.articles()) == 300
    assert room.health().failures == 0


async def test_an_undated_article_takes_the_date_of_its_page(room: Room) -> None:
    await room.first_poll()
    room.later(hours=1)
    path = room.news.publishes(1, "News", at=None)
    room.site.says(path, page(story("Text.", date="25.11.2025, 14:30")))
    await room.walk()
    assert room.articles()[0].published_at == NOW + timedelta(minutes=30)


@pytest.mark.parametrize(
    ("date", "published_at", "told"),
    [
        ("25.11.2025", NOW + timedelta(hours=1), True),
        ("24.11.2025", datetime(2025, 11, 23, 19, 0, tzinfo=UTC), True),
        ("23.11.2025", datetime(2025, 11, 22, 19, 0, tzinfo=UTC), False),
    ],
)
async def test_a_day_on_a_page_is_no_midnight(room: Room, date: str, published_at: datetime, told: bool) -> None:
    """It is 15:00 in Almaty: yesterday's last minute is 15 hours ago, that of the day before 39."""
    await room.first_poll()
    room.follow("News")
    room.later(hours=1)
    path = room.news.publishes(1, "News", at=None)
    room.site.says(path, page(story("Text.", date=date)))
    await room.walk()
    (article,) = room.articles()
    assert room.titles_owed() == (["News"] if told else [])
    assert article.published_at == (article.first_seen_at if published_at > NOW else published_at)


async def test_a_late_page_does_not_lose_the_alert(room: Room) -> None:
    room.follow("teaser")
    room.follow(FOLLOWED)
    await room.first_poll()
    path = room.news.publishes(1, "A second line", at=room.now, teaser="A teaser that some follow.")
    room.site.says(path, status=503)
    await room.walk()
    assert room.owed() == []
    room.later(minutes=16)
    await room.walk()
    assert room.titles_owed() == ["A second line"], "on its teaser"
    room.site.says(path, page(story("The depot opens.", title="A second line")))
    room.later(hours=1)
    await room.walk()
    (article,) = room.articles()
    assert (article.page_state, article.body) == (PageState.READ, "The depot opens.")


async def test_a_page_is_given_up_after_a_day(room: Room) -> None:
    await room.first_poll()
    room.site.says(room.news.publishes(1, "A second line", at=room.now), status=404)
    await room.poll()
    for _ in range(60):
        await room.pages.read_due()
        room.later(minutes=30)
    assert room.articles()[0].page_state is PageState.GIVEN_UP
    assert 24 <= len(room.site.paths()) - 2 <= 29


async def test_a_page_that_robots_txt_keeps_is_given_up_at_once_and_goes_out_on_its_teaser(room: Room) -> None:
    room.site.says("/robots.txt", "User-agent: *\nDisallow: /eng/\n")
    room.follow("teaser")
    await room.first_poll()
    room.news.publishes(1, "A second line", at=room.now)
    await room.walk()
    assert room.articles()[0].page_state is PageState.GIVEN_UP
    assert room.titles_owed() == ["A second line"]


async def test_a_page_that_moved_to_the_front_page_is_not_the_article(room: Room) -> None:
    await room.first_poll()
    room.site.moves(room.news.publishes(1, "A second line", at=room.now), "/")
    room.site.says("/", page(story("Another article.")))
    room.site.moves(room.news.publishes(2, "Edited", at=room.now), "/eng/society/better_0000000002.html")
    room.site.says("/eng/society/better_0000000002.html", page(story("The edited article.")))
    await room.walk()
    assert {one.title: one.body for one in room.articles()} == {"A second line": None, "Edited": "The edited article."}


async def test_without_ids_only_the_front_page_is_another_place(room: Room) -> None:
    await room.first_poll()
    for place in ("/", "/b.html"):
        room.site.says(place, page(story(f"At {place}.")))
    room.site.says("/rss", rss(item("One", f"{room.site.url}/one.html"), item("Two", f"{room.site.url}/two.html")))
    room.site.moves("/one.html", "/")
    room.site.moves("/two.html", "/b.html")
    await room.walk()
    assert {one.title: one.body for one in room.articles()} == {"One": None, "Two": "At /b.html."}


async def test_a_page_of_a_host_that_asks_for_rest_waits_as_long(room: Room) -> None:
    await room.first_poll()
    path = room.news.publishes(1, "A second line", at=room.now)
    room.site.says(path, status=429, headers={"Retry-After": "600"})
    await room.walk()
    assert room.store.articles.pages_due(room.now + timedelta(minutes=9), 1) == []
    assert room.store.articles.pages_due(room.now + timedelta(minutes=10), 1) != []


async def test_a_headline_that_its_page_repeats_is_left_out_of_the_text(room: Room) -> None:
    await room.first_poll()
    room.news.publishes(1, "A second line", "A SECOND LINE", "The depot opens.", at=room.now)
    room.news.publishes(2, "Only this", "Only this", at=room.now + timedelta(seconds=1))
    await room.walk()
    assert {one.body for one in room.articles()} == {"The depot opens.", "Only this"}


async def test_a_slow_page_holds_up_neither_teasers_nor_news_that_comes_meanwhile(
    site: Site, database_url: str, reader: Reader
) -> None:
    room = Room(site, database_url, reader=reader, time_limit=5)
    room.follow("teaser")
    await room.first_poll()
    gate = asyncio.Event()

    async def slow(request: web.Request) -> web.StreamResponse:
        await gate.wait()
        return web.Response(text=page(story("Late.", title="Slow")), content_type="text/html")

    path = room.news.publishes(1, "Slow", at=room.now)
    room.site.does(path, slow)
    await room.poll()
    reading = asyncio.create_task(room.pages.read_due())
    await until_asked(room.site, path)
    await room.pages.read_due()  # the one under way does it all
    room.later(minutes=16)
    while not (owed := room.titles_owed()):
        await asyncio.sleep(0.05)
    assert owed == ["Slow"]
    gate.set()
    await reading
    assert room.articles()[0].body == "Late."
    await room.close()


async def test_pages_stay_due_when_reading_stops(room: Room) -> None:
    await room.first_poll()
    path = room.news.publishes(1, "Slow", at=room.now)
    room.site.hangs(path)
    await room.poll()
    reading = asyncio.create_task(room.pages.read_due())
    await until_asked(room.site, path)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert len(room.store.articles.pages_due(room.now, 5)) == 1


async def test_a_source_is_never_polled_twice_at_once(room: Room) -> None:
    room.news.publishes(1, "News")
    await asyncio.gather(*(room.poll() for _ in range(5)))
    assert room.site.paths() == ["/rss"]


async def test_a_follow_made_while_an_article_is_matched_is_matched_too(room: Room) -> None:
    await room.first_poll()
    room.news.publishes(1, "A second line", "The depot opens.", at=room.now)
    await room.poll()
    asked = room.store.follows.queries_after

    def and_then_someone_follows(cursor: int) -> tuple[int, list[tuple[int, str]]]:
        answer = asked(cursor)
        room.store.follows.queries_after = asked  # type: ignore[method-assign]
        room.follow(FOLLOWED)
        return answer

    room.store.follows.queries_after = and_then_someone_follows  # type: ignore[method-assign]
    await room.pages.read_due()
    assert room.titles_owed() == ["A second line"]


async def test_a_query_that_can_not_be_read_any_more_stops_no_other(room: Room) -> None:
    room.follow(FOLLOWED)
    broken = room.store.follows.upsert_query('"', '"', room.now, grammar=GRAMMAR)
    from tests.intake.room import CHAT

    room.store.follows.subscribe(CHAT, broken, '"', room.now)
    await room.first_poll()
    room.news.publishes(1, "A second line", "The depot opens.", at=room.now)
    await room.walk()
    assert room.titles_owed() == ["A second line"]


async def test_a_poll_never_raises(room: Room) -> None:
    from dataclasses import replace

    await room.poller.poll(replace(room.source, key="nobody-knows"))


async def test_a_page_of_a_removed_source_is_harmless(room: Room) -> None:
    await room.first_poll()
    room.news.publishes(1, "A second line", at=room.now)
    await room.poll()
    await room.reads_pages_of().read_due()
    assert room.articles()[0].page_state is PageState.AWAITING
