"""Streets and microdistricts that a text names: what tells two events of one day in one town apart.

    на улице Жибек жолы, Жібек жолы көшесінде, Zhibek Zholy Street ─▶ {"Jibe"}
    в 12-м микрорайоне, 12-шағын ауданда ─▶ {"12"}

A name is its first word, by the beginning of its sound, as in marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.translit import phonetic_key
from bot.stories.marks import SOUND

_NAME = r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w'’-]{2,}"
_TITLE = r"(?:[\w'’-]+\s+)?"  #: the second word of a name: Жибек жолы, Kabanbay Batyr
_SITES = {
    "ru": (
        rf"\b(?:улиц\w{{1,3}}|ул\.|проспект\w{{0,3}}|пр\.|переулк\w{{1,2}}|бульвар\w{{0,2}})\s+(?P<name>{_NAME})",
        rf"\b(?:микрорайон\w{{0,3}}|мкр\.?)\s+«?(?P<town>{_NAME}|\d+)",
        r"\b(?P<number>\d+)(?:-\w{1,2})?\s+(?:микрорайон|мкр)",
    ),
    "kk": (
        rf"(?P<name>{_NAME})\s+{_TITLE}(?:көше|даңғыл)[сы]",
        rf"(?P<town>{_NAME})»?\s+(?:шағын|ықшам)\s?аудан",
        r"\b(?P<number>\d+)(?:-\w{2})?[-\s]+(?:шағын|ықшам)\s?аудан",
    ),
    "en": (
        rf"\b(?P<name>{_NAME})\s+{_TITLE}(?:Street|Avenue|Boulevard|Lane)\b",
        rf"\b[Mm]icrodistrict\s+(?P<town>{_NAME}|\d+)",
        r"\b(?P<number>\d+)(?:st|nd|rd|th)?\s+microdistrict",
    ),
}
_PATTERNS = {language: tuple(map(re.compile, patterns)) for language, patterns in _SITES.items()}


def sites(text: str, language: str) -> frozenset[str]:
    """The streets and microdistricts of a text."""
    return frozenset(
        phonetic_key(name.lower())[:SOUND] for pattern in _PATTERNS[language] for name in _named(pattern, text)
    )


def _named(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for found in pattern.finditer(text):
        yield from filter(None, found.groups())
