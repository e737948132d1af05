"""What a person may have meant who typed a word that stands nowhere."""

from __future__ import annotations

import pytest

from bot.matching.near_spellings import EDIT_COST, MAX_SPELLINGS, PAIR_COST, SOUND_COST, near_spellings


@pytest.mark.parametrize(
    ("typed", "meant", "cost"),
    [
        ("павадок", "паводок", SOUND_COST),  # an unstressed vowel
        ("програма", "программа", SOUND_COST),  # a letter that is double
        ("комментарийй", "комментарий", SOUND_COST),  # and one that is not
        ("интилегенция", "интелегенция", SOUND_COST),
        ("камисея", "комиссея", 2 * SOUND_COST),
        ("инфлцяия", "инфляция", EDIT_COST),  # two letters swapped
        ("токаевв", "токаев", SOUND_COST),
        ("актубе", "актобе", EDIT_COST),
        ("трмвай", "трамвай", EDIT_COST),
        ("almati", "almaty", SOUND_COST),
        ("карагандыда", "қарағандыда", 2 * PAIR_COST),  # typed with Russian letters
        ("окуга", "оқуға", 2 * PAIR_COST),
        ("қазан", "казан", PAIR_COST),
    ],
)
def test_a_near_spelling_is_found_and_costs_what_its_slips_cost(typed: str, meant: str, cost: float) -> None:
    assert near_spellings(typed)[meant] == pytest.approx(cost)


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
    assert other not in near_spellings(typed)


@pytest.mark.parametrize("typed", ["", "суу", "covid9", "кaмaz", "o'neil"])
def test_of_a_short_or_mixed_word_nothing_is_near(typed: str) -> None:
    assert near_spellings(typed) == {}


def test_with_pairs_only_no_other_edit_counts() -> None:
    assert near_spellings("кала", pairs_only=True) == {
        near: pytest.approx(cost)
        for near, cost in {
            "қала": PAIR_COST, "кәла": PAIR_COST, "калә": PAIR_COST,
            "қәла": 2 * PAIR_COST, "қалә": 2 * PAIR_COST, "кәлә": 2 * PAIR_COST, "қәлә": 3 * PAIR_COST,
        }.items()
    }  # fmt: skip


@pytest.mark.parametrize("typed", ["а" * 40, "кооперативтендіру", "көкөністер" * 4])
def test_the_spellings_of_one_word_are_bounded_and_the_nearest_come_first(typed: str) -> None:
    found = list(near_spellings(typed).values())
    assert 0 < len(found) <= MAX_SPELLINGS
    assert found == sorted(found)
    assert typed not in near_spellings(typed)
