"""What a sentence is about."""

from __future__ import annotations

import pytest

from bot.matching.concepts import NO_CONCEPTS, Concepts
from bot.model import Concept
from bot.speech.key_words import MOST, is_sentence, key_words

CONCEPTS = Concepts(
    [
        Concept(key="aktau", en=("Aktau",), ru=("Актау",), kk=("Ақтау",)),
        Concept(key="astana", en=("Astana",), ru=("Астана",), kk=("Астана",)),
        Concept(key="waste", en=("waste",), ru=("отходы",), kk=("қалдық",)),
    ]
)


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        (
            "Говорят, что в Актау скоро откроют новый завод по переработке отходов и мусора",
            ["Актау", "завод", "переработка отходов", "мусор"],
        ),
        ("Как жители реагируют на отходы в Астане?", ["отходы", "Астана", "жители"]),
        ("как пройти в библиотеку?", ["библиотека"]),
        ("Илон Маск запустил космическую ракету с космодрома", ["Илон Маск", "космическая ракета", "космодром"]),
        (
            "What did Tokayev say about the nuclear power plant near Balkhash?",
            ["Tokayev", "Balkhash", "nuclear", "power"],
        ),
        ("Will they ever really build new waste plants quickly?", ["waste", "plants"]),
        ("Ақтауда жаңа қалдық өңдеу зауыты қашан ашылады?", ["Ақтау", "қалдық", "өңдеу", "зауыты"]),
        ("мен сенің не айтып жатқаныңды түсінбедім", []),
        ("are you there, I say, or what do you think?", []),
    ],
)
def test_names_come_before_nouns_and_verbs_not_at_all(text: str, topics: list[str]) -> None:
    assert is_sentence(text)
    assert key_words(text, CONCEPTS) == topics
    assert len(key_words(text * 5, CONCEPTS)) <= MOST


@pytest.mark.parametrize(
    "text",
    [
        "gold", "цены на бензин", "курс тенге к доллару", "AI, waste, Aktau, Kaspi, gold, oil, gas",
        "thing0,thing1,thing2,thing3,thing4,thing5", "(waste OR garbage) in the town of Aktau and of Almaty -sports",
        '"solid fuel" for the winter in all the towns of the north', "", "?!", "why?", "почему растут цены",
        "title:AI lang:kk source:kt in one two three four five",
    ],
)  # fmt: skip
def test_a_topic_a_list_and_a_query_are_no_sentence(text: str) -> None:
    assert not is_sentence(text)


def test_a_sentence_in_capitals_is_not_full_of_names() -> None:
    assert key_words("КОГДА ЖЕ ПОЧИНЯТ ДОРОГУ НА УЛИЦЕ", NO_CONCEPTS) == ["дорога", "улица"]
