"""How a topic is to come, in people's own words."""

from __future__ import annotations

import pytest

from bot.speech.modes import Manner, said_alone, said_of, said_with, with_manner


@pytest.mark.parametrize(
    ("typed", "topic", "manner"),
    [
        ("!AI", "AI", Manner.RINGS),
        ("! AI", "AI", Manner.RINGS),
        ("❗️Актау", "Актау", Manner.RINGS),
        ("‼️ Ақтау", "Ақтау", Manner.RINGS),
        ("Kaspi !", "Kaspi", Manner.RINGS),
        ("AI silent", "AI", Manner.SILENT),
        ("AI 🔕", "AI", Manner.SILENT),
        ("Ақтау без звука !", "Ақтау", Manner.RINGS),
        ("!AI silent", "AI", Manner.RINGS),
        ("waste Aktau without sound", "waste Aktau", Manner.SILENT),
        ("отходы без звука", "отходы", Manner.SILENT),
        ("қалдық дыбыссыз", "қалдық", Manner.SILENT),
        ("калдык дыбыссыз", "калдык", Manner.SILENT),
        ("AI, digest only", "AI", Manner.DIGEST),
        ("Актау только в дайджесте", "Актау", Manner.DIGEST),
        ("ЖИ дайджестте ғана", "ЖИ", Manner.DIGEST),
        ("Tokayev headlines only", "Tokayev", Manner.HEADLINES),
        ("Токаев только в заголовках", "Токаев", Manner.HEADLINES),
        ("Ақтау всегда со звуком", "Ақтау", Manner.RINGS),
    ],
)
def test_a_topic_is_followed_with_how_it_is_to_come(typed: str, topic: str, manner: Manner) -> None:
    assert said_with(typed) == (topic, manner)


@pytest.mark.parametrize(
    "typed",
    [
        "AI", "silent", "без звука", "Silent Hill", "news digest", "Yahoo!", "тихий океан", "!", "!!!", "AI!",
        "AI digest", "title:AI", "", 'AI "silent"', "AI «без звука»",
    ],
)  # fmt: skip
def test_words_of_a_topic_are_left_to_it(typed: str) -> None:
    assert said_with(typed) == (typed, None)


@pytest.mark.parametrize(
    ("typed", "topic", "manner"),
    [
        ("AI digest", "AI", Manner.DIGEST),
        ("AI -> digest", "AI", Manner.DIGEST),
        ("digest: AI", "AI", Manner.DIGEST),
        ("AI !", "AI", Manner.RINGS),
        ("!AI", "AI", Manner.RINGS),
        ("!", "", Manner.RINGS),
        ("silent", "", Manner.SILENT),
        ("waste Aktau quiet", "waste Aktau", Manner.SILENT),
        ("ИИ сразу", "ИИ", Manner.INSTANT),
        ("без звука ИИ", "ИИ", Manner.SILENT),
        ("ЖИ бірден", "ЖИ", Manner.INSTANT),
        ("ЖИ бирден", "ЖИ", Manner.INSTANT),
        ("Актау заголовки", "Актау", Manner.HEADLINES),
        ("Актау весь текст", "Актау", Manner.TEXT),
        ("AI silnet", "AI", Manner.SILENT),
        ("Актау дайджечт", "Актау", Manner.DIGEST),
        ("all silent", "all", Manner.SILENT),
        ("🔕 AI", "AI", Manner.SILENT),
        ("AI 🔔", "AI", Manner.INSTANT),
    ],
)
def test_behind_the_command_short_words_do(typed: str, topic: str, manner: Manner) -> None:
    assert said_of(typed) == (topic, manner)


@pytest.mark.parametrize("typed", ["AI", "waste Aktau", "", "Yahoo!", "солнце"])
def test_a_topic_alone_says_nothing_of_that(typed: str) -> None:
    assert said_of(typed) == (typed, None)


@pytest.mark.parametrize(
    ("part", "manner"),
    [
        ("digest only", Manner.DIGEST),
        ("без звука", Manner.SILENT),
        ("!", Manner.RINGS),
        ("waste", None),
        ("AI silent", None),
    ],
)
def test_behind_a_comma_it_is_said_of_all_topics_before(part: str, manner: Manner | None) -> None:
    assert said_alone(part) is manner


@pytest.mark.parametrize("manner", [Manner.SILENT, Manner.DIGEST, Manner.RINGS, Manner.HEADLINES])
def test_what_a_button_says_is_read_as_it_was_meant(manner: Manner) -> None:
    assert said_with(with_manner("waste Aktau", manner)) == ("waste Aktau", manner)


def test_nothing_is_added_where_nothing_was_said() -> None:
    assert with_manner("AI", None) == with_manner("AI", Manner.INSTANT) == "AI"
