"""Every text of an error is reached by something that people type."""

from __future__ import annotations

import pytest

from bot.errors import QueryError
from bot.matching.grammar import parse
from bot.matching.query import MAX_LENGTH
from tests.i18n.phrases import keys_in, keys_of

AREA = "query_errors"
IN_HANDLERS = {
    "unknown_source",
    "unknown_source_nearest",
    "unknown_source_example",
}  #: which know the sources; tests/handlers/test_follow.py has them
ERRORS = (
    ("a" * (MAX_LENGTH + 1), "too_long"),
    ("-sport", "only_exclusions"),
    ("", "no_word"),
    ("oil -(price -market)", "double_exclusion"),
    ("(gold zinc iron) OR (port pier) OR (oil gas coal) OR (rice wheat)", "too_many_terms"),
    ("((((((waste))))))", "too_deep"),
    ('"solid fuel', "quote_not_closed error_here phrase_in_quotes"),
    ("(waste", "bracket_not_closed error_here right"),
    ("(", "bracket_not_closed error right"),
    ("waste)", "bracket_not_opened error_here brackets_in_pairs"),
    ("OR waste", "nothing_before_or error_here between_two_words"),
    ("waste OR OR metro", "nothing_before_or error_here between_two_words"),
    ("waste |", "nothing_after_or error_here between_two_words"),
    ("Aktau OR -waste", "exclusion_in_or error_here exclusion_at_the_end"),
    ("Aktau OR (waste -sport)", "exclusion_in_or_in_brackets error exclusion_at_the_end"),
    ("titel:AI", "unknown_field error right"),
    ("title: AI", "nothing_after_field error_here word_at_once"),
    ("waste lang:fr", "unknown_language error_here right_languages"),
    ('"solid fuel"*', "star_after_quotes error right"),
    ("нефт*ь", "star_in_phrase error right"),
    ("не*", "prefix_too_short error right"),
    ("Aktau NOT waste", "not_is_a_dash error_here right"),
)


@pytest.mark.parametrize(("typed", "keys"), ERRORS)
def test_an_error_is_said_by_its_texts(typed: str, keys: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(typed)
    assert keys_of(caught.value.phrase, AREA) == set(keys.split())


def test_every_text_of_an_error_is_reached() -> None:
    reached = {key for _, keys in ERRORS for key in keys.split()}
    assert reached | IN_HANDLERS == keys_in(AREA)
