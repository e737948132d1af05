"""Addresses and texts of links: which may lead to an article."""

from __future__ import annotations

import pytest

from bot.intake.discover.links import article_likeness, host_site, is_headline, resolved, says_more, site_of

BASE = "https://news.example/"
SITES = frozenset({"news.example"})


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("an id", "https://news.example/politics/1377983212"),
        ("an id and a slug", "https://news.example/eng/society/new-pier-in-aktau_1377983212.html"),
        ("a day in the path", "https://news.example/2025/11/25/pier"),
        ("a query alone", "https://news.example/?p=12345"),
        ("a script of an old site", "https://news.example/news.php?id=77"),
        ("a subdomain", "https://kaz.news.example/articles/new-pier-in-aktau"),
        ("a slug", "https://news.example/new-pier-in-aktau/"),
        ("a slug of underscores", "https://news.example/a/new_pier_in_aktau"),
        ("Cyrillic letters", "https://news.example/новый-причал-в-порту/"),
        ("the index of a folder of a day", "https://news.example/2014/07/24/world/pier/index.html?hpt=1"),
        ("an article in a folder that is furniture elsewhere", "https://news.example/archive/2025/11/25/17.shtml"),
    ],
)
def test_the_address_of_an_article_looks_like_one(kind: str, url: str) -> None:
    assert article_likeness(url, BASE, SITES) > 0.4, kind


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("the page itself", "https://news.example/"),
        ("the front page by another name", "https://news.example"),
        ("another site", "https://other.example/new-pier-in-aktau_1377983212.html"),
        ("no host", "https:///x"),
        ("a picture", "https://news.example/i/1377983212.jpg"),
        ("a tag", "https://news.example/tag/port-of-aktau/"),
        ("an author", "https://news.example/author/aidos-nur-77/"),
        ("the next page", "https://news.example/news/?page=2"),
        ("the next page of Bitrix", "https://news.example/news/?PAGEN_1=2"),
        ("the archive", "https://news.example/archive/"),
        ("an index", "https://news.example/world/index.html"),
        ("all the news", "https://news.example/news/"),
    ],
)
def test_the_address_of_something_else_does_not(kind: str, url: str) -> None:
    assert article_likeness(url, BASE, SITES) < 0, kind


def test_a_plain_folder_may_be_an_article() -> None:
    assert 0 < article_likeness("https://news.example/pier", BASE, SITES) < 0.4


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("/a/1", "https://news.example/a/1"),
        (" b.html#top ", "https://news.example/b.html"),
        ("https://other.example/?x=1", "https://other.example/?x=1"),
        ("#top", None),
        ("", None),
        ("javascript:void(0)", None),
        ("mailto:a@b.example", None),
        ("ftp://news.example/x", None),
        ("/a/1#comment-7", None),
        ("/a/1#respond", None),
        ("http://[x", None),
    ],
)
def test_a_link_is_an_address_without_its_fragment_or_none(href: str, address: str | None) -> None:
    assert resolved(href, BASE) == address


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("www.kt.kz", "kt.kz"),
        ("rus.inform.kz", "inform.kz"),
        ("press.mod.gov.kz", "mod.gov.kz"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
    ],
)
def test_a_site_is_the_last_two_names_of_a_host(host: str, site: str) -> None:
    assert site_of(host) == site


def test_an_address_that_is_none_has_no_site() -> None:
    assert host_site("http://[x") == ""
    assert host_site("https://www.kt.kz/eng/") == "kt.kz"


@pytest.mark.parametrize("text", ["A second pier in Aktau", "Порт Актау расширят", "Ақтау портында жаңа айлақ"])
def test_a_headline_has_words(text: str) -> None:
    assert is_headline(text)


@pytest.mark.parametrize(
    "text",
    ["", "Sport", "Read more about it", "Читать далее о порте", "Толығырақ оқу", "12 345 678 901 234", "Экономика"],
)
def test_a_button_a_rubric_and_a_number_are_no_headline(text: str) -> None:
    assert not is_headline(text)


def test_a_long_text_that_begins_like_a_button_is_none() -> None:
    assert not says_more("Читать между строк: что сказал министр на заседании")
