"""How long and until when: as people type it in three languages."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.calendar.quiet import Until
from bot.speech.hours import WrongTime
from bot.speech.spans import duration, duration_at_end, until_at_end, until_typed

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MONDAY, TOMORROW = Until(weekday=0), Until(ahead=1)


@pytest.mark.parametrize(
    ("span", "typed"),
    [
        (2 * HOUR, ("2h", "2 h", "2 hours", "two hours", "2ч", "2 часа", "два часа", "на пару часов", "2 сағат",
                    "екі сағат", "for 2 hours", "next 2 hours", "120 min", "2 hours!", "a couple of hours")),
        (HOUR, ("an hour", "1 hr", "час", "на час", "1 сағатқа", "hour", "60м")),
        (HOUR / 2, ("полчаса", "пол часа", "half an hour", "жарты сағат", "30 минут", "30мин", "0.5h", "0,5 ч")),
        (1.5 * HOUR, ("1.5h", "1h30m", "1h 30", "1 h 30 min", "полтора часа", "1 час и 30 минут", "90 min")),
        (DAY, ("a day", "день", "на день", "сутки", "1d", "1 күнге")),
        (3 * DAY, ("3 days", "на 3 дня", "үш күн", "3д")),
        (7 * DAY, ("a week", "неделю", "на неделю", "1w", "бір апта", "аптаға")),
        (30 * DAY, ("month", "на месяц", "айға")),
        (-5 * MINUTE, ("-5m", "- 5 минут", "–5 min")),
        (0 * MINUTE, ("0m", "0 часов")),
        (None, ("5", "-5", "h", "м", "минут", "AI", "", "2 hours of news", "1h 5 6", "1h-2h",
                "келесі аптаға дейін")),
    ],
)  # fmt: skip
def test_how_long(span: timedelta | None, typed: tuple[str, ...]) -> None:
    assert {each: duration(each) for each in typed} == dict.fromkeys(typed, span)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("AI 1h", (HOUR, "AI")),
        ("AI на неделю", (7 * DAY, "AI")),
        ("Kaspi Bank 2 days", (2 * DAY, "Kaspi Bank")),
        ("Ақтау, 2 сағат", (2 * HOUR, "Ақтау")),
        ("AI", None),
        ("1h", None),
    ],
)
def test_how_long_behind_a_name(typed: str, found: tuple[timedelta, str] | None) -> None:
    assert duration_at_end(typed) == found


@pytest.mark.parametrize(
    ("end", "typed"),
    [
        (MONDAY, ("until Monday", "till mon", "monday", "next Monday", "до понедельника", "до следующего понедельника",
                  "дүйсенбіге дейін", "until next week", "до конца недели", "келесі аптаға дейін",
                  "на выходные", "for the weekend", "weekend", "this weekend", "выходные", "демалыс")),
        (Until(weekday=0, minute=540), ("until Monday 9:00", "до понедельника 9:00", "9am Monday", "monday at 9")),
        (Until(weekday=5), ("until the weekend", "до выходных", "демалысқа дейін")),
        (TOMORROW, ("until tomorrow", "tomorrow morning", "до завтра", "завтра утром", "ертеңге дейін", "ертең")),
        (Until(ahead=1, minute=540), ("до завтра 9:00", "tomorrow 9am", "ертең таңғы 9-ға дейін", "9:00 tomorrow")),
        (Until(ahead=1, minute=1080), ("до завтра вечера", "tomorrow evening")),
        (Until(ahead=1, minute=720), ("завтра обеда", "tomorrow noon")),
        (Until(ahead=2), ("до послезавтра", "the day after tomorrow", "бүрсігүні")),
        (Until(), ("until morning", "до утра", "таңға дейін")),
        (Until(minute=1080), ("tonight", "до вечера", "кешке дейін", "до 18", "until 6pm", "18:00", "18.00")),
        (Until(minute=720), ("until noon", "до обеда", "түске дейін")),
        (Until(ahead=1, minute=0), ("until midnight", "до конца дня", "until the end of the day")),
        (Until(day=3, month=12), ("3 december", "до 3 декабря", "3 желтоқсанға дейін", "december 3", "3.12")),
        (Until(day=3, month=12, year=2026, minute=630), ("2026-12-03 10:30", "until 3 December 2026 10:30")),
        (Until(day=31, month=2), ("31.02",)),
        (WrongTime("25:00"), ("until 25:00", "until monday 25:00", "до завтра 25:00")),
        (None, ("yesterday", "hello", "hello 25:00", "hello 9:00", "last week", "", "until")),
    ],
)  # fmt: skip
def test_until_when(end: Until | WrongTime | None, typed: tuple[str, ...]) -> None:
    assert {each: until_typed(each) for each in typed} == dict.fromkeys(typed, end)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("AI until Monday", (MONDAY, "AI")),
        ("Kaspi Bank, до понедельника", (MONDAY, "Kaspi Bank")),
        ("AI ертеңге дейін", (TOMORROW, "AI")),
        ("until Monday", (MONDAY, "")),
        ("AI until further notice", None),
        ("AI сәуірге дейін", None),
        ("AI", None),
    ],
)
def test_until_when_behind_a_name(typed: str, found: tuple[Until | WrongTime, str] | None) -> None:
    assert until_at_end(typed) == found
