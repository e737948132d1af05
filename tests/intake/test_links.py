"""Which link of an entry is the article's, and which address it means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.links import LINK_LIMIT, absolute, chosen, permalink

BASES = ("https://site.example/", "https://feeds.example/site/rss")


@pytest.mark.parametrize(
    ("raw", "link"),
    [
        pytest.param("https://site.example/n/5.html", "https://site.example/n/5.html", id="an address"),
        pytest.param(" \n https://site.example/5\t\n", "https://site.example/5", id="spaces around it"),
        pytest.param("https://site.example/\n    news/5", "https://site.example/news/5", id="broken over two lines"),
        pytest.param("\ufeffhttps://site.example/5\u200b\u200e", "https://site.example/5", id="invisible signs"),
        pytest.param("/news/5", "https://site.example/news/5", id="a path"),
        pytest.param("news/5", "https://site.example/news/5", id="a relative path"),
        pytest.param("?id=5", "https://site.example/?id=5", id="a query"),
        pytest.param("//site.example/5", "https://site.example/5", id="no scheme but its slashes"),
        pytest.param("www.site.example/5", "https://www.site.example/5", id="no scheme"),
        pytest.param("WWW.Other.example/5", "https://WWW.Other.example/5", id="no scheme, another site"),
        pytest.param("site.example/news/5", "https://site.example/news/5", id="the host without scheme"),
        pytest.param("site.example", "https://site.example", id="the host alone"),
        pytest.param("http:/site.example/5", "http://site.example/5", id="one slash"),
        pytest.param("http:///site.example/5", "http://site.example/5", id="three slashes"),
        pytest.param("https//site.example/5", "https://site.example/5", id="no colon"),
        pytest.param("https:site.example/5", "https://site.example/5", id="no slashes"),
        pytest.param("http://https://site.example/5", "https://site.example/5", id="two schemes"),
        pytest.param("HTTPS://site.example/5", "https://site.example/5", id="capitals"),
        pytest.param("https://site.example/n/the plan.html", "https://site.example/n/the%20plan.html", id="a space"),
        pytest.param("https://site.example/?q=a b", "https://site.example/?q=a%20b", id="a space in the query"),
        pytest.param("https://site.example/a\u00a0b", "https://site.example/a%20b", id="a space that is not broken"),
        pytest.param('https://site.example/"a"|<b>', "https://site.example/%22a%22%7C%3Cb%3E", id="unsafe signs"),
        pytest.param("https://site.example\\n\\5?a=\\", "https://site.example/n/5?a=\\", id="backslashes"),
        pytest.param("https://site.example/?a=1&amp;b=2", "https://site.example/?a=1&b=2", id="escaped twice"),
        pytest.param("https://site.example/новость/ә", "https://site.example/новость/ә", id="Cyrillic stays"),
        pytest.param("https://сайт.қаз/5", "https://сайт.қаз/5", id="a Cyrillic host stays"),
        pytest.param("https://site.example/%CE%F2", "https://site.example/%CE%F2", id="escaped letters stay"),
        pytest.param("https://site.example/go?u=http://a.kz/x", "https://site.example/go?u=http://a.kz/x", id="within"),
        pytest.param("https://site.example/a\ud800", "https://site.example/a", id="half a letter"),
        pytest.param("javascript:alert(1)", None, id="a script"),
        pytest.param("mailto:a@site.example", None, id="a letter"),
        pytest.param("ftp://site.example/5", None, id="another scheme"),
        pytest.param("tag:site.example,2025:5", None, id="a name"),
        pytest.param("http://[::1", None, id="half an address"),
        pytest.param("http:", None, id="only a scheme"),
        pytest.param("https://the plan/5", None, id="words for a host"),
        pytest.param("", None, id="nothing"),
        pytest.param(" \n ", None, id="spaces"),
        pytest.param("https://site.example/" + "a" * LINK_LIMIT, None, id="text in the wrong field"),
    ],
)
def test_a_link_means_an_address(raw: str, link: str | None) -> None:
    assert absolute(raw, BASES) == link


def test_the_first_base_that_is_an_address_counts() -> None:
    assert absolute("/5", (None, "", "about:blank", "http://other.example/rss")) == "http://other.example/5"
    assert absolute("www.site.example/5", ("http://other.example/",)) == "http://www.site.example/5"
    assert absolute("www.site.example/5", ()) == "https://www.site.example/5"
    assert absolute("/5", ()) is None


@pytest.mark.parametrize(
    ("guid", "link"),
    [
        ("https://site.example/5", "https://site.example/5"),
        ("http://site.example/the plan", "http://site.example/the%20plan"),
        ("//site.example/5", "https://site.example/5"),
        ("/news/5", "https://site.example/news/5"),
        ("www.site.example/5", "https://www.site.example/5"),
        ("12345", None),
        ("news-5", None),
        ("5.html", None),
        ("tag:site.example,2025:5", None),
        ("urn:uuid:60a76c80-d399-11d9-b93C-0003939e0af6", None),
        ("site.example:5", None),
        ("5 at https://site.example", None),
        ("{2F1B-5}", None),
        ("", None),
    ],
)
def test_a_guid_is_a_link_only_if_it_is_an_address(guid: str, link: str | None) -> None:
    assert permalink(guid, BASES) == link


def link(href: str, **attributes: str) -> dict[str, str]:
    return {"rel": "alternate", "type": "text/html", "href": href} | attributes


@pytest.mark.parametrize(
    ("links", "found"),
    [
        pytest.param([], "", id="none"),
        pytest.param([link("")], "", id="an empty one"),
        pytest.param([{"plain": "yes"}], "", id="an element without text"),
        pytest.param([link("/1"), link("/2")], "/1", id="the first"),
        pytest.param([link("/m/1"), link("/1", plain="yes")], "/1", id="the plain element before the others"),
        pytest.param([link("/1", rel="enclosure"), link("/2")], "/2", id="no enclosure"),
        pytest.param([link("/1", rel="replies"), link("/2", rel="self"), link("/3", rel="via")], "", id="no replies"),
        pytest.param([link("/amp/1"), link("/1")], "/1", id="no AMP page"),
        pytest.param([link("/1?amp=1"), link("/1")], "/1", id="no AMP page, by the query"),
        pytest.param([link("https://amp.site.example/1"), link("/1")], "/1", id="no AMP page, by the host"),
        pytest.param([link("/1/amp"), link("/1", plain="yes")], "/1", id="no AMP page, at the end"),
        pytest.param([link("/amp/1")], "/amp/1", id="an AMP page, if there is no other"),
        pytest.param([link("/example/1"), link("/2")], "/example/1", id="an example is no AMP page"),
        pytest.param([link("/en/3", hreflang="en-GB"), link("/3")], "/3", id="no second language"),
        pytest.param([link("/3", hreflang="ru"), link("/en/3", hreflang="en")], "/en/3", id="the source's language"),
        pytest.param([link("/kz/3", hreflang="kk"), link("/ru/3", hreflang="ru")], "/kz/3", id="two other languages"),
        pytest.param([link("/1.pdf", type="application/pdf"), link("/1")], "/1", id="no file"),
        pytest.param([link("/1", type="text/html; charset=utf-8"), link("/2")], "/1", id="a page with its letters"),
        pytest.param([link("/1.pdf", type="application/pdf")], "/1.pdf", id="a file, if there is no page"),
    ],
)
def test_of_several_links_one_is_the_articles(links: list[dict[str, str]], found: str) -> None:
    assert chosen(links, "en") == found


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_none(raw: str) -> None:
    for found in (absolute(raw, BASES), permalink(raw, BASES)):
        if found is not None:
            assert found.startswith(("http://", "https://"))
            assert " " not in found
            assert absolute(found, BASES) == found
