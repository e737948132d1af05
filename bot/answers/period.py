"""Which local days, or hours, of a chat a typed period is: today, вчера, өткен апта, 25 ноября, last 3 hours."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import QueryError
from bot.i18n.catalogue import period as texts
from bot.i18n.formats import day_range, month_name, short_day
from bot.i18n.translator import Translator
from bot.model import Period
from bot.speech.periods import PeriodKind, TypedPeriod, whole_period

WEEK_DAYS = 7
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
SATURDAY = 5


def read_period(typed: str, now: datetime, zone: ZoneInfo, *, translate: Translator) -> Period | None:
    """The period that a text is: `week`, `25.11` or `25 қараша` (the most recent one), `last monday` …

    None: the text is not a period.

    Raises:
        QueryError: the day does not exist, or is in the future.
    """
    asked = whole_period(typed)
    if asked is None:
        return None
    if asked.kind is PeriodKind.HOURS:
        name = translate(texts.LAST_HOURS, count=asked.number)
        return Period(name=name, start_at=now - asked.number * HOUR, end_at=now)
    today = now.astimezone(zone).date()
    try:
        first, last = _days(asked, today)
    except ValueError:
        raise QueryError(texts.NO_SUCH_DAY, day=typed) from None
    if first > today:
        raise QueryError(texts.NOT_YET, day=short_day(first, today, translate))
    return _period(_named(asked, first, last, today, translate), first, min(last, today), zone)


def _days(asked: TypedPeriod, today: date) -> tuple[date, date]:
    """The first and the last day. Raises ValueError for a day of no calendar."""
    number, monday = asked.number, today - timedelta(days=today.weekday())
    match asked.kind:
        case PeriodKind.DAY:
            return (today - number * DAY,) * 2
        case PeriodKind.DAYS:
            return today - (number - 1) * DAY, today
        case PeriodKind.WEEK:
            first = monday - WEEK_DAYS * number * DAY
            return first, first + (WEEK_DAYS - 1) * DAY
        case PeriodKind.MONTH:
            return _month(today.year, today.month - number)
        case PeriodKind.NAMED_MONTH:
            year = asked.year or (today.year if asked.month <= today.month else today.year - 1)
            return _month(_settled(year), asked.month)
        case PeriodKind.WEEKEND | PeriodKind.PAST_WEEKEND:
            first = _saturday(today if asked.kind is PeriodKind.WEEKEND or today.weekday() < SATURDAY else monday - DAY)
            return first, first + DAY
        case PeriodKind.WEEKDAY | PeriodKind.PAST_WEEKDAY:
            least = 0 if asked.kind is PeriodKind.WEEKDAY else 1
            return (today - (least + (today.weekday() - number - least) % WEEK_DAYS) * DAY,) * 2
        case _:  # a date
            if asked.year is not None:
                return (date(_settled(asked.year), asked.month, number),) * 2
            return (_last(asked.month, number, today),) * 2


def _saturday(day: date) -> date:
    """The most recent one, the day itself too."""
    return day - (day.weekday() - SATURDAY) % WEEK_DAYS * DAY


def _settled(year: int) -> int:
    """A year whose days have a midnight in every zone. Raises ValueError."""
    if year < 1970:
        raise ValueError(year)
    return year


def _month(year: int, month: int) -> tuple[date, date]:
    """Its days; month 0 is December of the year before."""
    first = date(year, month, 1) if month else date(year - 1, 12, 1)
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def _last(month: int, day: int, today: date) -> date:
    """The most recent such day up to today; 29.02 may be up to eight years ago. Raises ValueError."""
    date(2000, month, day)  # raises ValueError for a day that no year has
    year = today.year
    while not _is_day(year, month, day) or date(year, month, day) > today:
        year -= 1
    return date(year, month, day)


def _is_day(year: int, month: int, day: int) -> bool:
    return day <= monthrange(year, month)[1]


def _named(asked: TypedPeriod, first: date, last: date, today: date, translate: Translator) -> str:
    """What stands above the digest: a date only where the name does not say it."""
    match asked.kind:
        case PeriodKind.DAYS if asked.number > 1:
            return translate(texts.LAST_DAYS, count=asked.number, days=day_range(first, last, today, translate))
        case PeriodKind.WEEK:
            name = texts.WEEK_BEFORE if asked.number else texts.THIS_WEEK
            return translate(name, days=day_range(first, min(last, today), today, translate))
        case PeriodKind.WEEKEND | PeriodKind.PAST_WEEKEND:
            return translate(texts.WEEKEND, days=day_range(first, min(last, today), today, translate))
        case PeriodKind.MONTH | PeriodKind.NAMED_MONTH:
            return month_name(first, today, translate)
    if first == today:
        return translate(texts.TODAY)
    day = short_day(first, today, translate)
    return translate(texts.YESTERDAY, day=day) if first == today - DAY else day


def _period(name: str, first: date, last: date, zone: ZoneInfo) -> Period:
    """From midnight of the first day to midnight after the last, across clock changes."""
    return Period(name=name, start_at=_midnight(first, zone), end_at=_midnight(last + DAY, zone))


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
