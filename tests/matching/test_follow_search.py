from __future__ import annotations

import pytest

from bot.matching.concepts import Concepts
from bot.matching.follow_search import search_follows
from bot.matching.grammar import parse
from bot.model import Concept, Subscription
from tests.builders import NOW

CONCEPTS = Concepts(
    [
        Concept(key="waste", en=("waste",), ru=("отходы", "мусор"), kk=("қалдық",)),
        Concept(key="ai", en=("AI", "artificial intelligence"), ru=("ИИ",), kk=("ЖИ",)),
    ]
)
FOLLOWED = ("отходы", "AI", "Алматы метро", "новости Алматы", "подземный переход", "Токаев", "title:нефть", "🌊 вода",
            "ёлка", "gold mine", '"Air Astana"', "наводнение")  # fmt: skip


def followed(*typed: str) -> list[Subscription]:
    return [
        Subscription(query_id=place, typed=each, canonical=parse(each, CONCEPTS).canonical, created_at=NOW)
        for place, each in enumerate(typed)
    ]


def found(typed: str, *others: str) -> list[str]:
    return [each.typed for each in search_follows(typed, followed(*(others or FOLLOWED)), CONCEPTS)]


@pytest.mark.parametrize(
    ("typed", "follows"),
    [
        ("алм", ["Алматы метро", "новости Алматы"]),  # a beginning first, then a word within
        ("АЛМАТЫ", ["Алматы метро", "новости Алматы"]),
        ("ход", ["отходы", "подземный переход"]),  # within a word
        ("Елка", ["ёлка"]),
        ("🌊", ["🌊 вода"]),
        ("waste", ["отходы"]),  # by its concept
        ("мус", ["отходы"]),  # the beginning of another name
        ("intelli", ["AI"]),
        ("нефтью", ["title:нефть"]),  # another form
        ("mines", ["gold mine"]),
        ("tokayev", ["Токаев"]),  # by its sound
        ("тока", ["Токаев"]),
        ("air ast", ['"Air Astana"']),
        ("наваднение", ["наводнение"]),  # misspelled
        ("метро алматы", ["Алматы метро"]),  # the words in another order
        ('"alm', []),
        ("xyz", []),
        ("", []),
        ("и", []),
        ("ж", []),
    ],
)
def test_a_part_a_form_another_language_and_a_misspelling_find_a_follow(typed: str, follows: list[str]) -> None:
    assert found(typed)[: len(follows)] == follows
    assert bool(found(typed)) == bool(follows)


def test_the_very_follow_comes_before_those_that_hold_it() -> None:
    assert found("gold", "gold mine", "mine of gold", "marigold", "gold") == [
        "gold", "gold mine", "mine of gold", "marigold",
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["x" * 10_000, "(" * 50, "\u202e\u200bгаз", "-", '"', "a,b,c"])
def test_whatever_is_typed_is_answered(typed: str) -> None:
    assert isinstance(found(typed), list)
