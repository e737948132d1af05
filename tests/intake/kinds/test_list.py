"""A page of headlines, in the shapes in which content systems write it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.errors import ParseError
from bot.model import Listing, WayKind
from tests.intake.kinds.documents import dates, links, listing, only, problems, titles

HEAD = "<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>"


def read(body: str, item: str = ".item", **rules: Any) -> Listing:
    return listing(WayKind.LIST, f"{HEAD}{body}</body></html>", item=item, **rules)


BITRIX = """<div class="news-list">
<p class="news-item"><img src="/a.jpg"><span class="news-date-time">25.11.2025 13:20</span>
  <a href="/news/detail/metro/"><b>Метро   откроют
   весной</b></a><br>Вторая линия готова.</p>
<p class="news-item"><span class="news-date-time">24.11.2025</span>
  <a href="/news/detail/dam/"><b>Плотину починили</b></a></p>
</div>"""

CARDS = """<main><a class="card" href="https://site.example/ru/2">
<div class="card__meta"><time datetime="2025-11-25T08:20:00Z">
2 часа назад</time><span>1 024</span></div><h3>Завод <span>начал</span> работу</h3><p>Он даст рабочие места.</p></a>
<a class="card" href="../ru/1">
<div class="card__meta"><time>25.11.2025, 12:00</time></div><h3>Мост закрыт</h3></a></main>"""


def test_links_titles_and_dates_are_found_by_selectors() -> None:
    found = read(BITRIX, "p.news-item", link="a", title="a b", date=".news-date-time")
    assert titles(found) == ["Метро откроют весной", "Плотину починили"]
    assert links(found) == ["https://site.example/news/detail/metro/", "https://site.example/news/detail/dam/"]
    assert dates(found) == ["2025-11-25 08:20", "2025-11-23 19:00"]
    assert not found.problems


def test_a_selector_may_begin_outside_of_the_item() -> None:
    rules = {"link": "body > div.news-list p > a", "title": ".news-list > p.news-item b", "date": "div .news-date-time"}
    assert read(BITRIX, "p.news-item", **rules) == read(BITRIX, "p.news-item", link="a", title="b", date="span")


def test_items_within_items_are_read_each() -> None:
    rows = '<li class="item"><a href="/a">Мост закрыт</a></li><li class="item"><a href="/b">Завод</a></li>'
    body = f'<ul class="item">{rows}</ul>'
    assert titles(read(body)) == ["Мост закрыт", "Завод"]


def test_an_item_that_is_a_link_needs_no_selector_of_a_link() -> None:
    found = read(CARDS, "a.card", title="h3", date="time", teaser="p")
    assert titles(found) == ["Завод начал работу", "Мост закрыт"]
    assert links(found) == ["https://site.example/ru/2", "https://site.example/ru/1"]
    assert dates(found) == ["2025-11-25 08:20", "2025-11-25 07:00"]
    assert [entry.teaser for entry in found.entries] == ["Он даст рабочие места.", ""]


def test_a_link_around_an_item_is_its_link() -> None:
    found = read('<a href="/n/1"><div class="item">Мост закрыт на ремонт</div></a>')
    assert links(found) == ["https://site.example/n/1"]


def test_the_base_of_a_page_counts() -> None:
    found = read('<base href="https://other.example/x/"><div class="item"><a href="1.html">Мост закрыт</a></div>')
    assert links(found) == ["https://other.example/x/1.html"]


def test_of_several_links_without_a_selector_the_longest_is_the_headline() -> None:
    body = """<div class="item"><a href="/society/">Общество</a> <a href="/n/5.html">В городе открыли новую школу</a>
    <a href="/n/5.html#comments">12</a></div>"""
    found = read(body)
    assert (titles(found), links(found)) == (["В городе открыли новую школу"], ["https://site.example/n/5.html"])


@pytest.mark.parametrize(
    "sidebar",
    [
        "26.11.2025, 08:1017801The port and the city signed a plan",
        "<span>26.11.2025, 08:10</span><span>17801</span>The port and the city signed a plan",
        "<i>26.11.2025, 08:10</i> <i>17 801</i> <b>The port and the city signed a plan</b>",
        "The port and the city signed a plan <em>26.11.2025, 08:10</em>",
        "The port and the city signed a plan26.11.2025, 08:1017801",
        "26.11.2025 | 08:10 — The port and the city signed a plan",
    ],
)
def test_a_date_and_a_counter_glued_to_a_headline_are_no_part_of_it(sidebar: str) -> None:
    entry = only(read(f'<div class="item"><a href="/a_1.html">{sidebar}</a></div>'))
    assert entry.title == "The port and the city signed a plan"
    assert entry.published_at is not None
    assert f"{entry.published_at:%d %H:%M}" == "26 03:10"


@pytest.mark.parametrize(
    "title", ["20 тонн мусора вывезли", "10:0 в пользу гостей", "Итоги 2025 года", "С 01.12 тариф выше"]
)
def test_numbers_of_a_headline_stay(title: str) -> None:
    assert titles(read(f'<div class="item"><a href="/a">{title}</a></div>')) == [title]


def test_what_the_date_and_the_teaser_select_is_no_part_of_the_title() -> None:
    body = (
        '<a class="item" href="/a"><span class="d">вчера, в 12:00</span>Мост закрыт<span class="t">Надолго.</span></a>'
    )
    entry = only(read(body, date=".d", teaser=".t"))
    assert (entry.title, entry.teaser) == ("Мост закрыт", "Надолго.")


@pytest.mark.parametrize(
    ("time", "date"), [("13:20", "2025-11-25 08:20"), ("23:50", "2025-11-24 18:50"), ("0:05", "2025-11-24 19:05")]
)
def test_a_time_alone_is_the_latest_such_time(time: str, date: str) -> None:
    """It is 14:00 in Almaty."""
    assert dates(read(f'<div class="item"><i>{time}</i><a href="/a">Мост закрыт</a></div>', date="i")) == [date]
    assert dates(read(f'<div class="item"><a href="/a"><i>{time}</i> Мост закрыт</a></div>')) == [date]


@pytest.mark.parametrize(
    ("shown", "date"),
    [
        ("вчера в 9:05", "2025-11-24 04:05"),
        ("Сегодня, 13:20", "2025-11-25 08:20"),
        ("бүгін 13:20", "2025-11-25 08:20"),
        ("2 часа назад", "2025-11-25 07:00"),
        ("24 ноября, 13:20", "2025-11-24 08:20"),
        ("25.11.2025, 13:20 | Общество", "2025-11-25 08:20"),
    ],
)
def test_a_date_is_told_from_now_and_may_stand_beside_other_words(shown: str, date: str) -> None:
    found = read(f'<div class="item"><i>{shown}</i><a href="/a">Мост закрыт</a></div>', date="i")
    assert (dates(found), only(found).day_only, problems(found)) == ([date], False, [])


@pytest.mark.parametrize(
    ("date", "at", "day_only"),
    [
        ("<i>24.11.2025</i>", "2025-11-23 19:00", True),
        ('<i><time datetime="2025-11-25">сегодня</time></i>', "2025-11-24 19:00", True),
        ('<i><time datetime="2025-11-25">13:20</time></i>', "2025-11-25 08:20", False),
        ('<i><time datetime="2025-11-24">13:20</time></i>', "2025-11-23 19:00", True),
        ('<i><time datetime="2025-11-25">скоро</time></i>', "2025-11-24 19:00", True),
        ('<i><time datetime="скоро" title="24.11.2025">…</time></i>', None, False),
        ('<i title="24.11.2025 13:20">на днях</i>', "2025-11-24 08:20", False),
    ],
)
def test_a_day_without_a_time_is_no_midnight(date: str, at: str | None, day_only: bool) -> None:
    found = read(f'<div class="item">{date}<a href="/a">Мост закрыт</a></div>', date="i")
    assert (dates(found), only(found).day_only) == ([at], day_only)


def test_of_two_dates_of_one_article_the_one_with_a_time_counts() -> None:
    body = """<div class="item"><i>25.11.2025</i><a href="/a">Мост закрыт</a></div>
    <div class="item"><i>25.11.2025 13:20</i><a href="/a">Мост закрыт</a></div>"""
    assert (dates(read(body, date="i")), only(read(body, date="i")).day_only) == (["2025-11-25 08:20"], False)


def test_a_date_that_can_not_be_read_is_told_once_for_its_article() -> None:
    body = """<div class="item"><a href="/a"><img alt="Снимок"></a></div>
    <div class="item"><i>скоро</i><a href="/a">Мост закрыт до весны</a></div>
    <div class="item"><a href="/b">Плотину починили</a></div>"""
    assert problems(read(body, date="i")) == [
        "1 item at '.item' has no date",
        'The date of 1 entry can\'t be read, for example "скоро"',
    ]


@pytest.mark.parametrize("time", ["12:60", "99:99", "soon"])
def test_what_is_no_time_of_day_is_no_date(time: str) -> None:
    assert dates(read(f'<div class="item"><i>{time}</i><a href="/a">Мост закрыт</a></div>', date="i")) == [None]


def test_a_title_that_the_list_cuts_is_whole_if_the_link_has_it_so() -> None:
    body = """<a class="item" href="/a" title="Мост закрыт на ремонт до весны">Мост закрыт на…</a>
    <a class="item" href="/b" title="Открыть в новом окне">Плотину начали...</a>
    <a class="item" href="/c">Завод и…</a>"""
    assert titles(read(body)) == ["Мост закрыт на ремонт до весны", "Плотину начали...", "Завод и…"]


def test_a_date_in_the_sources_own_form_is_read_with_its_counter() -> None:
    body = '<div class="item"><i>25-11-25 / 13:20 348</i><a href="/a">Мост закрыт</a></div>'
    assert dates(read(body, date="i", date_format="%y-%m-%d / %H:%M")) == ["2025-11-25 08:20"]


@pytest.mark.parametrize(
    "date",
    [
        '<i data-timestamp="1764058800">утром</i>',
        '<i data-time="1764058800000">утром</i>',
        '<i><meta itemprop="datePublished" content="2025-11-25T13:20:00+05:00">утром</i>',
        '<i title="25.11.2025 13:20">утром</i>',
        '<i><time datetime="утром">25.11.2025 13:20</time></i>',
    ],
)
def test_a_date_for_machines_is_read(date: str) -> None:
    assert dates(read(f'<div class="item">{date}<a href="/a">Мост закрыт</a></div>', date="i")) == ["2025-11-25 08:20"]


def test_one_article_with_a_picture_a_title_and_a_button_is_one_entry() -> None:
    body = """<a class="item" href="/a"><img alt="Мост"></a>
    <a class="item" href="/a?utm_source=x">Мост через реку закрыт</a>
    <a class="item" href="/a">Читать далее</a><a class="item" href="/b"><img alt="Плотину починили"></a>"""
    found = read(body)
    assert (titles(found), links(found)) == (
        ["Мост через реку закрыт", "Плотину починили"],
        ["https://site.example/a", "https://site.example/b"],
    )


def test_a_button_that_shares_an_article_is_not_another_one() -> None:
    body = """<a class="item" href="https://share.example/?u=https://site.example/a_12.html">Share this one now</a>
    <a class="item" href="/a_12.html">Мост через реку закрыт</a><a class="item" href="/b/renamed_12.html"></a>"""
    found = read(body, pattern=r"_(\d+)\.html")
    assert (titles(found), links(found)) == (["Мост через реку закрыт"], ["https://site.example/a_12.html"])


def test_a_link_to_another_site_stays_and_one_to_the_list_itself_does_not() -> None:
    body = """<a class="item" href="https://partner.example/x">У соседей открыли порт</a>
    <a class="item" href="/news/">Все новости этого сайта</a>
    <a class="item" href="mailto:a@b.example">Напишите нам</a>"""
    found = read(body)
    assert links(found) == ["https://partner.example/x"]
    assert problems(found) == ["1 item at '.item' has no link, and is left out"]


def test_a_selector_that_finds_nothing_is_named() -> None:
    with pytest.raises(ParseError, match=r"^the selector '\.item' finds nothing on https://site\.example/news/$"):
        read("<p>Мост закрыт</p>")


def test_items_without_a_headline_are_a_reason() -> None:
    with pytest.raises(ParseError, match=r"nothing that '\.item' finds on .* has a link and a title"):
        read('<div class="item"><a href="/a"></a></div>')


def test_what_is_missing_in_some_items_is_counted() -> None:
    body = """<div class="item"><a href="/a">Мост закрыт</a><i>25.11.2025 13:20</i></div>
    <div class="item"><a href="/b">Плотину починили</a><i>скоро</i></div><div class="item"><a href="/c"></a></div>
    <div class="item"><b>Реклама</b></div>"""
    assert problems(read(body, date="i")) == [
        "1 item at '.item' has no link, and is left out",
        "1 item at '.item' has no title, and is left out",
        'The date of 1 entry can\'t be read, for example "скоро"',
    ]


@pytest.mark.parametrize("href", ["http://[::1", "  ", "javascript:void(0)", "http://", "https://" + "a" * 2_000])
def test_what_is_no_address_is_no_link(href: str) -> None:
    found = read(f'<a class="item" href="{href}">Мост закрыт</a><a class="item" href="/n/the plan.html">План готов</a>')
    assert links(found) == ["https://site.example/n/the%20plan.html"]


def test_a_page_of_comments_alone_is_a_reason() -> None:
    with pytest.raises(ParseError, match="the page can't be read"):
        listing(WayKind.LIST, "<!-- nothing -->", item="a")


def test_an_empty_page_is_a_reason() -> None:
    with pytest.raises(ParseError, match="answered nothing"):
        listing(WayKind.LIST, " ", item="a")


def test_scripts_in_a_headline_are_not_read() -> None:
    body = '<div class="item"><a href="/a"><script>var a = 1</script>Мост <style>b{}</style>закрыт</a></div>'
    assert titles(read(body)) == ["Мост закрыт"]


def test_a_page_of_an_older_alphabet_is_read() -> None:
    body = '<meta charset="windows-1251"><a class="item" href="/a">Мост закрыт</a>'.encode("cp1251")
    assert titles(listing(WayKind.LIST, body, item=".item")) == ["Мост закрыт"]
