"""What an article is compared by, and how it is stored: its marks with their weights, as a line of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from sys import intern

from bot.stories.marks import BEGINNING, CONCEPT, NEWS, NUMBER, PERSON, PLACE, WORD
from bot.stories.places import REGIONS, WIDE

TOPICS = CONCEPT + NEWS + NUMBER + WORD + BEGINNING  #: kinds of marks that say what happened, not where and who
OWN_WORDS = WORD + BEGINNING  #: kinds that a text of another language rarely has, names aside

_VERSION = 1
_NAME, _HEADLINE = 1, 2  #: flags of a stored mark
_DAY, _EAST = 24 * 60, 5 * 60  #: minutes of a day, and by which those of Kazakhstan begin before UTC
#: marks of a headline of what comes daily
_DAILY = tuple(
    frozenset(marks.split(", "))
    for marks in ("c exchange-rate", "g currency", "c weather", "g forecast", "g dollar, c tenge")
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Features:
    """What an article is compared by; the second half follows from the first."""

    source: str
    language: str
    at: int  #: minutes since 1970 when it was published
    weights: dict[str, float]  #: by mark
    names: frozenset[str]  #: marks of words that are names
    headline: frozenset[str]  #: marks in the headline
    days: frozenset[int]  #: that its first lines name, as ordinals
    round_up: bool  #: it tells of several stories
    written: dict[str, str] = field(default_factory=dict, compare=False)  #: marks as the text has them

    day: int = field(init=False)  #: of its publication, if it is of a kind that comes daily: rates, weather; else 0
    places: frozenset[str] = field(init=False)  #: that the headline names, with the regions that they lie in
    people: frozenset[str] = field(init=False)  #: people, and other names, in the headline
    numbers: frozenset[str] = field(init=False)  #: in the headline
    is_bare: bool = field(init=False)  #: it is a headline without a text
    square: float = field(init=False)  #: sum of the squared weights
    square_of_own: float = field(init=False)  #: of ordinary words
    topic_square: float = field(init=False)  #: of topics

    def __post_init__(self) -> None:
        named = {mark for mark in self.headline if mark[0] == PLACE} - WIDE
        derived = {
            "day": (self.at + _EAST) // _DAY if any(each <= self.headline for each in _DAILY) else 0,
            "places": frozenset(named | {REGIONS[mark] for mark in named if mark in REGIONS}),
            "people": frozenset(mark for mark in self.headline if mark[0] == PERSON or mark in self.names),
            "numbers": frozenset(mark for mark in self.headline if mark[0] == NUMBER),
            "is_bare": len(self.headline) == len(self.weights),
            "square": self._squares(self.weights),
            "square_of_own": self._squares(filter(self.is_own, self.weights)),
            "topic_square": self._squares(filter(self.is_topic, self.weights)),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    def is_own(self, mark: str) -> bool:
        """Is it an ordinary word, which a text of another language rarely has?"""
        return mark[0] in OWN_WORDS and mark not in self.names

    def is_topic(self, mark: str) -> bool:
        """Does it say what happened?"""
        return mark[0] in TOPICS and mark not in self.names

    def _squares(self, marks: Iterable[str]) -> float:
        return sum([self.weights[mark] ** 2 for mark in marks])

    def dumped(self) -> str:
        """As it is stored."""
        marks = [
            (mark, weight, _NAME * (mark in self.names) + _HEADLINE * (mark in self.headline), self.written[mark])
            for mark, weight in self.weights.items()
        ]
        row = {"v": _VERSION, "s": self.source, "l": self.language, "t": self.at, "d": sorted(self.days)}
        return json.dumps({**row, "r": int(self.round_up), "m": marks}, ensure_ascii=False, separators=(",", ":"))


def loaded(stored: str, *, readable: bool = False) -> Features | None:
    """What was stored; `readable`: with its marks as the text has them. None: nothing, or by another version."""
    row = json.loads(stored) if stored else {}
    if row.get("v") != _VERSION:
        return None
    marks = [(intern(mark), weight, flags, written) for mark, weight, flags, written in row["m"]]
    return Features(
        source=row["s"],
        language=row["l"],
        at=row["t"],
        weights={mark: weight for mark, weight, _, _ in marks},
        names=frozenset(mark for mark, _, flags, _ in marks if flags & _NAME),
        headline=frozenset(mark for mark, _, flags, _ in marks if flags & _HEADLINE),
        days=frozenset(row["d"]),
        round_up=bool(row["r"]),
        written={mark: written for mark, _, _, written in marks} if readable else {},
    )
