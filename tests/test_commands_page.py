"""docs/commands.md is the registry, and what it says can be typed."""

from __future__ import annotations

import re

import pytest

import handlers
from bot.platforms.typed_text import as_typed, spoken_command
from bot.speech.periods import whole_period
from handlers.spec import Spec
from tests.commands_page import EXAMPLES, HEAD, PAGE, SAID, example, page


def test_the_page_is_what_the_registry_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run .venv/bin/python -m tests.commands_page"
    assert {*EXAMPLES, *SAID} <= {spec.name for spec in handlers.COMMANDS}


@pytest.mark.parametrize("spec", handlers.COMMANDS, ids=lambda spec: spec.name)
def test_every_example_is_its_command(spec: Spec) -> None:
    for typed in [*(example(spec, place) for place in range(3)), *SAID.get(spec.name, ())]:
        assert spoken_command(as_typed(typed))[0] == spec.name, typed


def test_every_period_of_the_page_is_one() -> None:
    named = re.findall(r"`([^`]+)`", HEAD.partition("Periods:")[2].partition("Words go")[0])
    assert len(named) > 20
    assert all(map(whole_period, named))
