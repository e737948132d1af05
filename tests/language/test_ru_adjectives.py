"""Relational adjectives."""

from __future__ import annotations

import pytest

from bot.language.ru_adjectives import adjectives_begun, compound_first, relational


@pytest.mark.parametrize(
    ("place", "adjective"),
    [
        pytest.param("шымкент", "шымкентский", id="a consonant"),
        pytest.param("актау", "актауский", id="-ау"),
        pytest.param("костанай", "костанайский", id="-ай"),
        pytest.param("уральск", "уральский", id="-ск"),
        pytest.param("троицк", "троицкий", id="-цк"),
        pytest.param("арал", "аральский", id="-л"),
        pytest.param("кызылколь", "кызылкольский", id="-ль"),
        pytest.param("шентала", "шенталинский", id="-ла"),
        pytest.param("мексика", "мексиканский", id="-ка"),
        pytest.param("корея", "корейский", id="-ея"),
        pytest.param("россия", "российский", id="-ия"),
        pytest.param("германия", "германский", id="-ния"),
        pytest.param("каспий", "каспийский", id="-ий"),
        pytest.param("сырдарья", "сырдарьинский", id="-ья"),
        pytest.param("щучино", "щучинский", id="-но"),
        pytest.param("медина", "мединский", id="-на"),
        pytest.param("воркута", "воркутинский", id="-та"),
        pytest.param("сочи", "сочинский", id="-и"),
        pytest.param("чикаго", "чикагский", id="-о"),
        pytest.param("навои", "навойский", id="two vowels"),
        pytest.param("сибирь", "сибирский", id="-рь"),
        pytest.param("донец", "донецкий", id="-ец"),
        pytest.param("астана", "астанинский", id="by no rule"),
    ],
)
def test_a_place_has_its_adjective(place: str, adjective: str) -> None:
    assert adjective in relational(place)


@pytest.mark.parametrize("place", ["боровое", "грозный", "долинская", "волжский", ""])
def test_an_adjective_has_none(place: str) -> None:
    assert relational(place) == ()


@pytest.mark.parametrize(
    ("adjective", "first"),
    [
        ("российский", "российско"),
        ("горный", "горно"),
        ("морской", "морско"),
        ("синий", "сине"),
        ("казах", ""),
        ("ий", ""),
    ],
)
def test_an_adjective_begins_a_compound(adjective: str, first: str) -> None:
    assert compound_first(adjective) == first


@pytest.mark.parametrize(
    ("first", "adjectives"),
    [("российско", ("российский",)), ("немецко", ("немецкий",)), ("важно", ()), ("ско", ()), ("шевченко", ())],
)
def test_the_beginning_of_a_compound_is_an_adjective(first: str, adjectives: tuple[str, ...]) -> None:
    assert adjectives_begun(first) == adjectives
