"""The golden files hold what is said today."""

from __future__ import annotations

import pytest

from tests.golden.book import FOLDER, LANGUAGES, book


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_golden_file_is_what_people_read(language: str) -> None:
    kept = (FOLDER / f"{language}.txt").read_text("utf-8")
    assert book(language) == kept, "if the change is meant: make golden, and read what changed"
