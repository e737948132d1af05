"""The articles of the files here, grouped as `python -m bot stories` groups them, and how good that is.

`follows` names the story that a story is a later development of: to group both is neither right nor wrong.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import Any

from bot.cli.grouping import Row, grouped, read
from tests.builders import default_concepts

HERE = Path(__file__).parent
DEV, OWN, UNSEEN, UNSEEN2 = (HERE / f"{name}.jsonl" for name in ("dev", "own", "unseen", "unseen2"))

Gold = dict[str, dict[str, Any]]  #: rows of a file by id


@dataclass(frozen=True)
class Score:
    """Pairs of articles."""

    right: int  #: in one story, and grouped
    wrong: int  #: grouped, and of two stories
    missed: int  #: in one story, and not grouped

    @property
    def precision(self) -> float:
        """Share of the grouped pairs that are right."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Share of the true pairs that are grouped."""
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        """Of both."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)


def gold(path: Path) -> Gold:
    """What is known of the articles of a file."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {row["id"]: row for row in rows}


def clusters(rows: list[Row]) -> dict[str, int]:
    """The story of each article."""
    return {row.id: group.cluster for group in grouped(rows, default_concepts()) for row in group.articles}


def rows(path: Path) -> list[Row]:
    """The articles of a file."""
    return read(path.name, path.read_bytes())


def score(known: Gold, found: dict[str, int], counts: Callable[[str, str], bool] = lambda one, other: True) -> Score:
    """How good a grouping is, of the pairs that count."""
    right = wrong = missed = 0
    for one, other in combinations(found, 2):
        if not counts(one, other):
            continue
        together = found[one] == found[other]
        if known[one]["story"] == known[other]["story"]:
            right, missed = right + together, missed + (not together)
        elif together and not is_follow_up(known, one, other):
            wrong += 1
    return Score(right, wrong, missed)


def across_languages(known: Gold) -> Callable[[str, str], bool]:
    """Are two articles of two languages?"""
    return lambda one, other: bool(known[one]["lang"] != known[other]["lang"])


def is_follow_up(known: Gold, one: str, other: str) -> bool:
    """Is the story of one a later development of that of the other, near or far?"""
    return _first(known, one) == _first(known, other)


def _first(known: Gold, article: str) -> str:
    follows = {row["story"]: row.get("follows") for row in known.values()}
    story = str(known[article]["story"])
    while follows[story]:
        story = str(follows[story])
    return story


def merged(known: Gold, found: dict[str, int]) -> Iterator[tuple[str, str]]:
    """Each two stories of which articles are grouped wrongly."""
    stories = set()
    for one, other in combinations(found, 2):
        if found[one] == found[other] and not is_follow_up(known, one, other):
            stories.add(tuple(sorted((known[one]["story"], known[other]["story"]))))
    yield from sorted(stories)


def instant(row: dict[str, Any]) -> datetime:
    """When an article was published."""
    return datetime.fromisoformat(row["published"])
