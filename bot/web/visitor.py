"""In which language a visitor reads, and what a visitor's program can show. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from bot.i18n.languages import SPOKEN, spoken

MOST_LANGUAGES = 20  #: of a header that are looked at


def language_of(*, asked: str | None, kept: str | None, accepted: str | None, default: str) -> str:
    """That of a page: `asked` for in its address, else `kept` in the cookie, else by the header Accept-Language."""
    chosen = next((each for each in (asked, kept) if each in SPOKEN), None)
    return chosen or _by_header(accepted or "", default)


def _by_header(accepted: str, default: str) -> str:
    """The first that we speak counts before what its reader reads only because we don't speak the own language."""
    wanted = list(islice(_ordered(accepted), MOST_LANGUAGES))
    own = (each.partition("-")[0] for each in wanted)
    speakable = next((each for each in own if each in SPOKEN), None)
    return speakable or next((near for near in map(spoken, wanted) if near), default)


def accepts(accepted: str | None, kind: str) -> bool:
    """Does an Accept header name this media type itself? `*/*`, which scripts send, names none."""
    return kind in _ordered(accepted or "")


def _ordered(header: str) -> Iterator[str]:
    """What a header lists with weights, in small letters, the most wanted first; what has a weight of 0 is not."""
    weighed = []
    for item in header.lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        weight = next((_number(each[2:]) for each in parameters if each.startswith("q=")), 1.0)
        if name and weight > 0:
            weighed.append((weight, name))
    return (name for _, name in sorted(weighed, key=lambda each: -each[0]))


def _number(text: str) -> float:
    """A weight from 0 to 1; what is none counts as 0."""
    whole, _, parts = text.strip().partition(".")
    digits = f"{whole or 0}.{parts or 0}"
    return min(float(digits), 1.0) if digits.isascii() and digits.replace(".", "").isdigit() else 0.0
