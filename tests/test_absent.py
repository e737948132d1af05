"""Imports without what a library takes along."""

from __future__ import annotations

import importlib
import sys

import pytest

from bot.absent import without


def test_a_module_is_as_if_it_were_not_installed_and_can_be_imported_later() -> None:
    sys.modules.pop("colorsys", None)
    with without("colorsys"), pytest.raises(ImportError):
        importlib.import_module("colorsys")
    assert importlib.import_module("colorsys").rgb_to_hsv


def test_a_module_that_is_there_already_stays() -> None:
    there = importlib.import_module("colorsys")
    with without("colorsys"):
        assert importlib.import_module("colorsys") is there
    assert sys.modules["colorsys"] is there


def test_after_an_error_a_module_can_be_imported() -> None:
    sys.modules.pop("colorsys", None)
    with pytest.raises(ZeroDivisionError), without("colorsys"):
        _ = 1 / 0
    assert importlib.import_module("colorsys")
