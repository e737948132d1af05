"""Words made comparable, and words with one letter wrong."""

from __future__ import annotations

import pytest

from bot.speech.spelled import in_keys, is_one_off, key, nearest, words_of


@pytest.mark.parametrize(
    "spellings",
    [
        ("Стоп", "СТОП", "cтоп", "сто\u200dп"),  # a Latin c, an invisible joiner
        ("Жаңалық", "жаналык", "ЖАҢАЛЫҚ"),
        ("ёлка", "Елка"),
        ("Don’t", "don't", "DON'T"),
    ],
)
def test_a_word_is_the_same_however_a_keyboard_spells_it(spellings: tuple[str, ...]) -> None:
    assert len({key(word) for word in spellings}) == 1


def test_a_text_in_keys_keeps_every_letter_in_its_place() -> None:
    for text in ("Ақтау туралы жаңалық", "Straße ŉ ß", "C++, «нефть»!", ""):
        assert len(in_keys(text)) == len(text)
    assert in_keys("Жаңалық, Ёлка!") == "жаналык, елка!"
    assert in_keys("Straße") == "Straße"  # ß folds to two letters
    assert [word.group() for word in words_of("don't что-нибудь §")] == ["don't", "что", "нибудь"]


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("follow", "folow", True),
        ("follow", "folloow", True),
        ("follow", "fallow", True),
        ("follow", "ofllow", True),
        ("follow", "follow", False),
        ("follow", "flolwo", False),
        ("follow", "follows", True),
        ("follow", "followed", False),
    ],
)
def test_one_letter_may_be_wrong_missing_too_many_or_swapped(one: str, other: str, near: bool) -> None:
    assert is_one_off(one, other) is near
    assert is_one_off(other, one) is near


def test_a_short_word_and_one_that_may_be_two_are_not_guessed() -> None:
    assert nearest("folow", {"follow", "stop"}) == "follow"
    assert nearest("stap", {"stop"}) is None
    assert nearest("tracts", {"track", "tracks", "traces"}) is None
