"""Files that are lists of tables ([[source]], [[concept]]): read, and told of when they can't be."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

from bot.errors import StatedProblem


def text_of(name: str, path: Path | None) -> str:
    """The text of the file at `path`, or without one of the project's own file called `name` ("config/…").

    Raises:
        StatedProblem: if it can't be read.
    """
    try:
        file = path or resources.files("config").joinpath(name.removeprefix("config/"))
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise StatedProblem(f"{name}: it is not UTF-8 text. Right: save it as UTF-8.") from None
    except OSError as error:
        raise StatedProblem(f"{name}: it can't be read ({error.strerror}). Right: a file that is there.") from None


def tables_of(name: str, text: str, noun: str) -> list[Any]:
    """What stands under each [[noun]], not looked at yet; at least one.

    Raises:
        StatedProblem: if the text is no TOML, or holds something else or nothing.
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
