"""A person's name as it stands in a text."""

from __future__ import annotations

import pytest

from bot.messages.person import person


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Алия", "Алия"),
        ("  Aliya \n Serik ", "Aliya Serik"),
        ("Әлия 🌸", "Әлия 🌸"),
        ("👩\u200d🚒 Aida", "👩\u200d🚒 Aida"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("\u200b\u2066Aida\u2069\ufeff\x00", "Aida"),
        ("@channel", "channel"),
        ("/unfollow", "unfollow"),
        ("<b>Aida</b> #1", "b Aida b 1"),
        ("A" + "\u0301" * 40 + "ida", "A\u0301\u0301ida"),
        ("Ё́лка", "Ё́лка"),
        ("Aliya Serikbaevna Nurmukhambetova-Dzhaksybekova", "Aliya Serikbaevna…"),
        ("مريم", "مريم"),
        ("", ""),
        ("\u3164", ""),
        ("\u200d\u200c", ""),
        (" \u2800 \u115f", ""),
    ],
)
def test_a_name_is_short_on_one_line_and_hides_nothing(name: str, shown: str) -> None:
    assert person(name) == shown
