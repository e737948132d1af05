"""Stand-in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Conflict(StrEnum):
    NUMBERS = "numbers"
    PLACES = "places"
    DATES = "dates"
    NAMES = "names"


@dataclass(frozen=True, kw_only=True)
class Likeness:
    score: float
    threshold: float
    shared: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    too_far: bool


def explain(one: str, other: str) -> Likeness:
    import json

    a, b = json.loads(one), json.loads(other)
    shared = tuple(word for word in a if word in b)
    return Likeness(score=len(shared) / 10, threshold=0.2, shared=shared, conflicts=(Conflict.NUMBERS,), too_far=False)
