"""Written dates: read whole, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n.translator import ENGLISH
from bot.intake.dates import find_date, formatted_date, localise, parse_instant, read_date, unread_dates
from tests.intake.written_dates import AT, DAYS, NONE, OTHERS, RELATIVE, THE_MOMENT

ALMATY = ZoneInfo("Asia/Almaty")
#: 14:00 in Almaty
NOW = datetime(2025, 11, 25, 9, 0, tzinfo=UTC)
MIDNIGHT = datetime(2025, 11, 24, 19, 0, tzinfo=UTC)


def lines(table: str) -> list[str]:
    return table.split("\n")[1:-1]


def instant(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


@pytest.mark.parametrize("raw", lines(THE_MOMENT))
def test_a_date_is_read(raw: str) -> None:
    found = read_date(raw, ALMATY)
    assert found is not None
    assert (found.at.replace(second=0), found.has_time) == (AT, True)


@pytest.mark.parametrize(("raw", "at"), OTHERS.items())
def test_each_date_is_read_as_its_own_moment(raw: str, at: str) -> None:
    found = read_date(raw, ALMATY)
    assert found is not None
    assert found.at == instant(at)


@pytest.mark.parametrize("raw", lines(NONE))
def test_what_is_not_understood_whole_is_no_date(raw: str) -> None:
    assert read_date(raw, ALMATY) is None


@pytest.mark.parametrize("raw", lines(DAYS))
def test_a_day_without_a_time_begins_at_the_sources_midnight_and_says_so(raw: str) -> None:
    assert read_date(raw, ALMATY) == (MIDNIGHT, False)


@pytest.mark.parametrize(("raw", "at"), RELATIVE.items())
def test_a_list_of_headlines_tells_its_dates_from_now(raw: str, at: str) -> None:
    found = read_date(raw, ALMATY, now=NOW)
    day = at.removeprefix("day ")
    wanted = instant(at) if day == at else datetime.fromisoformat(day).replace(tzinfo=ALMATY)
    assert found == (wanted, day == at)


def test_a_name_of_several_zones_is_that_of_the_sources_place() -> None:
    raw = "Tue, 25 Nov 2025 10:20:00 IST"
    found = [read_date(raw, ZoneInfo(place)) for place in ("Asia/Jerusalem", "Asia/Almaty")]
    assert [one and one.at.hour for one in found] == [8, 4], "+02:00 there, +05:30 elsewhere"


def test_in_america_the_month_comes_first() -> None:
    found = read_date("11/05/2025 03:20", ZoneInfo("America/New_York"))
    assert found is not None
    assert found.at == datetime(2025, 11, 5, 8, 20, tzinfo=UTC)


def test_kazakhstan_was_at_another_offset_before_march_2024() -> None:
    assert parse_instant("25.11.2023, 13:20", ALMATY) == datetime(2023, 11, 25, 7, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("25.11.2025, 13:20", id="kt.kz's page"),
        pytest.param("25.11.2025, 13:2017801", id="with a view counter glued to it"),
        pytest.param("25 ноября 2025, 13:20 Автор: Иванов", id="with its author"),
        pytest.param("Алматы, 25 ноября 2025 г. в 13:20, просмотров 12", id="within a line"),
        pytest.param("By A. Writer | November 25, 2025 1:20 PM | News", id="English, within a line"),
        pytest.param("Қоғам 2025 жылғы 25 қараша, 13:20 0 пікір", id="Kazakh, within a line"),
        pytest.param("Published 2025-11-25T13:20:00+05:00 by us", id="ISO, within a line"),
        pytest.param("32.13.2025, 25.11.2025 13:20", id="behind what is no date"),
    ],
)
def test_a_date_is_found_within_the_text_of_a_page(raw: str) -> None:
    assert parse_instant(raw, ALMATY) == AT


def test_a_day_is_found_within_the_text_of_a_page_where_its_time_can_not_be_read() -> None:
    assert find_date("25.11.2025, 25:20", ALMATY) == (MIDNIGHT, False)
    assert parse_instant("no date at 12:00", ALMATY) is None


def test_the_edges_of_the_calendar_are_no_dates() -> None:
    assert localise(datetime(1, 1, 1), ALMATY) is None  # noqa: DTZ001
    assert localise(datetime(9999, 12, 31), ALMATY) is None  # noqa: DTZ001


def test_the_dates_that_can_not_be_read_are_one_problem_with_an_example() -> None:
    assert unread_dates([]) == ()
    assert [ENGLISH(phrase) for phrase in unread_dates(["2025-11-25  around\nnoon", "soon", "x"])] == [
        'The dates of 3 entries can\'t be read, for example "2025-11-25 around noon"'
    ]


@pytest.mark.parametrize(
    ("text", "form", "has_time"),
    [
        ("25.11.2025", "%d.%m.%Y", False),
        ("25.11.2025 at 100%H", "%d.%m.%Y at 100%%H", False),
        ("25.11.2025 12 am", "%d.%m.%Y %I %p", True),
        ("2025-11-24T19:00:00+0000", "%Y-%m-%dT%H:%M:%S%z", True),
    ],
)
def test_a_date_in_a_form_of_the_source_has_a_time_if_the_form_names_one(text: str, form: str, has_time: bool) -> None:
    assert formatted_date(text, form, ALMATY) == (MIDNIGHT, has_time)


@pytest.mark.parametrize(
    ("text", "form"),
    [("soon", "%d.%m.%Y"), ("13:20", "%H:%M"), ("0001-01-01 +0500", "%Y-%m-%d %z"), ("31.02.2025", "%d.%m.%Y")],
)
def test_what_is_not_in_the_form_is_no_date(text: str, form: str) -> None:
    assert formatted_date(text, form, ALMATY) is None


@pytest.mark.parametrize(
    ("time", "now", "at"),
    [
        ("14:08", "14:00", "25 14:08"),
        ("14:11", "14:00", "24 14:11"),
        ("00:03", "23:55", "26 00:03"),
        ("23:50", "23:55", "25 23:50"),
    ],
)
def test_a_sites_clock_may_be_ahead_of_ours(time: str, now: str, at: str) -> None:
    found = read_date(time, ALMATY, now=datetime.fromisoformat(f"2025-11-25T{now}").replace(tzinfo=ALMATY))
    assert found is not None
    assert f"{found.at.astimezone(ALMATY):%d %H:%M}" == at


def test_a_date_has_a_limit() -> None:
    assert read_date("25.11.2025 13:20" + " ." * 200, ALMATY) is None


@given(st.text(alphabet="0123456789.-+/: TZ,ноябряNovқарашаam()ago", max_size=60))
def test_no_string_makes_it_raise(raw: str) -> None:
    for found in (read_date(raw, ALMATY), read_date(raw, ALMATY, now=NOW), find_date(raw, ALMATY)):
        assert found is None or found.at.tzinfo is UTC


@given(st.text(max_size=30), st.sampled_from(lines(THE_MOMENT)))
def test_words_around_a_date_never_change_what_it_says(words: str, raw: str) -> None:
    found = read_date(f"{raw} {words} xx", ALMATY)
    assert found is None


@given(st.datetimes(datetime(1990, 1, 2), datetime(2100, 1, 1)), st.integers(-11, 13))  # noqa: DTZ001 - its zone follows
def test_every_moment_is_read_back_from_its_usual_forms(naive: datetime, hours: int) -> None:
    at = naive.replace(microsecond=0, tzinfo=UTC)
    there = f"{at + timedelta(hours=hours):%d.%m.%Y %H:%M:%S}" + f" {hours:+03}00"
    for written in (f"{at:%a, %d %b %Y %H:%M:%S} GMT", at.isoformat(), f"{at:%Y%m%dT%H%M%SZ}", there):
        assert read_date(written, ALMATY) == (at, True), written
