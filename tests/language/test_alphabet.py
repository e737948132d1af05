from __future__ import annotations

import pytest

from bot.language.alphabet import alphabetical


@pytest.mark.parametrize(
    "names",
    [
        ["абай", "Әсем", "Ғалым", "ель", "Ёлка", "Жер", "Қазақ", "Құн", "Үй", "Ірі", "яхта"],
        ["AI", "gold", "Абай"],  # Latin first
        ["1 мая", "7 чудес", "=AI", '"Air Astana"', "title:AI"],  # signs do not count
        ["", "🌊", "а"],
    ],
)
def test_names_are_in_the_order_of_the_alphabet(names: list[str]) -> None:
    assert sorted(set(names), key=alphabetical) == names
