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
        ("kk-Cyrl-KZ", "kk"),
        ("KK-LATN", "kk"),
        ("kaz", "kk"),
        ("rus_RU", "ru"),
        ("ru_RU.UTF-8", "ru"),
        ("ru@cyrillic", "ru"),
        ("kk,ru;q=0.8,en;q=0.5", "kk"),
        ("uz-UZ,en;q=0.9", "ru"),
        ("ky-KG", "ru"),
        ("tg", "ru"),
        ("uzb", "ru"),
        ("uk", "en"),
        ("az", "en"),
        ("mn-Cyrl", "en"),
        ("zh-hans", "en"),
        ("zh-Hant-TW", "en"),
        ("pt-BR-x-kk", "en"),
        ("fa", "en"),
        ("C.UTF-8", "en"),
        ("ru" * 150, "en"),
        ("kk" + "-x" * 149, "kk"),
        ("ж" * 300, "en"),
        ("kkk", "en"),
        ("russian", "en"),
        ("<b>ru</b>", "en"),
        ("ｋｋ", "en"),
        ("ru\x00", "ru"),
    ],
)
def test_everybody_is_spoken_to_in_the_nearest_language_that_the_bot_speaks(code: str, language: str) -> None:
    assert spoken(code) == language


@pytest.mark.parametrize("code", ["", " ", "-", "_KZ", "🙂", "123", "\u200f", "und", "und-KZ", "mul", "zxx", "?" * 300])
def test_without_a_code_no_language_is_guessed(code: str) -> None:
    assert spoken(code) is None
