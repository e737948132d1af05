"""What is looked for in a text, as keys."""

from __future__ import annotations

from bot.matching.grammar import parse
from bot.matching.index import find
from bot.matching.keys import MAX_PHRASES, phrase_patterns


def test_a_phrase_is_asked_of_the_one_language_that_has_all_of_its_words() -> None:
    assert phrase_patterns([("су", "ru~сук"), ("kk~құбыры", "труба")]) == (
        ("kk~су", "құбыры"),
        ("су", "труба"),
        ("ru~сук", "труба"),
    )


def test_words_of_two_languages_are_no_phrase() -> None:
    assert phrase_patterns([("ru~сук",), ("kk~құбыр",)]) == ()


def test_a_phrase_of_words_with_many_bases_is_asked_in_so_many_spellings() -> None:
    assert len(phrase_patterns([("a", "b", "c")] * 4)) == MAX_PHRASES < 3**4


def test_groups_of_digits_are_no_part_of_a_longer_number() -> None:
    query = parse("100000 тонн")
    assert find(query, "Собрали 100 000 тонн.") is not None
    assert find(query, "Собрали 1 100 000 тонн.") is None
    assert find(query, "Собрали 100 000 000 тонн.") is None
    assert find(query, "В 2024, 100 000 тонн зерна.") is not None
