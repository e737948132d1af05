"""How alike two articles are, and why.

two Features ─ the cosine of their marks, and that of their topics ─▶ × conflicts, source, time ─▶ score, Likeness
                                          meanings, if they are known ─▲
"""

from __future__ import annotations

import math
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from bot.stories.features import OWN_WORDS, TOPICS, Features, loaded, written
from bot.stories.marks import COPIES, PERSON, ROLE, is_particular
from bot.stories.meaning import mixed

WINDOW_MINUTES = 72 * 60  #: articles published further apart are not compared
THRESHOLD = 0.32  #: from which two articles are one story
BARE_THRESHOLD = 0.2  #: the same for two headlines without a text: less can be shared
TOPIC = 0.3  #: weight of the likeness of topics, whoever and wherever, beside that of all
FOREIGN = 0.3  #: share of an ordinary word that counts beside a text of another language, which can't have it
ACROSS = 1.1  #: two languages share less
#: marks, but of two headlines in one language: a town and a school are of two events as often as of one
LEAST_SHARED = 3
PARTICULARS = 2  #: places, names and large numbers that are shared by one event sooner than by a topic
VAGUE = 0.65  #: long texts in two languages that share fewer
FEW, SLIGHT = 5, 0.65  #: long texts of one story share at least so many marks
SAME_SOURCE, SAME_SOURCE_LATER = 0.85, 0.6  #: a source tells a story once, and the next day the next one like it
LATER = 12 * 60  #: minutes
ROUND = 16 * 60  #: minutes from which a contest has gone on: its next day tells of the day before, too
HALF_LIFE = 72 * 60  #: minutes between two articles that halve their likeness
MOST_SHARED = 8  #: marks that are shown
EVIDENCE = 3  #: marks that each of two articles has at least, or nobody can tell
BARE_EVIDENCE_OF_ONE_SOURCE, EVIDENCE_OF_ONE_SOURCE = 5, 8  #: the same of one source: of two headlines, of texts
LONG_TEXT = 15  #: marks from which a text is long
SAME_HEADLINE = 2  #: marks that two headlines of one source share at least
COPIED = 0.7  #: share of the marks of two texts from which one is a copy of the other


class Conflict(StrEnum):
    """What two articles tell differently; each makes them less alike, and none makes them two stories by itself."""

    NUMBERS = "numbers"  #: in their headlines, and not in the other's text
    PLACES = "places"  #: in their headlines; or they name other streets
    DATES = "dates"  #: in their first lines: the weather of tomorrow is not that of today
    NAMES = "names"  #: in their headlines
    TOPICS = "topics"  #: the headline of one tells of what is nowhere in the other, a longer text


FACTORS = {Conflict.NUMBERS: 0.8, Conflict.PLACES: 0.4, Conflict.DATES: 0.2, Conflict.NAMES: 0.6, Conflict.TOPICS: 0.65}


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """Why two articles are, or are not, one story."""

    score: float
    threshold: float  #: from this score on they are; that of a story of many is higher
    shared: tuple[str, ...]  #: what both have, the weightiest first, as the first text has it
    conflicts: tuple[Conflict, ...]
    too_far: bool  #: they were published too far apart to be compared


def explain(one: str, other: str) -> Likeness:
    """Why two articles are, or are not, one story; each as `Assignment.features`, and "" shares nothing."""
    first, second = loaded(one), loaded(other)
    if first is None or second is None:
        return Likeness(score=0.0, threshold=THRESHOLD, shared=(), conflicts=(), too_far=False)
    common = first.weights.keys() & second.weights.keys()
    by_weight = sorted(common, key=lambda mark: (-first.weights[mark] * second.weights[mark], mark))
    read = written(one)
    return Likeness(
        score=0.0 if first.round_up or second.round_up else likeness(first, second),
        threshold=threshold(first, second),
        shared=tuple(dict.fromkeys(filter(None, map(read.__getitem__, by_weight))))[:MOST_SHARED],
        conflicts=conflicts(first, second),
        too_far=too_far(first, second),
    )


def likeness(one: Features, other: Features) -> float:
    """How alike two articles are, from 0 to about 1."""
    common = one.weights.keys() & other.weights.keys()
    if not common or not _can_be_told(one, other, common):
        return 0.0
    across = one.language != other.language
    whole, topic = _cosines(one, other, common, across=across)
    value = (whole + TOPIC * topic) / (1 + TOPIC)
    if across:
        value *= ACROSS
        if _is_vague(one, other, common):
            value *= VAGUE
    if _share_little(one, other, common):
        value *= SLIGHT
    bare = one.is_bare and other.is_bare and not across
    value = mixed(value, one.meaning, other.meaning, bare=bare)
    for conflict in conflicts(one, other):
        value *= FACTORS[conflict]
    apart = abs(one.at - other.at)
    if one.source == other.source:
        value *= SAME_SOURCE if apart < LATER else SAME_SOURCE_LATER
    return value * math.pow(0.5, apart / HALF_LIFE)


def _can_be_told(one: Features, other: Features, common: AbstractSet[str]) -> bool:
    """Is enough known of both to call them one story? What is not would hide news.

    A source rarely tells a story twice: only texts show it. Headlines that differ in their numbers alone are a series.
    """
    evidence = min(one.evidence, other.evidence)
    same_language, bare = one.language == other.language, one.is_bare and other.is_bare
    if len(common) < LEAST_SHARED and not (same_language and bare):
        return False
    if same_language and one.headline == other.headline and _differ(one.numbers, other.numbers):
        return False
    if one.source != other.source or not same_language:
        return evidence >= EVIDENCE
    if len(one.headline & other.headline) < SAME_HEADLINE:
        return False
    if bare:
        return evidence >= BARE_EVIDENCE_OF_ONE_SOURCE
    return evidence >= EVIDENCE_OF_ONE_SOURCE and _particulars(one, other, common) >= PARTICULARS


def threshold(one: Features, other: Features) -> float:
    """The likeness from which two articles are one story."""
    return BARE_THRESHOLD if one.is_bare and other.is_bare else THRESHOLD


def too_far(one: Features, other: Features) -> bool:
    """Were they published too far apart to be compared?"""
    return abs(one.at - other.at) > WINDOW_MINUTES


def is_copy(one: Features, other: Features) -> bool:
    """Are they nearly the same words in one language: one press release?"""
    if one.language != other.language or one.is_bare or other.is_bare:
        return False
    common = one.weights.keys() & other.weights.keys()
    return len(common) >= COPIED * len(one.weights.keys() | other.weights.keys())


def conflicts(one: Features, other: Features) -> tuple[Conflict, ...]:
    """What two articles tell differently."""
    numbers = (one.numbers, other.numbers)
    found = {
        Conflict.NUMBERS: all(numbers)
        and one.weights.keys().isdisjoint(other.numbers)
        and other.weights.keys().isdisjoint(one.numbers),
        Conflict.PLACES: _differ(one.places, other.places) or _differ(one.sites, other.sites),
        Conflict.DATES: _differ(one.days, other.days) or _are_of_other_days(one, other),
        Conflict.NAMES: _differ(*_people(one, other)),
        Conflict.TOPICS: _lacks_topic(one, other) or _lacks_topic(other, one),
    }
    return tuple(conflict for conflict, is_there in found.items() if is_there)


def _people(one: Features, other: Features) -> tuple[AbstractSet[str], AbstractSet[str]]:
    """The people in two headlines, and what they quote.

    Beside another language English counts by its people alone: it translates titles of works, and does not quote clubs.
    """
    if one.language != other.language and "en" in (one.language, other.language):
        return _persons(one), _persons(other)
    return one.people, other.people


def _persons(one: Features) -> AbstractSet[str]:
    return {mark for mark in one.people if mark[0] == PERSON}


def _lacks_topic(one: Features, other: Features) -> bool:
    """Is nothing of what the headline of the other tells of, which any language can say, in a text?"""
    return not (one.is_bare or other.is_bare) and _differ(one.weights.keys(), other.topics)


def _are_of_other_days(one: Features, other: Features) -> bool:
    """Are they of a kind that comes daily, and came on different days, or of two rounds of a contest?"""
    if one.is_of_contest and other.is_of_contest and abs(one.at - other.at) >= ROUND:
        return True
    return bool(one.day and other.day) and one.day != other.day and one.days.isdisjoint(other.days)


def _is_vague(one: Features, other: Features, common: AbstractSet[str]) -> bool:
    """Do two texts share a topic, but hardly anything that is of this event alone? Of short ones nobody can tell."""
    return _are_long(one, other) and _particulars(one, other, common) < PARTICULARS


def _share_little(one: Features, other: Features, common: AbstractSet[str]) -> bool:
    """Do two texts share only a handful of marks, however weighty: who acts, and what he does every day?"""
    return _are_long(one, other) and sum(mark[0] not in COPIES + ROLE for mark in common) < FEW


def _are_long(one: Features, other: Features) -> bool:
    return min(one.evidence, other.evidence) >= LONG_TEXT


def _particulars(one: Features, other: Features, common: AbstractSet[str]) -> int:
    """How many of the marks that both have are places, names and large numbers."""
    names = one.names | other.names
    return sum(is_particular(mark) or mark in names for mark in common)


def _differ(one: AbstractSet[object], other: AbstractSet[object]) -> bool:
    return bool(one) and bool(other) and one.isdisjoint(other)


def _cosines(one: Features, other: Features, common: AbstractSet[str], *, across: bool) -> tuple[float, float]:
    """The cosine of all marks, and the one of topics. Across languages, ordinary words that one lacks count less."""
    dot = topic_dot = kept = other_kept = 0
    names = one.names | other.names
    for mark in common:
        left, right = one.weights[mark], other.weights[mark]
        dot += left * right
        if mark[0] in TOPICS and mark not in names:
            topic_dot += left * right
            if across and mark[0] in OWN_WORDS:
                kept += left * left
                other_kept += right * right
    less, other_less = 0.0, 0.0
    if across:
        less = (1 - FOREIGN**2) * (one.square_of_own - kept)
        other_less = (1 - FOREIGN**2) * (other.square_of_own - other_kept)
    return (
        dot / _norms(one.square - less, other.square - other_less),
        topic_dot / _norms(one.square_of_topic - less, other.square_of_topic - other_less),
    )


def _norms(one: float, other: float) -> float:
    """The product of two norms, by their squares; never 0."""
    return max(math.sqrt(one * other), 1.0)
