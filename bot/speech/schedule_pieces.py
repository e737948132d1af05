"""What a typed schedule consists of: days, times, parts of a day and little words, in three languages. Pure.

Patterns are of keys (`spelled.in_keys`), in which every letter is in its place: what is wrong is shown as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

EVERY_DAY, WORKDAYS, WEEKEND, FIRST_OF_WEEK = tuple(range(7)), tuple(range(5)), (5, 6), (0,)
NOON = 12
#: at which minutes a digest comes that is asked for so often a day
TIMES_A_DAY = {1: (480,), 2: (480, 1080), 3: (480, 780, 1080), 4: (480, 720, 960, 1200)}


class Part(StrEnum):
    """A part of the day: alone it is a time of its own, beside an hour it says which of the two is meant."""

    AM = "am"
    PM = "pm"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


@dataclass(frozen=True, kw_only=True)
class Piece:
    """What some of the words are."""

    weekdays: tuple[int, ...] = ()
    plain_weekday: bool = False  #: a name of a day that may also be a period: "monday", not "mondays"
    weekly: bool = False
    minutes: tuple[int, ...] = ()  #: times that need nothing else
    hour: int | None = None  #: of a time that a part of the day may change
    minute: int = 0
    is_time: bool = False  #: written as only times are: 8:30
    part: Part | None = None
    behind: bool = False  #: that part of the day belongs to the hour before it: 8 pm
    too_often: bool = False
    too_rarely: bool = False  #: not once a week: monthly, every two weeks
    wrong: str = ""
    at: bool = False  #: "at", "every": what follows is a time, or comes again

    @property
    def is_refused(self) -> bool:
        """Does it ask for what no digest does?"""
        return bool(self.wrong) or self.too_often or self.too_rarely


_WEEKDAYS = (
    "mondays?|mon|понедельник(?:а|у|и|ам|ом)?|пн|пон|дуйсенби|дс",
    "tuesdays?|tues?|вторник(?:а|у|и|ам)?|вт|сейсенби|сс",
    "wednesdays?|wed|weds|сред(?:а|у|ы|ам|е)|ср|сарсенби",
    "thursdays?|thu|thur|thurs|четверг(?:а|у|и|ам)?|чт|бейсенби|бс",
    "fridays?|fri|пятниц(?:а|у|ы|ам|е)|пт|жума|жм",
    "saturdays?|sat|суббот(?:а|у|ы|ам|е)|сб|сенби",
    "sundays?|sun|воскресень(?:е|я|ям|ю)|вс|жексенби|жс",
)
_PLURAL = re.compile(r"\w+(?:days|ам|ям)(?:и)?|\w+и(?:к|г)и")
_CASE = "(?:дагы|деги|тагы|теги|нда|нде|да|де|та|те|га|ге|ка|ке|дан|ден|тан|тен|лери|лары|син|сын)?"
_OF_WEEKDAY = rf"{_CASE}(?: кун[иы]?(?:нде)?)?"
_A_WEEKDAY = f"(?:{'|'.join(_WEEKDAYS)}){_OF_WEEKDAY}"
_DAYS: tuple[tuple[tuple[int, ...], str], ...] = (
    (EVERY_DAY, r"daily|every ?day|each day|once a day|ежедневн(?:о|ый|ая)|кажды[йе] (?:божий )?день|каждодневно"
                r"|раз в день|один раз в день|1 раз в день|кун сайын|кунде|кунделикти|ар ?кун[иы]?"
                r"|кунине (?:бир|1) рет|all week"),
    (WORKDAYS, r"(?:every )?(?:week ?days?|work ?days?|working days?|business days?)"
               r"|будн(?:и|ям|ие дни|им дням|им|ие|ий день|ях)|рабочи(?:е|м|й) (?:дни|дням|день)"
               r"|жумыс кун(?:и|дери|деринде|дери сайын|и сайын|инде)"),
    (WEEKEND, r"(?:every )?week ?ends?|выходны(?:е|м|х)(?: дни| дням)?|демалыс кун(?:дери|деринде|и)|демалыс(?:та)?"),
)  # fmt: skip
_WEEKLY = (
    r"weekly|every week|each week|once a week|еженедельн(?:о|ый|ая)|каждую неделю|(?:один |1 )?раз в неделю"
    r"|апта сайын|апта(?:сына|да) (?:бир|1) рет|апталык"
)
_COUNT = r"(?P<count>\d{1,4}|once|twice|two|three|four|thrice|два|две|три|четыре|дважды|трижды|еки|уш|торт)"
_COUNTED = {
    "once": 1, "twice": 2, "two": 2, "три": 3, "three": 3, "thrice": 3, "трижды": 3, "уш": 3, "два": 2, "две": 2,
    "дважды": 2, "еки": 2, "four": 4, "четыре": 4, "торт": 4,
}  # fmt: skip
_TIMES_A_DAY = (
    rf"(?:кунине|тауликине|тауликте) {_COUNT} рет",
    rf"{_COUNT} ?(?:times?|раза?|x|рет)? (?:a|per|in a|в|every|each|за) (?:day|день|сутки)",
)
_TOO_OFTEN = (
    r"hourly|every ?(?:\d+ |few |other |half )?(?:an )?(?:hours?|minutes?|mins?|seconds?|secs?)|ежечасно|ежеминутно"
    r"|кажд(?:ый|ую|ые|ое) (?:\d+ |пол)?(?:час(?:а|ов)?|минут[уы]?|секунд[уы]?)"
    r"|раз в (?:\d+ )?(?:час(?:а|ов)?|минут[уы]?)"
    r"|(?:ар )?(?:\d+ )?(?:сагат|минут|секунд) сайын|ар (?:\d+ )?(?:минут|секунд|сагат)(?:та)?|once an hour|per minute"
)
_TOO_RARELY = (
    r"monthly|quarterly|yearly|annually|bi-?weekly|fortnightly"
    r"|(?:every|each|once a|once per|one time a) (?:month|quarter|year|fortnight)"
    r"|every (?:other|second|\d{1,2}|two|three|four) (?:weeks?|months?)"
    r"|once (?:every|in) (?:\d{1,2}|two|three|four) weeks"
    r"|ежемесячн(?:о|ый|ая)|ежеквартальн(?:о|ый|ая)|ежегодн(?:о|ый|ая)|кажд(?:ый|ого) (?:месяц|квартал|год)а?"
    r"|(?:один |1 )?раз в (?:месяц|квартал|год|полгода)|(?:один |1 )?раз в (?:\d{1,2}|две|три|четыре|пару) недел[иью]"
    r"|кажд(?:ые|ую) (?:\d{1,2} |две |три |вторую )недел[иью]"
    r"|ай сайын|ар ай(?:да|ы)?|айына (?:бир|1) рет|токсан сайын|жыл сайын|жылына (?:бир|1) рет"
    r"|(?:\d{1,2}|еки|уш) апта(?:да|сына)? (?:бир|1) рет|(?:\d{1,2}|еки|уш) апта сайын"
    rf"|{_COUNT} ?(?:times?|раза?|x|рет)? (?:a|per|in a|в|every|each|за) (?:month|месяц)"
    rf"|айына {_COUNT.replace('count', 'number')} рет"
    r"|(?:on )?(?:the )?(?:first|last|\d{1,2}(?:st|nd|rd|th)?) (?:day )?(?:of )?(?:the|every|each|a) month"
    r"|(?:\d{1,2}(?:-?(?:го|е))?|первого|последнего) числа(?: каждого месяца)?|ар айдын \d{1,2}(?:-[а-я]+)?"
)
_NUMBERS = (
    "one|один|бир", "two|два|еки", "three|три|уш", "four|четыре|торт", "five|пять|бес", "six|шесть|алты",
    "seven|семь|жети", "eight|восемь|сегиз", "nine|девять|тогыз", "ten|десять|он", "eleven|одиннадцать|он бир",
    "twelve|двенадцать|он еки",
)  # fmt: skip
_HALF_TO = (
    "первого", "второго", "третьего", "четвертого", "пятого", "шестого", "седьмого", "восьмого", "девятого",
    "десятого", "одиннадцатого", "двенадцатого",
)  # fmt: skip
_PARTS: tuple[tuple[Part, bool, str], ...] = (
    (Part.AM, True, r"a\.?m\b\.?"),
    (Part.PM, True, r"p\.?m\b\.?"),
    (Part.MORNING, True, r"in the mornings?|утра"),
    (Part.AFTERNOON, True, r"in the afternoons?|дня"),
    (Part.EVENING, True, r"in the evenings?|вечера"),
    (Part.NIGHT, True, r"ночи"),
    (Part.MORNING, False, r"mornings?|утр(?:ом|о|ам)|утренн(?:ий|юю|яя)|тан(?:гы|ертен(?:ги)?|да)?"),
    (Part.AFTERNOON, False, r"afternoons?|днем|кундиз(?:ги)?|туск[иі]|тустен кейин|обед(?:ом|у)?|lunch(?:time)?"),
    (Part.EVENING, False, r"evenings?|вечер(?:ом|ам)?|вечерн(?:ий|юю|яя)|кеш(?:ки|ке|те|кисин|курым)?"),
    (Part.NIGHT, False, r"(?:at )?nights?|ночью|ночам|тун(?:ги|де)?"),
)
_FILLERS = (
    r"the|a|of|and|и|также|да|жане|мен|then|o'?clock|час(?:ов|а|у)?|ч|time|times|время|уакытында|болганда|раз|рет|utc"
    r"|on|the same|местного|времени"
)
_AT = r"at|by|from|around|about|в|во|к|ко|с|со|около|сагат|every|each|кажд(?:ый|ую|ое|ые|ая|ым)|по|ар|сайын|on|in|на"
_END = r"(?![^\W_])"
_SUFFIX = rf"(?:[- ]?(?:де|да|те|та|ге|га|ке|ка|инде|ында|ден|дан){_END})?"
_CLOCK = re.compile(rf"(?P<h>\d{{1,4}}) ?(?:[:.hч]|(?<= )-|-(?=(?:00|15|30|45)(?!\d)))(?P<m>\d{{1,4}}){_END}{_SUFFIX}")
_APART = re.compile(rf"(?P<h>\d{{1,2}}) (?P<m>00|2[5-9]|[3-5]\d){_END}{_SUFFIX}")
_HOUR = re.compile(rf"(?P<h>\d{{1,9}})(?:[- ]?(?:ми|ти|го){_END})?{_SUFFIX}")
_HALF = re.compile(rf" ?(?:жарым(?:да)?|с половиной){_END}")


def pieces_of(keys: str, typed: str) -> Iterator[Piece | None]:
    """What it consists of, in order; None for anything else."""
    place, asked = 0, False
    while place < len(keys):
        if not keys[place].isalnum() and keys[place] != "-":
            place += 1
            continue
        found = _piece_at(keys, typed, place, after_at=asked)
        if found is None:
            yield None
            return
        piece, place = found
        asked = piece.at
        yield piece


def _piece_at(keys: str, typed: str, place: int, *, after_at: bool) -> tuple[Piece, int] | None:
    for read in (_often_at, _days_at, _time_at, _word_at):
        if found := read(keys, typed, place):
            return found
    return None


def _match(pattern: str, keys: str, place: int) -> re.Match[str] | None:
    return _compiled(pattern).match(keys, place)


@cache  # the module itself keeps 512 patterns, fewer than the rules have
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(f"(?:{pattern}){_END}")


def _often_at(keys: str, _typed: str, place: int) -> tuple[Piece, int] | None:
    if found := _match(_TOO_RARELY, keys, place):
        return Piece(too_rarely=True), found.end()
    if found := _match(_TOO_OFTEN, keys, place):
        return Piece(too_often=True), found.end()
    for pattern in _TIMES_A_DAY:
        if found := _match(pattern, keys, place):
            word = found["count"]
            count = int(word) if word.isdecimal() else _COUNTED[word]
            minutes = TIMES_A_DAY.get(count, ())
            return Piece(weekdays=EVERY_DAY, minutes=minutes, too_often=not minutes), found.end()
    return None


def _days_at(keys: str, _typed: str, place: int) -> tuple[Piece, int] | None:
    if found := _range_at(keys, place):
        return found
    for weekdays, pattern in _DAYS:
        if named := _match(pattern, keys, place):
            return Piece(weekdays=weekdays), named.end()
    if named := _match(_WEEKLY, keys, place):
        return Piece(weekly=True), named.end()
    if named := _match(_A_WEEKDAY, keys, place):
        return Piece(weekdays=(_weekday(named[0]),), plain_weekday=not _PLURAL.fullmatch(named[0])), named.end()
    return None


def _range_at(keys: str, place: int) -> tuple[Piece, int] | None:
    """`mon-fri`, `с понедельника по пятницу`, `дүйсенбіден жұмаға дейін`."""
    day = _A_WEEKDAY
    for pattern in (
        rf"(?P<first>{day})(?: ?[-–—] ?| (?:to|through|thru|till|until) )(?P<last>{day})",
        rf"(?:с|со|from) (?P<first>{day})(?: ?[-–—] ?| (?:по|до|to|till|until|through) )(?P<last>{day})",
        rf"(?P<first>{day}) (?P<last>{day}) дейин",
    ):
        if found := _match(pattern, keys, place):
            first, last = _weekday(found["first"]), _weekday(found["last"])
            days = {(first + step) % 7 for step in range((last - first) % 7 + 1)}
            return Piece(weekdays=tuple(sorted(days))), found.end()
    return None


def _weekday(word: str) -> int:
    return next(
        day for day, names in enumerate(_WEEKDAYS) if _match(f"(?:{names}){_CASE}(?: кун[иы]?(?:нде)?)?", word, 0)
    )


def _time_at(keys: str, typed: str, place: int) -> tuple[Piece, int] | None:
    if named := _match("noon|midday|полдень|тал тус(?:те)?|тусте|тус", keys, place):
        return Piece(minutes=(NOON * 60,)), named.end()
    if named := _match("midnight|полночь|тун ортасы(?:нда)?", keys, place):
        return Piece(minutes=(0,)), named.end()
    for pattern in (_CLOCK, _APART):
        if clock := pattern.match(keys, place):
            shown = typed[place : clock.end()]
            return _clock_piece(int(clock["h"]), clock["m"], shown), clock.end()
    return _hour_at(keys, typed, place)


def _clock_piece(hour: int, minute: str, shown: str) -> Piece:
    if hour > 24 or len(minute) != 2 or int(minute) > 59 or (hour == 24 and minute != "00"):
        return Piece(wrong=shown)
    return Piece(hour=hour % 24, minute=int(minute), is_time=True)


def _hour_at(keys: str, typed: str, place: int) -> tuple[Piece, int] | None:
    if half := _match(f"(?:пол|половин[ае]) ?-?(?P<h>{'|'.join(_HALF_TO)})", keys, place):
        return Piece(hour=(_HALF_TO.index(half["h"]) or 12) % 24, minute=30, is_time=True), half.end()
    minute, is_time, start = 0, False, place
    if past := _match("half past", keys, place):
        minute, is_time, start = 30, True, past.end() + 1
    if number := _HOUR.match(keys, start):
        hour, end = int(number["h"]), number.end()
        if len(number["h"]) == 4 or (len(number["h"]) == 3 and hour >= 100):  # 0830
            return _clock_piece(hour // 100, f"{hour % 100:02}", typed[place:end]), end
    elif word := _number_at(keys, start):
        hour, end = word
    else:
        return None
    if half := _HALF.match(keys, end):
        minute, is_time, end = 30, True, half.end()
    if hour > 24:
        return Piece(wrong=typed[place:end]), end
    return Piece(hour=hour % 24, minute=minute, is_time=is_time), end


def _number_at(keys: str, place: int) -> tuple[int, int] | None:
    for hour in range(len(_NUMBERS), 0, -1):
        if found := _match(f"(?:{_NUMBERS[hour - 1]}){_SUFFIX}", keys, place):
            return hour, found.end()
    return None


def _word_at(keys: str, _typed: str, place: int) -> tuple[Piece, int] | None:
    for part, behind, pattern in _PARTS:
        if found := _match(pattern, keys, place):
            return Piece(part=part, behind=behind), found.end()
    if found := _match(_AT, keys, place):
        return Piece(at=True), found.end()
    if found := _match(_FILLERS, keys, place):
        return Piece(), found.end()
    return None
