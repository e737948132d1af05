"""What an article is compared by, and how it is stored: its marks with their weights, as a line of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from sys import intern
from typing import Any, TypeVar

from bot.stories import meaning as meanings
from bot.stories.marks import CONCEPT, COPIES, NEWS, NUMBER, PERSON, PLACE, WORD
from bot.stories.meaning import Gist
from bot.stories.places import REGIONS, WIDE

TOPICS = CONCEPT + NEWS + NUMBER + WORD + COPIES  #: kinds of marks that say what happened, not where and who
OWN_WORDS = WORD + COPIES  #: kinds that a text of another language rarely has, names aside
STEPS = 5  #: of a weight from one whole number to the next: weights are kept as small integers

_VERSION = 1
_MEANING = "e"  #: the key of what the second voice says
_NAME, _HEADLINE, _WIDE = 1, 2, 4  #: flags of a stored mark
_Mark = TypeVar("_Mark")
_DAY, _EAST = 24 * 60, 5 * 60  #: minutes of a day, and by which those of Kazakhstan begin before UTC
#: marks of a headline of what comes daily
_DAILY = tuple(
    frozenset(marks.split(", "))
    for marks in ("c exchange-rate", "g currency", "c weather", "g forecast", "g dollar, c tenge")
)
#: marks of what brings another result each day
_CONTEST = frozenset(f"{NEWS} {row}" for row in ("championship", "tournament", "cup", "match", "semifinal", "medal"))


_NONE: frozenset[Any] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Features:
    """What an article is compared by."""

    source: str
    language: str
    at: int  #: minutes since 1970 when it was published
    weights: dict[str, int]  #: by mark
    names: frozenset[str]  #: marks of words that are names
    places: frozenset[str]  #: that the headline names, with the regions that they lie in
    sites: frozenset[str]  #: streets and microdistricts
    people: frozenset[str]  #: people, and other names, in the headline
    numbers: frozenset[str]  #: in the headline
    topics: frozenset[str]  #: concepts and news, which any language can say, in the headline
    headline: frozenset[str]  #: all other marks of the headline
    evidence: int  #: marks that are no numbers, nor stand for others
    days: frozenset[int]  #: that its first lines name, as ordinals
    day: int  #: of its publication, if it is of a kind that comes daily: rates, weather; else 0
    is_of_contest: bool  #: it tells of a championship or a match
    is_bare: bool  #: it is a headline without a text
    round_up: bool  #: it tells of several stories
    square: int  #: sum of the squared weights
    square_of_own: int  #: of ordinary words
    square_of_topic: int  #: of what happened
    meaning: Gist | None  #: by the second voice, if there is one


def minutes(published_at: datetime) -> int:
    """An instant as features have it."""
    return int(published_at.timestamp()) // 60


def features(
    row: Mapping[str, Any],
    weights: dict[str, int],
    names: AbstractSet[str],
    headline: Iterable[str],
    wide: AbstractSet[str],
) -> Features:
    """What an article is compared by, with all that follows from its marks.

    `row`: as it is stored; `wide`: places that are wider than the region of that name, as Northern Kazakhstan.
    """
    first = _small(headline)
    places = {mark for mark in first if mark[0] == PLACE} - WIDE - wide
    topics = [mark for mark in weights if mark[0] in TOPICS and mark not in names]
    return Features(
        source=intern(row["s"]),
        language=intern(row["l"]),
        at=row["t"],
        weights=weights,
        names=_small(names),
        places=_small(places | {REGIONS[mark] for mark in places if mark in REGIONS}),
        sites=_small(row.get("x", ())),
        people=_small(mark for mark in first if mark[0] == PERSON or mark in names),
        numbers=_small(mark for mark in first if mark[0] == NUMBER),
        topics=_small(mark for mark in first if mark[0] in CONCEPT + NEWS and mark not in names),
        headline=_small(mark for mark in first if mark[0] not in NUMBER + COPIES),
        evidence=sum(mark[0] not in NUMBER + COPIES for mark in weights),
        days=_small(row["d"]),
        day=(row["t"] + _EAST) // _DAY if any(each <= first for each in _DAILY) else 0,
        is_of_contest=not _CONTEST.isdisjoint(weights),
        is_bare=len(first) == len(weights),
        round_up=bool(row["r"]),
        square=_squares(weights, weights),
        square_of_own=_squares(weights, [mark for mark in topics if mark[0] in OWN_WORDS]),
        square_of_topic=_squares(weights, topics),
        meaning=meanings.loaded(row.get(_MEANING)),
    )


def _small(marks: Iterable[_Mark]) -> frozenset[_Mark]:
    """These as a set that takes little: no room is left in a copy, and the empty one is always the same."""
    found = {*marks}
    return frozenset(found) if found else _NONE


def _squares(weights: Mapping[str, int], marks: Iterable[str]) -> int:
    return sum([weights[mark] * weights[mark] for mark in marks])


def stored_row(
    source: str,
    language: str,
    at: int,
    days: Iterable[int],
    sites: Iterable[str],
    *,
    round_up: bool,
    meaning: Gist | None = None,
) -> dict[str, Any]:
    """The beginning of what is stored of an article."""
    row = {"v": _VERSION, "s": source, "l": language, "t": at, "d": sorted(days), "r": int(round_up)}
    if named := sorted(sites):
        row["x"] = named
    return row if meaning is None else row | {_MEANING: meanings.dumped(meaning)}


def dumped(
    row: Mapping[str, Any],
    weights: Mapping[str, int],
    names: AbstractSet[str],
    headline: AbstractSet[str],
    wide: AbstractSet[str],
    written: Mapping[str, str],
) -> str:
    """What is stored: the marks with their weights, what they are, and how the text has them."""
    marks = [
        (mark, weight, _NAME * (mark in names) + _HEADLINE * (mark in headline) + _WIDE * (mark in wide), written[mark])
        for mark, weight in weights.items()
    ]
    return json.dumps({**row, "m": marks}, ensure_ascii=False, separators=(",", ":"))


def loaded(stored: str) -> Features | None:
    """What was stored; None: nothing, or by another version."""
    row = _row(stored)
    if row is None:
        return None
    marks = [(intern(mark), weight, flags) for mark, weight, flags, _ in row["m"]]
    return features(
        row,
        {mark: weight for mark, weight, _ in marks},
        {mark for mark, _, flags in marks if flags & _NAME},
        (mark for mark, _, flags in marks if flags & _HEADLINE),
        {mark for mark, _, flags in marks if flags & _WIDE},
    )


def written(stored: str) -> dict[str, str]:
    """The marks as the text has them; empty for those that people don't read."""
    row = _row(stored)
    return {} if row is None else {mark: text for mark, _, _, text in row["m"]}


def _row(stored: str) -> dict[str, Any] | None:
    row: dict[str, Any] = json.loads(stored) if stored else {}
    return row if row.get("v") == _VERSION else None
