"""A page that holds several articles in full, in the shape of kt.kz's: by selectors, and by its lines alone."""

from __future__ import annotations

from typing import Any

import pytest

from bot.errors import ParseError
from bot.intake.kinds.splitting import split_lines
from bot.model import Listing, WayKind
from tests.intake.kinds.documents import dates, links, listing, only, problems, titles
from tests.intake.site import page, story

FORM = "%d.%m.%Y, %H:%M"
RULES = {
    "title": "header.page-heading h1",
    "date": "div.page-meta span",
    "date_format": FORM,
    "text": "div.page-content > div",
    "stop": ("This information may not be reproduced",),
}
FIRST = story("The depot opens in spring.", "Trains come from abroad.", title="A second line", date="26.11.2025, 21:54")
SECOND = story("The bridge is closed.", title="No way across", date="26.11.2025, 19:03")
SIDEBAR = """<aside><h2>Most viewed</h2><a href="/eng/x/old_1377000001.html"><span>20.11.2025, 08:10</span>
<span>17801</span><span>An older story</span></a></aside>"""


def read(body: str, **rules: Any) -> Listing:
    return listing(WayKind.PAGES, body, **rules)


def test_each_story_of_a_page_is_an_article_with_its_own_text() -> None:
    found = read(page(FIRST, SECOND, SIDEBAR), **RULES)
    assert titles(found) == ["A second line", "No way across"]
    assert dates(found) == ["2025-11-26 16:54", "2025-11-26 14:03"]
    assert [entry.text for entry in found.entries] == [
        "The depot opens in spring.\n\nTrains come from abroad.",
        "The bridge is closed.",
    ]
    assert [entry.teaser for entry in found.entries] == ["The depot opens in spring.", ""]
    assert links(found) == [None, None]
    assert not found.problems


def test_a_title_that_links_gives_its_article_a_link() -> None:
    linked = story("The depot opens.", title='<a href="/eng/society/metro_1377983212.html">A second line</a>')
    around = story("The bridge is closed.", title="No way").replace("<h1>", '<a href="x_1377983213.html"><h1>')
    found = read(page(linked, around), **RULES)
    assert links(found) == [
        "https://site.example/eng/society/metro_1377983212.html",
        "https://site.example/news/x_1377983213.html",
    ]


def test_an_item_that_holds_each_article_is_read_by_itself() -> None:
    rules = RULES | {"item": "article", "link": "a.more"}
    body = page(FIRST.replace("</article>", '<a class="more" href="/a">Read</a></article>'), SECOND)
    found = read(body, **rules)
    assert titles(found) == ["A second line", "No way across"]
    assert links(found) == ["https://site.example/a", None]


def test_a_date_behind_the_title_belongs_to_it() -> None:
    one, two = ('<h2>{0}</h2><p class="d">2{1}.11.2025, 10:00</p><div class="b"><p>{0} text.</p></div>'.format(*each)
                for each in (("One", 5), ("Two", 6)))  # fmt: skip
    found = read(page(one, two), title="h2", date=".d", date_format=FORM, text=".b")
    assert [(entry.title, entry.text) for entry in found.entries] == [("One", "One text."), ("Two", "Two text.")]
    assert dates(found) == ["2025-11-25 05:00", "2025-11-26 05:00"]


def test_a_page_without_dates_is_read_if_no_rule_names_one() -> None:
    found = read(page(FIRST), title="h1", text=".page-content")
    assert (dates(found), titles(found)) == ([None], ["A second line"])


def test_what_lacks_a_title_a_text_or_a_date_is_counted_and_left_out() -> None:
    broken = [FIRST.replace("26.11.2025, 21:54", "soon"), story(title="Empty").replace("<p>", "<p hidden>"), SECOND]
    broken[1] = broken[1].replace("page-content", "page-nothing")
    found = read(page(*broken), **RULES)
    assert titles(found) == ["No way across"]
    assert problems(found) == [
        "2 articles have no title, no text or no date, and are left out",
        'The date of 1 entry can\'t be read, for example "soon"',
    ]


def test_a_day_without_a_time_is_no_midnight() -> None:
    body = page('<h2>A second line</h2><i>26.11.2025</i><div class="b"><p>The depot opens.</p></div>')
    entry = only(read(body, title="h2", date="i", text=".b"))
    assert (f"{entry.published_at:%d %H:%M}", entry.day_only) == ("25 19:00", True)
    lines = only(read("<p>26.11.2025</p><p>One</p><p>Text.</p>", date_format="%d.%m.%Y"))
    assert (f"{lines.published_at:%d %H:%M}", lines.day_only) == ("25 19:00", True)


LINES = """<body><div><p>26.11.2025, 21:54 13426</p><p>A second line</p><p>Images | city.example</p><p>Tell a friend</p>
<p>The depot opens in spring.</p><p>Trains come from abroad.</p>
<p>This information may not be reproduced without reference to Kazakhstan Today.</p><p>relevant news</p>
<p>26.11.2025, 19:03</p><p>18666</p><p><a href="/eng/bridge_1377983213.html">No way across</a></p>
<p>The bridge is closed.</p>
<p>This information may not be reproduced without reference to Kazakhstan Today.</p><p>Most viewed</p>
<p>20.11.2025, 08:10 17801</p><p>An older story</p><p>About us</p></div></body>"""


def test_without_selectors_the_lines_that_are_dates_split_a_page() -> None:
    found = read(LINES, date_format=FORM, stop=RULES["stop"])
    assert [(entry.title, entry.text) for entry in found.entries] == [
        ("A second line", "The depot opens in spring.\n\nTrains come from abroad."),
        ("No way across", "The bridge is closed."),
    ]
    assert dates(found) == ["2025-11-26 16:54", "2025-11-26 14:03"]
    assert links(found) == [None, "https://site.example/eng/bridge_1377983213.html"]
    assert not found.problems


def test_selectors_that_find_nothing_do_not_take_a_list_of_headlines_for_articles() -> None:
    """Their teasers would be taken for the full texts, and no page would be read."""
    headlines = "<p>26.11.2025, 21:54</p><p>A second line</p><p>A teaser of it.</p><p>Most viewed</p>"
    with pytest.raises(ParseError, match="the rules find no whole article"):
        read(headlines, **RULES)


@pytest.mark.parametrize("body", [page("<p>Nothing here.</p>"), page(SIDEBAR), "<p>26.11.2025, 21:54</p><p>Alone</p>"])
def test_a_page_without_articles_is_a_reason(body: str) -> None:
    with pytest.raises(ParseError, match="the rules find no whole article on https://site"):
        read(body, **RULES)


def test_a_headline_without_a_text_is_no_article() -> None:
    found = read("<p>26.11.2025, 21:54</p><p>Alone</p><p>26.11.2025, 19:03</p><p>One</p><p>Text.</p>", date_format=FORM)
    assert titles(found) == ["One"]


def test_a_date_within_a_sentence_begins_no_article() -> None:
    body = LINES.replace("Trains come from abroad.", "They meet on 27.11.2025, 10:00 in the depot.")
    found = read(body.partition("<p>relevant")[0], date_format=FORM, stop=RULES["stop"])
    assert only(found).text.endswith("in the depot.")


def test_without_a_line_that_ends_one_every_article_goes_to_the_next_date() -> None:
    found = split_lines(["x", "D1", "one", "text", "D2", "two", "text"], lambda line: line.startswith("D"), ("End",))
    assert [(each.date, each.lines) for each in found] == [("D1", ["one", "text"]), ("D2", ["two", "text"])]


def test_lines_behind_the_end_of_an_article_belong_to_none() -> None:
    lines = ["D1", "one", "text", "The end of it", "more", "D2", "two"]
    found = split_lines(lines, lambda line: line.startswith("D"), ("The end",))
    assert [(each.date, each.lines) for each in found] == [("D1", ["one", "text"])]
    assert split_lines(["a"], lambda line: False, ()) == []
