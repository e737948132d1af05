from __future__ import annotations

from datetime import timedelta

import pytest

from bot.answers.rates import Frequency, Unit, frequency

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("articles", "days", "shown", "unit"),
    [
        (90, 30, 3, Unit.DAY),
        (60, 30, 2, Unit.DAY),
        (59, 30, 14, Unit.WEEK),  # fewer than two a day are told by the week
        (5, 30, 1, Unit.WEEK),
        (4, 30, 4, Unit.MONTH),
        (0, 30, 0, Unit.MONTH),
        (70, 7, 10, Unit.DAY),
        (1, 14, 2, Unit.MONTH),
        (70, 6, 70, Unit.SPAN),  # too short a time for a rate
        (0, 0, 0, Unit.SPAN),
    ],
)
def test_how_often_is_told_in_the_unit_that_reads_best(articles: int, days: int, shown: int, unit: Unit) -> None:
    assert frequency(articles, days * DAY) == Frequency(articles=shown, unit=unit)
