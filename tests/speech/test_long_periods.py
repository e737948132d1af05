"""Periods of charts and reports: those of a digest, and longer ones, before the words or behind them."""

from __future__ import annotations

import pytest

from bot.speech.long_periods import brief, period_and_words


@pytest.mark.parametrize(
    ("typed", "period", "words"),
    [
        ("week AI", "week", "AI"),
        ("AI, waste week", "week", "AI, waste"),
        ("last week AI", "last week", "AI"),
        ("25 қараша Ақтау", "25 қараша", "Ақтау"),
        ("month", "month", ""),
        ("quarter", "91 days", ""),
        ("Quarter AI", "91 days", "AI"),
        ("AI за квартал", "91 days", "AI"),
        ("за последний квартал отходы", "91 days", "отходы"),
        ("ЖИ тоқсан", "91 days", "ЖИ"),
        ("соңғы токсан ЖИ", "91 days", "ЖИ"),
        ("AI, 3 months.", "91 days", "AI"),
        ("three months AI", "91 days", "AI"),
        ("2 месяца AI", "60 days", "AI"),
        ("6 ай AI", "182 days", "AI"),
        ("последние 2 недели Актау", "14 days", "Актау"),
        ("AI 3 апта", "21 days", "AI"),
        ("полгода отходы", "182 days", "отходы"),
        ("қалдық жарты жылда", "182 days", "қалдық"),
        ("AI за год", "364 days", "AI"),
        ("year: AI", "364 days", "AI"),
        ("99 months AI", "366 days", "AI"),
        ("1000 days AI", "366 days", "AI"),
        ("100 недель AI", "366 days", "AI"),
        ("AI 3 күн", "3 days", "AI"),
        ("last 5 days AI", "5 days", "AI"),
        ("0 days AI", "0 days", "AI"),
        ("AI за 0 месяцев", "за 0 месяцев", "AI"),
    ],
)
def test_a_period_stands_before_the_words_or_behind_them(typed: str, period: str, words: str) -> None:
    assert period_and_words(typed) == (period, words)


@pytest.mark.parametrize("typed", ["", "AI", "headquarters", "годовой отчёт", '"quarter"', "квартальный"])
def test_what_only_looks_like_a_period_is_none(typed: str) -> None:
    assert period_and_words(typed) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("за последнюю неделю", "week"),
        ("30 дней", "month"),
        ("91 days", "quarter"),
        ("5 күн", "5 days"),
        ("last week", "last week"),
        ("nothing", "nothing"),
    ],
)
def test_a_button_says_it_briefly(typed: str, said: str) -> None:
    assert brief(typed) == said
