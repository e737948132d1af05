"""Whom a follow calls is told from what it follows."""

from __future__ import annotations

import pytest

from bot.speech.called import MOST, called, calling


@pytest.mark.parametrize(
    ("typed", "topic", "people"),
    [
        ("AI for @aigul", "AI", ("@aigul",)),
        ("AI, waste for @aigul, @bob", "AI, waste", ("@aigul", "@bob")),
        ("AI for @aigul and @bob.", "AI", ("@aigul", "@bob")),
        ("AI for @aigul @aigul", "AI", ("@aigul",)),
        ("ИИ для @aigul и @daniyar_k", "ИИ", ("@aigul", "@daniyar_k")),
        ("AI FOR <@U1A2B3C>", "AI", ("<@U1A2B3C>",)),
        ("AI cc <@U1A2B3C>,<@W9Z8>", "AI", ("<@U1A2B3C>", "<@W9Z8>")),
        ("ЖИ @aigul үшін", "ЖИ", ("@aigul",)),
        ("@aigul және @bob үшін қалдық", "қалдық", ("@aigul", "@bob")),
        ("prize for Almaty", "prize for Almaty", ()),
        ("for @aigul", "for @aigul", ()),
        ("AI", "AI", ()),
        ("gifts for @", "gifts for @", ()),
        ("AI for @aigul tomorrow", "AI for @aigul tomorrow", ()),
        ("mail for me@example.kz", "mail for me@example.kz", ()),
        ("AI for @aigul; drop", "AI for @aigul; drop", ()),
    ],
)
def test_whom_it_calls(typed: str, topic: str, people: tuple[str, ...]) -> None:
    assert called(typed) == (topic, people)


def test_no_follow_calls_a_crowd() -> None:
    assert len(called("AI for " + ", ".join(f"@name{number}" for number in range(20)))[1]) == MOST


def test_people_are_put_behind_a_follow_as_they_are_read() -> None:
    assert called(calling("AI, waste", ("@aigul", "<@U1A2>"))) == ("AI, waste", ("@aigul", "<@U1A2>"))
    assert calling("AI", ()) == "AI"
