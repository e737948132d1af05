"""The parser of feeds, called here as its child process calls it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.errors import ParseError
from bot.intake.feed import MADE_TITLE_LIMIT, TEASER_LIMIT, TITLE_LIMIT, is_html, parse_feed
from bot.model import Entry
from tests.intake.site import item, rss, source

SOURCE = source()


def entries(body: bytes, charset: str | None = None) -> tuple[Entry, ...]:
    return parse_feed(body, SOURCE, SOURCE.ways[0], SOURCE.url, charset).entries


def one(*items: str) -> Entry:
    (entry,) = entries(rss(*items).encode())
    return entry


def test_an_item_becomes_an_entry() -> None:
    link = "https://kt.example/eng/a_1377983212.html"
    teaser = "П&lt;Image=1153488788=true&gt;о имеющейся &lt;b&gt;воде&lt;/b&gt;"
    assert one(item("Metro &amp;amp; water", link, date="Tue, 25 Nov 2025 13:20:00", teaser=teaser, guid="g")) == Entry(
        guid="g",
        link=link,
        title="Metro & water",
        teaser="По имеющейся воде",
        published_at=datetime(2025, 11, 25, 8, 20, tzinfo=UTC),
    )


def test_markup_that_the_cms_leaks_unescaped_does_not_break_the_feed() -> None:
    assert one(item("П<Image=1153488788=true>о имеющейся")).title == "По имеющейся"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "mailto:a@b.kz", "http://[::1", "ftp://a.kz/x", "http:"])
def test_a_link_that_is_not_http_is_none(link: str) -> None:
    assert one(item("x", link)).link is None


def test_a_relative_link_is_relative_to_the_feed() -> None:
    assert one(item("x", "/eng/a_1.html")).link == "https://kt.example/eng/a_1.html"


def test_without_a_title_the_teaser_begins_it_and_without_both_the_link_names_it() -> None:
    assert one(item(None, teaser="word " * 100)).title.startswith("word word")
    assert len(one(item(None, teaser="word " * 100)).title) <= MADE_TITLE_LIMIT
    assert one(item(None, "https://kt.example/a.html")).title == "https://kt.example/a.html"


def test_an_item_with_nothing_to_tell_is_left_out() -> None:
    assert [entry.title for entry in entries(rss(item(None), item("Metro")).encode())] == ["Metro"]


def test_a_feed_that_carries_whole_articles_is_cut() -> None:
    entry = one(item("t " * 5_000, teaser="word " * 10_000))
    assert len(entry.title) <= TITLE_LIMIT
    assert len(entry.teaser) <= TEASER_LIMIT


def test_full_content_stands_in_where_there_is_no_summary() -> None:
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>t</title><content type="html">&lt;p&gt;full'
        "&lt;/p&gt;</content><updated>2025-11-25T13:20:00</updated></entry></feed>"
    )
    (entry,) = entries(atom.encode())
    assert entry.teaser == "full"
    assert entry.published_at == datetime(2025, 11, 25, 8, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "at"),
    [
        ("", None),
        ("yesterday", None),
        ("Mon, 01 Jan 0001 00:00:00 GMT", None),
        ("25.11.2025, 13:20", datetime(2025, 11, 25, 8, 20, tzinfo=UTC)),
        ("25 ноября 2025, 13:20", datetime(2025, 11, 25, 8, 20, tzinfo=UTC)),
        ("Tue, 25 Nov 2099 13:20:00 +0500", datetime(2099, 11, 25, 8, 20, tzinfo=UTC)),
        ("Tue Nov 25 13:20:00 2025", datetime(2025, 11, 25, 8, 20, tzinfo=UTC)),  # a form that only feedparser knows
        ("Tue Nov 25 13:20:00 0001", None),
    ],
)
def test_dates_of_all_sorts(date: str, at: datetime | None) -> None:
    assert one(item("x", date=date)).published_at == at


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(b" \n", "nothing in place of a feed", id="an empty body"),
        pytest.param(b"\xef\xbb\xbf\n<!DOCTYPE html><html>", "HTML in place of a feed", id="HTML"),
        pytest.param(b"<?xml version='1.0'?><!-- x --><html>", "HTML in place of a feed", id="XHTML"),
        pytest.param("<html>".encode("utf-16"), "HTML in place of a feed", id="HTML in UTF-16"),
        pytest.param(b"sorry, come back later", "no feed", id="words"),
        pytest.param(b"<?xml version='1.0'?><oops/>", "no feed", id="other XML"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "no feed", id="a picture"),
    ],
)
def test_what_is_not_a_feed_is_an_error(body: bytes, reason: str) -> None:
    with pytest.raises(ParseError, match=reason):
        entries(body)


def test_a_feed_with_no_items_is_a_feed() -> None:
    assert entries(rss().encode()) == ()


def test_a_feed_that_breaks_off_gives_what_came() -> None:
    whole = rss(item("One"), item("Two"))
    assert [entry.title for entry in entries(whole[: whole.index("Two")].encode())][:1] == ["One"]


@pytest.mark.usefixtures("no_minutes")
def test_an_entity_bomb_stays_small() -> None:
    lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "boom">{lines}]>{rss(item("&e11;"))[38:]}'
    assert all(len(entry.title) <= TITLE_LIMIT for entry in entries(bomb.encode()))


def test_what_feedparser_raises_is_a_reason() -> None:
    broken = b'<rss version="2.0"><channel><item><title>&#xFFFFFFFF; </ti'
    with pytest.raises(ParseError, match=r"can't be read: (OverflowError|ValueError)"):
        entries(broken)


@pytest.mark.usefixtures("no_minutes")
def test_an_author_of_many_letters_costs_nothing() -> None:
    authors = "<item><title>x</title><author>" + "a" * 200_000 + "</author></item>"
    assert len(entries(rss(authors).encode())) == 1


def test_the_servers_charset_counts_where_the_feed_names_none() -> None:
    body = '<rss version="2.0"><channel><item><title>Отходы</title></item></channel></rss>'.encode("windows-1251")
    assert entries(body, "windows-1251")[0].title == "Отходы"


def test_five_thousand_entries_are_read() -> None:
    assert len(entries(rss(*(item(f"News {n}") for n in range(5_000))).encode())) == 5_000


def test_a_feed_is_not_taken_for_html() -> None:
    assert not is_html(rss(item("<html>")).encode())
    assert not is_html(b"<!-- " * 1_000)


def test_a_file_named_by_the_body_is_not_opened() -> None:
    with pytest.raises(ParseError, match="no feed"):
        entries(__file__.encode())


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>
<link rel="alternate" href="https://n.example/"/><link rel="self" href="/atom"/>
<link rel="hub" href="https://hub.example/"/><link rel="hub" href="https://second.example/"/>
<entry><title>News</title><id>1</id><link rel="self" href="https://n.example/1"/></entry></feed>"""
RSS = """<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><title>T</title><link>https://n.example/</link>
<a:link rel="self" href="https://n.example/atom"/><a:link rel="hub" href="https://hub.example/"/>
<item><title>News</title></item></channel></rss>"""


@pytest.mark.parametrize("feed", [ATOM, RSS], ids=["Atom", "RSS"])
def test_the_hub_that_a_feed_names_is_read_with_its_topic(feed: str) -> None:
    listing = parse_feed(feed.encode(), SOURCE, SOURCE.ways[0], "https://n.example/rss")
    assert (listing.hub, listing.topic) == ("https://hub.example/", "https://n.example/atom")


def test_a_feed_that_names_no_hub_has_none() -> None:
    listing = parse_feed(rss(item("News")).encode(), SOURCE, SOURCE.ways[0], SOURCE.url)
    assert (listing.hub, listing.topic) == (None, None)


def test_a_hub_at_an_address_that_is_none_is_no_hub() -> None:
    feed = RSS.replace("https://hub.example/", "javascript:alert(1)")
    assert parse_feed(feed.encode(), SOURCE, SOURCE.ways[0], SOURCE.url).hub is None
