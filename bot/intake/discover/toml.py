"""A found source as a table of the sources file (pure)."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from urllib.parse import urlsplit

from bot.intake.discover.results import FoundSource
from bot.model import Source


def as_toml(found: FoundSource) -> str:
    """The table to paste of what was found."""
    rules = found.rules
    selectors: dict[str, str | None] = {}
    if rules is not None:
        selectors = {"item": rules.item, "link": rules.link, "title": rules.title, "date": rules.date}
    return _table(found.key, found.name, found.language, found.kind, found.url, selectors, found.timezone)


def source_toml(source: Source) -> str:
    """The same of a source that was found, and approved."""
    way = source.ways[0]
    selectors = {"item": way.item, "link": way.link, "title": way.title, "date": way.date}
    return _table(source.key, source.name, source.language, way.kind, way.url, selectors, source.timezone)


def _table(
    key: str, name: str, language: str, kind: str, url: str, selectors: dict[str, str | None], timezone: str
) -> str:
    address = {"feed": url} if kind == "feed" else {"kind": str(kind), "url": url}
    values = {"key": key, "name": name, "language": language, **address, **selectors, "timezone": timezone}
    lines = [f"{name} = {_quoted(value)}" for name, value in values.items() if value is not None]
    return "\n".join(["[[source]]", *lines])


def _quoted(text: str) -> str:
    """A string of TOML: as it is between single quotes if it has double ones, for selectors are read by people."""
    if '"' in text and "'" not in text and text.isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def key_for(url: str, language: str, taken: Collection[str]) -> str:
    """A key that no other source has, from the site's name and the language."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    names = [name for name in re.split(r"[^\w]+", host) if name]
    names = names if not names or names[-1].isdigit() else names[:-1] or names
    key = first = "-".join([*names[-4:], language])[-60:]
    number = 1
    while key in taken:
        number += 1
        key = f"{first}-{number}"
    return key
