"""JSON Feed, 1 and 1.1."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.errors import ParseError
from bot.intake.json_feed import parse_json_feed
from bot.model import Entry, Listing
from tests.intake.site import source

SOURCE = source()
URL = "https://feeds.example/site.json"
VERSION = "https://jsonfeed.org/version/1.1"
ONE = {"id": "1", "url": "https://site.example/1", "title": "Отходы"}
TWO = {"id": "2", "url": "https://site.example/2", "title": "Погода"}


def text(*items: Any, **fields: Any) -> str:
    return json.dumps({"version": VERSION, "title": "N"} | fields | {"items": items}, ensure_ascii=False)


def read(feed: str) -> Listing:
    return parse_json_feed(feed, SOURCE, URL)


def one(**fields: Any) -> Entry:
    (entry,) = read(text({"id": "1"} | fields)).entries
    return entry


def titles(feed: str) -> list[str]:
    return [entry.title for entry in read(feed).entries]


def test_an_item_becomes_an_entry() -> None:
    assert one(
        url="https://site.example/1",
        title="Отходы в &quot;Актау&quot; <b>",
        summary="Кратко.",
        content_html="<p>Кратко.</p><p>И подробно.</p>",
        date_published="2025-11-25T13:20:00+05:00",
        date_modified="2025-11-26T13:20:00+05:00",
    ) == Entry(
        guid="1",
        link="https://site.example/1",
        title='Отходы в "Актау"',
        teaser="Кратко.",
        published_at=datetime(2025, 11, 25, 8, 20, tzinfo=UTC),
        text="Кратко.\n\nИ подробно.",
    )


@pytest.mark.parametrize("version", ["https://jsonfeed.org/version/1", VERSION, "http://www.jsonfeed.org/version/1.1/"])
def test_all_versions_are_read(version: str) -> None:
    assert titles(text(ONE, version=version)) == ["Отходы"]


@pytest.mark.parametrize(
    ("fields", "link"),
    [
        ({"url": "/n/1"}, "https://site.example/n/1"),
        ({"url": "https://site.example/the plan"}, "https://site.example/the%20plan"),
        ({"external_url": "https://other.example/1"}, "https://other.example/1"),
        ({"url": "https://site.example/1", "external_url": "https://other.example/1"}, "https://site.example/1"),
        ({"id": "https://site.example/7"}, "https://site.example/7"),
        ({"id": "12345"}, None),
        ({"id": 12345}, None),
        ({"url": None}, None),
        ({"url": 5}, "https://site.example/5"),
    ],
)
def test_a_link_is_found_and_none_is_invented(fields: dict[str, Any], link: str | None) -> None:
    (entry,) = read(text({"id": "1", "title": "x"} | fields, home_page_url="https://site.example/")).entries
    assert entry.link == link


def test_without_a_home_the_address_of_the_feed_is_the_base() -> None:
    assert one(title="x", url="/n/1").link == "https://feeds.example/n/1"


def test_numbers_may_stand_for_texts() -> None:
    assert one(id=17, title=2025).guid == "17"
    assert one(title=True, summary="x").title == "x"


def test_plain_content_is_the_full_text_with_its_signs() -> None:
    entry = one(title="x", summary="a", content_text="a < b <p>\n\nList<String> & c")
    assert entry.text == "a < b <p>\n\nList<String> & c"


def test_a_later_date_counts_only_if_there_is_no_other() -> None:
    assert one(title="x", date_modified="2025-11-25T08:20:00Z").published_at == datetime(
        2025, 11, 25, 8, 20, tzinfo=UTC
    )
    assert one(title="x").published_at is None


def test_without_a_title_the_text_begins_it() -> None:
    assert one(content_text="Отходы в Актау").title == "Отходы в Актау"


def test_an_item_with_nothing_to_tell_is_left_out() -> None:
    assert titles(text({"id": "9"}, ONE)) == ["Отходы"]
    assert read(text({"id": "9"}, ONE)).problems == ()


@pytest.mark.parametrize(
    "feed",
    [
        pytest.param(text(ONE, TWO).replace("}]}", "},]}"), id="a comma before an end"),
        pytest.param(text(ONE, TWO)[:-2] + " , ] , }", id="commas before two ends"),
        pytest.param(text(ONE, TWO) + "\n<!-- cached -->", id="something behind it"),
        pytest.param(text(ONE, TWO)[:-1], id="no end"),
        pytest.param(text(ONE, TWO)[:-2], id="no end of the items"),
        pytest.param(text(ONE, {**TWO, "attachments": [{"url": "a"}, {"url": "b"}]})[:-2], id="no end, attachments"),
        pytest.param(text(ONE, {**TWO, "summary": "a\nb\tc"}).replace("\\n", "\n").replace("\\t", "\t"), id="breaks"),
        pytest.param(text(ONE, {**TWO, "summary": "it's"}).replace("'", "\\'"), id="an apostrophe escaped"),
        pytest.param(text(ONE, {**TWO, "summary": "%5"}).replace("%", "\\x2"), id="an escape that JSON has not"),
        pytest.param(text(ONE, {**TWO, "summary": 'a,] \\ "'}), id="signs within a text"),
    ],
)
def test_small_faults_are_mended(feed: str) -> None:
    assert titles(feed) == ["Отходы", "Погода"]
    assert read(feed).problems == ()


@pytest.mark.parametrize(
    ("feed", "kept", "lost"),
    [
        pytest.param(text(ONE, {**TWO, "title": "a%b"}).replace("%", '"'), ["Отходы"], 1, id="quotes in the last"),
        pytest.param(text({**ONE, "title": "a%b"}, TWO).replace("%", '"'), ["Погода"], 1, id="quotes in the first"),
        pytest.param(text(ONE, TWO)[:-20], ["Отходы"], 1, id="it breaks off"),
        pytest.param(text(ONE, None, 5, "x", TWO), ["Отходы", "Погода"], 3, id="what is no item"),
        pytest.param(text(ONE, {"title": "x%"}).replace("%", '"'), ["Отходы"], 1, id="no id"),
    ],
)
def test_a_fault_costs_only_its_own_item(feed: str, kept: list[str], lost: int) -> None:
    assert titles(feed) == kept
    (problem,) = read(feed).problems
    assert problem.parts["count"] == lost


def test_half_an_emoji_is_left_out() -> None:
    assert titles(text({"id": "1", "title": "x%"}).replace("%", "\\ud83d\\ude00 \\ud83d")) == ["x😀"]


@pytest.mark.parametrize(
    "feed",
    [
        '{"error": "not found"}',
        '{"items": [{"title": "x"}]}',
        '{"version": "2.0", "items": []}',
        '{"version": "https://jsonfeed.org/version/1"}',
        '{"version": "https://jsonfeed.org/version/1", "items": {}}',
        '{"version": "https://jsonfeed.org/version/1", "it',
        '{"a": "b, "items": [{"id": "1", "title": "x"}]}',
        "{" * 5_000,
        '{"a":' * 100_000,
    ],
)
def test_other_json_is_no_feed(feed: str) -> None:
    with pytest.raises(ParseError, match="no feed"):
        read(feed)


def test_a_feed_with_no_items_is_a_feed() -> None:
    assert read(text()) == Listing(entries=())
