"""Names of people in Russian texts."""

from __future__ import annotations

import pytest

from bot.language.detect import KAZAKH_LETTERS
from bot.language.ru_names import (
    GIVEN_NAMES,
    KAZAKH_SPELLINGS,
    RUSSIAN_SPELLINGS,
    is_given_name,
    residents,
    surname_bases,
)


@pytest.mark.parametrize(
    "word",
    [
        "илон",
        "илона",
        "илоном",
        "дональда",
        "олафа",
        "си",
        "нурлан",
        "нурлану",
        "ерланом",
        "асель",
        "касым",
        "жомарта",
        "нұрлан",
        "ерлан",
        "әсел",
        "қасым",
    ],
)
def test_a_given_name_is_recognised(word: str) -> None:
    assert is_given_name(word)


@pytest.mark.parametrize(
    "word",
    ["город", "маска", "банка", "газа", "алматы", "казахстан", "семей", "суд", "орал", "қала", "мұнай", "токаев"],
)
def test_other_words_are_no_given_names(word: str) -> None:
    assert not is_given_name(word)


def test_the_lists_are_folded_and_each_has_its_letters() -> None:
    assert all(name == name.lower() and "ё" not in name and name.isalpha() for name in GIVEN_NAMES)
    assert not [name for name in RUSSIAN_SPELLINGS if set(name) & set(KAZAKH_LETTERS)]
    assert not RUSSIAN_SPELLINGS & KAZAKH_SPELLINGS


@pytest.mark.parametrize(
    ("word", "surname"),
    [
        pytest.param("маска", "маск", id="a mask's nominative"),
        pytest.param("короля", "король", id="a word of the dictionary"),
        pytest.param("шольца", "шольц", id="of no dictionary"),
        pytest.param("рыбакиной", "рыбакина", id="a woman's"),
        pytest.param("рыбакиной", "рыбакин", id="a woman's, as a man's"),
        pytest.param("грузинскому", "грузинский", id="an adjective"),
        pytest.param("льва", "лев", id="a vowel that falls out, by the dictionary"),
        pytest.param("мамине", "мамин", id="a possessive"),
        pytest.param("о'нила", "о'нил", id="after an apostrophe"),
        pytest.param("трамп", "трамп", id="a nominative"),
        pytest.param("глушко", "глушко", id="of no cases"),
    ],
)
def test_a_word_may_be_a_surnames_case(word: str, surname: str) -> None:
    assert surname in surname_bases(word)


@pytest.mark.parametrize(
    ("adjective", "found"),
    [
        pytest.param("риддерский", ("риддерец", "риддерка"), id="a town"),
        pytest.param("алтайский", ("алтаец", "алтайка"), id="without й"),
        pytest.param("аральский", ("аралец", "аралька"), id="without ь"),
        pytest.param("корейский", ("кореец",), id="the other is a cut of meat"),
        pytest.param("турецкий", (), id="of another end"),
        pytest.param("актау", (), id="no adjective"),
    ],
)
def test_an_adjective_of_a_place_gives_its_residents(adjective: str, found: tuple[str, ...]) -> None:
    assert residents(adjective) == found
