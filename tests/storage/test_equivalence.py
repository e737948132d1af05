"""Which stored queries are equivalent, so that nothing is announced."""

from __future__ import annotations

import pytest

from bot.storage.equivalence import are_equivalent


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("ports", "port", id="another form stands for the word"),
        pytest.param("казах", "казахи", id="in one of its languages"),
        pytest.param("бал мир", "бала мира", id="each word of several"),
        pytest.param("мир бал", "мира бала", id="in another order"),
        pytest.param("бал|мир", "мира|бала", id="either of two"),
        pytest.param("oil -бал -(мир газета)", "oil -(мира газет) -бала", id="what is left out"),
        pytest.param("тот-154", "ту-154", id="side by side"),
        pytest.param("title:ports", "title:port", id="in the headline"),
        pytest.param("=ports", "=port", id="just the word"),
        pytest.param('gold "a b" source:"Kazakhstan Today"', 'source:"Kazakhstan Today" "a b" gold', id="quoted"),
    ],
)
def test_queries_that_differ_only_in_word_forms_are_equivalent(one: str, other: str) -> None:
    assert are_equivalent(one, other)
    assert are_equivalent(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("China Kazakhstan и", "China Kazakhstan", id="a little word was asked for"),
        pytest.param("gold zinc", "gold|zinc", id="both was either"),
        pytest.param("gold-zinc", "gold|zinc", id="side by side was either"),
        pytest.param("gold -zinc", "gold zinc", id="it was left out"),
        pytest.param("gold -(tin zinc)", "gold -tin", id="they were left out together"),
        pytest.param("quake", "earthquake", id="the word was no concept"),
        pytest.param("c", "c++", id="the signs did not count"),
        pytest.param("gold", "silver", id="another word"),
        pytest.param("gold-mine", "gold-old-mine", id="a longer name"),
        pytest.param("title:gold", "gold", id="it was looked for in the headline"),
        pytest.param("=gold", "gold", id="it was just the word"),
        pytest.param('"ports"', '"port"', id="quoted words are as written"),
        pytest.param("port*", "ports*", id="beginnings are as written"),
        pytest.param("lang:en gold", "lang:ru gold", id="another language"),
    ],
)
def test_queries_that_ask_for_something_else_are_not_equivalent(one: str, other: str) -> None:
    assert not are_equivalent(one, other)
    assert not are_equivalent(other, one)
