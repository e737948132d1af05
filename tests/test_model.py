"""The nouns are found by their names, wherever they stand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot import model

HOME = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("name", model.__all__)
def test_every_noun_is_found(name: str) -> None:
    vars(model).pop(name, None)
    found = getattr(model, name)
    assert getattr(model, name) is found


def test_what_is_no_noun_is_not_found() -> None:
    for name in ("nothing", "datetime"):
        with pytest.raises(AttributeError, match=f"has no attribute '{name}'"):
            getattr(model, name)


def test_what_parses_imports_few_of_them() -> None:
    named = "[each for each in sys.modules if each.startswith('bot.model.')]"
    asked = f"import sys, bot.intake.parsing; print(*sorted({named}))"
    shown = subprocess.run([sys.executable, "-c", asked], cwd=HOME, capture_output=True, text=True, check=True)
    assert shown.stdout.split() == ["bot.model.articles", "bot.model.sources"]
