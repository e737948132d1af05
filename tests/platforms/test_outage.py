"""What is told of a fault that comes and goes: once that it lasts, once that it has passed."""

from __future__ import annotations

import pytest

from bot.platforms.outage import Outage

#: each sentence: what happened at which second, and what is told then
STORIES = (
    ("a short fault is told to nobody", [("fault", 0, False), ("fault", 59, False), ("well", 60, False)]),
    ("one that lasts is told once", [("fault", 0, False), ("fault", 60, True), ("fault", 61, False)]),
    ("one that comes and goes is one that lasts", [("fault", 0, False), ("well", 20, False), ("fault", 60, True)]),
    ("one that stayed away for long begins anew", [("fault", 0, False), ("well", 31, True), ("fault", 61, False)]),
    ("it has passed when it stayed away for long, which is told once",
     [("fault", 0, False), ("fault", 60, True), ("well", 61, False), ("well", 90, True), ("well", 200, False)]),
    ("the next one is told again",
     [("fault", 0, False), ("fault", 60, True), ("well", 90, True), ("fault", 91, False), ("fault", 151, True)]),
    ("at first nobody knows whether all is well, for a program before may have told a fault",
     [("well", 0, False), ("well", 29, False), ("well", 30, True), ("well", 31, False)]),
    ("a short fault between times of which all are told needs no more words",
     [("well", 0, False), ("well", 30, True), ("fault", 40, False), ("well", 80, False), ("fault", 130, False)]),
)  # fmt: skip


@pytest.mark.parametrize(("why", "story"), STORIES, ids=[why for why, _ in STORIES])
def test_it_is_told_when_it_lasts_and_when_it_has_passed(why: str, story: list[tuple[str, int, bool]]) -> None:
    outage = Outage(patience=60, calm=30)
    for what, at, told in story:
        assert getattr(outage, what)(float(at)) is told, (why, what, at)
