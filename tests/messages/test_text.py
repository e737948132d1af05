from __future__ import annotations

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from bot.messages.message import Span
from bot.messages.text import around, marked, one_line, opening, shorten, splits_grapheme, tidy, whole

FAMILY = "👨‍👩‍👧"
FLAG = "🇰🇿"
#: texts rich in what must not be parted
PIECES = st.sampled_from(
    [
        "a",
        " ",
        ". ",
        "é",
        "e\u0301",
        FAMILY,
        FLAG,
        "👍🏽",
        "한",
        "\u1112\u1161\u11ab",
        "क्ष",
        "1\ufe0f\u20e3",
        "\r\n",
        "й",
    ]
)
TEXTS = st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=200).map("".join))


def boundaries(text: str) -> set[int]:
    """Where Unicode's own rule lets a text be cut."""
    return {found.start() for found in regex.finditer(r"\X", text)} | {len(text)}


@given(TEXTS)
def test_no_cut_is_allowed_where_unicode_sees_one_character(text: str) -> None:
    allowed = {at for at in range(1, len(text)) if not splits_grapheme(text, at)}
    assert allowed <= boundaries(text)


@given(TEXTS, st.integers(min_value=2, max_value=300))
@example("a" * 30 + FAMILY, 32)
@example(FLAG * 20, 15)
def test_a_shortened_text_fits_and_is_a_beginning_of_the_text(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit
    assert short == text or text.startswith(short[:-1])
    assert len(text) > limit or short == text


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("A short one", 11, "A short one"),
        ("The metro depot grows", 12, "The metro…"),  # at a word
        ("The metro depot grows", 10, "The metro…"),  # the word ends just there
        ("Supercalifragilistic", 6, "Super…"),  # no space to cut at
        ("To Supercalifragilistic", 12, "To Supercal…"),  # a space so early would waste the room
        ("Water, waste and metro", 8, "Water…"),  # no comma before the …
        ("Wow " + FAMILY * 3, 12, f"Wow {FAMILY}…"),
    ],
)
def test_a_text_is_cut_at_a_word_and_never_within_an_emoji(text: str, limit: int, short: str) -> None:
    assert shorten(text, limit) == short


def test_a_character_longer_than_the_limit_is_cut_all_the_same() -> None:
    assert whole("e" + "\u0301" * 50, 10) == "e" + "\u0301" * 9


def test_white_space_is_tidied_or_kept_in_its_place() -> None:
    assert tidy("  A\n\nline\tof ") == "A line of"
    assert one_line("A\n\nline") == "A  line"


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("One is here. Two is here. Three is here.", 300, "One is here. Two is here."),
        ("One is here. Two is here.", 20, "One is here."),
        ("One is much too long for this. Two.", 15, "One is much…"),
        ("", 15, ""),
    ],
)
def test_the_opening_is_one_or_two_sentences_cut_at_a_sentence_end(text: str, limit: int, shown: str) -> None:
    assert opening(text, limit) == shown


@given(TEXTS, st.lists(st.tuples(st.integers(-5, 500), st.integers(-5, 500)), max_size=6))
def test_marking_words_keeps_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    assert "".join(span.text for span in marked(text, sorted(spans))) == text


def test_overlapping_words_are_marked_as_one() -> None:
    assert marked("recycled water", [(0, 8), (4, 14)]) == (Span("recycled", bold=True), Span(" water", bold=True))


LONG = (
    "The ministry said on Monday that the new line, whose trains will be washed with recycled water from the "
    "river, opens next year in the presence of guests."
)


def test_the_sentence_is_cut_around_the_found_word() -> None:
    start = LONG.index("water")
    spans = around(LONG, [(start, start + 5)], 60)
    assert "".join(span.text for span in spans) == "… be washed with recycled water from the river, opens next …"
    assert [span.text for span in spans if span.bold] == ["water"]


def test_a_word_at_either_end_keeps_that_end_whole() -> None:
    first = "".join(span.text for span in around(LONG, [(0, 3)], 40))
    last = "".join(span.text for span in around(LONG, [(len(LONG) - 7, len(LONG))], 40))
    assert first.startswith("The ministry")
    assert first.endswith(" …")
    assert last.startswith("… ")
    assert last.endswith("of guests.")


def test_words_too_far_apart_show_the_first() -> None:
    spans = around(LONG, [(0, 3), (len(LONG) - 7, len(LONG) - 1)], 40)
    assert [span.text for span in spans if span.bold] == ["The"]


def test_a_sentence_without_found_words_shows_its_beginning() -> None:
    assert "".join(span.text for span in around(LONG, [], 40)).startswith("The ministry")


@given(TEXTS, st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=4), st.integers(20, 240))
@example("x" * 500, [(250, 260)], 40)
@example("a" * 100 + FAMILY * 40 + " b", [(150, 152)], 60)
def test_the_part_around_fits_and_is_a_part_of_the_sentence(
    text: str, spans: list[tuple[int, int]], limit: int
) -> None:
    found = sorted((start, end) for start, end in spans if start < end <= len(text))
    shown = "".join(span.text for span in around(text, found, limit))
    assert len(shown) <= limit + len("…  …")
    assert shown.removeprefix("… ").removesuffix(" …") in one_line(text)


def test_flags_in_a_row_are_parted_between_two_countries_only() -> None:
    assert [at for at in range(1, 6) if splits_grapheme(FLAG * 3, at)] == [1, 3, 5]
    assert whole(FLAG * 3, 3) == FLAG


def test_a_character_that_alone_fills_the_room_is_not_lost() -> None:
    shown = "".join(span.text for span in around("e" + "\u0301" * 100 + " end", [(0, 1)], 20))
    assert shown.startswith("e\u0301")


def test_the_part_around_ends_before_a_character_that_finds_no_room() -> None:
    spans = around("water" + "a" * 40 + FAMILY * 30, [(0, 5)], 50)
    assert "".join(span.text for span in spans) == "water" + "a" * 40 + FAMILY + " …"


def test_an_unsplittable_word_before_the_found_one_is_left_out() -> None:
    text = "x" * 60 + "\u0301" * 3 + " water flows and flows and flows on and on"
    at = text.index("water")
    assert "".join(span.text for span in around(text, [(at, at + 5)], 30)) == "… water flows and flows and …"


def test_what_fits_stays_whole() -> None:
    assert whole(FAMILY, 5) == FAMILY
