"""Inputs that were once read wrongly, each with what is right: cases.jsonl, whose first line explains its fields.

Bodies go over the wire, through the client and the child process; rows with a follow go all the way to the alert.
"""

from __future__ import annotations

import base64
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.intake.dedup import canonical_url
from bot.intake.http import HttpClient
from bot.intake.reader import Reader
from bot.model import Listing
from tests.intake.room import Room
from tests.intake.site import Site, item, rss, source

FILE = Path(__file__).with_name("cases.jsonl")
CASES = [json.loads(line) for line in FILE.read_text().splitlines()][1:]
ELSEWHERE = "https://site.example"  #: stands for the site on loopback
FEED_URL = f"{ELSEWHERE}/rss/all.xml"


def cases(field: str, *expected: str) -> pytest.MarkDecorator:
    chosen = [case for case in CASES if case.keys() & {field, f"{field}_b64"} and case["expect"].keys() & set(expected)]
    return pytest.mark.parametrize("case", chosen, ids=[f"{case['class']}: {case['what']}" for case in chosen])


def body(case: dict[str, Any], field: str) -> bytes:
    encoded = case.get(f"{field}_b64")
    return str(case[field]).encode() if encoded is None else base64.b64decode(encoded)


def headers(case: dict[str, Any]) -> dict[str, str]:
    charset = case.get("charset")
    kind = {"Content-Type": f"application/xml; charset={charset}"} if charset else {}
    more: dict[str, str] = case.get("headers", {})
    return kind | more


async def listed(raw: bytes, site: Site, reader: Reader, case: dict[str, Any]) -> Listing:
    site.says("/feed", raw, headers=headers(case))
    http = HttpClient()
    try:
        fetched = await http.feed(f"{site.url}/feed")
        read_at = source(feed=case.get("feed_url", FEED_URL))
        return await reader.listing(fetched.body, read_at, read_at.ways[0], read_at.url, fetched.charset)
    finally:
        await http.close()


@cases("feed", "titles", "titles_include", "links")
async def test_a_feed_is_read_rightly(case: dict[str, Any], site: Site, reader: Reader) -> None:
    entries = (await listed(body(case, "feed"), site, reader, case)).entries
    expected = case["expect"]
    titles = [entry.title for entry in entries]
    assert titles == expected.get("titles", titles)
    assert set(expected.get("titles_include", [])) <= set(titles)
    links = [entry.link for entry in entries]
    assert links == expected.get("links", links)


@cases("date", "published_at")
async def test_a_date_is_read_whole_or_not_at_all(case: dict[str, Any], site: Site, reader: Reader) -> None:
    (entry,) = (await listed(rss(item("x", date=case["date"])).encode(), site, reader, case)).entries
    expected = case["expect"]["published_at"]
    assert entry.published_at == (expected and datetime.fromisoformat(expected))


@cases("page", "first_paragraph")
async def test_a_page_is_read_rightly(case: dict[str, Any], reader: Reader) -> None:
    found = await reader.page(body(case, "page"), source(rules=False), f"{ELSEWHERE}/n/1", case.get("charset"))
    assert found.text.split("\n\n")[0] == case["expect"]["first_paragraph"]


@cases("url", "same")
def test_two_addresses_are_one_or_two(case: dict[str, Any]) -> None:
    assert (canonical_url(case["url"]) == canonical_url(case["other_url"])) is case["expect"]["same"]


@cases("feed", "articles", "sentences")
async def test_what_comes_of_a_feed_is_right(case: dict[str, Any], site: Site, room: Room) -> None:
    here = site.url.encode()
    room.source = source(feed=room.source.ways[0].url, rules=False)  # with rules, most of these pages have no text
    room.pages = room.reads_pages_of(room.source)
    site.says("/rss", rss(item("An old story", f"{site.url}/old.html", teaser="Old.", guid="old")))
    await room.walk()
    room.later(minutes=5)
    if "follow" in case:
        room.follow(case["follow"])
    site.says("/rss", body(case, "feed").replace(ELSEWHERE.encode(), here), headers=headers(case))
    if "page" in case:
        site.says(
            "/n/5.html", body(case, "page").replace(ELSEWHERE.encode(), here), status=case.get("page_status", 200)
        )
    await room.walk()
    room.later(minutes=16)
    await room.walk()
    expected = case["expect"]
    assert len(room.articles()) - 1 == expected.get("articles", len(room.articles()) - 1)
    if "sentences" in expected:
        owed = room.owed()
        assert [reason.match.sentence for one in owed for reason in one.reasons] == expected["sentences"]


def test_every_case_is_looked_at() -> None:
    looked_at = {
        "titles",
        "titles_include",
        "links",
        "published_at",
        "first_paragraph",
        "same",
        "articles",
        "sentences",
    }
    assert all(case["expect"].keys() <= looked_at for case in CASES)
