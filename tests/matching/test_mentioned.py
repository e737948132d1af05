"""What a text names that one may follow."""

from __future__ import annotations

import pytest

from bot.matching.concepts import Concepts
from bot.matching.mentioned import Kind, Mentioned, mentioned
from bot.model import Concept

CONCEPTS = Concepts(
    [
        Concept(key="ai", en=("AI", "artificial intelligence"), ru=("ИИ", "искусственный интеллект"), kk=("ЖИ",)),
        Concept(key="aktau", en=("Aktau",), ru=("Актау",), kk=("Ақтау",), kind="place"),
        Concept(key="tokayev", ru=("Токаев",), kk=("Тоқаев",), kind="person", given=("Касым-Жомарт", "Қасым-Жомарт")),
        Concept(key="kazakhstan", en=("Kazakhstan",), ru=("Казахстан",), kk=("Қазақстан",), kind="place"),
        Concept(key="inflation", en=("inflation",), ru=("инфляция",), kk=("инфляция",)),
    ]
)


def named(text: str, reader: str = "ru", limit: int = 5) -> list[tuple[str, Kind]]:
    return [(each.name, each.kind) for each in mentioned(text, CONCEPTS, reader, limit)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Олжас Бектенов провёл совещание в Актау. По словам Бектенова, ИИ поможет.",
            [("Олжас Бектенов", Kind.PERSON), ("Актау", Kind.PLACE), ("ИИ", Kind.TOPIC)],
        ),
        (
            "Олжасу Нуртаеву доложили: в «Самрук-Энерго» и «Кайрате» инфляция",
            [
                ("Олжас Нуртаев", Kind.PERSON),
                ("Самрук-Энерго", Kind.NAME),
                ("Кайрат", Kind.NAME),
                ("инфляция", Kind.TOPIC),
            ],
        ),
        ("Қасым-Жомарт Тоқаев Ақтауда болды", [("Токаев", Kind.PERSON), ("Актау", Kind.PLACE)]),
        ("Тоқаев Қасым-Жомарт келді", [("Токаев", Kind.PERSON)]),
        ("Stocks Of Nvidia And Tesla Rise In New York", []),
        ("Olzhas Bektenov - Port Of Aktau Has It All", [("Olzhas Bektenov", Kind.PERSON), ("Актау", Kind.PLACE)]),
        ("On Monday the Minister spoke of Tengizchevroil", [("Tengizchevroil", Kind.NAME)]),
        ("Подписывайтесь: @Tengri https://Tengri.kz/Aktau aida@Aktau.kz", []),
        ("всем привет как дела", []),
        ("сегодня в доме Правительства и у Ию всё хорошо", []),
        ("Zakon.kz и www.Tengri.com: сайт news.kz", []),
        ("Tesla, SpaceX: что известно о запуске", [("Tesla", Kind.NAME), ("SpaceX", Kind.NAME)]),
        ("Запуск прошёл в Техасе", [("Техас", Kind.NAME)]),
        ("", []),
        ("12 345 !!! 🙂", []),
        ("Президент сказал. Да. Ну и Ок. В Я", []),
        ("«Это просто очень длинная цитата обо всём» и «просто слово»", []),
        ("много купили у Газпром Роснефть Лукойл Татнефть Башнефть и ещё много чего", [("Башнефть", Kind.NAME)]),
        ("Айгерим Садыкова и Олжас Бектенов", [("Айгерим Садыкова", Kind.PERSON)]),
        ("Динаре Нуртаевой и Самату Мынбай помогут", [("Динара Нуртаева", Kind.PERSON)]),
        ("айтты Тоқаев Ақордада", [("Токаев", Kind.PERSON)]),
    ],
)
def test_concepts_people_and_other_names_are_found(text: str, expected: list[tuple[str, Kind]]) -> None:
    found = named(text)
    assert [each for each in found if each in expected] == expected, found
    assert len(found) <= len(expected) + 1


def test_what_is_named_often_and_early_comes_first_and_the_country_last() -> None:
    text = "Kazakhstan and Kazakhstan. " + "Nothing else of note. " * 8 + "inflation, Aktau, Aktau, Kazakhstan"
    assert [name for name, _ in named(text, "en")] == ["Aktau", "inflation", "Kazakhstan"]


def test_a_concept_is_named_in_the_language_of_the_reader_and_counted_once_for_each_place() -> None:
    (one,) = mentioned("ИИ и искусственный интеллект", CONCEPTS, "kk", 5)
    assert one == Mentioned("ЖИ", Kind.TOPIC, "ai", at=0, count=2)
    assert named("Токаев", "en") == [("Токаев", Kind.PERSON)]


def test_no_more_are_named_than_asked_for() -> None:
    assert len(named("Актау, ИИ, Токаев, Казахстан, инфляция", limit=2)) == 2
