"""Load the sources file: parsed, checked key by key, and made into Sources.

[[source]] ──▶ its own keys, checked          ──▶ Source
          └──▶ its ways in (ways.py), checked ──┘
"""

from __future__ import annotations

import re
import zoneinfo
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from bot.errors import StatedProblem
from bot.i18n.catalogue import config_files as texts
from bot.i18n.text import Phrase
from bot.model import PageRules, Source, Way
from config.problems import InvalidValueError
from config.rules import PageTable
from config.tables import describe_invalid, place_of, tables_of, text_of
from config.ways import WAY_KEYS, WayProblemsError, way_of

DEFAULT_NAME = "config/sources.toml"

#: the expected value, for type errors; for a table, by its key
EXPECTED = {
    "key": Phrase(texts.SOURCE_KEY),
    "name": Phrase(texts.SOURCE_NAME),
    "language": Phrase(texts.SOURCE_LANGUAGE),
    "timezone": Phrase(texts.SOURCE_TIMEZONE),
    "every": Phrase(texts.SOURCE_EVERY),
    "enabled": Phrase(texts.SOURCE_ENABLED),
    "private": Phrase(texts.SOURCE_PRIVATE),
    "id": Phrase(texts.SOURCE_ID, {"example": r"'_(\d{10})\.html'"}),
    "page": Phrase(texts.SOURCE_PAGE),
    "way": Phrase(texts.WAY_TABLES),
    "stop": Phrase(texts.PAGE_STOP),
    "body": Phrase(texts.PAGE_BODY),
}


class SourceTable(BaseModel):
    """[[source]], without the keys of a way in."""

    #: pydantic's own engine takes 6 MB for the pattern, for it has a table of all letters 64 times
    model_config = ConfigDict(extra="forbid", strict=True, regex_engine="python-re")

    key: str = Field(pattern=r"^[\w.-]{1,64}\Z")
    name: str = Field(min_length=1, max_length=100)
    language: Literal["en", "ru", "kk"]
    timezone: str = "Asia/Almaty"
    every: int = Field(300, ge=1, le=86_400)
    enabled: bool = True
    private: bool = False
    id: str | None = None
    page: PageTable | None = None
    way: list[dict[str, Any]] = Field(default_factory=list)

    @field_validator("timezone")
    @classmethod
    def _zone(cls, name: str) -> str:
        try:
            zoneinfo.ZoneInfo(name)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            raise InvalidValueError(texts.NO_TIME_ZONE, zone=repr(name)) from None
        return name

    @field_validator("id")
    @classmethod
    def _pattern(cls, pattern: str | None) -> str | None:
        groups = _groups(pattern or "()")
        if groups != 1:
            raise InvalidValueError(texts.OTHER_GROUPS, pattern=repr(pattern), count=groups)
        return pattern


def load_sources(path: Path | None = None) -> list[Source]:
    """The sources of a file in its order; without one, the project's own list.

    Raises:
        StatedProblem: with table and key of everything that is invalid.
    """
    name = str(path) if path else DEFAULT_NAME
    tables = tables_of(name, text_of(name, path), "source")
    problems: list[Phrase] = []
    sources: list[Source] = []
    for number, table in enumerate(tables, 1):
        place = place_of("source", number, table)
        found = _source(table, place)
        if isinstance(found, Source):
            sources.append(found)
        else:
            problems += [Phrase(texts.IN_TABLE, {"name": name, "place": at, "problem": wrong}) for at, wrong in found]
    twice = [key for key, count in Counter(source.key for source in sources).items() if count > 1]
    problems += [Phrase(texts.KEY_OF_TWO_SOURCES, {"name": name, "key": key}) for key in twice]
    if problems:
        raise StatedProblem.of_several(problems)
    return sources


_Problems = list[tuple[Phrase, Phrase]]  #: places, and what is wrong there


def _source(table: Any, place: Phrase) -> Source | _Problems:
    """The source that a table describes, or what is wrong with it."""
    own, first_way = _apart(table)
    problems: _Problems = []
    read = None
    try:
        read = SourceTable.model_validate(own)
    except ValidationError as error:
        problems += [_describe_problem(place, problem) for problem in error.errors()]
    ways: list[Way] = []
    for where, way in _way_tables(own, first_way, place):
        try:
            ways.append(way_of(way, read.page if read else None, tuple(SourceTable.model_fields)))
        except WayProblemsError as wrong:
            problems += [(where, problem) for problem in wrong.problems]
    if isinstance(own, dict) and not first_way and not own.get("way"):
        problems.append((place, Phrase(texts.NO_WAY)))
    if problems or read is None:
        return problems
    page = read.page
    rules = PageRules(**page.model_dump(exclude={"stop"}), stop=tuple(page.stop)) if page else None
    return Source(**read.model_dump(exclude={"page", "way"}), ways=tuple(ways), page=rules)


def _apart(table: Any) -> tuple[Any, dict[str, Any]]:
    """The keys of the source itself, and those of the way that is written among them.

    `id` is a pattern of the source; only in JSON, where it has no group, it is the path of an item's id.
    """
    if not isinstance(table, dict):
        return table, {}
    of_way = set(WAY_KEYS) - set(SourceTable.model_fields)
    if table.get("kind") == "json" and isinstance(table.get("id"), str) and _groups_or_none(table["id"]) != 1:
        of_way.add("id")
    return (
        {key: value for key, value in table.items() if key not in of_way},
        {key: value for key, value in table.items() if key in of_way},
    )


def _way_tables(own: Any, first_way: dict[str, Any], place: Phrase) -> Iterator[tuple[Phrase, dict[str, Any]]]:
    """Each way with its place: the one among the source's own keys, then each [[source.way]]."""
    if first_way:
        yield place, first_way
    tables = own.get("way") if isinstance(own, dict) else None
    for number, table in enumerate(tables if isinstance(tables, list) else (), 1):
        if isinstance(table, dict):
            yield Phrase(texts.WAY_OF_TABLE, {"place": place, "number": str(number)}), table


def _groups(pattern: str) -> int:
    try:
        return re.compile(pattern).groups
    except re.error as error:
        raise InvalidValueError(texts.NO_PATTERN, pattern=repr(pattern), error=str(error)) from None


def _groups_or_none(pattern: str) -> int | None:
    try:
        return _groups(pattern)
    except InvalidValueError:
        return None


def _describe_problem(place: Phrase, problem: Any) -> tuple[Phrase, Phrase]:
    """One validation error: its place, and what is wrong there."""
    path = [str(part) for part in problem["loc"] if isinstance(part, str)]
    if path[:1] == ["page"] and len(path) > 1:
        place = Phrase(texts.PAGE_OF_TABLE, {"place": place})
    known = PageTable.model_fields if len(path) > 1 else {**SourceTable.model_fields, **dict.fromkeys(WAY_KEYS)}
    return place, describe_invalid(path[-1] if path else "source", problem, known, EXPECTED, Phrase(texts.A_TEXT))
