"""When entries alert, when pages are read, and how long failures are left alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.intake.timing import (
    LATE_AT_ONCE,
    LONGEST_BACKOFF,
    SILENT_PAGES,
    SILENT_PAUSE,
    PollKind,
    asked_pause,
    asks_whole,
    doubtful_entries,
    is_older,
    page_backoff,
    page_date,
    plan_entries,
    poll_kind,
    source_backoff,
    told_until,
)
from bot.model import Entry, Page
from tests.intake.room import NOW

DAY = timedelta(hours=24)


def entry(title: str, age: timedelta | None, link: str | None = "https://example.org/1") -> Entry:
    return Entry(guid=None, link=link, title=title, teaser="", published_at=None if age is None else NOW - age)


FIRST, AFTER_OUTAGE, OTHER_WAY, USUAL = PollKind


def plan(entries: Sequence[Entry], kind: PollKind, known: Collection[Entry] = ()) -> dict[str, bool]:
    """Which of the entries are silent."""
    planned = plan_entries(entries, kind, catch_up=DAY, now=NOW, known=known)
    return {one.entry.title: one.silent for one in planned}


@pytest.mark.parametrize(
    ("kind", "age", "silent"),
    [
        pytest.param(FIRST, timedelta(0), True, id="the first poll alerts nobody"),
        pytest.param(AFTER_OUTAGE, timedelta(hours=24), False, id="what an outage held up alerts"),
        pytest.param(AFTER_OUTAGE, timedelta(hours=24, seconds=1), True, id="what is older than that does not"),
        pytest.param(AFTER_OUTAGE, None, False, id="what has no date is of now"),
        pytest.param(USUAL, timedelta(days=9), False, id="what a healthy source publishes late is news"),
        pytest.param(OTHER_WAY, timedelta(hours=24), False, id="read elsewhere, what is fresh alerts"),
        pytest.param(OTHER_WAY, timedelta(hours=24, seconds=1), True, id="read elsewhere, what is old does not"),
    ],
)
def test_an_entry_alerts_unless_it_is_old_or_the_poll_the_first(
    kind: PollKind, age: timedelta | None, silent: bool
) -> None:
    (planned,) = plan_entries([entry("A", age)], kind, catch_up=DAY, now=NOW)
    assert (planned.silent, planned.page_due_at) == (silent, NOW)


def test_a_day_without_a_time_is_as_late_as_it_can_be() -> None:
    of_a_day = [replace(entry(str(hours), timedelta(hours=hours)), day_only=True) for hours in (20, 47, 49)]
    assert plan(of_a_day, AFTER_OUTAGE) == {"20": False, "47": False, "49": True}


def test_what_is_published_after_a_poll_that_found_nothing_is_news_though_nothing_was_ever_read() -> None:
    ages = {"before": 61, "in its minute": 60, "since": 5}
    entries = [entry(title, timedelta(minutes=age)) for title, age in ages.items()] + [entry("undated", None)]
    empty_at = NOW - timedelta(minutes=59, seconds=30)
    planned = plan_entries(entries, FIRST, catch_up=DAY, now=NOW, empty_at=empty_at)
    assert {one.entry.title for one in planned if not one.silent} == {"in its minute", "since"}
    assert all(plan(entries, FIRST).values())


def test_what_was_published_before_a_restore_may_have_been_told_and_is_silent_at_the_first_poll_since() -> None:
    restored_at = NOW - timedelta(hours=1)
    assert told_until(None, NOW) is None
    assert told_until(restored_at, None) == restored_at
    assert told_until(restored_at, restored_at - timedelta(hours=9)) == restored_at
    assert told_until(restored_at, NOW) is None
    entries = [entry("before", timedelta(hours=2)), entry("since", timedelta(minutes=5)), entry("undated", None)]
    planned = plan_entries(entries, USUAL, catch_up=DAY, now=NOW, told_until=restored_at)
    assert {one.entry.title: one.silent for one in planned} == {"before": True, "since": False, "undated": True}


def test_many_old_entries_at_once_are_an_opened_archive_and_silent() -> None:
    old = [entry(str(number), timedelta(days=2 + number)) for number in range(LATE_AT_ONCE + 1)]
    fresh = entry("fresh", timedelta(hours=1))
    assert doubtful_entries([fresh, *old], USUAL, catch_up=DAY, now=NOW) == old
    assert doubtful_entries([fresh, *old[1:]], USUAL, catch_up=DAY, now=NOW) == []
    assert [title for title, silent in plan([fresh, *old], USUAL).items() if not silent] == ["fresh"]
    assert not any(plan([fresh, *old], USUAL, known=old[:1]).values()), "of those that are not known yet"


def test_elsewhere_what_has_no_date_is_news_only_ahead_of_all_that_is_known() -> None:
    listed = [entry(title, None) for title in ("new", "known", "old")]
    assert doubtful_entries(listed, OTHER_WAY, catch_up=DAY, now=NOW) == listed
    assert doubtful_entries([entry("A", DAY)], OTHER_WAY, catch_up=DAY, now=NOW) == []
    assert plan(listed, OTHER_WAY, known=listed[1:2]) == {"new": False, "known": True, "old": True}
    assert all(plan(listed, OTHER_WAY).values()), "nothing known: another list altogether"


LONGER = DAY + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("first", "same_way", "answered", "whole", "kind"),
    [
        pytest.param(True, False, None, None, FIRST, id="nothing was ever read"),
        pytest.param(False, False, DAY, DAY, OTHER_WAY, id="read elsewhere"),
        pytest.param(False, True, DAY, DAY, USUAL, id="an outage of a day makes nothing older than a day"),
        pytest.param(False, True, LONGER, LONGER, AFTER_OUTAGE, id="a longer one does"),
        pytest.param(False, True, DAY, LONGER, AFTER_OUTAGE, id="it answered, and gave nothing"),
        pytest.param(False, True, DAY, None, AFTER_OUTAGE, id="a database of an older release"),
        pytest.param(False, True, None, None, AFTER_OUTAGE, id="nobody knows anything"),
    ],
)
def test_what_a_poll_is_for_its_source(
    first: bool, same_way: bool, answered: timedelta | None, whole: timedelta | None, kind: PollKind
) -> None:
    last_ok_at, whole_at = (None if age is None else NOW - age for age in (answered, whole))
    found = poll_kind(first=first, same_way=same_way, last_ok_at=last_ok_at, whole_at=whole_at, catch_up=DAY, now=NOW)
    assert found is kind


def test_with_a_short_catch_up_span_a_server_may_say_for_hours_that_nothing_changed() -> None:
    catch_up, whole_at = timedelta(hours=1), NOW - timedelta(hours=7)
    found = [
        poll_kind(first=False, same_way=True, last_ok_at=NOW - age, whole_at=whole_at, catch_up=catch_up, now=NOW)
        for age in (timedelta(minutes=5), timedelta(hours=2))
    ]
    assert found == [USUAL, AFTER_OUTAGE]


def test_the_whole_body_is_asked_for_every_six_hours() -> None:
    assert [asks_whole(at, NOW) for at in (None, NOW - timedelta(hours=6), NOW - timedelta(hours=5.9))] == [
        True,
        True,
        False,
    ]


def test_entries_go_out_in_the_order_of_publication() -> None:
    ages = {"B": timedelta(minutes=2), "A": timedelta(minutes=3), "C": None}
    entries = [entry(title, age) for title, age in ages.items()]
    planned = plan_entries(entries, AFTER_OUTAGE, catch_up=DAY, now=NOW)
    assert [one.entry.title for one in planned] == ["A", "B", "C"]


def test_the_newest_silent_pages_are_read_one_after_another_and_the_rest_not() -> None:
    entries = [entry(str(number), timedelta(minutes=number)) for number in range(SILENT_PAGES + 2)]
    planned = plan_entries(entries, FIRST, catch_up=DAY, now=NOW)
    due = [one.page_due_at for one in reversed(planned)]
    assert due == [NOW + number * SILENT_PAUSE for number in range(SILENT_PAGES)] + [None, None]


def test_an_entry_that_alerts_has_its_page_read_however_many_silent_ones_there_are() -> None:
    old = [entry(str(number), timedelta(days=2)) for number in range(SILENT_PAGES + 1)]
    planned = plan_entries([*old, entry("A", timedelta(0))], AFTER_OUTAGE, catch_up=DAY, now=NOW)
    assert planned[-1].page_due_at == NOW


@pytest.mark.parametrize(
    ("hours", "day_only", "published", "old"),
    [(1, False, 1, False), (25, False, 25, True), (1, True, None, False), (25, True, 25, False), (49, True, 49, True)],
)
def test_a_day_on_a_page_is_as_old_as_its_last_minute(
    hours: int, day_only: bool, published: int | None, old: bool
) -> None:
    page = Page(text="x", title=None, published_at=NOW - timedelta(hours=hours), day_only=day_only)
    at = page_date(page, NOW)
    assert at == (None if published is None else NOW - timedelta(hours=published))
    assert is_older(page, NOW - DAY) is old


def test_a_page_without_a_date_changes_nothing() -> None:
    page = Page(text="x", title=None, published_at=None)
    assert (page_date(page, NOW), is_older(page, NOW)) == (None, False)


def test_without_a_link_there_is_no_page_to_read() -> None:
    (planned,) = plan_entries([entry("A", timedelta(0), None)], USUAL, catch_up=DAY, now=NOW)
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
