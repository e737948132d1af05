from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.dates import has_zone, localise, parse_instant

ALMATY = ZoneInfo("Asia/Almaty")
AT = datetime(2025, 11, 25, 8, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param("Tue, 25 Nov 2025 13:20:00 +0500", id="RFC 822 with its zone"),
        pytest.param("Tue, 25 Nov 2025 08:20:00 GMT", id="a zone by its name"),
        pytest.param("Tue, 25 Nov 2025 03:20:00 EST", id="a zone of RFC 822"),
        pytest.param("Tue, 25 Nov 2025 11:20 MSK", id="a zone that RFC 822 does not know"),
        pytest.param("Tue, 25 Nov 2025 13:20:00", id="no zone: the source's"),
        pytest.param("Tue, 25 Nov 2025 13:20:00 ALMT", id="a zone nobody knows: the source's"),
        pytest.param("25 Nov 25 13:20", id="a year in two digits"),
        pytest.param("2025-11-25T13:20:00+05:00", id="ISO with its zone"),
        pytest.param("2025-11-25T08:20:00.123Z", id="ISO in UTC, with a fraction"),
        pytest.param("2025-11-25 13:20:00", id="ISO without a zone"),
        pytest.param("25.11.2025, 13:20", id="kt.kz's page"),
        pytest.param("25.11.2025, 13:2017801", id="with a view counter glued to it"),
        pytest.param("25.11.2025 13:20:00 +0500", id="figures with a zone"),
        pytest.param("25 ноября 2025, 13:20", id="Russian"),
        pytest.param("Вт, 25 ноя 2025 13:20:00 +0500", id="Russian, short"),
        pytest.param("25 ноября 2025 г. в 13:20", id="Russian, in a sentence"),
        pytest.param("25 қараша 2025 ж. 13:20", id="Kazakh"),
        pytest.param("Tue, 25 Nov 2025 13:20:60 +0500", id="a leap second"),
    ],
)
def test_a_date_is_read(raw: str) -> None:
    found = parse_instant(raw, ALMATY)
    assert found is not None
    assert found.replace(second=0) == AT


def test_a_day_without_a_time_begins_at_the_sources_midnight() -> None:
    assert parse_instant("25.11.2025", ALMATY) == datetime(2025, 11, 24, 19, 0, tzinfo=UTC)
    assert parse_instant("2025-11-25", ALMATY) == datetime(2025, 11, 24, 19, 0, tzinfo=UTC)


def test_kazakhstan_was_at_another_offset_before_march_2024() -> None:
    assert parse_instant("25.11.2023, 13:20", ALMATY) == datetime(2023, 11, 25, 7, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "raw", ["", "soon", "32.13.2025", "25 foo 2025", "0001-01-01T00:00:00Z", "01.01.1970", "9999-12-31 23:59"]
)
def test_what_is_not_a_date_of_news_is_none(raw: str) -> None:
    assert parse_instant(raw, ALMATY) is None


def test_an_impossible_offset_is_left_out() -> None:
    assert parse_instant("2025-11-25T13:20:00+99:00", ALMATY) == AT
    assert parse_instant("2025-11-25T03:20:00-05:00", ALMATY) == AT


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("Tue, 25 Nov 2025 13:20:00 +0500", True),
        ("2025-11-25T08:20:00Z", True),
        ("13:20 EST", True),
        ("2025-11-25 13:20:00", False),
        ("2025-11-25", False),
    ],
)
def test_the_raw_string_tells_whether_there_is_a_zone(raw: str, told: bool) -> None:
    assert has_zone(raw) is told


def test_the_edges_of_the_calendar_are_no_dates() -> None:
    assert localise(datetime(1, 1, 1), ALMATY) is None  # noqa: DTZ001
    assert localise(datetime(9999, 12, 31), ALMATY) is None  # noqa: DTZ001


@given(st.text(alphabet="0123456789.-+: TZ,ноябряNov", max_size=60))
def test_no_string_makes_it_raise(raw: str) -> None:
    assert (found := parse_instant(raw, ALMATY)) is None or found.tzinfo is UTC
