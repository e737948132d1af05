"""How lists and records are printed: for people, readable at 80 columns and in a pipe; for scripts, a JSON a line."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import typer

from bot.i18n.catalogue import operating as texts
from bot.i18n.text import Phrase, Text
from bot.i18n.translator import ENGLISH
from bot.platforms.cleaning import one_line

NARROWEST = 40  #: columns of a terminal; a narrower one breaks the lines itself
GAP = "  "  #: between the first words of a line
STEP = "    "  #: before what belongs to the line above


def put(*lines: str) -> None:
    """Print lines without control characters; on a terminal, long ones go on below, under their beginning."""
    width = max(shutil.get_terminal_size().columns, NARROWEST) if sys.stdout.isatty() else 0
    for each in lines:
        margin = each[: len(each) - len(each.lstrip())]
        line = (margin + one_line(each.strip())).rstrip()
        below = margin + STEP
        wraps = width and len(line) > width
        typer.echo(
            textwrap.fill(line, width, subsequent_indent=below, break_long_words=False, break_on_hyphens=False)
            if wraps
            else line
        )


def put_json(record: Mapping[str, Any]) -> None:
    """Print a record as one line of JSON; instants are ISO 8601 in UTC."""
    typer.echo(as_json(record))


def as_json(record: Mapping[str, Any]) -> str:
    """A record as one line of JSON."""
    return json.dumps(record, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def beside(parts: Iterable[str | Phrase]) -> str:
    """Parts of one line, with dots between them."""
    line = ""
    for part in parts:
        said = part if isinstance(part, str) else ENGLISH(part)
        line = ENGLISH(texts.BESIDE, first=line, last=said) if line else said
    return line


def section(heading: Text, lines: Sequence[str], otherwise: Text | None = None) -> list[str]:
    """A part of a page: its heading, and its lines indented; none: what is said then, or nothing at all."""
    if not lines:
        return [] if otherwise is None else ["", ENGLISH(otherwise)]
    return ["", ENGLISH(heading), *(STEP + line for line in lines)]
