"""Quiet hours are read however people write times of day."""

from __future__ import annotations

import pytest

from bot.model import QuietHours
from bot.speech.hours import WrongTime, hours_typed, time_at_end


def written(hours: QuietHours | WrongTime | None) -> str | None:
    if isinstance(hours, QuietHours):
        return f"{hours.start // 60}:{hours.start % 60:02} {hours.end // 60}:{hours.end % 60:02}"
    return f"! {hours.typed}" if hours else None


@pytest.mark.parametrize(
    ("typed", "span"),
    [
        *[
            (typed, "23:00 8:00")
            for typed in (
                "23-8",
                "23–8",
                "23 - 08:00",
                "2300-0800",
                "23 8",
                "23:00, 8:00",
                "23→8",
                "с 23 до 8",
                "c 23 до 8",
                "с 23 часов до 8 утра",
                "с 11 вечера до 8 утра",
                "с 11 ночи до 8",
                "23ч до 8ч",
                "from 23 till 8",
                "11pm-8am",
                "11 p.m. to 8 a.m.",
                "between 11pm and 8am",
                "11 to 8am",
                "11pm to 8",
                "23-тен 8-ге дейін",
                "сағат 23:00-ден 08:00-ге дейін",
                "кешкі 11-ден таңғы 8-ге дейін",
                "ночью",
                "at night",
                "түнде",
                "23h-8h",
                "каждый день с 23 до 8",
                "23-8 каждый день",
                "🌙 23-8",
                "23 to 8 please",
                "с 23-00 до 8-00",
                "между 23 и 8",
                "күнде 23-8",
                "кешкі 11 мен таңғы 8 аралығы",
                "кешкі 11-ден бастап таңғы 8-ге дейін!",
            )
        ],
        ("23:30–7", "23:30 7:00"),
        ("22:00 to 7:30", "22:00 7:30"),
        ("23.30-7.00", "23:30 7:00"),
        ("midnight to 7", "0:00 7:00"),
        ("с полуночи до полудня", "0:00 12:00"),
        ("с 9 до 6 вечера", "9:00 18:00"),
        ("12am-7am", "0:00 7:00"),
        ("12 дня - 3 дня", "12:00 15:00"),
        ("түнгі 12-ден таңғы 7-ге дейін", "0:00 7:00"),
        ("24-7", "0:00 7:00"),
        ("8-8", "8:00 8:00"),
        ("11-7", "11:00 7:00"),
        ("после 22", "22:00 8:00"),
        ("after 10", "22:00 8:00"),
        ("after 11pm.", "23:00 8:00"),
        ("после полуночи", "0:00 8:00"),
        ("22:30-дан кейін", "22:30 8:00"),
        ("after 25", "! 25"),
        ("25-8", "! 25"),
        ("23-8:75", "! 8:75"),
        ("13pm-8", "! 13"),
        ("24:30-8", "! 24:30"),
        ("2560-8", "! 2560"),
        ("hello", None),
        ("23", None),
        ("23-8-9", None),
        ("", None),
    ],
)
def test_hours_as_they_are_typed(typed: str, span: str | None) -> None:
    assert written(hours_typed(typed)) == span


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("завтра в 9", (540, "завтра")),
        ("tomorrow at 9:15 pm", (21 * 60 + 15, "tomorrow")),
        ("ертең таңғы 9-ға дейін", (540, "ертең")),
        ("9:00", (540, "")),
        ("monday 25:00", (WrongTime("25:00"), "monday")),
        ("завтра", None),
    ],
)
def test_a_time_at_the_end_of_a_text(typed: str, found: tuple[int | WrongTime, str] | None) -> None:
    assert time_at_end(typed) == found
