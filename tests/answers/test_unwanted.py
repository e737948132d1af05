"""The word that is proposed to be left out is one of that article, and leaves the rest of its follow."""

from __future__ import annotations

import pytest

from bot.answers.unwanted import unwanted_word
from bot.matching.concepts import Concepts
from bot.model import Concept, Source
from tests.builders import PERSON
from tests.handlers.conftest import KAZAKH, RUSSIAN, SOURCE, Room, room

__all__ = ["room"]

CONCEPTS = Concepts(
    [
        Concept(key="almaty", en=("Almaty",), ru=("Алматы",), kk=("Алматы",), kind="place"),
        Concept(key="aktau", en=("Aktau",), ru=("Актау",), kk=("Ақтау",), kind="place"),
        Concept(key="ai", en=("AI", "artificial intelligence"), ru=("ИИ", "искусственный интеллект"), kk=("ЖИ",)),
        Concept(key="waste", en=("waste",), ru=("отходы",), kk=("қалдық",)),
    ]
)


def proposed(
    room: Room, typed: str, title: str, source: Source, body: str = "Подробностей нет.", **how: str
) -> str | None:
    if not room.follows():
        room.knows(concepts=CONCEPTS).reads(SOURCE, RUSSIAN, KAZAKH).types(f"/follow {typed}")
    article = room.store.articles.get(room.publish(title, body, source=source, **how))  # type: ignore[arg-type]
    assert article is not None
    (one,) = room.store.follows.subscriptions(PERSON)
    return unwanted_word(article, one, store=room.store, concepts=room.rules.concepts)


@pytest.mark.parametrize(
    ("typed", "title", "source", "word"),
    [
        ("Алматы", "В Алматы отменили концерт Димаша", RUSSIAN, "концерт"),
        ("Алматы", "На концертах в Алматы было шумно", RUSSIAN, "концерты"),
        ("AI", "Bank gets AI for its customers", SOURCE, "bank"),
        ("қалдық", "Алматыда қалдықтарды өңдейтін зауыт салынады", KAZAKH, "зауыт"),
        ("ИИ", "Димаш спел об ИИ", RUSSIAN, "Димаш"),
    ],
)
def test_the_word_is_a_noun_of_the_article_as_it_is_named(
    room: Room, typed: str, title: str, source: Source, word: str
) -> None:
    assert proposed(room, typed, title, source) == word


@pytest.mark.parametrize(
    ("typed", "title", "source"),
    [
        pytest.param("ИИ", "ИИ в Актау и в Алматы", RUSSIAN, id="places are everybody's"),
        pytest.param("концерт", "Концерт в Алматы", RUSSIAN, id="the follow's own word"),
        pytest.param("отходы", "Об отходах, и не только", RUSSIAN, id="its own in another form"),
        pytest.param("AI", "Artificial intelligence said so", SOURCE, id="another name of its own, and a verb"),
        pytest.param("Алматы", "В Алматы 2026 и ЧП", RUSSIAN, id="numbers and abbreviations"),
    ],
)
def test_what_can_not_be_done_without_is_not_proposed(room: Room, typed: str, title: str, source: Source) -> None:
    assert proposed(room, typed, title, source, "") is None


def test_of_several_the_rarer_is_proposed_that_the_archive_knows(room: Room) -> None:
    room.knows(concepts=CONCEPTS).reads(SOURCE, RUSSIAN, KAZAKH).types("/follow Алматы")
    for number in range(4):
        room.publish(f"Рынок номер {number}", "Подробностей нет.", source=RUSSIAN)
    for number in range(2):
        room.publish(f"Пожар номер {number}", "Подробностей нет.", source=RUSSIAN)
    assert proposed(room, "", "Рынок, пожар и экскаватор в Алматы", RUSSIAN) == "пожар"


def test_a_word_of_the_lead_is_taken_where_the_headline_has_none(room: Room) -> None:
    lead = "Фестиваль пройдет в мае."
    assert proposed(room, "Алматы", "Что будет в Алматы", RUSSIAN, lead, teaser=lead) == "фестиваль"


def test_what_stands_in_every_article_says_nothing(room: Room) -> None:
    room.knows(concepts=CONCEPTS).reads(SOURCE, RUSSIAN, KAZAKH).types("/follow Алматы")
    for number in range(50):
        room.publish(f"Рынок номер {number}", None, source=RUSSIAN)
    room.store.search.index_words(100)
    assert proposed(room, "", "Рынок в Алматы", RUSSIAN, "") is None
