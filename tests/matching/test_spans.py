"""A place in a typed text: what an error there says, and the text with the piece replaced."""

from __future__ import annotations

import pytest

from bot.i18n.catalogue import query_errors as texts
from bot.i18n.text import Phrase
from bot.i18n.translator import ENGLISH
from bot.matching.spans import CONTEXT, SourceSpan

NEAR = "w" * CONTEXT


def span(text: str, piece: str) -> SourceSpan:
    start = text.index(piece)
    return SourceSpan(text, start, start + len(piece))


def shown(of: SourceSpan) -> str:
    error = of.error(Phrase(texts.QUOTE_NOT_CLOSED), Phrase(texts.RIGHT, {"example": "AI"}), None)
    return ENGLISH(error.phrase)


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("waste OR", "waste OR"),
        (f"far {NEAR} OR", f"…{NEAR[1:]} OR"),
        (f"OR {NEAR} far", f"OR {NEAR[1:]}…"),
    ],
    ids=["all of it", "what is far before it is left out", "what is far behind it is left out"],
)
def test_an_error_shows_its_place_with_what_is_around_it(text: str, context: str) -> None:
    assert context in shown(span(text, "OR"))


def test_an_error_of_the_whole_text_does_not_repeat_it() -> None:
    assert "OR" not in shown(span("OR", "OR"))


def test_where_a_piece_is_replaced_no_gap_is_left() -> None:
    of = span("waste  OR  Aktau", "OR")
    assert of.replaced_with("") == "waste Aktau"
    assert of.replaced_with("oil") == "waste oil Aktau"
    assert of.before == "waste  "


@pytest.mark.parametrize(("text", "inside"), [("a|b c", True), ("c a|b", True), ("a b|c", False)])
def test_a_word_beside_a_bar_is_one_of_the_words_of_an_or(text: str, inside: bool) -> None:
    assert span(text, "a").in_or is inside
