"""docs/stories.md is true: each row of its tables of examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.matching.analysis import AnalyzedText
from bot.stories.news import new_sentences
from bot.stories.round_ups import is_round_up
from tests.story_grouping.building import CONCEPTS, Newsroom, told

DOCUMENT = Path(__file__).parents[2] / "docs" / "stories.md"
NONE = "—"
LEAST = 15


def rows(kind: str) -> Iterator[tuple[str, ...]]:
    """The cells of each row of the tables between markers of this kind."""
    for table in re.findall(rf"<!-- {kind} -->\n(.*?)<!-- /{kind} -->", DOCUMENT.read_text("utf-8"), re.DOTALL):
        for line in table.splitlines()[2:]:
            yield tuple(cell.strip() for cell in line.strip("|").split("|"))


EXAMPLES, ROUND_UPS, FOLLOW_UPS = list(rows("examples")), list(rows("round-ups")), list(rows("follow-ups"))


@pytest.mark.parametrize(("one", "other", "together"), EXAMPLES)
def test_what_the_document_says_is_one_story_is_one_and_nothing_else(one: str, other: str, together: str) -> None:
    for first, second in ((one, other), (other, one)):
        room = Newsroom()
        assert (room.take(first) == room.take(second, hours=1)) is (together == "yes")


@pytest.mark.parametrize(("text", "is_one"), ROUND_UPS)
def test_what_the_document_says_is_a_round_up_is_one_and_nothing_else(text: str, is_one: str) -> None:
    article = told(text)
    assert is_round_up(AnalyzedText.of(article, CONCEPTS), len(article.title)) is (is_one == "yes")


@pytest.mark.parametrize(("before", "later", "new"), FOLLOW_UPS)
def test_what_the_document_says_is_new_is_new(before: str, later: str, new: str) -> None:
    found = new_sentences(told(later, hours=4, number=2), [told(before)])
    assert found == (None if new == NONE else (new,))


def test_the_document_has_its_examples() -> None:
    assert len(EXAMPLES) + len(ROUND_UPS) + len(FOLLOW_UPS) >= LEAST
