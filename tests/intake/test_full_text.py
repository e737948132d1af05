"""When the text of a feed is the whole article."""

from __future__ import annotations

import pytest

from bot.intake.full_text import feed_text, is_whole, longer, page_has_more
from tests.builders import entry

LONG = "\n\n".join(f"Paragraph {n}. " + "The depot opens on Monday. " * 16 for n in range(4))
MIDDLE = "The depot opens.\n\nIt is the first of its kind."


@pytest.mark.parametrize(
    ("text", "texts_whole", "whole"),
    [
        pytest.param(LONG, 0, True, id="long, and not cut off"),
        pytest.param(LONG, -1, False, id="the pages before had more"),
        pytest.param(f"{LONG}\n\nIt goes on…", 9, False, id="cut off"),
        pytest.param(MIDDLE, 0, False, id="short, and nothing is known"),
        pytest.param(MIDDLE, 2, True, id="short, but the pages before had no more"),
        pytest.param("The depot opens today.", 9, False, id="one sentence is a teaser"),
        pytest.param("", 9, False, id="no text"),
    ],
)
def test_a_text_is_whole_by_its_form_or_because_pages_had_no_more(text: str, texts_whole: int, whole: bool) -> None:
    assert is_whole(entry(text=text, teaser="The depot"), texts_whole) is whole


def test_an_entry_that_its_kind_says_is_complete_is_whole_however_short() -> None:
    assert is_whole(entry(text="", complete=True), -1)


def test_a_text_no_longer_than_the_teaser_is_none() -> None:
    assert feed_text(entry(teaser="A teaser.", text="A text.")) == ""
    assert feed_text(entry(teaser="A teaser.", text="A longer text.")) == "A longer text."


def test_a_caption_more_is_no_more_and_the_longer_text_stays() -> None:
    assert not page_has_more("x" * 110, "x" * 100)
    assert page_has_more("x" * 120, "x" * 100)
    assert (longer("page", "a text"), longer("a page", "text")) == ("a text", "a page")
