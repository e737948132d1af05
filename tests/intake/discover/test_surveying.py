"""What a page, a sitemap or another document says of where its site's news can be read."""

from __future__ import annotations

import contextlib
import gzip
import json
import random
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.errors import ParseError
from bot.intake.discover.advertised import posts_of
from bot.intake.discover.results import Survey
from bot.intake.discover.surveying import survey
from tests.intake.fronts import first
from tests.intake.fronts.words import NEWEST, Front

HTML = "<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def surveyed(head: str = "", body: str = "<p>News</p>", url: str = "https://news.example/") -> Survey:
    return of(HTML.format(head=head, body=body).encode(), url)


def of(body: bytes, url: str = "https://news.example/") -> Survey:
    return survey(body, url, None, "Asia/Almaty", NEWEST)


@pytest.mark.parametrize(
    ("kind", "head", "body"),
    [
        ("RSS", '<link rel="alternate" type="application/rss+xml" href="/rss">', ""),
        ("Atom", '<link rel="alternate" type="application/atom+xml" href="/rss">', ""),
        ("RDF", '<link rel="alternate" type="application/rdf+xml" href="/rss">', ""),
        ("JSON Feed", '<link rel="alternate" type="application/feed+json" href="/rss">', ""),
        ("JSON Feed, as it was first", '<link rel="alternate" type="application/json" href="/rss">', ""),
        ("a type with its charset", '<link rel="ALTERNATE" type="application/rss+xml; charset=utf-8" href="/rss">', ""),
        ("a plain XML type", '<link rel="alternate" type="text/xml" href="/rss">', ""),
        ("rel=feed", '<link rel="feed" href="/rss">', ""),
        ("a relative address with a base", '<base href="https://news.example/"><link rel="feed" href="rss">', ""),
        ("a link in the text", "", '<a href="/rss">Subscribe</a>'),
        ("a link that is named so", "", '<a href="/rss" >RSS</a>'),
    ],
)
def test_every_kind_of_advertised_feed_is_seen(kind: str, head: str, body: str) -> None:
    assert surveyed(head, body).feeds == ("https://news.example/rss",), kind


@pytest.mark.parametrize(
    "href",
    ["/feed/", "/news/rss.xml", "/rss/all.rss", "/index.xml", "/?feed=rss2", "/export/news.rdf", "/rss.php",
     "https://feeds.feedburner.com/news"],
)  # fmt: skip
def test_the_address_of_a_feed_is_known_in_a_link(href: str) -> None:
    assert len(surveyed("", f'<a href="{href}">x</a>').feeds) == 1


@pytest.mark.parametrize(
    ("kind", "head"),
    [
        ("a translation", '<link rel="alternate" hreflang="kk" href="/kk/">'),
        ("a style sheet", '<link rel="stylesheet" type="text/css" href="/rss">'),
        ("WordPress's API", '<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/7">'),
        ("oEmbed", '<link rel="alternate" type="application/json+oembed" href="/oembed?url=x">'),
        ("JSON of another kind", '<link rel="alternate" type="application/json" href="/data.json">'),
        ("nothing", '<link rel="alternate" type="application/rss+xml">'),
        ("an article on feeds", '<a href="/news/feeding-the-birds">Feeding</a>'),
    ],
)
def test_what_is_no_feed_is_not_taken_for_one(kind: str, head: str) -> None:
    assert surveyed(head).feeds == (), kind


def test_feeds_of_the_head_come_first_and_those_of_comments_last() -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="/comments/feed/"><link rel="feed" href="/feed/">'
    body = '<a href="/rss">RSS</a><a href="/feed/">again</a>'
    addresses = [url.removeprefix("https://news.example") for url in surveyed(head, body).feeds]
    assert addresses == ["/feed/", "/rss", "/comments/feed/"]


@pytest.mark.parametrize(
    ("api", "posts"),
    [
        ("https://news.example/wp-json/", "https://news.example/wp-json/wp/v2/posts?per_page=20"),
        ("https://news.example/?rest_route=/", "https://news.example/?rest_route=/wp/v2/posts"),
    ],
)
def test_wordpress_is_seen_by_its_link(api: str, posts: str) -> None:
    assert surveyed(f"<link rel='https://api.w.org/' href='{api}' />").wordpress == posts
    assert posts_of(api) == posts
    assert surveyed("<link rel='https://api.w.org/' />").wordpress is None


ITEMS = "".join(f'<div class="beta"><a href="/b/{n}0017">The pier number {n} is ready</a></div>' for n in range(9))
OTHERS = "".join(f'<div class="alpha"><a href="/a/{n}0017">The bridge number {n} is ready</a></div>' for n in range(9))


def blog(n: int) -> dict[str, object]:
    return {"@type": "BlogPosting", "url": f"/b/{n}0017"}


def listed(elements: list[dict[str, object]]) -> dict[str, object]:
    return {"@type": "ItemList", "itemListElement": elements}


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("an ItemList", listed([{"@type": "ListItem", "url": f"/b/{n}0017"} for n in range(9)])),
        ("an ItemList of items", listed([{"item": {"@id": f"/b/{n}0017"}} for n in range(9)])),
        ("articles", [{"@type": ["NewsArticle"], "mainEntityOfPage": {"@id": f"/b/{n}0017"}} for n in range(9)]),
        ("a graph", {"@graph": [{"@type": "NewsArticle", "url": f"/b/{n}0017"} for n in range(9)]}),
        ("a blog", {"@type": "Blog", "blogPost": [blog(n) for n in range(9)]}),
    ],
)  # fmt: skip
def test_the_articles_of_json_ld_choose_the_list(kind: str, content: object) -> None:
    script = f'<script type="application/ld+json">{json.dumps(content)}</script>'
    found = surveyed(script, f"<section>{OTHERS}</section><section>{ITEMS}</section>")
    assert found.listed == 9, kind
    assert found.lists[0].rules.item == "div.beta"
    assert surveyed("", f"<section>{OTHERS}</section><section>{ITEMS}</section>").lists[0].rules.item != "div.beta"


@pytest.mark.parametrize(
    "script",
    ["", "{", "[" * 5_000, '{"@type": "BreadcrumbList", "itemListElement": [{"item": "/b/1"}]}', '"text"', "null",
     '{"@type": "NewsArticle", "url": 7}', '{"@type": "NewsArticle", "url": "#"}'],
)  # fmt: skip
def test_broken_json_ld_and_breadcrumbs_list_nothing(script: str) -> None:
    assert surveyed(f'<script type="application/ld+json">{script}</script>').listed == 0
    assert surveyed(f"<script>{script}</script>").listed == 0


def test_json_ld_without_an_end_is_left() -> None:
    content = json.dumps([{"@type": "Thing", "item": {}} for _ in range(6_000)])
    assert surveyed(f'<script type="application/ld+json">{content}</script>').listed == 0


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ('<meta property="og:site_name" content=" Жаңа күн "><title>Other</title>', "Жаңа күн"),
        ("<title>News of the day from the whole country | Daily</title>", "Daily"),
        ('<meta name="x" content="y"><meta property="og:site_name"><title>Day</title>', "Day"),
        ("<title>Kazakhstan Today</title>", "Kazakhstan Today"),
        ("<title>-</title>", "-"),
        ("", ""),
    ],
)
def test_the_name_of_the_site_is_what_it_says_itself(head: str, name: str) -> None:
    assert surveyed(head).title == name


NEWS_SITEMAP = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://news.example/a/1</loc><news:news><news:publication_date>2025-11-25T13:20:00+05:00</news:publication_date>
<news:title>A second pier</news:title></news:news></url>
<url><loc>https://news.example/a/2</loc><news:news><news:publication_date>2025-11-25T14:20:00+05:00</news:publication_date>
<news:title>A third pier</news:title></news:news></url><url><loc>javascript:x</loc></url></urlset>"""


def test_a_news_sitemap_has_titles_and_dates_the_newest_first() -> None:
    found = of(NEWS_SITEMAP)
    assert found.kind == "sitemap"
    assert not found.untitled
    assert [(one.title, one.link) for one in found.headlines] == [
        ("A third pier", "https://news.example/a/2"),
        ("A second pier", "https://news.example/a/1"),
    ]
    assert found.headlines[1].published_at == datetime(2025, 11, 25, 8, 20, tzinfo=UTC)
    assert of(gzip.compress(NEWS_SITEMAP)) == found


def test_a_plain_sitemap_has_the_words_of_addresses_and_only_articles() -> None:
    body = (
        b"<urlset><url><loc>https://news.example/about/</loc></url>"
        b"<url><loc>https://news.example/2025/new-pier-in-aktau_1377983212.html</loc><lastmod>2025-11-25</lastmod></url></urlset>"
    )
    found = of(body)
    assert found.untitled
    assert [one.title for one in found.headlines] == ["New pier in aktau"]


def test_an_index_names_its_sitemaps_the_likeliest_first() -> None:
    body = (
        b"<sitemapindex><sitemap><loc>/sitemap-tags.xml</loc><lastmod>2025-11-25</lastmod></sitemap>"
        b"<sitemap><loc>/sitemap-posts-1.xml</loc><lastmod>2025-10-01</lastmod></sitemap>"
        b"<sitemap><loc>/sitemap-posts-2.xml</loc><lastmod>2025-11-25</lastmod></sitemap><sitemap/></sitemapindex>"
    )
    names = [url.removeprefix("https://news.example/sitemap-") for url in of(body).more]
    assert names == ["posts-2.xml", "posts-1.xml", "tags.xml"]


@pytest.mark.parametrize(
    "body",
    [
        b"<?xml version='1.0'?><rss></rss>",
        b"[1, 2]",
        b"{",
        b'{"a": 1}',
        b"",
        b" ",
        b"<?xml",
        b"<!-- -->",
        b"\x00<urlset",
    ],
)
def test_another_document_is_a_reason(body: bytes) -> None:
    with pytest.raises(ParseError):
        of(body)


def test_a_sitemap_that_is_cut_has_what_was_read_of_it() -> None:
    assert of(b"<urlset").headlines == ()
    assert len(of(NEWS_SITEMAP[:-40]).headlines) == 2


def test_a_page_after_an_xml_declaration_is_a_page() -> None:
    assert of(b"<?xml version='1.0'?><html><head><title>News</title></head></html>").title == "News"


def test_the_posts_of_wordpress_have_titles_and_instants() -> None:
    posts = [
        {
            "link": "https://news.example/a",
            "title": {"rendered": "A &#8220;pier&#8221;"},
            "date_gmt": "2025-11-25T08:20:00",
        },
        {"link": "https://news.example/b", "title": "A bridge"},
        {"link": "https://news.example/c", "title": {"rendered": ""}},
        {"link": "", "title": "x"},
    ]
    found = of(json.dumps(posts).encode())
    assert found.kind == "wordpress"
    assert [(one.title, one.published_at) for one in found.headlines] == [
        ("A “pier”", datetime(2025, 11, 25, 8, 20, tzinfo=UTC)),
        ("A bridge", None),
    ]


def test_the_preview_of_a_channel_has_its_posts_the_newest_first() -> None:
    post = (
        '<div class="tgme_widget_message"><div class="tgme_widget_message_text">{text}</div>'
        '<a class="tgme_widget_message_date" href="https://t.me/news/{n}">'
        '<time datetime="2025-11-25T0{n}:00:00+00:00">x</time></a></div>'
    )
    body = "".join(
        post.format(n=n, text=text) for n, text in enumerate(["Pier one is open", "Pier two is open", ""], 1)
    )
    found = surveyed("", body + '<div class="tgme_widget_message"><div class="tgme_widget_message_text">x</div></div>')
    assert found.kind == "telegram"
    assert [(one.title, one.link[-1]) for one in found.headlines] == [
        ("Pier two is open", "2"),
        ("Pier one is open", "1"),
    ]
    assert found.headlines[0].published_at == datetime(2025, 11, 25, 2, tzinfo=UTC)


def test_a_base_that_is_no_address_is_passed_over() -> None:
    assert surveyed('<base href="http://[x"><link rel="feed" href="/rss">').feeds == ("https://news.example/rss",)


@pytest.mark.parametrize("make", first.SHAPES, ids=lambda make: make.__name__)
def test_a_page_with_wrong_bytes_anywhere_is_read_or_is_a_reason(make: Callable[[], Front]) -> None:
    chance = random.Random(make.__name__)
    for _ in range(5):
        body = bytearray(make().html.encode())
        for _ in range(chance.randrange(1, 60)):
            at = chance.randrange(len(body))
            body[at : at + chance.randrange(30)] = chance.randbytes(chance.randrange(4))
        with contextlib.suppress(ParseError):
            of(bytes(body[: chance.randrange(len(body))]))
