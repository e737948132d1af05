"""Sites as people name them."""

from __future__ import annotations

import pytest

from bot.intake.sites import (
    LONGEST,
    channel_preview,
    is_inner,
    places,
    shown_site,
    site_of,
    sources_of,
    typed_addresses,
)
from bot.model import Source, Way


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://nur.kz/", "https://nur.kz/"),
        ("HTTPS://NUR.KZ/News", "https://NUR.KZ/News"),
        ("nur.kz", "https://nur.kz"),
        ("добавь www.nur.kz, пожалуйста", "https://www.nur.kz"),
        ("nur.kz/news қосшы", "https://nur.kz/news"),
        ("(see https://nur.kz/news).", "https://nur.kz/news"),
        ("<https://nur.kz/|nur.kz>", "https://nur.kz/"),
        ("https://nur.kz\u200b/ \u200f", "https://nur.kz/"),
        ("http://user:pw@nur.kz/x", "http://nur.kz/x"),
        ("қазақстан.қаз", "https://қазақстан.қаз"),
        ("https://пример.рф/новости", "https://пример.рф/новости"),
        ("nur.kz:8080/a?b=1", "https://nur.kz:8080/a?b=1"),
        ("@tengrinews", "https://t.me/tengrinews"),
        ("t.me/s/nurkz/17", "https://t.me/s/nurkz/17"),
        ("https://nur.kz/" + "x" * LONGEST, "https://nur.kz/"),
        ("192.168.1.1", "https://192.168.1.1"),
        ("https://[::1]/", "https://[::1]/"),
        ("", None),
        ("привет", None),
        ("3.14", None),
        ("г.Алматы", None),
        ("и т.д.", None),
        ("1.5 млн", None),
        ("v2.0", None),
        ("C++", None),
        ("me@mail.kz", None),
        ("https://", None),
        ("http://a..b.kz/", None),
        (f"https://{'a' * 64}.kz/", None),
        (f"https://{'a.' * 130}kz/", None),
        ("http://nur.kz:99999/", None),
        ("ftp://nur.kz", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("🙂.kz", None),
        ("https://t.me/+abcdef", None),
        ("@kz", None),
        ("нур" * 4_000, None),
    ],
)
def test_the_address_is_found_in_what_was_typed(typed: str, address: str | None) -> None:
    assert typed_addresses(typed) == ([] if address is None else [address])


@pytest.mark.parametrize(
    ("typed", "addresses"),
    [
        ("nur.kz,tengri.kz\nkapital.kz", ["https://nur.kz", "https://tengri.kz", "https://kapital.kz"]),
        ("https://nur.kz/,https://tengri.kz", ["https://nur.kz/", "https://tengri.kz"]),
        ("https://nur.kz/a http://www.nur.kz/b", ["https://nur.kz/a"]),
        ("Пожар в г.Алматы https://nur.kz/1", ["https://nur.kz/1"]),
        ("@tengrinews @nurkz", ["https://t.me/tengrinews", "https://t.me/nurkz"]),
        ("https://web.archive.org/web/https://Nur.kz/", ["https://web.archive.org/web/https://Nur.kz/"]),
        ("nur.kz/x?u=http://y.kz/", ["https://nur.kz/x?u=http://y.kz/"]),
    ],
)
def test_several_sites_are_found_each_once(typed: str, addresses: list[str]) -> None:
    assert typed_addresses(typed) == addresses


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:80/",
        "https://127.1/",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://10.0.0.1:8080/x",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://metadata.google.internal/",
        "http://169.254.169.254/latest/meta-data",
        "http://printer/",
    ],
)
def test_an_inner_address_is_known_by_its_spelling(address: str) -> None:
    assert is_inner(address)


def test_a_public_one_is_not() -> None:
    assert not is_inner("https://nur.kz/")
    assert not is_inner("https://8.8.8.8/")


@pytest.mark.parametrize(
    ("address", "site", "shown"),
    [
        ("https://www.nur.kz/a/b?c#d", "nur.kz", "nur.kz"),
        ("http://m.nur.kz:80", "nur.kz", "m.nur.kz:80"),
        ("https://NUR.kz?feed=rss2", "nur.kz", "nur.kz"),
        ("https://kaz.nur.kz/", "kaz.nur.kz", "kaz.nur.kz"),
        ("https://nur.kz:8080/", "nur.kz:8080", "nur.kz:8080"),
        ("https://t.me/s/NurKz/17?x=1", "t.me/nurkz", "t.me/nurkz"),
        ("https://www.қазақстан.қаз/", "xn--80aaa0a6awh12ed.xn--80ao21a", "қазақстан.қаз"),
    ],
)
def test_two_addresses_of_one_site_have_one_name(address: str, site: str, shown: str) -> None:
    assert (site_of(address), shown_site(address)) == (site, shown)


@pytest.mark.parametrize(
    ("why", "address", "expected"),
    [
        ("a site", "https://nur.kz", ("https://nur.kz/", "http://nur.kz/")),
        ("one without https", "http://nur.kz/", ("http://nur.kz/",)),
        ("a section", "https://nur.kz/kz/", ("https://nur.kz/kz/", "https://nur.kz/", "http://nur.kz/")),
        ("a feed", "https://nur.kz/rss2.xml", ("https://nur.kz/rss2.xml", "https://nur.kz/", "http://nur.kz/")),
        (
            "an article stands for its site",
            "https://nur.kz/news/a-fire-in-almaty-513425/",
            ("https://nur.kz/", "https://nur.kz/news/a-fire-in-almaty-513425/", "http://nur.kz/"),
        ),
        ("a channel", "https://t.me/nurkz/17?single", ("https://t.me/nurkz/17",)),
    ],
)
def test_places_where_news_is_looked_for(why: str, address: str, expected: tuple[str, ...]) -> None:
    assert places(address) == expected, why


def test_the_sources_of_a_site_are_those_that_are_read() -> None:
    def source(key: str, *urls: str, enabled: bool = True) -> Source:
        ways = tuple(Way(url=url) for url in urls)
        return Source(key=key, name=key, language="ru", ways=ways, enabled=enabled)

    sources = [
        source("nur-ru", "https://www.nur.kz/rss/ru"),
        source("nur-kk", "https://feeds.example/nur", "https://nur.kz/kz/"),
        source("kaz", "https://kaz.nur.kz/"),
        source("old", "https://nur.kz/old", enabled=False),
        source("channel", "https://t.me/s/nurkz"),
    ]
    assert [each.key for each in sources_of("nur.kz", sources)] == ["nur-ru", "nur-kk"]
    assert [each.key for each in sources_of("t.me/nurkz", sources)] == ["channel"]


def test_a_channel_has_a_preview() -> None:
    assert channel_preview(" t.me/nurkz ") == "https://t.me/s/nurkz"
    assert channel_preview("https://t.me/+abc") is None
