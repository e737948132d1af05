"""Load the sources file: parsed, checked key by key, and made into Sources."""

from __future__ import annotations

import re
import zoneinfo
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from cssselect import HTMLTranslator, SelectorError
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from bot.errors import StatedProblem
from bot.i18n.catalogue import config_files as texts
from bot.i18n.text import Phrase
from bot.model import PageRules, Source, Way, without_password
from config.problems import InvalidValueError
from config.tables import describe_invalid, place_of, tables_of, text_of

DEFAULT_NAME = "config/sources.toml"

#: the expected value, for type errors; for a table, by its key
EXPECTED = {
    "key": Phrase(texts.SOURCE_KEY),
    "name": Phrase(texts.SOURCE_NAME),
    "language": Phrase(texts.SOURCE_LANGUAGE),
    "feed": Phrase(texts.SOURCE_FEED),
    "timezone": Phrase(texts.SOURCE_TIMEZONE),
    "every": Phrase(texts.SOURCE_EVERY),
    "enabled": Phrase(texts.SOURCE_ENABLED),
    "private": Phrase(texts.SOURCE_PRIVATE),
    "id": Phrase(texts.SOURCE_ID, {"example": r"'_(\d{10})\.html'"}),
    "page": Phrase(texts.SOURCE_PAGE),
    "stop": Phrase(texts.PAGE_STOP),
    "body": Phrase(texts.PAGE_BODY),
}


class _Page(BaseModel):
    """[source.page]."""

    model_config = ConfigDict(extra="forbid", strict=True)

    title: str | None = None
    date: str | None = None
    date_format: str | None = None
    body: str
    stop: list[str] = Field(default_factory=list)

    @field_validator("title", "date", "body")
    @classmethod
    def _selector(cls, selector: str | None) -> str | None:
        try:
            HTMLTranslator().css_to_xpath(selector or "*")
        except SelectorError as error:
            raise InvalidValueError(texts.NO_SELECTOR, selector=repr(selector), error=str(error)) from None
        return selector

    @field_validator("date_format")
    @classmethod
    def _format(cls, form: str | None) -> str | None:
        moment = datetime(2025, 11, 25, 13, 20)  # noqa: DTZ001 - a page's date carries no zone
        try:
            kept = form is None or datetime.strptime(moment.strftime(form), form).date() == moment.date()  # noqa: DTZ007
        except (ValueError, re.error):  # a repeated directive is a repeated group
            kept = False
        if not kept:
            raise InvalidValueError(texts.NO_DATE_FORMAT, form=repr(form))
        return form

    @field_validator("stop")
    @classmethod
    def _beginnings(cls, stop: list[str]) -> list[str]:
        if not all(beginning.strip() for beginning in stop):
            raise InvalidValueError(texts.EMPTY_STOP)
        return stop


class _Table(BaseModel):
    """[[source]]."""

    model_config = ConfigDict(extra="forbid", strict=True)

    key: str = Field(pattern=r"^[\w.-]{1,64}$")
    name: str = Field(min_length=1, max_length=100)
    language: Literal["en", "ru", "kk"]
    feed: str
    timezone: str = "Asia/Almaty"
    every: int = Field(300, ge=1, le=86_400)
    enabled: bool = True
    private: bool = False
    id: str | None = None
    page: _Page | None = None

    @field_validator("feed")
    @classmethod
    def _address(cls, feed: str) -> str:
        try:
            parts = urlsplit(feed)
            good = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", feed)
            parts.port  # noqa: B018 - raises if it is not a number
        except ValueError:
            good = False
        if not good:
            raise InvalidValueError(texts.NO_HTTP_ADDRESS, address=repr(without_password(feed)))
        return feed

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
        try:
            groups = re.compile(pattern or "()").groups
        except re.error as error:
            raise InvalidValueError(texts.NO_PATTERN, pattern=repr(pattern), error=str(error)) from None
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
        try:
            sources.append(_source(_Table.model_validate(table)))
        except ValidationError as error:
            place = place_of("source", number, table)
            problems += [_describe_problem(name, place, problem) for problem in error.errors()]
    twice = [key for key, count in Counter(source.key for source in sources).items() if count > 1]
    problems += [Phrase(texts.KEY_OF_TWO_SOURCES, {"name": name, "key": key}) for key in twice]
    if problems:
        raise StatedProblem.of_several(problems)
    return sources


def _source(table: _Table) -> Source:
    fields = table.model_dump(exclude={"page", "feed"})
    page = table.page
    rules = PageRules(**page.model_dump(exclude={"stop"}), stop=tuple(page.stop)) if page else None
    return Source(**fields, ways=(Way(url=table.feed),), page=rules)


def _describe_problem(name: str, place: Phrase, problem: Any) -> Phrase:
    """One validation error: table, key, what is wrong, what is expected."""
    path = [str(part) for part in problem["loc"] if isinstance(part, str)]
    if path[:1] == ["page"] and len(path) > 1:
        place = Phrase(texts.PAGE_OF_TABLE, {"place": place})
    known = _Page.model_fields if len(path) > 1 else _Table.model_fields
    wrong = describe_invalid(path[-1] if path else "source", problem, known, EXPECTED, Phrase(texts.A_TEXT))
    return Phrase(texts.IN_TABLE, {"name": name, "place": place, "problem": wrong})
