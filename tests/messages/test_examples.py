"""Examples in the words of who reads them."""

from __future__ import annotations

import pytest

from bot.errors import QueryError
from bot.matching.grammar import parse
from bot.messages.examples import in_words_of
from bot.messages.sentences import sentence
from config.translations import load_translations

TRANSLATORS = load_translations()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("го*", {"en": "Use: petrol*", "ru": "Напишите: нефт*", "kk": "Былай жазыңыз: мұнай*"}),
        (
            "(золото",
            {"en": "(Aktau OR Alatau) waste", "ru": "(порт ИЛИ причал)", "kk": "(порт НЕМЕСЕ айлақ)"},
        ),
        ("золото OR", {"en": "Aktau OR Alatau", "ru": "Актау ИЛИ Алатау", "kk": "Ақтау НЕМЕСЕ Алатау"}),
        ('"золото', {"en": '"artificial int', "ru": '"питьевая вода"', "kk": '"ауыз су"'}),
        ("-спорт", {"en": "Aktau -спорт", "ru": "Актау -спорт", "kk": "Ақтау -спорт"}),
        ("...", {"en": "For example: waste", "ru": "Например: Актау", "kk": "Ақтау"}),
        ("золото lang:fr", {"en": "lang:en", "ru": "lang:en", "kk": "lang:en"}),
    ],
)
def test_an_error_s_example_is_in_the_reader_s_language(typed: str, said: dict[str, str]) -> None:
    with pytest.raises(QueryError) as found:
        parse(typed)
    for language, words in said.items():
        line = sentence(TRANSLATORS(language), in_words_of(language, found.value.phrase))
        assert words in "".join(span.text for span in line)


def test_in_a_language_without_examples_they_stay_as_they_are() -> None:
    with pytest.raises(QueryError) as found:
        parse("-спорт")
    assert in_words_of("de", found.value.phrase) == found.value.phrase
