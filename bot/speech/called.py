"""Whom the alerts of a follow are to call: `AI for @aigul, @bob`, `ИИ для @aigul`, `@aigul үшін ЖИ`. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST = 10  #: people of one follow
_PERSON = r"(?:@[A-Za-z][A-Za-z0-9_.-]{1,31}|<@[UW][A-Z0-9]{1,20}>)"
_PEOPLE = rf"{_PERSON}(?:(?:\s*,\s*|\s+(?:and|и|және|мен)\s+|\s+){_PERSON})*"
_BEHIND = re.compile(rf"(.*?\S)\s+(?:for|cc|для|пинг|ping)\s+({_PEOPLE})\s*[.!]?", re.IGNORECASE | re.DOTALL)
_BEHIND_KK = re.compile(rf"(.*?\S)\s+({_PEOPLE})\s+үшін\s*[.!]?", re.IGNORECASE | re.DOTALL)
_BEFORE_KK = re.compile(rf"({_PEOPLE})\s+үшін\s+(.*\S)\s*", re.IGNORECASE | re.DOTALL)


def called(text: str) -> tuple[str, tuple[str, ...]]:
    """What is followed, and the people: `AI` and `("@aigul", "<@U1>")`, each once; none if nobody is named so."""
    found = _BEHIND.fullmatch(text) or _BEHIND_KK.fullmatch(text)
    if found:
        return found[1].rstrip(" ,;"), _people(found[2])
    before = _BEFORE_KK.fullmatch(text)
    return (before[2], _people(before[1])) if before else (text, ())


def only_people(text: str) -> bool:
    """Is it nothing but people?"""
    return re.fullmatch(rf"\s*{_PEOPLE}\s*[.!]?", text) is not None


def calling(text: str, people: Iterable[str]) -> str:
    """The text from which `called` reads these people; as it is if there are none."""
    named = ", ".join(people)
    return f"{text} for {named}" if named else text


def _people(text: str) -> tuple[str, ...]:
    names = (name.rstrip(".-") for name in re.findall(_PERSON, text))
    return tuple(dict.fromkeys(names))[:MOST]
