"""When a source is polled: what is learned of it, and how its requests are spread."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.rhythm import (
    HOURS,
    LEAST_ARTICLES,
    LONGEST,
    Appearance,
    Rhythm,
    follows_rhythm,
    learn,
    next_poll,
    shortest,
)

ZONE = "Asia/Almaty"
MONDAY = datetime(2026, 11, 2, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
NOW = MONDAY + timedelta(weeks=4)
SOON = timedelta(minutes=2)  #: after its publication an article is seen


def at(week: int, day: int, hour: int, minute: int = 0) -> datetime:
    return MONDAY + timedelta(weeks=week, days=day, hours=hour, minutes=minute)


def learned(*times: datetime, seen_after: timedelta = SOON, since: datetime = MONDAY) -> Rhythm | None:
    return learn([Appearance(time, time + seen_after) for time in times], since=since, zone=ZONE, now=NOW)


def office_hours(minute: int = 17) -> list[datetime]:
    """An article in each hour from 09:00 to 17:59, on weekdays, for four weeks."""
    return [at(week, day, hour, minute) for week in range(4) for day in range(5) for hour in range(9, 18)]


def rhythm_of(times: list[datetime], **more: timedelta) -> Rhythm:
    found = learned(*times, **more)  # type: ignore[arg-type]  # only `seen_after` is given
    assert found is not None
    return found


def polls(rhythm: Rhythm | None, *, every: int, begin: datetime, span: timedelta) -> list[datetime]:
    found, time = [], begin
    while time < begin + span:
        found.append(time)
        time = next_poll(rhythm, every=every, now=time)
    return found


def test_hours_in_which_a_source_publishes_are_polled_more_often_than_its_nights_and_weekends() -> None:
    rhythm = rhythm_of(office_hours())
    by_day, by_night, on_sunday = (
        len(polls(rhythm, every=300, begin=begin, span=timedelta(hours=1)))
        for begin in (at(4, 1, 10), at(4, 1, 2), at(4, 6, 10))
    )
    assert by_day > 2 * 12
    assert by_night < 12, "a fixed interval makes twelve requests an hour"
    assert by_day > 2 * on_sunday


@pytest.mark.parametrize("every", [120, 300, 900, 1800])
def test_a_week_takes_as_many_requests_as_a_fixed_interval_would(every: int) -> None:
    rhythm = rhythm_of(office_hours())
    made = len(polls(rhythm, every=every, begin=at(4, 0, 0), span=timedelta(weeks=1)))
    assert made == pytest.approx(7 * 86_400 / every, rel=0.03)


def test_a_source_with_a_timetable_is_polled_when_its_minute_comes() -> None:
    rhythm = rhythm_of(office_hours(minute=30))
    made = polls(rhythm, every=300, begin=at(4, 1, 10), span=timedelta(hours=1))
    after = min(time for time in made if time >= at(4, 1, 10, 30))
    assert after - at(4, 1, 10, 30) < timedelta(seconds=90)
    minutes = [time.astimezone(ZoneInfo(ZONE)).minute for time in made]
    assert minutes.count(30) + minutes.count(31) == 2, "the floor allows no more"
    assert sum(minute < 29 for minute in minutes) < 20, "other minutes are polled less often"


def test_an_hour_of_long_intervals_ends_when_a_busy_one_begins() -> None:
    rhythm = rhythm_of(office_hours())
    assert next_poll(rhythm, every=600, now=at(4, 1, 8, 50)) < at(4, 1, 9, 15)


def test_the_week_of_a_source_is_that_of_its_own_zone() -> None:
    times = office_hours()
    here = learn([Appearance(time, time + SOON) for time in times], since=MONDAY, zone=ZONE, now=NOW)
    in_utc = learn([Appearance(time, time + SOON) for time in times], since=MONDAY, zone="UTC", now=NOW)
    assert here is not None
    assert in_utc is not None
    assert here.hours.index(max(here.hours)) - in_utc.hours.index(max(in_utc.hours)) == 5


def test_what_is_newer_counts_more() -> None:
    mornings = [at(week, day, 8, 5 * step) for week in (0, 1) for day in range(7) for step in range(4)]
    evenings = [at(week, day, 20, 5 * step) for week in (2, 3) for day in range(7) for step in range(4)]
    hours = rhythm_of(mornings + evenings).hours
    assert hours[20] > hours[8]


def test_an_hour_of_the_week_without_evidence_is_like_that_hour_on_other_days() -> None:
    tuesday_on = at(0, 1, 0)
    times = [at(0, day, hour, 10 * step) for day in range(1, 5) for hour in (9, 10) for step in range(6)]
    found = learn(
        [Appearance(time, time + SOON) for time in times],
        since=tuesday_on,
        zone=ZONE,
        now=tuesday_on + timedelta(days=4),
    )
    assert found is not None
    monday = found.hours[:24]
    assert monday[9] > 3 * monday[3]


@pytest.mark.parametrize(
    ("times", "since"),
    [
        pytest.param([], MONDAY, id="nothing was published"),
        pytest.param(office_hours()[: LEAST_ARTICLES - 1], MONDAY, id="too little was published"),
        pytest.param(
            [NOW - timedelta(minutes=step) for step in range(100)], NOW - timedelta(days=2), id="it is new to us"
        ),
        pytest.param(office_hours(), NOW - timedelta(days=4), id="what was published before we knew it does not count"),
    ],
)
def test_a_source_of_which_too_little_is_known_has_no_rhythm(times: list[datetime], since: datetime) -> None:
    if since == NOW - timedelta(days=4):
        times = [time for time in times if time < since]
    assert learned(*times, since=since) is None


def test_without_a_rhythm_the_interval_is_fixed() -> None:
    assert next_poll(None, every=300, now=NOW) == NOW + timedelta(seconds=300)
    assert next_poll(None, every=300, now=NOW, jitter=0.1) == NOW + timedelta(seconds=330)


@pytest.mark.parametrize("seen_after", [timedelta(0), timedelta(hours=9)], ids=["without dates", "with days only"])
def test_a_source_without_exact_times_is_learned_from_when_it_was_seen_and_has_no_timetable(
    seen_after: timedelta,
) -> None:
    rhythm = rhythm_of([time - seen_after for time in office_hours(minute=30)], seen_after=seen_after)
    assert set(rhythm.minutes) == {1.0}
    assert rhythm.hours[10] > 3 * rhythm.hours[3]


def test_articles_that_an_outage_of_ours_held_up_count_from_when_they_were_published() -> None:
    held_up = [Appearance(time, at(3, 0, 3)) for time in office_hours() if at(2, 4, 0) < time < at(3, 0, 0)]
    seen = [Appearance(time, time + SOON) for time in office_hours() if not at(2, 4, 0) < time < at(3, 0, 0)]
    found = learn(held_up + seen, since=MONDAY, zone=ZONE, now=NOW)
    assert found is not None
    assert found.hours[3] < found.hours[10] / 3


@pytest.mark.parametrize("every", [1, 5, 60, 3_600, 86_400])
def test_an_operator_who_asks_for_less_than_a_minute_or_more_than_an_hour_gets_just_that(every: int) -> None:
    assert not follows_rhythm(every)
    assert next_poll(rhythm_of(office_hours()), every=every, now=NOW) == NOW + timedelta(seconds=every)


def test_a_source_is_polled_no_more_often_than_it_asks_but_once_an_hour() -> None:
    busy = at(4, 1, 10)
    rhythm = rhythm_of(office_hours())
    assert next_poll(rhythm, every=300, wish=900, now=busy) == busy + timedelta(seconds=900)
    assert next_poll(rhythm, every=300, wish=86_400, now=busy) == busy + LONGEST
    assert next_poll(None, every=300, wish=900, now=busy) == busy + timedelta(seconds=900)
    assert next_poll(None, every=7_200, wish=900, now=busy) == busy + timedelta(hours=2)


@given(
    hours=st.lists(st.floats(1e-4, 1e3), min_size=HOURS, max_size=HOURS),
    minutes=st.lists(st.floats(0.01, 60), min_size=60, max_size=60),
    every=st.integers(61, 3_599),
    jitter=st.floats(-0.1, 0.1),
    minute=st.integers(0, 60 * HOURS),
)
def test_no_interval_is_shorter_than_the_floor_or_longer_than_an_hour(
    hours: list[float], minutes: list[float], every: int, jitter: float, minute: int
) -> None:
    rhythm = Rhythm(zone=ZONE, hours=tuple(hours), minutes=tuple(minutes))
    now = MONDAY + timedelta(minutes=minute, seconds=7)
    assert shortest(every) <= next_poll(rhythm, every=every, now=now, jitter=jitter) - now <= LONGEST


@pytest.mark.parametrize(("every", "floor"), [(1, 1), (60, 60), (120, 60), (300, 60), (600, 120), (3_000, 600)])
def test_the_floor_is_a_fifth_of_the_interval_but_a_minute(every: int, floor: int) -> None:
    assert shortest(every) == timedelta(seconds=floor)
