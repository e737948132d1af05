"""A feed of very many entries never loses its newest ones: it is read in parts, and cut where it is too large."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from bot.errors import LastingFetchError, ParseError
from bot.i18n.translator import ENGLISH
from bot.intake.http import HttpClient
from bot.intake.many import MANY, PART
from bot.intake.reader import Reader
from bot.intake.ways import Ways
from bot.model import Listing, Way, WayKind
from tests.intake.kinds import documents
from tests.intake.site import Site, item, rss, source

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
COUNT = MANY + 3 * PART + 7


def newest_first(count: int = COUNT) -> list[str]:
    """Items whose numbers count from the newest one, 0."""
    return [
        item(
            f"Number {number}",
            f"https://kt.example/{number}.html",
            date=format_datetime(NOW - timedelta(minutes=number)),
            teaser=f"About {number}.",
        )
        for number in range(count)
    ]


def parsed(feed: str, *, capped: bool = False, until: float | None = None) -> Listing:
    return documents.feed(feed, source(), capped=capped, until=until)


def numbers(listing: Listing) -> list[int]:
    return [int(entry.title.removeprefix("Number ")) for entry in listing.entries]


def problems(listing: Listing) -> list[str]:
    return [ENGLISH(problem) for problem in listing.problems]


@pytest.mark.parametrize("oldest_first", [False, True])
def test_with_time_enough_all_of_it_is_read_in_its_own_order(oldest_first: bool) -> None:
    items = newest_first()
    listing = parsed(rss(*(reversed(items) if oldest_first else items)), until=math.inf)
    assert numbers(listing) == sorted(range(COUNT), reverse=oldest_first)
    assert problems(listing) == []
    assert {entry.teaser for entry in listing.entries} == {f"About {number}." for number in range(COUNT)}


@pytest.mark.parametrize("oldest_first", [False, True])
def test_when_there_is_no_time_the_newest_are_read_at_whichever_end_they_stand(oldest_first: bool) -> None:
    items = newest_first(MANY + PART)
    listing = parsed(rss(*(reversed(items) if oldest_first else items)), until=0.0)
    assert numbers(listing) == sorted(range(PART), reverse=oldest_first)
    assert problems(listing) == [f"too many entries to be read in time: the oldest {MANY} were left out"]


def test_one_broken_entry_among_very_many_costs_only_itself() -> None:
    items = newest_first()
    items[250] = items[250].replace("<title>", "<title><![CDATA[", 1).replace("</item>", "<b></item>")
    found = numbers(parsed(rss(*items)))
    assert set(range(COUNT)) - set(found) <= {250}


def test_of_a_feed_that_is_cut_all_whole_entries_of_its_beginning_are_read() -> None:
    listing = parsed(rss(*newest_first())[:-90], capped=True)
    assert numbers(listing) == list(range(COUNT - 1))
    assert [problem.partition(": ")[2] for problem in problems(listing)] == [
        "only its beginning is read, where the newest entries stand"
    ]


@pytest.mark.parametrize(
    "feed",
    [
        rss(*reversed(newest_first()))[:-90],
        '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1"',
        rss(),
    ],
    ids=["the newest are missing", "of JSON no part is read", "without an entry"],
)
def test_a_beginning_without_the_newest_entries_is_refused(feed: str) -> None:
    with pytest.raises(ParseError, match="body over"):
        parsed(feed, capped=True)


async def test_a_feed_that_is_too_large_is_read_from_the_wire_as_far_as_the_cap(site: Site) -> None:
    site.says("/rss", rss(*newest_first()), headers={"ETag": '"1"'})
    one = source(feed=f"{site.url}/rss")
    http, reader = HttpClient(feed_cap=50_000), Reader()
    try:
        read = await Ways(http, reader).read(one, None)
        assert read.listing is not None
        found = numbers(read.listing)
        assert 100 < len(found) < COUNT
        assert found == list(range(len(found)))
        assert problems(read.listing) == ["over 0.05 MB: only its beginning is read, where the newest entries stand"]
        assert read.fetched.etag == '"1"', "it need not be read again until it changes"
        with pytest.raises(LastingFetchError, match="body over"):
            await http.feed(one.url, one)
    finally:
        await reader.close()
        await http.close()


@pytest.mark.parametrize("kind", [kind for kind in WayKind if kind is not WayKind.FEED])
async def test_of_what_is_no_feed_a_beginning_is_refused_by_the_same_error(site: Site, kind: WayKind) -> None:
    site.says("/news", "x" * 60_000)
    one = replace(source(), ways=(Way(kind=kind, url=f"{site.url}/news"),))
    http, reader = HttpClient(feed_cap=50_000), Reader()
    try:
        with pytest.raises(ParseError, match=r"^body over 0\.05 MB$"):
            await Ways(http, reader).read(one, None)
    finally:
        await reader.close()
        await http.close()
