"""The parser of feeds, called here as its child process calls it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.errors import ParseError
from bot.intake.entries import MADE_TITLE_LIMIT, TEASER_LIMIT, TITLE_LIMIT
from bot.model import Entry
from tests.intake.kinds import documents
from tests.intake.site import item, rss, source

SOURCE = source()


def entries(body: bytes, charset: str | None = None) -> tuple[Entry, ...]:
    return documents.feed(body, SOURCE, charset=charset).entries


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
    point = '<georss:where><gml:Point srsName="EPSG:x"><gml:pos>51 71</gml:pos></gml:Point></georss:where>'
    spaces = 'xmlns:gml="http://www.opengis.net/gml" xmlns:georss="http://www.georss.org/georss"'
    broken = f'<rss version="2.0" {spaces}><channel>{point}</channel></rss>'.encode()
    with pytest.raises(ParseError, match=r"the feed can't be read"):
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


def test_a_file_named_by_the_body_is_not_opened() -> None:
    with pytest.raises(ParseError, match="no feed"):
        entries(__file__.encode())


# ----------------------------------------------------------------------------------------------------------- links

NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" xmlns:yandex="http://news.yandex.ru"'
)


def linked(*elements: str, channel: str = "<link>https://site.example/</link>", root: str = "") -> str | None:
    """The link of the only item, read at another host than its site's."""
    items = f"<item><title>x</title>{''.join(elements)}</item>"
    feed = f'<rss version="2.0" {NAMESPACES} {root}><channel><title>N</title>{channel}{items}</channel></rss>'
    (entry,) = documents.feed(feed, SOURCE, url="https://feeds.example/site/rss").entries
    return entry.link


@pytest.mark.parametrize(
    ("channel", "link"),
    [
        ("<link>https://site.example/</link>", "https://site.example/news/5"),
        ("<link>https://site.example/kz/index.html</link>", "https://site.example/news/5"),
        ("<link>www.site.example</link>", "https://www.site.example/news/5"),
        (
            '<atom:link rel="self" href="https://proxy.example/x"/><link>https://site.example</link>',
            "https://site.example/news/5",
        ),
        (
            '<link>https://site.example</link><atom:link rel="self" href="https://proxy.example/x"/>',
            "https://site.example/news/5",
        ),
        ("<link/>", "https://feeds.example/news/5"),
        ("", "https://feeds.example/news/5"),
        ("<link>/</link>", "https://feeds.example/news/5"),
    ],
)
def test_a_relative_link_is_relative_to_the_channels_link_else_to_where_the_feed_was_read(
    channel: str, link: str
) -> None:
    assert linked("<link>/news/5</link>", channel=channel) == link


def test_a_base_counts_before_the_channel() -> None:
    assert linked("<link>5</link>", root='xml:base="https://base.example/news/"') == "https://base.example/news/5"
    assert linked("<link>5</link>", root='xml:base="/news/"') == "https://site.example/news/5"


@pytest.mark.parametrize(
    ("elements", "link"),
    [
        pytest.param(["<link>https://site.example/1</link>"], "https://site.example/1", id="a link"),
        pytest.param(["<link><![CDATA[ /1?a=1&b=2 ]]></link>"], "https://site.example/1?a=1&b=2", id="CDATA"),
        pytest.param(["<link>/1?a=1&amp;b=2</link>"], "https://site.example/1?a=1&b=2", id="a query"),
        pytest.param(['<link href="/1"/>'], "https://site.example/1", id="an attribute"),
        pytest.param(
            [
                "<feedburner:origLink>https://site.example/1</feedburner:origLink>",
                "<link>https://fb.example/~3/1</link>",
            ],
            "https://site.example/1",
            id="the original link",
        ),
        pytest.param(["<link/>", "<guid>https://site.example/1</guid>"], "https://site.example/1", id="a permalink"),
        pytest.param(
            ["<guid>https://site.example/1</guid>", "<link></link>"], "https://site.example/1", id="before it"
        ),
        pytest.param(["<guid>https://site.example/1</guid>"], "https://site.example/1", id="a permalink alone"),
        pytest.param(['<guid isPermaLink="true">/1</guid>'], "https://site.example/1", id="a relative permalink"),
        pytest.param(['<guid isPermaLink="false">https://site.example/1</guid>'], None, id="no permalink"),
        pytest.param(["<guid>12345</guid>"], None, id="a number"),
        pytest.param(["<link/><guid>12345</guid>"], None, id="a number under an empty link"),
        pytest.param(["<guid>tag:site.example,2025:1</guid>"], None, id="a name"),
        pytest.param(["<link> </link>"], None, id="an empty link"),
        pytest.param(
            ["<guid>https://site.example/?p=1</guid>", "<link>https://site.example/1</link>"],
            "https://site.example/1",
            id="both",
        ),
        pytest.param(
            ['<atom:link href="https://m.site.example/1"/>', "<link>https://site.example/1</link>"],
            "https://site.example/1",
            id="a page for telephones",
        ),
        pytest.param(
            ['<atom:link rel="alternate" href="/amp/1"/>', "<link>https://site.example/1</link>"],
            "https://site.example/1",
            id="an AMP page",
        ),
        pytest.param(
            ['<atom:link rel="replies" href="/1#c"/>', '<enclosure url="/1.mp3"/>', "<comments>/1#c</comments>"],
            None,
            id="replies and enclosures",
        ),
    ],
)
def test_the_link_is_the_articles_own(elements: list[str], link: str | None) -> None:
    assert linked(*elements) == link


def test_a_base_makes_no_link_of_a_number() -> None:
    assert linked("<guid>12345</guid>", root='xml:base="https://base.example/"') is None


# ------------------------------------------------------------------------------------------------------- full text


def texts_of(*elements: str, root: str = "rss") -> tuple[str, str]:
    """Teaser and full text of an item with these elements."""
    if root == "rss":
        items = f"<item><title>x</title>{''.join(elements)}</item>"
        feed = f'<rss version="2.0" {NAMESPACES}><channel><title>N</title>{items}</channel></rss>'
    else:
        items = f"<entry><title>x</title>{''.join(elements)}</entry>"
        feed = f'<feed xmlns="http://www.w3.org/2005/Atom">{items}</feed>'
    (entry,) = entries(feed.encode())
    return entry.teaser, entry.text


SHORT, LONG = "Deputies met.", "<p>Deputies met.</p><p>The plan for <b>waste</b> was shown.</p>"
WHOLE = "Deputies met.\n\nThe plan for waste was shown."


@pytest.mark.parametrize(
    "elements",
    [
        pytest.param(
            [f"<description>{SHORT}</description>", f"<content:encoded><![CDATA[{LONG}]]></content:encoded>"],
            id="encoded",
        ),
        pytest.param(
            [f"<content:encoded><![CDATA[{LONG}]]></content:encoded>", f"<description>{SHORT}</description>"],
            id="encoded first",
        ),
        pytest.param(
            [
                f"<description>{SHORT}</description>",
                "<yandex:full-text>Deputies met.\n\nThe plan for waste was shown.</yandex:full-text>",
            ],
            id="yandex:full-text",
        ),
        pytest.param(
            [
                f"<description>{SHORT}</description>",
                "<yandex:full-text>Deputies met.\nThe plan for waste was shown.</yandex:full-text>",
            ],
            id="yandex:full-text in lines",
        ),
        pytest.param(
            [f"<description>{SHORT}</description>", f"<fulltext><![CDATA[{LONG}]]></fulltext>"],
            id="an element of its own",
        ),
    ],
)
def test_the_full_text_is_kept_beside_the_teaser(elements: list[str]) -> None:
    assert texts_of(*elements) == (SHORT, WHOLE)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f'<content type="html"><![CDATA[{LONG}]]></content>', id="escaped"),
        pytest.param(
            f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{LONG}</div></content>', id="XHTML"
        ),
        pytest.param("<content>Deputies met.\n\nThe plan for waste was shown.</content>", id="plain"),
        pytest.param(
            f'<content type="html"><![CDATA[{LONG}]]></content><content type="image/png">AAAA</content>', id="two"
        ),
    ],
)
def test_the_full_text_of_atom_is_kept_beside_the_teaser(content: str) -> None:
    assert texts_of(f"<summary>{SHORT}</summary>", content, root="atom") == (SHORT, WHOLE)
    assert texts_of(content, f"<summary>{SHORT}</summary>", root="atom") == (SHORT, WHOLE)
    assert texts_of(content, root="atom") == (WHOLE.replace("\n\n", " "), WHOLE)


@pytest.mark.parametrize(
    "elements",
    [
        pytest.param([f"<description><![CDATA[{LONG}]]></description>"], id="only a description"),
        pytest.param(
            [
                f"<description><![CDATA[{LONG}]]></description>",
                f"<content:encoded><![CDATA[{LONG}]]></content:encoded>",
            ],
            id="the same",
        ),
        pytest.param(
            [f"<description><![CDATA[{LONG}]]></description>", f"<content:encoded>{SHORT}</content:encoded>"],
            id="shorter",
        ),
        pytest.param([f"<content:encoded>{SHORT}</content:encoded>"], id="one paragraph alone"),
        pytest.param([f"<description>{SHORT}</description>", "<content:encoded/>"], id="nothing"),
    ],
)
def test_what_says_no_more_than_the_teaser_is_no_full_text(elements: list[str]) -> None:
    assert texts_of(*elements)[1] == ""


def test_a_description_that_is_a_whole_article_is_the_full_text() -> None:
    teaser, text = texts_of(f"<description><![CDATA[{'<p>A sentence of it.</p>' * 400}]]></description>")
    assert len(teaser) <= TEASER_LIMIT
    assert text.count("\n\n") == 399


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>
<link rel="alternate" href="https://n.example/"/><link rel="self" href="/atom"/>
<link rel="hub" href="https://hub.example/"/><link rel="hub" href="https://second.example/"/>
<entry><title>News</title><id>1</id><link rel="self" href="https://n.example/1"/></entry></feed>"""
RSS = """<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><title>T</title><link>https://n.example/</link>
<a:link rel="self" href="https://n.example/atom"/><a:link rel="hub" href="https://hub.example/"/>
<item><title>News</title></item></channel></rss>"""


@pytest.mark.parametrize("feed", [ATOM, RSS], ids=["Atom", "RSS"])
def test_the_hub_that_a_feed_names_is_read_with_its_topic(feed: str) -> None:
    listing = documents.feed(feed, SOURCE, url="https://n.example/rss")
    assert (listing.hub, listing.topic) == ("https://hub.example/", "https://n.example/atom")


def test_a_feed_that_names_no_hub_has_none() -> None:
    listing = documents.feed(rss(item("News")), SOURCE)
    assert (listing.hub, listing.topic) == (None, None)


def test_a_hub_at_an_address_that_is_none_is_no_hub() -> None:
    feed = RSS.replace("https://hub.example/", "javascript:alert(1)")
    assert documents.feed(feed, SOURCE).hub is None
