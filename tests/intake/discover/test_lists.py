"""The list of a site's news is found on its front page, with selectors that read it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, timedelta, timezone
from typing import Any
from urllib.parse import urljoin

import pytest
from lxml import html

from bot.intake.discover.links import host_site
from bot.intake.discover.lists import find_lists
from bot.intake.discover.results import FoundList
from tests.intake.fronts import extra, first, fresh, last, later, more
from tests.intake.fronts.words import Front

ZONE = timezone(timedelta(hours=5))
SHAPES = [*first.SHAPES, *more.SHAPES, *fresh.SHAPES, *later.SHAPES, *last.SHAPES, *extra.SHAPES]


def tree(text: str) -> Any:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    return html.document_fromstring(text.encode(), parser=parser)


def lists(text: str, base: str = "https://news.example/", **named: Any) -> tuple[FoundList, ...]:
    return find_lists(tree(text), base, ZONE, **named)


def selected(front: Front, found: FoundList) -> dict[str, tuple[str, str]]:
    """Address → (title, date) of what the selectors find, read here by themselves."""
    rules = found.rules
    read: dict[str, tuple[str, str]] = {}
    for item in tree(front.html).cssselect(rules.item):
        links, titles = item.cssselect(rules.link), item.cssselect(rules.title)
        dates = item.cssselect(rules.date) if rules.date else []
        if links and links[0].get("href"):
            date = dates[0].get("datetime") or dates[0].text_content() if dates else ""
            address = urljoin(front.base, links[0].get("href"))
            read.setdefault(address, (" ".join(titles[0].text_content().split()) if titles else "", date.strip()))
    return read


@pytest.mark.parametrize("make", SHAPES, ids=lambda make: make.__name__)
def test_the_right_list_comes_first_and_its_selectors_read_it(make: Callable[[], Front]) -> None:
    front = make()
    found = lists(front.html)[0]
    read = selected(front, found)
    wanted = {urljoin(front.base, link): story.title for link, story in zip(front.links, front.stories, strict=True)}
    optional = {urljoin(front.base, link) for link in front.optional}
    titles = {address: title for address, (title, _) in read.items() if address in wanted}
    assert titles.keys() == wanted.keys(), found.rules
    assert not front.titled or titles == wanted, found.rules
    others = {address for address in read if host_site(address) == "news.example"} - wanted.keys() - optional
    assert len(others) <= 1, (found.rules, others)
    if front.dated:
        assert all(date for address, (_, date) in read.items() if address in wanted), found.rules
    assert {one.link for one in found.headlines} >= wanted.keys()


def test_dates_with_a_day_are_read_as_instants() -> None:
    (story, *_), (found, *_) = first.bitrix_news_list().stories, lists(first.bitrix_news_list().html)
    assert found.headlines[0].published_at == story.at.astimezone(UTC)
    assert found.headlines[0].date == f"{story.at:%d.%m.%Y %H:%M}"


def test_a_time_alone_is_shown_and_not_understood() -> None:
    found = lists(first.ribbon_of_times().html)[0]
    assert [(one.date, one.published_at) for one in found.headlines[:1]] == [("18:40", None)]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("an empty page", ""),
        ("a page of text", "<article><h1>News</h1>" + "<p>Words of a long story about a pier.</p>" * 30 + "</article>"),
        ("two items", "".join(f'<li><a href="/n/{n}00">A pier in Aktau grows {n}</a></li>' for n in (1, 2))),
        ("a menu", "".join(f'<li><a href="/s{n}/">Section {n}</a></li>' for n in range(30))),
        (
            "headlines of other sites",
            '<a href="/about/">About</a> <a href="/x/">Us</a>'
            + "".join(f'<li><a href="https://s{n}.example.org/n/{n}00">A pier in Aktau {n}</a></li>' for n in range(1)),
        ),
        (
            "tags",
            "".join(f'<div class="tags"><a href="/tag/{n}">Second pier in Aktau {n}</a></div>' for n in range(9)),
        ),
        (
            "goods with prices",
            "".join(f'<p class=g><a href="/o/{n}00">A washing machine {n}</a> <b>{n} 990 ₸</b></p>' for n in range(9)),
        ),
        ("links that go nowhere", "".join(f'<p><a href="#n{n}">A pier in Aktau {n}</a></p>' for n in range(9))),
        ("an address that is none", '<p><a href="http://[x">A pier in Aktau</a></p>' * 5),
    ],
)
def test_nothing_is_found_where_no_news_are(kind: str, body: str) -> None:
    assert lists(f"<html><body><div>{body}</div></body></html>") == (), kind


def items(number: int, block: str, path: str, date: str = "") -> str:
    found = "".join(
        f'<div class="{block}"><a href="{path}{place}0017">The pier number {place} of {block} is ready</a>{date}</div>'
        for place in range(number)
    )
    return f"<section>{found}</section>"


def test_other_lists_follow_each_told_once() -> None:
    page = items(12, "alpha", "/a/", "<i>25.11.2025</i>") + items(10, "beta", "/b/") + items(9, "gamma", "/c/")
    found = lists(f"<html><body>{page}</body></html>")
    assert [len(one.headlines) for one in found] == [12, 10, 9]
    assert [one.rules.item for one in found] == ["div.alpha", "div.beta", "div.gamma"]
    assert found[0].score > found[1].score > found[2].score


def test_what_the_page_names_as_its_articles_weighs() -> None:
    page = f"<html><body>{items(12, 'alpha', '/a/')}{items(10, 'beta', '/b/')}</body></html>"
    assert lists(page)[0].rules.item == "div.alpha"
    named = [f"https://news.example/b/{place}0017" for place in range(10)]
    assert lists(page, listed=named)[0].rules.item == "div.beta"


def test_a_copy_of_a_page_at_another_address_has_the_articles_of_its_own_site() -> None:
    page = items(9, "alpha", "https://www.other.example/a/")
    assert lists(f"<html><body>{page}</body></html>", "http://127.0.0.1:8080/")[0].rules.item == "div.alpha"
    head = '<head><link rel="canonical" href="https://other.example/"></head>'
    assert len(lists(f"<html>{head}<body>{page}</body></html>", "http://127.0.0.1:8080/")[0].headlines) == 9


def test_a_page_that_nests_deeply_and_one_with_many_links_are_read() -> None:
    deep = "<div>" * 230 + items(9, "alpha", "/a/") + "</div>" * 230
    assert [len(one.headlines) for one in lists(f"<html><body>{deep}</body></html>")] == [9]
    lists("<html><body>" + "<div>" * 5_000)
    many = items(5_000, "alpha", "/a/")
    assert lists(f"<html><body>{many}</body></html>") == ()


def test_an_item_may_be_deep_and_large_and_its_heading_no_headline() -> None:
    deep = "<div>" * 12, "</div>" * 12
    page = "".join(
        f'<li class="entry"><h4>News</h4>{deep[0]}<a href="/n/{n}0017"></a><p>The pier number {n} is ready at last</p>'
        f"{deep[1]}{'<i>x</i>' * 90}</li>"
        for n in range(6)
    )
    found = lists(f"<html><body><ul>{page}</ul></body></html>")[0]
    assert [one.title for one in found.headlines][:1] == ["The pier number 0 is ready at last"]


def test_a_link_that_is_the_first_in_most_items_only_is_still_the_best() -> None:
    page = "".join(
        f'<li class="entry">{"<a href=/about/>Us</a> " if n % 4 == 0 else ""}'
        f'<a href="/{n}0017">Pier number {n} is ready</a></li>'
        for n in range(12)
    )
    found = lists(f"<html><body><ul>{page}</ul></body></html>")[0]
    assert found.rules.link == "a"


@pytest.mark.parametrize(
    ("kind", "item", "found"),
    [
        ("a tag of Word", "<o:p class=x>{0}<i>25.11.2025</i></o:p>", 8),
        ("a link alone in one", "<div class=item><o:p><b class=q>{0}</b></o:p></div>", 8),
        ("a tag in Cyrillic", "<div class=item><новость>{0}</новость></div>", 8),
        ("a class that begins with hyphens", '<div class="--item">{0}</div>', 8),
        ("classes of signs", '<x-card class="a:b c.d e#f -">{0}</x-card>', 8),
        ("an id that begins with a digit", '<div id="1a" class="ə-item">{0}</div>', 8),
        ("a title in a tag with a prefix", "<div class=item>{0}<g:h class=title>x</g:h></div>", 8),
        ("a link after a tag with a prefix", "<div class=item><g:h class=y>x</g:h>{0}</div>", 8),
        ("a list in a tag with a prefix", "<g:list>{0}</g:list>", 8),
    ],
)
def test_names_that_no_selector_can_have_are_passed_over(kind: str, item: str, found: int) -> None:
    links = (f'<a href="/n/{n}0017">The pier of Aktau number {n}</a>' for n in range(8))
    page = "".join(item.format(link) for link in links)
    assert [len(one.headlines) for one in lists(f"<html><body><main>{page}</main></body></html>")][:1] == [found], kind
    lists(f"<html><body><o:p>{page}</o:p></body></html>")


def test_a_price_in_a_long_text_is_no_price_of_all_of_it() -> None:
    rest = items(9, "alpha", "/a/", "<i>25.11.2025</i>")
    assert len(lists(f"<html><body><div>{rest}<p>1 000 ₸</p></div></body></html>")[0].headlines) == 9


def test_nested_items_are_those_inside() -> None:
    inner = "".join(f'<div class="box"><a href="/n/{n}0000">A pier in Aktau grows {n}</a></div>' for n in range(9))
    outer = "".join(f'<div class="box">{inner.replace("/n/", f"/{letter}/")}</div>' for letter in "abc")
    found = lists(f"<html><body>{outer}</body></html>")[0]
    assert len(found.headlines) == 27
