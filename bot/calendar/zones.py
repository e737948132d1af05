"""Time zones and the cities that they are known by: where these lie, and how far their clocks are from UTC. Pure.

43.7 51.2 ─ nearest city ─▶ Aktau, Asia/Aqtau            UTC+5 ─▶ Etc/GMT-5, which reads the other way round
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt
from zoneinfo import ZoneInfo, available_timezones

from bot.calendar.far_towns import FAR_TOWNS
from bot.calendar.towns import TOWNS
from bot.i18n.languages import SPOKEN
from bot.i18n.zones import zone_city

MINUTE = timedelta(minutes=1)
#: whose times most readers of a language keep
LIKELY: Mapping[str, tuple[str, ...]] = {
    "en": ("Asia/Almaty", "Europe/London", "Europe/Berlin", "Asia/Dubai", "America/New_York", "America/Los_Angeles"),
    "ru": ("Asia/Almaty", "Europe/Moscow", "Asia/Bishkek", "Asia/Yekaterinburg", "Asia/Novosibirsk", "Europe/Berlin"),
    "kk": ("Asia/Almaty", "Asia/Bishkek", "Europe/Moscow", "Europe/Istanbul", "Asia/Shanghai", "Europe/Berlin"),
}
#: zones without summer time for the offsets that no Etc/GMT has, in minutes
_OF_HALF_HOURS: Mapping[int, str] = {
    -570: "Pacific/Marquesas", 210: "Asia/Tehran", 270: "Asia/Kabul", 330: "Asia/Kolkata", 345: "Asia/Kathmandu",
    390: "Asia/Yangon", 525: "Australia/Eucla", 570: "Australia/Darwin",
}  # fmt: skip
_NO_ZONES = frozenset({"Factory", "localtime", "posixrules"})  #: that tzdata lists
_FIXED = re.compile(r"Etc/GMT([+-]\d{1,2})")
_COORDINATES = re.compile(r"([+-])(\d{2,3})(\d{2})(\d{2})?([+-])(\d{3})(\d{2})(\d{2})?")


@dataclass(frozen=True, kw_only=True)
class City:
    """A city with the zone of its clocks; or an offset from UTC, which lies nowhere."""

    zone: str  #: of tzdata: "Asia/Aqtau"
    names: tuple[str, ...]  #: in the order of SPOKEN
    others: tuple[str, ...] = ()  #: that people know it by
    place: tuple[float, float] | None = None  #: latitude and longitude

    def name(self, language: str) -> str:
        """As it is called in a language."""
        return self.names[SPOKEN.index(language)]


@cache
def cities() -> tuple[City, ...]:
    """Every city that is known: those that zones are named after, most people first in each country, and towns."""
    named = (_of_zone(zone, place) for zone, place, _ in _listed())
    return (*named, *_towns())


def city_of(zone: str) -> City:
    """The city that a zone is named after."""
    fixed = _FIXED.fullmatch(zone)
    if fixed:
        return City(zone=zone, names=(offset_name(-60 * int(fixed[1])),) * len(SPOKEN))
    return _of_zone(zone, None)


@cache
def zones_of_countries() -> Mapping[str, tuple[str, ...]]:
    """The zones of each country by its code, the one of most people first."""
    found: dict[str, list[str]] = {}
    for zone, _, country in _listed():
        found.setdefault(country, []).append(zone)
    return {country: tuple(zones) for country, zones in found.items()}


@cache
def zone_ids() -> Mapping[str, str]:
    """Every name that tzdata knows, as it is written, by the same in small letters."""
    return {name.casefold(): name for name in available_timezones() - _NO_ZONES if not name.startswith("posix/")}


def fixed_zone(minutes: int) -> str | None:
    """The zone that is so many minutes ahead of UTC all year; None: there is none."""
    if minutes in _OF_HALF_HOURS:
        return _OF_HALF_HOURS[minutes]
    hours, rest = divmod(minutes, 60)
    if rest or not -12 <= hours <= 14:
        return None
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


def offset(zone: str, now: datetime) -> int:
    """By how many minutes the clocks there are ahead of UTC now."""
    ahead = now.astimezone(ZoneInfo(zone)).utcoffset()
    return round((ahead or timedelta()) / MINUTE)


def offset_name(minutes: int) -> str:
    """`UTC+5`, `UTC+5:30`, `UTC−3`, `UTC`."""
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "−"
    return f"UTC{sign}{hours}{f':{rest:02d}' if rest else ''}" if minutes else "UTC"


def keep_the_same_time(zones: tuple[str, ...], now: datetime) -> bool:
    """Do the clocks of these zones agree all year?"""
    year = now.year
    instants = (now, datetime(year, 1, 1, tzinfo=UTC), datetime(year, 7, 1, tzinfo=UTC))
    return len({tuple(offset(zone, at) for at in instants) for zone in zones}) == 1


def nearest_city(latitude: float, longitude: float) -> City:
    """The known city that lies nearest."""
    placed = [(city, city.place) for city in cities() if city.place]
    return min(placed, key=lambda each: _distance((latitude, longitude), each[1]))[0]


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """On a sphere, in its radius."""
    lat, lon, other_lat, other_lon = map(radians, (*one, *other))
    half = sin((other_lat - lat) / 2) ** 2 + cos(lat) * cos(other_lat) * sin((other_lon - lon) / 2) ** 2
    return 2 * asin(sqrt(min(half, 1.0)))


def _of_zone(zone: str, place: tuple[float, float] | None) -> City:
    return City(zone=zone, names=tuple(zone_city(zone, language) for language in SPOKEN), place=place)


def _towns() -> Iterator[City]:
    for zone, lines in (*TOWNS.items(), *FAR_TOWNS.items()):
        for line in filter(None, map(str.strip, lines.splitlines())):
            yield _town(zone, line)


def _town(zone: str, line: str) -> City:
    latitude, longitude, rest = line.split(" ", 2)
    names, _, others = rest.partition(";")
    english, russian, *kazakh = names.strip().split("|")
    return City(
        zone=zone,
        names=(english, russian, kazakh[0] if kazakh else russian),
        others=tuple(other.strip() for other in others.split(",") if other.strip()),
        place=(float(latitude), float(longitude)),
    )


@cache
def _listed() -> tuple[tuple[str, tuple[float, float], str], ...]:
    """Each zone of tzdata's table, where its city lies, and its country, whose first zone is that of most people."""
    table = files("tzdata").joinpath("zoneinfo/zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return tuple((zone, _place(coordinates), country) for country, coordinates, zone, *_ in rows)


def _place(coordinates: str) -> tuple[float, float]:
    """(43.3, 76.9) of `+4315+07657`, which are degrees, minutes and maybe seconds."""
    found = _COORDINATES.fullmatch(coordinates)
    assert found is not None, coordinates  # noqa: S101  # of a pinned library
    signs, values = (found[1], found[5]), ((found[2], found[3], found[4]), (found[6], found[7], found[8]))
    latitude, longitude = (
        (-1 if sign == "-" else 1) * (int(degrees) + int(minutes) / 60 + int(seconds or 0) / 3600)
        for sign, (degrees, minutes, seconds) in zip(signs, values, strict=True)
    )
    return latitude, longitude
