"""The letters of charts: Roboto, which has those of Kazakh. What it lacks, as emoji, is left out."""

from __future__ import annotations

from functools import cache

from font_roboto import font_files
from PIL.ImageFont import FreeTypeFont, Layout, truetype

ELLIPSIS = "…"
_MISSING = "\uffff"  #: no font has it, so it looks as what is missing does


@cache
def font(size: int, *, bold: bool = False) -> FreeTypeFont:
    """Roboto of that size in pixels."""
    return truetype(font_files["RobotoMedium" if bold else "Roboto"], size, layout_engine=Layout.BASIC)


@cache
def _has(letter: str) -> bool:
    of = font(24)
    return letter == " " or bytes(of.getmask(letter)) != bytes(of.getmask(_MISSING))


def drawable(text: str) -> str:
    """The text without what can't be drawn."""
    return " ".join("".join(letter for letter in text if _has(letter)).split())


def fitting(text: str, room: int, of: FreeTypeFont) -> str:
    """The drawable text, shortened to so many pixels."""
    text = drawable(text)
    if of.getlength(text) <= room:
        return text
    while text and of.getlength(text + ELLIPSIS) > room:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS
