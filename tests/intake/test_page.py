"""The reader of pages, called here as its child process calls it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.errors import ParseError
from bot.intake.page import parse_page
from bot.model import Page, PageRules
from tests.intake.site import page, source, story

SOURCE = source()
URL = "https://kt.example/eng/a_1377983212.html"


def body_of(html: str) -> str:
    plain = replace(SOURCE, page=PageRules(body="main"))
    return parse_page(f"<html><body><main>{html}</main></body></html>".encode(), plain, URL).text


def test_of_nine_stories_on_a_page_the_first_is_the_article() -> None:
    stories = [story(f"Paragraph {n} of it.", "Its end.", title=f"Story {n}") for n in range(9)]
    assert parse_page(page(*stories).encode(), SOURCE, URL) == Page(
        text="Paragraph 0 of it.\n\nIts end.", title="Story 0", published_at=datetime(2025, 11, 25, 8, 20, tzinfo=UTC)
    )


def test_furniture_is_not_part_of_the_article() -> None:
    lines = [
        "Images | gov.kz",
        "Tell a friend",
        "The depot opens.",
        "relevant news",
        "Most viewed",
        "KAZAKHSTAN TODAY LIVE",
        "26.11.2025, 08:1017801",
        "Просмотров: 17 801",
        "Фото | Акорда",
    ]
    assert body_of("".join(f"<p>{line}</p>" for line in lines)) == "The depot opens."


def test_a_sentence_that_only_begins_like_furniture_stays() -> None:
    assert body_of("<p>Images of the depot were shown.</p><p>Share prices rose.</p>").count("\n\n") == 1


def test_the_stop_line_ends_the_article_whatever_its_case() -> None:
    text = parse_page(
        page(story("Before.", "THIS INFORMATION may not be reproduced, they say", "After.")).encode(), SOURCE, URL
    )
    assert text.text == "Before."


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("One<br>two<br/><br/>three", "One\n\ntwo\n\nthree", id="breaks"),
        pytest.param("<p>A <b>bold</b><i>er</i> <a href='x'>word</a>.</p>", "A bolder word.", id="inline elements"),
        pytest.param("<ul><li>waste</li><li>water</li></ul>tail", "waste\n\nwater\n\ntail", id="a list"),
        pytest.param("<script>x()</script><figure>f<b>g</b></figure>text<nav>no</nav> on", "text\n\non", id="skipped"),
        pytest.param("co&shy;operation &amp; П<Image=115=true>о", "cooperation & По", id="letters"),
    ],
)
def test_elements_become_paragraphs(html: str, text: str) -> None:
    assert body_of(html) == text


def test_a_date_with_a_counter_glued_to_it_is_read() -> None:
    html = page(story("Text.", date="26.11.2025, 08:1017801"))
    assert parse_page(html.encode(), SOURCE, URL).published_at == datetime(2025, 11, 26, 3, 10, tzinfo=UTC)


def test_without_title_and_date_rules_there_is_only_text() -> None:
    rules = PageRules(body="div.page-content > div", title=".none")
    found = parse_page(page(story("Text.")).encode(), replace(SOURCE, page=rules), URL)
    assert (found.title, found.published_at) == (None, None)


def test_a_date_without_a_form_is_read_in_the_known_ones() -> None:
    rules = PageRules(body="div.page-content > div", date="div.page-meta span")
    found = parse_page(page(story("Text.")).encode(), replace(SOURCE, page=rules), URL)
    assert found.published_at == datetime(2025, 11, 25, 8, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "form", "day_only"),
    [
        ("25.11.2025", None, True),
        ("25.11.2025", "%d.%m.%Y", True),
        ("25.11.2025, 00:00", "%d.%m.%Y, %H:%M", False),
        ("25.11.2025 00:00", None, False),
    ],
)
def test_a_page_that_tells_only_a_day_says_so(date: str, form: str | None, day_only: bool) -> None:
    rules = PageRules(body="div.page-content > div", date="div.page-meta span", date_format=form)
    found = parse_page(page(story("Text.", date=date)).encode(), replace(SOURCE, page=rules), URL)
    assert (found.published_at, found.day_only) == (datetime(2025, 11, 24, 19, 0, tzinfo=UTC), day_only)


def test_a_title_that_is_a_text_is_cut() -> None:
    found = parse_page(page(story("Text.", title="word " * 200)).encode(), SOURCE, URL)
    assert found.title is not None
    assert (len(found.title) <= 500, found.title[-5:]) == (True, "word…")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param("", "empty", id="nothing"),
        pytest.param("<p>other", "nothing at", id="another shape"),
        pytest.param(page(story()), "no article text", id="no text before the stop line"),
        pytest.param("<!-- x -->", "can't be read|nothing at", id="only a comment"),
    ],
)
def test_a_page_without_its_article_says_so(body: str, reason: str) -> None:
    with pytest.raises(ParseError, match=reason):
        parse_page(body.encode(), SOURCE, URL)


def test_without_rules_the_longest_text_is_found() -> None:
    sentences = "".join(f"<p>Paragraph {n} tells in full what was opened in Aktau.</p>" for n in range(8))
    html = f"<html><body><nav><a href='/'>Home</a></nav><article>{sentences}</article></body></html>"
    text = parse_page(html.encode(), source(rules=False), URL).text
    assert text.startswith("Paragraph 0")
    assert text.count("\n\n") == 7


@pytest.mark.parametrize("body", [b"<html></html>", b"\x00" * 50 + b"?", b"<" * 1000])
def test_without_rules_a_page_without_text_says_so(body: bytes) -> None:
    with pytest.raises(ParseError):
        parse_page(body, source(rules=False), URL)


def test_a_page_nested_deeper_than_python_goes_is_read() -> None:
    assert "deep" in body_of("<div>" * 200 + "deep" + "</div>" * 200)
