"""Is an article a round-up, which tells of several stories and belongs to none?

Its headline says so (Итоги дня, Күн қорытындысы, Monday Briefing), or it names three things of which each has sentences
of its own.
"""

from __future__ import annotations

import re

from bot.matching.analysis import AnalyzedText
from bot.stories.pieces import words

LEAST_THINGS = 3  #: that the headline of a round-up lists
_BETWEEN = re.compile(r"[,;|]\s| (?:и|and|және|мен|пен|бен) |\s/\s")

_DAY = r"(?:day|week|month|monday|tuesday|wednesday|thursday|friday|saturday|sunday|morning|evening|daily|weekly)"
_DAYS = r"(?:дня|недели|месяца|года|утра|вечера|суток|часа|выходных)"
_KAZAKH_DAYS = r"(?:күн(?:нің|гі)?|апта(?:ның)?|бүгін(?:нің|гі)?|тәулік(?:тің)?|ай(?:дың)?)"
_SAYS_SO = re.compile(
    rf"""
    \b{_DAY}(?:'s|’s)?\s+(?:news\s+)?(?:briefing|digest|round-?up|wrap|recap|headlines|review|summary|brief)\b
    | \b(?:news|press|media)\s+(?:briefing|digest|round-?up|wrap|recap|summary)\b
    | \b(?:top|main)\s+(?:news|stories|headlines)\b | \b{_DAY}\s+in\s+(?:review|brief)\b
    | \b(?:what\s+happened|things\s+to\s+know)\s+(?:today|this\s+week)\b
    | \bдайджест\b | \bитоги\s+{_DAYS} | \bглавн(?:ое|ые)\s+(?:за|к|события|новости|утром|вечером|на\s+этот\s+час)
    | \bглавное\s+(?:за\s+)?{_DAYS} | \bновости\s+(?:{_DAYS}|к\s+этому\s+часу|коротко)
    | \bкоротко\s+о\s+(?:главном|важном|том) | \bчто\s+произошло\s+за
    | \bобзор\s+(?:{_DAYS}|прессы|сми|событий|новостей)
    | \bсобытия\s+{_DAYS} | \bважное\s+за\b
    | \b{_KAZAKH_DAYS}\s+(?:қорытынды|басты|маңызды|шолу|жаңалықтары|оқиғалары)
    | \bжаңалықтар\s+(?:топтамасы|шолуы)
    | \bбасты\s+(?:жаңалықтар|оқиғалар)\b | \bқысқаша\s+жаңалықтар\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_round_up(text: AnalyzedText, headline_end: int) -> bool:
    """Does it tell of several stories?"""
    headline = text.text[:headline_end]
    lists = dict.fromkeys((headline.rpartition(": ")[2], headline.partition(": ")[0]))
    return bool(_SAYS_SO.search(headline)) or any(_tells_apart(_things(each), text, headline_end) for each in lists)


def _things(listed: str) -> list[str]:
    """What is listed before or behind a colon: "Главное: рейс, завод и тасқын" are three things."""
    return [part for part in _BETWEEN.split(listed) if part.strip()]


def _tells_apart(things: list[str], text: AnalyzedText, headline_end: int) -> bool:
    """Has each of three things or more sentences of its own, and none together with another?"""
    if len(things) < LEAST_THINGS:
        return False
    listed = [_marks(thing, text.language) for thing in things]
    told = [0] * len(listed)
    for number in range(len(text.sentences)):
        start, end = text.sentences[number]
        if start < headline_end:
            continue
        here = _marks(text.text[start:end], text.language)
        about = [at for at, marks in enumerate(listed) if marks & here]
        if len(about) > 1:
            return False
        for at in about:
            told[at] += 1
    return all(told)


def _marks(piece: str, language: str) -> set[str]:
    return {mark for mark, _ in words(piece, language)}
