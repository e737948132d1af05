"""How long a pause is to last, as people type it, in three languages: 2h, полчаса, until Monday, ертең. Pure.

"1h30m", "два часа"              ─ duration ─▶ 1:30, 2:00
"AI на неделю"                   ─ duration_at_end ─▶ (7 days, "AI")
"until Monday", "до завтра 9:00" ─ until_typed ─▶ Until(weekday=0), Until(ahead=1, minute=540)
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from bot.calendar.quiet import Until
from bot.speech.hours import WrongTime, time_at_end
from bot.speech.periods import PeriodKind, TypedPeriod, whole_period
from bot.speech.spelled import in_keys

EVENING, NOON = 18 * 60, 12 * 60
#: minutes of each unit, with its spellings as keys; й is written as и
_UNITS = (
    (1, r"m|min|mins|minutes?|м|мин|минут(?:а|у|ы)?|минутка|минутку"),
    (60, r"h|hr|hrs|hours?|ч|час(?:а|ов|ик)?|сагат(?:ка)?|с"),
    (24 * 60, r"d|days?|д|дн|дня|днеи|день|сутки|суток|кун(?:ге)?|тәулик|таулик"),
    (7 * 24 * 60, r"w|wk|wks|weeks?|н|нед|недел(?:я|ю|и|ь|ьку)|апта(?:га)?"),
    (30 * 24 * 60, r"months?|mo|мес|месяц(?:а|ев)?|аи(?:га)?"),
)
_NUMBERS = {
    word: number
    for number, said in enumerate(
        (
            "a an one один одну одна одни бир", "two couple два две пару пара еки", "three три уш",
            "four четыре торт", "five пять бес", "six шесть алты", "seven семь жети", "eight восемь сегиз",
            "nine девять тогыз", "ten десять он",
        ),
        1,
    )
    for word in said.split()
}  # fmt: skip
_UNIT = "|".join(f"(?P<u{minutes}>{said})" for minutes, said in _UNITS)
_WORDS = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_PART = re.compile(
    rf"\s*(?:and\s+|и\s+)?(?:(?P<sign>[-−–])\s?)?"
    rf"(?:(?P<number>\d{{1,6}}(?:[.,]\d{{1,3}})?)\s*|(?:a\s+(?=couple))?(?P<word>{_WORDS})\s+(?:of\s+)?)?"
    rf"(?P<half>half\s+(?:an?\s+)?|пол\s?|жарты\s+)?(?P<more>полтор[аы]\s+)?(?:{_UNIT})(?![^\W\d_])\.?"
)
_REST = re.compile(r"\s*(?P<number>\d{1,2})\s*$")  #: 1h30
_LEAD = re.compile(r"\s*(?:for|на|в\s+течение|the\s+next|next|ближаиш(?:ие|ии)|следующ(?:ие|ии)|келеси)\s+")
_TAIL = re.compile(r"\s*(?:боиы|деиин|шеиин|please|пожалуиста)?[\s.!]*$")
_UNTIL = re.compile(r"(?:until|till?|up\s+to|before|до|по|to)(?:\s+|$)")
_AS_FAR_AS = re.compile(r"(?:\s+(?:деиин|шеиин))?[\s.!]*$")
_CASE = re.compile(r"\s*-?(?:га|ге|ка|ке)$")  #: of a Kazakh end
_NEXT_WEEK = re.compile(r"\s*келеси\s+аптага\s+(?:деиин|шеиин)[\s.!]*")  #: until Monday, not for seven days
_WEEKEND = re.compile(r"\s*(?:(?:the|this)\s+weekend|weekend|(?:эти\s+)?выходные|демалыс)[\s.!]*")  #: until it is over
_NEXT = re.compile(r"(?:(?:the|this|next|coming|следующ(?:его|еи|ии|ую)|ближаиш(?:его|еи)|келеси|осы)\s+)+")
#: days and parts of days that are named by words: how many days ahead, and the minute; None: as it is for a day
_NAMED: tuple[tuple[str, int | None, int | None], ...] = (
    (r"(?:tomorrow|завтра(?:шнего)?|ертен(?:ги)?)\s*(?:morning|утра|утром|утро|тан|танга|дня)?|tmrw|tmr", 1, None),
    (r"(?:tomorrow|завтра|ертен(?:ги)?)\s+(?:evening|night|вечера?|вечером|кеш|кешке)", 1, EVENING),
    (r"(?:tomorrow|завтра|ертен(?:ги)?)\s+(?:noon|полдня|полудня|обеда?|тус|туске)", 1, NOON),
    (r"(?:the\s+)?day\s+after\s+tomorrow|послезавтра(?:шнего\s+дня)?|(?:бурсигуни|арги\s+кун)", 2, None),
    (r"(?:the\s+)?(?:morning|утра?|утром|тан|танертен|танертенге|танертенги)", None, None),
    (r"tonight|(?:this\s+|the\s+)?evening|вечера?|вечером|кеш|кешке", None, EVENING),
    (r"noon|midday|обеда?|полудня|полдня|тус|туске", None, NOON),
    (
        r"midnight|(?:the\s+)?end\s+of\s+(?:the\s+)?(?:day|today)|полуночи|конца\s+(?:дня|сегодняшнего\s+дня)"
        r"|тун\s+ортасы|кун\s+сонына",
        1,
        0,
    ),
)
_WEEKDAYS = (
    (re.compile(r"(?:the\s+)?weekend|выходных|демалыс(?:ка)?"), 5),
    (
        re.compile(
            r"week|недели|апта|аптага|(?:the\s+)?end\s+of\s+(?:the\s+)?week|конца\s+недели|аптанын\s+сонына|"
            r"начала\s+недели|новои\s+недели|(?:for|over)\s+the\s+weekend|на\s+выходные|демалыс\s+кундери(?:не)?"
        ),
        0,
    ),
)
_SAID = tuple((re.compile(pattern), ahead, minute) for pattern, ahead, minute in _NAMED)


def duration(text: str) -> timedelta | None:
    """How long, below zero if it is typed so; None: it is no span of time."""
    keys = _in_keys(text)
    if _NEXT_WEEK.fullmatch(keys):
        return None
    lead = _LEAD.match(keys)
    at = lead.end() if lead else 0
    minutes = _minutes(keys[at:])
    return None if minutes is None else timedelta(minutes=minutes)


def duration_at_end(text: str) -> tuple[timedelta, str] | None:
    """The span with which a text ends, and what stands before it; None: it ends with none."""
    for start in [found.end() for found in re.finditer(r"\s+", text)]:
        span = duration(text[start:])
        if span is not None:
            return span, text[:start].rstrip(" ,:;")
    return None


def until_typed(text: str) -> Until | WrongTime | None:
    """The end that is named; None: it is no day and no time."""
    whole = _day(text)
    if whole is not None:
        return whole
    for time, rest in _splits(text):
        day = _day(rest) if _bare(rest) else Until()
        if day is not None:
            return time if isinstance(time, WrongTime) else replace(day, minute=time)
    return None


def _splits(text: str) -> list[tuple[int | WrongTime, str]]:
    """The text as a time at its end, or at its beginning, and the rest."""
    found = [time_at_end(text)]
    bare = _bare(text)
    for space in re.finditer(r"\s+", bare):
        first = time_at_end(bare[: space.start()])
        if first and not first[1]:
            found.append((first[0], bare[space.end() :]))
    return [each for each in found if each is not None]


def until_at_end(text: str) -> tuple[Until | WrongTime, str] | None:
    """The end that a text names after "until", and what stands before that; None: it names none."""
    keys = _in_keys(text)
    for found in re.finditer(r"(?:^|\s)(?:until|till?|до)\s", keys):
        named = until_typed(text[found.end() :])
        if named is not None:
            return named, text[: found.start()].strip(" ,:;")
    if re.search(r"\s(?:деиин|шеиин)[\s.!]*$", keys):
        for found in re.finditer(r"\s+", keys):
            named = until_typed(text[found.end() :])
            if named is not None:
                return named, text[: found.start()].strip(" ,:;")
    return None


def _in_keys(text: str) -> str:
    return in_keys(text).lower().replace("й", "и")


def _minutes(keys: str) -> float | None:
    """Parts of a span one behind the other: 1 h 30 min."""
    at, total, sign, last = 0, 0.0, 1, 0
    while found := _PART.match(keys, at):
        unit = next(minutes for minutes, _ in _UNITS if found[f"u{minutes}"])
        if not (found["number"] or found["word"] or found["half"] or found["more"]) and (
            total or unit == 1 or len(found[0].strip()) < 3
        ):
            return None  # a bare letter
        if found["sign"] and at:
            return None
        number = float((found["number"] or str(_NUMBERS.get(found["word"] or "", 1))).replace(",", "."))
        total += (0.5 if found["half"] else 1.5 if found["more"] else number) * unit
        sign = -1 if found["sign"] else sign
        at, last = found.end(), unit
    if not at:
        return None
    if last == 60 and (rest := _REST.match(keys, at)):  # minutes behind hours
        return sign * (total + int(rest["number"]))
    return sign * total if _TAIL.match(keys, at) else None


def _bare(text: str) -> str:
    """Without "until" before it or behind it, as Kazakh has it."""
    keys = _in_keys(text)
    lead = _UNTIL.match(keys, len(keys) - len(keys.lstrip()))
    begin = lead.end() if lead else 0
    end = _AS_FAR_AS.search(keys, begin)
    return text[begin : end.start() if end else None].strip(" ,")


def _day(text: str) -> Until | None:
    """The day that is named, or a part of one."""
    if _WEEKEND.fullmatch(_in_keys(text)):
        return Until(weekday=0)
    bare = _bare(text)
    return _named_day(bare) or _named_day(_CASE.sub("", _in_keys(bare)))


def _named_day(text: str) -> Until | None:
    keys = _in_keys(text)
    for pattern, ahead, minute in _SAID:
        if pattern.fullmatch(keys):
            return Until(ahead=ahead, minute=minute)
    lead = _NEXT.match(keys)
    kept = text[lead.end() :] if lead else text
    for pattern, weekday in _WEEKDAYS:
        if pattern.fullmatch(_in_keys(kept)):
            return Until(weekday=weekday)
    period = whole_period(kept)
    return _forwards(period) if period else None


def _forwards(period: TypedPeriod) -> Until | None:
    """A day of the past as one to come; None: it is longer than a day, or a time with a full stop in it."""
    if period.kind is PeriodKind.WEEKDAY:
        return Until(weekday=period.number)
    if period.kind is PeriodKind.DATE and 0 < period.month <= 12:
        return Until(day=period.number, month=period.month, year=period.year)
    return None
