"""Longer names in which a followed word is only a part."""

from __future__ import annotations

import pytest

from bot.language.detect import language
from bot.matching.analysis import AnalyzedText
from bot.matching.concepts import Concepts
from bot.matching.grammar import parse
from bot.matching.index import find
from bot.matching.longer_names import excluding, longer_names
from bot.model import Concept

CONCEPTS = Concepts(
    [
        Concept(key="aqtau", en=("Aktau",), ru=("Актау",), kk=("Ақтау",), kind="place"),
        Concept(key="port", en=("Port of Aktau", "Aktau Port"), part_of=frozenset({"aqtau"})),
        Concept(key="serik", en=("Serikov", "Asan Serikov"), ru=("Сериков",), kind="person", given=("Асан", "Asan")),
        Concept(
            key="poet", kk=("Жақсылық Жыров", "Жыров", "Жыров көшесі"), ru=("Жыров", "улица Жырова"), kind="person"
        ),
        Concept(key="street", kk=("Тұран көшесі",), ru=("улица Туран",)),
        Concept(key="air", en=("Air", "Great Air"), proper=frozenset({"Air"})),
    ]
)
NOTHING: list[str] = []


def others(typed: str, *texts: str, spoken: str = "") -> list[str]:
    """The other readings of what was typed, each with its articles."""
    query = parse(typed, CONCEPTS)
    readings = [AnalyzedText(text, language=spoken or language(text), concepts=CONCEPTS) for text in texts]
    found = [reading for reading in readings if find(query, reading)]
    return [f"{one.name} {one.articles}" for one in longer_names(query, found, CONCEPTS)]


@pytest.mark.parametrize(
    ("typed", "texts", "expected"),
    [
        # words with a capital next to it
        ("Kaspi", ["A loan from Kaspi Bank.", "Shares of Kaspi Bank’s owner fell."], ["Kaspi Bank 2"]),
        ("арена", ["Игра на Алматы Арене.", "Матч принял Алматы Арена."], ["Алматы Арена 2"]),
        ("union", ["The African Union met.", "Laws of the African Union.", "A union of tailors."], ["African Union 2"]),
        ("газпром", ["Глава «Газпром-Медиа» ушёл.", "Акции Газпром-Медиа растут."], ["Газпром-Медиа 2"]),
        ("ұлт", ["Кеше Ұлт Жоспарымен танысты.", "Бұл Ұлт Жоспары дайын."], ["Ұлт Жоспары 2"]),
        # quotes
        ("достық", ["Концерт «Достық үйі» сарайында өтті.", "Кеше «Достық үйі» ашылды."], ["Достық үйі 2"]),
        ("мост", ['Фильм "Мост дружбы" снят.', 'Вышел "Мост дружбы".'], ["Мост дружбы 2"]),
        ("Шанырак", ["Победил ХК «Шанырак».", "Вчера ХК «Шанырак» сыграл."], ["ХК Шанырак 2"]),
        ("Шанырак", ["Игрок клуба «Шанырак» ушёл.", "Это клуб «Шанырак»."], ["клуб Шанырак 2"]),
        ("Шаңырақ", ["Кеше «Шаңырақ» клубы жеңді.", "Бүгін «Шаңырақ» клубының ойыны."], ["Шаңырақ клубы 2"]),
        # what bears the name
        ("Жеңіс", ["Кеше Жеңіс даңғылында өрт болды.", "Бұл Жеңіс даңғылы ұзын."], ["Жеңіс даңғылы 2"]),
        ("Жамбыл", ["Кеше Жамбыл атындағы сыйлық берілді.", "Бұл Жамбыл атындағы сый."], ["Жамбыл атындағы 2"]),
        ("Пушкин", ["Авария на улице Пушкина.", "Ремонт ул. Пушкина начат."], ["улица Пушкина 2"]),
        ("Пушкин", ["В театре имени Пушкина.", "Это театр им. Пушкина."], ["имени Пушкина 2"]),
        ("Timur", ["A fire in Timur district today.", "The Timur District is new."], ["Timur district 2"]),
        # though it stands among the names of a concept
        ("Жыров", ["Кеше Жыров көшесі жабылды.", "Бұл Жыров көшесінде."], ["Жыров көшесі 2"]),
        ("Жыров", ["Ремонт на улице Жырова.", "Дом по улице Жырова."], ["улица Жырова 2"]),
        # in a headline, or first in its sentence, a name that is known from elsewhere
        ("Kaspi", ["The app of Kaspi Pay.", "Use Kaspi Pay.", "Kaspi Pay is down."], ["Kaspi Pay 3"]),
        ("Жеңіс", ["Кеше Жеңіс көшесі жабылды.", "Жеңіс көшесінде жаңа мектеп ашылды."], ["Жеңіс көшесі 2"]),
    ],
)
def test_a_longer_name_is_found(typed: str, texts: list[str], expected: list[str]) -> None:
    assert others(typed, *texts) == expected


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("Kaspi", ["A loan from Kaspi Bank.", "He pays with Kaspi."]),  # once is chance
        ("Kaspi", ["Kaspi Opens Large Office Abroad", "Kaspi Opens Large Office Abroad"]),  # a headline's capitals
        ("халық", ["Халық Алматыда тұрады.", "Халық Алматыда көп."]),  # a sentence's start
        ("Жеңіс", ["Кеше Жеңіске Асан келді.", "Бүгін Жеңіске Асан барды."]),  # a case ends a name
        ("Musk", ["Then Elon Musk left. Said Musk.", "Now Elon Musk is back. Ask Musk.", "So Elon Musk said."]),
        ("Петров", ["Вчера Иван Петров ушёл.", "Потом Иван Петров вернулся."]),  # before a surname stands its person
        ("Serikov", ["Then President Asan Serikov left.", "Now President Asan Serikov is here."]),
        ("Smith", ["We met Mr Smith.", "He saw Dr Smith.", "Now J Smith is here."]),
        ("Bush", ["Says The Bush team.", "Saw The Bush team."]),
        ("Aktau", ["So in Aktau Port.", "Now in Aktau Port."]),  # another concept, which is part of it: see below
        ("Air", ["So says Great Air now.", "It is Great Air again."]),  # the whole means the same
        ("мост", ["«Мост готов», — сказал он.", "Сказал он: «Нужен мост»."]),  # speech
        ("Пушкин", ["На улицах Пушкина.", "Улиц Пушкина много."]),  # streets of a town
        ("Шанырак", ["Потом, Асан «Шанырак» строил.", "В селе «Шанырак» тихо."]),
        ("Kaspi", ["In Asan’s Kaspi shop.", "Now Asan’s Kaspi is shut."]),
        ("Serikov", ["Then Serikov Asan left.", "Now Serikov Asan is here."]),
        ("Жыров", ["Кеше Жақсылық Жыров келді.", "Бүгін Жақсылық Жыров кетті."]),
        ("Тұран көшесі", ["Кеше Тұран көшесі жабылды.", "Бұл Тұран көшесінде."]),
        ("Kaspi bridge", ["So Kaspi Bank has a bridge.", "A Kaspi Bank bridge."]),  # two things are asked for
        ("kasp*", ["So Kaspi Bank is here.", "Now Kaspi Bank is there."]),
        ("title:Kaspi", ["So Kaspi Bank is here.", "Now Kaspi Bank is there."]),
        ('"Kaspi Bank"', ["So Kaspi Bank is here.", "Now Kaspi Bank is there."]),
        ("lang:en", ["So Kaspi Bank is here.", "Now Kaspi Bank is there."]),
    ],
)
def test_what_is_not_a_longer_name_is_not_listed(typed: str, texts: list[str]) -> None:
    assert [one for one in others(typed, *texts) if not one.startswith("Aktau Port")] == NOTHING


def test_rare_names_are_not_listed_and_three_are_at_most() -> None:
    names = ["Kaspi Bank", "Kaspi Pay", "Kaspi Red", "Kaspi Gold"]
    texts = [f"This is {name} here." for number, name in enumerate(names) for _ in range(5 - number)]
    assert others("Kaspi", *texts) == ["Kaspi Bank 5", "Kaspi Pay 4", "Kaspi Red 3"]
    assert others("Kaspi", *texts[:2], *["He pays with Kaspi."] * 50) == NOTHING


def test_words_that_only_begin_like_a_known_name_are_another() -> None:
    texts = ["This is Kaspi Pay.", "That is Kaspi Pay.", "Kaspi Payroll grows."]
    assert others("Kaspi", *texts) == ["Kaspi Pay 2"]


def test_filters_and_alternatives_change_nothing() -> None:
    texts = ["A loan from Kaspi Bank.", "Shares of Kaspi Bank fell."]
    assert others("Kaspi OR Halyk lang:en -zinc", *texts) == ["Kaspi Bank 2"]


def test_a_name_is_left_out_in_any_form() -> None:
    query = parse("Пушкин", CONCEPTS)
    texts = ("На улице Пушкина авария.", "Дом на улице Пушкина продан.")
    [street] = longer_names(query, [AnalyzedText(text, language="ru") for text in texts], CONCEPTS)
    made = excluding(street.phrase, ("Пушкин", query.canonical), CONCEPTS)
    assert made == "Пушкин -улица-Пушкина"
    query = parse(made or "", CONCEPTS)
    assert find(query, AnalyzedText("Ремонт на улице Пушкина.", language="ru")) is None
    assert find(query, AnalyzedText("Стихи Пушкина.", language="ru")) is not None


def test_of_a_concept_only_the_name_that_is_shown_is_left_out() -> None:
    assert excluding("Aktau-Port", ("port", "port"), CONCEPTS) == "port -=Aktau-Port"


def test_what_was_typed_by_an_older_grammar_is_left_for_what_is_stored() -> None:
    assert excluding("Kaspi-Bank", ("another", "kaspi"), CONCEPTS) == "kaspi -Kaspi-Bank"
    assert excluding("Kaspi-Bank", ("(kaspi", "kaspi"), CONCEPTS) == "kaspi -Kaspi-Bank"
    assert excluding("Kaspi-" + "x" * 200, ("kaspi", "kaspi"), CONCEPTS) is None
