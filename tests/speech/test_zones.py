"""A time zone is read however people name it, in three languages; what is doubtful is offered, what is none is not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.speech.zones import read_zone

NOW = datetime(2026, 11, 29, 9, 5, tzinfo=UTC)


def zone(typed: str) -> str | None:
    found = read_zone(typed, NOW).city
    return found.zone if found else None


def meant(typed: str) -> list[str]:
    return [city.zone for city in read_zone(typed, NOW).meant]


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("Asia/Aqtau", "Asia/Aqtau"),
        ("asia/aqtau", "Asia/Aqtau"),
        ("America/New York", "America/New_York"),
        ("Asia/Alma-Ata", "Asia/Almaty"),
        ("US/Pacific", "America/Los_Angeles"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("Europe/Oslo", "Europe/Oslo"),
        ("Япония/Токио", "Asia/Tokyo"),
        ("EST5EDT", "America/New_York"),
        ("Cuba", "America/Havana"),
    ],
)
def test_a_name_of_tzdata_is_taken_old_ones_by_the_name_that_they_have_now(typed: str, named: str) -> None:
    assert zone(typed) == named


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        *[(name, "Asia/Aqtau") for name in ("Актау", "Ақтау", "Aktau", "aqtau", "АКТАУ", "актау", "Ақтауда")],
        *[(name, "Asia/Almaty") for name in ("Астана", "Astana", "АСТАНАДА", "Нұр-Сұлтан", "г. Шымкент", "Алма-Ата")],
        *[(name, "America/New_York") for name in ("Нью-Йорк", "нью йорк", "ньюйорк", "New York", "NYC", "Бостон")],
        *[(name, "Asia/Tokyo") for name in ("Tokyo", "Токио", "в Токио", "Осака")],
        *[(name, "Europe/Moscow") for name in ("Москва", "Мәскеу", "по Москве", "московское время", "мск", "Питер")],
        *[(name, "America/Sao_Paulo") for name in ("São Paulo", "Sao Paulo", "Сан-Паулу")],
        *[(name, "Europe/Berlin") for name in ("я живу в Мюнхене", "Germany", "Германия", "CET")],
        *[(name, "Europe/London") for name in ("London time", "Лондон 🇬🇧", "«Лондон»", "Великобритания")],
        *[(name, "Asia/Aqtau") for name in ("Aktau, Kazakhstan", "Казахстан, Актау", "Ақтау (Маңғыстау)")],
        *[(name, "Asia/Almaty") for name in ("Қазақстан", "Казахстан", "РК", "Алматы уақыты", "my city is Almaty")],
    ],
)
def test_a_city_or_a_country_with_one_time_is_read_in_three_languages_and_as_it_stands_in_a_sentence(
    typed: str, named: str
) -> None:
    assert zone(typed) == named


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("UTC+5", "Etc/GMT-5"),
        ("utc +5", "Etc/GMT-5"),
        ("+05:00", "Etc/GMT-5"),
        ("GMT-3", "Etc/GMT+3"),
        ("gmt−3", "Etc/GMT+3"),
        ("МСК+2", "Etc/GMT-5"),
        ("+5 часов", "Etc/GMT-5"),
        ("UTC+5:30", "Asia/Kolkata"),
        ("-9:30", "Pacific/Marquesas"),
        ("UTC", "UTC"),
        ("GMT+0", "UTC"),
    ],
)
def test_an_offset_is_a_zone_without_summer_time(typed: str, named: str) -> None:
    assert zone(typed) == named


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Almty", "Asia/Almaty"),
        ("Актаау", "Asia/Aqtau"),
        ("Astanna", "Asia/Almaty"),
        ("Moskva", "Europe/Moscow"),
        ("frnfe", "Asia/Aqtau"),
        ("Лондн", "Europe/London"),
        ("5", "Etc/GMT-5"),
        ("США", "America/New_York"),
        ("Россия", "Europe/Moscow"),
        ("-3:30", "America/St_Johns"),
    ],
)
def test_what_is_misspelled_or_may_mean_several_is_offered_the_likeliest_first(typed: str, first: str) -> None:
    assert zone(typed) is None
    assert meant(typed)[0] == first
    assert len(meant(typed)) <= 4


@pytest.mark.parametrize(
    ("typed", "first"), [("14:05", "Asia/Almaty"), ("9.00", "Europe/London"), ("4:03", "America/New_York")]
)
def test_a_time_is_where_the_clocks_show_it_now(typed: str, first: str) -> None:
    reading = read_zone(typed, NOW)
    assert reading.city is None
    assert reading.meant[0].zone == first
    assert reading.time


def test_a_time_that_only_few_keep_is_found_too() -> None:
    assert meant("14:50") == ["Asia/Kathmandu"]


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "🌍", "Atlantis-under-the-sea", "Bla/Foo", "UTC+15", "-13", "99 300", "25:00", "time", "x" * 500],
)
def test_what_is_no_zone_is_none(typed: str) -> None:
    assert read_zone(typed, NOW).city is None
    assert meant(typed) == []


def test_a_place_is_its_nearest_city() -> None:
    found = read_zone("43.6 51.2", NOW).city
    assert found is not None
    assert (found.zone, found.names) == ("Asia/Aqtau", ("Aqtau", "Актау", "Ақтау"))
