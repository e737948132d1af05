from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.answers.period import read_period
from bot.errors import QueryError
from bot.i18n.translator import ENGLISH
from config.translations import load_translations
from tests.builders import NOW

ALMATY = ZoneInfo("Asia/Almaty")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("typed", "start", "days"),
    [
        ("today", "2025-11-25", 1),
        ("TODAY", "2025-11-25", 1),
        ("yesterday", "2025-11-24", 1),
        ("week", "2025-11-19", 7),  # today and six days before
        ("2025-11-20", "2025-11-20", 1),
        ("25.11", "2025-11-25", 1),
        ("26.11", "2024-11-26", 1),  # this year's has not come yet
        ("01.02.2023", "2023-02-01", 1),
        ("позавчера", "2025-11-23", 1),
        ("3 күн", "2025-11-23", 3),
        ("month", "2025-10-27", 30),
        ("this week", "2025-11-24", 2),  # Monday and today
        ("на прошлой неделе", "2025-11-17", 7),
        ("осы ай", "2025-11-01", 25),
        ("last month", "2025-10-01", 31),
        ("monday", "2025-11-24", 1),
        ("вторник", "2025-11-25", 1),  # today is one
        ("last tuesday", "2025-11-18", 1),
        ("воскресенье", "2025-11-23", 1),
        ("26 ноября", "2024-11-26", 1),
        ("25 қараша 2023", "2023-11-25", 1),
        ("желтоқсан", "2024-12-01", 31),
        ("november", "2025-11-01", 25),
        ("april 2024", "2024-04-01", 30),
        ("weekend", "2025-11-22", 2),
        ("last weekend", "2025-11-22", 2),
        ("вчера вечером", "2025-11-24", 1),
    ],
)
def test_a_period_is_whole_local_days(typed: str, start: str, days: int) -> None:
    period = read_period(typed, NOW, ALMATY, translate=ENGLISH)
    assert period is not None
    assert period.start_at == datetime.fromisoformat(start).replace(tzinfo=ALMATY)
    assert period.end_at - period.start_at == days * DAY


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [("за выходные", "2025-11-22", "2025-11-23"), ("өткен демалыс", "2025-11-15", "2025-11-17")],
)
def test_on_a_saturday_the_weekend_has_begun_and_the_last_one_is_over(typed: str, start: str, end: str) -> None:
    period = read_period(typed, datetime(2025, 11, 22, 8, tzinfo=UTC), ALMATY, translate=ENGLISH)
    assert period is not None
    days = [at.astimezone(ALMATY).date().isoformat() for at in (period.start_at, period.end_at)]
    assert days == [start, end]


@pytest.mark.parametrize(
    ("typed", "hours"), [("last 3 hours", 3), ("за сутки", 24), ("соңғы сағат", 1), ("ночь", None)]
)
def test_hours_are_counted_back_from_now(typed: str, hours: int | None) -> None:
    period = read_period(typed, NOW, ALMATY, translate=ENGLISH)
    found = period and (period.start_at, period.end_at)
    assert found == (None if hours is None else (NOW - hours * HOUR, NOW))


def test_a_day_is_as_long_as_its_clocks_make_it() -> None:
    for typed, zone in (("2025-10-26", "Europe/Berlin"), ("29.2", "Asia/Almaty")):  # Almaty moved on 1 March 2024
        period = read_period(typed, NOW, ZoneInfo(zone), translate=ENGLISH)
        assert period is not None
        assert period.end_at - period.start_at == 25 * HOUR


def test_today_is_the_chat_s_day_and_not_the_server_s() -> None:
    late = datetime(2025, 11, 24, 20, 0, tzinfo=UTC)  # 01:00 of the 25th in Almaty
    period = read_period("today", late, ALMATY, translate=ENGLISH)
    assert period is not None
    assert (period.name, period.start_at) == ("Today", datetime(2025, 11, 24, 19, tzinfo=UTC))


def test_last_month_is_december_in_january() -> None:
    period = read_period("last month", datetime(2025, 1, 10, tzinfo=UTC), ALMATY, translate=ENGLISH)
    assert period is not None
    assert period.name == "December 2024"


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("today", ("Today", "Сегодня", "Бүгін")),
        ("yesterday", ("Yesterday · 24 Nov", "Вчера · 24 ноября", "Кеше · 24 қараша")),
        ("week", ("Last 7 days · 19–25 Nov", "За 7 дней · 19–25 ноября", "Соңғы 7 күн · 19–25 қараша")),
        ("2 days", ("Last 2 days · 24–25 Nov", "За 2 дня · 24–25 ноября", "Соңғы 2 күн · 24–25 қараша")),
        ("3 hours", ("Last 3 hours", "За 3 часа", "Соңғы 3 сағат")),
        ("weekend", ("Weekend · 22–23 Nov", "Выходные · 22–23 ноября", "Демалыс күндері · 22–23 қараша")),
        ("1 day", ("Today", "Сегодня", "Бүгін")),
        ("last week", ("Last week · 17–23 Nov", "Прошлая неделя · 17–23 ноября", "Өткен апта · 17–23 қараша")),
        ("this week", ("This week · 24–25 Nov", "Эта неделя · 24–25 ноября", "Осы апта · 24–25 қараша")),
        ("28 days", ("Last 28 days · 29 Oct – 25 Nov", "За 28 дней · 29 октября – 25 ноября",
                     "Соңғы 28 күн · 29 қазан – 25 қараша")),
        ("october", ("October", "Октябрь", "Қазан")),
        ("december", ("December 2024", "Декабрь 2024", "2024 жылғы желтоқсан")),
        ("20.11", ("20 Nov", "20 ноября", "20 қараша")),
        ("26.11", ("26 Nov 2024", "26 ноября 2024", "2024 жылғы 26 қараша")),
    ],
)  # fmt: skip
def test_a_period_is_named_without_this_year_and_today_without_a_date(typed: str, names: tuple[str, ...]) -> None:
    translators = load_translations()
    for language, name in zip(("en", "ru", "kk"), names, strict=True):
        period = read_period(typed, NOW, ALMATY, translate=translators(language))
        assert period is not None
        assert period.name == name


@pytest.mark.parametrize(
    "typed", ["february 1969", "31.02", "30.02.2024", "2025-13-01", "0.1", "1.1.0001", "9999-99-99"]
)
def test_a_day_of_no_calendar_is_an_error(typed: str) -> None:
    with pytest.raises(QueryError, match="isn't a date"):
        read_period(typed, NOW, ALMATY, translate=ENGLISH)


def test_a_day_to_come_is_an_error() -> None:
    with pytest.raises(QueryError, match="1 Dec is in the future"):
        read_period("1.12.2025", NOW, ALMATY, translate=ENGLISH)


@pytest.mark.parametrize("typed", ["AI", "25", "25.11.25", "2025-11", "", "²⁵.11"])
def test_other_words_are_no_period(typed: str) -> None:
    assert read_period(typed, NOW, ALMATY, translate=ENGLISH) is None
