"""In which language a visitor reads, and what can be shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n.languages import SPOKEN
from bot.web.visitor import accepts, language_of


@pytest.mark.parametrize(
    ("said", "language"),
    [
        (None, "kk"),
        ("", "kk"),
        ("*", "kk"),
        ("en-GB,en;q=0.9", "en"),
        ("ru-RU,ru;q=0.9,en-US;q=0.8", "ru"),
        ("kk,ru;q=0.8", "kk"),
        ("KK-Cyrl-KZ", "kk"),
        ("en;q=0.3, ru;q=0.7", "ru"),
        ("ru;q=0, en", "en"),
        ("de, ru;q=0.5", "ru"),  # who reads German too wants Russian rather than what a guess would give
        ("de-AT", "en"),
        ("uz-UZ", "ru"),
        ("ru;q=high, kk;q=1", "kk"),
        ("ru;q=1.5, kk", "ru"),
        ("ru;q=.9, kk;q=0.95", "kk"),
        ("ru;q=\u0661", "kk"),  # a digit, but none of theirs
        (";;;,=,q", "en"),  # no language that we know: a code all the same
        ("12-34", "kk"),
    ],
)
def test_a_visitor_gets_the_best_of_the_languages_that_the_browser_names(said: str | None, language: str) -> None:
    assert language_of(asked=None, kept=None, accepted=said, default="kk") == language


def test_what_was_asked_for_outweighs_what_was_kept_and_that_outweighs_the_browser() -> None:
    assert language_of(asked="kk", kept="ru", accepted="en", default="en") == "kk"
    assert language_of(asked=None, kept="ru", accepted="en", default="en") == "ru"
    assert language_of(asked="de", kept="<script>", accepted="kk", default="en") == "kk"


@given(st.text(), st.text(), st.text())
def test_whatever_is_said_a_visitor_gets_a_language_that_there_is(asked: str, kept: str, accepted: str) -> None:
    assert language_of(asked=asked, kept=kept, accepted=accepted, default="en") in SPOKEN


def test_a_long_header_costs_no_more_than_a_short_one() -> None:
    assert language_of(asked=None, kept=None, accepted="xx," * 5_000 + "ru", default="en") == "en"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", True),
        ("*/*", False),
        ("application/json", False),
        ("text/html;q=0", False),
        (None, False),
    ],
)
def test_a_page_is_shown_to_who_names_it(said: str | None, shown: bool) -> None:
    assert accepts(said, "text/html") is shown
