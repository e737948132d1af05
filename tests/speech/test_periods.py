"""Periods in three languages, at the beginning and at the end of a text."""

from __future__ import annotations

import pytest

from bot.speech.periods import PeriodKind, TypedPeriod, in_hours, period_at_end, period_at_start, whole_period


def test_the_three_languages_name_the_same_periods() -> None:
    for alike in (
        "today сегодня бүгін бугин TODAY Cегодня", "yesterday вчера кеше", "week неделя апта", "month месяц ай",
        "monday понедельник дүйсенбі пн", "sunday воскресенье жексенбі",
    ):  # fmt: skip
        assert len({whole_period(word) for word in alike.split()} - {None}) == 1, alike
    for phrases in (
        ("last week", "на прошлой неделе", "за прошлую неделю", "өткен апта", "өткен аптада", "last week's"),
        ("this week", "на этой неделе", "осы апта"),
        ("past week", "за последнюю неделю", "за неделю", "соңғы апта", "last 7 days", "соңғы 7 күн", "7 дней"),
        ("past month", "за месяц", "соңғы ай", "30 days"),
        ("last month", "в прошлом месяце", "өткен айда"),
        (
            "25 Nov",
            "Nov 25",
            "November 25th",
            "the 25th of november",
            "25 ноября",
            "25 қараша",
            "25-қарашадағы",
            "25.11",
        ),
        ("25 Nov 2024", "25 ноября 2024 года", "2024-11-25", "25.11.2024", "25 қараша 2024 жыл"),
        ("last friday", "в прошлую пятницу", "өткен жұма"),
        ("november", "в ноябре", "қараша айы", "қарашада"),
        ("last 3 hours", "past 3 hrs", "за 3 часа", "за последние 3 часа", "соңғы 3 сағат", "соңғы 3 сағаттағы", "3h"),
        ("last hour", "за последний час", "за час", "соңғы сағатта", "соңғы бір сағат"),
        ("past 24 hours", "за сутки", "за последние сутки", "соңғы тәулік", "24h"),
        ("weekend", "over the weekend", "за выходные", "на выходных", "в эти выходные", "демалыс күндері", "демалыста"),
        ("last weekend", "в прошлые выходные", "өткен демалыс күндері"),
        ("today", "this morning", "tonight", "сегодня утром", "сегодня вечером", "бүгін таңертең", "бүгінгі кешкілік"),
        ("yesterday", "last night", "вчера вечером", "кеше түнде"),
        ("overnight", "за ночь", "түні бойы", "12 hours"),
        ("day before yesterday", "позавчера", "алдыңғы күні"),
    ):
        assert len({whole_period(phrase) for phrase in phrases} - {None}) == 1, phrases


@pytest.mark.parametrize(
    ("text", "period", "typed", "rest"),
    [
        ("today AI", TypedPeriod(kind=PeriodKind.DAY), "today", "AI"),
        ("today, AI", TypedPeriod(kind=PeriodKind.DAY), "today", "AI"),
        ("25 қараша Ақтау", TypedPeriod(kind=PeriodKind.DATE, number=25, month=11), "25 қараша", "Ақтау"),
        ("на прошлой неделе -спорт", TypedPeriod(kind=PeriodKind.WEEK, number=1), "на прошлой неделе", "-спорт"),
        ("last 3 days .NET", TypedPeriod(kind=PeriodKind.DAYS, number=3), "last 3 days", ".NET"),
    ],
)
def test_a_text_may_begin_with_a_period(text: str, period: TypedPeriod, typed: str, rest: str) -> None:
    assert period_at_start(text) == (period, typed, rest)


def test_hours_are_typed_briefly() -> None:
    assert whole_period(in_hours(36)) == TypedPeriod(kind=PeriodKind.HOURS, number=36)


def test_a_text_may_end_with_a_period() -> None:
    assert period_at_end("что было вчера?") == (TypedPeriod(kind=PeriodKind.DAY, number=1), "вчера", "что было")
    assert period_at_end("Актау, за 3 дня") == (TypedPeriod(kind=PeriodKind.DAYS, number=3), "за 3 дня", "Актау")
    assert period_at_end("вчера") == (TypedPeriod(kind=PeriodKind.DAY, number=1), "вчера", "")
    assert period_at_end("вчера Актау") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "AI",
        "25",
        "25.11.25",
        "0 days",
        "999 days",
        "0 hours",
        "час",
        "выходные в Актау",
        "түнде",
        "todays",
        "сегодняшка",
        "weekend trip",
        "2025-11",
        "там",
        "mar",
    ],
)
def test_other_words_are_no_period(text: str) -> None:
    assert whole_period(text) is None
    assert period_at_start(text) is None
