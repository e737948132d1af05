"""When a digest comes, in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.i18n.catalogue import digest_schedule as texts
from bot.i18n.formats import city_name, clock, enumerated, listed, pattern_of
from bot.i18n.translator import Translator
from bot.messages.message import Line, bold
from bot.messages.sentences import sentence
from bot.model import DigestSchedule

EVERY_DAY, WORKDAYS, WEEKEND = tuple(range(7)), tuple(range(5)), (5, 6)
#: as they are typed, which buttons do
_TYPED = {EVERY_DAY: "daily", WORKDAYS: "weekdays", WEEKEND: "weekends"}
_TYPED_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def when(weekdays: Sequence[int], minutes: Sequence[int], translate: Translator) -> Line:
    """`⏰ Digest on weekdays at 09:00, 18:00`."""
    times = enumerated([time_of(minute, translate) for minute in minutes], translate)
    days = _days(tuple(weekdays), translate)
    return sentence(translate, texts.IS_SET, days=bold(days), times=bold(times))


def time_of(minute: int, translate: Translator) -> str:
    """`08:30`."""
    return clock(datetime(2000, 1, 1, minute // 60, minute % 60, tzinfo=UTC), UTC, translate)


def _days(weekdays: tuple[int, ...], translate: Translator) -> str:
    texts_of = {EVERY_DAY: texts.EVERY_DAY, WORKDAYS: texts.ON_WORKDAYS, WEEKEND: texts.ON_WEEKEND}
    if weekdays in texts_of:
        return translate(texts_of[weekdays])
    return translate(texts.ON_DAYS, days=listed([translate(texts.DAYS[day]) for day in weekdays], translate))


def next_time(schedule: DigestSchedule, zone: ZoneInfo, now: datetime, translate: Translator) -> Line:
    """`Next: tomorrow at 08:30 (Almaty time)`."""
    at, today = schedule.next_at.astimezone(zone).date(), now.astimezone(zone).date()
    parts = {"time": clock(schedule.next_at, zone, translate), "city": city_name(zone, translate)}
    if at == today:
        return sentence(translate, texts.NEXT_TODAY, **parts)
    if at == today + timedelta(days=1):
        return sentence(translate, texts.NEXT_TOMORROW, **parts)
    day = pattern_of(schedule.next_at.astimezone(zone), texts.DAY_OF_NEXT, translate)
    return sentence(translate, texts.NEXT_ON, day=day, **parts)


def typed(weekdays: Sequence[int], minutes: Sequence[int]) -> str:
    """The same as a command reads it: `weekdays 9:00 18:00`."""
    days = _TYPED.get(tuple(weekdays)) or " ".join(_TYPED_DAYS[day] for day in weekdays)
    return " ".join([days, *(f"{minute // 60}:{minute % 60:02}" for minute in minutes)])
