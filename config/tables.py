"""TOML files that are lists of tables ([[source]], [[concept]]), with readable errors."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

from bot.errors import StatedProblem


def text_of(name: str, path: Path | None) -> str:
    """The text of the file at `path`; without one, of the project's own file `name` ("config/…").

    Raises:
        StatedProblem: the file can't be read, or is not UTF-8.
    """
    try:
        file = path or resources.files("config").joinpath(name.removeprefix("config/"))
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise StatedProblem(f"{name}: it is not UTF-8 text. Right: save it as UTF-8.") from None
    except OSError as error:
        raise StatedProblem(f"{name}: it can't be read ({error.strerror}). Right: a file that is there.") from None


def tables_of(name: str, text: str, noun: str) -> list[Any]:
    """The tables under [[noun]], not validated; at least one.

    Raises:
        StatedProblem: the text is not TOML, or has other keys, or no table.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise StatedProblem(f"{name}: it is not TOML: {error}.") from None
    unknown = [key for key in content if key != noun]
    if unknown:
        raise StatedProblem(f'{name}: key "{unknown[0]}" is not known here. Right: tables that begin with [[{noun}]].')
    tables = content.get(noun)
    if not isinstance(tables, list) or not tables:
        raise StatedProblem(f"{name}: it names no {noun}. Right: at least one table that begins with [[{noun}]].")
    return tables
