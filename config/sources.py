"""Load the sources file: parsed, checked key by key, and made into Sources."""

from __future__ import annotations

import difflib
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
from bot.model import PageRules, Source
from config.tables import tables_of, text_of

DEFAULT_NAME = "config/sources.toml"

#: the expected value, for type errors; for a table, by its key
EXPECTED = {
    "key": "a short name such as kt-eng that never changes",
    "name": "the name as people see it",
    "language": "en, ru or kk",
    "feed": "an http(s) address",
    "timezone": "a name such as Asia/Almaty",
    "every": "a whole number of seconds from 1 to 86400, for example 300",
    "enabled": "true or false",
    "id": r"a pattern with one group, for example '_(\d{10})\.html'",
    "page": "a table, [source.page]",
    "stop": 'a list of texts, for example ["All rights reserved"]',
    "body": "the CSS selector of the article's text",
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
            raise ValueError(f"{selector!r} is not a CSS selector ({error})") from None
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
            raise ValueError(f"{form!r} reads no whole date. Right: for example %d.%m.%Y, %H:%M")
        return form

    @field_validator("stop")
    @classmethod
    def _beginnings(cls, stop: list[str]) -> list[str]:
        if not all(beginning.strip() for beginning in stop):
            raise ValueError("an empty text would end every article at once")
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
            raise ValueError(f"{feed!r} is not an http(s) address")
        return feed

    @field_validator("timezone")
    @classmethod
    def _zone(cls, name: str) -> str:
        try:
            zoneinfo.ZoneInfo(name)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"there is no time zone {name!r}. Right: a name such as Asia/Almaty") from None
        return name

    @field_validator("id")
    @classmethod
    def _pattern(cls, pattern: str | None) -> str | None:
        try:
            groups = re.compile(pattern or "()").groups
        except re.error as error:
            raise ValueError(f"{pattern!r} is not a pattern ({error})") from None
        if groups != 1:
            raise ValueError(f"{pattern!r} has {groups} groups. Right: one, around the id itself")
        return pattern


def load_sources(path: Path | None = None) -> list[Source]:
    """The sources of a file in its order; without one, the project's own list.

    Raises:
        StatedProblem: with table and key of everything that is invalid.
    """
    name = str(path) if path else DEFAULT_NAME
    tables = tables_of(name, text_of(name, path), "source")
    problems = []
    sources = []
    for number, table in enumerate(tables, 1):
        where = f"{name}: [[source]] {number}"
        try:
            sources.append(_source(_Table.model_validate(table)))
        except ValidationError as error:
            label = f' ("{table["key"]}")' if isinstance(table, dict) and "key" in table else ""
            problems += [_describe_problem(where + label, problem) for problem in error.errors()]
    twice = [key for key, count in Counter(source.key for source in sources).items() if count > 1]
    problems += [
        f'{name}: key "{key}" names more than one [[source]]. Right: a key of its own for each.' for key in twice
    ]
    if problems:
        raise StatedProblem("\n".join(problems))
    return sources


def _source(table: _Table) -> Source:
    fields = table.model_dump(exclude={"page"})
    page = table.page
    rules = PageRules(**page.model_dump(exclude={"stop"}), stop=tuple(page.stop)) if page else None
    return Source(**fields, page=rules)


def _describe_problem(where: str, problem: Any) -> str:
    """One validation error: table, key, what is wrong, what is expected."""
    path = [str(part) for part in problem["loc"] if isinstance(part, str)]
    if path[:1] == ["page"] and len(path) > 1:
        where += " [source.page]"
    key = path[-1] if path else "source"
    known = _Page.model_fields if len(path) > 1 else _Table.model_fields
    if problem["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, known, n=1)
        return f'{where}: key "{key}" is not known. Right: {near[0] if near else ", ".join(known)}.'
    if problem["type"] == "missing":
        return f'{where}: key "{key}" is missing. Right: {EXPECTED[key]}.'
    if problem["type"] == "value_error":
        return f'{where}: key "{key}": {problem["ctx"]["error"]}.'
    return f'{where}: key "{key}" can\'t be {problem["input"]!r}. Right: {EXPECTED.get(key, "a text")}.'
