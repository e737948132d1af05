"""When a digest is to come, as people type it in three languages. Pure.

    "по будням в 9 и 18:00" ─ pieces: days, times, parts of a day, little words ─▶ (Monday to Friday, 9:00 and 18:00)

What is no schedule as a whole is none at all: "monday" alone is a period, "AI daily" a topic. A time that no clock
shows, and a digest every minute or every month, are read too, so that it can be said what would be right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.speech.periods import whole_period
from bot.speech.schedule_pieces import EVERY_DAY, FIRST_OF_WEEK, NOON, TIMES_A_DAY, Part, Piece, pieces_of
from bot.speech.spelled import in_keys

MOST_A_DAY = 12  #: times
LEAST_BETWEEN = 30  #: minutes from one time to the next
DAY = 24 * 60
#: the minute of a part of the day that stands alone
_ALONE = {Part.MORNING: 480, Part.AFTERNOON: 780, Part.EVENING: 1080, Part.NIGHT: 1320}


@dataclass(frozen=True, kw_only=True)
class TypedSchedule:
    """Days of the week and times of the day."""

    weekdays: tuple[int, ...]  #: Monday is 0; ascending
    minutes: tuple[int, ...]  #: since midnight; ascending
    wrong: str = ""  #: what was typed for a time that no clock shows
    too_often: bool = False
    too_rarely: bool = False  #: not every week: a digest never comes so
    days_named: bool = True  #: False: only times were typed, so the days of before stay

    @property
    def is_refused(self) -> bool:
        """Can a digest not come like that?"""
        return bool(self.wrong) or self.too_often or self.too_rarely


#: what asks when the digest comes, what ends that it comes by itself, and what asks for the last one once more
_SHOW_WORDS = (
    "schedule timetable on auto when next когда следующий қашан келесі расписание график автоматически кесте автоматты"
)
_END_WORDS = """
    off stop cancel remove delete no never стоп отмена отмени отменить нет никогда хватит прекрати жоқ тоқта тоқтат
    тоқтату керек_емес
    """
_LAST_WORDS = """
    last previous last_one last_digest previous_digest последний последняя предыдущий прошлый последний_дайджест
    предыдущий_дайджест соңғы соңғысы алдыңғы алдыңғысы соңғы_дайджест
    """
_SHOWS, _ENDS, _LAST = (
    frozenset(in_keys(word.replace("_", " ")) for word in words.split())
    for words in (_SHOW_WORDS, _END_WORDS, _LAST_WORDS)
)
_NO_DATE = re.compile(r"(?:[01]?\d|2[0-3])\.(?:00|1[3-9]|[2-5]\d)")  #: 8.30 is a time: no month has that number
_EVERY = re.compile(r"\b(?:every|each|кажд\w+|ар|сайын)\b")
_APOSTROPHES = str.maketrans("’ʼ`", "'''")


def asks_when(text: str) -> bool:
    """Does it ask when the digest comes by itself?"""
    return _bare(text) in _SHOWS


def ends(text: str) -> bool:
    """Does it ask for no more digests by themselves?"""
    return _bare(text) in _ENDS


def asks_for_last(text: str) -> bool:
    """Does it ask for the last digest that came by itself?"""
    return _bare(text) in _LAST


def _bare(text: str) -> str:
    return in_keys(" ".join(text.split()).strip(" .!"))


def read_schedule(text: str) -> TypedSchedule | None:
    """The schedule that a text is; None: it is none, or a period too ("monday")."""
    return _read(text, _pieces(text))


def _read(text: str, pieces: list[Piece | None]) -> TypedSchedule | None:
    if whole_period(text) and not _NO_DATE.fullmatch(text.strip()):
        return None
    if None in pieces:
        return None
    found = _joined([piece for piece in pieces if piece is not None])
    return found if found and (found.is_refused or _is_meant(pieces)) else None


def recurs(text: str) -> bool:
    """Is it days that come again, with a time? Nobody follows "every day at 8:30", so it asks for a digest then."""
    found = _pieces(text)
    pieces = [piece for piece in found if piece is not None] if _read(text, found) else []
    again = any((piece.weekdays and not piece.plain_weekday) or piece.weekly for piece in pieces)
    named = any(piece.weekdays for piece in pieces) and _EVERY.search(in_keys(text)) is not None
    timed = any(piece.is_time or piece.minutes or piece.hour is not None for piece in pieces)
    return (again or named) and timed and not any(piece.is_refused for piece in pieces)


def _pieces(text: str) -> list[Piece | None]:
    tidied = " ".join(text.split())
    return list(pieces_of(in_keys(tidied).translate(_APOSTROPHES), tidied))


def _is_meant(pieces: list[Piece | None]) -> bool:
    """Does it say when, or only name a day or a number?"""
    kept = [piece for piece in pieces if piece is not None]
    whole = any((piece.weekdays and not piece.plain_weekday) or piece.weekly for piece in kept)
    sure = whole or any(piece.is_time or piece.minutes or piece.part for piece in kept)
    named = any(piece.weekdays for piece in kept) or any(piece.hour is not None for piece in kept)
    return sure or (named and any(piece.at for piece in kept)) or _day_and_hour(kept)


def _day_and_hour(pieces: list[Piece]) -> bool:
    """ "пн 9": a day with an hour."""
    return any(piece.weekdays for piece in pieces) and any(piece.hour is not None for piece in pieces)


# ---------------------------------------------------------------------------------------------------- put together


def _joined(pieces: list[Piece]) -> TypedSchedule | None:
    weekdays = {day for piece in pieces for day in piece.weekdays}
    weekly = any(piece.weekly for piece in pieces)
    wrong = next((piece.wrong for piece in pieces if piece.wrong), "")
    minutes, odd = _times(pieces)
    if not (weekdays or weekly or minutes or any(piece.is_refused for piece in pieces)):
        return None
    days = tuple(sorted(weekdays)) or (FIRST_OF_WEEK if weekly else EVERY_DAY)
    made = TypedSchedule(weekdays=days, minutes=minutes or TIMES_A_DAY[1], wrong=wrong or odd)
    return replace(
        made,
        days_named=bool(weekdays or weekly),
        too_often=any(piece.too_often for piece in pieces) or is_too_often(made.minutes),
        too_rarely=any(piece.too_rarely for piece in pieces),
    )


def is_too_often(minutes: tuple[int, ...]) -> bool:
    """Are these more times a day than a digest comes, or two of them too close together?"""
    gaps = [(later - one) % DAY for one, later in zip(minutes, (*minutes[1:], minutes[0]), strict=True)]
    return len(minutes) > MOST_A_DAY or any(0 < gap < LEAST_BETWEEN for gap in gaps)


def _times(pieces: list[Piece]) -> tuple[tuple[int, ...], str]:
    """The minutes of the day, and an hour that does not go with its part of the day: 13 am."""
    found = {minute for piece in pieces for minute in piece.minutes}
    said = [piece for piece in pieces if piece.hour is not None or piece.part]
    parts: dict[int, Part] = {}
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


def _hour_of(said: list[Piece], place: int, taken: dict[int, Part]) -> int | None:
    """The place of the hour that a part of the day belongs to, before it or behind it; None: it stands alone."""
    behind = place - 1 if place and said[place - 1].hour is not None and place - 1 not in taken else None
    ahead = place + 1 if place + 1 < len(said) and said[place + 1].hour is not None else None
    if said[place].behind:
        return behind
    return ahead if ahead is not None else behind


def _in_part(hour: int, part: Part | None) -> int | None:
    """Which hour of the day an hour of a part of it is; None: there is none."""
    if part is None:
        return hour
    if hour > NOON:
        return None if part is Part.AM else hour
    if part in (Part.AM, Part.MORNING):
        return hour % NOON
    if part is Part.PM or (part is Part.AFTERNOON and hour in (NOON, *range(1, 8))):
        return hour % NOON + NOON
    if part is Part.AFTERNOON:
        return hour
    if hour == NOON or (part is Part.NIGHT and hour < 6):
        return hour % NOON
    return hour + NOON
