"""A person's name as it stands in a text: on one line, short, without what would hide or turn the rest. Pure."""

from __future__ import annotations

import re
import unicodedata

from bot.messages.text import shorten, tidy

LIMIT = 32  #: characters
MOST_MARKS = 2  #: on one letter

_JOINERS = "\u200c\u200d"  #: of emoji and of some scripts
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc")  #: letters that show nothing
#: what a client would make a mention, a command or a link of
_ACTIVE = re.compile(r"[@/#<>]+")
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_MARKS = re.compile(f"({_MARK}{{{MOST_MARKS}}}){_MARK}+")


def person(name: str) -> str:
    """The name as it is shown; "": it shows nothing."""
    letters = (letter for letter in name if letter in _JOINERS or letter.isspace() or _shows(letter))
    text = tidy(_ACTIVE.sub(" ", _MARKS.sub(r"\1", "".join(letters)))).strip(_JOINERS)
    return shorten(text, LIMIT)


def _shows(letter: str) -> bool:
    return letter not in _BLANK and unicodedata.category(letter)[0] != "C"
