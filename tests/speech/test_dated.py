"""A topic beside the time of its news."""

from __future__ import annotations

import pytest

from bot.speech.dated import dated


@pytest.mark.parametrize(
    ("text", "time", "topic"),
    [
        ("Актау сегодня", "сегодня", "Актау"),
        ("earthquake today", "today", "earthquake"),
        ("Ақтау бүгін", "бүгін", "Ақтау"),
        ("вчера в Актау", "вчера", "Актау"),
        ("за выходные Актау", "за выходные", "Актау"),
        ("землетрясение алматы за 3 часа", "за 3 часа", "землетрясение алматы"),
        ("oil last night", "last night", "oil"),
        ("Кашаган соңғы 2 күн", "соңғы 2 күн", "Кашаган"),
        ("OIL TODAY", "TODAY", "OIL"),
    ],
)
def test_a_time_that_counts_back_from_now_is_told_from_its_topic(text: str, time: str, topic: str) -> None:
    assert dated(text) == (time, topic)


@pytest.mark.parametrize(
    "text",
    [
        "Kazakhstan Today", "Россия Сегодня", "today show", "чёрная пятница", "Fashion Week", "неделя моды", "9 мая",
        "сегодня", "кеше мен бүгін", "новости сегодня", "сегодня открыли новый завод", "Актау",
        "сегодня в городе Актау на берегу моря", "не ли сегодня",
        "кеше кім жеңді?", "кто выиграл вчера?", "погода завтра",
    ],
)  # fmt: skip
def test_names_sentences_and_times_alone_are_not_both(text: str) -> None:
    assert dated(text) is None
