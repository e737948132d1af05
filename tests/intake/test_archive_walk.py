"""The way through an archive, and the numbers of its pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.intake.archive_walk import (
    MOST_PAGES,
    Span,
    Walk,
    advanced,
    begun,
    is_wanted,
    is_within,
    kind_of,
    resumed,
    saved,
    skipped,
)
from bot.intake.page_numbers import guessed_page, next_page, number_of
from bot.model import Entry, Listing, WayKind

NOW = datetime(2025, 11, 25, 9, tzinfo=UTC)
SPAN = Span(since=NOW - timedelta(days=30), until=NOW)
URL = "https://a.example/news"
LIST, FEED, SITEMAP = WayKind.LIST, WayKind.FEED, WayKind.SITEMAP


def entry(name: str, days: float | None = 1, *, titled: bool = True, day_only: bool = False) -> Entry:
    at = None if days is None else NOW - timedelta(days=days)
    link = f"https://a.example/{name}"
    return Entry(guid=None, link=link, title=name, teaser="", published_at=at, titled=titled, day_only=day_only)


def listing(*names: str, more: tuple[str, ...] = (), days: float | None = 1) -> Listing:
    return Listing(entries=tuple(entry(name, days) for name in names), more=more)


def test_what_was_saved_goes_on_there_and_anything_else_begins_anew() -> None:
    walk = advanced(begun(URL, SPAN), LIST, listing("a"), SPAN)
    assert resumed(saved(walk), SPAN) == walk
    assert resumed(saved(walk), replace(SPAN, since=None)) is None
    for cursor in ("", "[]", "{}", '{"waiting": []}', '{"another": 1}', "null"):
        assert resumed(cursor, SPAN) is None


def test_the_next_page_is_the_one_that_is_named_else_the_one_that_is_guessed() -> None:
    assert advanced(begun(URL, SPAN), LIST, listing("a", more=("https://a.example/2",)), SPAN).waiting == (
        "https://a.example/2",
    )
    walk = advanced(begun(URL, SPAN), LIST, listing("a"), SPAN)
    assert walk.waiting == (f"{URL}?page=2",)
    assert advanced(walk, LIST, listing("b"), SPAN).waiting == (f"{URL}?page=3",)


@pytest.mark.parametrize("shown", [("a",), (), ("a", "b")])
def test_a_page_that_shows_the_same_again_is_the_last(shown: tuple[str, ...]) -> None:
    walk = advanced(begun(URL, SPAN), LIST, listing("a", "b"), SPAN)
    assert advanced(walk, LIST, listing(*shown), SPAN).waiting == ()


def test_a_page_that_goes_back_to_the_first_is_the_last() -> None:
    walk = begun(URL, SPAN)
    for names in (("a", "b"), ("c",), ("a",)):
        walk = advanced(walk, LIST, listing(*names), SPAN)
    assert walk.waiting == ()


def test_a_page_of_what_is_too_old_is_the_last() -> None:
    assert advanced(begun(URL, SPAN), LIST, listing("a", days=40), SPAN).waiting == ()
    assert advanced(begun(URL, SPAN), LIST, listing("a", days=None), SPAN).waiting != ()
    forever = replace(SPAN, since=None)
    assert advanced(begun(URL, forever), LIST, listing("a", days=40), forever).waiting != ()


def test_a_site_that_makes_up_pages_is_left_at_last() -> None:
    walk = replace(begun(URL, SPAN), pages=MOST_PAGES - 1)
    assert advanced(walk, LIST, listing("a"), SPAN).waiting == ()


def test_maps_of_a_map_come_before_those_that_wait_and_only_of_its_own_site() -> None:
    walk = Walk(waiting=(URL, "https://a.example/c"), since=begun(URL, SPAN).since)
    more = ("https://a.example/b", "https://other.example/x", "https://a.example/c")
    assert advanced(walk, SITEMAP, listing(more=more), SPAN).waiting == ("https://a.example/b", "https://a.example/c")
    assert skipped(walk).waiting == ("https://a.example/c",)


def test_a_channel_that_names_no_older_page_has_ended() -> None:
    assert advanced(begun(URL, SPAN), WayKind.TELEGRAM, listing("a"), SPAN).waiting == ()


def test_an_entry_without_a_link_is_told_by_its_title() -> None:
    one = replace(listing("a"), entries=(replace(entry("a"), link=None),))
    walk = advanced(begun(URL, SPAN), LIST, one, SPAN)
    assert advanced(walk, LIST, one, SPAN).waiting == ()


WANTED = [
    ("within the span", entry("a"), LIST, True),
    ("without a date", entry("a", None), LIST, True),
    ("too old", entry("a", 31), LIST, False),
    ("a day that ends within", entry("a", 30.5, day_only=True), LIST, True),
    ("too new", entry("a", -1), LIST, False),
    ("changed lately", entry("a", -1, titled=False), SITEMAP, True),
    ("of a news sitemap, too new", entry("a", -1), SITEMAP, False),
]


@pytest.mark.parametrize(("one", "kind", "wanted"), [row[1:] for row in WANTED], ids=[row[0] for row in WANTED])
def test_what_may_be_in_the_span_is_wanted(one: Entry, kind: WayKind, wanted: bool) -> None:
    assert is_wanted(one, kind, SPAN) is wanted


def test_a_span_has_its_beginning_and_not_its_end() -> None:
    assert is_within(NOW - timedelta(days=30), SPAN)
    assert not is_within(NOW, SPAN)
    assert not is_within(NOW - timedelta(days=31), SPAN)
    assert is_within(NOW - timedelta(days=31), replace(SPAN, since=None))


@pytest.mark.parametrize(
    ("body", "url", "kind"),
    [
        (b"<?xml version='1.0'?><urlset>", URL, SITEMAP),
        (b"\xef\xbb\xbf <sitemapindex>", URL, SITEMAP),
        (b"\x1f\x8b\x08", "https://a.example/sitemap-1.xml.gz", SITEMAP),
        (b"https://a.example/1", "https://a.example/sitemap.txt", SITEMAP),
        (b"<!DOCTYPE html>", "https://a.example/sitemap.xml", LIST),
        (b"<rss version='2.0'>", URL, FEED),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'>", URL, FEED),
        (b"[{}]", URL, WayKind.WORDPRESS),
        (b"<html>", URL, LIST),
    ],
)
def test_what_an_address_has_is_told_by_how_it_begins(body: bytes, url: str, kind: WayKind) -> None:
    assert kind_of(body, url, [FEED, WayKind.WORDPRESS, LIST]) is (WayKind.FEED if body == b"[{}]" else kind)


def test_a_page_of_headlines_needs_rules() -> None:
    assert kind_of(b"<html>", URL, [FEED]) is None


@pytest.mark.parametrize(
    ("url", "kind", "following"),
    [
        (URL, LIST, f"{URL}?page=2"),
        (f"{URL}?page=2&x=1", LIST, f"{URL}?page=3&x=1"),
        (f"{URL}?PAGEN_1=9#top", LIST, f"{URL}?PAGEN_1=10"),
        (f"{URL}/page/3/", LIST, f"{URL}/page/4/"),
        (f"{URL}?page=all", LIST, f"{URL}?page=all&page=2"),
        ("https://a.example/feed/", FEED, "https://a.example/feed/?paged=2"),
        (URL, SITEMAP, None),
        (URL, WayKind.TELEGRAM, None),
    ],
)
def test_the_address_of_the_page_after_is_guessed(url: str, kind: WayKind, following: str | None) -> None:
    assert guessed_page(url, kind) == following


def test_the_page_after_is_known_by_its_number() -> None:
    assert number_of(f"{URL}/page/3/") == (URL, 3)
    assert number_of(f"{URL}?b=2&a=1") == (f"{URL}?a=1&b=2", 1)
    assert next_page(URL, f"{URL}/page/2/")
    assert next_page(f"{URL}?page=2", f"{URL}?page=3")
    assert not next_page(f"{URL}?page=2", f"{URL}?page=4")
    assert not next_page(URL, "https://a.example/other?page=2")
