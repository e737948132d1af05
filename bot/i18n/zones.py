"""What time zones and countries are called in each language: the names of CLDR, by Babel. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from babel import Locale
from babel.core import get_global


def zone_city(zone: str, language: str) -> str:
    """The town that a zone is named after: `Almaty`, «Алматы», «Нью-Йорк»; of "UTC" its own name."""
    names = Locale(language).time_zones
    known = next((names[key]["city"] for key in _keys(zone) if "city" in names.get(key, {})), None)
    return str(known) if known else zone.rpartition("/")[2].replace("_", " ")


def country_name(code: str, language: str) -> str:
    """`Kazakhstan` of KZ; a country without a name there has its code."""
    return str(Locale(language).territories.get(code, code))


def current_name(zone: str) -> str:
    """The name that a zone has now: America/Los_Angeles of US/Pacific, Asia/Kolkata of Asia/Calcutta."""
    return str(_aliases().get(zone, zone))


def _keys(zone: str) -> tuple[str, ...]:
    """The names under which CLDR may know a zone: it keeps old ones, as Asia/Calcutta."""
    return (zone, *(old for old, new in _aliases().items() if new == zone))


@cache
def _aliases() -> Mapping[str, str]:
    aliases: Mapping[str, str] = get_global("zone_aliases")
    return aliases
