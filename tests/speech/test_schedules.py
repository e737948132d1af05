"""When a digest is to come, as people type it."""

from __future__ import annotations

import pytest

from bot.speech.schedules import asks_when, ends, is_too_often, read_schedule

DAYS = {"all": tuple(range(7)), "work": tuple(range(5)), "end": (5, 6)}
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def weekdays(named: str) -> tuple[int, ...]:
    return DAYS.get(named) or tuple(NAMES.index(day) for day in named.split("+"))


@pytest.mark.parametrize(
    "text",
    [
        "monthly", "monthly 1 9:00", "every month", "once a month at 9", "twice a month", "on the 1st of every month",
        "every two weeks", "every other week", "biweekly", "yearly", "quarterly 9:00",
        "раз в месяц", "ежемесячно в 9", "каждый месяц", "два раза в месяц", "раз в две недели", "раз в год",
        "1-го числа каждого месяца", "первого числа",
        "айына бір рет", "ай сайын", "әр айда 9:00", "екі аптада бір рет", "жыл сайын", "айына екі рет",
    ],
)  # fmt: skip
def test_what_is_rarer_than_every_week_is_a_schedule_that_no_digest_has(text: str) -> None:
    found = read_schedule(text)
    assert found is not None
    assert found.too_rarely
    assert found.is_refused


@pytest.mark.parametrize("text", ["month", "this month", "месяц", "за месяц", "осы ай", "ай", "monthly report", "раз"])
def test_a_month_alone_is_no_schedule(text: str) -> None:
    assert read_schedule(text) is None


@pytest.mark.parametrize(
    ("text", "days", "times"),
    [
        ("daily 8:30", "all", "8:30"),
        ("Daily, 8:30!", "all", "8:30"),
        ("weekdays 9:00 18:00", "work", "9:00 18:00"),
        ("weekly Monday 9:00", "mon", "9:00"),
        ("ежедневно 8:30", "all", "8:30"),
        ("по будням в 9", "work", "9:00"),
        ("каждый понедельник 9:00", "mon", "9:00"),
        ("күн сайын 8:30", "all", "8:30"),
        ("жұмыс күндері", "work", "8:00"),
        ("жумыс кундери 9:00", "work", "9:00"),
        ("жұмыс күндері таңғы 9-да", "work", "9:00"),
        ("9 утра", "all", "9:00"),
        ("9am", "all", "9:00"),
        ("9 a.m.", "all", "9:00"),
        ("at 9", "all", "9:00"),
        ("в 8", "all", "8:00"),
        ("каждое утро в 8", "all", "8:00"),
        ("every morning at 8", "all", "8:00"),
        ("every morning", "all", "8:00"),
        ("утром и вечером", "all", "8:00 18:00"),
        ("в 9 утра и 6 вечера", "all", "9:00 18:00"),
        ("утром в 8, вечером в 7", "all", "8:00 19:00"),
        ("mondays", "mon", "8:00"),
        ("пн 9", "mon", "9:00"),
        ("пн-пт 9:00", "work", "9:00"),
        ("с понедельника по пятницу в 8:30", "work", "8:30"),
        ("Monday to Friday 9", "work", "9:00"),
        ("fri-mon 9:00", "mon+fri+sat+sun", "9:00"),
        ("mon, wed, fri 7:45 pm", "mon+wed+fri", "19:45"),
        ("понедельник, среда и пятница в 9", "mon+wed+fri", "9:00"),
        ("дүйсенбіден жұмаға дейін 9:00", "work", "9:00"),
        ("дүйсенбі сайын 9:00", "mon", "9:00"),
        ("daily 24:00", "all", "0:00"),
        ("daily 8", "all", "8:00"),
        ("daily 8 30", "all", "8:30"),
        ("weekdays 9 18", "work", "9:00 18:00"),
        ("daily 8.30", "all", "8:30"),
        ("8.30", "all", "8:30"),
        ("18.00", "all", "18:00"),
        ("daily 8-30", "all", "8:30"),
        ("ежедневно в 8-30", "all", "8:30"),
        ("в половине девятого", "all", "8:30"),
        ("daily 8h30", "all", "8:30"),
        ("twice a day", "all", "8:00 18:00"),
        ("3 times a day", "all", "8:00 13:00 18:00"),
        ("два раза в день", "all", "8:00 18:00"),
        ("күніне екі рет", "all", "8:00 18:00"),
        ("weekly", "mon", "8:00"),
        ("раз в неделю", "mon", "8:00"),
        ("апта сайын", "mon", "8:00"),
        ("weekends 10:00", "end", "10:00"),
        ("по выходным в 10 утра", "end", "10:00"),
        ("half past eight", "all", "8:30"),
        ("half past 8", "all", "8:30"),
        ("полдевятого утра", "all", "8:30"),
        ("в полпервого дня", "all", "12:30"),
        ("күн сайын 8 жарымда", "all", "8:30"),
        ("daily at noon", "all", "12:00"),
        ("в полдень", "all", "12:00"),
        ("daily midnight", "all", "0:00"),
        ("daily 0830", "all", "8:30"),
        ("daily 830", "all", "8:30"),
        ("ежедневно в 20.00", "all", "20:00"),
        ("каждый день в восемь вечера", "all", "20:00"),
        ("күн сайын кешкі 7-де", "all", "19:00"),
        ("таң сайын", "all", "8:00"),
        ("әр кеш 19:00-де", "all", "19:00"),
        ("daily 8 in the morning", "all", "8:00"),
        ("daily 12 am", "all", "0:00"),
        ("daily 12pm", "all", "12:00"),
        ("ежедневно в 2 дня", "all", "14:00"),
        ("ежедневно в 11 дня", "all", "11:00"),
        ("daily 18:00 pm", "all", "18:00"),
        ("в 2 ночи", "all", "2:00"),
        ("daily 10 at night", "all", "22:00"),
        ("ежедневно 12 вечера", "all", "0:00"),
        ("every night", "all", "22:00"),
        ("daily after the afternoon", "", ""),
        ("every afternoon", "all", "13:00"),
        ("каждую пятницу вечером", "fri", "18:00"),
        ("🕘 daily 9:00", "all", "9:00"),
        ("бейсенбі күні 10:00", "thu", "10:00"),
        ("daily pm", "all", "8:00"),
        ("еженедельно по вторникам 10:00", "tue", "10:00"),
        ("daily 9:00 9:00", "all", "9:00"),
        ("ср 10:00", "wed", "10:00"),
        ("8 утра 8 вечера", "all", "8:00 20:00"),
        ("on Mondays at 9 o’clock", "mon", "9:00"),
        ("в 8 часов утра", "all", "8:00"),
    ],
)
def test_days_and_times_are_read(text: str, days: str, times: str) -> None:
    found = read_schedule(text)
    if not days:
        assert found is None
        return
    assert found is not None
    assert (found.wrong, found.too_often) == ("", False)
    assert found.weekdays == weekdays(days)
    assert " ".join(f"{minute // 60}:{minute % 60:02}" for minute in found.minutes) == times


@pytest.mark.parametrize(
    "text",
    [
        "",
        "monday",
        "пн",
        "25.11",
        "31.02",
        "8.12",
        "AI daily",
        "week",
        "сегодня",
        "daily -5",
        "every other day 9:00",
        "8",
        "at",
        "last monday",
        "3 days",
        "daily AI",
        "daily 8:30 AI",
        "yesterday",
        "half past",
        "в",
        "AI в 9",
        "daily пол",
    ],
)
def test_what_is_a_period_a_topic_or_nothing_is_no_schedule(text: str) -> None:
    assert read_schedule(text) is None


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("25:00", "25:00"),
        ("daily 25:00", "25:00"),
        ("daily 8:75", "8:75"),
        ("8:5", "8:5"),
        ("24:01", "24:01"),
        ("daily 99", "99"),
        ("по будням в 25", "25"),
        ("daily 8:300", "8:300"),
        ("daily 2575", "2575"),
        ("күн сайын 8:61-де", "8:61-де"),
        ("daily 13 am", "13:00"),
        ("daily 123456789", "123456789"),
    ],
)
def test_a_time_that_no_clock_shows_is_named(text: str, wrong: str) -> None:
    found = read_schedule(text)
    assert found is not None
    assert found.wrong == wrong


@pytest.mark.parametrize(
    "text",
    [
        "every minute",
        "әр минут",
        "hourly",
        "каждую минуту",
        "каждые 5 минут",
        "сағат сайын",
        "әр 5 минут сайын",
        "25 times a day",
        "daily 9:00 9:01",
        "daily 23:45 0:00",
        "every 2 hours",
        "раз в час",
        "once an hour",
        "every half hour",
        "daily 0 2 4 6 8 10 12 14 16 18 20 21 22 23",
    ],
)
def test_what_would_come_too_often_is_known_as_such(text: str) -> None:
    found = read_schedule(text)
    assert found is not None
    assert found.too_often


def test_half_an_hour_and_twelve_times_a_day_are_not_too_often() -> None:
    assert not is_too_often((480, 510))
    assert not is_too_often(tuple(range(0, 24 * 60, 120)))
    assert not is_too_often((480,))
    assert is_too_often((480, 509))
    assert is_too_often(tuple(range(0, 13 * 60, 60)))


@pytest.mark.parametrize("text", ["schedule", "Расписание", "кесте", "КЕСТЕ!", "on"])
def test_who_asks_when_it_comes_is_understood(text: str) -> None:
    assert asks_when(text)
    assert not ends(text)


@pytest.mark.parametrize("text", ["off", "stop", "отмена", "тоқтат", "керек емес", "Нет."])
def test_who_ends_it_is_understood(text: str) -> None:
    assert ends(text)
    assert not asks_when(text)
