"""When a digest is to come, as people type it in three languages. Pure.

    "по будням в 9 и 18:00" ─ pieces: days, times, parts of a day, little words ─▶ (Monday to Friday, 9:00 and 18:00)

What is no schedule as a whole is none at all: "monday" alone is a period, "AI daily" a topic. A time that no clock
shows, and a digest every minute, are read too, so that it can be said what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.speech.periods import whole_period
from bot.speech.spelled import in_keys

EVERY_DAY, WORKDAYS, WEEKEND, FIRST_OF_WEEK = tuple(range(7)), tuple(range(5)), (5, 6), (0,)
MOST_A_DAY = 12  #: times
LEAST_BETWEEN = 30  #: minutes from one time to the next
DAY = 24 * 60
NOON = 12
#: at which minutes a digest comes that is asked for so often a day
TIMES_A_DAY = {1: (480,), 2: (480, 1080), 3: (480, 780, 1080), 4: (480, 720, 960, 1200)}


@dataclass(frozen=True, kw_only=True)
class TypedSchedule:
    """Days of the week and times of the day."""

    weekdays: tuple[int, ...]  #: Monday is 0; ascending
    minutes: tuple[int, ...]  #: since midnight; ascending
    wrong: str = ""  #: what was typed for a time that no clock shows
    too_often: bool = False


class _Part(StrEnum):
    """A part of the day: alone it is a time of its own, beside an hour it says which of the two is meant."""

    AM = "am"
    PM = "pm"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


_ALONE = {_Part.MORNING: 480, _Part.AFTERNOON: 780, _Part.EVENING: 1080, _Part.NIGHT: 1320}


@dataclass(frozen=True, kw_only=True)
class _Piece:
    """What some of the words are."""

    weekdays: tuple[int, ...] = ()
    plain_weekday: bool = False  #: a name of a day that may also be a period: "monday", not "mondays"
    weekly: bool = False
    minutes: tuple[int, ...] = ()  #: times that need nothing else
    hour: int | None = None  #: of a time that a part of the day may change
    minute: int = 0
    is_time: bool = False  #: written as only times are: 8:30
    part: _Part | None = None
    behind: bool = False  #: that part of the day belongs to the hour before it: 8 pm
    too_often: bool = False
    wrong: str = ""
    at: bool = False  #: "at", "every": what follows is a time, or comes again


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
    r"|(?:ар )?(?:\d+ )?(?:сагат|минут|секунд) сайын|ар (?:\d+ )?(?:минутта?|секунд)|once an hour|per minute"
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
_PARTS: tuple[tuple[_Part, bool, str], ...] = (
    (_Part.AM, True, r"a\.?m\b\.?"),
    (_Part.PM, True, r"p\.?m\b\.?"),
    (_Part.MORNING, True, r"in the mornings?|утра"),
    (_Part.AFTERNOON, True, r"in the afternoons?|дня"),
    (_Part.EVENING, True, r"in the evenings?|вечера"),
    (_Part.NIGHT, True, r"ночи"),
    (_Part.MORNING, False, r"mornings?|утр(?:ом|о|ам)|утренн(?:ий|юю|яя)|тан(?:гы|ертен(?:ги)?|да)?"),
    (_Part.AFTERNOON, False, r"afternoons?|днем|кундиз(?:ги)?|туск[иі]|тустен кейин|обед(?:ом|у)?|lunch(?:time)?"),
    (_Part.EVENING, False, r"evenings?|вечер(?:ом|ам)?|вечерн(?:ий|юю|яя)|кеш(?:ки|ке|те|кисин|курым)?"),
    (_Part.NIGHT, False, r"(?:at )?nights?|ночью|ночам|тун(?:ги|де)?"),
)
_FILLERS = (
    r"the|a|of|and|и|также|да|жане|мен|then|o'?clock|час(?:ов|а|у)?|ч|time|times|время|уакытында|болганда|раз|рет|utc"
    r"|on|the same|местного|времени"
)
_AT = r"at|by|from|around|about|в|во|к|ко|с|со|около|сагат|every|each|кажд(?:ый|ую|ое|ые|ая|ым)|по|ар|сайын|on|in|на"
_END = r"(?![^\W_])"
_SUFFIX = rf"(?:[- ]?(?:де|да|те|та|ге|га|ке|ка|инде|ында|ден|дан){_END})?"
_CLOCK = re.compile(rf"(?P<h>\d{{1,4}}) ?(?:[:.hч]|(?<= )-)(?P<m>\d{{1,4}}){_END}{_SUFFIX}")
_APART = re.compile(rf"(?P<h>\d{{1,2}}) (?P<m>00|2[5-9]|[3-5]\d){_END}{_SUFFIX}")
_HOUR = re.compile(rf"(?P<h>\d{{1,9}})(?:[- ]?(?:ми|ти|го){_END})?{_SUFFIX}")
_HALF = re.compile(rf" ?(?:жарым(?:да)?|с половиной){_END}")
_HALF_PAST = re.compile(rf"half past {_END}(?P<h>\d{{1,2}}|{'|'.join(_NUMBERS)})")
#: what asks when the digest comes, and what ends that it comes by itself
_SHOW_WORDS = "schedule timetable on auto расписание график автоматически кесте автоматты"
_END_WORDS = """
    off stop cancel remove delete no never стоп отмена отмени отменить нет никогда хватит прекрати жоқ тоқта тоқтат
    тоқтату керек_емес
    """
_SHOWS, _ENDS = (
    frozenset(in_keys(word.replace("_", " ")) for word in words.split()) for words in (_SHOW_WORDS, _END_WORDS)
)
_APOSTROPHES = str.maketrans("’ʼ`", "'''")


def asks_when(text: str) -> bool:
    """Does it ask when the digest comes by itself?"""
    return _bare(text) in _SHOWS


def ends(text: str) -> bool:
    """Does it ask for no more digests by themselves?"""
    return _bare(text) in _ENDS


def _bare(text: str) -> str:
    return in_keys(" ".join(text.split()).strip(" .!"))


def read_schedule(text: str) -> TypedSchedule | None:
    """The schedule that a text is; None: it is none, or a period too ("monday")."""
    if whole_period(text):
        return None
    pieces = list(_pieces(in_keys(" ".join(text.split())).translate(_APOSTROPHES), " ".join(text.split())))
    if None in pieces:
        return None
    found = _joined([piece for piece in pieces if piece is not None])
    return found if found and (found.wrong or found.too_often or _is_meant(pieces)) else None


def _is_meant(pieces: list[_Piece | None]) -> bool:
    """Does it say when, or only name a day or a number?"""
    kept = [piece for piece in pieces if piece is not None]
    whole = any((piece.weekdays and not piece.plain_weekday) or piece.weekly for piece in kept)
    sure = whole or any(piece.is_time or piece.minutes or piece.part for piece in kept)
    named = any(piece.weekdays for piece in kept) or any(piece.hour is not None for piece in kept)
    return sure or (named and any(piece.at for piece in kept)) or _day_and_hour(kept)


def _day_and_hour(pieces: list[_Piece]) -> bool:
    """ "пн 9": a day with an hour."""
    return any(piece.weekdays for piece in pieces) and any(piece.hour is not None for piece in pieces)


# --------------------------------------------------------------------------------------------------------- its pieces


def _pieces(keys: str, typed: str) -> Iterator[_Piece | None]:
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


def _piece_at(keys: str, typed: str, place: int, *, after_at: bool) -> tuple[_Piece, int] | None:
    for read in (_often_at, _days_at, _time_at, _word_at):
        if found := read(keys, typed, place):
            return found
    return None


def _match(pattern: str, keys: str, place: int) -> re.Match[str] | None:
    return _compiled(pattern).match(keys, place)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(f"(?:{pattern}){_END}")  # the module keeps what it has compiled


def _often_at(keys: str, _typed: str, place: int) -> tuple[_Piece, int] | None:
    if found := _match(_TOO_OFTEN, keys, place):
        return _Piece(too_often=True), found.end()
    for pattern in _TIMES_A_DAY:
        if found := _match(pattern, keys, place):
            word = found["count"]
            count = int(word) if word.isdecimal() else _COUNTED[word]
            minutes = TIMES_A_DAY.get(count, ())
            return _Piece(weekdays=EVERY_DAY, minutes=minutes, too_often=not minutes), found.end()
    return None


def _days_at(keys: str, _typed: str, place: int) -> tuple[_Piece, int] | None:
    if found := _range_at(keys, place):
        return found
    for weekdays, pattern in _DAYS:
        if named := _match(pattern, keys, place):
            return _Piece(weekdays=weekdays), named.end()
    if named := _match(_WEEKLY, keys, place):
        return _Piece(weekly=True), named.end()
    if named := _match(_A_WEEKDAY, keys, place):
        return _Piece(weekdays=(_weekday(named[0]),), plain_weekday=not _PLURAL.fullmatch(named[0])), named.end()
    return None


def _range_at(keys: str, place: int) -> tuple[_Piece, int] | None:
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
            return _Piece(weekdays=tuple(sorted(days))), found.end()
    return None


def _weekday(word: str) -> int:
    return next(
        day for day, names in enumerate(_WEEKDAYS) if _match(f"(?:{names}){_CASE}(?: кун[иы]?(?:нде)?)?", word, 0)
    )


def _time_at(keys: str, typed: str, place: int) -> tuple[_Piece, int] | None:
    if named := _match("noon|midday|полдень|тал тус(?:те)?|тусте|тус", keys, place):
        return _Piece(minutes=(NOON * 60,)), named.end()
    if named := _match("midnight|полночь|тун ортасы(?:нда)?", keys, place):
        return _Piece(minutes=(0,)), named.end()
    for pattern in (_CLOCK, _APART):
        if clock := pattern.match(keys, place):
            shown = typed[place : clock.end()]
            return _clock_piece(int(clock["h"]), clock["m"], shown), clock.end()
    return _hour_at(keys, typed, place)


def _clock_piece(hour: int, minute: str, shown: str) -> _Piece:
    if hour > 24 or len(minute) != 2 or int(minute) > 59 or (hour == 24 and minute != "00"):
        return _Piece(wrong=shown)
    return _Piece(hour=hour % 24, minute=int(minute), is_time=True)


def _hour_at(keys: str, typed: str, place: int) -> tuple[_Piece, int] | None:
    if half := _match(f"пол ?-?(?P<h>{'|'.join(_HALF_TO)})", keys, place):
        return _Piece(hour=(_HALF_TO.index(half["h"]) or 12) % 24, minute=30, is_time=True), half.end()
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
        return _Piece(wrong=typed[place:end]), end
    return _Piece(hour=hour % 24, minute=minute, is_time=is_time), end


def _number_at(keys: str, place: int) -> tuple[int, int] | None:
    for hour in range(len(_NUMBERS), 0, -1):
        if found := _match(f"(?:{_NUMBERS[hour - 1]}){_SUFFIX}", keys, place):
            return hour, found.end()
    return None


def _word_at(keys: str, _typed: str, place: int) -> tuple[_Piece, int] | None:
    for part, behind, pattern in _PARTS:
        if found := _match(pattern, keys, place):
            return _Piece(part=part, behind=behind), found.end()
    if found := _match(_AT, keys, place):
        return _Piece(at=True), found.end()
    if found := _match(_FILLERS, keys, place):
        return _Piece(), found.end()
    return None


# ---------------------------------------------------------------------------------------------------- put together


def _joined(pieces: list[_Piece]) -> TypedSchedule | None:
    weekdays = {day for piece in pieces for day in piece.weekdays}
    weekly = any(piece.weekly for piece in pieces)
    wrong = next((piece.wrong for piece in pieces if piece.wrong), "")
    minutes, odd = _times(pieces)
    if not (weekdays or weekly or minutes or wrong or any(piece.too_often for piece in pieces)):
        return None
    days = tuple(sorted(weekdays)) or (FIRST_OF_WEEK if weekly else EVERY_DAY)
    made = TypedSchedule(weekdays=days, minutes=minutes or TIMES_A_DAY[1], wrong=wrong or odd)
    return replace(made, too_often=any(piece.too_often for piece in pieces) or is_too_often(made.minutes))


def is_too_often(minutes: tuple[int, ...]) -> bool:
    """Are these more times a day than a digest comes, or two of them too close together?"""
    gaps = [(later - one) % DAY for one, later in zip(minutes, (*minutes[1:], minutes[0]), strict=True)]
    return len(minutes) > MOST_A_DAY or any(0 < gap < LEAST_BETWEEN for gap in gaps)


def _times(pieces: list[_Piece]) -> tuple[tuple[int, ...], str]:
    """The minutes of the day, and an hour that does not go with its part of the day: 13 am."""
    found = {minute for piece in pieces for minute in piece.minutes}
    said = [piece for piece in pieces if piece.hour is not None or piece.part]
    parts: dict[int, _Part] = {}
    for place, piece in enumerate(said):
        if piece.part is None:
            continue
        if (of := _hour_of(said, place, parts)) is not None:
            parts[of] = piece.part
        elif piece.part in _ALONE:
            found.add(_ALONE[piece.part])
    odd = ""
    for place, piece in enumerate(said):
        if piece.hour is not None:
            hour = _in_part(piece.hour, parts.get(place))
            odd = odd or ("" if hour is not None else f"{piece.hour}:{piece.minute:02}")
            found.add((hour or 0) * 60 + piece.minute)
    return tuple(sorted(found)), odd


def _hour_of(said: list[_Piece], place: int, taken: dict[int, _Part]) -> int | None:
    """The place of the hour that a part of the day belongs to, before it or behind it; None: it stands alone."""
    behind = place - 1 if place and said[place - 1].hour is not None and place - 1 not in taken else None
    ahead = place + 1 if place + 1 < len(said) and said[place + 1].hour is not None else None
    if said[place].behind:
        return behind
    return ahead if ahead is not None else behind


def _in_part(hour: int, part: _Part | None) -> int | None:
    """Which hour of the day an hour of a part of it is; None: there is none."""
    if part is None:
        return hour
    if hour > NOON:
        return None if part is _Part.AM else hour
    if part in (_Part.AM, _Part.MORNING):
        return hour % NOON
    if part is _Part.PM or (part is _Part.AFTERNOON and hour in (NOON, *range(1, 8))):
        return hour % NOON + NOON
    if part is _Part.AFTERNOON:
        return hour
    if hour == NOON or (part is _Part.NIGHT and hour < 6):
        return hour % NOON
    return hour + NOON
