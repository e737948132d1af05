"""Writes a stream of records as JSON Lines or CSV, to a file or to standard output.

records ─▶ one line each ─▶ FILE.part ─▶ FILE, once it is whole
"""

from __future__ import annotations

import csv
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from bot.cli.printing import as_json
from bot.errors import StatedProblem
from bot.i18n.catalogue import operating as texts
from bot.messages.cells import cell

FORMATS = ("jsonl", "csv")
PRIVATE = 0o600  #: of a file that tells what people read

Record = dict[str, Any]


def written(records: Iterable[Record], columns: tuple[str, ...], form: str, output: Path | None) -> int:
    """Write the records; returns how many there were. `output` None: to standard output.

    Raises:
        StatedProblem: the file can't be written; what stood there before still does.
    """
    if output is None:
        return _put(records, columns, form, sys.stdout)
    try:
        with output.open("w", encoding="utf-8", newline="") if _is_stream(output) else _whole(output) as file:
            return _put(records, columns, form, file)
    except OSError as error:
        raise StatedProblem(texts.NOT_WRITTEN, file=str(output), reason=error.strerror or str(error)) from None


def _is_stream(output: Path) -> bool:
    """Is it a device or a pipe, as /dev/stdout is? It takes what is written, and is not replaced by a file."""
    try:
        mode = output.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


@contextmanager
def _whole(output: Path) -> Iterator[TextIO]:
    """A file that takes its name once it is whole: readers never see half of it."""
    part = output.parent / f"{output.name}.part"
    try:
        with open(part, "w", encoding="utf-8", newline="", opener=_private) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(output)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, PRIVATE)


def _put(records: Iterable[Record], columns: tuple[str, ...], form: str, file: TextIO) -> int:
    count = 0
    table = csv.writer(file) if form == "csv" else None
    if table is not None:
        table.writerow(columns)
    for count, record in enumerate(records, start=1):  # noqa: B007 - what is counted is returned
        if table is not None:
            table.writerow([shown(record[column]) for column in columns])
        else:
            file.write(as_json({column: record[column] for column in columns}) + "\n")
    file.flush()
    return count


def shown(value: Any) -> str:
    """A value in a cell of CSV."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return cell(value.isoformat() if isinstance(value, datetime) else str(value))
