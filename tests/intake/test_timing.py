"""When entries alert, when pages are read, and how long failures are left alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.intake.timing import (
    LONGEST_BACKOFF,
    SILENT_PAGES,
    SILENT_PAUSE,
    asked_pause,
    page_backoff,
    plan_entries,
    source_backoff,
)
from bot.model import Entry
from tests.intake.room import NOW

DAY = timedelta(hours=24)


def entry(title: str, age: timedelta | None, link: str | None = "https://example.org/1") -> Entry:
    return Entry(guid=None, link=link, title=title, teaser="", published_at=None if age is None else NOW - age)


@pytest.mark.parametrize(
    ("first", "age", "silent"),
    [
        pytest.param(True, timedelta(0), True, id="the first poll alerts nobody"),
        pytest.param(False, timedelta(hours=24), False, id="what an outage held up alerts"),
        pytest.param(False, timedelta(hours=24, seconds=1), True, id="what is older than that does not"),
        pytest.param(False, None, False, id="what has no date is of now"),
    ],
)
def test_an_entry_alerts_unless_it_is_old_or_the_poll_the_first(
    first: bool, age: timedelta | None, silent: bool
) -> None:
    (planned,) = plan_entries([entry("A", age)], first=first, catch_up=DAY, now=NOW)
    assert (planned.silent, planned.page_due_at) == (silent, NOW)


def test_entries_go_out_in_the_order_of_publication() -> None:
    ages = {"B": timedelta(minutes=2), "A": timedelta(minutes=3), "C": None}
    entries = [entry(title, age) for title, age in ages.items()]
    planned = plan_entries(entries, first=False, catch_up=DAY, now=NOW)
    assert [one.entry.title for one in planned] == ["A", "B", "C"]


def test_the_newest_silent_pages_are_read_one_after_another_and_the_rest_not() -> None:
    entries = [entry(str(number), timedelta(minutes=number)) for number in range(SILENT_PAGES + 2)]
    planned = plan_entries(entries, first=True, catch_up=DAY, now=NOW)
    due = [one.page_due_at for one in reversed(planned)]
    assert due == [NOW + number * SILENT_PAUSE for number in range(SILENT_PAGES)] + [None, None]


def test_an_entry_that_alerts_has_its_page_read_however_many_silent_ones_there_are() -> None:
    old = [entry(str(number), timedelta(days=2)) for number in range(SILENT_PAGES + 1)]
    planned = plan_entries([*old, entry("A", timedelta(0))], first=False, catch_up=DAY, now=NOW)
    assert planned[-1].page_due_at == NOW


def test_without_a_link_there_is_no_page_to_read() -> None:
    (planned,) = plan_entries([entry("A", timedelta(0), None)], first=False, catch_up=DAY, now=NOW)
    assert planned.page_due_at is None


def test_pauses_of_a_failing_source_double_up_to_an_hour_and_never_fall_below_its_interval() -> None:
    minutes = [round(source_backoff(300, failures).total_seconds() / 60 + 0.5) for failures in range(6)]
    assert minutes == [5, 10, 20, 40, 60, 60]
    assert source_backoff(1, 1_000) <= LONGEST_BACKOFF
    assert source_backoff(7_200, 50) > timedelta(hours=1.7)


def test_pages_are_tried_at_0_1_3_7_and_15_minutes_then_hourly() -> None:
    tried = [timedelta()]
    for attempts in range(6):
        tried.append(tried[-1] + page_backoff(attempts))
    assert [span.total_seconds() / 60 for span in tried] == [0, 1, 3, 7, 15, 75, 135]


@pytest.mark.parametrize(
    ("every", "fresh_for", "asked", "retry_after", "pause"),
    [
        pytest.param(300, None, None, None, 0, id="nothing is asked for"),
        pytest.param(300, 200, 100, None, 0, id="less than the interval"),
        pytest.param(300, 300, None, None, 0, id="the interval"),
        pytest.param(300, 1_200, None, None, 1_170, id="the scheduler may be early by a tenth of the interval"),
        pytest.param(300, 1_200, 1_800, None, 1_770, id="the longer one"),
        pytest.param(300, 86_400, None, None, 3_570, id="an hour at most"),
        pytest.param(300, None, 10**12, None, 3_570, id="an hour at most, whatever is written"),
        pytest.param(7_200, 86_400, None, None, 0, id="an interval of hours is the operator's"),
        pytest.param(300, None, None, 10, 10, id="a pause to the second"),
        pytest.param(300, 1_200, None, 86_400, 86_400, id="a pause of a day"),
    ],
)
def test_a_source_is_left_alone_as_long_as_it_asks(
    every: int, fresh_for: int | None, asked: int | None, retry_after: int | None, pause: int
) -> None:
    spans = [None if seconds is None else timedelta(seconds=seconds) for seconds in (fresh_for, retry_after)]
    assert asked_pause(every, spans[0], asked, spans[1]) == timedelta(seconds=pause)
