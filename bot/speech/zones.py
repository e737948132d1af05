"""A time zone as people name it: Asia/Aqtau, Актау, «по Москве», UTC+5, мск, EST, Germany. Pure.

typed ─┬─ a name of tzdata, an offset, a city, a country with one time ─▶ its city
       ├─ a letter wrong, another keyboard, several places ─▶ those that may be meant
       └─ "14:05" ─▶ where the clocks show that now
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from functools import cache, partial

from bot.calendar.zones import (
    City,
    cities,
    city_of,
    fixed_zone,
    keep_the_same_time,
    nearest_city,
    offset,
    zone_ids,
    zones_of_countries,
)
from bot.i18n.languages import SPOKEN
from bot.i18n.zones import country_name, current_name
from bot.language.common import words
from bot.language.ru_cases import any_nominatives
from bot.language.tokens import fold
from bot.language.translit import other_layouts, phonetic_key, without_diacritics
from bot.speech.spelled import is_one_off, key, words_of

MOST_MEANT = 4  #: places that are offered for one text
LONGEST = 60  #: characters of what may name a zone
MOST_PARTS = 3  #: of a text in which commas stand
NEAR = 8  #: minutes by which a typed time may miss that of a place
DAY_MINUTES = 24 * 60

#: what people write for a zone and no city is called, by the zone
_OTHER_NAMES: Mapping[str, str] = {
    "Europe/Moscow": "мск msk msd московское московскому мәскеудің",
    "America/New_York": "est edt et eastern us_eastern нью_йорк_сити nyc ny",
    "America/Chicago": "cst cdt central us_central",
    "America/Denver": "mst mdt mountain us_mountain",
    "America/Los_Angeles": "pst pdt pt pacific us_pacific la",
    "Europe/London": "bst uk england great_britain англия ұлыбритания",
    "Europe/Berlin": "cet cest",
    "Europe/Athens": "eet eest",
    "Europe/Lisbon": "wet west",
    "Europe/Minsk": "минское",
    "Europe/Kyiv": "киевское kiev",
    "Asia/Almaty": "alma_ata алма_ата almt алматинское алматинскому астанинское верный kz",
    "Asia/Aqtau": "aktau шевченко актауское mangystau мангистау маңғыстау aqtt",
    "Asia/Aqtobe": "aktobe актюбинск aktyubinsk",
    "Asia/Atyrau": "гурьев guryev",
    "Asia/Oral": "уральск uralsk",
    "Asia/Qostanay": "кустанай kustanay",
    "Asia/Qyzylorda": "kyzylorda кзыл_орда kzyl_orda",
    "Asia/Tashkent": "uzt ташкентское",
    "Asia/Bishkek": "фрунзе frunze kgt бишкекское",
    "Asia/Yekaterinburg": "свердловск екб yekt екатеринбургское уральское",
    "Asia/Novosibirsk": "новосиб нск novt новосибирское",
    "Asia/Omsk": "омское omst",
    "Europe/Samara": "самарское samt",
    "Asia/Vladivostok": "владивостокское vlat",
    "Asia/Tokyo": "jst",
    "Asia/Seoul": "kst",
    "Asia/Shanghai": "пекинское prc",
    "Asia/Kolkata": "ist",
    "Asia/Dubai": "gst",
    "Asia/Istanbul": "trt constantinople",
    "Asia/Singapore": "sgt",
    "Asia/Hong_Kong": "hkt hongkong",
    "Australia/Sydney": "aest aedt",
    "UTC": "utc gmt z zulu гринвич greenwich ютс",
}
#: countries by what people call them for short
_SHORT_COUNTRIES: Mapping[str, str] = {
    "usa": "US", "us": "US", "сша": "US", "америка": "US", "america": "US", "ақш": "US", "рф": "RU", "uae": "AE",
    "оаэ": "AE", "бәә": "AE", "рк": "KZ", "қр": "KZ", "britain": "GB", "великобритания": "GB",
}  # fmt: skip
#: what stands beside a name and says nothing
_SAYS_NOTHING = frozenset(map(key, words("""
    time zone timezone tz my is in at the city of use set to i am im live
    время времени часовой пояс поясе город городе городу г мой моя у нас в во на по из я живу нахожусь сейчас это
    уақыт уақыты уақытымен белдеу белдеуі белдеуім сағаттық қала қаласы қаласында менің мен
    """)))  # fmt: skip
_OFFSET = re.compile(
    r"(?P<base>utc|gmt|ютс|мск|msk)?\s*(?P<sign>[+\-−–])\s*(?P<hours>\d{1,2})(?::?(?P<minutes>[0-5]\d))?(?:\s*(?:ч|h|час(?:а|ов)?|hours?|сағ(?:ат)?))?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[,;()]")
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_COORDINATES = re.compile(r"(-?\d{1,2}(?:\.\d+)?)[,;]?\s+(-?\d{1,3}(?:\.\d+)?)")
_OF_MOSCOW = frozenset({"мск", "msk"})
#: endings of cases behind a Kazakh name: Алматыда, Астанаға
_KAZAKH_CASES = ("ның", "нің", "дың", "дің", "тың", "тің", "ға", "ге", "қа", "ке", "дан", "ден", "тан", "тен", "да",
                 "де", "та", "те", "ны", "ні", "ды", "ді", "ты", "ті")  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ZoneReading:
    """What a text names."""

    city: City | None = None  #: the one that is named for sure
    meant: tuple[City, ...] = ()  #: else those that may be meant
    time: str = ""  #: else the time that the clocks there were said to show: `meant` are places where they do


def read_zone(typed: str, now: datetime) -> ZoneReading:
    """The zone that a text names, or those that it may mean."""
    text = " ".join(typed.split()).strip(' .,;!?"«»()')
    if not text or len(text) > LONGEST:
        return ZoneReading()
    if found := _OFFSET.fullmatch(text):
        return _of_offset(found, now)
    if text.isdecimal() and len(text) < 3 and (zone := fixed_zone(60 * int(text))):
        return ZoneReading(meant=(city_of(zone),))
    if found := _TIME.fullmatch(text):
        ahead = int(found[1]) * 60 + int(found[2]) - (now.hour * 60 + now.minute)
        return ZoneReading(meant=_of_clock(ahead, now), time=f"{int(found[1]):02d}:{found[2]}")
    if found := _COORDINATES.fullmatch(text):
        latitude, longitude = float(found[1]), float(found[2])
        fits = abs(latitude) <= 90 and abs(longitude) <= 180
        return ZoneReading(city=nearest_city(latitude, longitude)) if fits else ZoneReading()
    return _named(text, now)


def _of_offset(found: re.Match[str], now: datetime) -> ZoneReading:
    """`UTC+5`, and `МСК+2`, which is the same."""
    minutes = (int(found["hours"]) * 60 + int(found["minutes"] or 0)) * (1 if found["sign"] == "+" else -1)
    if (found["base"] or "").casefold() in _OF_MOSCOW:
        minutes += offset("Europe/Moscow", now)
    zone = fixed_zone(minutes)
    if zone:
        return ZoneReading(city=city_of(zone))
    return ZoneReading(meant=_first([city for city in cities() if offset(city.zone, now) == minutes]))


def _of_clock(ahead: int, now: datetime) -> tuple[City, ...]:
    """Where the clocks are so many minutes ahead, on whichever day; those that are known all year come last."""

    def misses(city: City) -> int:
        away = (ahead - offset(city.zone, now)) % DAY_MINUTES
        return min(away, DAY_MINUTES - away)

    found = [city for city in _common() if misses(city) <= NEAR]
    return _first(found or [city for city in cities() if misses(city) <= NEAR])


@cache
def _common() -> tuple[City, ...]:
    """One city for each time that many people keep, those of our readers first."""
    zones = """
        Asia/Almaty Europe/Moscow Europe/London America/New_York Asia/Tashkent Asia/Bishkek Asia/Yekaterinburg
        Europe/Berlin Europe/Istanbul America/Los_Angeles Asia/Dubai Asia/Tbilisi Asia/Novosibirsk Asia/Shanghai
        Asia/Tokyo Asia/Kolkata Asia/Vladivostok America/Chicago America/Sao_Paulo Australia/Sydney
    """
    return tuple(map(city_of, zones.split()))


def _named(text: str, now: datetime) -> ZoneReading:
    zone = zone_ids().get(text.replace(" ", "_").casefold()) if "/" in text else None
    if zone:
        return ZoneReading(city=city_of(current_name(zone)))
    bare = list(_bare(text.rpartition("/")[2] if re.fullmatch(r"[^\W\d]+/[\w/ -]+", text) else text))
    parts = [spelled for part in _BETWEEN.split(text)[:MOST_PARTS] for spelled in _bare(part)]
    for name_of in (_city, partial(_country, now=now)):  # of "Kazakhstan, Aktau" the city is meant
        for spelled in (*bare, *parts):
            if found := name_of(spelled):
                return found
    zone = zone_ids().get(text.casefold())
    if zone:
        return ZoneReading(city=city_of(current_name(zone)))
    return ZoneReading(meant=_nearly(bare))


def _city(spelled: str) -> ZoneReading | None:
    """The city that is called so."""
    if zone := _other_names().get(spelled):
        return ZoneReading(city=city_of(zone))
    city = _names().get(spelled)
    return ZoneReading(city=city) if city else None


def _country(spelled: str, now: datetime) -> ZoneReading | None:
    """The country that is called so; where it has several times its cities may be meant."""
    zones = zones_of_countries().get(_countries().get(spelled, ""), ())
    if not zones:
        return None
    if keep_the_same_time(zones, now):
        return ZoneReading(city=city_of(zones[0]))
    known = [city.zone for city in _common()]
    return ZoneReading(meant=_first(map(city_of, sorted(zones, key=lambda zone: zone not in known))))


def _bare(text: str) -> Iterator[str]:
    """Keys of the text, and of what of it may be a name: without what stands around it, and in the nominative."""
    said = [found.group() for found in words_of(_plain(text))]
    yield _key(said)
    said = [word for word in said if key(word) not in _SAYS_NOTHING]
    if not said:
        return
    yield _key(said)
    before, last = said[:-1], fold(said[-1])
    yield from (_key([*before, form]) for form in any_nominatives(last))
    for ending in _KAZAKH_CASES:
        if last.endswith(ending) and len(last) > len(ending) + 2:
            yield _key([*before, last.removesuffix(ending)])


def _plain(text: str) -> str:
    """Without the marks on Latin letters: São Paulo."""
    return "".join(without_diacritics(letter) if letter < "Ѐ" else letter for letter in text).replace("_", " ")


def _key(said: Sequence[str]) -> str:
    """What is compared: letters alone, for «Нью-Йорк» is written in three ways."""
    return "".join(key(word) for word in said)


def _nearly(bare: Sequence[str]) -> tuple[City, ...]:
    """Cities whose names sound the same, or have a letter wrong, or were typed on another keyboard."""
    names = dict(_names()) | {spelled: city_of(zone) for spelled, zone in _other_names().items() if len(spelled) > 4}
    found: list[City] = []
    for spelled in bare[-3:]:
        found += [city for name, city in names.items() if is_one_off(spelled, name) and len(spelled) > 3]
        sound = phonetic_key(spelled)
        found += [city for name, city in _by_sound() if name == sound or (len(sound) > 4 and is_one_off(name, sound))]
        found += [names[other] for other in map(key, other_layouts(spelled)) if other in names]
    found += [names[name] for spelled in bare[:1] for name in get_close_matches(spelled, names, MOST_MEANT, 0.75)]
    return _first(found)


def _first(found: Iterable[City]) -> tuple[City, ...]:
    by_zone = {city.zone: city for city in reversed(list(found))}
    return tuple(reversed(by_zone.values()))[:MOST_MEANT]


@cache
def _names() -> Mapping[str, City]:
    """Each city by the keys of its names; of two that are called the same the one that stands first."""
    found: dict[str, City] = {}
    for city in cities():
        for name in (*city.names, *city.others, city.zone.rpartition("/")[2]):
            found.setdefault(_key([each.group() for each in words_of(_plain(name))]), city)
    return found


@cache
def _by_sound() -> tuple[tuple[str, City], ...]:
    return tuple((phonetic_key(name), city) for name, city in _names().items())


@cache
def _other_names() -> Mapping[str, str]:
    return {_key(name.split("_")): zone for zone, names in _OTHER_NAMES.items() for name in names.split()}


@cache
def _countries() -> Mapping[str, str]:
    """The code of each country by the keys of its names."""
    codes = list(zones_of_countries())
    named = ((country_name(code, language), code) for language in SPOKEN for code in codes)
    found = {_key([each.group() for each in words_of(_plain(name))]): code for name, code in named}
    return found | {key(name): code for name, code in _SHORT_COUNTRIES.items()}
