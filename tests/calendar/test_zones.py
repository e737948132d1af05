"""Where cities lie and how far their clocks are from UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.calendar.zones import (
    cities,
    city_of,
    fixed_zone,
    keep_the_same_time,
    nearest_city,
    offset,
    offset_name,
    zone_ids,
    zones_of_countries,
)

NOW = datetime(2026, 11, 29, 9, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("latitude", "longitude", "hours"),
    [
        (51.1, 71.4, 5),  # Astana: nearer to Omsk than to Almaty
        (51.2, 51.4, 5),  # Oral, beside Samara
        (54.9, 69.2, 5),  # Petropavl, beside Omsk
        (43.6, 51.2, 5),  # Aktau, beside the Caspian
        (42.9, 74.6, 6),  # Bishkek
        (39.9, 116.4, 8),  # Beijing: nearer to Seoul than to Shanghai
        (55.7, 37.6, 3),
        (21.0, 105.8, 7),
        (-33.9, 18.4, 2),
        (0.0, 179.9, 12),
    ],
)
def test_the_nearest_city_has_the_time_of_a_place(latitude: float, longitude: float, hours: int) -> None:
    assert offset(nearest_city(latitude, longitude).zone, NOW) == 60 * hours


def test_each_city_has_a_zone_that_exists_and_lies_on_earth() -> None:
    for city in cities():
        ZoneInfo(city.zone)
        assert city.place is not None
        assert abs(city.place[0]) <= 90
        assert abs(city.place[1]) <= 180
        assert all(city.names)


def test_a_fixed_zone_is_as_far_from_utc_as_it_says() -> None:
    for minutes in (-720, -570, -180, 0, 210, 270, 300, 330, 345, 390, 525, 570, 840):
        zone = fixed_zone(minutes)
        assert zone is not None
        assert offset(zone, NOW) == minutes
    assert [fixed_zone(minutes) for minutes in (-780, 900, 75)] == [None, None, None]


@pytest.mark.parametrize(
    ("minutes", "name"), [(300, "UTC+5"), (-180, "UTC−3"), (330, "UTC+5:30"), (-570, "UTC−9:30"), (0, "UTC")]
)
def test_an_offset_has_a_name(minutes: int, name: str) -> None:
    assert offset_name(minutes) == name


def test_a_zone_is_called_after_its_city_in_each_language_and_a_fixed_one_by_its_offset() -> None:
    assert [city_of("Asia/Aqtau").name(language) for language in ("en", "ru", "kk")] == ["Aqtau", "Актау", "Ақтау"]
    assert city_of("Asia/Kolkata").name("ru") == "Калькутта"
    assert city_of("Etc/GMT-5").name("kk") == "UTC+5"
    assert city_of("America/Argentina/Buenos_Aires").name("en") == "Buenos Aires"


def test_names_of_zones_are_known_by_small_letters_without_what_is_no_zone() -> None:
    assert zone_ids()["asia/almaty"] == "Asia/Almaty"
    assert "factory" not in zone_ids()


def test_kazakhstan_keeps_one_time_and_russia_does_not() -> None:
    assert keep_the_same_time(zones_of_countries()["KZ"], NOW)
    assert not keep_the_same_time(zones_of_countries()["RU"], NOW)
