"""A finding of `check`: what was looked at, whether it is well, and how to fix it if not."""

from __future__ import annotations

from dataclasses import dataclass

from bot.i18n.catalogue import check as texts
from bot.i18n.text import Phrase, Plural, Text
from bot.i18n.translator import ENGLISH

UNITS = (
    texts.SIZE_BYTES,
    texts.SIZE_KB,
    texts.SIZE_MB,
    texts.SIZE_GB,
    texts.SIZE_TB,
)  #: each a thousand of the one before

Parts = str | int | Phrase


@dataclass(frozen=True, kw_only=True)
class Finding:
    """The result of one check."""

    good: bool
    about: str  #: one word: "database", "telegram"
    text: str  #: what was found
    fix: str = ""  #: what to do, from its verb on; "": nothing, or the text says it


def well(about: str, text: Text | Plural | Phrase, **parts: Parts) -> Finding:
    """A finding that needs nothing done."""
    return Finding(good=True, about=about, text=_said(text, parts))


def wrong(about: str, text: Text | Plural | Phrase, fix: Text | Phrase | None = None, **parts: Parts) -> Finding:
    """A finding that needs something done; `parts` are those of both texts. `fix` None: the text says how."""
    return Finding(good=False, about=about, text=_said(text, parts), fix="" if fix is None else _said(fix, parts))


def _said(text: Text | Plural | Phrase, parts: dict[str, Parts]) -> str:
    """In one line, whatever a server has said of itself."""
    return " ".join((ENGLISH(text) if isinstance(text, Phrase) else ENGLISH(text, **parts)).splitlines())


def size(of: int) -> str:
    """Bytes as people write them: `12 MB`."""
    power = min((len(str(max(of, 1))) - 1) // 3, len(UNITS) - 1)
    amount = of / 1000**power
    return ENGLISH(UNITS[power], count=of, number=f"{amount:.1f}" if power and amount < 10 else f"{amount:.0f}")
