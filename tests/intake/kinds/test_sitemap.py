"""Sitemaps: news, plain, of one line each, indexes; gzipped, broken, hostile."""

from __future__ import annotations

import gzip

import pytest

from bot.errors import ParseError
from bot.intake.kinds import sitemap
from bot.model import Listing, WayKind
from tests.intake.kinds.documents import dates, links, listing, only, problems, titles

SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
NAMES = (
    f'xmlns="{SCHEMA}" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
    ' xmlns:video="http://www.google.com/schemas/sitemap-video/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)
HOME = "https://site.example"


def read(body: str | bytes, pattern: str | None = None) -> Listing:
    return listing(WayKind.SITEMAP, body, url=f"{HOME}/sitemap.xml", pattern=pattern)


def urls(*rows: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {NAMES}>{"".join(rows)}</urlset>'


def url(path: str, lastmod: str = "", inner: str = "") -> str:
    changed = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<url><loc>{HOME}{path}</loc>{changed}{inner}</url>"


def index(*rows: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><sitemapindex xmlns="{SCHEMA}">{"".join(rows)}</sitemapindex>'


def part(name: str, lastmod: str = "") -> str:
    return url(f"/{name}", lastmod).replace("url>", "sitemap>")


NEWS = urls(
    url(
        "/a_1.html",
        "2025-11-25T10:00:00+05:00",
        """<news:news><news:publication><news:name>Site</news:name><news:language>ru</news:language></news:publication>
        <news:publication_date>2025-11-25T13:20:00+05:00</news:publication_date>
        <news:title>Мост &amp; дорога</news:title><news:keywords>мост</news:keywords></news:news>
        <image:image><image:loc>https://img.example/1.jpg</image:loc><image:title>Снимок</image:title></image:image>""",
    )
)


def test_a_news_sitemap_has_titles_and_dates() -> None:
    entry = only(read(NEWS))
    assert (entry.title, entry.link) == ("Мост & дорога", f"{HOME}/a_1.html")
    assert f"{entry.published_at:%H:%M}" == "08:20"


def test_the_title_of_a_plain_sitemap_is_made_from_the_address() -> None:
    found = read(urls(url("/society/most-cherez-reku-zakryt_1377983212.html", "2025-11-25"), url("/2025/11/24/damba/")))
    assert titles(found) == ["Most cherez reku zakryt", "Damba"]
    assert dates(found) == ["2025-11-24 19:00", None]


def test_pictures_videos_and_other_languages_are_no_articles() -> None:
    inner = """<image:image><image:loc>https://img.example/1.jpg</image:loc></image:image>
    <xhtml:link rel="alternate" hreflang="en" href="https://site.example/en/a-b-c"/>
    <video:video><video:title>Мост с высоты</video:title><video:player_loc>https://v.example/</video:player_loc></video:video>"""
    assert (titles(read(urls(url("/v/12", inner=inner)))), len(read(urls(url("/v/12", inner=inner))).entries)) == (
        ["Мост с высоты"],
        1,
    )


def test_sections_of_a_site_are_no_articles() -> None:
    found = read(urls(url("/"), url("/about-us"), url("/society/"), url("/the-bridge-is-closed"), url("/news/12345")))
    assert titles(found) == ["The bridge is closed", "News 12345"]


def test_with_the_sources_own_id_only_links_that_have_one_are_articles() -> None:
    found = read(urls(url("/tag/a-b-c-d"), url("/x/most_1377983212.html"), url("/page-12")), pattern=r"_(\d{10})\.html")
    assert links(found) == [f"{HOME}/x/most_1377983212.html"]


def test_a_gzipped_sitemap_is_read_and_one_of_several_members_whole() -> None:
    body = NEWS.encode()
    half = len(body) // 2
    assert titles(read(gzip.compress(body))) == ["Мост & дорога"]
    assert titles(read(gzip.compress(body[:half]) + gzip.compress(body[half:]))) == ["Мост & дорога"]


def test_a_bomb_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "UNPACKED_CAP", 100_000)
    with pytest.raises(ParseError, match=r"is over 0\.1 MB when it is unpacked"):
        read(gzip.compress(b" " * 200_000))


def test_a_broken_gzip_is_read_as_far_as_it_goes() -> None:
    many = urls(*(url(f"/the-bridge-number-{number}") for number in range(2_000)))
    found = read(gzip.compress(many.encode())[:-4_000])
    assert 0 < len(found.entries) < 1_000


def test_a_date_that_the_protocol_does_not_know_is_read_all_the_same() -> None:
    found = read(
        urls(url("/n/1", "Tue, 25 Nov 2025 13:20:00 +0500"), url("/n/2", "25.11.2025 13:20"), url("/n/3", "x"))
    )
    assert dates(found) == ["2025-11-25 08:20", "2025-11-25 08:20", None]
    assert problems(found) == ['The date of 1 entry can\'t be read, for example "x"']


def test_a_day_without_a_time_is_no_midnight() -> None:
    found = read(
        urls(
            url("/n/1", "2025-11-25"),
            url("/n/2", "25.11.2025"),
            url("/n/3", "2025-11-25T00:00:00+05:00"),
            url("/n/4", "2025-11-25T00:00"),
            url("/n/5", "20251125"),
            url("/n/6", "0001-01-01"),
        )
    )
    assert dates(found) == ["2025-11-24 19:00"] * 5 + [None]
    assert [entry.day_only for entry in found.entries] == [True, True, False, False, True, False]


def test_what_only_looks_gzipped_is_no_sitemap() -> None:
    with pytest.raises(ParseError, match="no sitemap"):
        read(b"\x1f\x8b\x08\x00 nothing of the kind")


def test_the_newest_of_an_index_are_to_be_read_and_news_before_all() -> None:
    found = read(
        index(
            part("post-sitemap1.xml", "2025-11-20T10:00:00+00:00"),
            part("post-sitemap2.xml", "2025-11-25T08:00:00+00:00"),
            part("post-sitemap3.xml", "2025-11-24T08:00:00+00:00"),
            part("category-sitemap.xml", "2025-11-25T08:00:00+00:00"),
            part("page-sitemap.xml", "2025-11-25T08:30:00+00:00"),
            part("post_tag-sitemap.xml", "2025-11-25T08:30:00+00:00"),
            part("post-sitemap4.xml", "2025-11-22T08:00:00+00:00"),
            part("news.xml.gz"),
        )
    )
    names = ["news.xml.gz", "post-sitemap2.xml", "post-sitemap3.xml", "post-sitemap4.xml"]
    assert found.more == tuple(f"{HOME}/{name}" for name in names)
    assert found.entries == ()


def test_without_dates_the_highest_numbers_of_an_index_are_the_newest() -> None:
    found = read(index(*(part(f"sitemap-2025-{month}.xml") for month in (9, 11, 10, 8, 7))))
    assert found.more == tuple(f"{HOME}/sitemap-2025-{month}.xml" for month in (11, 10, 9, 8))


def test_an_index_of_categories_alone_is_read_too() -> None:
    assert read(index(part("category-sitemap.xml"))).more == (f"{HOME}/category-sitemap.xml",)


def test_a_text_of_addresses_is_a_sitemap() -> None:
    found = read(f"\ufeff{HOME}/the-bridge-is-closed\r\n{HOME}/n/5/dam-opens\r\n")
    assert titles(found) == ["The bridge is closed", "Dam opens"]


def test_of_thousands_the_newest_are_read() -> None:
    found = read(urls(*(url(f"/n/{day}", f"2025-{day % 12 + 1:02}-{day % 28 + 1:02}") for day in range(3_000))))
    assert len(found.entries) == sitemap.ENTRIES
    assert not found.problems


def test_of_thousands_without_dates_both_ends_are_read_and_it_is_said() -> None:
    found = read(urls(*(url(f"/n/{number}") for number in range(3_000))))
    assert [links(found)[at] for at in (0, -1)] == [f"{HOME}/n/0", f"{HOME}/n/2999"]
    assert problems(found) == ["has 3000 addresses without a date, of which only the first and the last 500 are read"]


def test_a_sitemap_without_namespaces_or_with_a_broken_row_is_read() -> None:
    body = f"<urlset><url><loc>{HOME}/n/1</loc></url><url><loc>{HOME}/n/2&x</loc></url><url><loc>{HOME}/n/3</loc></url>"
    assert f"{HOME}/n/1" in links(read(body))
    assert f"{HOME}/n/3" in links(read(body))


@pytest.mark.parametrize(
    "body",
    [
        NEWS.replace("UTF-8", "windows-1251").encode("cp1251"),
        NEWS.replace("UTF-8", "windows-1251").encode(),
        NEWS.replace("UTF-8", "utf-16").encode("utf-16"),
        b"\n" + NEWS.encode(),
        b"<br />Notice: x in y.php\n" + NEWS.encode(),
        b"\xef\xbb\xbf" + NEWS.encode(),
    ],
)
def test_a_sitemap_in_any_alphabet_is_read(body: bytes) -> None:
    assert titles(read(body)) == ["Мост & дорога"]


def test_a_row_that_is_no_text_is_counted_and_the_others_are_read() -> None:
    found = read(urls(url("/n/1"), url("/n/&#55357;2"), url("/n/3")))
    assert links(found) == [f"{HOME}/n/1", f"{HOME}/n/3"]
    assert problems(found) == ["1 address can't be read, and is left out"]


def test_one_address_twice_is_one_entry() -> None:
    assert len(read(urls(url("/n/1", "2025-11-25"), url("/n/1/", "2025-11-24"), url("/n/1?utm_source=x"))).entries) <= 2


def test_no_file_is_opened_and_no_entity_grows() -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    body = f'<!DOCTYPE x [<!ENTITY e0 "x"><!ENTITY f SYSTEM "file:///etc/passwd">{bomb}]>'
    found = read(f"{body}<urlset><url><loc>{HOME}/n/1&f;&e8;</loc></url><url><loc>{HOME}/n/2</loc></url></urlset>")
    assert all(link is not None and "root" not in link and len(link) < 100 for link in links(found))


@pytest.mark.parametrize("body", ["<html><body>Not found</body></html>", "", "words", '{"a": 1}'])
def test_what_is_no_sitemap_is_a_reason(body: str) -> None:
    with pytest.raises(ParseError, match="what it answered is no sitemap"):
        read(body)


def test_an_empty_sitemap_has_nothing() -> None:
    assert read(urls()) == Listing(entries=())
