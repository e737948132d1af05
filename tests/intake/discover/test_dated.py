"""Texts that say when something was published, in three languages."""

from __future__ import annotations

import pytest

from bot.intake.discover.dated import looks_dated


@pytest.mark.parametrize(
    "text",
    [
        "25.11.2025, 13:20",
        "25.11.2025",
        "13:20",
        "13:20, 25 ноября 2025",
        "25 ноября 2025 г. в 13:20",
        "25 қараша 2025, 13:20",
        "2025 жылғы 25 қараша, 13:20",
        "November 25, 2025",
        "Nov. 25, 2025",
        "25 Nov",
        "2025-11-25T13:20:00+05:00",
        "25/11/2025",
        "[25/11/2025]",
        "5 минут назад",
        "час назад",
        "вчера, 18:20",
        "Сегодня в 13:20",
        "бүгін, 09:15",
        "кеше",
        "5 минут бұрын",
        "2 hours ago",
        "an hour ago",
        "3h ago",
        "just now",
        "25.11.2025 | Политика",
        "Published: 25 Nov 2025",
        "25.11.2025 - 13:20 · 1 203",
    ],
)
def test_a_date_a_time_and_an_age_are_seen(text: str) -> None:
    assert looks_dated(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Политика",
        "В Алматы 25 ноября откроют вторую линию метро и новый мост",
        "The port of Aktau gets a second pier by 25 November 2026, says the ministry",
        "Кайрат – Астана 2:1, отчёт о матче двадцать пятого тура чемпионата",
        "1 203",
        "v1.25.113x",
        "маяк",
        "x25.11.2025y",
    ],
)
def test_a_headline_and_a_number_are_no_date(text: str) -> None:
    assert not looks_dated(text)
