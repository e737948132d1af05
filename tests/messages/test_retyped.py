"""A changed query is written with the words that were typed, and reads as what it is."""

from __future__ import annotations

import pytest

from bot.matching.concepts import Concepts
from bot.matching.doubts import any_of
from bot.matching.grammar import parse
from bot.matching.query import MAX_LENGTH
from bot.messages.retyped import in_headlines, retyped
from bot.model import Concept

CONCEPTS = Concepts(
    [
        Concept(key="ai", en=("AI", "artificial intelligence"), ru=("ИИ", "искусственный интеллект")),
        Concept(key="halyk", en=("Halyk Bank",), kk=("Халық банкі",)),
        Concept(key="aktau", en=("Aktau",), ru=("Актау",)),
    ]
)


@pytest.mark.parametrize(
    ("typed", "language", "either"),
    [
        ("Kaspi Халық банкі", "en", "Kaspi OR Халық банкі"),
        ("Актау gold", "ru", "Актау ИЛИ gold"),
        ("ИИ Актау", "kk", "ИИ НЕМЕСЕ Актау"),
        ("ai Актау", "en", "ai OR Актау"),
        ("Илон Маск Aktau", "en", "Илон Маск OR Aktau"),
        ('"gold mine" zinc -tin', "en", '"gold mine" OR zinc -tin'),
        ("gold zinc -(tin lead)", "en", "gold OR zinc -(tin lead)"),
    ],
)
def test_either_of_what_was_typed_is_written_in_its_words(typed: str, language: str, either: str) -> None:
    query = any_of(parse(typed, CONCEPTS))
    assert retyped(query, typed, CONCEPTS, language) == either
    assert parse(either, CONCEPTS) == query


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("gold", "title:gold"),
        ("AI", "title:AI"),
        ("искусственный интеллект", "title:искусственный-интеллект"),
        ("gold OR zinc Актау", "title:gold OR title:zinc title:Актау"),
        ('"gold mine" -tin', 'title:"gold mine" -tin'),
        ("нефт* lang:kk", "title:нефт* lang:kk"),
        ("=AI", "title:=AI"),
        ("Илон Маск", "title:Илон-Маск"),
    ],
)
def test_headlines_only_asks_the_same_of_the_headline(typed: str, written: str) -> None:
    made = in_headlines(parse(typed, CONCEPTS))
    assert made is not None
    assert retyped(made, typed, CONCEPTS) == written
    assert parse(written, CONCEPTS) == made


@pytest.mark.parametrize("typed", ["title:gold", "lang:kk", "lang:kk -gold source:kt"])
def test_what_asks_for_no_word_of_the_text_has_no_headlines(typed: str) -> None:
    assert in_headlines(parse(typed)) is None


def test_what_was_typed_by_somebody_else_is_written_in_the_query_s_own_words() -> None:
    assert retyped(parse("gold zinc", CONCEPTS), "something else", CONCEPTS) == "gold zinc"


def test_what_its_words_would_not_say_is_written_in_the_canonical_form() -> None:
    typed = 'gold source:"Kazakhstan Today"'
    assert retyped(parse(typed), typed) == 'gold source:"kazakhstan today"'


def test_what_would_be_too_long_can_t_be_written() -> None:
    typed = " ".join(f"слово{number:03}" for number in range(MAX_LENGTH // 9 - 1))
    made = in_headlines(parse(typed))
    assert made is not None
    assert retyped(made, typed) is None
