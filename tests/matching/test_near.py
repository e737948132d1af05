"""What a person may have meant who typed a word that stands nowhere."""

from __future__ import annotations

import pytest

from bot.matching.near import EAR, MOST_SPELLINGS, PAIR, SLIP, spellings


@pytest.mark.parametrize(
    ("typed", "meant", "cost"),
    [
        ("павадок", "паводок", EAR),  # an unstressed vowel
        ("програма", "программа", EAR),  # a letter that is double
        ("комментарийй", "комментарий", EAR),  # and one that is not
        ("интилегенция", "интелегенция", EAR),
        ("камисея", "комиссея", 2 * EAR),
        ("инфлцяия", "инфляция", SLIP),  # two letters swapped
        ("токаевв", "токаев", EAR),
        ("актубе", "актобе", SLIP),
        ("трмвай", "трамвай", SLIP),
        ("almati", "almaty", EAR),
        ("карагандыда", "қарағандыда", 2 * PAIR),  # typed with Russian letters
        ("окуга", "оқуға", 2 * PAIR),
        ("қазан", "казан", PAIR),
    ],
)
def test_a_near_spelling_is_found_and_costs_what_its_slips_cost(typed: str, meant: str, cost: float) -> None:
    assert spellings(typed)[meant] == pytest.approx(cost)


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("волк", "полк"),  # the first letter is hardly ever wrong
        ("мост", "мосты" + "ми"),
        ("полк", "потоп"),
        ("камаз", "комоз"),  # a short word has one slip
    ],
)
def test_what_is_farther_is_none(typed: str, other: str) -> None:
    assert other not in spellings(typed)


@pytest.mark.parametrize("typed", ["", "суу", "covid9", "кaмaz", "o'neil"])
def test_of_a_short_or_mixed_word_nothing_is_near(typed: str) -> None:
    assert spellings(typed) == {}


def test_where_only_kazakh_letters_may_be_meant_no_slip_counts() -> None:
    assert spellings("кала", pairs_only=True) == {
        near: pytest.approx(cost)
        for near, cost in {
            "қала": PAIR, "кәла": PAIR, "калә": PAIR, "қәла": 2 * PAIR, "қалә": 2 * PAIR, "кәлә": 2 * PAIR,
            "қәлә": 3 * PAIR,
        }.items()
    }  # fmt: skip


@pytest.mark.parametrize("typed", ["а" * 40, "кооперативтендіру", "көкөністер" * 4])
def test_the_spellings_of_one_word_are_bounded_and_the_nearest_come_first(typed: str) -> None:
    found = list(spellings(typed).values())
    assert 0 < len(found) <= MOST_SPELLINGS
    assert found == sorted(found)
    assert typed not in spellings(typed)
