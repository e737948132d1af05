"""How good the grouping is: what `python -m bot stories` gives for the files here."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.story_grouping.grouping import (
    DEV,
    OWN,
    UNSEEN,
    UNSEEN2,
    across_languages,
    clusters,
    gold,
    merged,
    rows,
    score,
)

MOST_MERGED = 2  #: stories that are grouped wrongly


@pytest.fixture(scope="module")
def found() -> dict[str, int]:
    return clusters(rows(DEV))


def test_most_of_what_is_one_story_is_grouped_and_hardly_anything_else(found: dict[str, int]) -> None:
    whole = score(gold(DEV), found)
    assert whole.precision >= 0.97
    assert whole.recall >= 0.80


def test_so_it_is_across_languages(found: dict[str, int]) -> None:
    known = gold(DEV)
    across = score(known, found, across_languages(known))
    assert across.precision >= 0.95
    assert across.recall >= 0.75


def test_routine_people_places_and_round_ups_merge_hardly_any_stories(found: dict[str, int]) -> None:
    assert len(list(merged(gold(DEV), found))) <= MOST_MERGED


def test_stories_written_after_the_rules_are_grouped_as_well() -> None:
    known, found = gold(OWN), clusters(rows(OWN))
    whole = score(known, found)
    assert whole.precision >= 0.97
    assert whole.recall >= 0.90
    assert list(merged(known, found)) == []


@pytest.mark.parametrize(("articles", "recall"), [(UNSEEN, 0.90), (UNSEEN2, 0.92)])
def test_so_are_stories_written_by_somebody_who_had_not_seen_the_rules(articles: Path, recall: float) -> None:
    known, found = gold(articles), clusters(rows(articles))
    whole, across = score(known, found), score(known, found, across_languages(known))
    assert whole.precision >= 0.97
    assert whole.recall >= recall
    assert across.precision >= 0.97
    assert across.recall >= 0.92
    assert list(merged(known, found)) == []
