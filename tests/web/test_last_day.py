"""The last 24 hours in numbers, and how they are drawn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.counting import BUCKET
from bot.figures import ALERTS_FAILED, ALERTS_SENT, ARTICLES_STORED, HANDLING_LATENCY, PLATFORM_CALL, REFUSALS
from bot.i18n.translator import ENGLISH
from bot.storage.store import Backlog, OutboxState
from bot.web.charts import BOTTOM, RIGHT, TOP, columns, curves
from bot.web.last_day import HOURS, last_day
from bot.web.status_words import charts, lane_rows, seconds

NOW = datetime(2026, 11, 29, 9, 30, tzinfo=UTC)
HOUR = NOW.replace(minute=0)
LANE = ("lane", "telegram")
LABELS = [f"{hour}:00" for hour in range(24)]


def counted() -> dict[str, dict[tuple[tuple[str, str], ...], dict[datetime, float]]]:
    earlier, long_ago = HOUR - timedelta(hours=1), HOUR - timedelta(hours=24)
    return {
        ARTICLES_STORED.name: {(("source", "a"),): {HOUR: 2, earlier: 1}, (("source", "b"),): {HOUR: 3}},
        ALERTS_SENT.name: {(LANE,): {HOUR: 5, earlier: 7, long_ago: 100}},
        ALERTS_FAILED.name: {(("cause", "timeout"), LANE): {earlier: 2}},
        REFUSALS.name: {
            (("cause", "blocked"), LANE): {HOUR: 1},
            (("cause", "flood"), LANE): {earlier: 4},
            (("cause", "kicked"), LANE): {long_ago: 9},
        },
        HANDLING_LATENCY.name + BUCKET: {(LANE, ("le", "1.0")): {HOUR: 9}, (LANE, ("le", "300.0")): {HOUR: 1}},
        PLATFORM_CALL.name + BUCKET: {(LANE, ("le", "0.25")): {HOUR: 4}},
    }


def test_hours_are_summed_over_labels_and_the_oldest_are_left_out() -> None:
    day = last_day(counted(), NOW)
    assert (day.hours[0], day.hours[-1], len(day.hours)) == (HOUR - timedelta(hours=23), HOUR, HOURS)
    assert (day.articles[-2:], day.alerts[-2:], day.refusals[-2:]) == ((1, 5), (7, 5), (4, 1))
    assert sum(day.alerts) == 12
    assert day.median[0] is None
    assert day.median[-1] is not None
    assert day.most[-1] == 1.0


def test_a_lane_tells_what_it_sent_and_why_it_was_refused() -> None:
    (lane, quiet) = last_day(counted(), NOW, ["slack:T1", "telegram"]).lanes[::-1]
    assert (lane.lane, lane.sent, lane.sent_this_hour, lane.failed, lane.refusals) == ("telegram", 12, 5, 2, 5)
    assert lane.causes == (("flood", 4), ("blocked", 1))
    assert lane.call == 0.125
    assert (quiet.lane, quiet.sent, quiet.median, quiet.causes) == ("slack:T1", 0, None, ())


def test_a_day_without_anything_is_drawn_as_such() -> None:
    day = last_day({}, NOW)
    assert day.lanes == ()
    drawn = charts(day, ZoneInfo("Asia/Almaty"))
    assert [card.id for card in drawn] == ["articles", "alerts", "latency", "refusals"]
    assert not any(card.drawing.bars or any(each.dots for each in card.drawing.curves) for card in drawn)
    assert ENGLISH(drawn[2].description) == "An hour each. Nothing was sent."
    assert ENGLISH(drawn[0].description).startswith("An hour each, 0 in all, at most 0 in an hour.")


def test_charts_say_in_words_and_in_a_table_what_they_show() -> None:
    articles, alerts, latency, _ = charts(last_day(counted(), NOW), ZoneInfo("Asia/Almaty"))
    assert ENGLISH(articles.description) == ("An hour each, 6 in all, at most 5 in an hour. The last hour isn't over.")
    assert alerts.rows[-1] == ("14:00", (5,))
    assert latency.rows[0] == ("15:00", (None, None))
    assert [ENGLISH(each) for each in latency.rows[-1][1] if each is not None] == ["0.6 s", "1.0 s"]  # type: ignore[arg-type]
    assert ENGLISH(latency.description).endswith("At most 1.0 s.")


def test_columns_stand_on_the_line_and_end_below_the_top() -> None:
    drawn = columns([0, 5, 1000], LABELS[:3])
    small, large = drawn.bars
    assert small.height >= 1
    assert small.y + small.height == pytest.approx(BOTTOM)
    assert large.y >= TOP
    assert large.x + large.width <= RIGHT
    assert (small.unfinished, large.unfinished) == (False, True)
    assert drawn.values[0].text == "0"


def test_a_line_is_broken_where_nothing_was_measured() -> None:
    (curve,) = curves([("median", [1.0, 2.0, None, 3.0, None])], LABELS[:5]).curves
    assert len(curve.pieces) == 1
    assert len(curve.dots) == 3


@pytest.mark.parametrize(
    ("highest", "unit"), [(0.5, "s"), (180.0, "s"), (181.0, "min"), (10_800.0, "min"), (10_801.0, "h")]
)
def test_the_axis_has_a_unit_that_fits(highest: float, unit: str) -> None:
    assert curves([("most", [highest])], LABELS[:1]).values[-1].text.endswith(f" {unit}")


def test_every_sixth_hour_is_named_up_to_the_last_one() -> None:
    assert [mark.text for mark in columns([0] * 24, LABELS).hours] == ["5:00", "11:00", "17:00", "23:00"]


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.04, "0.0 s"), (9.9, "9.9 s"), (9.96, "10 s"), (99, "99 s"), (100, "2 min"), (5_999, "100 min"), (7_200, "2 h")],
)
def test_times_are_said_shortly(value: float, said: str) -> None:
    assert ENGLISH(seconds(value)) == said


def test_a_lane_in_which_only_something_waits_is_listed_too() -> None:
    waits = Backlog(count=3)
    nothing = Backlog(count=0)
    outbox = OutboxState(
        pending={"slack:T1": waits}, sending=nothing, held=nothing, failed=nothing, letters={"telegram": waits}
    )
    rows = lane_rows(outbox, last_day(counted(), NOW, {*outbox.pending, *outbox.letters}))
    assert [(row.day.lane, row.waiting.count, row.letters.count) for row in rows] == [
        ("slack:T1", 3, 0),
        ("telegram", 0, 3),
    ]
