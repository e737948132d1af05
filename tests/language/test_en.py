"""English plurals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.common import COMMON, FREQUENT, words
from bot.language.en import (
    IN_CHE,
    IN_IE,
    IN_MEN,
    IN_USE,
    IRREGULAR,
    UNCHANGED,
    bases,
    query_bases,
    singular,
)

PAIRS = sorted(
    words(
        """
            waste:wastes city:cities bus:buses virus:viruses campus:campuses house:houses cause:causes use:uses
            case:cases base:bases purpose:purposes license:licenses response:responses class:classes
            process:processes box:boxes tax:taxes church:churches reach:reaches ache:aches headache:headaches
            wish:wishes size:sizes prize:prizes buzz:buzzes waltz:waltzes hero:heroes potato:potatoes shoe:shoes
            photo:photos movie:movies pie:pies tie:ties agency:agencies party:parties man:men woman:women
            child:children businessman:businessmen spokeswoman:spokeswomen crisis:crises analysis:analyses
            leaf:leaves wolf:wolves wave:waves bureau:bureaus taxi:taxis kazakhstani:kazakhstanis day:days key:keys
            port:ports drone:drones bridge:bridges exercise:exercises premise:premise disease:diseases gas:gases
            lens:lenses menu:menus ad:ads topic:topics clinic:clinics emirate:emirates kazakh:kazakhs foe:foes
            gunman:gunmen airman:airmen serviceman:servicemen spokesman:spokesmen
            index:indices wharf:wharves
            """
    )
)


@pytest.mark.parametrize("pair", PAIRS)
def test_singular_and_plural_are_one_word(pair: str) -> None:
    one, many = pair.split(":")
    assert singular(many) == singular(one) == one


@pytest.mark.parametrize(
    "word",
    sorted(
        words(
            """
            news us as is ai gas bus this tennis paris politics economics goods customs series analysis class boss
            yes yemen turkmen specimen
            """
        )
    ),
)
def test_an_s_that_makes_no_plural_stays(word: str) -> None:
    assert singular(word) == word


@pytest.mark.parametrize(
    ("one", "other"),
    [("news", "new"), ("goods", "good"), ("customs", "custom"), ("arms", "arm"), ("economics", "economic")],
)
def test_words_that_mean_something_else_are_two(one: str, other: str) -> None:
    assert singular(one) != singular(other)


@pytest.mark.parametrize(
    "word",
    sorted(UNCHANGED | COMMON | FREQUENT | IN_MEN | IN_CHE | IN_IE | IN_USE | set(IRREGULAR.values())),
)
def test_the_words_of_the_lists_are_their_own_normal_forms(word: str) -> None:
    assert singular(word) == word


@given(st.text(alphabet="aceimnoshuvwxyz", max_size=12))
def test_the_singular_of_a_singular_is_itself(word: str) -> None:
    assert singular(singular(word)) == singular(word)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        pytest.param("time", "times", id="a plural that is a name's too"),
        pytest.param("times", "times", id="the name itself"),
        pytest.param("cities", "city", id="a typed plural"),
        pytest.param("größe", "größe", id="letters of other languages"),
    ],
)
def test_a_typed_word_finds_its_forms(typed: str, word: str) -> None:
    assert {*query_bases(typed)} & {*bases(word)}


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        pytest.param("largest", "large", id="a degree is another word"),
        pytest.param("times", "time", id="a newspaper's name is no time"),
        pytest.param("nations", "nation", id="the United Nations are no nation"),
        pytest.param("university", "universe", id="a stemmer's mistake"),
    ],
)
def test_a_typed_word_does_not_find_another(typed: str, word: str) -> None:
    assert not {*query_bases(typed)} & {*bases(word)}


@given(st.text(alphabet="aceimnoshuvwxyz", max_size=12))
def test_a_typed_word_finds_itself(word: str) -> None:
    assert {*query_bases(word)} & {*bases(word)}
