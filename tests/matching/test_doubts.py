"""What is doubtful in a query that can be read."""

from __future__ import annotations

import pytest

from bot.matching.concepts import Concepts
from bot.matching.doubts import (
    alternatives,
    any_of,
    contradiction,
    either_filter,
    is_sentence,
    is_too_little,
    lost_signs,
    may_be_names,
    negated,
    says_no_topic,
    signs,
    topics,
)
from bot.matching.grammar import parse
from bot.model import Concept

CONCEPTS = Concepts(
    [
        Concept(key="ai", en=("AI", "artificial intelligence"), ru=("ИИ",), kk=("ЖИ",)),
        Concept(key="almaty", en=("Almaty",), ru=("Алматы", "алматинский"), kk=("алматылық",), kind="place"),
        Concept(key="astana", en=("Astana",), ru=("Астана",), kind="place"),
        Concept(key="kaspi", en=("Kaspi", "Kaspi Bank")),
        Concept(key="halyk", en=("Halyk", "Halyk Bank")),
        Concept(key="tokayev", en=("Tokayev",), ru=("Токаев",), kind="person", given=("Касым-Жомарт",)),
        Concept(key="waste", en=("waste",), ru=("отходы",)),
        Concept(key="dollar", en=("dollar",), ru=("доллар",)),
    ]
)


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        pytest.param("gold -gold", "gold", id="the same word"),
        pytest.param("выборы -выборов", "выборы", id="another form of it"),
        pytest.param("Алматы -алматинский", "Almaty", id="another name of one concept"),
        pytest.param("ai -ии", "ai", id="an acronym typed in small letters"),
        pytest.param("gold OR zinc -gold -zinc", "gold OR zinc", id="a choice of which nothing stays"),
        pytest.param("gold zinc -(gold zinc)", "gold zinc", id="both together"),
        pytest.param('"gold mine" -mine', '"gold mine"', id="a word of a phrase"),
        pytest.param('"курс доллара" -доллар', '"курс доллара"', id="a concept in a phrase"),
        pytest.param('"Алматы" -Алматы', '"Алматы"', id="an exact word"),
        pytest.param("=AI -AI", "=AI", id="one name of the concept"),
        pytest.param("title:gold -gold", "title:gold", id="the headline is a part of the text"),
        pytest.param("нефтяник -нефт*", "нефтяник", id="a word with that beginning"),
        pytest.param("COVID-19 -covid", "COVID-19", id="a part of a word with a hyphen"),
        pytest.param("gold lang:kk -lang:kk", "gold lang:kk", id="a language"),
        pytest.param("gold -gold -zinc", "gold -zinc", id="what else is left out stays"),
    ],
)
def test_what_leaves_nothing_is_found_and_taken_away(typed: str, right: str) -> None:
    assert contradiction(parse(typed, CONCEPTS), CONCEPTS) == parse(right, CONCEPTS)


@pytest.mark.parametrize(
    "typed",
    [
        "gold -zinc",
        "gold OR zinc -gold",
        "AI -=AI",
        "gold -title:gold",
        "gold -(gold zinc)",
        "нефть -нефт",
        "gold lang:kk -lang:ru",
        "Almaty -Astana",
        "gold",
        "gol* -gold",
        "Илон Маск -Трамп",
    ],
)
def test_what_can_be_met_is_no_contradiction(typed: str) -> None:
    assert contradiction(parse(typed, CONCEPTS), CONCEPTS) is None


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("gold lang:kk lang:ru", "gold lang:kk OR lang:ru"),
        ("source:a source:b", "source:a OR source:b"),
        ("lang:kk lang:ru source:a source:b", "lang:kk OR lang:ru source:a OR source:b"),
        ("gold lang:kk", None),
        ("lang:kk OR lang:ru lang:ru OR lang:en", None),
    ],
)
def test_two_languages_or_sources_at_once_are_a_choice(typed: str, right: str | None) -> None:
    assert either_filter(parse(typed)) == (parse(right) if right else None)


@pytest.mark.parametrize(
    "typed",
    [
        "Kaspi Halyk",
        "kaspi halyk",
        "Алматы Астана",
        "Алматы и Астана",
        "BBC CNN",
        "Ержан Иманов Касым-Жомарт Токаев",
        "Kaspi Halyk BBC",
    ],
)
def test_names_of_one_kind_side_by_side_may_be_a_choice(typed: str) -> None:
    query = parse(typed, CONCEPTS)
    assert alternatives(query, typed, CONCEPTS) == any_of(query)


@pytest.mark.parametrize(
    "typed",
    [
        "Kaspi",
        "Kaspi Алматы",
        "AI waste",
        "Kaspi AND Halyk",
        "Kaspi OR Halyk",
        "Kaspi -Halyk",
        '"Kaspi" Halyk',
        "title:Kaspi Halyk",
        "=Kaspi Halyk",
        "gold zinc",
        "BBC CNN NBC ABC CBS",
        "Алматы AND Астана",
    ],
)
def test_other_words_are_wanted_together(typed: str) -> None:
    assert alternatives(parse(typed, CONCEPTS), typed, CONCEPTS) is None


@pytest.mark.parametrize("typed", ["Toyota Hyundai", "Samsung Apple", "Kaspi Pay", "ТОО Ромашка"])
def test_words_with_capitals_may_be_names(typed: str) -> None:
    assert may_be_names(parse(typed), typed)


@pytest.mark.parametrize(
    "typed", ["Toyota hyundai", "Toyota", "Toyota AND Hyundai", "title:Toyota Hyundai", '"Red Bull" Apple']
)
def test_others_are_none(typed: str) -> None:
    assert not may_be_names(parse(typed), typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("AI без спорта", "AI -спорта"),
        ("AI кроме спорта и музыки", "AI -спорта -музыки"),
        ("AI except sport or music today", "AI -sport -music today"),
        ("gold without Касым-Жомарта Токаева", "gold -Касым-Жомарта-Токаева"),
        ("не спорт", "-спорт"),
        ("AI но не спорт", "AI -спорт"),
        ("AI but not sport", "AI -sport"),
        ("not sport", "-sport"),
        ("спорт емес", "-спорт"),
        ("AI спорттан басқа", "AI -спорттан"),
        ("Kaspi OR Halyk без банк", "Kaspi OR Halyk -банк"),
        ("все кроме спорта и", "все -спорта и"),
    ],
)
def test_a_word_that_says_without_is_a_minus(typed: str, meant: str) -> None:
    assert negated(typed, CONCEPTS) == meant


@pytest.mark.parametrize(
    "typed",
    ["AI", "-AI без спорта", '"без границ"', "(AI без спорта)", "почему не работает метро", "AI без", "title:не спорт"],
)
def test_where_it_says_something_else_it_stays(typed: str) -> None:
    assert negated(typed, CONCEPTS) is None


@pytest.mark.parametrize(
    ("typed", "lost"),
    [
        ("Disney+", ["Disney+"]),
        ("Google+ and A#+", ["Google+"]),
        ("Disney+ Apple+", ["Disney+", "Apple+"]),
        ("C++", []),
        ("C#", []),
        ("A+B", []),
        ("#AI", []),
        ("+7 gold", []),
        ("COVID-19", []),
    ],
)
def test_a_sign_that_no_text_is_searched_for_is_found_at_the_end_of_a_word(typed: str, lost: list[str]) -> None:
    assert [each for each in lost_signs(typed) if each in lost] == lost
    assert bool(lost_signs(typed)) is bool(lost)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("курс $", ["$"]),
        ("🔥 gold 🔥", ["🔥"]),
        ('"gold" (zinc)', []),
        ("gold 👍🏽, 🇰🇿", ["👍🏽", "🇰🇿"]),
        ("gold – zinc…", []),
        ("100 ₸ (€)", ["₸", "€"]),
    ],
)
def test_pictures_and_signs_of_currency_are_found(typed: str, found: list[str]) -> None:
    assert signs(typed) == found


@pytest.mark.parametrize("typed", ["5", "2025", "100 000", "x", "ы", "5 x", "25.11.2025", "lang:kk 5", "5 OR 6"])
def test_numbers_and_letters_alone_are_too_little(typed: str) -> None:
    assert is_too_little(parse(typed))


@pytest.mark.parametrize("typed", ["gold 5", '"5"', "5G", "G20", "R&D", "lang:kk", "AI", "COVID-19", "C#"])
def test_a_word_beside_them_is_enough(typed: str) -> None:
    assert not is_too_little(parse(typed))


@pytest.mark.parametrize("typed", ["новости", "latest news", "последние новости", "соңғы жаңалықтар", "the", "и в на"])
def test_little_words_say_no_topic(typed: str) -> None:
    assert says_no_topic(parse(typed), typed)


@pytest.mark.parametrize("typed", ["новости Актау", "latest", "=the", '"the"', "=новости", "lang:kk", "AI", "WHO"])
def test_one_that_is_meant_says_one(typed: str) -> None:
    assert not says_no_topic(parse(typed), typed)


@pytest.mark.parametrize(
    "typed",
    [
        "gold silver zinc iron copper tin lead",
        "show me everything that the mayor says of waste and metro",
        "хочу получать новости про ремонт дорог и отходы в Алматы",
    ],
)
def test_many_words_are_a_sentence(typed: str) -> None:
    assert is_sentence(parse(typed), typed)


@pytest.mark.parametrize(
    "typed",
    [
        "gold silver zinc iron copper tin",
        '"a whole headline of nine words stands in these quotes"',
        "gold OR silver OR zinc OR iron OR copper OR tin OR lead OR nickel OR cobalt",
        "the price of the gold in the country",
    ],
)
def test_few_words_a_quote_or_a_choice_are_none(typed: str) -> None:
    assert not is_sentence(parse(typed), typed)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("why does the Mayor of Almaty speak of AI and waste", ["Mayor", "Almaty", "AI", "waste", "speak"]),
        ("хочу получать новости о новом заводе", ["завод"]),
        ("ХОЧУ ПОЛУЧАТЬ РЕМОНТ ДОРОГ", ["РЕМОНТ", "ДОРОГ"]),
        ("lang:kk gold", ["gold"]),
    ],
)
def test_the_topics_of_a_sentence_are_its_names_and_then_its_nouns(typed: str, found: list[str]) -> None:
    terms = [group[0] for group in parse(typed, CONCEPTS).all_of]
    named = [term.words for term in topics(terms, typed)]
    assert sorted(named) == sorted(parse(each, CONCEPTS).all_of[0][0].words for each in found)
    assert sum(word in typed for word in found) == len(found)
