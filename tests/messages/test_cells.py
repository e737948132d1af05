"""Cells of a table: nothing in it is a formula."""

from __future__ import annotations

import pytest

from bot.messages.cells import cell


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ақтау", "Ақтау"),
        ("", ""),
        ("=1+1", "'=1+1"),
        (" =1+1", "' =1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("\tx", "'\tx"),
        ("＝1", "'＝1"),
        ("-100123", "-100123"),
        ("+3.5", "+3.5"),
        ("+7 701 1", "'+7 701 1"),
    ],
)
def test_a_formula_is_shown_and_not_calculated(text: str, shown: str) -> None:
    assert cell(text) == shown
