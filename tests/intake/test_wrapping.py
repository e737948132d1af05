"""The feed within what was answered in its place."""

from __future__ import annotations

import html
import re

import pytest

from bot.intake.wrapping import HEAD, is_html, unwrapped

ITEM = "<item><title>Отходы &amp; вода</title><link>https://site.example/1</link><description>d</description></item>"
RSS = f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>N</title>{ITEM}</channel></rss>'
BARE = RSS.partition("\n")[2]
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><entry><title>Отходы</title></entry></feed>'
RDF = f'<rdf:RDF xmlns:rdf="x" xmlns="http://purl.org/rss/1.0/"><channel><title>N</title></channel>{ITEM}</rdf:RDF>'
JSON = '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "a < b & c"}]}'
PRE = '<html><head><style>pre{}</style></head><body><pre style="word-wrap: break-word">'


@pytest.mark.parametrize(
    "text", [RSS, BARE, ATOM, RDF, JSON, f"<!-- made by hand -->{BARE}", "<CHANNEL ><item/></CHANNEL>"]
)
@pytest.mark.parametrize("before", ["", "\n\n \r\n", "\ufeff", "\ufeff\ufeff\n", "\x00"])
def test_a_feed_behind_nothing_is_as_it_stands(text: str, before: str) -> None:
    assert unwrapped(before + text) == text


@pytest.mark.parametrize(
    "before",
    [
        "<p>Warning: x</p>\n",
        "Warning: foo() expects 1 parameter in /home/a/b.php on line 12\n",
        "<br />\n<b>Notice</b>:  Undefined index: x in <b>/home/a/b.php</b> on line <b>12</b><br />\n",
        "<html><body>",
        "<!DOCTYPE html>\n<html><head><title>x</title><meta charset=utf-8></head>\n<body>",
        "<pre>",
        "<![CDATA[",
        "ï»¿",
        "1f40\r\n",
        "<div id='x'><span>loading</span></div><script>var a = 1;</script>\n",
        "<?xml version='1.0'?><response><status>ok</status>",
    ],
)
@pytest.mark.parametrize("feed", [RSS, BARE, ATOM, RDF])
def test_what_stands_before_a_feed_is_left_out(before: str, feed: str) -> None:
    assert unwrapped(before + feed) == feed.removeprefix('<?xml version="1.0" encoding="utf-8"?>\n')


@pytest.mark.parametrize(
    "behind",
    [
        "</body></html>",
        "\n<!-- cached for 5 minutes -->",
        "<script>counter()</script>",
        "<br />\n<b>Fatal error</b>: x & y",
        "]]>",
        "\x00\x00\x00",
        "\r\n0\r\n\r\n",
    ],
)
@pytest.mark.parametrize("feed", [RSS, ATOM, RDF])
def test_what_stands_behind_a_feed_is_left_out(behind: str, feed: str) -> None:
    assert unwrapped(feed + behind) == feed


@pytest.mark.parametrize("feed", [BARE, RSS, ATOM, RDF])
@pytest.mark.parametrize("before", [PRE, "<pre>", "<html><body>", "", "<h1>XML</h1><p>This file has no style.</p>"])
@pytest.mark.parametrize("quotes", [True, False])
def test_a_feed_as_a_browser_shows_it_is_read(feed: str, before: str, quotes: bool) -> None:
    found = unwrapped(f"{before}{html.escape(feed, quote=quotes)}</pre></body></html>")
    assert found == feed.removeprefix('<?xml version="1.0" encoding="utf-8"?>\n')


def test_the_tags_of_a_viewer_within_an_escaped_feed_are_left_out() -> None:
    shown = re.sub("(&lt;/?[a-z]+)", r'<span class="tag">\1</span>', html.escape(BARE, quote=False))
    assert unwrapped(f"<html><body>{shown}</body></html>") == BARE


def test_an_article_about_feeds_is_no_feed() -> None:
    text = f"<html><body><p>{'In a feed there are items. ' * 40}</p><pre>{html.escape(RSS)}</pre></body></html>"
    assert unwrapped(text) == text
    assert is_html(text)


def test_a_feed_that_a_parser_of_html_wrote_down_again_has_its_links_and_cdata() -> None:
    """In HTML nothing can be inside of a link, and CDATA is a comment."""
    moved = BARE.replace("<link>", "<link/>").replace("</link>", "").replace(">d<", "><!--[CDATA[<p>d</p>]]--><")
    found = unwrapped(f"<html><head></head><body><!--?xml version='1.0'?-->{moved}</body></html>")
    assert found == BARE.replace(">d<", "><![CDATA[<p>d</p>]]><")


@pytest.mark.parametrize(
    "text",
    [
        f"{PRE}{html.escape(JSON, quote=False)}</pre></body></html>",
        f"<html><body><pre>{html.escape(JSON)}</pre></body></html>",
        f"<br />\n<b>Warning</b>: x<br />\n{JSON}",
        f"Warning: x {{a}}\n{JSON}\n<!-- x -->",
    ],
)
def test_a_json_feed_is_found_too(text: str) -> None:
    assert unwrapped(text) == JSON


def test_words_about_json_feeds_are_none() -> None:
    assert unwrapped("see jsonfeed.org/version/1") == "see jsonfeed.org/version/1"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("<!DOCTYPE html><html>", True),
        ("<?xml version='1.0'?><!-- x --><html>", True),
        ("\n<!-- x -->\n<h1>Not found</h1>", True),
        ("<br /><b>Fatal error</b>", True),
        ("<script>var a = '<rss version=2>';</script>", True),
        (RSS, False),
        (ATOM, False),
        ("sorry", False),
        ("", False),
        ("<!-- " * 1_000, False),
        ("<!-- -->" * HEAD, False),
    ],
)
def test_html_is_told_from_a_feed(text: str, answer: bool) -> None:
    assert is_html(unwrapped(text)) is answer


@pytest.mark.usefixtures("no_minutes")
@pytest.mark.parametrize(
    "hostile", ["<!--" * 200_000, "<rss>" * 200_000, "&lt;rss" * 100_000, "<?" * 200_000, "{" * 200_000]
)
def test_a_hostile_text_is_looked_through_in_linear_time(hostile: str) -> None:
    unwrapped(hostile)
