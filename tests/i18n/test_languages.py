"""Which of the languages that the bot speaks a person gets."""

from __future__ import annotations

import pytest

from bot.i18n.languages import spoken


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("kk", "kk"),
        ("ru", "ru"),
        ("en", "en"),
        ("ru-RU", "ru"),
        ("kk_Cyrl_KZ", "kk"),
        ("EN-gb", "en"),
        (" ru ", "ru"),
        ("uz", "ru"),
        ("uz-Latn", "ru"),
        ("ky", "ru"),
        ("de", "en"),
        ("pt-br", "en"),
        ("xx", "en"),
        ("жжж", "en"),
    ],
)
def test_everybody_is_spoken_to_in_the_nearest_language_that_the_bot_speaks(code: str, language: str) -> None:
    assert spoken(code) == language


@pytest.mark.parametrize("code", ["", " ", "-", "_KZ"])
def test_without_a_code_no_language_is_guessed(code: str) -> None:
    assert spoken(code) is None
