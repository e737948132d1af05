"""Texts in the cells of a table that a spreadsheet opens: nothing in it is a formula. Pure."""

from __future__ import annotations

import re

#: as the first sign it makes a spreadsheet calculate
_FORMULA = re.compile(r"[\t\r]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)


def cell(text: str) -> str:
    """The text as a spreadsheet shows it and never calculates it; a mere number stays one."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
