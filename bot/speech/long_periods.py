"""Periods of charts and reports: all that a digest has, and longer ones: quarter, полгода, жыл. Pure.

    "AI за квартал" ─ period_and_words ─▶ ("91 days", "AI")

In a digest these are words like any other: квартал is a part of a city, too.
"""

from __future__ import annotations

import re

from bot.speech.periods import LONGEST, PeriodKind, period_at_end, period_at_start, whole_period
from bot.speech.spelled import in_keys

MONTH, QUARTER, HALF, YEAR = 30, 91, 182, 364  #: days; those of a quarter and longer are whole weeks
_LAST = r"(?:(?:last|past|this|последни[йе]|прошлый|прошедший|этот|текущий|сонгы|откен|осы|бир)\s+)*"
_LEAD = r"(?:(?:за|на|в|for|in|over|the|during)\s+)*"
_KINDS = (
    (HALF, "half\\s+a?\\s*year|six\\s+months|полгода|полугодие|жарты\\s+жыл(?:дык|да|дагы)?"),
    (QUARTER, "quarter|three\\s+months|квартал(?:е)?|три\\s+месяца|токсан(?:дык|да|дагы)?|уш\\s+ай(?:лык|да|дагы)?"),
    (YEAR, "year|год(?:а|у)?|жыл(?:дык|да|дагы)?"),
)
_DAYS = r"(?P<days>\d{1,4})\s*(?:days?|день|дня|дней|кун(?:дик|де|деги|ги)?)"
_MONTHS = r"(?P<months>\d{1,4})\s*(?:months?|месяц(?:а|ев)?|мес|ай(?:лык|да|дагы)?)"
_WEEKS = r"(?P<weeks>\d{1,4})\s*(?:weeks?|недел[ьяию]|нед|апта(?:лык|да|дагы)?)"
_PATTERN = re.compile(
    _LEAD
    + _LAST
    + "(?:"
    + "|".join([_DAYS, _MONTHS, _WEEKS, *(f"(?P<of{days}>{in_keys(words)})" for days, words in _KINDS)])
    + r")(?=[\s,:;.!?]|$)"
)


def period_and_words(text: str) -> tuple[str, str] | None:
    """The period that stands before the words or behind them, as a digest would have it typed, and the words."""
    text = text.strip()
    found = _at_start(text) or _at_end(text)
    if found is not None:
        return found
    known = period_at_start(text) or period_at_end(text)
    return (known[1], known[2].strip(" ,:;")) if known else None


def brief(typed: str) -> str:
    """A period so that it has room in a button: `week` for «за последнюю неделю»."""
    known = whole_period(typed)
    if known is None or known.kind is not PeriodKind.DAYS:
        return typed
    return {7: "week", MONTH: "month", QUARTER: "quarter"}.get(known.number, f"{known.number} days")


def _at_start(text: str) -> tuple[str, str] | None:
    found = _PATTERN.match(in_keys(text))
    return (_days(found), text[found.end() :].strip(" ,:;\n")) if found else None


def _at_end(text: str) -> tuple[str, str] | None:
    text = text.rstrip(" .!?,;:")
    keys = in_keys(text)
    for start in (found.end() for found in re.finditer(r"\s+", text)):
        if found := _PATTERN.fullmatch(keys[start:]):
            return _days(found), text[:start].strip(" ,:;\n")
    return None


def _days(found: re.Match[str]) -> str:
    """`91 days`, at most as many as may be asked for; of none as it was typed, which is no period."""
    if counted := found["months"]:
        number = int(counted)
        days = {3: QUARTER, 6: HALF, 12: YEAR}.get(number, number * MONTH)
    elif counted := found["weeks"] or found["days"]:
        days = int(counted) * (7 if found["weeks"] else 1)
    else:
        days = next(days for days, _ in _KINDS if found[f"of{days}"])
    return f"{min(days, LONGEST)} days" if days else found.group().strip()
