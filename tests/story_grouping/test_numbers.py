"""Numbers and days in texts of three languages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.stories.days import dates, days
from bot.stories.numbers import numbers


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("ru", "вывезли 412 человек", [412]),
        ("ru", "2,2 млн тонн и 2.5 млрд тенге", [2.2e6, 2.5e9]),
        ("en", "2.2 million tons, 4,104,000 saigas", [2.2e6, 4_104_000]),
        ("ru", "4 млн 104 тыс. особей", [4_104_000]),
        ("ru", "4 тыс. 104 млн", [4_000, 104e6]),
        ("ru", "4 млн 104 человека", [4e6, 104]),
        ("kk", "1 050 домбырашы, 50 мың текше метр, 11 миллиард еуродан", [1_050, 50_000, 11e9]),
        ("ru", "ставка 15,5%, в 03:52 и в 7:00", [3.52, 7.0, 15.5]),
        ("kk", "84-тегі қария, 20-дан астам, 9-шы орын, 5-ші", [84, 20]),
        ("ru", "5-й, 12-го, 3-я", []),
        ("ru", "матч 2:1, трасса А-1, 2025-11-29", [2025]),
        ("ru", "1 человек", []),
        ("en", "3 k, 5 trillion, 3 millions", [3_000, 5e12, 3e6]),
        ("en", "fourteen cars, sixty-three rescuers, two hundred", [14, 63, 200]),
        ("en", "Fifty", [50]),
        ("ru", "из трёх сёл двадцать две машины, четырёхсот", [3, 22, 400]),
        ("ru", "пять тысяч, двадцать тридцать", [5_000, 20, 30]),
        ("ru", "он ответил", []),
        ("kk", "он төрт вагон, төрт жүз метр, жиырма екі, екі үш, төрт миллионнан", [14, 400, 22, 2, 3, 4e6]),
        ("en", "two, hundred", [2, 100]),
        ("en", "forty-nothing", []),
    ],
)
def test_a_number_is_known_by_its_value(language: str, text: str, values: list[float]) -> None:
    found = list(numbers(text, language))
    assert [value for value, _ in found] == pytest.approx(values)
    assert all(text[start:end].strip() for _, (start, end) in found)


WEDNESDAY = datetime(2025, 4, 9, 20, 30, tzinfo=UTC)  #: Thursday, 10 April, in Kazakhstan


def day(month: int, number: int, year: int = 2025) -> int:
    return datetime(year, month, number).toordinal()  # noqa: DTZ001 - a day of no zone


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Курс доллара на 11 апреля", {day(4, 11)}),
        ("Weather on April 11 and 12 May", {day(4, 11), day(5, 12)}),
        ("11 сәуірге арналған болжам", {day(4, 11)}),
        ("с 30 декабря по 2 января", {day(12, 30, 2024), day(1, 2)}),
        ("31 февраля", set()),
        ("сегодня, tomorrow, кеше", {day(4, 10), day(4, 11), day(4, 9)}),
        ("в пятницу", {day(4, 11), day(4, 4)}),
        ("бейсенбіде", {day(4, 10), day(4, 3)}),
        ("May 2025", set()),
        ("на 11 страницах", set()),
    ],
)
def test_days_are_named_in_many_ways(text: str, named: set[int]) -> None:
    assert days(text, WEDNESDAY) == named


def test_dates_are_told_with_where_they_stand() -> None:
    assert dates("Снег 9 апреля") == [(4, 9, (5, 13))]
