"""Times of day as people type them, in three languages: 23, 23:30, 11 pm, 10 вечера, таңғы 8, полночь. Pure.

"с 23 до 7:30"  ─ hours_typed ─▶ 23:00–7:30         "8-25" ─▶ WrongTime("25")
"завтра в 9"    ─ time_at_end ─▶ (9:00, "завтра")
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model import QuietHours
from bot.speech.spelled import in_keys

HALF_DAY, WHOLE_DAY = 12 * 60, 24 * 60
NIGHT = QuietHours(start=23 * 60, end=8 * 60)  #: what "at night" means


@dataclass(frozen=True)
class WrongTime:
    """What is typed as a time, and is none that a clock shows."""

    typed: str


_BEFORE = r"(?:тангы|тан\b|ертенги|таненги|кешки|тунги|тустен\s+кейинги)"
_BEHIND = (
    r"(?:am\b|a\.m\b\.?|pm\b|p\.m\b\.?|утра|вечера|ночи|дня|в\s+обед|"
    r"in\s+the\s+(?:morning|evening|afternoon)|at\s+night)"
)
_UNIT = r"(?:o'clock|oclock|час(?:а|ов|ам)?\b|сагат(?:тан|ка)?\b|hrs?\b|h\b|ч\b)"
_NAMED = r"(?:midnight|полночь|полуночи|полночи|тун\s+ортасы(?:нан|на)?|noon|midday|полдень|полудня|талтус(?:тен|ке)?)"
_TIME = (
    r"(?:(?P<named{n}>" + _NAMED + r")"
    r"|(?:(?:сагат|в|at)\s+)*(?:(?P<before{n}>" + _BEFORE + r")\s+(?:сагат\s+)?)?"
    r"(?:(?P<h4{n}>\d\d)(?P<m4{n}>\d\d)|(?P<h{n}>\d{{1,3}})(?:\s?(?:[:.]|h|ч)\s?(?P<m{n}>\d{{1,3}}))?)(?![\d:%])"
    r"(?:\s*" + _UNIT + r")?(?:\s*(?P<behind{n}>" + _BEHIND + r"))?(?:\s*" + _UNIT + r")?)"
)
_LEAD = r"(?:(?:с|со|c|от|from|between|между)\s+)*"
#: said around the hours, and no part of them
_AROUND = re.compile(
    r"(?:every\s+(?:day|night)|daily|кажд(?:ыи\s+день|ую\s+ночь)|ежедневно|кун\s+саиын|кунде|please|пожалуиста|отинемин)"
)
#: 23-00 до 8-00: minutes behind a dash
_DASHED = re.compile(r"(\D*\d{1,2})-(\d\d\s+(?:до\s+|to\s+)?\d{1,2})-(\d\d)")
_FROM_CASE = r"\s?-?(?:дан|ден|тан|тен|нан|нен)(?:\s+бастап)?"
_TO_CASE = r"(?:\s?-?(?:га|ге|ка|ке|на|не))?(?:\s*(?:деиин|шеиин|аралыгы(?:нда)?))?"
_WORDS = r"(?:до|по|и|и\s+до|мен|бен|пен|to|till?|until|and|through)"
_BETWEEN = rf"(?:{_FROM_CASE}\s+|\s*(?:[-–—−~/,]|\.\.+|…|→|[-=]?>)\s*|\s+{_WORDS}\s+|\s+)"
_HOURS = re.compile(_LEAD + _TIME.format(n="1") + _BETWEEN + _TIME.format(n="2") + _TO_CASE + r"[\s.!]*")
#: of one end, the other is the morning
_AFTER = re.compile(
    rf"(?:after|past|после)\s+(?:{_TIME.format(n='1')})[\s.!]*|{_TIME.format(n='2')}{_FROM_CASE}\s+кеиин[\s.!]*"
)
EVENING = 6 * 60  #: from it on, "after 10" is in the evening
_ONE = re.compile(r"(?:(?P<rest>.*?\S)(?:\s*,\s*|\s+))??" + _TIME.format(n="") + _TO_CASE + r"[\s.!]*", re.DOTALL)
_AT_NIGHT = re.compile(
    r"(?:по\s+|на\s+|in\s+the\s+|at\s+|during\s+the\s+|all\s+|over\s*)*"
    r"(?:ночью|ночам|ночь|ночи|nights?|night\s*time|тунде|тунги\s+уакыт(?:та)?|тун|тунимен|кешке)[\s.!]*"
)


def hours_typed(text: str) -> QuietHours | WrongTime | None:
    """The span that is typed, both ends in minutes of the day; None: it is no span of hours.

    Where only one end tells the half of the day, the other is that with which the span is shorter: 11 to 7am.
    """
    keys = _AROUND.sub(lambda said: " " * len(said[0]), _in_keys(text)).rstrip(" ,.!")
    begin = len(keys) - len(keys.lstrip(" ,.!:🌙"))
    keys, text = _DASHED.sub(r"\1:\2:\3", keys[begin:]), text.strip()[begin:]
    if _AT_NIGHT.fullmatch(keys):
        return NIGHT
    if after := _AFTER.fullmatch(keys):
        return _from(after, text)
    found = _HOURS.fullmatch(keys)
    if found is None:
        return None
    ends = [_minute(found, text, "1"), _minute(found, text, "2")]
    wrong = next((end for end in ends if isinstance(end, WrongTime)), None)
    if wrong is not None:
        return wrong
    start, end = (end for end in ends if isinstance(end, int))
    told = [_half(found, number) for number in "12"]
    if told[0] and not told[1]:
        end = min((end, _other_half(end)), key=lambda one: (one - start) % WHOLE_DAY or WHOLE_DAY)
    elif told[1] and not told[0]:
        start = min((start, _other_half(start)), key=lambda one: (end - one) % WHOLE_DAY or WHOLE_DAY)
    return QuietHours(start=start, end=end)


def _from(found: re.Match[str], text: str) -> QuietHours | WrongTime:
    """From that time of the evening until the morning: после 22."""
    number = "1" if found["h1"] or found["h41"] or found["named1"] else "2"
    start = _minute(found, text, number)
    if isinstance(start, WrongTime):
        return start
    if not _half(found, number) and EVENING <= start < HALF_DAY:
        start = _other_half(start)
    return QuietHours(start=start, end=NIGHT.end)


def time_at_end(text: str) -> tuple[int | WrongTime, str] | None:
    """The time of day with which a text ends, in minutes, and what stands before it; None: it ends with none."""
    found = _ONE.fullmatch(_in_keys(text))
    if found is None:
        return None
    return _minute(found, text, ""), text[: found.end("rest")] if found["rest"] else ""


def _in_keys(text: str) -> str:
    """In one script and case, й as и: people write both."""
    return in_keys(text.strip()).lower().replace("й", "и")


def _half(found: re.Match[str], number: str) -> str:
    """The half of the day or the time that is named in words; "": it is only a number."""
    parts = (found[f"named{number}"], found[f"before{number}"], found[f"behind{number}"])
    many = "24" if _hour(found, number) > 12 else ""  # of a clock with 24 hours
    return next(filter(None, parts), "") or many


def _hour(found: re.Match[str], number: str) -> int:
    return int(found[f"h4{number}"] or found[f"h{number}"] or 0)


def _other_half(minute: int) -> int:
    return (minute + HALF_DAY) % WHOLE_DAY if 0 < minute < WHOLE_DAY else minute


def _minute(found: re.Match[str], text: str, number: str) -> int | WrongTime:
    named = found[f"named{number}"]
    if named:
        return 0 if named.startswith(("midn", "полно", "полуно", "тун")) else HALF_DAY
    hour, minute = _hour(found, number), int(found[f"m4{number}"] or found[f"m{number}"] or 0)
    said = found[f"before{number}"] or found[f"behind{number}"] or ""
    typed = text.strip()[found.start(f"h4{number}" if found[f"h4{number}"] else f"h{number}") :]
    wrong = WrongTime(re.match(r"[\d:.]*\d", typed)[0])  # type: ignore[index]  # it begins with a digit
    in_halves = said.startswith(("a", "p"))
    if hour > 24 or minute > 59 or (hour == 24 and minute) or (in_halves and not 0 < hour <= 12):
        return wrong
    return (_in_day(hour, said) * 60 + minute) % WHOLE_DAY


def _in_day(hour: int, said: str) -> int:
    """The hour of 24: 11 вечера, 12 ночи, 3 дня, түнгі 2."""
    if said.startswith(("p", "вечера", "кешки", "in the e", "in the a", "тустен")):
        return hour + 12 if hour < 12 else hour
    if said.startswith(("дня", "в обед")):
        return hour + 12 if 0 < hour < 7 else hour
    if said.startswith(("ночи", "тунги", "at night")):
        return 0 if hour == 12 else hour + 12 if 7 <= hour < 12 else hour
    return 0 if said and hour == 12 else hour
