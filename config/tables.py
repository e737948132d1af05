"""TOML files that are lists of tables ([[source]], [[concept]]), with readable errors."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from bot.errors import StatedProblem
from bot.i18n.catalogue import config_files as texts
from bot.i18n.text import Phrase


def text_of(name: str, path: Path | None) -> str:
    """The text of the file at `path`; without one, of the project's own file `name` ("config/…").

    Raises:
        StatedProblem: the file can't be read, or is not UTF-8.
    """
    try:
        file = path or resources.files("config").joinpath(name.removeprefix("config/"))
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise StatedProblem(texts.NOT_UTF8, name=name) from None
    except OSError as error:
        raise StatedProblem(texts.NOT_READABLE, name=name, error=error.strerror or "") from None


def tables_of(name: str, text: str, noun: str) -> list[Any]:
    """The tables under [[noun]], not validated; at least one.

    Raises:
        StatedProblem: the text is not TOML, or has other keys, or no table.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise StatedProblem(texts.NOT_TOML, name=name, error=str(error)) from None
    unknown = [key for key in content if key != noun]
    if unknown:
        raise StatedProblem(texts.KEY_OUTSIDE, name=name, key=unknown[0], noun=noun)
    tables = content.get(noun)
    if not isinstance(tables, list) or not tables:
        raise StatedProblem(texts.NO_SOURCE if noun == "source" else texts.NO_CONCEPT, name=name)
    return tables


def place_of(noun: str, number: int, table: Any) -> Phrase:
    """Which table of the file it is, counted from 1, with its key if it has one."""
    if isinstance(table, dict) and "key" in table:
        return Phrase(texts.TABLE_WITH_KEY, {"noun": noun, "number": str(number), "key": str(table["key"])})
    return Phrase(texts.TABLE, {"noun": noun, "number": str(number)})


def describe_invalid(
    key: str, problem: Any, known: Collection[str], expected: Mapping[str, Phrase], otherwise: Phrase
) -> Phrase:
    """A key that pydantic refuses: what is wrong and what is right, without its place and the full stop.

    `known`: the keys of such a table; `expected`: what each of them holds, `otherwise` if it is not there.
    """
    if problem["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, known, n=1)
        return Phrase(texts.KEY_NOT_KNOWN, {"key": key, "right": near[0] if near else ", ".join(known)})
    if problem["type"] == "missing":
        return Phrase(texts.KEY_MISSING, {"key": key, "expected": expected[key]})
    if problem["type"] == "value_error":
        return Phrase(texts.KEY_WRONG, {"key": key, "problem": problem["ctx"]["error"].phrase})
    value = repr(problem["input"])
    return Phrase(texts.VALUE_WRONG, {"key": key, "value": value, "expected": expected.get(key, otherwise)})
